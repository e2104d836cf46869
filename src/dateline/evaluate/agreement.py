"""How far two analysts agree on the events that both looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.records import Event, Span
from dateline.records.reviews import Review, standing
from dateline.store.corrections import span_of_id

FIELDS = ("event_type", "modes", "status", "negated", "actors", "recipients", "place", "time")


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """On one field: how many judged it, how many the same, and Cohen's kappa (None: there was nothing to choose)."""

    field: str
    events: int
    same: int
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two analysts on the events that both judged; `kept` is whether the event is one at all."""

    events: int
    fields: tuple[FieldAgreement, ...]
    differences: tuple[tuple[str, str, Any, Any], ...]  # event, field, what each says


def measure_agreement(reviews: Sequence[Review], left: str, right: str) -> Agreement:
    """The agreement of two analysts, from the whole log."""
    kept = standing(list(reviews))
    one, other = (_words_of([review for review in kept if review.by == name]) for name in (left, right))
    both = sorted(set(one) & set(other))
    fields = [_field("kept", [(one[name]["kept"], other[name]["kept"]) for name in both])]
    agreed = [name for name in both if one[name]["kept"] and other[name]["kept"]]
    fields += [_field(field, [(one[name][field], other[name][field]) for name in agreed]) for field in FIELDS]
    different = [
        (name, field, one[name][field], other[name][field])
        for name in both
        for field in ("kept", *(FIELDS if name in set(agreed) else ()))
        if one[name][field] != other[name][field]
    ]
    return Agreement(len(both), tuple(fields), tuple(different))


def _field(name: str, pairs: Sequence[tuple[Hashable, Hashable]]) -> FieldAgreement:
    return FieldAgreement(name, len(pairs), sum(left == right for left, right in pairs), kappa(pairs))


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa: agreement beyond chance, 1 at most; None where both always say one and the same thing."""
    if not pairs:
        return None
    observed = sum(left == right for left, right in pairs) / len(pairs)
    lefts, rights = Counter(left for left, _ in pairs), Counter(right for _, right in pairs)
    chance = sum(lefts[value] * rights[value] for value in lefts) / len(pairs) ** 2
    return None if chance == 1 else (observed - chance) / (1 - chance)


def _words_of(reviews: Sequence[Review]) -> dict[str, dict[str, Any]]:
    """What one analyst, after all, says of each event."""
    said: dict[str, dict[str, Any]] = {}
    for review in reviews:
        values = said.setdefault(review.event_id, {**_fields(review.event), "kept": True})
        values["kept"] = review.verdict != "reject"
        for field in FIELDS:
            if field in review.changes:
                values[field] = _told(field, review.changes[field])
    return said


def _fields(event: Event) -> dict[str, Any]:
    values: dict[str, Any] = {"event_type": event.event_type, "status": event.status, "negated": event.negated}
    values["modes"] = tuple(sorted(event.modes))
    for field in ("actors", "recipients"):
        values[field] = tuple(sorted(filter(None, map(span_of_id, getattr(event, field)))))
    for field in ("place", "time"):
        name = getattr(event, field)
        values[field] = span_of_id(name) if name else None
    return values


def _told(field: str, value: Any) -> Any:
    if field in ("actors", "recipients"):
        return tuple(sorted(Span(mark["start"], mark["end"]) for mark in value))
    if field in ("place", "time"):
        return Span(value["start"], value["end"]) if value else None
    return tuple(sorted(value)) if field == "modes" else value
