"""The world's states and territories: codes, names, nationality words and capitals, from `countries.tsv`.

ISO 3166 codes, Correlates of War and Gleditsch–Ward numbers are facts; names and nationality words follow
the CIA World Factbook (public domain) and common newspaper usage.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dateline.errors import ResourceError
from dateline.lexicon.folding import fold

_TABLE = Path(__file__).parent / "countries.tsv"
_COLUMNS = [
    "iso3", "iso2", "cow", "gw", "name", "status", "valid_from", "valid_to", "successor", "capitals", "nouns",
    "adjectives", "aliases",
]  # fmt: skip
_LETTER_RUN = re.compile(r"\b[a-z0-9](?: [a-z0-9]\b)+")
_SHORT = 4  # initials up to this long count only in capitals: 'US', not 'us'


def name_key(name: str) -> str:
    """The folded name with spelled-out initials joined and no article: 'the U. S.' → 'us'."""
    key = fold(name)
    if key.startswith("the ") and len(key) > len("the "):
        key = key[4:]
    return _LETTER_RUN.sub(lambda run: run[0].replace(" ", ""), key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A state, territory, historical or de facto state; nouns and adjectives are its nationality words."""

    iso3: str
    iso2: str | None
    cow: int | None
    gw: int | None
    name: str
    status: str
    valid_from: int | None
    valid_to: int | None
    successor: str | None
    capitals: tuple[str, ...]
    nouns: tuple[str, ...]
    adjectives: tuple[str, ...]
    aliases: tuple[str, ...]

    @property
    def code(self) -> str:
        """The ISO 3166 code to write in a record: its own, or that of the state which it counts to."""
        return self.successor if self.iso2 is None and self.successor else self.iso3


class Countries:
    """All countries, to look up by code, name, nationality word or capital."""

    def __init__(self, countries: tuple[Country, ...]) -> None:
        self.all = countries
        self.by_code = {country.iso3: country for country in countries}
        self.by_two_letters = {country.iso2: country.iso3 for country in countries if country.iso2}
        self.by_cow = {c.cow: c for c in reversed(countries) if c.cow is not None}
        self._names: dict[str, Country] = {}
        self._nationalities: dict[str, Country] = {}
        self._capitals: dict[str, Country] = {}
        self._initials = frozenset(
            name_key(word) for c in countries for word in (*c.aliases, *c.adjectives)
            if is_initials(word) and len(name_key(word)) <= _SHORT
        )  # fmt: skip
        for country in countries:
            _enter(self._names, (country.name, *country.aliases), country)
            _enter(self._nationalities, (*country.nouns, *country.adjectives), country)
            _enter(self._capitals, country.capitals, country)

    def find(self, name: str) -> Country | None:
        """The country of that name or alias."""
        return self._look(self._names, name)

    def find_nationality(self, word: str) -> Country | None:
        """The country of a nationality word: 'Emirati', 'Pakistanis', 'U.S.'."""
        return self._look(self._nationalities, word)

    def find_capital(self, name: str) -> Country | None:
        """The country with that capital or seat of government."""
        return self._look(self._capitals, name)

    def _look(self, table: dict[str, Country], name: str) -> Country | None:
        key = name_key(name)
        if key in self._initials and not is_initials(name):
            return None
        return table.get(key)


@lru_cache(maxsize=1)
def load_countries() -> Countries:
    """The table of countries, read once."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    if lines[0].split("\t") != _COLUMNS:
        raise ResourceError(f"{_TABLE.name}: the columns are not {_COLUMNS}")
    return Countries(tuple(_read_row(line.split("\t")) for line in lines[1:]))


def is_initials(name: str) -> bool:
    """Whether a short name is written in capitals, as initials are."""
    letters = [c for c in name.removeprefix("the ") if c.isalpha()]
    return bool(letters) and all(c.isupper() for c in letters)


def _read_row(cells: list[str]) -> Country:
    if len(cells) != len(_COLUMNS):
        raise ResourceError(f"{_TABLE.name}: {cells[0]} has {len(cells)} cells")
    row = dict(zip(_COLUMNS, cells, strict=True))

    def number(column: str) -> int | None:
        return int(row[column]) if row[column] else None

    def words(column: str) -> tuple[str, ...]:
        return tuple(row[column].split("|")) if row[column] else ()

    return Country(
        iso3=row["iso3"], iso2=row["iso2"] or None, cow=number("cow"), gw=number("gw"), name=row["name"],
        status=row["status"], valid_from=number("valid_from"), valid_to=number("valid_to"),
        successor=row["successor"] or None, capitals=words("capitals"), nouns=words("nouns"),
        adjectives=words("adjectives"), aliases=words("aliases"),
    )  # fmt: skip


def _enter(table: dict[str, Country], names: tuple[str, ...], country: Country) -> None:
    for name in names:
        table.setdefault(name_key(name), country)
