"""Acts between two parties: events of a store, each happening once, with side, day, step and their sentences."""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal, TypeVar

from dateline.analyse.ask import Row, ask_named
from dateline.analyse.ladder import Ladder, load_ladder
from dateline.analyse.parties import Party
from dateline.analyse.weights import Weights
from dateline.link.days import BASES
from dateline.ontology import load_plover
from dateline.ontology.types import QUAD_CLASSES
from dateline.store import Store

Side = Literal["ab", "ba", "both"]
Item = TypeVar("Item")
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


class Scale:
    """What a kind of act weighs: reckoned once for each type with its modes, as a store has few kinds of many acts."""

    def __init__(self, ladder: Ladder, weights: Weights) -> None:
        self._ladder, self._weights = ladder, weights
        self._known: dict[tuple[str, tuple[str, ...]], tuple[float, int, int]] = {}

    def of(self, event_type: str, modes: tuple[str, ...]) -> tuple[float, int, int]:
        """The score, the step on the ladder, and the quad class (0 for none)."""
        found = self._known.get((event_type, modes))
        if found is None:
            known = load_plover().types.get(event_type)
            quad = QUAD_CLASSES.index(known.quad_class) + 1 if known else 0
            found = self._weights.score(event_type, modes), self._ladder.step_of(event_type, modes), quad
            self._known[event_type, modes] = found
        return found


def load_acts(
    store: Store, dyad: tuple[Party, Party], *, since: date | None = None, until: date | None = None,
    ladder: Ladder | None = None, weights: Weights | None = None, statuses: Sequence[str] = ("current",),
    bases: Sequence[str] = BASES,
) -> list[Act]:  # fmt: skip
    """The acts between the two, in order of days (undated ones last): current, not negated, each happening once.

    Acts whose day is known in another way than by `bases` have no day.
    """
    ladder = ladder or load_ladder()
    scale = Scale(ladder, weights or Weights())
    with no_collecting():
        return _load(store, dyad, since, until, ladder, scale, statuses, bases)


