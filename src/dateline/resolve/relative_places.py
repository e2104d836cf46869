"""Places given by way of another: 'southwest Pakistan', '30 km north of Sirjan', 'near the Iranian border'.

The point moves where distance or direction say so; elsewhere it stays the anchor's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dateline.lexicon import Candidate, Gazetteer
from dateline.records import Place, Span
from dateline.resolve.geometry import shifted
from dateline.resolve.place_names import PlaceName

_BACK, _AHEAD = 60, 30  # characters that are looked at on either side of a name
_FARTHEST_KM = 1000.0
_REACH_KM = {"ADM1": 60.0, "ADM2": 20.0, "town": 5.0}
_SMALL = frozenset({"town", "site", "ADM2", "region"})  # what one can be near
_LETTERS = (("north", "n"), ("south", "s"), ("east", "e"), ("west", "w"))
_COMPASS = r"((?:north|south)(?:-?(?:east|west))?|east|west)(?:ern(?:most)?)?"
_DISTANCE = re.compile(
    r"\b(?:(?:about|some|around|roughly|nearly|over)\s)?(\d[\d,]{0,8}(?:\.\d{1,3})?)\s?-?"
    rf"(km|kilomet(?:er|re)s?|miles?|mi)\s(?:to the\s)?(?:(?:due\s)?{_COMPASS}|outside|away|from|off|inside)"
    r"(?:\s(?:of|from))?\s(?:the\s(?:(?:city|town|village|capital)\s)?(?:of\s)?)?$",
    re.IGNORECASE,
)
_DIRECTION = re.compile(
    rf"\b(?:the\s)?(?:(?:far|remote|rural|restive)\s)?(?:{_COMPASS}|central)"
    r"(?:(?:\s(?:parts?|half|corner))?\sof)?\s(?:the\s)?$",
    re.IGNORECASE,
)
_EDGE = re.compile(r"(?:'s|’s)?(?: [a-z]+)? (?:border|frontier)(?: with)?\b")
_TO_EDGE = re.compile(r"\b(?:(?:near|along|at|on|across)\s)?(?:the\s)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RelativePlace:
    """A phrase with the place that it gives."""

    span: Span
    sentence: int
    place: Place
    score: float
    method: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """How far a phrase reaches before and after the name, and where it points."""

    before: int
    after: int
    place: Place
    method: str


class FindRelativePlaces:
    """Finds the phrases around resolved names that place something by them."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.countries = gazetteer.countries
        words = gazetteer.words
        town = r"(?:the\s(?:(?:city|town|village|capital)\sof\s)?)?"
        self.phrases = tuple(
            (method, re.compile(rf"\b{lead}(?:the\s|its\s)?(?:{_any(phrases)})\s{town}$", re.IGNORECASE))
            for method, lead, phrases in (
                ("border", r"(?:(?:near|along|at|on|across)\s)?", words.border),
                ("offshore", "", words.offshore),
                ("near", "(?:on\\s)?", words.nearby),
            )
        )

    def __call__(
        self, text: str, names: Sequence[tuple[PlaceName, Candidate, float]]
    ) -> Iterator[RelativePlace]:
        """The phrases, in the order of their anchors."""
        for name, candidate, score in names:
            if candidate.place.lat is None:
                continue
            before = text[max(0, name.span.start - _BACK) : name.span.start].replace("\n", " ")
            after = text[name.span.end : name.span.end + _AHEAD]
            found = self._edge(before, after, candidate)
            if found is None and name.kind == "name":
                found = self._lead(before, candidate)
            if found is not None:
                span = Span(name.span.start - found.before, name.span.end + found.after)
                place = replace(found.place, precision="relative")
                yield RelativePlace(
                    span, name.sentence, place, round(score * 0.9, 4), f"relative-{found.method}"
                )

    def _edge(self, before: str, after: str, candidate: Candidate) -> _Reading | None:
        """'near the Iranian border', 'Iran's eastern border with'."""
        edge, lead = _EDGE.match(after), _TO_EDGE.search(before)
        if edge is None or lead is None:
            return None
        return _Reading(len(lead[0]) if lead[0].strip() else 0, edge.end(), candidate.place, "border")

    def _lead(self, before: str, candidate: Candidate) -> _Reading | None:
        """What the words before a name say."""
        place = candidate.place
        if found := _DISTANCE.search(before):
            km = float(found[1].replace(",", "")) * (1.0 if found[2].lower().startswith("k") else 1.609)
            where = _moved(place, _letters(found[3] or ""), min(km, _FARTHEST_KM))
            return _Reading(len(found[0]), 0, where, "distance")
        for method, pattern in self.phrases:
            if (found := pattern.search(before)) and (method != "near" or candidate.kind in _SMALL):
                return _Reading(len(found[0]), 0, place, method)
        if candidate.kind != "site" and (found := _DIRECTION.search(before)):
            return _Reading(len(found[0]), 0, self._toward(candidate, _letters(found[1] or "")), "direction")
        return None

    def _toward(self, candidate: Candidate, letters: str) -> Place:
        """The middle of the part of the place that lies in the direction."""
        place = candidate.place
        country = self.countries.get(place.country or "")
        if candidate.kind == "country" and country is not None and country.box is not None:
            return _toward_edge(place, letters, country.box)
        return _moved(place, letters, _REACH_KM.get(candidate.kind, candidate.size_km / 2))


def _toward_edge(place: Place, letters: str, box: tuple[float, float, float, float]) -> Place:
    south, west, north, east = box
    lat, lon = place.lat or 0.0, place.lon or 0.0
    for letter in letters:
        if letter in "ns":
            lat = (lat + (north if letter == "n" else south)) / 2
        elif west < east:
            lon = (lon + (east if letter == "e" else west)) / 2
    return replace(place, lat=round(lat, 4), lon=round(lon, 4))


def _moved(place: Place, letters: str, km: float) -> Place:
    if place.lat is None or place.lon is None or not letters:
        return place
    lat, lon = shifted(place.lat, place.lon, letters, km)
    return replace(place, lat=lat, lon=lon)


def _letters(word: str) -> str:
    word = word.lower()
    return "".join(letter for name, letter in _LETTERS if name in word)


def _any(phrases: Sequence[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
