"""Acts between two parties: events of a store, each happening once, with side, day, step and their sentences."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from dateline.analyse.ask import Row, ask_named
from dateline.analyse.ladder import Ladder, load_ladder
from dateline.analyse.parties import Party
from dateline.analyse.weights import Weights
from dateline.link.days import BASES
from dateline.ontology import load_plover
from dateline.ontology.types import QUAD_CLASSES
from dateline.store import Store

Side = Literal["ab", "ba", "both"]
SIDES: tuple[Side, ...] = ("ab", "ba", "both")
_TOLD = ("stated", "shared")
_LONG = 31  # an interval of more days than this puts an act on no day
_STRIKES = frozenset({"ASSAULT", "COERCE"})  # what is done on another's soil is done to its owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite:
    """A sentence of a report that tells an act."""

    report_id: str
    sentence: int
    event_id: str
    text: str
    publisher: str
    published: date | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that one party did to, or with, the other; `act_id` is the incident's, or the event's.

    `day_method`: stated, shared (by an event that tells of the same), publication (from when reports appeared), or
    none. `basis`: how the other party comes in: named, soil (it happened there), sentence (its sentence names a
    place there).
    """

    act_id: str
    side: Side
    day: date | None
    day_method: str
    event_type: str
    modes: tuple[str, ...]
    quad: int
    score: float
    step: int
    basis: str
    actor: str
    target: str
    words: str
    cites: tuple[Cite, ...]
    places: tuple[str, ...] = ()
    place: str | None = None
    earliest: date | None = None  # the days told, where they are too many to name one
    latest: date | None = None
    killed: int | None = None
    disputed: tuple[str, ...] = ()
    grade: str | None = None
    sources: tuple[tuple[str, str], ...] = ()  # who says so, and of what kind
    incidents: tuple[str, ...] = ()

    @property
    def publishers(self) -> tuple[str, ...]:
        """Who printed it, once each."""
        return tuple(dict.fromkeys(cite.publisher for cite in self.cites))

    @property
    def events(self) -> tuple[str, ...]:
        """The events that tell it."""
        return tuple(cite.event_id for cite in self.cites)


def load_acts(
    store: Store, dyad: tuple[Party, Party], *, since: date | None = None, until: date | None = None,
    ladder: Ladder | None = None, weights: Weights | None = None, statuses: Sequence[str] = ("current",),
    bases: Sequence[str] = BASES,
) -> list[Act]:  # fmt: skip
    """The acts between the two, in order of days (undated ones last): current, not negated, each happening once.

    Acts whose day is known in another way than by `bases` have no day.
    """
    ladder, weights = ladder or load_ladder(), weights or Weights()
    one, other = dyad
    rows = ask_named(store, "acts", [one.key, other.key, since, until, list(statuses)])
    finder = _Sides(store, dyad, ladder.not_the_state, rows)
    groups: dict[tuple[str, str], list[tuple[Row, str]]] = defaultdict(list)
    loose: dict[tuple[str, str], list[tuple[Row, str]]] = defaultdict(list)
    for row in rows:
        found = finder.side(row)
        if found is not None:
            groups[row["incident"] or row["same_as"], found[0]].append((row, found[1]))
        elif (side := finder.loose_side(row)) is not None:
            loose[row["incident"] or row["same_as"], side].append((row, "named"))
    acts = [_act(key, side, members, ladder, weights, bases) for (key, side), members in groups.items()]
    acts = merge_same_day(acts, ladder, weights)
    more = [_act(key, side, members, ladder, weights, bases) for (key, side), members in loose.items()]
    acts = _join_loose(acts, more, ladder, weights)
    inside = [act for act in acts if _inside(act, since, until)]
    return sorted(
        inside, key=lambda act: (act.day or date.max, act.cites[0].report_id, act.cites[0].sentence, act.act_id)
    )


def group_rows(rows: Sequence[Row], ladder: Ladder) -> list[Act]:
    """Acts of whatever parties: each happening once, in order of days; the side says nothing."""
    groups: dict[str, list[tuple[Row, str]]] = defaultdict(list)
    for row in rows:
        if not row["incident_ahead"]:
            groups[row["incident"] or row["same_as"]].append((row, "named"))
    acts = [_act(key, "ab", members, ladder, Weights()) for key, members in groups.items()]
    return sorted(
        acts, key=lambda act: (act.day or date.max, act.cites[0].report_id, act.cites[0].sentence, act.act_id)
    )


