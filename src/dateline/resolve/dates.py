"""Calendar intervals of time expressions."""

from __future__ import annotations

from dateline.records import Document


def resolve_dates(document: Document) -> Document:
    """The document with a calendar interval on each time expression."""
    return document
