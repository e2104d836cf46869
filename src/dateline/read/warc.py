"""WARC: the pages of a web archive, one report a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dateline.errors import ReadError
from dateline.read.decode import decode_bytes
from dateline.read.draft import MAX_BYTES, Draft, Failure, Options
from dateline.read.html import EXTRACTION_ERRORS, draft_of_page
from dateline.read.sources import Source

_PAGES = ("text/html", "application/xhtml+xml")


def read_warc(source: Source, options: Options) -> Iterator[Draft | Failure]:
    """The archive's HTML responses of status 200 as drafts, one in memory at a time; all else is passed over."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError:
        raise ReadError(f"{source.name}: web archives need FastWARC: pip install 'dateline[warc]'") from None
    empty = True
    with source.open() as stream:
        try:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
                if (found := _page(record, source)) is not None:
                    empty = False
                    yield found
        except (OSError, ValueError, RuntimeError) as error:
            raise ReadError(f"{source.name}: {error}") from error
    if empty:
        yield Failure(source=source.name, error="Empty", message="an archive without HTML pages")


def _page(record: Any, source: Source) -> Draft | Failure | None:
    http = record.http_headers
    if http is None or http.status_code != 200:
        return None
    kind = (record.http_content_type or "").lower()
    if kind not in _PAGES:
        return None
    url = record.headers.get("WARC-Target-URI")
    name = f"{source.name}#{url or record.record_id}"
    data = record.reader.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        return Failure(source=name, error="TooLong", message=f"a page of more than {MAX_BYTES:,} bytes")
    try:
        return draft_of_page(decode_bytes(data), name, url=url)
    except (ReadError, *EXTRACTION_ERRORS) as error:
        return Failure(source=name, error=type(error).__name__, message=str(error))
