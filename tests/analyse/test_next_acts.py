from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from tests.analyse.made import CRISIS, store_of, told
from typer.testing import CliRunner

from dateline.analyse.next_acts import foretell_acts
from dateline.cli.app import app
from dateline.errors import StoreError
from dateline.store import open_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    weekly = [(day, "IRN", "ACCUSE", "PAK") for day in range(0, 84, 3)]
    weekly += [(day + 1, "PAK", "REJECT", "IRN") for day in range(0, 84, 3)]
    weekly += [(day, "CHN", "AID", "OMN") for day in (0, 40)]
    return store_of(tmp_path_factory.mktemp("next") / "s.duckdb", told(weekly))


def test_what_happens_all_the_time_is_foretold_first_with_its_reasons(store: Path) -> None:
    with open_store(store, read_only=True) as opened:
        found = foretell_acts(opened)
        texts = {row["event_id"]: row["text"] for row in opened.rows("SELECT event_id, text FROM flat_events")}
    first, second = found.acts[:2]
    assert {(one.actor, one.event_type, one.recipient) for one in (first, second)} == {
        ("IRN", "ACCUSE", "PAK"), ("PAK", "REJECT", "IRN"),
    }  # fmt: skip
    assert first.chance > 0.5 > found.acts[-1].chance
    reasons = [one for act in found.acts for one in act.reasons]
    assert reasons
    for one in reasons:
        assert one.day <= found.made
        assert one.cite is not None
        assert texts[one.cite.event_id] == one.cite.text
    assert all(0 < act.chance < 1 for act in found.acts)


def test_only_what_was_known_speaks(store: Path, tmp_path: Path) -> None:
    early = date(2024, 2, 1)
    with open_store(store, read_only=True) as opened:
        whole = foretell_acts(opened, today=early)
    before = [(day, "IRN", "ACCUSE", "PAK") for day in range(0, 32, 3)]
    before += [(day + 1, "PAK", "REJECT", "IRN") for day in range(0, 31, 3)] + [(0, "CHN", "AID", "OMN")]
    with open_store(store_of(tmp_path / "early.duckdb", told(before)), read_only=True) as opened:
        part = foretell_acts(opened, today=early)
    assert [(act.says(), act.chance) for act in whole.acts] == [(act.says(), act.chance) for act in part.acts]


def test_one_may_ask_for_one_country(store: Path) -> None:
    with open_store(store, read_only=True) as opened:
        assert {act.actor for act in foretell_acts(opened, actor="PAK").acts} == {"PAK"}
        assert {act.recipient for act in foretell_acts(opened, recipient="PAK").acts} == {"PAK"}
        assert len(foretell_acts(opened, most=1).acts) == 1


def test_a_store_with_nothing_in_it_foretells_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "empty.duckdb") as opened, pytest.raises(StoreError, match="no report has a date"):
        foretell_acts(opened)
    with open_store(store_of(tmp_path / "few.duckdb", told(CRISIS[:1])), read_only=True) as opened:
        assert foretell_acts(opened, actor="CHN").acts == ()


def test_the_command_tells_and_gives_json(store: Path) -> None:
    words = ["outlook", "next", "--store", str(store)]
    assert "Iran ACCUSE Pakistan: " in CliRunner().invoke(app, words, catch_exceptions=False).output
    rows = json.loads(CliRunner().invoke(app, [*words, "--json"], catch_exceptions=False).output)
    assert rows["acts"][0]["reasons"][0]["cite"]["text"]
