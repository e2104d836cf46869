"""One codec between records and JSON."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

Record = TypeVar("Record")


def to_builtins(record: object) -> Any:
    """The record as dicts, lists, strings and numbers; dates as ISO 8601."""
    return msgspec.to_builtins(record)


def to_json(record: object) -> bytes:
    """The record as one line of UTF-8 JSON."""
    return msgspec.json.encode(record)


def from_json(data: bytes | str, kind: type[Record]) -> Record:
    """The record of `kind` that `data` holds; raises `msgspec.ValidationError` where it does not fit."""
    return msgspec.json.decode(data, type=kind)
