"""The days that an event can have been on, and how they are known.

`stated` by words of its own; `shared`, stated of another event that tells of the same happening; or, of current events,
inferred from the day of `publication`. Where none of these holds they are unknown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.records import Document, Event, TimeRef

BASES = ("stated", "shared", "publication")
DAYS_BEFORE = 3  # a report tells of the last days, where an event has no time of its own
SHARED_DAYS = 31  # a time that is told less exactly than within a month dates no other event
AHEAD = ("future", "hypothetical")


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day, how they are known, and, where they are shared, the event whose words state them."""

    earliest: date | None = None
    latest: date | None = None
    basis: str | None = None
    source: str | None = None


def same_events(document: Document) -> dict[str, str]:
    """For each event, the first one of the document that is judged to be the same happening (or itself)."""
    order = {event.event_id: number for number, event in enumerate(document.events)}
    first = {event_id: event_id for event_id in order}

    def root(event_id: str) -> str:
        while first[event_id] != event_id:
            event_id = first[event_id]
        return event_id

    for link in document.links:
        if link.relation == "same_as" and link.judgement == "positive" and link.left in first and link.right in first:
            low, high = sorted((root(link.left), root(link.right)), key=order.__getitem__)
            first[high] = low
    return {event_id: root(event_id) for event_id in order}


def event_days(document: Document, first: Mapping[str, str]) -> dict[str, Days]:
    """The days of each event of a document, with what `same_events` says of it.

    What happened shares no day with what is planned or merely possible, and the past is never dated by publication.
    """
    times = {time.time_id: time for time in document.times}
    published = document.report.published.date() if document.report.published else None
    stated = {event.event_id: _stated(event, times.get(event.time or "")) for event in document.events}
    told: dict[tuple[str, bool], list[Days]] = defaultdict(list)
    for event in document.events:
        if (days := stated[event.event_id]) is not None:
            told[_happening(event, first)].append(days)
    return {
        event.event_id: stated[event.event_id]
        or shared_days(told.get(_happening(event, first), ()))
        or _inferred(event, times.get(event.time or ""), published)
        for event in document.events
    }


def shared_days(told: Sequence[Days]) -> Days | None:
    """What the most exact of several statements say, of those the most frequent; None where none is exact enough."""
    spans = {days: (days.latest - days.earliest).days for days in told if days.earliest and days.latest}
    if not spans or min(spans.values()) > SHARED_DAYS:
        return None
    exact = [(days.earliest, days.latest) for days, width in spans.items() if width == min(spans.values())]
    counts = Counter(exact)
    best = min(counts, key=lambda pair: (-counts[pair], pair))
    source = min(days.source or "" for days in spans if (days.earliest, days.latest) == best)
    return Days(*best, "shared", source)


def _happening(event: Event, first: Mapping[str, str]) -> tuple[str, bool]:
    return first[event.event_id], event.status in AHEAD


def _stated(event: Event, time: TimeRef | None) -> Days | None:
    if time is None or (time.earliest is None and time.latest is None):
        return None
    return Days(time.earliest, time.latest, "stated", event.event_id)


def _inferred(event: Event, time: TimeRef | None, published: date | None) -> Days:
    """The days before publication; nothing for one with a time that names days which are not known ('years ago')."""
    vague = time is not None and time.timex_type in ("DATE", "SET", "DURATION")
    if event.status != "current" or published is None or vague:
        return Days()
    return Days(published - timedelta(days=DAYS_BEFORE), published, "publication")
