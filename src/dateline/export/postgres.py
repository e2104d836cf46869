"""A store's tables in PostgreSQL, for teams: plain COPY, one transaction, and as often as one likes."""

from __future__ import annotations

import csv
import ssl
import tempfile
from collections.abc import Container, Iterable
from dataclasses import dataclass
from io import TextIOWrapper
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from dateline.errors import ExportError
from dateline.store import Store

_TYPES = {
    "VARCHAR": "text", "INTEGER": "integer", "BIGINT": "bigint", "DOUBLE": "double precision", "BOOLEAN": "boolean",
    "DATE": "date", "TIMESTAMP WITH TIME ZONE": "timestamptz", "BLOB": "bytea", "VARCHAR[]": "text[]",
}  # fmt: skip
_SKIPPED = {"meta", "migrations"}
_SHARED = {"runs": "run_id", "rulings": "ruling_id"}


@dataclass(frozen=True, slots=True)
class Pushed:
    """What went over: reports written and skipped, and rows by table."""

    reports: int
    skipped: int
    rows: dict[str, int]


def push(store: Store, address: str, schema: str = "dateline") -> Pushed:
    """Writes a store's tables into a schema of a database: all, or, where something fails, nothing.

    Reports that are there under the same manifest are skipped, others are replaced with all that was found
    in them; what `dateline link` makes is replaced whole.

    Raises ExportError where the address cannot be read, the server refuses, or pg8000 is not installed.
    """
    try:
        import pg8000.exceptions
        import pg8000.native
    except ImportError:
        raise ExportError("PostgreSQL needs pg8000: pip install 'dateline[postgres]'") from None
    refused = (pg8000.exceptions.Error, OSError)
    try:
        connection = pg8000.native.Connection(**parse_address(address))
    except refused as error:
        raise ExportError(f"PostgreSQL: {_why(error)}") from error
    try:
        connection.run("BEGIN")
        pushed = _Push(store, connection, _quoted(schema)).go()
        connection.run("COMMIT")
        return pushed
    except refused as error:
        raise ExportError(f"PostgreSQL: {_why(error)}") from error
    finally:
        connection.close()


def parse_address(address: str) -> dict[str, Any]:
    """The parts of `postgresql://user:password@host:port/database?sslmode=require`."""
    try:
        parts = urlsplit(address)
        port = parts.port or 5432
    except ValueError:
        raise ExportError("PostgreSQL: the address cannot be read") from None
    database = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgresql", "postgres") or not database or not parts.username:
        raise ExportError("PostgreSQL: the address is not postgresql://user:password@host:port/database")
    found: dict[str, Any] = {
        "user": unquote(parts.username), "host": parts.hostname or "localhost", "port": port, "database": database,
        "password": unquote(parts.password) if parts.password else None, "timeout": 60,
    }  # fmt: skip
    if parse_qs(parts.query).get("sslmode", ["prefer"])[0] in ("require", "verify-ca", "verify-full"):
        found["ssl_context"] = ssl.create_default_context()
    return found


