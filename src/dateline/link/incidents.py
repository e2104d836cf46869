"""An incident from its events: best values, tolls with history, versions by source, who confirms and who denies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dateline.lexicon.incidents import LinkRules
from dateline.link.grades import grade
from dateline.link.pairs import FINE
from dateline.records import Card, Incident, Pair, Toll, TollPoint, Version, Where, make_id

_PRECISION = ("exact", "town", "relative", "ADM2", "ADM1", "region", "country", "unknown")
_BY_RANK = {"asserts": 0, "claims": 1, "suspects": 2, "denies": 3}


def sum_up(
    cards: Sequence[Card], pairs: Iterable[Pair], voice_of: Mapping[str, str], rules: LinkRules, pinned: bool = False
) -> Incident:
    """The incident that the cards tell of. `voice_of`: the independent source that each report counts for."""
    cards = sorted(cards, key=lambda card: (card.published or date.max, card.event_id))
    best = max(cards, key=_fullness)
    versions = find_versions(cards, voice_of)
    voices = tuple(sorted({voice_of.get(card.report_id, card.report_id) for card in cards}))
    earliest, latest, method = _days(cards)
    killed_history, injured_history = _history(cards, "killed"), _history(cards, "injured")
    event_type = _most(card.event_type for card in cards) or best.event_type
    denies = _who(versions, "denies")
    disputed = _disputed(cards, versions)
    reliability, credibility, reason = grade(cards, versions, voices, disputed, rules)
    killed, injured = merge_tolls(killed_history), merge_tolls(injured_history)
    place = best_place(cards)
    actor, recipient = _name(cards, "actor"), _name(cards, "recipient")
    return Incident(
        incident_id=make_id("i", min(card.event_id for card in cards)),
        events=tuple(sorted(card.event_id for card in cards)),
        reports=tuple(sorted({card.report_id for card in cards})), best=best.event_id, event_type=event_type,
        modes=tuple(mode for mode, _ in Counter(mode for card in cards for mode in sorted(card.modes)).most_common(3)),
        ahead=best.ahead, actor=actor, recipient=recipient, actor_keys=_keys(cards, "actors"),
        recipient_keys=_keys(cards, "recipients"), place=place, earliest=earliest, latest=latest, date_method=method,
        killed=killed, injured=injured, killed_history=killed_history, injured_history=injured_history,
        versions=versions, confirms=_who(versions, "asserts"), denies=denies, claims=_who(versions, "claims"),
        disputed=disputed, voices=voices,
        countries=tuple(sorted({card.source_country for card in cards if card.source_country})),
        reliability=reliability, credibility=credibility, grade_reason=reason,
        cohesion=_cohesion({card.event_id for card in cards}, pairs), pinned=pinned,
        title=_title(best, event_type, actor, recipient, place),
    )  # fmt: skip


def _fullness(card: Card) -> tuple[int, str]:
    """How much the card says; of equals the later id, so that the choice is the same whatever the order."""
    filled = sum(map(bool, (card.actors, card.recipients, card.modes, card.killed, card.injured)))
    filled += 2 * (card.place is not None and card.place.precision in FINE) + (card.place is not None)
    filled += 2 * (card.date_method == "stated") - 3 * card.negated
    return filled, card.event_id


def find_versions(cards: Sequence[Card], voice_of: Mapping[str, str]) -> tuple[Version, ...]:
    """What each source says: its own stance and tolls; what reports tell in their own name is their publishers'."""
    told: dict[tuple[str, str], list[Card]] = {}
    for card in cards:
        stance = "denies" if card.negated and card.stance == "asserts" and card.source else card.stance
        told.setdefault((card.source or card.publisher or "the report", stance), []).append(card)
    versions = []
    for (source, stance), mine in told.items():
        by_kind = _most(card.source_kind for card in mine) or "report"
        versions.append(
            Version(
                source=source, source_kind=by_kind, stance=stance,
                events=tuple(sorted(card.event_id for card in mine)),
                voices=tuple(sorted({voice_of.get(card.report_id, card.report_id) for card in mine})),
                killed=merge_tolls(_history(mine, "killed")), injured=merge_tolls(_history(mine, "injured")),
                country=_most(card.source_country for card in mine if card.source_country),
            )
        )  # fmt: skip
    return tuple(sorted(versions, key=lambda one: (_BY_RANK.get(one.stance, 9), -len(one.voices), one.source)))


def _history(cards: Sequence[Card], slot: str) -> tuple[TollPoint, ...]:
    return tuple(
        TollPoint(event_id=card.event_id, published=card.published, toll=toll)
        for card in cards
        if (toll := getattr(card, slot)) is not None and not card.negated
    )


