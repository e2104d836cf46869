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
    """The SQL of a query of this room; `{told}` or `{hit}` in it stand for what is in `told.sql` or `hit.sql`."""
    text = files("dateline.analyse").joinpath("queries", f"{name}.sql").read_text("utf-8").strip().rstrip(";")
    for part in ("told", "hit"):
        text = text.replace(f"{{{part}}}", load_sql(part)) if f"{{{part}}}" in text else text
    return text


def ask_named(store: Store, name: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """The rows that a query of this room gives; a set among the parameters is handed over as a JSON list."""
    return store.rows(load_sql(name), [json.dumps(sorted(one)) if isinstance(one, set) else one for one in parameters])
