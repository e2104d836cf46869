"""Events with their slots."""

from __future__ import annotations

from typing import Any

from dateline.records import Document


class FindEvents:
    """Adds events."""

    def __init__(self, plover: Any) -> None:
        self.plover = plover

    def __call__(self, document: Document) -> Document:
        """The document with its events."""
        return document
