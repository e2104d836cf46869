"""No regression by stealth: the small held-out sample of the repository stays above its floors."""

from __future__ import annotations

from pathlib import Path

from dateline.evaluate import SETS, evaluate_set, load_floors

SAMPLE = Path(__file__).parents[2] / "data/invented/heldout.jsonl"


def test_the_held_out_sample_stays_above_its_floors():
    floors = load_floors()["invented/heldout.jsonl"]
    metrics = evaluate_set("event_corpus", SAMPLE).metrics
    assert {name: metrics[name] for name in floors if metrics[name] < floors[name]} == {}


def test_floors_name_known_sets_and_stand_between_none_and_all():
    floors = load_floors()
    assert {name.split("/")[0] for name in floors} <= {*SETS, "invented"}
    assert all(0 < floor < 1 for metrics in floors.values() for floor in metrics.values())
