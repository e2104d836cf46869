from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.build import river
from tests.link.made import FIRST_DAY, week

from dateline.errors import StoreError
from dateline.link.across import link_documents
from dateline.records import Document, Incident, from_json
from dateline.store import Store, linking, open_store
from dateline.store.incidents import (
    family_editions,
    incident_chains,
    list_families,
    list_incidents,
    list_stories,
    load_cards,
    load_incident,
    load_reasons,
    story_incidents,
)
from dateline.store.linking import link_store
from dateline.store.rulings import load_rulings, merge_incidents, pin_incident, split_incident, undo_ruling

TABLES = ("copies", "editions", "cards", "card_keys", "pairs", "incidents", "chains", "stories", "story_incidents")


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    days = "SELECT event_id, earliest, latest, date_basis, date_from FROM flat_events"
    asked = {**{table: f"SELECT * FROM {table}" for table in TABLES}, "days": days}
    return {name: sorted((tuple(row.values()) for row in store.rows(sql)), key=repr) for name, sql in asked.items()}


def reports() -> list[Document]:
    """The made week, a report with links of its own, and a copy of the first report."""
    first = week()[0]
    text = first.report.text + " Reported by the Hill Courier."
    copied = replace(first, report=replace(first.report, report_id="r-0copy", text=text, publisher="Hill Courier"))
    events = tuple(
        replace(one, event_id=f"r-0copy:e{n}-{n + 9}", report_id="r-0copy") for n, one in enumerate(copied.events)
    )
    return [*week(), river(), replace(copied, events=events, links=())]


def fill(path: Path, *batches: Sequence[Document]) -> dict[str, list[tuple[object, ...]]]:
    with open_store(path) as store:
        for batch in batches:
            store.save(batch, "v1")
            link_store(store)
        return everything(store)


def stored(store: Store) -> tuple[Incident, ...]:
    rows = store.rows("SELECT body FROM incidents ORDER BY incident_id")
    return tuple(from_json(row["body"], Incident) for row in rows)


def test_the_store_says_what_linking_in_memory_says(tmp_path: Path) -> None:
    linked = link_documents(reports())
    with open_store(tmp_path / "s.duckdb") as store:
        store.save(reports(), "v1")
        tally = link_store(store)
        assert stored(store) == linked.incidents
        assert tally.families == len(linked.families) == 1
        assert tally.chains == len(linked.chains)
        assert tally.stories == len(linked.stories)
        assert link_store(store).new_reports == 0


def test_neither_order_nor_number_of_calls_matters(tmp_path: Path) -> None:
    all_reports = reports()
    at_once = fill(tmp_path / "a.duckdb", all_reports)
    assert fill(tmp_path / "b.duckdb", *[[one] for one in all_reports]) == at_once
    assert fill(tmp_path / "c.duckdb", all_reports[5:], all_reports[2:5], all_reports[:2]) == at_once


def test_a_key_of_many_events_is_dropped_whenever_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.store.linking.HOT", 2)
    monkeypatch.setattr("dateline.store.link_events.HOT", 2)
    monkeypatch.setattr("dateline.link.across.HOT", 2)
    all_reports = reports()
    at_once = fill(tmp_path / "a.duckdb", all_reports)
    assert at_once != fill(tmp_path / "x.duckdb", all_reports[:4])
    assert fill(tmp_path / "b.duckdb", *[[one] for one in all_reports]) == at_once
    with open_store(tmp_path / "a.duckdb") as store:
        assert stored(store) == link_documents(all_reports).incidents
        for one in all_reports[4:]:
            store.drop([one.report.report_id])
            link_store(store)
        assert everything(store) == fill(tmp_path / "c.duckdb", all_reports[:4])


def test_what_goes_or_is_recoded_leaves_no_trace(tmp_path: Path) -> None:
    all_reports = reports()
    without = fill(tmp_path / "a.duckdb", all_reports[:3])
    with open_store(tmp_path / "b.duckdb") as store:
        store.save(all_reports, "v1")
        link_store(store)
        store.drop([one.report.report_id for one in all_reports[3:]])
        assert link_store(store).gone_reports == len(all_reports) - 3
        assert everything(store) == without
        store.save(all_reports[:1], "v2")
        tally = link_store(store)
        assert (tally.gone_reports, tally.new_reports) == (1, 1)
        assert everything(store) == without


def test_events_of_an_incident_share_a_stated_day_and_lose_it_again(tmp_path: Path) -> None:
    asked = "SELECT event_id, earliest, latest, date_basis, date_from FROM flat_events WHERE report_id = ?"
    told = reports()
    courier = told[1].report.report_id  # its event has no time of its own
    with open_store(tmp_path / "s.duckdb") as store:
        store.save(told, "v1")
        (alone,) = store.rows(asked, [courier])
        assert (alone["earliest"], alone["latest"], alone["date_basis"]) == (
            date(2021, 3, 10), date(2021, 3, 13), "publication")  # fmt: skip
        link_store(store)
        (shared,) = store.rows(asked, [courier])
        assert (shared["earliest"], shared["latest"], shared["date_basis"]) == (FIRST_DAY, FIRST_DAY, "shared")
        incident = load_incident(store, shared["event_id"])
        assert shared["date_from"] in incident.events
        split_incident(store, incident.incident_id, [shared["event_id"]], by="ana")
        link_store(store)
        assert store.rows(asked, [courier]) == [alone]


