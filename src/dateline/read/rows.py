"""Rows of named values (JSON objects, front matter, feed items) to drafts: which name holds what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dateline.errors import SettingsError
from dateline.read.days import parse_when
from dateline.read.decode import clean
from dateline.read.draft import Draft, Options
from dateline.read.languages import language_code
from dateline.read.markup import has_markup, strip_markup

# the names under which rows hold each field, in order of preference, without regard to case, '_' and '-'
NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "articlebody", "bodytext", "content", "contents", "fulltext", "maintext", "story",
        "article", "articletext", "document", "summary", "description",
    ),
    "title": (
        "title", "headline", "head", "heading", "articletitle",
    ),
    "url": (
        "url", "link", "permalink", "weburl", "articleurl", "sourceurl", "canonicalurl", "uri",
    ),
    "published": (
        "published", "publicationdate", "datepublished", "publishedat", "publishedon", "pubdate",
        "publishdate", "firstpublished", "webpublicationdate", "publishtime", "publishedtime", "issued",
        "date", "datetime", "timestamp", "created", "createdat", "dct", "docdate",
    ),
    "publisher": (
        "publisher", "publication", "source", "outlet", "newspaper", "sitename", "site", "domain",
        "agency", "sourcename",
    ),
    "byline": (
        "byline", "author", "authors", "creator", "writer", "reporter",
    ),
    "language": (
        "language", "lang", "inlanguage", "languagecode",
    ),
    "licence": (
        "licence", "license", "rights",
    ),
    "id": (
        "id", "docid", "documentid", "articleid", "guid", "uuid", "reportid", "key",
    ),
}  # fmt: skip
_LONG = 2_000  # characters of a value that describes the report


def check_fields(fields: Mapping[str, str]) -> None:
    """Raises SettingsError where a mapping names a field that reports do not have."""
    if unknown := sorted(set(fields) - set(NAMES)):
        raise SettingsError(f"fields: unknown {', '.join(unknown)}; known are {', '.join(NAMES)}")


def draft_of_row(
    row: Mapping[str, Any],
    source: str,
    options: Options,
    *,
    url: str | None = None,
    headings: Sequence[tuple[int, int]] = (),
) -> Draft:
    """The draft that a row holds; its text is empty where no name for a text is found."""
    values = _Values(row, options.fields)
    text = values.text("text") or ""
    if not headings and has_markup(text):
        text, headings = strip_markup(text)
    return Draft(
        source=source,
        text=clean(text),
        title=values.line("title"),
        url=values.line("url") or url,
        publisher=values.line("publisher"),
        byline=values.line("byline"),
        language=language_code(values.get("language")),
        published=parse_when(values.get("published")),
        licence=values.line("licence"),
        headings=tuple(headings),
    )


def row_id(row: Mapping[str, Any], options: Options) -> str | None:
    """What the row calls itself, or None."""
    return _Values(row, options.fields).line("id")


class _Values:
    """The values of a row by field."""

    def __init__(self, row: Mapping[str, Any], fields: Mapping[str, str]) -> None:
        self.row, self.fields = row, fields
        self.folded = {_fold(str(key)): key for key in reversed(list(row))}

    def get(self, field: str) -> Any:
        if path := self.fields.get(field):
            return _at(self.row, path)
        for name in NAMES[field]:
            key = self.folded.get(_fold(name))
            if key is not None and self.row[key] not in (None, "", [], {}):
                return self.row[key]
        return None

    def text(self, field: str) -> str | None:
        value = self.get(field)
        if isinstance(value, str):
            return value
        if isinstance(value, list):
            lines = [part if isinstance(part, str) else _named(part) for part in value]
            return "\n\n".join(line for line in lines if line)
        return _named(value)

    def line(self, field: str) -> str | None:
        value = self.get(field)
        if isinstance(value, list):
            parts = [part if isinstance(part, str) else _named(part) for part in value[:20]]
            value = ", ".join(part for part in parts if part)
        elif isinstance(value, int | float) and not isinstance(value, bool) and field == "id":
            value = str(value) if abs(value) < 1e30 else None
        elif not isinstance(value, str):
            value = _named(value)
        return " ".join(clean(value[:_LONG]).split()) or None if value else None


def _fold(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def _named(value: Any) -> str | None:
    """The string inside an object such as {"name": "Jane Doe"} or {"rendered": "<p>…"}, or None."""
    if isinstance(value, Mapping):
        for key in ("name", "title", "text", "rendered", "value", "body", "content"):
            if isinstance(found := value.get(key), str):
                return found
    return None


def _at(row: Any, path: str) -> Any:
    """The value under a name, or under dotted names from object to object (numbers index lists)."""
    if isinstance(row, Mapping) and path in row:
        return row[path]
    for name in path.split("."):
        if isinstance(row, Mapping):
            row = row.get(name)
        elif isinstance(row, list) and name.isdecimal() and len(name) < 6 and int(name) < len(row):
            row = row[int(name)]
        else:
            return None
    return row
