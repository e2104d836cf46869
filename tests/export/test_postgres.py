"""Against a real server: Debian's PostgreSQL, started on loopback for the test and stopped after it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.build import Build, river
from tests.link.made import week
from tests.store.test_store import aside

from dateline.errors import ExportError
from dateline.export.postgres import parse_address, push
from dateline.store import open_store
from dateline.store.linking import link_store

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("pg8000", reason="pg8000 is not installed")
    if sys.platform != "linux" or not BINARIES:
        pytest.skip("PostgreSQL is not installed (on Debian: apt-get install postgresql)")
    as_root = os.geteuid() == 0
    if as_root and subprocess.run(["id", "postgres"], capture_output=True, check=False).returncode:
        pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
    who: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if as_root else {}
    folder = Path("/tmp") / f"dateline-postgres-{os.getpid()}"
    folder.mkdir(mode=0o700)
    if as_root:
        shutil.chown(folder, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    binaries = BINARIES[-1].parent
    data = folder / "data"
    try:
        subprocess.run([binaries / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-N", "-E", "UTF8"],
                       check=True, capture_output=True, cwd=folder, **who)  # fmt: skip
        options = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off"
        control = [binaries / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", folder / "log"]
        subprocess.run([*control, "-o", options, "start"], check=True, capture_output=True, cwd=folder, **who)
        try:
            yield f"postgresql://tester@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd=folder, **who)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def asked(address: str, sql: str) -> list[list[Any]]:
    import pg8000.native

    connection = pg8000.native.Connection(**parse_address(address))
    try:
        return list(connection.run(sql) or [])
    finally:
        connection.close()


def test_push_is_whole_and_can_be_repeated(server: str, tmp_path: Path) -> None:
    odd = Build('"quoted" \\N \\ back\nslash, {brace} \u2028 𝔘 \'; DROP TABLE reports; --').document()
    with open_store(tmp_path / "s.duckdb") as store:
        store.save([river(), odd, aside(Build("x").report)], "v1")
        first = push(store, server)
        assert (first.reports, first.skipped) == (2, 0)
        for table, number in store.counts().items():
            assert asked(server, f"SELECT count(*) FROM dateline.{table}") == [[number]], table
        assert asked(server, f"SELECT text FROM dateline.reports WHERE report_id = '{odd.report.report_id}'") == [
            [odd.report.text]
        ]
        for column in (
            "actor_words",
            "actor_ids",
            "modes",
            "latest",
            "killed_best",
            "confidence",
            "repeated",
            "search",
        ):
            here = [list(row.values()) for row in store.rows(f"SELECT event_id, {column} FROM flat_events ORDER BY 1")]
            there = asked(server, f'SELECT event_id, {column} FROM dateline.flat_events ORDER BY event_id COLLATE "C"')
            assert there == here, column
        again = push(store, server)
        assert (again.reports, again.skipped, again.rows["events"]) == (0, 2, 0)
        store.save([river()], "v2")
        assert push(store, server).reports == 1
        assert asked(server, "SELECT count(*) FROM dateline.events") == [[store.counts()["events"]]]
        store.save([Build("x").document()], "v1")
        push(store, server)
        assert asked(server, "SELECT count(*) FROM dateline.quarantined") == [[0]]


def test_days_that_linking_moved_are_pushed_again(server: str, tmp_path: Path) -> None:
    asked_for = "SELECT event_id, latest, date_basis, date_from FROM {}flat_events ORDER BY event_id"
    with open_store(tmp_path / "s.duckdb") as store:
        store.save(week(), "v1")
        push(store, server, "days")
        asked(server, "ALTER TABLE days.flat_events DROP COLUMN date_from")  # as an earlier version made it
        link_store(store)
        assert push(store, server, "days").reports == 0
        here = [list(row.values()) for row in store.rows(asked_for.format(""))]
        assert any(row[2] == "shared" for row in here)
        assert asked(server, asked_for.format("days.") + ' COLLATE "C"') == here


def test_two_stores_share_a_schema(server: str, tmp_path: Path) -> None:
    for number in (1, 2):
        with open_store(tmp_path / f"{number}.duckdb") as store:
            store.save([Build(f"Report {number} says nothing.").document()], "v1")
            push(store, server, 'odd "name"')
    assert asked(server, 'SELECT count(*) FROM "odd ""name""".reports') == [[2]]


def test_a_push_that_fails_leaves_nothing(server: str, tmp_path: Path) -> None:
    asked(server, "CREATE SCHEMA broken")
    asked(server, "CREATE TABLE broken.times (value integer)")
    with open_store(tmp_path / "s.duckdb") as store:
        store.save([river()], "v1")
        with pytest.raises(ExportError, match="PostgreSQL: "):
            push(store, server, "broken")
    assert asked(server, "SELECT count(*) FROM pg_tables WHERE schemaname = 'broken'") == [[1]]


@pytest.mark.parametrize(
    "address", ["mysql://a@b/c", "postgresql://host/db", "postgresql://u@h:port/db", "postgresql://u@h"]
)
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(ExportError, match="PostgreSQL: the address"):
        parse_address(address)


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    pytest.importorskip("pg8000")
    with open_store(tmp_path / "s.duckdb") as store, pytest.raises(ExportError, match="PostgreSQL: "):
        push(store, "postgresql://u:secret@127.0.0.1:1/db")
