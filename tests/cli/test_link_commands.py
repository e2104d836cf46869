from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.link.made import week
from typer.testing import CliRunner

from dateline.cli.app import app
from dateline.store import open_store


@pytest.fixture
def store(tmp_path: Path) -> str:
    path = tmp_path / "s.duckdb"
    with open_store(path) as opened:
        opened.save(week(), "v1")
    return str(path)


def run(*words: str) -> str:
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_before_linking_there_is_nothing(store: str) -> None:
    assert "dateline link" in run("incidents", "list", "--store", store)
    assert "dateline link" in run("copies", "list", "--store", store)
    assert "dateline link" in run("stories", "list", "--store", store)
    assert run("incidents", "rulings", "--store", store) == "nothing was ruled\n"


def test_incidents_can_be_looked_at_and_overruled(store: str) -> None:
    assert "incidents" in run("link", "--store", store)
    top = run("incidents", "list", "--store", store, "--reports", "2").split()[0]
    shown = run("incidents", "show", top, "--store", store, "--why")
    expected = (
        "killed   12 (9 to 12); told: 9 (2021-03-12) → 12 (2021-03-13)",
        "denies: The army",
        "grade    B3",
        "led to:",
        "inferred",
        "disputed whether it happened, killed",
        "actor known +",
    )
    for words in expected:
        assert words in shown
    tree = json.loads(run("incidents", "show", top, "--store", store, "--json"))
    assert len(tree["events"]) == 4

    last = tree["events"][-1]
    assert "ruled j-" in run("incidents", "split", top, last, "--store", store, "--by", "me")
    alone = json.loads(run("incidents", "show", last, "--store", store, "--json"))
    assert alone["events"] == [last]
    ruling = run("incidents", "rulings", "--store", store).split()[0]
    run("incidents", "undo", ruling, "--store", store)
    assert json.loads(run("incidents", "show", last, "--store", store, "--json"))["events"] == tree["events"]
    run("incidents", "pin", top, "--store", store)
    assert "pinned" in run("incidents", "show", last, "--store", store)
    story = run("stories", "list", "--store", store).split()[0]
    assert top in run("stories", "show", story, "--store", store)