def test_a_store_of_older_columns_is_filled_with_shared_days_too(tmp_path: Path) -> None:
    before = fill(tmp_path / "s.duckdb", reports())
    with open_store(tmp_path / "s.duckdb") as store:
        store.rows("INSERT INTO meta VALUES ('flat_events', 'stale')")
        store.rows("UPDATE flat_events SET date_basis = NULL, date_from = NULL")
    with open_store(tmp_path / "s.duckdb") as store:
        assert everything(store) == before


def test_killed_between_steps_it_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = fill(tmp_path / "a.duckdb", reports())
    with open_store(tmp_path / "b.duckdb") as store:
        store.save(reports(), "v1")
        for step in ("compare_texts", "judge_events", "group_events", "thread_stories"):
            with monkeypatch.context() as patch:
                patch.setattr(linking, step, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
                with pytest.raises(KeyboardInterrupt):
                    link_store(store)
        link_store(store)
        assert everything(store) == at_once


def test_other_rules_make_everything_anew_but_rulings(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.duckdb") as store:
        store.save(week(), "v1")
        link_store(store)
        pin_incident(store, load_incident(store, week()[0].events[0].event_id).incident_id)
        strict = replace(linking.load_link_rules(), threshold=0.9999, keep=0.99)
        loose = link_store(store, strict)
        assert loose.new_reports == len(week())
        pinned = load_incident(store, week()[0].events[0].event_id)
        assert len(pinned.events) == 4
        assert pinned.pinned


def test_an_analyst_merges_splits_and_takes_back(tmp_path: Path) -> None:
    first, other = week()[0].events[0].event_id, week()[4].events[0].event_id
    with open_store(tmp_path / "s.duckdb") as store:
        store.save(week(), "v1")
        link_store(store)
        before = everything(store)
        names = [load_incident(store, name).incident_id for name in (first, other)]
        merge_incidents(store, names, by="me", note="one raid")
        link_store(store)
        merged = load_incident(store, first)
        assert other in merged.events
        assert {"me", "one raid"} <= set(load_reasons(store, merged)[0].values())

        split_incident(store, merged.incident_id, [other])
        link_store(store)
        assert other not in load_incident(store, first).events
        assert {first, *merged.events} - {other} <= set(load_incident(store, first).events)
        held = store.rows("SELECT * FROM rulings WHERE verdict = 'same' AND ? IN (left_event, right_event)", [other])
        assert held == [], "lifted"

        store.save(week(), "v2")
        link_store(store)
        assert other not in load_incident(store, first).events, "it outlives recoding"
        while left := store.rows("SELECT ruling_id FROM rulings"):
            undo_ruling(store, left[0]["ruling_id"])
        link_store(store)
        assert everything(store) == before
        with pytest.raises(StoreError, match="no ruling begins"):
            undo_ruling(store, "j-none")


def test_a_ruling_follows_words_that_moved(tmp_path: Path) -> None:
    first, other = week()[0], week()[4]
    event = other.events[0]
    with open_store(tmp_path / "s.duckdb") as store:
        store.save(week(), "v1")
        link_store(store)
        merge_incidents(store, [load_incident(store, one.events[0].event_id).incident_id for one in (first, other)])
        name = f"{event.report_id}:e{event.trigger.start - 3}-{event.trigger.end}"
        store.save([replace(other, events=(replace(event, event_id=name),))], "v2")
        link_store(store)
        assert name in load_incident(store, first.events[0].event_id).events
        assert load_rulings(store)[0].kind == "merge"


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda store, name: merge_incidents(store, [name, name]), "two incidents or more"),
        (lambda store, name: merge_incidents(store, [name, "i-none"]), "no incident begins"),
        (lambda store, name: merge_incidents(store, [name, "i-"]), "several incidents begin"),
        (lambda store, name: split_incident(store, name, ["r-x:e0-1"]), "no event of incident"),
        (lambda store, name: split_incident(store, name, list(load_incident(store, name).events)), "not all"),
        (lambda store, name: load_incident(store, "i-none"), "no incident begins"),
        (lambda store, name: family_editions(store, "f-none"), "no family fits"),
        (lambda store, name: story_incidents(store, "s-none"), "no story begins"),
    ],
)
def test_refusals(tmp_path: Path, act: object, message: str) -> None:
    with open_store(tmp_path / "s.duckdb") as store:
        store.save(week(), "v1")
        link_store(store)
        name = load_incident(store, week()[0].events[0].event_id).incident_id
        with pytest.raises(StoreError, match=message):
            act(store, name)  # type: ignore[operator]


def test_what_can_be_asked(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.duckdb") as store:
        store.save(reports(), "v1")
        link_store(store)
        top, *_ = list_incidents(store, least_reports=2)
        assert top["reports"] == 6
        assert list_incidents(store, event_type="PROTEST") == []
        incident = load_incident(store, top["incident_id"][:8])
        assert {card.event_id for card in load_cards(store, incident)} == set(incident.events)
        assert any(
            row["relation"] == "led to" and row["method"] == "inferred" for row in incident_chains(store, incident)
        )
        (family,) = list_families(store)
        assert family["reports"] == 2
        first, copied = family_editions(store, family["family_id"])
        assert first["kind"] == "first"
        assert [change.kind for change in copied["changes"]] in (["added"], ["cut"])
        story, *_ = list_stories(store)
        told, incidents = story_incidents(store, story["story_id"])
        assert told["title"] == story["title"]
        assert len(incidents) == story["incidents"]