@contextmanager
def no_collecting() -> Iterator[None]:
    """A block that makes a great many objects and no rings of them: to look for rings is time lost."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _load(
    store: Store, dyad: tuple[Party, Party], since: date | None, until: date | None, ladder: Ladder, scale: Scale,
    statuses: Sequence[str], bases: Sequence[str],
) -> list[Act]:  # fmt: skip
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
    acts = merge_same_day([_act(key, side, members, scale, bases) for (key, side), members in groups.items()], scale)
    acts = _join_loose(acts, [_act(key, side, members, scale, bases) for (key, side), members in loose.items()], scale)
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
    scale = Scale(ladder, Weights())
    acts = [_act(key, "ab", members, scale) for key, members in groups.items()]
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
        self._seen: dict[tuple[tuple[str | None, ...], ...], tuple[bool, bool]] = {}
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
        a_acts, b_acts = self._act(row)
        if a_acts and b_acts:
            return "both", "named"
        hit = (row["recipient_ids"], row["recipient_countries"], row["recipient_sectors"])
        if a_acts:
            return self._against("ab", self.other, self.one, hit, row)
        if b_acts:
            return self._against("ba", self.one, self.other, hit, row)
        return None

    def loose_side(self, row: Row) -> Side | None:
        """The side that used force against nobody who is named, nowhere that is known; it may be told elsewhere."""
        if row["event_type"] != "ASSAULT" or row["recipient_names"] or row["place_country"] is not None:
            return None
        a_acts, b_acts = self._act(row)
        return None if a_acts == b_acts else "ab" if a_acts else "ba"

    def _act(self, row: Row) -> tuple[bool, bool]:
        """Whether either is among the actors; looked at once for each set of actors."""
        actors = (tuple(row["actor_ids"]), tuple(row["actor_countries"]), tuple(row["actor_sectors"]))
        found = self._seen.get(actors)
        if found is None:
            found = self.one.acts(*actors, self.barred), self.other.acts(*actors, self.barred)
            self._seen[actors] = found
        return found

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


def _act(key: str, side: str, members: list[tuple[Row, str]], scale: Scale, bases: Sequence[str] = BASES) -> Act:
    rows = [row for row, _ in members]
    best = max(rows, key=lambda row: (row["date_basis"] in _TOLD, len(row["recipient_names"]), row["confidence"]))
    day, method = _day(rows)
    if method not in bases:
        day, method = None, "none"
    event_type = best["incident_type"] or _commonest([row["event_type"] for row in rows])
    modes = tuple(best["incident_modes"] or dict.fromkeys(mode for row in rows for mode in row["modes"]))
    tolls = [row["incident_killed"] or row["killed_best"] for row in rows]
    score, step, quad = scale.of(event_type, modes)
    return Act(
        act_id=key, side=side, day=day, day_method=method, event_type=event_type, modes=modes,  # type: ignore[arg-type]
        quad=quad, score=score, step=step,
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


def _commonest(values: list[str]) -> str:
    return values[0] if len(values) == 1 else Counter(values).most_common(1)[0][0]


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


class _Same:
    """Acts of one side, type and day that may be one."""

    def __init__(self, act: Act) -> None:
        self.acts, self.places, self.killed = [act], set(act.places), act.killed

    def takes(self, act: Act) -> bool:
        """Whether it took the act: not with other places or another toll."""
        if act.places and self.places and self.places.isdisjoint(act.places):
            return False
        if act.killed is not None and self.killed is not None and act.killed != self.killed:
            return False
        self.acts.append(act)
        self.places.update(act.places)
        self.killed = act.killed if self.killed is None else self.killed
        return True


def merge_same_day(acts: Sequence[Act], scale: Scale) -> list[Act]:
    """Acts of one side, type and day as one, unless they have different places or different tolls."""
    kept: dict[tuple[Any, ...], list[_Same]] = defaultdict(list)
    for act in acts:
        same = kept[act.side, act.day or act.act_id, act.event_type]
        if not any(one.takes(act) for one in same):
            same.append(_Same(act))
    return [_merged(one.acts, scale) for same in kept.values() for one in same]


def _join_loose(acts: Sequence[Act], loose: Sequence[Act], scale: Scale) -> list[Act]:
    """The acts, with accounts that name no target added to an act of the same side, type and day; others dropped."""
    found = list(acts)
    places: dict[tuple[str, date, str], list[int]] = defaultdict(list)
    for number, act in enumerate(found):
        if act.day is not None:
            places[act.side, act.day, act.event_type].append(number)
    for extra in loose:
        for number in places.get((extra.side, extra.day, extra.event_type), ()) if extra.day is not None else ():
            act = found[number]
            if _Same(act).takes(extra):
                merged = _merged([act, extra], scale)
                found[number] = replace(
                    merged, actor=act.actor, target=act.target, words=act.words, basis=act.basis, place=act.place,
                    cites=(*act.cites, *extra.cites),
                )  # fmt: skip
                break
    return found


def _merged(acts: Sequence[Act], scale: Scale) -> Act:
    """One act of several: of the first whose day is stated, with what the others add."""
    if len(acts) == 1:
        return acts[0]
    lead = next((act for act in acts if act.day_method in _TOLD), acts[0])
    ordered = [lead, *(act for act in acts if act is not lead)]
    modes = _all_of(act.modes for act in ordered)
    score, step, _ = scale.of(lead.event_type, modes)
    return replace(
        lead, modes=modes, score=score, step=step, cites=tuple(cite for act in ordered for cite in act.cites),
        places=_all_of(act.places for act in ordered), place=next((act.place for act in ordered if act.place), None),
        killed=next((act.killed for act in ordered if act.killed is not None), None),
        disputed=_all_of(act.disputed for act in ordered),
        grade=min((act.grade for act in ordered if act.grade), default=None),
        sources=_all_of(act.sources for act in ordered), incidents=_all_of(act.incidents for act in ordered),
        basis="named" if any(act.basis == "named" for act in ordered) else lead.basis,
    )  # fmt: skip


def _all_of(parts: Iterable[tuple[Item, ...]]) -> tuple[Item, ...]:
    """What is in any of the parts, once each, in their order."""
    return tuple(dict.fromkeys(item for part in parts for item in part))
