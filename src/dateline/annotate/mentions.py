"""Mentions of parties and places."""

from __future__ import annotations

from typing import Any

from dateline.records import Document


class FindMentions:
    """Adds mentions."""

    def __init__(self, actors: Any, gazetteer: Any) -> None:
        self.actors = actors
        self.gazetteer = gazetteer

    def __call__(self, document: Document) -> Document:
        """The document with its mentions."""
        return document
