"""Events: the list, one with its evidence, and counts."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from dateline.errors import StoreError
from dateline.records import Document, Span
from dateline.store import Store, count_events
from dateline.store.filters import load_filters, unknown
from dateline.store.flat import COLUMNS
from dateline.web.answers import CSV, GEOJSON, JSON, encode, wanted
from dateline.web.desk import TheDesk
from dateline.web.lists import Cursor, Limit, Q, events_page
from dateline.web.problems import Refusal
from dateline.web.reading import safe_url, say_why, span
from dateline.web.routes import FINDING, LISTING, READING
from dateline.web.schemas.base import Page
from dateline.web.schemas.events import CountRow, Counts, EventRow, EventView
from dateline.web.tables import columns_of, table

router = APIRouter(tags=["events"])
EventId = Annotated[str, Path(max_length=200, examples=["r-0123456789abcdef:e10-16"])]
Sort = Annotated[str | None, Query(max_length=200, description="Such as `-date,type`; see docs/query.md.")]
_MOST_GROUPS = 3
_SHAPES: dict[int | str, Any] = {
    200: {"description": "Rows; as CSV or GeoJSON where the Accept header asks for these.", "content": {
        "text/csv": {"schema": {"type": "string"}}, GEOJSON: {"schema": {"type": "object"}}}}
}  # fmt: skip


@router.get("/api/events", response_model=Page[EventRow], responses={**READING, **_SHAPES})
def list_events(
    request: Request, desk: TheDesk, q: Q = "", sort: Sort = None, cursor: Cursor = None, limit: Limit = 50
) -> Response:
    """Events that pass the filter, page by page, in the order of `sort` or of the filter."""
    kind = wanted(request, (JSON, CSV, GEOJSON))

    def make() -> tuple[bytes, str]:
        with desk.shared.reading() as store:
            told = events_page(store, q, sort, cursor, limit)
        for row in told["items"]:
            row["url"] = safe_url(row["url"])
        if kind == JSON:
            return encode(told), JSON
        return (table(told["items"], COLUMNS), CSV) if kind == CSV else (encode(_geojson(told)), GEOJSON)

    return desk.answers.answer(request, desk.shared.version, make)


@router.get("/api/events/{event_id}", response_model=EventView, responses=FINDING)
def get_event(request: Request, desk: TheDesk, event_id: EventId) -> Response:
    """One event: its row, its sentence with the words that fill slots, and how each was found."""
    return desk.answer(request, lambda store: view_event(store, event_id))


@router.get("/api/counts", response_model=Counts, responses=LISTING)
def get_counts(
    request: Request,
    desk: TheDesk,
    q: Q = "",
    by: Annotated[str, Query(max_length=100, description="Groups of docs/query.md, with commas.")] = "type",
    limit: Annotated[int, Query(ge=1, le=5000)] = 200,
) -> Response:
    """How many events each group has."""
    names = [name.strip() for name in by.split(",") if name.strip()]
    if len(set(names)) != len(names) or len(names) > _MOST_GROUPS:
        raise StoreError(f"filter: by: name up to {_MOST_GROUPS} groups, each once")
    for name in names:
        if name not in load_filters()["groups"]:
            raise unknown("group", name, load_filters()["groups"])
    return desk.answer(
        request, lambda store: {"by": names, "items": count_events(store, q, names, limit)},
        [*names, *columns_of(CountRow)],
    )  # fmt: skip


def find_row(store: Store, event_id: str) -> dict[str, Any]:
    """The flat row of an event; raises Refusal where there is none of that id."""
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    rows = store.rows(f"SELECT {names} FROM flat_events WHERE event_id = ? LIMIT 1", [event_id])
    if not rows:
        raise Refusal(404, "no event has that id")
    rows[0]["url"] = safe_url(rows[0]["url"])
    return rows[0]


def view_event(store: Store, event_id: str) -> dict[str, Any]:
    """An event with its evidence; raises Refusal where there is none of that id."""
    row = find_row(store, event_id)
    incidents = store.rows("SELECT incident_id FROM cards WHERE event_id = ? LIMIT 1", [event_id])
    held = store.rows("SELECT 1 FROM documents WHERE report_id = ?", [row["report_id"]])
    document = store.document(row["report_id"]) if held else None
    event = next((one for one in document.events if one.event_id == event_id), None) if document else None
    return {
        "event": row, "incident_id": incidents[0]["incident_id"] if incidents else None,
        "evidence": find_evidence(document, event_id) if document and event else _bare(row),
        "why": say_why(event) if event else [],
    }  # fmt: skip


def find_evidence(document: Document, event_id: str) -> dict[str, Any]:
    """The sentence of an event with the words that fill slots, and the sentences around it."""
    event = next(one for one in document.events if one.event_id == event_id)
    text, sentences = document.report.text, list(document.sentences)
    at = next((at for at, one in enumerate(sentences) if one.index == event.sentence), None)
    whole = sentences[at].span if at is not None else event.trigger
    mentions = {one.mention_id: one for one in document.mentions}
    claim = next((one for one in document.claims if one.claim_id == event.reported_by), None)
    time = next((one for one in document.times if one.time_id == event.time), None)
    slots: list[tuple[str, Span | None]] = [
        ("event", event.trigger), *(("actor", mentions[one].span) for one in event.actors if one in mentions),
        *(("recipient", mentions[one].span) for one in event.recipients if one in mentions),
        ("place", mentions[event.place].span if event.place in mentions else None),
        ("time", time.span if time else None), ("weapon", event.weapon),
        ("killed", event.killed.span if event.killed else None),
        ("injured", event.injured.span if event.injured else None),
        ("source", claim.source_span if claim else None), ("cue", claim.cue if claim else None),
        ("cue", event.status_cue), ("cue", event.negation_cue),
    ]  # fmt: skip
    inside = [(slot, one) for slot, one in slots if one is not None and whole.covers(one)]
    return {
        "sentence": whole.of(text), "sentence_start": whole.start,
        "spans": [{"slot": slot, **span(Span(one.start - whole.start, one.end - whole.start))} for slot, one in inside],
        "before": sentences[at - 1].span.of(text) if at else "",
        "after": sentences[at + 1].span.of(text) if at is not None and at + 1 < len(sentences) else "",
    }  # fmt: skip


def _bare(row: dict[str, Any]) -> dict[str, Any]:
    return {"sentence": row["text"], "sentence_start": 0, "spans": [], "before": "", "after": ""}


def feature_of(row: dict[str, Any]) -> dict[str, Any]:
    """An event as a GeoJSON feature; without coordinates where its place has none."""
    placed = row["latitude"] is not None and row["longitude"] is not None
    point = {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]} if placed else None
    left = ("latitude", "longitude")
    properties = {name: value for name, value in row.items() if name not in left}
    return {"type": "Feature", "id": row["event_id"], "geometry": point, "properties": properties}


def _geojson(told: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": [feature_of(row) for row in told["items"]], "next": told["next"]}
