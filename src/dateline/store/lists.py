"""SQL with long lists as parameters: handed over as JSON, since DuckDB takes Python lists element by element."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec

from dateline.store.database import Store
from dateline.store.rows import Row

_LIST = re.compile(r"\b(names|numbers)\((\?|\$\d)\)")
_KIND = {"names": "VARCHAR", "numbers": "BIGINT"}
_ROWS = 10_000  # of one statement


def ask(store: Store, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """The rows that the SQL gives; in it, `names(?)` and `numbers(?)` stand for a subquery with a list's elements."""
    told = _LIST.sub(lambda found: f"(SELECT unnest(from_json({found[2]}::JSON, '[\"{_KIND[found[1]]}\"]')))", sql)
    return store.rows(told, [json.dumps(value) if isinstance(value, list) else value for value in parameters])


def ask_column(store: Store, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
    """The values of the first column."""
    return [next(iter(row.values())) for row in ask(store, sql, parameters)]


def insert(store: Store, table: str, rows: Sequence[Row]) -> None:
    """Adds rows to a table, in statements of a bounded size; BLOBs are given as base64."""
    for start in range(0, len(rows), _ROWS):
        batch = msgspec.json.encode(rows[start : start + _ROWS]).decode("utf-8")
        store._run(store._insert(table), [batch])


def note(store: Store, key: str, value: str) -> None:
    """Keeps a value in the store's own notes."""
    ask(store, "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", [key, value])


def batches(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
