"""How the days of events are known: in filters, in counts and in charts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.build import river

from dateline.store import Store, count_events, find_events, open_store
from dateline.store.aggregates import Dates, count_by_time, count_vague


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.duckdb") as opened:
        opened.save([river()], "v1")
        yield opened


def test_filters_and_counts_tell_bases_apart(store: Store) -> None:
    inferred = find_events(store, "basis:publication")
    assert inferred
    assert {(row["status"], str(row["earliest"]), str(row["latest"])) for row in inferred} == {
        ("current", "2021-03-09", "2021-03-12")
    }
    assert {row["date_basis"] for row in find_events(store, "basis:stated,shared")} == {"stated", "shared"}
    assert all(row["date_from"] for row in find_events(store, "basis:shared"))
    assert len(find_events(store, "NOT has:date")) == len(
        find_events(store, "NOT basis:stated NOT basis:shared NOT basis:publication")
    )
    counted = {row["basis"]: row["events"] for row in count_events(store, by=["basis"])}
    assert counted["publication"] == len(inferred)
    assert sum(counted.values()) == len(find_events(store))


@pytest.mark.parametrize("dates", ["published", "stated"])
def test_charts_say_which_days_are_inferred(store: Store, dates: Dates) -> None:
    bins = count_by_time(store, span="day", dates=dates)
    inferred = len(find_events(store, "basis:publication"))
    assert sum(row["inferred"] for row in bins) == (inferred if dates == "published" else 0)
    assert sum(row["shared"] for row in bins) == len(find_events(store, "basis:shared"))
    assert {str(row["bin"]) for row in bins if row["inferred"]} <= {"2021-03-12"}
    vague = count_vague(store, span="day", dates=dates)
    assert sum(row["count"] for row in bins) + vague["vague"] + vague["undated"] == len(find_events(store))
