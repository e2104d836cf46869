"""Sentences and their parsed tokens."""

from __future__ import annotations

from typing import Any

from dateline.records import Document


class FindSentences:
    """Adds sentences with parsed tokens."""

    def __init__(self, parser: Any) -> None:
        self.parser = parser

    def __call__(self, document: Document) -> Document:
        """The document with its sentences."""
        return document
