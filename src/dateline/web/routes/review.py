"""The analyst's desk: what to look at, what was said, and what follows from it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request
from starlette.responses import Response

from dateline.errors import StoreError
from dateline.evaluate.agreement import measure_agreement
from dateline.export.gold import gold_rows
from dateline.ontology import load_plover
from dateline.store import Store
from dateline.store.paging import Key
from dateline.store.reviews import add_review, last_reviews, load_reviews, machine_reading, reviewed_document
from dateline.web.answers import JSON, encode
from dateline.web.desk import TheDesk
from dateline.web.lists import Cursor, Limit, Q, page, queue_page
from dateline.web.problems import Refusal
from dateline.web.reading import say_report
from dateline.web.routes import FINDING, LISTING, READING, WRITING
from dateline.web.schemas.base import Page
from dateline.web.schemas.review import AgreementView, Changes, QueueRow, Reviewed, ReviewIn, ReviewRow
from dateline.web.tables import columns_of

router = APIRouter(tags=["review"])
Reviewer = Annotated[str | None, Query(max_length=80)]
Id = Annotated[str | None, Query(max_length=200)]
_LOG = (
    "review_id, report_id, event_id, verdict, changes, reason, reviewed_by, reviewed_at, undo_of, "
    "json_extract_string(event, '$.event_type') AS event_type, "
    "review_id NOT IN (SELECT undo_of FROM reviews WHERE undo_of IS NOT NULL) AS standing, "
    "(SELECT title FROM reports r WHERE r.report_id = reviews.report_id) AS title"
)
_NEWLINES = "application/x-ndjson"


@router.get("/api/review/queue", response_model=Page[QueueRow], responses=LISTING)
def get_queue(
    request: Request, desk: TheDesk, q: Q = "", by: Reviewer = None, cursor: Cursor = None, limit: Limit = 50
) -> Response:
    """Events that pass the filter and that nobody (with `by`: not this analyst) judged, the weightiest doubt first."""
    return desk.answer(request, lambda store: queue_page(store, q, by, cursor, limit), columns_of(QueueRow))


@router.post("/api/review", response_model=Reviewed, responses=WRITING)
def post_review(request: Request, desk: TheDesk, given: Annotated[ReviewIn, Body()]) -> Response:
    """Adds a word to the log, and gives the event as it is now."""
    desk.must_write()
    changes = given.changes.model_dump(exclude_unset=True, mode="json") if given.changes else {}
    with desk.writing() as store:
        event_id = _target(store, given)
        _check(store, given, changes, event_id)
        try:
            review = add_review(
                store, event_id, given.verdict, by=given.by.strip(), changes=changes, reason=given.reason,
                undo_of=given.undo_of,
            )  # fmt: skip
        except StoreError as error:
            raise Refusal(404, str(error)) from error
        row = _rows(store.rows(f"SELECT {_LOG} FROM reviews WHERE review_id = ?", [review.review_id]))[0]
        told = say_report(
            reviewed_document(store, review.report_id), reviews=last_reviews(store, review.report_id)
        )
    desk.relink_soon()
    event = next((one for one in told["events"] if one["event_id"] == event_id), None)
    return Response(encode({"review": row, "event": event}), media_type=JSON)


@router.get("/api/review/log", response_model=Page[ReviewRow], responses=LISTING)
def get_log(
    request: Request,
    desk: TheDesk,
    event: Id = None,
    report: Id = None,
    by: Reviewer = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response:
    """What was said, the latest first."""

    def make(store: Store) -> dict[str, Any]:
        told = page(
            store, select=f"SELECT {_LOG} FROM reviews",
            where="(? IS NULL OR event_id = ?) AND (? IS NULL OR report_id = ?) AND (? IS NULL OR reviewed_by = ?)",
            parameters=[event, event, report, report, by, by],
            keys=(Key("reviewed_at", True, datetime), Key("review_id")), mark=f"log {event} {report} {by}",
            cursor=cursor, limit=limit, total="SELECT count(*) FROM reviews",
        )  # fmt: skip
        return {**told, "items": _rows(told["items"])}

    return desk.answer(request, make, columns_of(ReviewRow))


@router.get(
    "/api/review/gold.jsonl", response_class=Response,
    responses={**READING, 200: {"content": {_NEWLINES: {"schema": {"type": "string"}}}, "description": "Gold."}},
)  # fmt: skip
def get_gold(request: Request, desk: TheDesk) -> Response:
    """Reviewed reports as gold, one JSON object a line, to train from."""

    def make() -> tuple[bytes, str]:
        with desk.shared.reading() as store:
            return b"".join(encode(row) + b"\n" for row in gold_rows(store)), _NEWLINES

    return desk.answers.answer(request, desk.shared.version, make)


@router.get("/api/review/agreement", response_model=AgreementView, responses=FINDING)
def get_agreement(
    request: Request,
    desk: TheDesk,
    a: Annotated[str, Query(max_length=80)],
    b: Annotated[str, Query(max_length=80)],
) -> Response:
    """How far two analysts agree on the events that both judged."""

    def make(store: Store) -> dict[str, Any]:
        found = measure_agreement(load_reviews(store), a, b)
        names = store.rows("SELECT DISTINCT reviewed_by FROM reviews ORDER BY 1 LIMIT 200")
        return {
            "a": a, "b": b, "events": found.events,
            "fields": [
                {"field": one.field, "events": one.events, "same": one.same, "kappa": one.kappa}
                for one in found.fields
            ],
            "differences": [
                {"event_id": name, "field": field, "a": left, "b": right}
                for name, field, left, right in found.differences[:500]
            ],
            "reviewers": [row["reviewed_by"] for row in names],
        }  # fmt: skip

    return desk.answer(request, make)


def _rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of the log in the shape of `ReviewRow`."""
    return [
        {
            **{name: value for name, value in row.items() if name not in ("reviewed_by", "reviewed_at", "changes")},
            "by": row["reviewed_by"], "at": row["reviewed_at"], "changes": json.loads(row["changes"]),
        }
        for row in rows
    ]  # fmt: skip


