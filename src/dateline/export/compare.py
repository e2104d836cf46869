"""Coded events beside those of another set: which are the same, which stand only here, which only there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from dateline.export.foreign import ForeignEvent
from dateline.resolve.geometry import distance_km

Row = Mapping[str, Any]
NEAR, FAR = 50.0, 150.0  # kilometres: places that speak for, and against
EXACT = ("exact", "town", "ADM2", "relative")


@dataclass(slots=True)
class Comparison:
    """Pairs (row, foreign event, score), and what found no partner. Counts are by quad class."""

    pairs: list[tuple[Row, ForeignEvent, float]] = field(default_factory=list)
    only_here: list[Row] = field(default_factory=list)
    only_there: list[ForeignEvent] = field(default_factory=list)

    def by_quad(self) -> dict[int, tuple[int, int, int]]:
        """Quad class → (matched, only here, only there); 0 where a set does not say."""
        matched = Counter(row["quad_class"] or 0 for row, _, _ in self.pairs)
        here = Counter(row["quad_class"] or 0 for row in self.only_here)
        there = Counter(event.quad or 0 for event in self.only_there)
        return {quad: (matched[quad], here[quad], there[quad]) for quad in sorted(matched | here | there)}

    def agreement(self) -> dict[str, tuple[int, int]]:
        """Of the pairs where both say it: (agree, both say) for type and number of killed."""
        types = [row["event_type"] == event.event_type for row, event, _ in self.pairs if event.event_type]
        tolls = [
            row["killed_low"] <= event.killed <= row["killed_high"]
            for row, event, _ in self.pairs
            if event.killed is not None and row["killed_low"] is not None
        ]
        return {"type": (sum(types), len(types)), "killed": (sum(tolls), len(tolls))}


def compare_events(rows: Iterable[Row], foreign: Sequence[ForeignEvent], window: int = 2) -> Comparison:
    """The comparison of store rows (`flat_events`) with another set's events.

    Two events can be the same when they are of one quad class, at most `window` days apart (a row without a date of
    its own may lie up to three days more before its publication), and neither their parties nor their places speak
    against it; something must speak for it. Partners are chosen one to one, the likeliest first.
    """
    by_day: dict[date, list[int]] = defaultdict(list)
    for number, event in enumerate(foreign):
        for offset in range((event.last - event.first).days + 1):
            by_day[event.first + timedelta(days=offset)].append(number)
    kept = [row for row in rows if _days(row) is not None]
    scored: list[tuple[float, int, int]] = []
    for i, row in enumerate(kept):
        first, last = _days(row) or (date.min, date.min)
        slack = window + (3 if row["earliest"] is None else 0)
        near: dict[int, int] = {}
        for offset in range(-slack, min((last - first).days, 62) + window + 1):
            gap = max(0, -offset, offset - (last - first).days)
            for number in by_day.get(first + timedelta(days=offset), ()):
                near[number] = min(gap, near.get(number, gap))
        for number, gap in near.items():
            score = likeness(row, foreign[number], gap / (slack + 1))
            if score is not None:
                scored.append((-score, i, number))
    scored.sort()
    here, there = set(range(len(kept))), set(range(len(foreign)))
    result = Comparison()
    for negative, i, number in scored:
        if i in here and number in there:
            here.remove(i)
            there.remove(number)
            result.pairs.append((kept[i], foreign[number], -negative))
    result.only_here = [kept[i] for i in sorted(here)]
    result.only_there = [foreign[number] for number in sorted(there)]
    return result


def likeness(row: Row, event: ForeignEvent, gap: float) -> float | None:
    """How much speaks for one happening, or None where something speaks against it; `gap` from 0 to 1."""
    if event.quad is not None and row["quad_class"] not in (None, event.quad):
        return None
    parties = {code for side in ("actor", "recipient") for code in row[f"{side}_countries"] if code}
    shared = parties & event.countries
    if parties and event.countries and not shared:
        return None
    place = _place(row, event)
    if place is None:
        return None
    score = 2.0 * len(shared) + place
    if score <= 0:
        return None
    score += 1.0 * (event.event_type is not None and event.event_type == row["event_type"])
    score += 1.0 * (event.killed is not None and event.killed == row["killed_best"])
    return score - gap


def _place(row: Row, event: ForeignEvent) -> float | None:
    """2 for places near each other, 1 for the same country, 0 where one says nothing, None for different places."""
    if row["place_country"] and event.country and row["place_country"] != event.country:
        return None
    if event.point is not None and row["latitude"] is not None and row["precision"] in EXACT:
        away = distance_km(row["latitude"], row["longitude"], *event.point)
        if away <= NEAR:
            return 2.0
        if away > FAR:
            return None
    same = row["place_country"] is not None and row["place_country"] == event.country
    return 1.0 if same else 0.0


def _days(row: Row) -> tuple[date, date] | None:
    first = row["earliest"] or row["latest"] or row["published"]
    last = row["latest"] or first
    return (first, max(first, last)) if first is not None else None