def _inside(act: Act, since: date | None, until: date | None) -> bool:
    if act.day is None:
        return since is None and until is None
    return (since is None or act.day >= since) and (until is None or act.day <= until)


class _Sides:
    """Tells who did it to whom, as the two parties see it."""

    def __init__(self, store: Store, dyad: tuple[Party, Party], barred: frozenset[str], rows: Sequence[Row]) -> None:
        self.one, self.other = dyad
        self.barred = barred
        unplaced = {row["report_id"] for row in rows if self._may_be_soil(row)}
        self.soil: dict[tuple[str, int], set[str]] = defaultdict(set)
        if unplaced and self.one.country and self.other.country:
            for row in ask_named(store, "soil", [self.one.country, self.other.country, unplaced]):
                self.soil[row["report_id"], row["sentence"]].add(row["country"])

    @staticmethod
    def _may_be_soil(row: Row) -> bool:
        return row["event_type"] == "ASSAULT" and row["place_country"] is None and bool(row["recipient_names"])

    def side(self, row: Row) -> tuple[Side, str] | None:
        """The side that acts and how the other comes in; None where it is not between the two."""
        actors = (row["actor_ids"], row["actor_countries"], row["actor_sectors"])
        hit = (row["recipient_ids"], row["recipient_countries"], row["recipient_sectors"])
        a_acts, b_acts = self.one.acts(*actors, self.barred), self.other.acts(*actors, self.barred)
        if a_acts and b_acts:
            return "both", "named"
        if a_acts:
            return self._against("ab", self.other, self.one, hit, row)
        if b_acts:
            return self._against("ba", self.one, self.other, hit, row)
        return None

    def loose_side(self, row: Row) -> Side | None:
        """The side that used force against nobody who is named, nowhere that is known; it may be told elsewhere."""
        if row["event_type"] != "ASSAULT" or row["recipient_names"] or row["place_country"] is not None:
            return None
        actors = (row["actor_ids"], row["actor_countries"], row["actor_sectors"])
        a_acts, b_acts = self.one.acts(*actors, self.barred), self.other.acts(*actors, self.barred)
        return None if a_acts == b_acts else "ab" if a_acts else "ba"

    def _against(self, side: Side, target: Party, own: Party, hit: Any, row: Row) -> tuple[Side, str] | None:
        if target.acts(*hit):
            return side, "named"
        if row["event_type"] not in _STRIKES or target.country is None:
            return None
        if row["place_country"] == target.country:
            return side, "soil"
        others = {code for code in row["recipient_countries"] if code} - {own.country}
        if self._may_be_soil(row) and not others:
            named = self.soil.get((row["report_id"], row["sentence"]), set())
            if target.country in named:
                return side, "sentence"
        return None


def _act(
    key: str, side: str, members: list[tuple[Row, str]], ladder: Ladder, weights: Weights, bases: Sequence[str] = BASES
) -> Act:  # fmt: skip
    rows = [row for row, _ in members]
    best = max(rows, key=lambda row: (row["date_basis"] in _TOLD, len(row["recipient_names"]), row["confidence"]))
    day, method = _day(rows)
    if method not in bases:
        day, method = None, "none"
    event_type = best["incident_type"] or Counter(row["event_type"] for row in rows).most_common(1)[0][0]
    modes = tuple(best["incident_modes"] or dict.fromkeys(mode for row in rows for mode in row["modes"]))
    tolls = [row["incident_killed"] or row["killed_best"] for row in rows]
    score = weights.score(event_type, modes)
    known = load_plover().types.get(event_type)
    return Act(
        act_id=key, side=side, day=day, day_method=method, event_type=event_type, modes=modes,  # type: ignore[arg-type]
        quad=QUAD_CLASSES.index(known.quad_class) + 1 if known else 0,
        score=score, step=ladder.step_of(event_type, modes),
        basis=next((basis for _, basis in members if basis == "named"), members[0][1]),
        actor=_names(best["actor_names"]), target=_names(best["recipient_names"]), words=best["words"],
        cites=_cites(rows, best),
        places=tuple(dict.fromkeys(row["place_id"] for row in rows if row["place_id"])),
        place=next((row["place_name"] for row in rows if row["place_name"]), None),
        earliest=best["earliest"], latest=best["latest"],
        killed=max((toll for toll in tolls if toll is not None), default=None),
        disputed=tuple(best["disputed"] or ()), grade=best["grade"],
        sources=tuple(dict.fromkeys(
            (row["source_words"], row["source_kind"]) for row in rows if row["source_words"] and row["source_kind"]
        )),
        incidents=(key,) if best["incident"] else (),
    )  # fmt: skip


