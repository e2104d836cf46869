"""Which reader a source needs: by its name, else by how it begins."""

from __future__ import annotations

import re

from dateline.errors import ReadError
from dateline.read.addresses import address_of_name
from dateline.read.decode import decode_bytes
from dateline.read.draft import Kind
from dateline.read.sources import Source

SUFFIXES: dict[str, Kind] = {
    "txt": "text", "text": "text", "md": "markdown", "markdown": "markdown", "html": "html", "htm": "html",
    "xhtml": "html", "shtml": "html", "asp": "html", "aspx": "html", "php": "html", "json": "json",
    "jsonl": "jsonl", "ndjson": "jsonl", "rss": "feed", "atom": "feed", "rdf": "feed",
    "csv": "csv", "tsv": "csv", "parquet": "parquet", "pq": "parquet", "warc": "warc",
}  # fmt: skip
_PEEK = 4_096
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF|channel)\b", re.IGNORECASE)
_HTML = re.compile(
    r"\s*(?:<\?xml[^<>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|p|meta|title|main|section)\b",
    re.IGNORECASE | re.DOTALL,
)


def find_kind(source: Source) -> Kind:
    """The kind of a source; what shows no other is text. Raises ReadError where it cannot be opened."""
    suffix = source.file_name.rpartition(".")[2].lower() if "." in source.file_name else ""
    sure = SUFFIXES.get(suffix)
    if sure is not None and (sure != "text" or not address_of_name(source.file_name)):
        return sure
    return _by_content(source, suffix)


def _by_content(source: Source, suffix: str) -> Kind:
    head = _head(source)
    if head.startswith(b"PAR1") and source.path is not None:
        return "parquet"
    if head.startswith(b"WARC/"):
        return "warc"
    try:
        text = decode_bytes(head).lstrip("\ufeff \t\r\n")
    except ReadError:
        return "text"
    if _HTML.match(text):
        return "html"
    if text.startswith("<") and (suffix == "xml" or _FEED.search(text)):
        return "feed"
    if text.startswith(("{", "[{")) and suffix not in SUFFIXES:
        return "jsonl" if text.startswith("{") and _is_whole_line(text) else "json"
    return "text"


def _is_whole_line(text: str) -> bool:
    """Whether the first line may be an object by itself: it ends in '}', or is longer than what was seen."""
    line, newline, _ = text.partition("\n")
    return line.rstrip().endswith("}") if newline else len(text) > 1_000 or line.rstrip().endswith("}")


def _head(source: Source) -> bytes:
    """The first bytes; those of standard input stay in its buffer."""
    with source.open() as stream:
        return stream.peek(_PEEK)[:_PEEK] if source.path is None else stream.read(_PEEK)
