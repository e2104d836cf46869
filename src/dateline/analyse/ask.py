"""Named queries of this room: the files in `analyse/queries`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from dateline.store import Store

Row = dict[str, Any]


@lru_cache(maxsize=32)
def load_sql(name: str) -> str:
    """The SQL of a query of this room; `{told}` in it stands for what is in `told.sql`."""
    text = files("dateline.analyse").joinpath("queries", f"{name}.sql").read_text("utf-8").strip().rstrip(";")
    return text.replace("{told}", load_sql("told")) if "{told}" in text else text


def ask_named(store: Store, name: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """The rows that a query of this room gives; a set among the parameters is handed over as a JSON list."""
    return store.rows(load_sql(name), [json.dumps(sorted(one)) if isinstance(one, set) else one for one in parameters])
