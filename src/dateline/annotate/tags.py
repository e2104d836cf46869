"""The model's readings of the sentences, as tags."""

from __future__ import annotations

from typing import Any

from dateline.records import Document


class FindTags:
    """Adds the model's tags."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader

    def __call__(self, document: Document) -> Document:
        """The document with the model's tags."""
        return document
