"""Machine-readable shapes: one JSON object per report, one CSV row per event."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import StringIO
from typing import Any

import msgspec

from dateline.export.picture import Happening, Party, draw
from dateline.export.wording import quad_class
from dateline.records import Claim, Count, Document, Event, Span, to_builtins

COLUMNS = (
    "report_id", "source", "publisher", "published", "title", "event_id", "same_as", "status", "negated",
    "event_type", "modes", "contexts", "quad_class", "trigger", "trigger_start", "trigger_end",
    "actors", "actor_countries", "actor_sectors", "recipients", "recipient_countries", "recipient_sectors",
    "place", "place_name", "place_country", "latitude", "longitude", "precision",
    "time", "time_value", "earliest", "latest", "killed_low", "killed_best", "killed_high",
    "injured_low", "injured_best", "injured_high", "weapon", "reported_by", "confidence", "sentence",
)  # fmt: skip


def as_tree(document: Document) -> dict[str, Any]:
    """The document as one JSON-ready tree: every slot with its words, offsets, name, country and method."""
    report: dict[str, Any] = to_builtins(document.report)
    return {
        "report": report,
        "events": list(_events(document)),
        "claims": [_claim(document, c) for c in document.claims],
        "links": [{**to_builtins(link), "cue": _span(document, link.cue)} for link in document.links],
    }


def render_json(documents: Iterable[Document]) -> str:
    """An indented JSON array with one object per report."""
    packed = msgspec.json.encode([as_tree(document) for document in documents])
    return msgspec.json.format(packed, indent=2).decode() + "\n"


def render_jsonl(documents: Iterable[Document]) -> str:
    """One line of JSON per report."""
    return "".join(msgspec.json.encode(as_tree(document)).decode() + "\n" for document in documents)


def render_csv(documents: Iterable[Document]) -> str:
    """One row per event mention under a heading; several values in a cell are joined with '; '."""
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for document in documents:
        writer.writerows(_rows(document))
    return out.getvalue()


def _span(document: Document, span: Span | None) -> dict[str, Any] | None:
    return None if span is None else {"words": span.of(document.report.text), "start": span.start, "end": span.end}


def _party(document: Document, party: Party | None) -> dict[str, Any] | None:
    if party is None:
        return None
    place = to_builtins(party.place.place) if party.place and party.place.place else None
    return {
        "mention_id": party.mention_id,
        **(_span(document, party.span) or {}),
        "name": party.name,
        "country": party.country,
        "sectors": list(party.sectors),
        "place": place,
    }


def _count(document: Document, count: Count | None) -> dict[str, Any] | None:
    return None if count is None else {**to_builtins(count), "span": _span(document, count.span)}


def _single(document: Document) -> Iterator[tuple[Happening, Happening]]:
    """Each mention as a happening of its own, beside the merged one that it belongs to."""
    alone = {one.event.event_id: one for one in draw(replace(document, links=())).happenings}
    merged = {event.event_id: one for one in draw(document).happenings for event in one.mentions}
    for event in document.events:
        yield alone[event.event_id], merged[event.event_id]


def _events(document: Document) -> Iterator[dict[str, Any]]:
    for one, merged in _single(document):
        event: Event = one.event
        yield {
            "event_id": event.event_id, "same_as": merged.event.event_id, "sentence": event.sentence,
            "trigger": _span(document, event.trigger), "event_type": event.event_type,
            "modes": list(event.modes),
            "contexts": list(event.contexts), "quad_class": quad_class(event.event_type),
            "actors": [_party(document, party) for party in one.actors],
            "recipients": [_party(document, party) for party in one.recipients],
            "place": _party(document, one.place),
            "time": None if one.time is None else {**to_builtins(one.time),
            "span": _span(document, one.time.span)},
            "status": event.status, "status_cue": _span(document, event.status_cue),
            "negated": event.negated, "negation_cue": _span(document, event.negation_cue),
            "killed": _count(document, event.killed), "injured": _count(document, event.injured),
            "weapon": _span(document, event.weapon), "reported_by": event.reported_by,
            "empty": dict(one.empty),
            "confidence": event.confidence, "method": event.method,
        }  # fmt: skip


def _claim(document: Document, claim: Claim) -> dict[str, Any]:
    return {
        **to_builtins(claim), "cue": _span(document, claim.cue),
        "source_span": _span(document, claim.source_span),
        "content": [_span(document, span) for span in claim.content],
    }  # fmt: skip


def _rows(document: Document) -> Iterator[dict[str, Any]]:
    report = document.report
    for one, merged in _single(document):
        event, text = one.event, report.text
        place = one.place.place.place if one.place and one.place.place else None
        row: dict[str, Any] = {
            "report_id": report.report_id, "source": report.source, "publisher": report.publisher,
            "published": report.published.date().isoformat() if report.published else None,
            "title": report.title,
            "event_id": event.event_id, "same_as": merged.event.event_id, "status": event.status,
            "negated": str(event.negated).lower(), "event_type": event.event_type,
            "modes": "; ".join(event.modes),
            "contexts": "; ".join(event.contexts), "quad_class": quad_class(event.event_type),
            "trigger": event.trigger.of(text), "trigger_start": event.trigger.start,
            "trigger_end": event.trigger.end,
            **_party_cells("actor", one.actors), **_party_cells("recipient", one.recipients),
            "place": one.place.words if one.place else None, "place_name": place.name if place else None,
            "place_country": place.country if place else None, "latitude": place.lat if place else None,
            "longitude": place.lon if place else None, "precision": place.precision if place else None,
            "time": one.time.span.of(text) if one.time and one.time.span else None,
            "time_value": one.time.value if one.time else None,
            "earliest": one.time.earliest if one.time else None,
            "latest": one.time.latest if one.time else None,
            **_count_cells("killed", event.killed), **_count_cells("injured", event.injured),
            "weapon": event.weapon.of(text) if event.weapon else None,
            "reported_by": "; ".join(_source(document, claim) for claim in one.sources) or None,
            "confidence": round(event.confidence, 4), "sentence": event.sentence,
        }  # fmt: skip
        yield {name: safe_cell(value) for name, value in row.items()}


def _source(document: Document, claim: Claim) -> str:
    return claim.source_span.of(document.report.text) if claim.source_span else claim.source or ""


def _party_cells(role: str, parties: tuple[Party, ...]) -> dict[str, str]:
    return {
        f"{role}s": "; ".join(party.name or party.words for party in parties),
        f"{role}_countries": "; ".join(party.country or "" for party in parties),
        f"{role}_sectors": "; ".join(" ".join(party.sectors) for party in parties),
    }


def _count_cells(name: str, count: Count | None) -> dict[str, int | None]:
    return {f"{name}_{bound}": getattr(count, bound) if count else None for bound in ("low", "best", "high")}


def safe_cell(value: Any) -> Any:
    """The value, with text that a spreadsheet would run as a formula put behind an apostrophe."""
    if not isinstance(value, str):
        return value
    value = value.replace("\x00", "")
    return "'" + value if value.startswith(("=", "+", "-", "@", "\t", "\r")) and value != "-" else value
