"""JSON: one object or a list of them; JSON Lines: one object a line, streamed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from dateline.read.decode import decode_bytes
from dateline.read.draft import MAX_BYTES, Draft, Failure, Options
from dateline.read.rows import draft_of_row, row_id
from dateline.read.sources import Source, read_lines

MAX_JSON = 100_000_000  # bytes of a file that is one JSON value: it is held whole
_SURROGATES = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb")
_BROKEN = ("surrogate", "UTF-8", "utf-8")
_LISTS = (
    "articles", "items", "documents", "docs", "reports", "results", "data", "rows", "entries", "stories",
    "news", "posts", "hits", "value",
)  # fmt: skip


def read_json(source: Source, options: Options) -> Iterator[Draft | Failure]:
    """The objects of one JSON value as drafts; a file of JSON Lines under this name is read as such."""
    data = source.read(MAX_JSON)
    if not data.strip():
        yield Failure(source=source.name, error="Empty", message="no words in it")
        return
    try:
        rows = _rows_in(_decode(data))
    except msgspec.DecodeError as error:
        head = data.lstrip()[:MAX_BYTES].split(b"\n", 1)[0].strip()
        if "trailing characters" in str(error) and head.endswith(b"}"):
            yield from _from_lines(iter(data.split(b"\n")), source, options)
        else:
            yield Failure(source=source.name, error="ReadError", message=str(error), text=_glimpse(data))
        return
    except (RecursionError, ValueError) as error:
        yield Failure(source=source.name, error="ReadError", message=str(error), text=_glimpse(data))
        return
    for number, row in enumerate(rows, 1):
        yield _draft(row, source, number if len(rows) > 1 else None, options)


def read_jsonl(source: Source, options: Options) -> Iterator[Draft | Failure]:
    """The lines as drafts, one after the other; no more than one is held."""
    with source.open() as stream:
        yield from _from_lines(read_lines(stream), source, options)


def _from_lines(lines: Iterator[bytes | None], source: Source, options: Options) -> Iterator[Draft | Failure]:
    empty = True
    for number, line in enumerate(lines, 1):
        name = f"{source.name}#{number}"
        if line is None:
            yield Failure(source=name, error="TooLong", message=f"a line of more than {MAX_BYTES:,} bytes")
        elif line.strip():
            try:
                yield _draft(_decode(line), source, number, options)
            except (msgspec.DecodeError, RecursionError, ValueError) as error:
                yield Failure(source=name, error="ReadError", message=str(error), text=_glimpse(line))
        else:
            continue
        empty = False
    if empty:
        yield Failure(source=source.name, error="Empty", message="no words in it")


def _decode(data: bytes) -> Any:
    try:
        return msgspec.json.decode(data)
    except msgspec.DecodeError as error:
        if any(cause in str(error) for cause in _BROKEN) or data[:2] in _MARKS:
            return msgspec.json.decode(_repaired(data))
        raise
    except UnicodeDecodeError:
        return msgspec.json.decode(_repaired(data))


def _repaired(data: bytes) -> bytes:
    """The JSON as valid UTF-8, with lone surrogate escapes replaced."""
    text = decode_bytes(data)
    whole = _SURROGATES.sub(lambda match: match.group() if len(match.group()) > 6 else "\\ufffd", text)
    return whole.encode("utf-8", "replace")


def _rows_in(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        for name in _LISTS:
            inner = value.get(name)
            if isinstance(inner, list) and inner and isinstance(inner[0], dict):
                return inner
    return [value]


def _draft(row: Any, source: Source, number: int | None, options: Options) -> Draft | Failure:
    name = source.name if number is None else f"{source.name}#{number}"
    if isinstance(row, str):
        row = {"text": row}
    if not isinstance(row, dict):
        message = f"a JSON {type(row).__name__}, where an object was looked for"
        return Failure(
            source=name, error="ReadError", message=message, text=_glimpse(msgspec.json.encode(row))
        )
    if identity := row_id(row, options):
        name = f"{source.name}#{identity}"
    draft = draft_of_row(row, name, options)
    if not draft.text.strip():
        wanted = options.fields.get("text")
        known = ", ".join(sorted(map(str, row))[:20])
        message = f"no text under {wanted!r}" if wanted else "no text under any usual name"
        message = f"{message}; the object has: {known}"[:500]
        return Failure(source=name, error="Empty", message=message, text=_glimpse(msgspec.json.encode(row)))
    return draft


def _glimpse(data: bytes) -> str:
    return data[:2_000].decode("utf-8", "replace")
