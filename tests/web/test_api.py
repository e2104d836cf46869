"""Every reading route answers, in the shape that its description promises."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from starlette.testclient import TestClient

GETS = [
    "/api/info", "/api/reports", "/api/reports?q=type:ASSAULT", "/api/reports/{report}", "/api/events",
    "/api/events?q=sort:-killed&limit=1", "/api/events/{event}", "/api/counts", "/api/counts?by=actor,type",
    "/api/timeline", "/api/timeline?lanes=dyad&dates=published&domestic=true", "/api/map",
    "/api/map?zoom=6&bbox=-180,-90,180,90",
    "/api/dyads?domestic=true", "/api/dyads/IRN/PAK", "/api/incidents", "/api/incidents?q=type:ASSAULT&sort=killed",
    "/api/incidents/{incident}", "/api/stories", "/api/stories?q=type:ASSAULT", "/api/stories/{story}",
    "/api/review/queue", "/api/review/queue?by=me&q=type:ASSAULT", "/api/review/log", "/api/review/agreement?a=x&b=y",
    "/api/rulings", "/api/jobs", "/api/feeds", "/api/quarantine",
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
