"""A document with what analysts said of its events put in: the machine's reading stays, they have the last word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from dateline.records import (
    Binding,
    Count,
    Document,
    Event,
    Mention,
    Place,
    Resolution,
    Sentence,
    Span,
    TimeRef,
)
from dateline.records.reviews import Review

METHOD = "review"
_SPAN = re.compile(r"(.+):[a-z](\d+)-(\d+)")
_PLAIN = ("event_type", "status", "negated")
_LISTS = ("modes", "contexts")


def span_of_id(name: str) -> Span | None:
    """The stretch that an event's, mention's or time's id names."""
    match = _SPAN.fullmatch(name)
    return Span(int(match[2]), int(match[3])) if match else None


def match_events(document: Document, reviews: Iterable[Review]) -> dict[str, str | None]:
    """For each reviewed event, the event of the document that it is today: itself, or the one whose words overlap."""
    known = {event.event_id: event for event in document.events}
    found: dict[str, str | None] = {}
    for review in reviews:
        name = review.event_id
        if name in found:
            continue
        found[name] = name if name in known else _overlapping(document.events, name, review.event.event_type)
    return found


def _overlapping(events: Sequence[Event], name: str, event_type: str) -> str | None:
    wanted = span_of_id(name)
    if wanted is None:
        return None
    near = [event for event in events if event.trigger.overlaps(wanted)]
    if not near:
        return None

    def order(event: Event) -> tuple[bool, int, str]:
        shared = min(event.trigger.end, wanted.end) - max(event.trigger.start, wanted.start)
        return event.event_type == event_type, shared, event.event_id

    return max(near, key=order).event_id


def correct(document: Document, reviews: Sequence[Review], *, keep_rejected: bool = False) -> Document:
    """The document as standing reviews leave it, in their order.

    An event that was accepted, corrected or added, and that the machine no longer finds, is put back.
    """
    draft = _Draft(document)
    matched = match_events(document, reviews)
    rejected: set[str] = set()
    for review in reviews:
        name = matched[review.event_id]
        if review.verdict == "reject":
            rejected |= {name} if name else set()
            continue
        if name is None:
            name = matched[review.event_id] = draft.restore(review)
        rejected.discard(name)
        draft.change(name, review.changes)
    return draft.made(set() if keep_rejected else rejected)


