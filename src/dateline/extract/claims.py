"""Claims: who says what."""

from __future__ import annotations

from typing import Any

from dateline.records import Document


class FindClaims:
    """Adds claims."""

    def __init__(self, cues: Any) -> None:
        self.cues = cues

    def __call__(self, document: Document) -> Document:
        """The document with its claims."""
        return document
