"""An analyst's word: it changes the store, it can be taken back, and it outlives recoding and relinking."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.build import river

from dateline.records import Span
from dateline.store import find_events
from dateline.store.upkeep import load_checks
from dateline.web.desk import Desk

TEXT = river().report.text


def events(client: TestClient) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = client.get("/api/events?q=sort:report").json()["items"]
    return rows


def say(client: TestClient, event_id: str | None, verdict: str, by: str = "ada", **more: object) -> dict[str, Any]:
    answer = client.post("/api/review", json={"event_id": event_id, "verdict": verdict, "by": by, **more})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def mark(words: str) -> dict[str, int]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


def sound(desk: Desk) -> None:
    with desk.shared.reading() as store:
        assert {says: store.rows(sql)[0]["wrong"] or 0 for says, sql in load_checks().items()} == dict.fromkeys(
            load_checks(), 0
        )


def test_a_rejected_event_leaves_the_lists_and_stays_in_the_report(client: TestClient, desk: Desk) -> None:
    first = events(client)[0]
    told = say(client, first["event_id"], "reject", reason="a dream")
    assert first["event_id"] not in {row["event_id"] for row in events(client)}
    view = client.get(f"/api/reports/{first['report_id']}").json()
    shown = next(one for one in view["events"] if one["event_id"] == first["event_id"])
    assert (shown["review"]["verdict"], shown["review"]["reason"]) == ("reject", "a dream")
    sound(desk)
    say(client, None, "undo", undo_of=told["review"]["review_id"])
    assert events(client)[0] == first
    sound(desk)
    log = client.get("/api/review/log").json()["items"]
    assert [(row["verdict"], row["standing"]) for row in log] == [("undo", True), ("reject", False)]


def test_corrections_add_up_and_are_marked(client: TestClient, desk: Desk) -> None:
    name = events(client)[0]["event_id"]
    say(client, name, "correct", changes={"event_type": "PROTEST", "modes": ["riot"]})
    actors = [mark(TEXT.split()[0])]
    told = say(client, name, "correct", changes={"status": "historical", "actors": actors, "place": None})
    event = told["event"]
    assert (event["event_type"], event["modes"], event["place"]) == ("PROTEST", ["riot"], None)
    assert event["status"] == "historical"
    assert event["method"] == "review"
    assert event["confidence"] == 1
    row = next(one for one in events(client) if one["event_id"] == name)
    assert row["event_type"] == "PROTEST"
    assert row["actor_words"] == [TEXT.split()[0]]
    sound(desk)


def test_words_are_replayed_on_recoding_where_they_overlap(client: TestClient, desk: Desk) -> None:
    name = events(client)[0]["event_id"]
    say(client, name, "correct", changes={"negated": True})
    document = river()
    moved = []
    for event in document.events:
        if event.event_id == name:
            span = Span(event.trigger.start, event.trigger.end + 1)
            event = replace(event, trigger=span, event_id=f"{event.report_id}:e{span.start}-{span.end}")
        moved.append(event)
    with desk.writing() as store:
        store.save([replace(document, events=tuple(moved), links=())], "v2")
        start = name.rpartition("-")[0]
        row = next(one for one in find_events(store) if one["event_id"].startswith(f"{start}-") and one["negated"])
        assert row["event_id"] != name
    sound(desk)
    with desk.writing() as store:  # the machine no longer finds it at all
        left = tuple(one for one in moved if one.event_id != row["event_id"])
        store.save([replace(document, events=left, links=())], "v3")
        assert [one["negated"] for one in find_events(store) if one["event_id"] == name] == [True]
    sound(desk)


def test_a_missed_event_can_be_added_and_taken_back(client: TestClient, desk: Desk) -> None:
    report = events(client)[0]["report_id"]
    before = len(events(client))
    word = mark(TEXT.split()[3])
    told = say(client, None, "add", report_id=report, changes={"trigger": word, "event_type": "AID"})
    assert told["event"]["event_type"] == "AID"
    assert len(events(client)) == before + 1
    sound(desk)
    say(client, None, "undo", undo_of=told["review"]["review_id"])
    assert len(events(client)) == before
    sound(desk)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"event_id": "r-0:e1-2", "verdict": "accept"}, 404),
        ({"verdict": "undo", "undo_of": "w-0"}, 404),
        ({"verdict": "accept", "changes": {"negated": True}}, 422),
        ({"verdict": "correct"}, 422),
        ({"verdict": "correct", "changes": {"event_type": "EAT"}}, 422),
        ({"verdict": "correct", "changes": {"event_type": None}}, 422),
        ({"verdict": "correct", "changes": {"modes": ["eat"]}}, 422),
        ({"verdict": "correct", "changes": {"actors": [{"start": 5, "end": 5}]}}, 422),
        ({"verdict": "correct", "changes": {"actors": [{"start": 5, "end": 5_000_000}]}}, 422),
        ({"verdict": "correct", "changes": {"killed": {"best": 5, "low": 6}}}, 422),
        ({"verdict": "correct", "changes": {"colour": "red"}}, 422),
        ({"verdict": "add", "changes": {"trigger": {"start": 1, "end": 2}}}, 422),
        ({"verdict": "shrug"}, 422),
        ({"verdict": "accept", "by": ""}, 422),
    ],
)
def test_nonsense_is_refused_and_leaves_no_trace(client: TestClient, given: dict[str, Any], status: int) -> None:
    event_id = events(client)[0]["event_id"]
    answer = client.post("/api/review", json={"by": "ada", "event_id": event_id, **given})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert client.get("/api/review/log").json()["items"] == []


def test_the_queue_leaves_out_what_was_judged(client: TestClient) -> None:
    rows = client.get("/api/review/queue").json()["items"]
    assert [row["priority"] for row in rows] == sorted((row["priority"] for row in rows), reverse=True)
    say(client, rows[0]["event_id"], "accept")
    left = [row["event_id"] for row in client.get("/api/review/queue").json()["items"]]
    assert rows[0]["event_id"] not in left
    other = [row["event_id"] for row in client.get("/api/review/queue?by=bob").json()["items"]]
    assert rows[0]["event_id"] in other


def test_gold_has_what_was_judged_with_its_words(client: TestClient) -> None:
    rows = sorted(events(client), key=lambda row: int(row["trigger_start"]))
    say(client, rows[0]["event_id"], "accept")
    half = rows[1]  # of a sentence with another event that nobody judged
    assert half["sentence"] == rows[2]["sentence"]
    say(client, half["event_id"], "accept")
    say(client, rows[-1]["event_id"], "reject")
    (line,) = client.get("/api/review/gold.jsonl").text.splitlines()
    gold = json.loads(line)
    assert [event["id"] for event in gold["events"]] == [rows[0]["event_id"]]
    assert [event["id"] for event in gold["rejected"]] == [rows[-1]["event_id"]]
    assert [event["sentence"] for event in gold["events"]] == [0]
    assert len(gold["sentences"]) == 2
    trigger = gold["events"][0]["trigger"]
    assert gold["text"][trigger["start"] : trigger["end"]] == rows[0]["words"]
    assert not gold["complete"]


def test_agreement_of_two(client: TestClient) -> None:
    rows = events(client)
    for row in rows[:2]:
        say(client, row["event_id"], "accept", by="ada")
    say(client, rows[0]["event_id"], "correct", by="bob", changes={"status": "future"})
    say(client, rows[1]["event_id"], "reject", by="bob")
    told = client.get("/api/review/agreement?a=ada&b=bob").json()
    fields = {one["field"]: (one["same"], one["events"]) for one in told["fields"]}
    assert (told["events"], fields["kept"], fields["status"], fields["event_type"]) == (2, (1, 2), (0, 1), (1, 1))
    assert {(one["field"], one["a"], one["b"]) for one in told["differences"]} == {
        ("kept", True, False), ("status", rows[0]["status"], "future")
    }  # fmt: skip


def test_merge_split_pin_and_undo(client: TestClient) -> None:
    before = {one["incident_id"]: one["events"] for one in client.get("/api/incidents").json()["items"]}
    assert len(before) >= 2
    one, other = list(before)[:2]
    told = client.post(f"/api/incidents/{one}/merge", json={"incidents": [other], "by": "ada"}).json()
    (merged,) = told["incidents"]
    view = client.get(f"/api/incidents/{merged}").json()
    assert view["incident"]["events"] == before[one] + before[other]
    assert any(reason["ruled"] == "merge" and reason["by"] == "ada" for reason in view["reasons"])
    pinned = client.post(f"/api/incidents/{merged}/pin", json={"by": "ada"}).json()
    assert client.get(f"/api/incidents/{pinned['incidents'][0]}").json()["incident"]["pinned"]
    part = [view["events"][0]["event_id"]]
    split = client.post(f"/api/incidents/{merged}/split", json={"events": part, "by": "ada"}).json()
    assert len(split["incidents"]) == 2
    assert len(client.get("/api/rulings").json()["items"]) >= 1
    answer = client.post(f"/api/rulings/{split['rulings'][0]}/undo")
    assert answer.status_code == 200, answer.text
    assert client.post("/api/incidents/i-0/merge", json={"incidents": [one], "by": "x"}).status_code == 404
    alone = client.get("/api/incidents").json()["items"][0]["incident_id"]
    assert client.post(f"/api/incidents/{alone}/merge", json={"incidents": [alone], "by": "x"}).status_code == 422
