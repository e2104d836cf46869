"""Long lists page by page: a page begins after the last row of the one before, wherever rows were added meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dateline.errors import StoreError


@dataclass(frozen=True, slots=True)
class Key:
    """A column that orders a list. Unknown values come last, whichever way it runs."""

    column: str
    falling: bool = False
    kind: type = str


def order_by(keys: Sequence[Key]) -> str:
    """The keys for an ORDER BY."""
    return ", ".join(f"{key.column} {'DESC' if key.falling else 'ASC'} NULLS LAST" for key in keys)


def after(keys: Sequence[Key], values: Sequence[Any]) -> tuple[str, list[object]]:
    """The condition, with its parameters, of the rows that come after one with these values.

    Raises StoreError where the values are not such as the keys have.
    """
    if len(values) != len(keys):
        raise StoreError("cursor: it belongs to another list")
    told = [_told(key, value) for key, value in zip(keys, values, strict=True)]
    tests: list[str] = []
    parameters: list[object] = []
    for at, key in enumerate(keys):
        if told[at] is None:
            continue  # nothing comes after the unknown
        same = [f"{one.column} IS NOT DISTINCT FROM ?" for one in keys[:at]]
        beyond = f"({key.column} {'<' if key.falling else '>'} ? OR {key.column} IS NULL)"
        tests.append(f"({' AND '.join([*same, beyond])})")
        parameters += told[: at + 1]
    return (f"({' OR '.join(tests)})" if tests else "false"), parameters


def _told(key: Key, value: Any) -> object:
    """A value that came back in a cursor, as the column has it."""
    if value is None:
        return None
    try:
        if key.kind is datetime:
            return datetime.fromisoformat(value)
        if key.kind is date:
            return date.fromisoformat(value)
        if key.kind is float and isinstance(value, int | float) and abs(value) < 1e15:
            return float(value)
        if key.kind is int and isinstance(value, int) and abs(value) < 1 << 53:
            return value
        if key.kind is str and isinstance(value, str):
            return value
    except (TypeError, ValueError):
        pass
    raise StoreError("cursor: it belongs to another list")