def _cites(rows: Sequence[Row], best: Row) -> tuple[Cite, ...]:
    """The sentences, that of the best event first."""
    ordered = [best, *(row for row in rows if row is not best)]
    return tuple(
        Cite(report_id=row["report_id"], sentence=row["sentence"], event_id=row["event_id"], text=row["text"],
             publisher=row["publisher"], published=row["published"], title=row["title"])
        for row in ordered
    )  # fmt: skip


def _names(names: Iterable[str | None]) -> str:
    found = list(dict.fromkeys(name for name in names if name))
    return " and ".join(found) if len(found) == 2 else ", ".join(found)


def _day(rows: Sequence[Row]) -> tuple[date | None, str]:
    """The day that most of the rows' best-dated accounts allow, and how it is known."""
    for row in rows:
        if row["date_method"] == "stated" and (day := _narrow(row["incident_earliest"], row["incident_latest"], row)):
            return day, "stated"
    for basis in _TOLD:
        for row in rows:
            if row["date_basis"] == basis and (day := _narrow(row["earliest"], row["latest"], row)):
                return day, basis
    if any(row["date_basis"] in _TOLD for row in rows):
        return None, "none"  # a day is told, but not one that can be put on a calendar
    published = min((row["latest"] for row in rows if row["date_basis"] == "publication"), default=None)
    return published, "publication" if published else "none"


def _narrow(earliest: date | None, latest: date | None, row: Row) -> date | None:
    if earliest is None:
        return None
    latest = latest or earliest
    if latest - earliest > timedelta(days=_LONG):
        return None
    published = row["published"]
    return min(latest, published) if published and published >= earliest else latest


def merge_same_day(acts: Sequence[Act], ladder: Ladder, weights: Weights) -> list[Act]:
    """Acts of one side, type and day as one, unless they have different places or different tolls."""
    kept: dict[tuple[Any, ...], list[Act]] = defaultdict(list)
    for act in acts:
        same = kept[act.side, act.day or act.act_id, act.event_type]
        for number, one in enumerate(same):
            if _alike(one, act):
                same[number] = _merged(one, act, ladder, weights)
                break
        else:
            same.append(act)
    return [act for same in kept.values() for act in same]


def _join_loose(acts: Sequence[Act], loose: Sequence[Act], ladder: Ladder, weights: Weights) -> list[Act]:
    """The acts, with accounts that name no target added to an act of the same side, type and day; others dropped."""
    found = list(acts)
    for extra in loose:
        for number, act in enumerate(found):
            same = act.side == extra.side and act.day == extra.day and act.event_type == extra.event_type
            if same and act.day is not None and _alike(act, extra):
                merged = _merged(act, extra, ladder, weights)
                found[number] = replace(
                    merged, actor=act.actor, target=act.target, words=act.words, basis=act.basis, place=act.place,
                    cites=(*act.cites, *extra.cites),
                )  # fmt: skip
                break
    return found


def _alike(one: Act, other: Act) -> bool:
    apart = one.places and other.places and not set(one.places) & set(other.places)
    return not apart and (one.killed is None or other.killed is None or one.killed == other.killed)


def _merged(one: Act, other: Act, ladder: Ladder, weights: Weights) -> Act:
    first, second = (one, other) if (one.day_method in _TOLD) >= (other.day_method in _TOLD) else (other, one)
    modes = tuple(dict.fromkeys((*first.modes, *second.modes)))
    return replace(
        first, modes=modes, score=weights.score(first.event_type, modes), step=ladder.step_of(first.event_type, modes),
        cites=(*first.cites, *second.cites), places=tuple(dict.fromkeys((*first.places, *second.places))),
        place=first.place or second.place, killed=first.killed if first.killed is not None else second.killed,
        disputed=tuple(dict.fromkeys((*first.disputed, *second.disputed))),
        grade=min(filter(None, (first.grade, second.grade)), default=None),
        sources=tuple(dict.fromkeys((*first.sources, *second.sources))),
        incidents=tuple(dict.fromkeys((*first.incidents, *second.incidents))),
        basis="named" if "named" in (first.basis, second.basis) else first.basis,
    )  # fmt: skip
