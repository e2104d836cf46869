"""Reviewed reports as gold: what analysts confirmed, corrected, added or rejected, with the text it stands on.

One JSON object a line and report, in the shape of the codings that models are trained on (data/README.md). A sentence
is gold where every event in it was judged; others are not among `sentences`, and what was judged in these is left out:
a model would learn from them that what nobody looked at is no event.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from dateline.records import Count, Document, Event, Span
from dateline.store import Store
from dateline.store.reviews import last_reviews, reviewed_document


def gold_rows(store: Store) -> Iterator[dict[str, Any]]:
    """A row for each report with a reviewed event: its text, sentences, and the events judged, rejected ones apart."""
    for row in store.rows("SELECT DISTINCT report_id FROM reviewed SEMI JOIN reports USING (report_id) ORDER BY 1"):
        yield _row(reviewed_document(store, row["report_id"]), last_reviews(store, row["report_id"]))


def _row(document: Document, reviews: dict[str, dict[str, Any]]) -> dict[str, Any]:
    report = document.report
    unjudged = {event.sentence for event in document.events if event.event_id not in reviews}
    judged = [event for event in document.events if event.event_id in reviews and event.sentence not in unjudged]
    whole = not unjudged
    seen = {event.sentence for event in judged}
    gold = [one for one in document.sentences if one.part == "body" and (whole or one.index in seen)]
    numbers = {one.index: number for number, one in enumerate(gold)}
    kept = [event for event in judged if reviews[event.event_id]["verdict"] != "reject" and event.sentence in numbers]
    return {
        "doc_id": report.report_id, "sha256": hashlib.sha256(report.text.encode("utf-8", "replace")).hexdigest()[:32],
        "title": report.title, "date": report.published.date() if report.published else None, "complete": whole,
        "text": report.text, "sentences": [[one.span.start, one.span.end] for one in gold],
        "events": [_event(document, event, reviews[event.event_id], numbers) for event in kept],
        "rejected": [
            {"id": event.event_id, "trigger": _span(event.trigger), "event_type": event.event_type,
             "by": reviews[event.event_id]["by"], "reason": reviews[event.event_id]["reason"]}
            for event in judged if reviews[event.event_id]["verdict"] == "reject"
        ],
    }  # fmt: skip


def _event(document: Document, event: Event, review: dict[str, Any], numbers: dict[int, int]) -> dict[str, Any]:
    times = {one.time_id: one for one in document.times}
    time = times.get(event.time or "")
    claim = next((one for one in document.claims if one.claim_id == event.reported_by), None)
    links = [link for link in document.links if link.left == event.event_id and link.judgement == "positive"]
    return {
        "id": event.event_id, "sentence": numbers[event.sentence], "trigger": _span(event.trigger),
        "event_type": event.event_type, "modes": event.modes, "contexts": event.contexts, "status": event.status,
        "negated": event.negated, "actors": [_party(document, one) for one in event.actors],
        "recipients": [_party(document, one) for one in event.recipients],
        "place": _party(document, event.place) if event.place else None,
        "time": {**_span(time.span), "earliest": time.earliest, "latest": time.latest} if time and time.span else None,
        "reported_by": _span(claim.source_span) if claim and claim.source_span else None,
        "killed": _best(event.killed), "injured": _best(event.injured),
        "approx": any(count.approx for count in (event.killed, event.injured) if count),
        "caused_by": [link.right for link in links if link.relation == "caused_by"],
        "same_as": next((link.right for link in links if link.relation == "same_as"), None),
        "verdict": review["verdict"], "by": review["by"], "at": review["at"], "changed": review["slots"],
    }  # fmt: skip


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _best(count: Count | None) -> int | None:
    return count.best if count else None


def _party(document: Document, mention_id: str) -> dict[str, Any] | None:
    mention = next((one for one in document.mentions if one.mention_id == mention_id), None)
    if mention is None:
        return None
    found = [one for one in document.resolutions if one.mention_id in (mention.mention_id, mention.refers_to)]
    country = next((one.country for one in found if one.country), None)
    sector = next((one.sectors[0] for one in found if one.sectors), None)
    return {**_span(mention.span), "country": country, "sector": sector}
