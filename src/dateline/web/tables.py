"""Lists as CSV: a column for each field of the rows' shape; what lies within another shape as `place.name`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, get_args

from dateline.export.tables import safe_cell
from dateline.web.answers import encode
from dateline.web.schemas.base import Shape


@lru_cache(maxsize=64)
def columns_of(shape: type[Shape]) -> tuple[str, ...]:
    """The columns that rows of a shape have."""
    found: list[str] = []
    for name, field in shape.model_fields.items():
        inner = _inner(field.annotation)
        found += [f"{name}.{one}" for one in columns_of(inner)] if inner else [name]
    return tuple(found)


def _inner(annotation: Any) -> type[Shape] | None:
    """The shape of a field that is one, or may be one or nothing."""
    for one in (annotation, *get_args(annotation)):
        if isinstance(one, type) and issubclass(one, Shape) and not _is_list(annotation):
            return one
    return None


def _is_list(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) in (list, dict)


def table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    """The rows as CSV with a heading; nothing in them runs in a spreadsheet."""
    return b"".join(csv_lines(rows, columns))


def csv_lines(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Iterator[bytes]:
    """The same line by line."""
    yield _line(columns)
    for row in rows:
        yield _line([safe_cell(_cell(_value(row, name))) for name in columns])


def _line(cells: Sequence[object]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode("utf-8", "replace")


def _value(row: Mapping[str, Any], name: str) -> Any:
    value: Any = row
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _cell(value: Any) -> str:
    """A value as the text of one cell; lists with semicolons, what is within them as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return encode(value).decode("utf-8")
    return "; ".join(_cell(one) for one in value) if isinstance(value, list | tuple) else str(value)
