"""The log of what analysts said of events, and the documents that follow from it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from dateline.errors import StoreError
from dateline.records import Document, Event, Span, from_json, make_id, to_json
from dateline.records.reviews import Review, Verdict, standing
from dateline.store.corrections import correct, match_events
from dateline.store.database import Store
from dateline.store.lists import ask
from dateline.store.rows import Row, pack, pack_batch, unpack

_ORDER = "ORDER BY reviewed_at, review_id"


def add_review(
    store: Store,
    event_id: str,
    verdict: Verdict,
    *,
    by: str,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
    undo_of: str | None = None,
) -> Review:
    """Writes a review down and the report as it leaves it, in one transaction.

    Raises StoreError where the event, or the review that is taken back, is not there.
    """
    with store.transaction():
        report_id = event_id.partition(":")[0]
        machine = machine_reading(store, report_id)
        event = _reviewed_event(store, machine, event_id, verdict, changes or {})
        if verdict == "undo":
            _check_undo(store, report_id, undo_of)
        at = datetime.now(UTC)
        review = Review(
            review_id=make_id("w", event_id, verdict, by, at.isoformat(), undo_of), report_id=report_id,
            event_id=event_id, verdict=verdict, event=event, by=by, at=at, changes=dict(changes or {}),
            reason=reason, undo_of=undo_of if verdict == "undo" else None,
        )  # fmt: skip
        manifest = store.rows("SELECT manifest_id FROM reports WHERE report_id = ?", [report_id])[0]["manifest_id"]
        _insert(store, review, manifest)
        _rewrite(store, machine, manifest)
    return review


def load_reviews(store: Store, report_id: str | None = None) -> list[Review]:
    """The reviews of a report's events, or all, in the order in which they were given."""
    rows = store.rows(f"SELECT * FROM reviews WHERE ? IS NULL OR report_id = ? {_ORDER}", [report_id, report_id])
    return [review_of(row) for row in rows]


def review_of(row: Row) -> Review:
    """The review of a row of the log."""
    return Review(
        review_id=row["review_id"], report_id=row["report_id"], event_id=row["event_id"], verdict=row["verdict"],
        event=from_json(row["event"], Event), by=row["reviewed_by"], at=row["reviewed_at"],
        changes=json.loads(row["changes"]), reason=row["reason"], undo_of=row["undo_of"],
    )  # fmt: skip


def machine_reading(store: Store, report_id: str) -> Document:
    """A report as the machine read it, before any correction."""
    kept = store.rows("SELECT body FROM readings WHERE report_id = ?", [report_id])
    return from_json(unpack(kept[0]["body"]), Document) if kept else store.document(report_id)


def reviewed_document(store: Store, report_id: str) -> Document:
    """A report with its corrections, and with the events that were rejected."""
    if not store.rows("SELECT 1 FROM reviews WHERE report_id = ? LIMIT 1", [report_id]):
        return store.document(report_id)
    kept = standing(load_reviews(store, report_id))
    return correct(machine_reading(store, report_id), kept, keep_rejected=True)


def replay_reviews(store: Store, report_ids: Iterable[str]) -> None:
    """Puts what analysts said into reports that were just coded anew, within the caller's transaction."""
    rows = ask(
        store,
        "SELECT DISTINCT report_id, manifest_id FROM reports WHERE report_id IN names($1) "
        "AND report_id IN (SELECT report_id FROM reviews) ORDER BY ALL",
        [list(report_ids)],
    )
    for row in rows:
        _rewrite(store, machine_reading(store, row["report_id"]), row["manifest_id"])


def last_reviews(store: Store, report_id: str) -> dict[str, Row]:
    """The last standing word on each event of a report, by the event's id."""
    rows = store.rows(
        "SELECT d.event_id, r.review_id, r.verdict, r.reviewed_by, r.reason, r.reviewed_at, r.changes FROM reviewed d "
        "JOIN reviews r USING (review_id) WHERE d.report_id = ? AND d.last",
        [report_id],
    )
    return {
        row["event_id"]: {
            "review_id": row["review_id"], "verdict": row["verdict"], "by": row["reviewed_by"],
            "reason": row["reason"], "at": row["reviewed_at"], "slots": sorted(json.loads(row["changes"])),
        }
        for row in rows
    }  # fmt: skip


def _reviewed_event(
    store: Store, machine: Document, event_id: str, verdict: Verdict, changes: Mapping[str, Any]
) -> Event:
    """What the machine had read where the event stands; for one that is added, what the analyst says."""
    known = next((event for event in machine.events if event.event_id == event_id), None)
    if known is not None:
        return known
    earlier = store.rows(f"SELECT event FROM reviews WHERE event_id = ? {_ORDER} LIMIT 1", [event_id])
    if earlier:
        return from_json(earlier[0]["event"], Event)
    if verdict != "add":
        raise StoreError(f"no event {event_id!r}")
    mark = changes["trigger"]
    return Event(
        event_id=event_id, report_id=machine.report.report_id, sentence=0, trigger=Span(mark["start"], mark["end"]),
        event_type=changes["event_type"], method="review",
    )  # fmt: skip


def _check_undo(store: Store, report_id: str, undo_of: str | None) -> None:
    found = {one.review_id for one in standing(load_reviews(store, report_id))}
    if undo_of not in found:
        raise StoreError("no standing review of this report has that id")


def _insert(store: Store, review: Review, manifest_id: str) -> None:
    store.rows(
        "INSERT INTO reviews VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            review.review_id, review.report_id, review.event_id, review.verdict,
            json.dumps(dict(review.changes), ensure_ascii=False, default=str), review.reason, review.by, review.at,
            review.undo_of, to_json(review.event).decode("utf-8"), manifest_id,
        ],
    )  # fmt: skip


def _rewrite(store: Store, machine: Document, manifest_id: str) -> None:
    """Writes a report as its standing reviews leave it, and marks it as to be linked anew."""
    report_id = machine.report.report_id
    kept = standing(load_reviews(store, report_id))
    store.write_batch(pack_batch([correct(machine, kept)], manifest_id))
    store.rows("DELETE FROM readings WHERE report_id = ?", [report_id])
    if kept:
        store.write_rows("readings", [{"report_id": report_id, "body": pack(machine)}])
    store.rows("DELETE FROM reviewed WHERE report_id = ?", [report_id])
    store.write_rows("reviewed", _present(machine, kept))
    store.rows("UPDATE sketches SET manifest_id = 'reviewed' WHERE report_id = ?", [report_id])


def _present(machine: Document, kept: Sequence[Review]) -> list[Row]:
    """The last word of each analyst on each event, by the event's present id."""
    matched = match_events(machine, kept)
    rows: dict[tuple[str, str], Row] = {}
    last: dict[str, str] = {}
    for review in kept:
        name = matched[review.event_id] or review.event_id
        last[name] = review.review_id
        rows[name, review.by] = {
            "event_id": name, "report_id": review.report_id, "review_id": review.review_id,
            "verdict": review.verdict, "reviewed_by": review.by, "reviewed_at": review.at,
        }  # fmt: skip
    return [{**row, "last": last[row["event_id"]] == row["review_id"]} for row in rows.values()]