class _Push:
    """One transaction's work."""

    def __init__(self, store: Store, connection: Any, schema: str) -> None:
        self.store, self.connection, self.schema = store, connection, schema
        self.columns: dict[str, list[tuple[str, str]]] = {}
        for row in store.rows(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal AND "
            "schema_name = 'main' AND database_name = current_database() ORDER BY table_name, column_index"
        ):
            if row["table_name"] not in _SKIPPED:
                self.columns.setdefault(row["table_name"], []).append((row["column_name"], row["data_type"]))

    def go(self) -> Pushed:
        run = self.connection.run
        run(f"CREATE SCHEMA IF NOT EXISTS {self.schema}")
        run("SELECT pg_advisory_xact_lock(hashtext(:name))", name=self.schema)  # one push at a time
        for table in self.columns:
            self._make(table)
        there = dict(run(f"SELECT report_id, manifest_id FROM {self.schema}.reports"))
        here = {row["report_id"]: row["manifest_id"]
                for row in self.store.rows("SELECT report_id, manifest_id FROM reports")}  # fmt: skip
        fresh = [report for report, manifest in here.items() if there.get(report) != manifest]
        aside = [row["report_id"] for row in self.store.rows("SELECT report_id FROM quarantined")]
        rows = {}
        for table in self.columns:
            again = self._redated(here) if table == "flat_events" else []
            rows[table] = self._fill(table, list(dict.fromkeys([*fresh, *again])), aside)
        return Pushed(len(fresh), len(here) - len(fresh), rows)

    def _make(self, table: str) -> None:
        target = f"{self.schema}.{_quoted(table)}"
        columns = [f"{_quoted(name)} {_TYPES.get(kind, 'jsonb')}" for name, kind in self.columns[table]]
        self.connection.run(f"CREATE TABLE IF NOT EXISTS {target} ({', '.join(columns)})")
        more = ", ".join(f"ADD COLUMN IF NOT EXISTS {one}" for one in columns)  # of a later version
        self.connection.run(f"ALTER TABLE {target} {more}")
        for key in ("report_id", "event_id"):
            if any(name == key for name, _ in self.columns[table]):
                self.connection.run(
                    f"CREATE INDEX IF NOT EXISTS {_quoted(f'{table}_{key}')} ON {target} ({key})"
                )

    def _redated(self, here: Container[str]) -> list[str]:
        """The store's reports of which an event has, or had when it was pushed, its days from another report."""
        sql = (
            "SELECT DISTINCT report_id FROM {} WHERE date_basis = 'shared' AND NOT starts_with(date_from, report_id) "
            "ORDER BY report_id"
        )
        now = [row["report_id"] for row in self.store.rows(sql.format("flat_events"))]
        then = [name for (name,) in self.connection.run(sql.format(f"{self.schema}.flat_events")) if name in here]
        return list(dict.fromkeys([*now, *then]))

    def _fill(self, table: str, fresh: list[str], aside: list[str]) -> int:
        from dateline.store.rows import REPORT_TABLES

        target = f"{self.schema}.{_quoted(table)}"
        if table in REPORT_TABLES or table == "quarantined":
            ids = [*fresh, *aside]
            self.connection.run(f"DELETE FROM {target} WHERE report_id = ANY(CAST(:ids AS text[]))", ids=ids)
            chosen = aside if table == "quarantined" else fresh
            return self._copy(table, "WHERE report_id IN (SELECT unnest(?))", [chosen])
        if key := _SHARED.get(table):
            keys = [row["key"] for row in self.store.rows(f"SELECT {key} AS key FROM {table}")]
            self.connection.run(f"DELETE FROM {target} WHERE {key} = ANY(CAST(:ids AS text[]))", ids=keys)
        else:
            self.connection.run(f"DELETE FROM {target}")
        return self._copy(table, "", [])

    def _copy(self, table: str, where: str, parameters: list[Any]) -> int:
        """One COPY of a table's rows, through a file where they are many."""
        names = ", ".join(_quoted(name) for name, _ in self.columns[table])
        number = 0
        with tempfile.SpooledTemporaryFile(max_size=32_000_000) as held:
            text = TextIOWrapper(held, "utf-8", newline="", write_through=True)
            writer = csv.writer(text, lineterminator="\n")
            for row in self.store.stream(f"SELECT {names} FROM {_quoted(table)} {where}", parameters or None):
                writer.writerow(map(_cell, row.values()))
                number += 1
            text.flush()
            text.detach()
            if number:
                held.seek(0)
                target = f"{self.schema}.{_quoted(table)}"
                # a quoted empty string is one; the mark stands for NULL
                self.connection.run(f"COPY {target} ({names}) FROM STDIN WITH (FORMAT csv, NULL '\\N')", stream=held)
        return number


def _cell(value: Any) -> Any:
    """A value as COPY reads it."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, bytes | bytearray):
        return "\\x" + bytes(value).hex()
    if isinstance(value, list):
        return msgspec.json.encode(value).decode() if value and isinstance(value[0], dict) else _array(value)
    return value


def _array(values: Iterable[Any]) -> str:
    """A list of words as PostgreSQL writes arrays."""
    cells = (
        "NULL" if one is None else '"' + str(one).replace("\0", "").replace("\\", "\\\\").replace('"', '\\"') + '"'
        for one in values
    )
    return "{" + ",".join(cells) + "}"


def _quoted(name: str) -> str:
    return '"' + name.replace("\0", "").replace('"', '""') + '"'


def _why(error: Exception) -> str:
    """The server's message, without what it repeats of the statement."""
    told = error.args[0] if error.args else error
    message = told.get("M", told) if isinstance(told, dict) else told
    return str(message) or type(error).__name__
