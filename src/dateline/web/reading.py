"""A document as the report view has it: the text, and every span that lies over it, by ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dateline.export.wording import clean, load_words, say_code, say_interval, say_type
from dateline.link.days import same_events
from dateline.ontology import load_plover
from dateline.ontology.types import QUAD_CLASSES
from dateline.records import Binding, Claim, Count, Document, Event, Link, Mention, Report, Resolution, Span, TimeRef
from dateline.web.places import radius_of

Json = dict[str, Any]


def say_report(
    document: Document,
    *,
    stored: bool = True,
    incidents: Mapping[str, str] | None = None,
    reviews: Mapping[str, Json] | None = None,
) -> Json:
    """The document in the shape of `schemas.report.ReportView`.

    Args:
        incidents: the incident of each event, where the store knows it.
        reviews: what an analyst said of each event last.
    """
    text = document.report.text
    actors = {one.mention_id: one for one in document.resolutions if one.kind == "actor"}
    places = {one.mention_id: one for one in document.resolutions if one.kind == "place"}
    times = {one.time_id: one for one in document.times}
    first = same_events(document)
    events = []
    for event in document.events:
        told = say_event(event, text, times.get(event.time or ""))
        told["same_as"] = first[event.event_id]
        told["incident_id"] = (incidents or {}).get(event.event_id)
        told["review"] = (reviews or {}).get(event.event_id)
        events.append(told)
    return {
        "report": _report(document.report),
        "stored": stored,
        "parts": [{"kind": part.kind, **span(part.span)} for part in document.report.parts],
        "sentences": [{"index": one.index, "part": one.part, **span(one.span)} for one in document.sentences],
        "mentions": [_mention(one, text, actors, places) for one in document.mentions],
        "times": [_time(one) for one in document.times],
        "events": events,
        "claims": [_claim(one) for one in document.claims],
        "links": [_link(one) for one in document.links],
    }


def span(value: Span) -> Json:
    """The span's start and end."""
    return {"start": value.start, "end": value.end}


def say_event(event: Event, text: str, time: TimeRef | None) -> Json:
    """The event in the shape of `schemas.report.EventOut`, without what only the store knows."""
    plover = load_plover()
    known = plover.types.get(event.event_type)
    earliest, latest = (time.earliest, time.latest) if time else (None, None)
    return {
        "event_id": event.event_id, "sentence": event.sentence, **span(event.trigger),
        "text": event.trigger.of(text), "label": say_type(event.event_type, event.modes),
        "code": say_code(event.event_type, event.modes), "event_type": event.event_type,
        "quad": QUAD_CLASSES.index(known.quad_class) + 1 if known else None,
        "score": plover.score(event.event_type, event.modes) if known else None,
        "modes": event.modes, "contexts": event.contexts, "status": event.status,
        "status_cue": _maybe(event.status_cue), "negated": event.negated, "negation_cue": _maybe(event.negation_cue),
        "actors": event.actors, "recipients": event.recipients, "place": event.place, "time": event.time,
        "earliest": earliest, "latest": latest, "when": say_interval(earliest, latest),
        "killed": _toll(event.killed), "injured": _toll(event.injured), "weapon": _maybe(event.weapon),
        "reported_by": event.reported_by, "confidence": event.confidence, "method": event.method,
        "why": say_why(event),
    }  # fmt: skip


def say_why(event: Event) -> list[Json]:
    """How the trigger was found and each slot filled, or why it stayed empty."""
    trigger = {
        "slot": "event", "target": event.event_id, "method": event.method, "says": _says(event.method),
        "score": event.confidence, **span(event.trigger), "empty": False,
    }  # fmt: skip
    return [trigger, *(_why(one) for one in event.bindings)]


def _why(binding: Binding) -> Json:
    where = span(binding.span) if binding.span else {"start": None, "end": None}
    return {
        "slot": binding.slot, "target": binding.target, "method": binding.method, "says": _says(binding.method),
        "score": binding.score, **where, "empty": binding.target is None and binding.span is None,
    }  # fmt: skip


def _says(method: str) -> str:
    return str(load_words().get("methods", {}).get(method, method.replace("_", " ")))


def _report(report: Report) -> Json:
    return {
        "report_id": report.report_id, "title": report.title, "url": safe_url(report.url),
        "publisher": report.publisher, "byline": report.byline, "published": report.published,
        "published_basis": report.published_basis, "language": report.language, "text": report.text,
    }  # fmt: skip


def safe_url(url: str | None) -> str | None:
    """The address, where it is one of the web: a page may link to it."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _mention(
    one: Mention, text: str, actors: Mapping[str, Resolution], places: Mapping[str, Resolution]
) -> Json:
    actor = actors.get(one.mention_id) or actors.get(one.refers_to or "")
    place = places.get(one.mention_id) or places.get(one.refers_to or "")
    return {
        "mention_id": one.mention_id, **span(one.span), "label": one.label, "text": clean(one.span.of(text), 200),
        "refers_to": one.refers_to, "method": one.method, "score": one.score,
        "actor": _actor(actor) if actor else None, "place": _place(place) if place else None,
    }  # fmt: skip


def _actor(one: Resolution) -> Json:
    return {
        "name": one.name, "country": one.country, "sectors": one.sectors, "target": one.target, "method": one.method,
        "score": one.score,
    }  # fmt: skip


def _place(one: Resolution) -> Json:
    place = one.place
    precision = place.precision if place else "unknown"
    return {
        "name": place.name if place else one.name, "country": (place.country if place else None) or one.country,
        "admin1": place.admin1 if place else None, "lat": place.lat if place else None,
        "lon": place.lon if place else None, "precision": precision, "radius_km": radius_of(precision),
        "target": one.target, "method": one.method, "score": one.score,
    }  # fmt: skip


def _time(one: TimeRef) -> Json:
    where = span(one.span) if one.span else {"start": None, "end": None}
    return {
        "time_id": one.time_id, **where, "value": one.value, "earliest": one.earliest, "latest": one.latest,
        "basis": one.basis,
    }  # fmt: skip


def _claim(one: Claim) -> Json:
    return {
        "claim_id": one.claim_id, "sentence": one.sentence, "source": _maybe(one.source_span),
        "source_mention": one.source, "cue": span(one.cue), "content": [span(part) for part in one.content],
        "speech": one.speech, "source_kind": one.source_kind, "source_count": one.source_count,
        "stance": one.stance, "certainty": one.certainty, "events": one.events, "score": one.score,
    }  # fmt: skip


def _link(one: Link) -> Json:
    return {
        "left": one.left, "right": one.right, "relation": one.relation, "judgement": one.judgement,
        "cue": _maybe(one.cue), "score": one.score, "method": one.method,
    }  # fmt: skip


def _maybe(value: Span | None) -> Json | None:
    return span(value) if value is not None else None


def _toll(count: Count | None) -> Json | None:
    if count is None:
        return None
    return {"low": count.low, "best": count.best, "high": count.high, "approx": count.approx, **span(count.span)}
