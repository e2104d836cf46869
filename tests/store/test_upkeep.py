from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from tests.build import river

from dateline.errors import StoreError
from dateline.store import find_events, open_store
from dateline.store.upkeep import back_up, compact, load_checks, verify
from dateline.store.versions import load_migrations


def made(path: Path) -> Path:
    with open_store(path) as store:
        store.save([river()], "v1")
    return path


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        names = [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return {name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in names}


def test_a_copy_is_whole(tmp_path: Path) -> None:
    path = made(tmp_path / "it's a s.duckdb")
    assert back_up(path, tmp_path / "new" / "b.duckdb") > 0
    assert contents(tmp_path / "new" / "b.duckdb") == contents(path)
    with open_store(tmp_path / "new" / "b.duckdb") as store:
        store.save([river()], "v2")
    with pytest.raises(StoreError, match="is there already"):
        back_up(path, tmp_path / "new" / "b.duckdb")
    assert not list(tmp_path.rglob("*.part"))


def test_compacting_keeps_everything_and_makes_room(tmp_path: Path) -> None:
    path = made(tmp_path / "s.duckdb")
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE big AS SELECT random() AS x FROM range(300000)")
        connection.execute("CHECKPOINT; DROP TABLE big; CHECKPOINT")
    kept = contents(path)
    before, after = compact(path)
    assert after < before
    assert contents(path) == kept
    assert sorted(one.name for one in tmp_path.iterdir()) == ["s.duckdb"]
    with pytest.raises(StoreError, match="no such store"):
        compact(tmp_path / "none.duckdb")


def test_checks_find_what_is_broken(tmp_path: Path) -> None:
    path = made(tmp_path / "s.duckdb")
    assert [check for check in verify(path) if check.wrong] == []
    breaks = {
        "every report has one document": "DELETE FROM documents",
        "every document has its report": "DELETE FROM reports",
        "no event stands twice": "INSERT INTO events SELECT * FROM events",
        "every event has its report": "UPDATE events SET report_id = 'r-x'",
        "every event has its flat row": "DELETE FROM flat_events",
        "every party is a mention of an event": "DELETE FROM mentions",
        "every place of an event is a mention": "UPDATE events SET place = 'm-x'",
        "every time of an event is known": "DELETE FROM times",
        "words of mentions are those of the text": "UPDATE mentions SET span_end = span_end + 1",
        "words of events are those of the text": "UPDATE events SET words = 'other'",
        "nothing is both coded and set aside":
            "INSERT INTO quarantined SELECT report_id, '', '', '', '', '', '', now(), '', ''::BLOB FROM reports",
        "documents can be read": "UPDATE documents SET body = 'x'::BLOB",
    }  # fmt: skip
    assert set(breaks) == {*load_checks(), "documents can be read"}
    for says, sql in breaks.items():
        broken = tmp_path / "broken.duckdb"
        shutil.copy(path, broken)
        with duckdb.connect(str(broken)) as connection:
            connection.execute(sql)
        assert next(check for check in verify(broken) if check.says == says).wrong > 0, says


def test_flat_rows_of_an_older_store_are_made_when_it_is_opened(tmp_path: Path) -> None:
    path = made(tmp_path / "s.duckdb")
    with open_store(path) as store:
        rows = find_events(store)
    with duckdb.connect(str(path)) as connection:
        connection.execute("DELETE FROM flat_events; INSERT INTO meta VALUES ('flat_events', 'stale')")
    with open_store(path) as store:
        assert find_events(store) == rows
        assert store.rows("SELECT * FROM meta WHERE key = 'flat_events'") == []


def test_a_first_version_store_becomes_a_present_one(tmp_path: Path) -> None:
    old, new = tmp_path / "old.duckdb", made(tmp_path / "new.duckdb")
    with duckdb.connect(str(old)) as connection:
        connection.execute(load_migrations()[0].sql)
        connection.execute("INSERT INTO meta VALUES ('schema_version', '1')")
        connection.execute(f"ATTACH '{new}' AS new (READ_ONLY)")
        for table in ("reports", "documents", "events", "mentions", "times", "resolutions", "claims", "event_parties"):
            connection.execute(f"INSERT INTO {table} SELECT * FROM new.{table}")
    with open_store(old) as store, open_store(new) as other:
        assert find_events(store, "killed>=5") == find_events(other, "killed>=5") != []
