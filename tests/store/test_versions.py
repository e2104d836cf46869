from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from tests.build import river

from dateline.errors import ResourceError, StoreError
from dateline.store import open_store, schema_version, versions
from dateline.store.versions import Migration, load_migrations


def first_version(path: Path) -> None:
    """A store as the first version made it: its tables, and no note of steps."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(load_migrations()[0].sql)
        connection.execute("INSERT INTO meta VALUES ('schema_version', '1')")


def columns(path: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() ORDER BY ALL"
        ).fetchall()


def test_steps_are_numbered_from_one() -> None:
    assert load_migrations()[0].number == 1
    assert all(one.sql.startswith("-- ") for one in load_migrations()), "its first line says what it adds"


def test_an_older_store_is_brought_up_to_date(tmp_path: Path) -> None:
    first_version(tmp_path / "old.duckdb")
    open_store(tmp_path / "old.duckdb").close()
    open_store(tmp_path / "new.duckdb").close()
    assert columns(tmp_path / "old.duckdb") == columns(tmp_path / "new.duckdb")
    with open_store(tmp_path / "old.duckdb", read_only=True) as store:
        assert [row["name"] for row in store.rows("SELECT name FROM migrations ORDER BY name")] == [
            one.name for one in load_migrations()
        ]


def test_later_steps_keep_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(tmp_path / "s.duckdb") as store:
        store.save([river()], "v1")
    more = (*load_migrations(), Migration(9999, "9999_more", "CREATE TABLE more AS SELECT report_id AS r FROM reports"))
    monkeypatch.setattr(versions, "load_migrations", lambda: more)
    with pytest.raises(StoreError, match=r"older than this dateline's 9999: .*dateline store upgrade"):
        open_store(tmp_path / "s.duckdb", read_only=True)
    with open_store(tmp_path / "s.duckdb") as store:
        assert store.rows("SELECT r FROM more") == [{"r": river().report.report_id}]
        assert store.document(river().report.report_id) == river()
    monkeypatch.undo()
    with pytest.raises(StoreError, match=rf"version 9999; this dateline reads up to {schema_version()}: use a newer"):
        open_store(tmp_path / "s.duckdb")


def test_a_broken_step_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(tmp_path / "s.duckdb").close()
    before = columns(tmp_path / "s.duckdb")
    broken = Migration(9999, "9999_broken", "CREATE TABLE more (x INTEGER); SELECT nothing FROM nowhere")
    steps = (*load_migrations(), broken)
    monkeypatch.setattr(versions, "load_migrations", lambda: steps)
    with pytest.raises(StoreError, match="nowhere"):
        open_store(tmp_path / "s.duckdb")
    assert columns(tmp_path / "s.duckdb") == before


def test_a_store_of_an_unknown_version_is_refused(tmp_path: Path) -> None:
    first_version(tmp_path / "s.duckdb")
    with duckdb.connect(str(tmp_path / "s.duckdb")) as connection:
        connection.execute("UPDATE meta SET value = '0'")
    with pytest.raises(StoreError, match="a store of version 0"):
        open_store(tmp_path / "s.duckdb")


def test_files_of_another_shape_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    monkeypatch.setattr(versions, "files", lambda _: tmp_path)
    load = load_migrations.__wrapped__
    (folder / "0001_one.sql").write_text("-- x")
    assert [one.name for one in load()] == ["0001_one"]
    (folder / "0001_two.sql").write_text("-- x")
    with pytest.raises(ResourceError, match="the number of"):
        load()
    (folder / "0001_two.sql").rename(folder / "notes.txt")
    with pytest.raises(ResourceError, match=r"notes\.txt: not NNNN_name\.sql"):
        load()
