"""An analyst's word on incidents: merge, split, pin, and take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Request
from starlette.responses import Response

from dateline.errors import StoreError
from dateline.store import Store
from dateline.store.lists import ask
from dateline.store.rulings import incident_events, merge_incidents, pin_incident, split_incident, undo_ruling
from dateline.web.answers import JSON, encode
from dateline.web.desk import Desk, TheDesk
from dateline.web.problems import Refusal
from dateline.web.relink import link_at_once
from dateline.web.routes import LISTING, WRITING
from dateline.web.routes.incidents import IncidentId
from dateline.web.schemas.base import Rows
from dateline.web.schemas.review import MergeIn, Ruled, RulingIn, RulingRow, SplitIn
from dateline.web.tables import columns_of

router = APIRouter(tags=["incidents"])
RulingId = Annotated[str, Path(max_length=100, examples=["j-0123456789abcdef"])]


@router.post("/api/incidents/{incident_id}/merge", response_model=Ruled, responses=WRITING)
def post_merge(request: Request, desk: TheDesk, incident_id: IncidentId, given: Annotated[MergeIn, Body()]) -> Response:
    """Rules that incidents are one."""
    names = [incident_id, *given.incidents]
    return _rule(desk, names, lambda store: merge_incidents(store, names, given.by, given.reason))


@router.post("/api/incidents/{incident_id}/split", response_model=Ruled, responses=WRITING)
def post_split(request: Request, desk: TheDesk, incident_id: IncidentId, given: Annotated[SplitIn, Body()]) -> Response:
    """Rules that events are not of an incident."""
    return _rule(
        desk, [incident_id], lambda store: split_incident(store, incident_id, given.events, given.by, given.reason)
    )


@router.post("/api/incidents/{incident_id}/pin", response_model=Ruled, responses=WRITING)
def post_pin(request: Request, desk: TheDesk, incident_id: IncidentId, given: Annotated[RulingIn, Body()]) -> Response:
    """Rules that an incident's present events stay together."""
    return _rule(desk, [incident_id], lambda store: pin_incident(store, incident_id, given.by, given.reason))


@router.get("/api/rulings", response_model=Rows[RulingRow], responses=LISTING)
def list_rulings(request: Request, desk: TheDesk) -> Response:
    """What was ruled, the latest first."""
    return desk.answer(
        request,
        lambda store: {
            "items": store.rows(
                'SELECT ruling_id, left_event, right_event, verdict, kind, ruled_by AS "by", note, ruled_at AS "at" '
                "FROM rulings ORDER BY ruled_at DESC, ruling_id LIMIT 1000"
            )
        },
        columns_of(RulingRow),
    )


@router.post("/api/rulings/{ruling_id}/undo", response_model=Ruled, responses=WRITING)
def post_undo(request: Request, desk: TheDesk, ruling_id: RulingId) -> Response:
    """Takes back the merging, splitting or pinning that the ruling came of."""
    with desk.writing() as store:
        rows = store.rows("SELECT left_event, right_event FROM rulings WHERE ruling_id = ?", [ruling_id])
        if not rows:
            raise Refusal(404, "no ruling has that id")
        with store.transaction():
            undo_ruling(store, ruling_id)
            link_at_once(store)
        return _told(store, [], [rows[0]["left_event"], rows[0]["right_event"]])


def _rule(desk: Desk, names: list[str], act: Callable[[Store], list[str]]) -> Response:
    """Rules, and links what the ruling touches, in one transaction."""
    with desk.writing() as store:
        for name in names:
            if not store.rows("SELECT 1 FROM incidents WHERE incident_id = ?", [name]):
                raise Refusal(404, "no incident has that id")
        events = [event for name in names for event in incident_events(store, name)]
        try:
            with store.transaction():
                rulings = act(store)
                link_at_once(store)
        except StoreError as error:
            if str(error).startswith(("merge:", "split:", "several", "no ")):
                raise Refusal(422, str(error)) from error
            raise
        return _told(store, rulings, events)


def _told(store: Store, rulings: list[str], events: list[str]) -> Response:
    rows: list[dict[str, Any]] = ask(
        store,
        "SELECT DISTINCT incident_id FROM cards WHERE event_id IN names(?) AND incident_id IS NOT NULL ORDER BY 1",
        [events],
    )
    return Response(encode({"rulings": rulings, "incidents": [row["incident_id"] for row in rows]}), media_type=JSON)
