from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.build import river
from tests.cli.test_commands import dateline

from dateline.store import open_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("query") / "s.duckdb"
    with open_store(path) as opened:
        opened.save([river()], "v1")
    return path


def test_query_lists_counts_and_explains(store: Path) -> None:
    done = dateline("query", store, "type:ASSAULT", "killed>=5", "-status:future", "--limit", "1")
    assert done.returncode == 0, done.stderr
    assert "ASSAULT" in done.stdout
    assert len(done.stdout.splitlines()) == 2
    assert "nothing found" in dateline("query", store, "type:AID killed>900").stdout
    rows = [json.loads(line) for line in dateline("query", store, "shelled", "--format", "jsonl").stdout.splitlines()]
    assert "shelled" in {row["words"] for row in rows}
    table = dateline("query", store, "--count", "type,status", "--format", "csv").stdout.splitlines()
    assert table[0] == "type,status,events,happenings,killed,injured"
    assert "contains(search, ?)" in dateline("query", store, "shelled", "--explain").stdout
    assert dateline("query", store, "--sql", "SELECT 1 AS one", "--format", "csv").stdout == "one\n1\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("actr:IRN",), "filter: no field 'actr': did you mean 'actor'?"),
        (("--count", "nation"), "filter: no group 'nation'"),
        (("--sql", "DROP TABLE events"), "only one SELECT at a time"),
        (("--format", "pdf"), "--format: 'pdf' is none of"),
    ],
)
def test_errors_are_one_line(store: Path, words: tuple[str, ...], message: str) -> None:
    done = dateline("query", store, *words)
    assert done.returncode == 2
    assert done.stderr.startswith(f"dateline: {message}"), done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_care_of_a_store(store: Path, tmp_path: Path) -> None:
    assert "1  reports" in dateline("store", "info", store).stdout
    copy = tmp_path / "copy.duckdb"
    assert "bytes" in dateline("store", "backup", store, copy).stdout
    assert "→" in dateline("store", "compact", copy).stdout
    done = dateline("store", "verify", copy)
    assert (done.returncode, "WRONG" in done.stdout) == (0, False)
    with open_store(copy) as opened:
        opened.rows("DELETE FROM flat_events")
    done = dateline("store", "verify", copy)
    assert done.returncode == 3
    assert "WRONG  every event has its flat row" in done.stdout
    assert "version" in dateline("store", "upgrade", copy).stdout
    assert dateline("store", "upgrade", tmp_path / "none").returncode == 2