class _Draft:
    """A document that is being changed."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.events = {event.event_id: event for event in document.events}
        self.mentions = {mention.mention_id: mention for mention in document.mentions}
        self.times = {time.time_id: time for time in document.times}
        self.resolutions = list(document.resolutions)

    def made(self, rejected: set[str]) -> Document:
        kept = [event for name, event in self.events.items() if name not in rejected]
        kept.sort(key=lambda event: (event.trigger, event.event_id))
        names = {event.event_id for event in kept}
        claims = tuple(
            replace(claim, events=tuple(name for name in claim.events if name in names)) if claim.events else claim
            for claim in self.document.claims
        )
        links = tuple(link for link in self.document.links if link.left in names and link.right in names)
        return replace(
            self.document, events=tuple(kept), claims=claims, links=links, times=tuple(self.times.values()),
            mentions=tuple(self.mentions.values()), resolutions=tuple(self.resolutions),
        )  # fmt: skip

    def restore(self, review: Review) -> str:
        """Puts a reviewed event back as the machine once had read it; gives its id."""
        event = review.event
        claims = {claim.claim_id for claim in self.document.claims}
        self.events[event.event_id] = replace(
            event,
            sentence=self._sentence(event.trigger),
            actors=self._again(event.actors), recipients=self._again(event.recipients),
            place=next(iter(self._again([event.place] if event.place else [])), None),
            time=event.time if event.time in self.times else None,
            reported_by=event.reported_by if event.reported_by in claims else None,
        )  # fmt: skip
        return event.event_id

    def change(self, name: str, changes: Mapping[str, Any]) -> None:
        event = self.events[name]
        values: dict[str, Any] = {field: changes[field] for field in _PLAIN if field in changes}
        values |= {field: tuple(changes[field]) for field in _LISTS if field in changes}
        if changes.get("trigger"):
            values["trigger"] = _span(changes["trigger"])
            values["sentence"] = self._sentence(values["trigger"])
        bindings = list(event.bindings)
        for slot, role in (("actors", "actor"), ("recipients", "recipient")):
            if slot in changes:
                values[slot] = tuple(dict.fromkeys(self._mention(mark) for mark in changes[slot]))
                bindings = _rebind(bindings, role, [(one, self.mentions[one].span) for one in values[slot]])
        if "place" in changes:
            mark = changes["place"]
            values["place"] = self._mention(mark, place=True) if mark else None
            bindings = _rebind(bindings, "place", [(values["place"], _span(mark))] if mark else [])
        if "time" in changes:
            mark = changes["time"]
            values["time"] = self._time(mark) if mark else None
            bindings = _rebind(bindings, "time", [(values["time"], _span(mark))] if mark else [])
        if "weapon" in changes:
            values["weapon"] = _span(changes["weapon"]) if changes["weapon"] else None
            bindings = _rebind(bindings, "weapon", [(None, values["weapon"])] if values["weapon"] else [])
        for slot in ("killed", "injured"):
            if slot in changes:
                values[slot] = _count(changes[slot], values.get("trigger", event.trigger))
                bindings = _rebind(bindings, slot, [(None, values[slot].span)] if values[slot] else [])
        if "modes" not in values and values.get("event_type", event.event_type) != event.event_type:
            values["modes"] = ()  # those of another type
        self.events[name] = replace(event, **values, bindings=tuple(bindings), method=METHOD, confidence=1.0)

    def _sentence(self, span: Span) -> int:
        held: list[Sentence] = [one for one in self.document.sentences if one.span.overlaps(span)]
        return held[0].index if held else 0

    def _again(self, names: Iterable[str]) -> tuple[str, ...]:
        """Mentions of an earlier reading by their ids, made anew where they are gone."""
        found = []
        for name in names:
            span = span_of_id(name)
            if name in self.mentions:
                found.append(name)
            elif span is not None and span.end <= len(self.document.report.text):
                found.append(self._mention({"start": span.start, "end": span.end}))
        return tuple(found)

    def _mention(self, mark: Mapping[str, Any], *, place: bool = False) -> str:
        """The mention of exactly these words; a new one stands for what the nearest old one within it stands for."""
        span = _span(mark)
        name = next((one.mention_id for one in self.mentions.values() if one.span == span), None)
        if name is None:
            name = f"{self.document.report.report_id}:m{span.start}-{span.end}"
            near = [one for one in self.mentions.values() if one.span.overlaps(span)]
            best = max(near, key=lambda one: _shared(one.span, span), default=None)
            self.mentions[name] = Mention(
                mention_id=name, span=span, label="PLACE" if place else "OTHER", sentence=self._sentence(span),
                refers_to=(best.refers_to or best.mention_id) if best else None, method=METHOD,
            )  # fmt: skip
        if any(mark.get(key) is not None for key in ("name", "country", "sectors", "lat")):
            self._resolve(name, mark, "place" if place else "actor")
        return name

    def _resolve(self, name: str, mark: Mapping[str, Any], kind: str) -> None:
        words = self.mentions[name].span.of(self.document.report.text)
        self.resolutions = [one for one in self.resolutions if (one.mention_id, one.kind) != (name, kind)]
        title, country = mark.get("name") or words, mark.get("country")
        if kind == "actor":
            made = Resolution(
                mention_id=name, kind="actor", name=title, country=country, sectors=tuple(mark.get("sectors") or ()),
                score=1.0, method=METHOD,
            )  # fmt: skip
        else:
            where = Place(
                place_id=f"review:{name}", name=title, country=country, admin1=mark.get("admin1"),
                lat=mark.get("lat"), lon=mark.get("lon"), precision=mark.get("precision") or "unknown",
            )  # fmt: skip
            made = Resolution(
                mention_id=name, kind="place", name=title, country=country, place=where, score=1.0, method=METHOD
            )
        self.resolutions.append(made)

    def _time(self, mark: Mapping[str, Any]) -> str:
        span = _span(mark)
        old = next((one for one in self.times.values() if one.span == span), None)
        days = [_day(mark.get(bound)) for bound in ("earliest", "latest")]
        if old is not None and days == [None, None]:
            return old.time_id
        earliest, latest = days[0] or days[1], days[1] or days[0]
        name = old.time_id if old else f"{self.document.report.report_id}:t{span.start}-{span.end}"
        self.times[name] = TimeRef(
            time_id=name, span=span, timex_type="DATE", value=str(earliest or latest or "XXXX"),
            sentence=self._sentence(span), earliest=earliest, latest=latest,
            basis="stated" if latest else "unresolved",
        )  # fmt: skip
        return name


def _shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _span(mark: Mapping[str, Any]) -> Span:
    return Span(mark["start"], mark["end"])


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _count(mark: Mapping[str, Any] | None, trigger: Span) -> Count | None:
    if not mark:
        return None
    best = mark["best"]
    low, high = mark.get("low"), mark.get("high")
    span = _span(mark) if mark.get("start") is not None else trigger
    return Count(
        low=best if low is None else low, best=best, high=best if high is None else high,
        approx=bool(mark.get("approx")), span=span,
    )  # fmt: skip


def _rebind(bindings: list[Binding], slot: str, fillers: Iterable[tuple[str | None, Span | None]]) -> list[Binding]:
    kept = [one for one in bindings if one.slot != slot]
    made = [Binding(slot=slot, target=target, method=METHOD, score=1.0, span=span) for target, span in fillers]
    return kept + (made or [Binding(slot=slot, target=None, method=METHOD, score=1.0)])
