"""Which known places mentions stand for."""

from __future__ import annotations

from typing import Any

from dateline.records import Document


class ResolvePlaces:
    """Adds resolutions."""

    def __init__(self, base: Any) -> None:
        self.base = base

    def __call__(self, document: Document) -> Document:
        """The document with its resolutions."""
        return document