def merge_tolls(history: Sequence[TollPoint]) -> Toll | None:
    """The lowest and highest number told; the best is what most of the latest day's events say, else their middle.

    Tolls grow as bodies are found, so the latest word goes before the majority of earlier ones.
    """
    if not history:
        return None
    last = max((point.published for point in history if point.published is not None), default=None)
    latest = [point.toll for point in history if last is None or point.published == last]
    counts = Counter(toll.best for toll in latest)
    most = max(counts.values())
    tied = sorted(number for number, count in counts.items() if count == most)
    best = tied[len(tied) // 2]
    return Toll(
        low=min(point.toll.low for point in history), best=best, high=max(point.toll.high for point in history),
        approx=all(toll.approx for toll in latest if toll.best == best),
    )  # fmt: skip


def best_place(cards: Sequence[Card]) -> Where | None:
    """The place that most of the finest readings give."""
    places = [card.place for card in cards if card.place is not None]
    if not places:
        return None
    finest = min(_rank(place) for place in places)
    counts = Counter(place.place_id for place in places if _rank(place) == finest)
    chosen = min(counts, key=lambda place_id: (-counts[place_id], place_id))
    return next(place for place in places if place.place_id == chosen)


def _rank(place: Where) -> int:
    return _PRECISION.index(place.precision) if place.precision in _PRECISION else len(_PRECISION)


def _days(cards: Sequence[Card]) -> tuple[date | None, date | None, str]:
    """The days that most stated times allow; else what the publication dates allow together."""
    stated = [(card.earliest, card.latest) for card in cards if card.date_method == "stated"]
    known = [(first, last) for first, last in stated if first is not None and last is not None]
    if known:
        narrow = min(last.toordinal() - first.toordinal() for first, last in known)
        kept = [(first, last) for first, last in known if last.toordinal() - first.toordinal() == narrow]
        counts = Counter(kept)
        first, last = min(counts, key=lambda days: (-counts[days], days))
        return first, last, "stated"
    starts = [card.earliest for card in cards if card.earliest is not None]
    ends = [card.latest for card in cards if card.latest is not None]
    first_day, last_day = max(starts, default=None), min(ends, default=None)
    if first_day is not None and last_day is not None and first_day > last_day:
        first_day, last_day = last_day, first_day
    return first_day, last_day, "published" if starts or ends else "none"


def _disputed(cards: Sequence[Card], versions: Sequence[Version]) -> tuple[str, ...]:
    found = []
    stances = {version.stance for version in versions}
    if "denies" in stances and stances & {"asserts", "claims"}:
        found.append("whether it happened")
    for slot in ("killed", "injured"):
        tolls = [toll for card in cards if not card.negated and (toll := getattr(card, slot)) is not None]
        if tolls and max(toll.low for toll in tolls) > min(toll.high for toll in tolls):
            found.append(slot)
    for slot in ("actors", "recipients"):
        known = [{key for key in getattr(card, slot) if key[0] == "@" and "/" not in key} for card in cards]
        known = [keys for keys in known if keys]
        if known and not set.intersection(*known):
            found.append(slot)
    return tuple(found)


def _who(versions: Iterable[Version], stance: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(version.source for version in versions if version.stance == stance))


def _keys(cards: Sequence[Card], slot: str) -> tuple[str, ...]:
    """The keys of a party that at least a third of the events that fill it have."""
    filled = [getattr(card, slot) for card in cards if getattr(card, slot)]
    counts = Counter(key for keys in filled for key in keys)
    return tuple(sorted(key for key, count in counts.items() if 3 * count >= len(filled)))


def _name(cards: Sequence[Card], slot: str) -> str | None:
    names = [(card, name) for card in cards if (name := getattr(card, f"{slot}_name"))]
    if not names:
        return None
    known = [name for card, name in names if any(key[0] == "=" for key in getattr(card, f"{slot}s"))]
    return _most(known or [name for _, name in names])


def _most(values: Iterable[str]) -> str | None:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else None


def _cohesion(events: set[str], pairs: Iterable[Pair]) -> float:
    """The weakest of the best matches that hold the events together."""
    best: dict[str, float] = {}
    for pair in pairs:
        if pair.left in events and pair.right in events:
            for name in (pair.left, pair.right):
                best[name] = max(best.get(name, 0.0), pair.score)
    return round(min((best.get(name, 0.0) for name in events), default=1.0), 4) if len(events) > 1 else 1.0


def _title(best: Card, event_type: str, actor: str | None, recipient: str | None, place: Where | None) -> str:
    told = " ".join(best.trigger.split())[:60] or event_type.lower()
    middle = f"{actor}: {told}" if actor else told
    if recipient and recipient.lower() not in told.lower():
        middle += f" → {recipient}"
    if place is not None and place.name.lower() not in middle.lower():
        middle += f" ({place.name})"
    return middle
