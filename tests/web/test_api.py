"""Every reading route answers, in the shape that its description promises."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from dateline.web.desk import Desk

GETS = [
    "/api/info", "/api/reports", "/api/reports?q=type:ASSAULT", "/api/reports/{report}", "/api/events",
    "/api/events?q=sort:-killed&limit=1", "/api/events/{event}", "/api/counts", "/api/counts?by=actor,type",
    "/api/timeline", "/api/timeline?lanes=dyad&dates=published&domestic=true", "/api/map",
    "/api/map?zoom=6&bbox=-180,-90,180,90",
    "/api/dyads?domestic=true", "/api/dyads/IRN/PAK", "/api/incidents", "/api/incidents?q=type:ASSAULT&sort=killed",
    "/api/incidents/{incident}", "/api/stories", "/api/stories?q=type:ASSAULT", "/api/stories/{story}",
    "/api/review/queue", "/api/review/queue?by=me&q=type:ASSAULT", "/api/review/log", "/api/review/agreement?a=x&b=y",
    "/api/rulings", "/api/jobs", "/api/feeds", "/api/quarantine",
    "/api/dyads/IRN/PAK/picture", "/api/dyads/IRN/PAK/outlook", "/api/dyads/IRN/PAK/mediators", "/api/scenarios",
    "/api/scenarios/PAK/IRN?if=mediation&days=7&paths=200", "/api/forecasts", "/api/forecasts?left=IRN&right=PAK",
    "/api/forecasts/scores", "/api/network?level=group&span=year", "/api/brief",
    "/api/brief?story={story}",
]  # fmt: skip


def names(client: TestClient) -> dict[str, str]:
    def first(path: str, key: str) -> str:
        return str(client.get(path).json()["items"][0][key])

    return {
        "report": first("/api/reports", "report_id"), "event": first("/api/events", "event_id"),
        "incident": first("/api/incidents", "incident_id"), "story": first("/api/stories", "story_id"),
    }  # fmt: skip


def model_of(client: TestClient, path: str) -> Any:
    app: Any = client.app
    for route in all_routes(app.routes):
        if "GET" in (route.methods or ()) and route.path_regex.fullmatch(path) and route.response_model:
            return route.response_model
    raise AssertionError(f"{path}: no route with a schema")


def all_routes(routes: Any) -> Any:
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from all_routes(route.original_router.routes)


@pytest.mark.parametrize("path", GETS)
def test_answers_fit_their_schemas(client: TestClient, path: str) -> None:
    path = path.format(**names(client))
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    TypeAdapter(model_of(client, path.partition("?")[0])).validate_json(answer.content)
    assert answer.headers["etag"]


def test_pairs_count_every_event_of_both(client: TestClient, desk: Desk) -> None:
    with desk.writing() as store:
        store.rows("UPDATE flat_events SET actor_countries = ['IRN'], recipient_countries = ['PAK', 'AFG', 'PAK']")
        store.rows("UPDATE flat_events SET actor_countries = ['PAK'], recipient_countries = ['IRN'] WHERE repeated")
        row = store.rows("SELECT count(*) AS n, count(*) FILTER (repeated) AS again FROM flat_events")[0]
    pairs = {(one["left"], one["right"]): one for one in client.get("/api/dyads").json()["items"]}
    assert set(pairs) == {("IRN", "PAK"), ("AFG", "IRN")}
    both = pairs["IRN", "PAK"]
    assert (both["count"], both["back"], both["forth"]) == (row["n"], row["again"], row["n"] - row["again"])
    assert sum(both[f"quad{quad}"] for quad in (1, 2, 3, 4)) == row["n"]
    assert pairs["AFG", "IRN"]["back"] == row["n"] - row["again"]
    lanes = client.get("/api/timeline?lanes=dyad&dates=published&bin=year").json()
    for lane in lanes["items"]:
        assert sum(one["up"] + one["down"] for one in lane["bins"]) == lane["total"]


def test_pages_follow_each_other_whatever_is_added(client: TestClient, desk: Desk) -> None:
    whole = [row["event_id"] for row in client.get("/api/events?sort=-killed,type").json()["items"]]
    seen: list[str] = []
    cursor = None
    while True:
        told = client.get("/api/events", params={"sort": "-killed,type", "limit": 3, "cursor": cursor} if cursor else {
            "sort": "-killed,type", "limit": 3}).json()  # fmt: skip
        seen += [row["event_id"] for row in told["items"]]
        cursor = told["next"]
        if cursor is None:
            break
        with desk.writing() as store:  # a row that stands before all
            store.rows(
                "INSERT INTO flat_events SELECT * REPLACE (event_id || '0' AS event_id, 10000 AS killed_best) "
                "FROM flat_events LIMIT 1"
            )
    assert seen == whole
    assert client.get("/api/events", params={"sort": "date", "cursor": "WyJhIl0"}).status_code == 400


def test_tags_change_with_the_store_only(client: TestClient, desk: Desk) -> None:
    first = client.get("/api/events")
    again = client.get("/api/events", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/api/events?limit=1").headers["etag"] != first.headers["etag"]
    with desk.writing() as store:
        store.rows("UPDATE flat_events SET title = 'Another'")
    fresh = client.get("/api/events", headers={"if-none-match": first.headers["etag"]})
    assert fresh.status_code == 200
    assert fresh.json()["items"][0]["title"] == "Another"


def test_a_spot_of_the_map_finds_its_events(client: TestClient) -> None:
    told = client.get("/api/map?zoom=4").json()
    placed = 0
    for spot in told["features"]:
        found = client.get("/api/events", params={"q": spot["properties"]["filter"]}).json()
        assert found["total"] == spot["properties"]["count"]
        assert (spot["properties"]["kind"] == "cluster") == (spot["properties"]["precision"] in ("exact", "town"))
        placed += found["total"]
    assert placed + told["unplaced"] == client.get("/api/events").json()["total"]


def test_csv_and_geojson_by_accept(client: TestClient) -> None:
    lines = client.get("/api/events", headers={"accept": "text/csv;q=0.9, application/json;q=0.1"}).text.splitlines()
    assert lines[0].startswith("event_id,report_id")
    features = client.get("/api/events", headers={"accept": "application/geo+json"}).json()["features"]
    assert len(features) == len(client.get("/api/events").json()["items"])
    assert any(one["geometry"] for one in features)
