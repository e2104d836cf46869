"""Links between the events of one report."""

from __future__ import annotations

from dateline.records import Document


class FindLinks:
    """Adds links."""

    def __call__(self, document: Document) -> Document:
        """The document with its links."""
        return document
