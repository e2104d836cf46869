"""The schema as a list of steps: `migrations/NNNN_name.sql`, each run once in a store, in the order of numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import duckdb

from dateline.errors import ResourceError

_FILE = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")


class NewerStore(Exception):
    """A store has steps that this version does not know."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step. `name` is its file's without '.sql'; stores remember it, so a file never changes once released."""

    number: int
    name: str
    sql: str


@lru_cache(maxsize=1)
def load_migrations() -> tuple[Migration, ...]:
    """All steps in order; raises ResourceError where two share a number or a file has a name of another shape."""
    found: dict[int, Migration] = {}
    for file in files("dateline.store").joinpath("migrations").iterdir():
        match = _FILE.fullmatch(file.name)
        if match is None:
            raise ResourceError(f"store/migrations/{file.name}: not NNNN_name.sql")
        number = int(match[1])
        if number in found:
            raise ResourceError(f"store/migrations/{file.name}: the number of {found[number].name}.sql")
        found[number] = Migration(number, file.name.removesuffix(".sql"), file.read_text("utf-8"))
    return tuple(found[number] for number in sorted(found))


def schema_version() -> int:
    """The number of the last step: the version of the stores that this dateline makes."""
    return load_migrations()[-1].number


def missing_migrations(connection: duckdb.DuckDBPyConnection) -> tuple[Migration, ...]:
    """The steps that a store lacks (all, in an empty file); raises NewerStore where it has unknown ones."""
    done = _done(connection)
    unknown = sorted(done - {one.name for one in load_migrations()})
    if unknown:
        raise NewerStore(unknown[-1])
    return tuple(one for one in load_migrations() if one.name not in done)


def migrate(connection: duckdb.DuckDBPyConnection) -> tuple[Migration, ...]:
    """Runs the steps that are missing, in one transaction: all or none; gives them."""
    missing = missing_migrations(connection)
    if not missing and "migrations" in _tables(connection):
        return ()
    connection.execute("BEGIN")
    try:
        connection.execute("CREATE TABLE IF NOT EXISTS migrations (name VARCHAR PRIMARY KEY)")
        for step in missing:
            connection.execute(step.sql)
        # a store from before steps were noted has none in its table, only its version
        for step in (load_migrations()[0], *missing):
            connection.execute("INSERT INTO migrations VALUES (?) ON CONFLICT DO NOTHING", [step.name])
        connection.execute(
            "INSERT INTO meta VALUES ('schema_version', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            [str(schema_version())],
        )
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
    connection.execute("CHECKPOINT")
    return missing


def stored_version(connection: duckdb.DuckDBPyConnection) -> str:
    """The version that a store says it has, or '?'."""
    rows = connection.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchall()
    return str(rows[0][0]) if rows else "?"


def _done(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The names of the steps that a store has had."""
    tables = _tables(connection)
    if "migrations" in tables:
        return {row[0] for row in connection.execute("SELECT name FROM migrations").fetchall()}
    if "meta" not in tables:
        return set()
    version = stored_version(connection)
    if version != "1":
        raise NewerStore(f"version {version}")
    return {load_migrations()[0].name}


def _tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