def _target(store: Store, given: ReviewIn) -> str:
    """The id of the event that is spoken of; raises Refusal where the report is not there."""
    if given.verdict == "undo":
        rows = store.rows("SELECT event_id FROM reviews WHERE review_id = ?", [given.undo_of])
        if not rows:
            raise Refusal(404, "no review has that id")
        return str(rows[0]["event_id"])
    if given.verdict == "add":
        trigger = given.changes.trigger if given.changes else None
        if not given.report_id or trigger is None or not given.changes or not given.changes.event_type:
            raise Refusal(422, "an event that is added has a report_id, and in changes a trigger and an event_type")
        event_id = f"{given.report_id}:e{trigger.start}-{trigger.end}"
    else:
        event_id = given.event_id or ""
    if not store.rows("SELECT 1 FROM documents WHERE report_id = ?", [event_id.partition(":")[0]]):
        raise Refusal(404, "no event has that id")
    return event_id


def _check(store: Store, given: ReviewIn, changes: dict[str, Any], event_id: str) -> None:
    """Raises Refusal for a type, mode, context or stretch of text that is none."""
    if given.verdict in ("accept", "reject", "undo"):
        if changes:
            raise Refusal(422, f"{given.verdict}: nothing is changed by it")
        return
    if given.verdict == "correct" and not changes:
        raise Refusal(422, "correct: name what is otherwise")
    assert given.changes is not None
    document = machine_reading(store, event_id.partition(":")[0])
    _check_spans(given.changes, len(document.report.text))
    _check_codes(store, given.changes, document, event_id)


def _check_spans(changes: Changes, length: int) -> None:
    marks: list[Any] = [*(changes.actors or ()), *(changes.recipients or ())]
    marks += [changes.trigger, changes.place, changes.time, changes.weapon, changes.killed, changes.injured]
    for mark in marks:
        if mark is not None and mark.end is not None and mark.end > length:
            raise Refusal(422, f"a stretch ends at {mark.end}, the text at {length}")


def _check_codes(store: Store, changes: Changes, document: Any, event_id: str) -> None:
    plover = load_plover()
    for name in ("trigger", "event_type", "modes", "contexts", "status", "negated", "actors", "recipients"):
        if name in changes.model_fields_set and getattr(changes, name) is None:
            raise Refusal(422, f"{name}: it cannot be empty")
    if changes.event_type is not None and changes.event_type not in plover.types:
        raise Refusal(422, f"event_type: choose one of {', '.join(plover.types)}")
    unknown = [one for one in changes.contexts or () if one not in plover.contexts]
    if unknown:
        raise Refusal(422, f"contexts: choose some of {', '.join(plover.contexts)}")
    if changes.modes:
        present = reviewed_document(store, document.report.report_id)
        now = next((one.event_type for one in present.events if one.event_id == event_id), "")
        known = plover.modes_of(changes.event_type or now)
        if any(mode not in known for mode in changes.modes):
            raise Refusal(422, f"modes: choose some of {', '.join(known) or 'none'}")

