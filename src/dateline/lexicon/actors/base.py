"""Look-up of parties by name, role and nationality: one table from folded words to what they can mean."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from rapidfuzz import fuzz

from dateline.errors import ResourceError
from dateline.lexicon.actors.user import read_user_actors
from dateline.lexicon.actors.words import Word
from dateline.lexicon.countries import Countries, is_initials, load_countries, name_key
from dateline.ontology.sectors import load_sectors
from dateline.records import Actor, make_id

Kind = Literal[
    "actor", "person", "metonym", "country", "nationality", "people", "capital", "role", "modifier"
]

_ROOM = Path(__file__).parent
_TABLES = (
    "armed_groups.tsv", "criminal_groups.tsv", "organisations.tsv", "agencies.tsv", "media.tsv",
    "metonyms.tsv", "figures.tsv", "factbook.tsv",
)  # fmt: skip
_COLUMNS = ["name", "country", "sectors", "from", "to", "aliases", "note"]
_LOWER = ("al-", "el-", "al‑", "'", "’", "‘")
_SAME_FIRST_NAME = 75.0
_PARTICLES = frozenset(
    {"al", "el", "bin", "ben", "de", "da", "di", "van", "von", "der", "abu", "ibn", "le", "la"}
)


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a word or phrase can mean. `strong`: a role that settles its sector by itself.

    `local`: known well enough only in a report on its own country.
    """

    kind: Kind
    name: str
    country: str | None = None
    sectors: tuple[str, ...] = ()
    actor_id: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    alias: bool = False
    initials: bool = False
    strong: bool = False
    local: bool = False

    def holds_on(self, day: date | None) -> bool:
        """Whether the sense is valid on `day`; an unknown day counts as valid."""
        if day is None:
            return True
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Found:
    """Words `start` to `end` (exclusive) with their senses."""

    start: int
    end: int
    senses: tuple[Sense, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """That a person held an office from one day to another (unknown: to this day)."""

    actor_id: str
    name: str
    since: date
    until: date | None


@dataclass(slots=True)
class ActorBase:
    """The known parties and the words that stand for parties.

    `actors`: by id. `senses`: by folded words. `surnames`: senses of known persons by last name. `terms`: by
    country and folded office.
    """

    countries: Countries
    actors: dict[str, Actor] = field(default_factory=dict)
    senses: dict[str, tuple[Sense, ...]] = field(default_factory=dict)
    surnames: dict[str, tuple[Sense, ...]] = field(default_factory=dict)
    terms: dict[tuple[str, str], list[Term]] = field(default_factory=dict)
    _longest: dict[str, int] = field(default_factory=dict)

    def look_up(self, name: str) -> tuple[Sense, ...]:
        """What exactly this name or phrase can mean."""
        senses = self.senses.get(name_key(name), ())
        return tuple(sense for sense in senses if not sense.initials or not name.islower())

    def holder(self, country: str, office: str, day: date) -> Term | None:
        """Who held the office on the day; None where nobody is known, or two are."""
        held = [
            term for term in self.terms.get((country, office), ())
            if term.since <= day and (term.until is None or day <= term.until)
        ]  # fmt: skip
        return held[0] if len(held) == 1 else None

    def find(self, words: Sequence[Word]) -> Iterator[Found]:
        """The longest known phrases in `words`, left to right, not overlapping."""
        i, size = 0, len(words)
        longest, table = self._longest, self.senses
        while i < size:
            first = words[i]
            limit = min(max(longest.get(first.key, 0), longest.get(first.inner, 0)), size - i)
            step = 1
            for length in range(limit, 0, -1):
                if length > 1 and any(word.cut for word in words[i + 1 : i + length]):
                    continue
                inside = [word.inner for word in words[i : i + length - 1]]
                senses = table.get(" ".join([*inside, words[i + length - 1].key]))
                if senses is None:
                    continue
                if length == 1:
                    senses = tuple(sense for sense in senses if _is_written(sense, first.raw))
                if senses:
                    yield Found(i, i + length, senses)
                    step = length
                    break
            i += step

    def add(self, key: str, sense: Sense) -> None:
        """Enter one more sense of the folded phrase `key`."""
        if not key or key == "the":
            return
        known = self.senses.get(key, ())
        same = (sense.kind, sense.actor_id, sense.country, sense.sectors, sense.valid_from)
        if all((s.kind, s.actor_id, s.country, s.sectors, s.valid_from) != same for s in known):
            self.senses[key] = (*known, sense)
            first, length = key.split(" ", 1)[0], key.count(" ") + 1
            if length > self._longest.get(first, 0):
                self._longest[first] = length


def _is_written(sense: Sense, raw: str) -> bool:
    """Whether the word is written as that sense needs it: initials in capitals, names with one."""
    if sense.kind in ("role", "modifier"):
        return True
    if sense.initials:
        return is_initials(raw) or (len(raw) > 2 and raw[:1].isupper())
    return raw[:1].isupper() or sense.kind in ("country", "nationality", "people") or raw.startswith(_LOWER)


def load_actors(own: Path | None = None) -> ActorBase:
    """The base of known actors, read once; those of the user's file `own` come before the shipped ones.

    Raises SettingsError where the user's file is not as it should be.
    """
    return _load(own)


@lru_cache(maxsize=4)
def _load(own: Path | None) -> ActorBase:
    base = ActorBase(load_countries())
    if own is not None:
        _enter_own(base, own)
    for table in _TABLES:
        _enter_actors(base, table)
    for country, office, name, since, until in _rows("offices.tsv"):
        _enter_term(base, country, office, name, since, until)
    _enter_countries(base)
    _enter_words(base, "roles.tsv", "role")
    _enter_words(base, "modifiers.tsv", "modifier")
    return base


def _rows(table: str) -> Iterable[list[str]]:
    path = _ROOM / table
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ResourceError(f"actors: {table} cannot be read: {error}") from error
    return (line.split("\t") for line in lines[1:] if line and not line.startswith("#"))


def _enter_actors(base: ActorBase, table: str) -> None:
    kind: Kind = "person" if table == "figures.tsv" else "metonym" if table == "metonyms.tsv" else "actor"
    for cells in _rows(table):
        name, country, sectors, since, until, aliases, note = (cells + [""] * len(_COLUMNS))[: len(_COLUMNS)]
        actor = Actor(
            actor_id=make_id("a", name_key(name), country), name=name, country=country or None,
            sectors=tuple(sectors.split()), valid_from=read_day(since), valid_to=read_day(until, last=True),
        )  # fmt: skip
        row_kind: Kind = "person" if note == "person" else kind
        namesake = _find_person(base, actor) if note == "person" else None
        if namesake is not None:
            actor = replace(actor, actor_id=namesake.actor_id or "", name=namesake.name)
        known = base.actors.get(actor.actor_id)
        base.actors[actor.actor_id] = _merge(known, actor) if known else actor
        for form in (name, *filter(None, aliases.split("|"))):
            sense = Sense(
                row_kind, actor.name, actor.country, actor.sectors, actor.actor_id, actor.valid_from,
                actor.valid_to, alias=form != actor.name, initials=form.isupper() and len(form) <= 6,
                local=table == "factbook.tsv" and row_kind != "person",
            )  # fmt: skip
            base.add(name_key(form), sense)
            if row_kind == "person":
                _enter_surname(base, form, sense)


def _find_person(base: ActorBase, actor: Actor) -> Sense | None:
    """The known person of that country and time with nearly the same first name and the same last name.

    One source writes 'Vladimir Putin' and another all of his names.
    """
    parts = name_key(actor.name).split()
    for sense in base.surnames.get(parts[-1], ()) if len(parts) > 1 else ():
        other = name_key(sense.name).split()
        together = sense.holds_on(actor.valid_from) and actor.valid_from is not None
        if sense.country == actor.country and together and fuzz.ratio(other[0], parts[0]) >= _SAME_FIRST_NAME:
            return sense
    return None


def _enter_own(base: ActorBase, path: Path) -> None:
    for row in read_user_actors(path, base.countries.by_code, load_sectors()):
        actor = Actor(
            actor_id=row.actor_id or make_id("a", name_key(row.name), row.country or ""), name=row.name,
            country=row.country, sectors=row.sectors, valid_from=read_day(row.valid_from),
            valid_to=read_day(row.valid_to, last=True),
        )  # fmt: skip
        known = base.actors.get(actor.actor_id)
        base.actors[actor.actor_id] = _merge(known, actor) if known else actor
        for form in (row.name, *row.aliases):
            sense = Sense(
                row.kind, row.name, actor.country, actor.sectors, actor.actor_id, actor.valid_from, actor.valid_to,
                alias=form != row.name, initials=form.isupper() and len(form) <= 6,
            )  # fmt: skip
            base.add(name_key(form), sense)
            if row.kind == "person":
                _enter_surname(base, form, sense)


def _enter_term(base: ActorBase, country: str, office: str, name: str, since: str, until: str) -> None:
    first, last = read_day(since), read_day(until, last=True)
    if first is None:
        raise ResourceError(f"actors: offices.tsv: {name} has no first day as {office}")
    known = next((s for s in base.look_up(name) if s.kind == "person" and s.country == country), None)
    if known is None:
        actor = Actor(actor_id=make_id("a", name_key(name), country), name=name, country=country, sectors=("GOV",))
        base.actors.setdefault(actor.actor_id, actor)
        known = Sense("person", name, country, ("GOV",), actor.actor_id, first, last)
        base.add(name_key(name), known)
    term = Term(known.actor_id or "", known.name, first, last)
    base.terms.setdefault((country, name_key(office)), []).append(term)


def _merge(one: Actor, two: Actor) -> Actor:
    """One party over both of its terms."""
    starts = [day for day in (one.valid_from, two.valid_from) if day is not None]
    ends = [day for day in (one.valid_to, two.valid_to) if day is not None]
    return replace(
        one, sectors=tuple(dict.fromkeys((*one.sectors, *two.sectors))),
        valid_from=min(starts) if len(starts) == 2 else None, valid_to=max(ends) if len(ends) == 2 else None,
    )  # fmt: skip


def _enter_surname(base: ActorBase, form: str, sense: Sense) -> None:
    parts = name_key(form).split()
    if not parts:
        return
    surname = parts[-1]
    if len(parts) > 2 and parts[-2] in _PARTICLES:
        _add_surname(base, f"{parts[-2]} {surname}", sense)
    _add_surname(base, surname, sense)


def _add_surname(base: ActorBase, surname: str, sense: Sense) -> None:
    known = base.surnames.get(surname, ())
    if sense not in known:
        base.surnames[surname] = (*known, sense)


def _enter_countries(base: ActorBase) -> None:
    for country in base.countries.all:
        forms: tuple[tuple[Kind, tuple[str, ...], tuple[str, ...]], ...] = (
            ("country", (country.name, *country.aliases), ("GOV",)),
            ("nationality", country.adjectives, ("GOV",)),
            ("people", country.nouns, ("CVL",)),
            ("capital", country.capitals, ("GOV",)),
        )
        for kind, words, sectors in forms:
            for word in words:
                base.add(name_key(word), Sense(
                    kind, country.name, country.code, sectors, initials=word.replace(".", "").isupper(),
                    alias=word != country.name,
                ))  # fmt: skip


def _enter_words(base: ActorBase, table: str, kind: Kind) -> None:
    for cells in _rows(table):
        strong = cells[1] == "strong"
        country = cells[2] if len(cells) > 3 else None
        for word in cells[-1].split("|"):
            base.add(name_key(word), Sense(kind, word, country, tuple(cells[0].split()), strong=strong))


def read_day(value: str, *, last: bool = False) -> date | None:
    """The first (or last) day of 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD'; None where empty."""
    if not value:
        return None
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 3:
        return date(*parts)
    if len(parts) == 2:
        return date(parts[0], parts[1], monthrange(parts[0], parts[1])[1] if last else 1)
    return date(parts[0], 12, 31) if last else date(parts[0], 1, 1)
