"""A report as it was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dateline.records.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of the text with a role: headline, dateline, byline, caption, notice, footer, heading.

    Every part but `dateline` is kept, yet not coded; a dateline is cut off the sentence that it opens.
    """

    kind: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report. `text` never changes after reading: all offsets are into it.

    `published_basis`: 'metadata', 'dateline', 'url', 'given', or None where the date is unknown.
    """

    report_id: str
    source: str  # where it was read from: a path, an address, '-'
    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    byline: str | None = None
    language: str | None = None  # ISO 639-1
    published: datetime | None = None
    published_basis: str | None = None
    dateline_place: Span | None = None
    retrieved: datetime | None = None
    licence: str | None = None
    parts: tuple[Part, ...] = ()
