"""The world's places by name: countries, divisions, towns, and hand-kept regions and sites."""

from __future__ import annotations

import json
import mmap
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from rapidfuzz import fuzz, process

from dateline.errors import ResourceError
from dateline.lexicon.folding import fold
from dateline.lexicon.gazetteer_file import ALIAS, MAGIC, NO_PARENT
from dateline.lexicon.regions import PlaceWords, Region, Regions, load_regions
from dateline.records import Place

Kind = Literal["country", "ADM1", "ADM2", "town", "region", "site"]
Match = Literal["name", "alias", "adjective", "fuzzy"]

_KINDS: tuple[Kind, ...] = ("country", "ADM1", "ADM2", "town")
_FEATURES = {"country": "A/PCLI", "ADM1": "A/ADM1", "ADM2": "A/ADM2", "town": "P/PPL"}
_SIMILAR = 90.0
_BORDER_TOWNS, _SAMPLED_TOWNS = 60, 700  # a few ms for a pair of countries, once
_DATA = Path(__file__).parent / "data" / "gazetteer.bin"
_SPELLINGS = (
    ("st", "saint"),
    ("saint", "st"),
    ("mt", "mount"),
    ("mount", "mt"),
    ("ft", "fort"),
    ("fort", "ft"),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may stand for, and how well the name fits."""

    place: Place
    kind: Kind
    population: int
    match: Match
    size_km: float = 0.0
    metonym: str | None = None  # country of the government that the name stands for ('Kremlin': RUS)


@dataclass(frozen=True, slots=True)
class Country:
    """What the gazetteer knows of a country."""

    iso2: str
    iso3: str
    name: str
    capital: str
    area: float
    neighbours: tuple[str, ...]  # ISO 3166-1 alpha-2
    continent: str
    adjectives: tuple[str, ...]
    nouns: tuple[str, ...]
    box: tuple[float, float, float, float] | None  # south, west, north, east, of nearly all its towns
    row: int
    capital_row: int | None


class Gazetteer:
    """Read-only look-ups in the built file; holds no more of it in memory than was asked for."""

    def __init__(self, path: Path, regions: Regions) -> None:
        self._buffer = _map(path)
        self.header, base = read_header(self._buffer, path)
        header = self.header
        self._arrays = {
            name: np.frombuffer(self._buffer, dtype=dtype, count=count, offset=base + start)
            for name, (dtype, count, start) in header["arrays"].items()
        }
        self._key_offsets = self._arrays["key_offsets"].tolist()
        self._key_start = base + header["arrays"]["keys"][2]
        self._regions = regions
        self.countries = {
            c.iso3: c for c in map(_country, range(len(header["countries"])), header["countries"])
        }
        self._by_number = tuple(self.countries.values())
        self.iso3_of = {c.iso2: c.iso3 for c in self._by_number}
        self._adjectives = _adjectives(self._by_number, regions)
        self._border = lru_cache(maxsize=256)(self._border_uncached)
        self._find = lru_cache(maxsize=8192)(self._find_uncached)

    @property
    def arrays(self) -> Mapping[str, np.ndarray]:
        """The columns of the file."""
        return self._arrays

    def names(self) -> Iterator[tuple[bytes, list[int]]]:
        """Every folded name with its rows, in order."""
        position = 0
        for number in range(len(self._key_offsets) - 1):
            for key, count in self._block(number):
                yield key, self._arrays["postings"][position : position + count].tolist()
                position += count

    def candidates(self, name: str, limit: int = 20) -> list[Candidate]:
        """The places of that name, hand-kept ones first, then the likeliest by kind and population.

        The name must be written as a name: 'turkey' finds nothing, 'Turkey' does; 'US' is not 'us'.
        """
        return list(self._lookup(name)[:limit])

    def similar(self, name: str) -> list[Candidate]:
        """The places of the likeliest name spelt almost so; for a name that `candidates` does not know."""
        key = fold(name)
        if len(key) < 5 or not _is_written_as_name(name):
            return []
        block = self._block_of(key.encode("ascii"))
        near = range(max(0, block - 2), min(len(self._key_offsets) - 1, block + 3))
        keys = [known.decode() for number in near for known, _ in self._block(number)]
        keys = [other for other in keys if abs(len(other) - len(key)) <= 1]
        best = process.extractOne(key, keys, scorer=fuzz.ratio, score_cutoff=_SIMILAR)
        if best is None:
            return []
        return [self._candidate(posting & ~ALIAS, "fuzzy") for posting in self._postings(best[0])[:20]]

    def adjective(self, word: str) -> Candidate | None:
        """The country or region that an adjective or a noun for its people names: 'Iranian', 'Chechens'."""
        if (iso3 := self._adjectives.get(word)) is not None:
            return self._candidate(self.countries[iso3].row, "adjective")
        place = self._regions.peoples.get(word)
        found = self._lookup(place) if place else ()
        return replace(found[0], match="adjective") if found else None

    def is_name(self, text: str) -> Kind | None:
        """The kind of the likeliest place of that name, or None; common words are no names."""
        if self.is_common(text):
            return None
        found = self._lookup(text)
        return max(found, key=_prominence).kind if found else None

    def is_common(self, text: str) -> bool:
        """Whether the text, whatever its case, is more often a word or a person's name than a place."""
        return fold(text) in self._regions.common

    def is_given_name(self, word: str) -> bool:
        """Whether the word is a frequent first name of people."""
        return word in self._regions.given_names

    @property
    def words(self) -> PlaceWords:
        """Words around a name that tell places from people and streets."""
        return self._regions.words

    @property
    def place_weights(self) -> dict[str, float]:
        """The fitted weights by which the places of a name are ranked."""
        return self._regions.weights

    def is_exact(self, text: str) -> bool:
        """Whether the text is a hand-kept name, letter for letter: 'UAE', 'NSW'."""
        return self._regions.country_alias(text) is not None or bool(self._regions.named(text))

    def state(self, abbreviation: str) -> list[Candidate]:
        """The state or province that an abbreviation after a comma stands for: 'Tex.', 'N.S.W.'."""
        return [
            candidate
            for iso3, name in self._regions.states.get(abbreviation, ())
            for candidate in self._lookup(name)
            if candidate.kind == "ADM1" and candidate.place.country == iso3
        ][:1]

    def country_place(self, iso3: str) -> Candidate | None:
        """The country itself."""
        country = self.countries.get(iso3)
        return self._candidate(country.row, "name") if country else None

    def capital_of(self, iso3: str) -> Candidate | None:
        """The capital of the country, where the gazetteer has it."""
        country = self.countries.get(iso3)
        if country is None or country.capital_row is None:
            return None
        return self._candidate(country.capital_row, "name")

    def border(self, one: str, two: str) -> tuple[float, float, float] | None:
        """Latitude and longitude of the middle of two neighbours' border, and its reach in km; None for others."""
        first, second = self.countries.get(one), self.countries.get(two)
        if first is None or second is None or second.iso2 not in first.neighbours:
            return None
        return self._border(*sorted((first.row, second.row)))

    def _border_uncached(self, one: int, two: int) -> tuple[float, float, float] | None:
        """From the pairs of towns of either country that lie closest to each other."""
        near, far = self._towns_of(one), self._towns_of(two)
        if not len(near) or not len(far):
            return None
        narrow = np.cos(np.radians(near[:, 0].mean()))
        gaps = np.hypot(near[:, None, 0] - far[None, :, 0], (near[:, None, 1] - far[None, :, 1]) * narrow)
        closest = np.argsort(gaps.min(axis=1))[:_BORDER_TOWNS]
        points = (near[closest] + far[gaps.argmin(axis=1)[closest]]) / 2
        lats, lons = points[:, 0], points[:, 1]
        away = 111.2 * np.hypot(lats[:, None] - lats, (lons[:, None] - lons) * narrow)
        middle = int(away.sum(axis=1).argmin())
        return round(float(lats[middle]), 3), round(float(lons[middle]), 3), round(float(away[middle].max()), 1)

    def _towns_of(self, row: int) -> np.ndarray:
        """Latitudes and longitudes of a sample of the country's towns."""
        columns = self._arrays
        rows = np.flatnonzero((columns["country"] == row) & (columns["kind"] == _KINDS.index("town")))
        rows = rows[:: max(1, len(rows) // _SAMPLED_TOWNS)]
        found = np.stack([columns["lat"][rows], columns["lon"][rows]], axis=1).astype(float)
        return np.asarray(found[~np.isnan(found).any(axis=1)])

    def _lookup(self, name: str) -> tuple[Candidate, ...]:
        name = name.strip()
        if not name or len(name) > 80 or not _is_written_as_name(name):
            return ()
        return self._find(name)

    def _find_uncached(self, name: str) -> tuple[Candidate, ...]:
        kept = [_of_region(region) for region in self._regions.named(name)]
        alias = self._regions.country_alias(name)
        if alias is not None:
            kept.append(self._candidate(self.countries[alias].row, "name"))
        key = fold(name)
        if len(key) < 3:
            return tuple(kept)
        postings = self._postings(key) or next(filter(None, map(self._postings, _respelt(key))), [])
        seen = {candidate.place.place_id for candidate in kept}
        found = [
            self._candidate(posting & ~ALIAS, "alias" if posting & ALIAS else "name")
            for posting in postings[:60]
        ]
        return (*kept, *(candidate for candidate in found if candidate.place.place_id not in seen))

    def _postings(self, key: str) -> list[int]:
        """The rows of a folded name: bisect the heads of the blocks, then read one block."""
        raw = key.encode("ascii")
        low = self._block_of(raw)
        position = int(self._arrays["key_starts"][low])
        for known, count in self._block(low):
            if known == raw:
                found: list[int] = self._arrays["postings"][position : position + count].tolist()
                return found
            position += count
        return []

    def _block_of(self, raw: bytes) -> int:
        """The block that holds the key, if any does."""
        low, high = 0, len(self._key_offsets) - 1
        while high - low > 1:
            middle = (low + high) // 2
            start = self._key_start + self._key_offsets[middle]
            if raw < self._buffer[start + 1 : self._buffer.find(b"\n", start)].split(b"\t")[0]:
                high = middle
            else:
                low = middle
        return low

    def _block(self, number: int) -> Iterator[tuple[bytes, int]]:
        start, end = (self._key_start + self._key_offsets[number + i] for i in (0, 1))
        previous = b""
        for line in self._buffer[start:end].split(b"\n")[:-1]:
            suffix, _, count = line[1:].partition(b"\t")
            previous = previous[: line[0] - 32] + suffix
            yield previous, int(count or 1)

    def _candidate(self, row: int, match: Match) -> Candidate:
        columns = self._arrays
        kind = _KINDS[columns["kind"][row]]
        country = self._by_number[columns["country"][row]]
        adm1, adm2 = int(columns["adm1"][row]), int(columns["adm2"][row])
        lat, lon = float(columns["lat"][row]), float(columns["lon"][row])
        if kind == "country":
            lat, lon = self._regions.centers.get(country.iso3, (lat, lon))
        number = int(columns["geonameid"][row])
        parents = [self._name(parent) if parent != NO_PARENT else None for parent in (adm1, adm2)]
        if kind in ("ADM1", "ADM2"):
            parents[kind == "ADM2"] = self._name(row)
        place = Place(
            place_id=f"geonames:{number}" if number else f"dateline:{row}",
            name=self._name(row), country=country.iso3, admin1=parents[0], admin2=parents[1],
            lat=round(lat, 5) if lat == lat else None, lon=round(lon, 5) if lon == lon else None,
            precision=kind, feature="P/PPLC" if row == country.capital_row else _FEATURES[kind],
        )  # fmt: skip
        size = (country.area / 3.14) ** 0.5 if kind == "country" else 0.0
        return Candidate(place, kind, int(columns["population"][row]), match, size)

    def _name(self, row: int) -> str:
        offsets = self._arrays["name_offsets"]
        return bytes(self._arrays["names"][offsets[row] : offsets[row + 1]]).decode()


def load_gazetteer(path: Path | None = None) -> Gazetteer:
    """The gazetteer that the package ships, or the one at `path`; opened once."""
    return _load(path or _DATA)


@lru_cache(maxsize=2)
def _load(path: Path) -> Gazetteer:
    return Gazetteer(path, load_regions())


def _map(path: Path) -> mmap.mmap:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise ResourceError(f"cannot open the gazetteer {path.name}: {error}") from error


def read_header(buffer: mmap.mmap | bytes, path: Path) -> tuple[dict[str, Any], int]:
    """The file's header and where its arrays begin; raises ResourceError for any other file."""
    if buffer[: len(MAGIC)] != MAGIC:
        raise ResourceError(f"{path.name} is not a gazetteer of this version: run tools/build_gazetteer.py")
    start = len(MAGIC) + 4
    (length,) = struct.unpack("<I", buffer[len(MAGIC) : start])
    return json.loads(buffer[start : start + length]), start + length


def _country(row: int, entry: dict[str, Any]) -> Country:
    box = entry["box"]
    return Country(
        iso2=entry["iso2"], iso3=entry["iso3"], name=entry["name"], capital=entry["capital"],
        area=entry["area"], neighbours=tuple(entry["neighbours"]), continent=entry["continent"],
        adjectives=tuple(entry["adjectives"]), nouns=tuple(entry["nouns"]),
        box=(box[0], box[1], box[2], box[3]) if box else None, row=row, capital_row=entry["capital_row"],
    )  # fmt: skip


def _adjectives(countries: tuple[Country, ...], regions: Regions) -> dict[str, str]:
    """The first country in order of area that owns each word: 'Congolese', 'Korean' are shared."""
    words: dict[str, str] = {}
    for country in sorted(countries, key=lambda c: -c.area):
        for word in (*country.adjectives, *country.nouns):
            words.setdefault(word, country.iso3)
    words.update(regions.adjectives)
    return {word: iso3 for word, iso3 in words.items() if iso3}


def _of_region(region: Region) -> Candidate:
    precision = {"site": "exact", "area": "town", "division": "ADM1"}.get(region.kind, "region")
    place = Place(
        place_id=f"region:{region.key}", name=region.name, country=region.country,
        admin1=region.name if region.kind == "division" else None, lat=region.lat, lon=region.lon,
        precision=precision, feature=region.feature,
    )  # fmt: skip
    kinds: dict[str, Kind] = {"site": "site", "division": "ADM1"}
    kind = kinds.get(region.kind, "region")
    return Candidate(place, kind, region.weight, "name", region.size_km, region.metonym)


def _is_written_as_name(name: str) -> bool:
    """Whether some word of it begins with a capital; a single word must."""
    first = name[0]
    if " " not in name:
        return first.isupper() or not first.isalpha() or any(c.isupper() for c in name[:4])
    return any(word[:1].isupper() for word in name.split(" "))


def _respelt(key: str) -> Iterator[str]:
    words = key.split(" ")
    for have, other in _SPELLINGS:
        if words[0] == have and len(words) > 1:
            yield " ".join([other, *words[1:]])
    if len(words) == 2:  # 'Sistan-Baluchestan'
        yield " and ".join(words)
    if words[0] == "the" and len(words) > 1:
        yield " ".join(words[1:])
    if (
        words[-1] in ("city", "town", "province", "state", "region", "district", "governorate")
        and len(words) > 1
    ):
        yield " ".join(words[:-1])


def _prominence(candidate: Candidate) -> tuple[int, int]:
    return (candidate.match == "name" or candidate.population > 100_000, candidate.population)
