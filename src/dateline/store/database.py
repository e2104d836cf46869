"""The store: one DuckDB file, opened by one writer or by many readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from dateline.errors import StoreError
from dateline.records import Document, Quarantined, from_json
from dateline.store.flat import flat_rows
from dateline.store.rows import REPORT_TABLES, PackedBatch, Row, pack_batch, pack_rows, unpack
from dateline.store.versions import NewerStore, migrate, missing_migrations, schema_version, stored_version

_LIMITS: dict[str, str | int | float | list[str]] = {
    "memory_limit": "256MB", "threads": 2,
    # a page of a sorted list reads all columns of its own rows only, as DuckDB does by default up to 50 rows
    "late_materialization_max_rows": 600, "dynamic_or_filter_threshold": 600,
}  # fmt: skip
_QUERY_NAME = re.compile(r"[a-z_]+")


class Store:
    """An open store; use it in a `with` block, or close it."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self._connection = connection
        self._inserts: dict[str, str] = {}
        self._depth = 0

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets the file go."""
        self._connection.close()

    def beside(self) -> Store:
        """Another connection to the same file, for another thread; it is closed by itself."""
        try:
            connection = self._connection.cursor()
            connection.execute("SET TimeZone = 'UTC'")
        except duckdb.Error as error:
            raise StoreError(f"{self.path}: {str(error).splitlines()[0]}") from error
        return Store(self.path, connection)

    def interrupt(self) -> None:
        """Makes the question that runs end with a StoreError; may be called from any thread."""
        self._connection.interrupt()

    # What is written

    def save(self, results: Iterable[Document | Quarantined], manifest_id: str = "") -> PackedBatch:
        """Writes the results in one transaction, in place of earlier rows of the same reports."""
        batch = pack_batch(results, manifest_id)
        self.save_packed(batch)
        return batch

    def save_packed(self, batch: PackedBatch, run_id: str | None = None, skipped: int = 0) -> None:
        """Writes a packed batch and adds it to its run's counts, in one transaction: all or nothing."""
        with self.transaction():
            self.put_packed(batch)
            if run_id is not None:
                self.count_in_run(run_id, batch, skipped)

    def count_in_run(self, run_id: str, batch: PackedBatch, skipped: int = 0) -> None:
        """Adds a batch's counts to its run's."""
        self._run(
            "UPDATE runs SET coded = coded + ?, empty = empty + ?, quarantined = quarantined + ?, "
            "skipped = skipped + ? WHERE run_id = ?",
            [batch.coded, batch.empty, batch.quarantined, skipped, run_id],
        )

    def put_packed(self, batch: PackedBatch) -> None:
        """Writes a packed batch in place of earlier rows of the same reports, within the caller's transaction.

        What analysts said of these reports' events is put in again.
        """
        from dateline.store.reviews import replay_reviews  # which needs a store to be known

        self.write_batch(batch)
        replay_reviews(self, batch.report_ids)

    def write_batch(self, batch: PackedBatch) -> None:
        """The same without the analysts' words: only for who has put them in."""
        self.drop(batch.report_ids)
        for table, arrays in batch.tables.items():
            for rows in arrays:
                self._run(self._insert(table), [rows.decode("utf-8")])

    def write_rows(self, table: str, rows: Iterable[Row]) -> None:
        """Adds rows to a table; what a row lacks is NULL."""
        for packed in pack_rows(rows):
            self._run(self._insert(table), [packed.decode("utf-8")])

    def drop(self, report_ids: Iterable[str]) -> None:
        """Removes reports with everything found in them, and their quarantine records."""
        ids = list(report_ids)
        known = [
            row[0]
            for row in self._run(
                "SELECT report_id FROM reports WHERE report_id IN (SELECT unnest(?)) "
                "UNION SELECT report_id FROM quarantined WHERE report_id IN (SELECT unnest(?))",
                [ids, ids],
            ).fetchall()
        ]
        if known:
            for table in (*REPORT_TABLES, "quarantined", "readings", "reviewed"):
                self._run(f"DELETE FROM {table} WHERE report_id IN (SELECT unnest(?))", [known])

    def start_run(self, run: Row) -> None:
        """Notes a run at its start; a row of the same id is kept."""
        columns = ", ".join(run)
        marks = ", ".join("?" * len(run))
        self._run(f"INSERT INTO runs ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING", list(run.values()))

    def finish_run(self, run_id: str, finished: Any, skipped: int = 0) -> None:
        """Notes a run's end, and writes everything from the journal into the file."""
        self._run(
            "UPDATE runs SET finished = ?, skipped = skipped + ? WHERE run_id = ?",
            [finished, skipped, run_id],
        )
        self._run("CHECKPOINT")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A block whose writes all happen, or none; within another it is a part of that."""
        if self._depth:
            yield
            return
        self._run("BEGIN")
        self._depth = 1
        try:
            yield
            self._run("COMMIT")
        except BaseException:
            self._connection.rollback()
            raise
        finally:
            self._depth = 0

    # What is asked

    def known(self, report_ids: Iterable[str], manifest_id: str) -> set[str]:
        """Those of the reports that were coded, or set aside, under this manifest."""
        ids = list(report_ids)
        rows = self._run(
            "SELECT report_id FROM reports WHERE report_id IN (SELECT unnest(?)) AND manifest_id = ? UNION "
            "SELECT report_id FROM quarantined WHERE report_id IN (SELECT unnest(?)) AND manifest_id = ?",
            [ids, manifest_id, ids, manifest_id],
        ).fetchall()
        return {row[0] for row in rows}

    def document(self, name: str) -> Document:
        """The document of a report's id, or of one of its events', claims', mentions' or times' ids.

        Raises StoreError where the store has none; the beginning of a report's id will do if only one fits.
        """
        key = name.strip().partition(":")[0]
        rows = (
            self._run("SELECT body FROM documents WHERE report_id = ?", [key]).fetchall()
            or self._run("SELECT body FROM documents WHERE starts_with(report_id, ?) LIMIT 2", [key or "?"]).fetchall()
        )
        if not rows:
            raise StoreError(f"{self.path}: no report {key!r}")
        if len(rows) > 1:
            raise StoreError(f"{self.path}: several reports begin with {key!r}")
        return from_json(unpack(rows[0][0]), Document)

    def documents(self) -> Iterator[Document]:
        """Every document, by report id, one in memory at a time."""
        ids = [row[0] for row in self._run("SELECT report_id FROM reports ORDER BY report_id").fetchall()]
        return (self.document(one) for one in ids)

    def quarantined(self, report_id: str | None = None) -> Iterator[Quarantined]:
        """The records of what was set aside: all, or that of one report."""
        query = "SELECT body FROM quarantined WHERE ? IS NULL OR starts_with(report_id, ?) ORDER BY source, report_id"
        for (body,) in self._run(query, [report_id, report_id]).fetchall():
            yield from_json(unpack(body), Quarantined)

    def query(self, name: str, limit: int | None = None) -> list[Row]:
        """The rows of a named query (a file in `dateline/store/queries`) as dicts."""
        sql = load_query(name)
        return self.rows(f"SELECT * FROM ({sql}) LIMIT {int(limit)}" if limit is not None else sql)

    def rows(self, sql: str, parameters: list[Any] | None = None) -> list[Row]:
        """The rows that any SQL gives, as dicts by column."""
        result = self._run(sql, parameters)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def stream(self, sql: str, parameters: list[Any] | None = None, size: int = 1000) -> Iterator[Row]:
        """The rows one by one, `size` in memory; other questions may be asked meanwhile."""
        cursor = self._connection.cursor()
        try:
            result = cursor.execute(sql, parameters)
            names = [column[0] for column in result.description or ()]
            while rows := result.fetchmany(size):
                for row in rows:
                    yield dict(zip(names, row, strict=True))
        except duckdb.Error as error:
            raise StoreError(f"{self.path}: {str(error).splitlines()[0]}") from error
        finally:
            cursor.close()

    def ask(self, sql: str, limit: int | None = None) -> list[Row]:
        """The rows of one statement that a user wrote: it can read this store, and nothing else on the machine.

        From then on this connection reads no other file. Raises StoreError where it is no single SELECT.
        """
        try:
            statements = self._connection.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise StoreError("only one SELECT at a time is answered")
            self._connection.execute("SET enable_external_access = false; SET lock_configuration = true")
        except duckdb.InvalidInputException:
            pass  # locked by an earlier question
        except duckdb.Error as error:
            raise StoreError(f"{self.path}: {str(error).splitlines()[0]}") from error
        result = self._run(sql)
        names = [column[0] for column in result.description or ()]
        rows = result.fetchall() if limit is None else result.fetchmany(limit)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        return {
            table: int(self._run(f"SELECT count(*) FROM {table}").fetchall()[0][0])
            for table in (*REPORT_TABLES, "quarantined", "runs")
        }

    def _run(self, sql: str, parameters: list[Any] | None = None) -> duckdb.DuckDBPyConnection:
        try:
            return self._connection.execute(sql, parameters)
        except duckdb.Error as error:
            raise StoreError(f"{self.path}: {str(error).splitlines()[0]}") from error

    def _insert(self, table: str) -> str:
        """One statement that takes all rows of a table as one JSON array: far faster than row by row."""
        if table not in self._inserts:
            columns = self._run(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
                [table],
            ).fetchall()
            names = ", ".join(f'"{name}"' for name, _ in columns)
            shape = ", ".join(f'"{name}": {_json_type(kind)}' for name, kind in columns)
            values = ", ".join(f'from_base64("{name}")' if kind == "BLOB" else f'"{name}"' for name, kind in columns)
            self._inserts[table] = (
                f"INSERT INTO {table} ({names}) SELECT {values} FROM "
                f"(SELECT unnest(from_json(?::JSON, '[{{{shape}}}]'), max_depth := 2))"
            )
        return self._inserts[table]


def _json_type(kind: str) -> str:
    """A column's type as DuckDB's JSON structure notation has it."""
    if kind == "BLOB":
        return '"VARCHAR"'
    if kind.startswith("STRUCT"):  # STRUCT(a INTEGER, b INTEGER)[]
        inner = kind[kind.index("(") + 1 : kind.rindex(")")]
        fields = ", ".join(
            '"{}": "{}"'.format(*field.strip().replace('"', "").split(" ", 1)) for field in inner.split(",")
        )
        return f"[{{{fields}}}]"
    return f'["{kind[:-2]}"]' if kind.endswith("[]") else f'"{kind}"'


@lru_cache(maxsize=64)
def load_query(name: str) -> str:
    """The SQL of a named query; raises StoreError for a name that is none."""
    file = files("dateline.store").joinpath("queries", f"{name}.sql")
    if not _QUERY_NAME.fullmatch(name) or not file.is_file():
        raise StoreError(f"no query {name!r}: choose one of {', '.join(query_names())}")
    return file.read_text("utf-8").strip().rstrip(";")


def query_names() -> list[str]:
    """The names of all named queries."""
    folder = files("dateline.store").joinpath("queries")
    return sorted(file.name.removesuffix(".sql") for file in folder.iterdir() if file.name.endswith(".sql"))


def open_store(path: str | Path, *, read_only: bool = False) -> Store:
    """The store in a file; makes it, unless `read_only`, where there is none.

    Raises StoreError where another process has it open (for reading: is writing it), where it is no store, or
    one of a version that this dateline does not know.
    """
    path = Path(path)
    if read_only and not path.is_file():
        raise StoreError(f"{path}: no such store")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = duckdb.connect(str(path), read_only=read_only, config=dict(_LIMITS))
    except (duckdb.Error, OSError) as error:
        raise StoreError(_why(path, error, read_only)) from error
    try:
        _prepare(path, connection, read_only)
    except BaseException:
        connection.close()
        raise
    return Store(path, connection)


def _fill_flat(connection: duckdb.DuckDBPyConnection, read_only: bool) -> None:
    """Fills the flat rows of a store whose events are older than that table, or than its columns."""
    from dateline.store.dating import date_all  # which needs a store to be known

    stale = connection.execute("SELECT value FROM meta WHERE key = 'flat_events'").fetchall()
    if not stale or read_only:
        return
    store = Store(Path(), connection)
    with store.transaction():
        connection.execute("DELETE FROM flat_events")
        ids = [row[0] for row in connection.execute("SELECT report_id FROM documents ORDER BY report_id").fetchall()]
        for start in range(0, len(ids), 200):
            store.write_rows("flat_events", [
                row for one in ids[start : start + 200] for row in flat_rows(store.document(one))
            ])  # fmt: skip
        date_all(store)
        connection.execute("DELETE FROM meta WHERE key = 'flat_events'")


def _why(path: Path, error: Exception, read_only: bool = False) -> str:
    message = str(error)
    if "lock" in message.lower():
        holder = re.search(r"PID (\d+)", message)
        who = f" (PID {holder[1]})" if holder else ""
        if read_only:
            return f"{path}: another process is writing it{who}"
        return f"{path}: another process has it open{who}: one can write, or any number read"
    if "not a valid DuckDB" in message:
        return f"{path}: not a DuckDB file"
    return f"{path}: {message.splitlines()[0] if message else type(error).__name__}"


def _prepare(path: Path, connection: duckdb.DuckDBPyConnection, read_only: bool) -> None:
    """Brings the schema up to date, and refuses files that are not ours, or newer than we are."""
    try:
        connection.execute("SET TimeZone = 'UTC'")
        tables = {row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        if "meta" not in tables and (tables or read_only):
            raise StoreError(f"{path}: a DuckDB file, but not a store of dateline")
        missing = missing_migrations(connection)
        if missing and read_only:
            raise StoreError(
                f"{path}: a store of version {stored_version(connection)}, older than this dateline's "
                f"{schema_version()}: bring it up to date with `dateline store upgrade {path}`"
            )
        migrate(connection)
        _fill_flat(connection, read_only)
    except NewerStore:
        raise StoreError(
            f"{path}: a store of version {stored_version(connection)}; this dateline reads up to "
            f"{schema_version()}: use a newer dateline"
        ) from None
    except duckdb.Error as error:
        raise StoreError(_why(path, error)) from error
