"""Care of a store's file: copies, compaction, and the checks that its rows agree with each other."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from zlib import error as ZlibError

import duckdb
import msgspec
import yaml

from dateline.errors import StoreError
from dateline.store.database import Store, open_store


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that holds in a sound store; `wrong` counts where it does not."""

    says: str
    wrong: int


def back_up(path: str | Path, target: str | Path) -> int:
    """Writes a whole, compact copy of a store to a new file while it can still be read; gives its bytes."""
    target = Path(target)
    if target.exists():
        raise StoreError(f"{target}: is there already")
    with open_store(path, read_only=True) as store:
        _copy(store, target)
    return target.stat().st_size


def compact(path: str | Path) -> tuple[int, int]:
    """Rewrites a store without the room that deleted rows left; gives its bytes before and after."""
    path = Path(path)
    if not path.is_file():
        raise StoreError(f"{path}: no such store")
    fresh = path.with_name(f"{path.name}.compact")
    with open_store(path) as store:
        store.rows("CHECKPOINT")
        before = path.stat().st_size
        _copy(store, fresh)
    os.replace(fresh, path)
    return before, path.stat().st_size


def verify(path: str | Path) -> list[Check]:
    """Every check of `checks.yaml` with its count of wrong rows, then that every document can be read."""
    with open_store(path, read_only=True) as store:
        found = [Check(says, int(store.rows(sql)[0]["wrong"] or 0)) for says, sql in load_checks().items()]
        return [*found, Check("documents can be read", _unreadable(store))]


@lru_cache(maxsize=1)
def load_checks() -> dict[str, str]:
    """The checks: what holds, and the SQL that counts where it does not."""
    text = files("dateline.store").joinpath("checks.yaml").read_text("utf-8")
    checks: dict[str, str] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return checks


def _unreadable(store: Store) -> int:
    wrong = 0
    for row in store.rows("SELECT report_id FROM documents ORDER BY report_id"):
        try:
            store.document(row["report_id"])
        except (StoreError, ZlibError, msgspec.DecodeError):
            wrong += 1
    return wrong


def _copy(store: Store, target: Path) -> None:
    """Copies every table into a file beside the target, then moves it there: whole, or not at all."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    quoted = str(part).replace("'", "''")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        home = store.rows("SELECT current_database() AS name")[0]["name"].replace('"', '""')
        store.rows(f"ATTACH '{quoted}' AS copied (READ_WRITE)")
        try:
            store.rows(f'COPY FROM DATABASE "{home}" TO copied')
        finally:
            store.rows("DETACH copied")
        os.replace(part, target)
    except (OSError, duckdb.Error) as error:
        raise StoreError(f"cannot write {target}: {error}") from error
    finally:
        part.unlink(missing_ok=True)
