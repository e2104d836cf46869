"""A store's tables as Parquet files, and back; no other library is needed for it than DuckDB."""

from __future__ import annotations

from pathlib import Path

from dateline.errors import StoreError
from dateline.store.database import Store
from dateline.store.filter_sql import condition_of, order_of
from dateline.store.filters import parse_filter
from dateline.store.flat import COLUMNS
from dateline.store.incident_rows import incidents_sql
from dateline.store.reviews import replay_reviews
from dateline.store.rows import REPORT_TABLES
from dateline.store.versions import schema_version

TABLES = (*REPORT_TABLES, "quarantined", "runs", "rulings", "reviews", "readings", "reviewed")
_VERSION = "dateline_store_version"


def write_events(store: Store, path: str | Path, text: str = "") -> int:
    """Writes the events that a filter lets through as one Parquet file; gives how many."""
    found = parse_filter(text)
    condition = condition_of(found)
    limit = f" LIMIT {found.limit}" if found.limit is not None else ""
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    return _write_rows(
        store, Path(path), f"SELECT {names} FROM flat_events WHERE {condition.sql} ORDER BY {order_of(found)}{limit}",
        condition.parameters,
    )  # fmt: skip


def write_incidents(store: Store, path: str | Path, text: str = "") -> int:
    """Writes the incidents of which an event passes the filter as one Parquet file; gives how many."""
    return _write_rows(store, Path(path), *incidents_sql(text))


def _write_rows(store: Store, path: Path, sql: str, parameters: list[object]) -> int:
    """Writes what a SELECT gives; by a table of its own, since COPY takes no parameters."""
    store.rows("DROP TABLE IF EXISTS temp.chosen")
    store.rows(f"CREATE TEMP TABLE chosen AS {sql}", parameters)
    number = _write(store, "temp.chosen", path)
    store.rows("DROP TABLE temp.chosen")
    return number


def write_tables(store: Store, folder: str | Path) -> dict[str, int]:
    """Writes every table as `TABLE.parquet`; gives the rows of each."""
    return {table: _write(store, table, Path(folder) / f"{table}.parquet") for table in TABLES}


def read_tables(store: Store, folder: str | Path) -> dict[str, int]:
    """Adds the rows of a folder's files in one transaction, in place of those of the same reports; gives their number.

    Raises StoreError where a file is missing or was written by another version of the store.
    """
    folder = Path(folder)
    counts = {}
    missing = [table for table in TABLES if not (folder / f"{table}.parquet").is_file()]
    if missing:
        raise StoreError(f"{folder}: no {missing[0]}.parquet")
    _check_version(store, folder / "reports.parquet")
    with store.transaction():
        for table in ("reports", "quarantined"):
            store.drop(
                row["report_id"]
                for row in store.rows(f"SELECT report_id FROM read_parquet({_text(folder / f'{table}.parquet')})")
            )
        for table in TABLES:
            source = f"read_parquet({_text(folder / f'{table}.parquet')})"
            again = " ON CONFLICT DO NOTHING" if table in ("runs", "rulings", "reviews") else ""
            store.rows(f"INSERT INTO {table} BY NAME SELECT * FROM {source}{again}")
            counts[table] = int(store.rows(f"SELECT count(*) AS n FROM {source}")[0]["n"])
        reports = f"read_parquet({_text(folder / 'reports.parquet')})"
        replay_reviews(store, [row["report_id"] for row in store.rows(f"SELECT report_id FROM {reports}")])
    return counts


def _write(store: Store, table: str, path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror}") from error
    rows = store.rows(
        f"COPY (SELECT * FROM {table}) TO {_text(path)} (FORMAT parquet, COMPRESSION zstd, "
        f"KV_METADATA {{{_VERSION}: '{schema_version()}'}})"
    )
    return int(rows[0]["Count"])


def _check_version(store: Store, path: Path) -> None:
    found = store.rows(
        f"SELECT decode(value) AS version FROM parquet_kv_metadata({_text(path)}) WHERE decode(key) = '{_VERSION}'"
    )
    version = found[0]["version"] if found else None
    if version != str(schema_version()):
        raise StoreError(f"{path.parent}: of store version {version or '?'}; this dateline reads {schema_version()}")


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
