"""Incidents and stories: lists, and one of each."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from dateline.store import Store
from dateline.store.filter_sql import condition_of
from dateline.store.filters import parse_filter
from dateline.store.incidents import load_incident
from dateline.store.paging import Key
from dateline.web.desk import TheDesk
from dateline.web.linked import ROW_COLUMNS, STORY_COLUMNS, chains_among, say_incident, say_row
from dateline.web.lists import Cursor, Limit, Q, page
from dateline.web.problems import Refusal
from dateline.web.routes import FINDING, LISTING
from dateline.web.schemas.base import Page
from dateline.web.schemas.linked import IncidentRow, IncidentView, StoryRow, StoryView
from dateline.web.tables import columns_of

router = APIRouter(tags=["incidents"])
IncidentId = Annotated[str, Path(max_length=100, examples=["i-0123456789abcdef"])]
StoryId = Annotated[str, Path(max_length=100, examples=["s-0123456789abcdef"])]
Order = Annotated[
    Literal["voices", "date", "killed"], Query(description="Most independent sources, latest or deadliest first.")
]
_TOLD = (Key("voices", True, int), Key("reports", True, int), Key("events", True, int))
_KEYS = {
    "voices": (*_TOLD, Key("latest", True, date), Key("incident_id")),
    "date": (Key("latest", True, date), *_TOLD, Key("incident_id")),
    "killed": (Key("killed_best", True, int), *_TOLD, Key("incident_id")),
}
_STORY_KEYS = (Key("reports", True, int), Key("story_id"))
_OF_EVENTS = (
    "incident_id IN (SELECT incident_id FROM cards WHERE incident_id IS NOT NULL AND event_id IN "
    "(SELECT event_id FROM flat_events WHERE {condition}))"
)


def _passing(q: str) -> tuple[str, list[object]]:
    """The condition of incidents with an event that passes the filter."""
    found = parse_filter(q)
    if not found.condition.parts:
        return "true", []
    condition = condition_of(found)
    return _OF_EVENTS.format(condition=condition.sql), condition.parameters


@router.get("/api/incidents", response_model=Page[IncidentRow], responses=LISTING)
def list_incidents(
    request: Request, desk: TheDesk, q: Q = "", sort: Order = "voices", cursor: Cursor = None, limit: Limit = 50
) -> Response:
    """Incidents with an event that passes the filter."""

    return desk.answer(request, lambda store: incidents_page(store, q, sort, cursor, limit), columns_of(IncidentRow))


def incidents_page(store: Store, q: str, sort: str, cursor: str | None, limit: int) -> dict[str, Any]:
    """One page of incidents with an event that passes the filter."""
    where, parameters = _passing(q)
    told = page(
        store, select=f"SELECT {ROW_COLUMNS} FROM incidents", where=where, parameters=parameters, keys=_KEYS[sort],
        mark=f"incidents {q} {sort}", cursor=cursor, limit=limit, total="SELECT count(*) FROM incidents",
    )  # fmt: skip
    return {**told, "items": [say_row(row) for row in told["items"]]}


@router.get("/api/incidents/{incident_id}", response_model=IncidentView, responses=FINDING)
def get_incident(request: Request, desk: TheDesk, incident_id: IncidentId) -> Response:
    """One incident: best values, tolls with history, versions, sources, reasons, and the chain that it stands in."""
    return desk.answer(request, lambda store: view_incident(store, incident_id))


def view_incident(store: Store, incident_id: str) -> dict[str, Any]:
    """An incident as the page shows it; raises Refusal where there is none of that id."""
    rows = store.rows(f"SELECT {ROW_COLUMNS} FROM incidents WHERE incident_id = ?", [incident_id])
    if not rows:
        raise Refusal(404, "no incident has that id")
    return say_incident(store, load_incident(store, incident_id), rows[0])


@router.get("/api/stories", response_model=Page[StoryRow], responses=LISTING)
def list_stories(request: Request, desk: TheDesk, q: Q = "", cursor: Cursor = None, limit: Limit = 50) -> Response:
    """Stories with an event that passes the filter, those of most reports first."""

    def make(store: Store) -> dict[str, Any]:
        where, parameters = _passing(q)
        if where != "true":
            where = f"story_id IN (SELECT story_id FROM story_incidents WHERE {where})"
        return page(
            store, select=f"SELECT {STORY_COLUMNS} FROM stories", where=where, parameters=parameters,
            keys=_STORY_KEYS, mark=f"stories {q}", cursor=cursor, limit=limit, total="SELECT count(*) FROM stories",
        )  # fmt: skip

    return desk.answer(request, make, columns_of(StoryRow))


@router.get("/api/stories/{story_id}", response_model=StoryView, responses=FINDING)
def get_story(request: Request, desk: TheDesk, story_id: StoryId) -> Response:
    """One story with its incidents in order of days."""

    def make(store: Store) -> dict[str, Any]:
        stories = store.rows(f"SELECT {STORY_COLUMNS} FROM stories WHERE story_id = ?", [story_id])
        if not stories:
            raise Refusal(404, "no story has that id")
        rows = store.rows(
            f"SELECT {ROW_COLUMNS} FROM incidents WHERE incident_id IN "
            "(SELECT incident_id FROM story_incidents WHERE story_id = ?) "
            "ORDER BY coalesce(earliest, latest) NULLS LAST, incident_id LIMIT 1000",
            [story_id],
        )
        names = [row["incident_id"] for row in rows]
        return {"story": stories[0], "incidents": [say_row(row) for row in rows], "chain": chains_among(store, names)}

    return desk.answer(request, make)
