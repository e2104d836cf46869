"""The reading of one known word or name, and the choice among its senses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dateline.lexicon.actors import ActorBase, Found, Sense, Word

NAMES = frozenset({"actor", "person", "metonym"})
LAND_METHODS = frozenset({"country name", "capital", "nationality"})
_SCORES = {"exact name": 0.95, "alias": 0.9, "acronym": 0.85, "metonym": 0.85}
_OUT_OF_TIME = 0.2
_LONG_OVER = 30 * 366  # days
_MAIN_SHARE = 0.2  # of the most named country's weight: from there on 'Congress' may be that country's
_RANKS = {
    "person": 2.0, "actor": 2.0, "metonym": 2.0, "country": 1.5, "nationality": 1.2, "capital": 1.0,
    "people": 0.9, "role": 0.5, "modifier": 0.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a phrase stands for so far.

    `own_country`: the phrase gives the country itself; `strong`: nothing beside it is asked for the sector;
    `several`: the phrase is of more than one country, so that none is right; `unplaced`: it may be of any, whatever
    the report speaks of.
    """

    target: str | None = None
    name: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    score: float = 0.0
    method: str = ""
    own_country: bool = False
    strong: bool = False
    several: bool = False
    unplaced: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What the report lends to a reading: its day, and how much it speaks of each country (0 to 1)."""

    day: date | None
    weights: dict[str, float]


def has_kind(one: Found, *kinds: str) -> bool:
    """Whether any sense of the found words is of one of these kinds."""
    return any(sense.kind in kinds for sense in one.senses)


def fits(one: Found, setting: Setting) -> bool:
    """Whether some sense may be meant in a report that speaks of these countries."""
    return not all(sense.local and not setting.weights.get(sense.country or "") for sense in one.senses)


def choose(
    senses: Sequence[Sense], setting: Setting, *, alone: bool = False, need_weight: bool = False
) -> Sense | None:
    """The likeliest sense: of a country that the report speaks of, and valid on its day.

    `need_weight`: where several parties share the words, only those of the report's countries count.
    """
    best: tuple[float, int] | None = None
    chosen = None
    shared = need_weight and len({sense.name for sense in senses}) > 1
    for rank, sense in enumerate(senses):
        weight = setting.weights.get(sense.country or "", 0.0)
        if not weight and (sense.local or (shared and sense.country != "IGO")):
            continue
        if not weight and need_weight and setting.weights and not _is_prominent(sense, setting):
            continue
        value = weight + (1.0 if sense.holds_on(setting.day) else 0.0) + _RANKS[sense.kind]
        if sense.kind == "capital" and not alone:
            value -= 0.5
        if best is None or (value, -rank) > best:
            best, chosen = (value, -rank), sense
    return chosen


def _is_prominent(sense: Sense, setting: Setting) -> bool:
    """Whether a surname is that of somebody in office, whom reports name without more ado."""
    return sense.sectors[:1] in (("GOV",), ("IGO",)) and sense.holds_on(setting.day)


def choose_name(one: Found, setting: Setting) -> Sense | None:
    """The likeliest known party that the found words name."""
    return choose([sense for sense in one.senses if sense.kind in NAMES], setting)


def read_name(sense: Sense, setting: Setting, *, generic: bool = False) -> Reading:
    """The reading of a known party's name; a `generic` name ('Congress') needs its country in the report."""
    ending = "acronym" if sense.initials else "alias" if sense.alias else "exact name"
    method = "metonym" if sense.kind == "metonym" else ending
    main = max(setting.weights.values(), default=0.0)
    if generic and sense.country not in ("IGO", "INT") and (
        setting.weights.get(sense.country or "", 0.0) <= main * _MAIN_SHARE
    ):
        return Reading(sectors=sense.sectors, score=0.6, method="role noun", strong=True)
    score = _SCORES[method] - (0.0 if sense.holds_on(setting.day) else _OUT_OF_TIME)
    return Reading(target=sense.actor_id, name=sense.name, country=sense.country, sectors=sense.sectors,
                   score=score, method=method, own_country=not generic, strong=True)  # fmt: skip


def read_sense(sense: Sense, setting: Setting, *, generic: bool = False, definite: bool = False) -> Reading:
    """The reading of words that have this sense and stand alone."""
    if sense.kind in NAMES:
        return read_name(sense, setting, generic=generic)
    if sense.kind == "country" or sense.kind == "capital":
        capital = sense.kind == "capital"
        return Reading(name=sense.name, country=sense.country, sectors=sense.sectors, own_country=True,
                       score=0.75 if capital else 0.9, method="capital" if capital else "country name",
                       strong=True)  # fmt: skip
    if sense.kind == "people" and definite:
        return Reading(country=sense.country, sectors=("GOV", "CVL"), score=0.55, own_country=True,
                       method="people for their state", strong=True)  # fmt: skip
    if sense.kind in ("nationality", "people"):
        people = sense.kind == "people"
        return Reading(country=sense.country, sectors=sense.sectors, score=0.8, own_country=True,
                       method="people" if people else "nationality", strong=not people)  # fmt: skip
    return Reading(sectors=sense.sectors, score=0.7 if sense.strong else 0.4, strong=sense.strong,
                   country=sense.country, own_country=sense.country is not None, method="role noun")  # fmt: skip


def is_particled(base: ActorBase, tail: Sequence[Word]) -> bool:
    """Whether the two words are a surname with its particle: 'de Mistura'."""
    return len(tail) == 2 and f"{tail[0].key} {tail[1].key}" in base.surnames


def find_surname(base: ActorBase, tail: Sequence[Word], setting: Setting) -> Sense | None:
    """The known person who goes by the last of these words in such a report."""
    key = f"{tail[0].key} {tail[1].key}" if is_particled(base, tail) else tail[-1].key
    senses = [sense for sense in base.surnames.get(key, ()) if not _is_bygone(sense, setting.day)]
    return choose(senses, setting, need_weight=True)


def _is_bygone(sense: Sense, day: date | None) -> bool:
    """Whether the person's time is so long over that a report of the day gives more than the surname."""
    return day is not None and sense.valid_to is not None and (day - sense.valid_to).days > _LONG_OVER


def read_partly(sense: Sense, method: str, score: float) -> Reading:
    """The reading of a known party that is named in part or otherwise spelt."""
    return Reading(target=sense.actor_id, name=sense.name, country=sense.country, sectors=sense.sectors,
                   score=score, method=method, own_country=True, strong=True)  # fmt: skip
