"""Whether two events of different reports (or of one) are the same happening: weighed, and explained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import asin, cos, exp, radians, sin, sqrt

from dateline.lexicon.incidents import LinkRules
from dateline.records import Card, Pair, Toll, Where

FINE = frozenset({"exact", "town", "relative"})
NEAR_KM, FAR_KM = 15.0, 50.0
# What must be shared, at least one of these, by events of different reports.
SPECIFIC = frozenset(
    {"actor known", "actor named", "recipient known", "recipient named", "place same", "place near", "killed same"}
)
ALIKE = {"themes": 0.3, "words": 0.5}  # shares that will do as well
# Acts of words recur daily between the same parties, so more must be shared.
SPOKEN = frozenset({"ACCUSE", "REJECT", "REQUEST", "SUPPORT", "THREATEN", "AGREE"})
_WIDE = 14  # days: a longer interval says little


def judge_pair(one: Card, other: Card, rules: LinkRules) -> Pair | None:
    """The judgement on two events, or None where it is not worth keeping; the later id is `left`."""
    left, right = (one, other) if one.event_id > other.event_id else (other, one)
    if not comparable(left, right, rules):
        return None
    evidence = weigh(left, right, rules.weights)
    score = 1 / (1 + exp(-max(-30.0, min(30.0, sum(weight for _, weight in evidence)))))
    if score < rules.keep:
        return None
    return Pair(left=left.event_id, right=right.event_id, score=round(score, 4), evidence=evidence)


def comparable(left: Card, right: Card, rules: LinkRules) -> bool:
    """Whether the types and the statuses allow that it is one happening."""
    return (
        left.event_id != right.event_id
        and left.ahead == right.ahead
        and rules.groups.get(left.event_type, left.event_type) == rules.groups.get(right.event_type, right.event_type)
    )


def weigh(left: Card, right: Card, weights: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Each piece of evidence with what it adds to the log-odds, in the order of the features."""
    found = []
    for name, value in features(left, right):
        weight = weights.get(name, 0.0) * value
        if weight:
            found.append((name, round(weight, 3)))
    return tuple(found)


def features(left: Card, right: Card) -> Iterable[tuple[str, float]]:
    """The pieces of evidence that hold, with their measure (1 for plain ones)."""
    found = list(_features(left, right))
    yield from found
    if left.report_id != right.report_id and not any(
        name in SPECIFIC or value >= ALIKE.get(name, 2.0) for name, value in found
    ):
        yield "nothing specific", 1.0


def _features(left: Card, right: Card) -> Iterable[tuple[str, float]]:
    yield "bias", 1.0
    if left.event_type in SPOKEN or right.event_type in SPOKEN:
        yield "spoken", 1.0
    yield ("same type" if left.event_type == right.event_type else "kindred type"), 1.0
    if left.modes and right.modes:
        yield ("mode shared" if set(left.modes) & set(right.modes) else "mode differs"), 1.0
    if left.negated != right.negated:
        yield "negation differs", 1.0
    if left.stem == right.stem:
        yield "same trigger", 1.0
    yield from _party("actor", left.actors, right.actors)
    yield from _party("recipient", left.recipients, right.recipients)
    if _crossed(left, right):
        yield "parties crossed", 1.0
    yield from _place(left.place, right.place, left.near, right.near)
    yield from _time(left, right)
    yield from _tolls(left, right)
    if left.words and right.words:
        shared = len(set(left.words) & set(right.words)) / max(6, min(len(left.words), len(right.words)))
        yield "words", round(shared, 3)
    if left.report_id != right.report_id and left.themes and right.themes:
        shared = len(set(left.themes) & set(right.themes)) / max(8, min(len(left.themes), len(right.themes)))
        yield "themes", round(shared, 3)
    if left.report_id == right.report_id:
        joined = [score for name, score in left.same_as if name == right.event_id]
        joined += [score for name, score in right.same_as if name == left.event_id]
        yield ("told as one", max(joined)) if joined else ("told apart", 1.0)


def _party(slot: str, left: tuple[str, ...], right: tuple[str, ...]) -> Iterable[tuple[str, float]]:
    if not left or not right:
        return
    shared = set(left) & set(right)
    kinds = {_level(key) for key in shared}
    for level in ("known", "named", "kind", "country"):
        if level in kinds:
            yield f"{slot} {level}", 1.0
            return
    if any(key[0] in "=@" for key in left) and any(key[0] in "=@" for key in right):
        yield f"{slot} differs", 1.0


