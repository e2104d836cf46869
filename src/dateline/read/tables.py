"""CSV and Parquet: one report a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dateline.errors import ReadError
from dateline.read.decode import decode_bytes
from dateline.read.draft import MAX_BYTES, Draft, Failure, Options
from dateline.read.rows import draft_of_row, row_id
from dateline.read.sources import Source, read_lines

_DELIMITERS = ",;\t|"
_ROWS = 100  # of a Parquet file in memory
_SPILLED = "\0cells"  # marks a row with more cells than the heading; no heading has a NUL


def read_csv(source: Source, options: Options) -> Iterator[Draft | Failure]:
    """The rows of a table with a heading as drafts; comma, semicolon, tab or bar between the cells."""
    with source.open() as stream:
        lines = _lines(read_lines(stream), source)
        first = next(lines, "")
        if not first.strip():
            yield Failure(source=source.name, error="Empty", message="no words in it")
            return
        delimiter = max(_DELIMITERS, key=first.count)
        csv.field_size_limit(MAX_BYTES)
        names = [name.strip().replace("\0", "") for name in next(csv.reader([first], delimiter=delimiter))]
        rows = csv.reader(lines, delimiter=delimiter)
        try:
            yield from _drafts((_row(names, cells) for cells in rows if cells), source, options)
        except csv.Error as error:
            raise ReadError(f"{source.name}: line {rows.line_num + 1}: {error}") from error


def _row(names: list[str], cells: list[str]) -> dict[str, Any]:
    row: dict[str, Any] = dict(zip(names, cells, strict=False))
    return row if len(cells) <= len(names) else {**row, _SPILLED: len(cells)}


def read_parquet(source: Source, options: Options) -> Iterator[Draft | Failure]:
    """The rows of a Parquet file as drafts."""
    if source.path is None:
        raise ReadError(f"{source.name}: Parquet is read from files only")
    import duckdb

    try:
        with duckdb.connect(config={"memory_limit": "512MB", "threads": 1}) as connection:
            result = connection.execute("SELECT * FROM read_parquet(?)", [_literally(str(source.path))])
            names = [column[0] for column in result.description or ()]
            yield from _drafts(_rows(result, names), source, options)
    except duckdb.Error as error:
        raise ReadError(f"{source.name}: {str(error).splitlines()[0]}") from error


def _literally(path: str) -> str:
    """The path with the characters that stand for others in patterns put in brackets."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in path)


def _rows(result: Any, names: list[str]) -> Iterator[dict[str, Any]]:
    while rows := result.fetchmany(_ROWS):
        for row in rows:
            yield {name: _plain(value) for name, value in zip(names, row, strict=True)}


def _plain(value: Any) -> Any:
    """Dates as text, as the other row formats have them."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _lines(lines: Iterable[bytes | None], source: Source) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if line is None:
            raise ReadError(f"{source.name}: line {number} has more than {MAX_BYTES:,} bytes")
        yield decode_bytes(line).replace("\0", " ") + "\n" if line else "\n"


def _drafts(rows: Iterable[Mapping[str, Any]], source: Source, options: Options) -> Iterator[Draft | Failure]:
    number = 0
    for number, row in enumerate(rows, 1):
        if _SPILLED in row:
            message = f"{row[_SPILLED]} cells, where the heading has {len(row) - 1}"
            yield Failure(source=f"{source.name}#{number}", error="ReadError", message=message)
            continue
        name = f"{source.name}#{row_id(row, options) or number}"
        draft = draft_of_row(row, name, options)
        if draft.text.strip():
            yield draft
        else:
            known = ", ".join(sorted(map(str, row))[:20])
            wanted = options.fields.get("text")
            missing = f"no text under {wanted!r}" if wanted else "no text under any usual name"
            yield Failure(source=name, error="Empty", message=f"{missing}; the row has: {known}"[:500])
    if not number:
        yield Failure(source=source.name, error="Empty", message="a table without rows")


def bytes_source(name: str, data: bytes) -> Source:
    """A source whose bytes are at hand, such as what came from the network."""
    return Source(name, None, io.BufferedReader(io.BytesIO(data)))
