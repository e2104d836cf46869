"""What a reader hands over: a report on its way, or the cause why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Kind = Literal["text", "markdown", "html", "json", "jsonl", "feed", "csv", "parquet", "warc"]

MAX_BYTES = 20_000_000  # of one report, decompressed
MAX_TEXT = 1_000_000  # characters of one report's text
KEPT_TEXT = 20_000  # characters of a refused text that go to quarantine with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the caller said about the sources.

    `fields` names, for a field of `Draft`, the (dotted) name under which JSON rows have it.
    """

    published: datetime | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text with what its source says about it, before anything is read from the text itself.

    `headings`: stretches of `text` that the format marks as headings (start, end).
    """

    source: str
    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    byline: str | None = None
    language: str | None = None
    published: datetime | None = None
    licence: str | None = None
    headings: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A report that could not be read: `error` is the kind of cause, `text` what there was of it."""

    source: str
    error: str
    message: str
    text: str = ""
