"""Time expressions."""

from __future__ import annotations

from dateline.records import Document


class FindTimes:
    """Adds time expressions."""

    def __call__(self, document: Document) -> Document:
        """The document with its time expressions."""
        return document
