"""A source in, Reports out; one module per format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from dateline.errors import ReadError, SettingsError
from dateline.read.build import build_failure, build_report
from dateline.read.draft import Draft, Failure, Options
from dateline.read.feed import read_feed
from dateline.read.html import read_html
from dateline.read.json_rows import read_json, read_jsonl
from dateline.read.kinds import find_kind
from dateline.read.markdown import read_markdown
from dateline.read.rows import check_fields
from dateline.read.sources import Source, find_sources
from dateline.read.tables import read_csv, read_parquet
from dateline.read.text import read_text
from dateline.read.warc import read_warc
from dateline.records import Quarantined, Report

Reader = Callable[[Source, Options], Iterator[Draft | Failure]]

READERS: dict[str, Reader] = {
    "text": read_text,
    "markdown": read_markdown,
    "html": read_html,
    "json": read_json,
    "jsonl": read_jsonl,
    "feed": read_feed,
    "csv": read_csv,
    "parquet": read_parquet,
    "warc": read_warc,
}

__all__ = ["READERS", "Reader", "read_reports"]


def read_reports(
    location: str | Path,
    *,
    published: datetime | None = None,
    fields: Mapping[str, str] | None = None,
    kind: str | None = None,
) -> Iterator[Report | Quarantined]:
    """The reports of a file, a folder (all below it, in sorted order), a pattern, or standard input ('-').

    What cannot be read comes as a `Quarantined` of stage 'read' with its cause; nothing is left out silently.
    Texts are cleaned once, here: newlines become \\n and control characters blanks. Then they never change.

    Args:
        published: the publication date of reports that do not state one themselves.
        fields: for JSON, CSV and Parquet, the (dotted) name under which rows have a field: `{"text": "data.body"}`.
        kind: a name in `READERS`; None lets file name and content tell.

    Raises:
        ReadError: nothing is there at `location`.
        SettingsError: `kind` or a name in `fields` is unknown.
    """
    if kind is not None and kind not in READERS:
        raise SettingsError(f"kind: {kind!r} is none of {', '.join(READERS)}")
    check_fields(fields or {})
    options = Options(published=published, fields=dict(fields or {}))
    return _read(find_sources(location), kind, options)


def _read(sources: Iterator[Source], kind: str | None, options: Options) -> Iterator[Report | Quarantined]:
    for source in sources:
        try:
            for found in READERS[kind or find_kind(source)](source, options):
                yield build_failure(found) if isinstance(found, Failure) else build_report(found, options)
        except ReadError as error:
            yield build_failure(Failure(source=source.name, error="ReadError", message=str(error)))