def _level(key: str) -> str:
    if key[0] == "=":
        return "known"
    if key[0] == "~":
        return "named"
    return "kind" if "/" in key and not key.endswith(("/UNK", "/CVL")) else "country"


def _crossed(left: Card, right: Card) -> bool:
    def strong(keys: tuple[str, ...]) -> set[str]:
        return {key for key in keys if key[0] == "=" or "/" in key}

    actors, recipients = strong(left.actors), strong(left.recipients)
    others, hit = strong(right.actors), strong(right.recipients)
    straight = actors & others or recipients & hit
    return not straight and bool(actors & hit) and bool(recipients & others)


def _place(
    left: Where | None, right: Where | None, near: tuple[str, ...], also: tuple[str, ...]
) -> Iterable[tuple[str, float]]:
    if left is None or right is None:
        if set(near) & set(also):
            yield "country same", 1.0
        return
    yield place_relation(left, right), 1.0


def place_relation(left: Where, right: Where) -> str:
    """How two places lie, as far as their precision tells: the name of the evidence."""
    both_fine = left.precision in FINE and right.precision in FINE
    if left.place_id == right.place_id:
        return "place same" if both_fine else "place within" if left.precision != "country" else "country same"
    if left.country and right.country and left.country != right.country:
        return "place differs" if "region" not in (left.precision, right.precision) else "regions"
    distance = distance_km(left, right)
    if both_fine and distance is not None:
        return "place near" if distance <= NEAR_KM else "place differs" if distance > FAR_KM else "country same"
    if left.admin1 and right.admin1:
        return "place within" if left.admin1 == right.admin1 else "place differs"
    return "country same"


def distance_km(left: Where, right: Where) -> float | None:
    """The distance on the globe, where both have coordinates."""
    if left.lat is None or left.lon is None or right.lat is None or right.lon is None:
        return None
    a, b = radians(left.lat), radians(right.lat)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(right.lon - left.lon) / 2) ** 2
    return 12_742 * asin(sqrt(min(1.0, half)))


def _time(left: Card, right: Card) -> Iterable[tuple[str, float]]:
    gap = days_apart(left, right)
    stated = left.date_method == right.date_method == "stated"
    if gap is None:
        if left.published and right.published and abs((left.published - right.published).days) > _WIDE:
            yield "published apart", 1.0
        return
    if gap > 1:
        yield (
            ("days apart" if stated or gap > 4 else "day apart") if not _told_later(left, right) else "told later",
            1.0,
        )
    elif gap == 1:
        yield "day apart", 1.0
    elif stated and _width(left) == _width(right) == 0:
        yield "day same", 1.0
    elif max(_width(left), _width(right)) <= _WIDE:
        yield ("days may meet" if left.date_method == right.date_method == "published" else "days meet"), 1.0


def _told_later(left: Card, right: Card) -> bool:
    """Whether one, without a day of its own, stands in a report from after the day that the other states."""
    for one, other in ((left, right), (right, left)):
        if one.date_method == "published" and other.date_method == "stated" and one.earliest and other.latest:
            return one.earliest > other.latest
    return False


def days_apart(left: Card, right: Card) -> int | None:
    """Days between the intervals, 0 where they meet; None where one of them is open."""
    if left.earliest is None or left.latest is None or right.earliest is None or right.latest is None:
        return None
    return max(0, (left.earliest - right.latest).days, (right.earliest - left.latest).days)


def _width(card: Card) -> int:
    return (card.latest - card.earliest).days if card.earliest and card.latest else 10_000


def _tolls(left: Card, right: Card) -> Iterable[tuple[str, float]]:
    if left.killed is not None and right.killed is not None:
        yield _toll("killed", left.killed, right.killed), 1.0
    if left.injured is not None and right.injured is not None:
        yield _toll("injured", left.injured, right.injured), 1.0


def _toll(name: str, left: Toll, right: Toll) -> str:
    low, high = sorted((left.best, right.best))
    if low == high:
        return f"{name} same"
    met = left.low <= right.high and right.low <= left.high
    return f"{name} close" if met or (low > 0 and high <= 1.5 * low + 1) else f"{name} differs"


def conflict(left: Card, right: Card) -> bool:
    """Whether facts that both state rule out one happening: other places, or other days."""
    if (
        left.place is not None
        and right.place is not None
        and place_relation(left.place, right.place) == "place differs"
    ):
        return True
    gap = days_apart(left, right)
    return gap is not None and gap > 1 and left.date_method == right.date_method == "stated"
