"""The hand-kept part of the gazetteer: seas, regions, sites, short names of states, misleading words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from dateline.errors import ResourceError
from dateline.lexicon.folding import fold

_WEIGHT, _SEA_WEIGHT = 2_000_000, 20_000_000
_FOLDER = Path(__file__).parent
_FEATURES = {
    "continent": "L/CONT", "region": "L/RGN", "sea": "H/SEA", "lake": "H/LK", "river": "H/STM",
    "island": "T/ISL",
    "mountain": "T/MTS", "desert": "T/DSRT", "site": "S/BLDG", "area": "A/ADMD", "town": "P/PPL",
    "division": "A/ADM1H",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Region:
    """A place that the built tables lack, or have under a weaker name."""

    key: str
    name: str
    kind: str
    feature: str
    lat: float
    lon: float
    country: str | None
    size_km: float
    weight: int
    metonym: str | None


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Words around a name that tell places from people and streets."""

    titles: frozenset[str]
    heads: frozenset[str]
    prepositions: frozenset[str]
    weak_prepositions: frozenset[str]
    streets: frozenset[str]
    connectors: frozenset[str]
    never: frozenset[str]
    institutions: frozenset[str]
    sayings: frozenset[str]
    publications: frozenset[str]
    directions: dict[str, str]
    nearby: tuple[str, ...]
    offshore: tuple[str, ...]
    border: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Regions:
    """The hand-kept tables."""

    by_name: dict[str, tuple[Region, ...]]
    exact: dict[str, str]  # names of countries that are case-sensitive: 'US', 'U.K.'
    common: frozenset[str]  # folded names that are rarely places
    given_names: frozenset[str]
    words: PlaceWords
    states: dict[str, tuple[tuple[str, str], ...]]  # 'Tex.' → (USA, Texas)
    adjectives: dict[str, str] = field(default_factory=dict)
    centers: dict[str, tuple[float, float]] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    peoples: dict[str, str] = field(default_factory=dict)  # 'Chechens' → Chechnya

    def named(self, name: str) -> tuple[Region, ...]:
        """The regions and sites of that name."""
        key = fold(name)
        return self.by_name.get(key) or self.by_name.get(key.removeprefix("the "), ())

    def country_alias(self, name: str) -> str | None:
        """ISO 3166-1 alpha-3 of a short or former name of a country, written so."""
        return self.exact.get(name) or self.exact.get(name.removeprefix("the ").removeprefix("The "))


@lru_cache(maxsize=1)
def load_regions() -> Regions:
    """The tables of regions.yaml and place_words.txt."""
    table = _read("regions.yaml")
    by_name: dict[str, list[Region]] = defaultdict(list)
    for kind, entries in table["regions"].items():
        for name, entry in entries.items():
            region = _region(kind, name, entry)
            for alias in (name, *entry.get("aliases", ())):
                by_name[fold(alias)].append(region)
    words = _read("place_words.yaml")
    return Regions(
        by_name={key: tuple(found) for key, found in by_name.items()},
        exact={alias: iso3 for iso3, aliases in table["countries"].items() for alias in aliases},
        common=frozenset(words["common"].split()) | {fold(phrase) for phrase in words["phrases"]},
        given_names=frozenset(words["given_names"].split()),
        words=_place_words(words),
        states=_states(table["states"]),
        adjectives={word: iso3 or "" for iso3, found in table["adjectives"].items() for word in found},
        centers={iso3: (float(lat), float(lon)) for iso3, (lat, lon) in table["centers"].items()},
        weights=_read("place_weights.yaml"),
        peoples={word: place for place, found in table["peoples"].items() for word in found},
    )


def _place_words(words: dict[str, Any]) -> PlaceWords:
    sets = ("titles", "heads", "prepositions", "weak_prepositions", "streets", "institutions")
    return PlaceWords(
        **{name: frozenset(words[name].split()) for name in sets},
        connectors=frozenset(words["connectors"]), never=frozenset(words["never"]),
        sayings=frozenset(words["sayings"]), publications=frozenset(words["publications"]),
        directions=dict(words["directions"]),
        nearby=tuple(words["nearby"]), offshore=tuple(words["offshore"]), border=tuple(words["border"]),
    )  # fmt: skip


def _states(table: dict[str, dict[str, list[str]]]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for iso3, states in table.items():
        for name, aliases in states.items():
            for alias in aliases:
                found[alias].append((iso3, name))
    return {alias: tuple(pairs) for alias, pairs in found.items()}


def _region(kind: str, name: str, entry: dict[str, Any]) -> Region:
    try:
        lat, lon = entry["at"]
    except (KeyError, TypeError, ValueError) as error:
        raise ResourceError(f"regions.yaml: {name!r} has no coordinates ('at: [lat, lon]')") from error
    return Region(
        key=fold(name).replace(" ", "-"), name=name, kind=kind, feature=_FEATURES[kind],
        lat=float(lat), lon=float(lon), country=entry.get("in"), size_km=float(entry.get("size", 0)),
        weight=int(entry.get("weight", _SEA_WEIGHT if kind == "sea" else _WEIGHT)),
        metonym=entry.get("metonym"),
    )  # fmt: skip


def _read(name: str) -> dict[str, Any]:
    try:
        table: dict[str, Any] = yaml.load((_FOLDER / name).read_text(encoding="utf-8"), Loader=_LOADER)
    except (OSError, yaml.YAMLError) as error:
        raise ResourceError(f"cannot read {name}: {error}") from error
    return table


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
