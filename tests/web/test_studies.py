"""Analyses through the API: worked out once, kept, told with their evidence, and refused where they must be."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.analyse.made import CRISIS, store_of, told
from tests.web.conftest import BASE

from dateline.store import open_store
from dateline.store.shared import SharedStore
from dateline.web import studies
from dateline.web.app import create_app
from dateline.web.desk import Desk

PAIR = "/api/dyads/IRN/PAK"
LATER = [(60, "PAK", "AGREE", "IRN")]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk over two neighbours in a crisis, as two publishers tell it."""
    path = tmp_path_factory.mktemp("pair") / "s.duckdb"
    store_of(path, told(CRISIS), told(CRISIS[:8], "Highland Post"), told(LATER))
    desk = Desk(SharedStore(open_store(path), read_only=False), "s.duckdb")
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def client(made: Desk) -> Iterator[TestClient]:
    with TestClient(create_app(made), base_url=BASE, raise_server_exceptions=False) as asked:
        yield asked


def test_weeks_open_events_that_the_store_has(client: TestClient) -> None:
    answer = client.get(f"{PAIR}/picture").json()
    events = [one for week in answer["weeks"] for one in week["events"]]
    assert answer["acts"] >= 1
    assert sum(week["forth"] + week["back"] for week in answer["weeks"]) >= 1
    for event in events:
        assert client.get(f"/api/events/{event}").status_code == 200
    assert [one["step"] for one in answer["ladder"]] == [7, 6, 5, 4, 3, 2, 1, -1, -2, -3, -4]
    assert {event for one in answer["ladder"] for event in one["events"]} <= set(events)


def test_each_question_has_its_baselines_beside_it(client: TestClient) -> None:
    answer = client.get(f"{PAIR}/outlook").json()
    assert {one["horizon"] for one in answer["forecasts"]} == {7, 30, 90}
    for one in answer["forecasts"]:
        assert {base["name"] for base in one["baselines"]} == {"persistence", "climatology", "last"}
        assert (one["chance"] is None) == (one["kind"] == "count") == (one["spread"] is not None)
        if one["spread"]:
            spread = list(one["spread"].values())
            assert spread == sorted(spread)


def test_an_outlook_is_worked_out_once_for_all_who_ask(
    made: Desk, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    make = studies.make_outlook

    def count(*words: object, **more: object) -> object:
        calls.append(words)
        return make(*words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(studies, "make_outlook", count)
    asked = [threading.Thread(target=client.get, args=(f"{PAIR}/outlook?today=2024-01-20",)) for _ in range(3)]
    made.studies._outlooks.clear()
    for one in asked:
        one.start()
    for one in asked:
        one.join()
    client.get("/api/scenarios/IRN/PAK?if=strike&days=5&paths=100&today=2024-01-20")
    assert len(calls) == 1


def test_too_many_who_wait_are_sent_away(made: Desk, client: TestClient) -> None:
    for _ in range(studies._WAITING):
        made.studies._places.acquire()
    answer = client.get(f"{PAIR}/picture?today=2024-01-15")
    for _ in range(studies._WAITING):
        made.studies._places.release()
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def test_kept_forecasts_are_listed_and_scored_when_their_days_are_past(made: Desk, client: TestClient) -> None:
    first = client.post("/api/forecasts", json={"left": "IRN", "right": "PAK", "today": "2024-01-15"})
    assert first.json() == {"kept": 18, "made": "2024-01-15"}
    again = client.post("/api/forecasts", json={"left": "IRN", "right": "PAK", "today": "2024-01-15"})
    assert again.json()["kept"] == 0
    assert client.get(f"{PAIR}/outlook?today=2024-01-15").json()["kept"]
    listed = client.get("/api/forecasts?limit=500").json()
    assert listed["total"] == 18
    due = [one for one in listed["items"] if one["due"] <= listed["today"]]
    assert due
    assert all(one["outcome"] is not None for one in due)
    scores = client.get("/api/forecasts/scores").json()["items"]
    assert sum(one["forecasts"] for one in scores) == len(due)
    assert all(one["best"] in {method["name"] for method in one["methods"]} for one in scores)


def test_the_same_seed_gives_the_same_scenario(client: TestClient) -> None:
    url = "/api/scenarios/IRN/PAK?if=mediation&days=10&paths=300"
    one, same, other = (client.get(f"{url}&seed={seed}").json() for seed in (3, 3, 4))
    assert one == same
    assert one["measures"] != other["measures"]
    assert [row["factor"] for row in one["sensitivity"]] == [1.0, 0.8, 0.5]
    assert client.get(f"{url}&if=magic").status_code == 422


def test_every_number_in_a_brief_leads_to_a_sentence_of_a_report(client: TestClient) -> None:
    assert client.get("/api/brief?country=IRN").json()["sections"]
    answer = client.get("/api/brief?left=IRN&right=PAK").json()
    used = {number for section in answer["sections"] for one in section["statements"] for number in one["cites"]}
    assert used == set(range(1, len(answer["cites"]) + 1))
    for cite in answer["cites"]:
        report = client.get(f"/api/reports/{cite['report_id']}").json()
        sentence = next(one for one in report["sentences"] if one["index"] == cite["sentence"])
        assert cite["text"] in report["report"]["text"][sentence["start"] : sentence["end"]].replace("\n", " ")


@pytest.mark.parametrize(("shape", "begins"), [("markdown", "# Iran and Pakistan"), ("html", "<!DOCTYPE html>")])
def test_briefs_as_files(client: TestClient, shape: str, begins: str) -> None:
    answer = client.get(f"/api/brief?left=IRN&right=PAK&format={shape}")
    assert answer.text.startswith(begins)
    assert answer.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{PAIR}/outlook?today=0001-01-01", 422),
        ("/api/dyads/IRN/IRN/picture", 422),
        ("/api/dyads/IRN/XQX/picture", 200),
        ("/api/brief?left=IRN", 422),
        ("/api/brief?country=NOR", 404),
        ("/api/brief?story=s-nothing", 404),
        ("/api/brief?left=NOR&right=SWE", 404),
    ],
)
def test_what_cannot_be_told_is_refused(client: TestClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_a_read_only_desk_keeps_nothing(tmp_path: Path) -> None:
    store_of(tmp_path / "s.duckdb", told(CRISIS))
    desk = Desk(SharedStore(open_store(tmp_path / "s.duckdb", read_only=True), read_only=True), "s.duckdb")
    with TestClient(create_app(desk), base_url=BASE) as client:
        assert client.post("/api/forecasts", json={"left": "IRN", "right": "PAK"}).status_code == 403
        assert client.post("/api/quarantine/retry", json={}).status_code == 403
    desk.close()
