"""Places given by way of another: 'southwest Pakistan', '30 km north of Sirjan', 'near the Iranian border'.

The point moves where distance or direction say so; elsewhere it stays the anchor's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dateline.lexicon import Candidate, Gazetteer
from dateline.records import Place, Span
from dateline.resolve.geometry import distance_km, shifted
from dateline.resolve.place_names import PlaceName

_BACK, _AHEAD = 60, 30  # characters that are looked at on either side of a name
_FARTHEST_KM = 1000.0
_FARTHEST_PAIR_KM = 300.0
_RADIUS_KM = {"near": 20.0, "offshore": 100.0}
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
_EDGE = re.compile(r"(?:'s|’s)?(?: ([a-z]+))? (?:border|frontier)(?: with| area| region)?\b")
_PAIR_GAP = re.compile(r"[-–‑/]")
_BORDER_WITH = re.compile(r"(?:'s|’s)?(?: [a-z]+)? (?:border|frontier) with (?:the )?")
_BORDER_BETWEEN = re.compile(
    r"\b(?:the )?(?:border|frontier)(?: area| region| line)? between (?:the )?$", re.IGNORECASE
)
_BETWEEN = re.compile(r"\b(?:(?:mid|half)way )?between (?:the (?:towns|cities|villages) of )?$", re.IGNORECASE)
_TO_EDGE = re.compile(r"\b(?:(?:near|along|at|on|across)\s)?(?:the\s)?$", re.IGNORECASE)


_Anchor = tuple[PlaceName, Candidate, float]


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
        self.gazetteer = gazetteer
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
        self, text: str, names: Sequence[_Anchor]
    ) -> Iterator[RelativePlace]:
        """The phrases, in the order of their anchors."""
        for one, two in pairwise(names):
            between = self._between(text, one, two)
            if between is not None:
                yield between
        for name, candidate, score in names:
            if candidate.place.lat is None:
                continue
            before = text[max(0, name.span.start - _BACK) : name.span.start].replace("\n", " ")
            after = text[name.span.end : name.span.end + _AHEAD]
            found = self._edge(before, after, candidate, names)
            if found is None and name.kind == "name":
                found = self._lead(before, candidate)
            if found is not None:
                span = Span(name.span.start - found.before, name.span.end + found.after)
                place = replace(found.place, precision="relative")
                yield RelativePlace(
                    span, name.sentence, place, round(score * 0.9, 4), f"relative-{found.method}"
                )

    def _between(self, text: str, one: _Anchor, two: _Anchor) -> RelativePlace | None:
        """'the border between Iran and Pakistan', 'the Syrian-Turkish border', 'between Aleppo and Idlib'."""
        before = text[max(0, one[0].span.start - _BACK) : one[0].span.start].replace("\n", " ")
        gap, after = text[one[0].span.end : two[0].span.start], text[two[0].span.end : two[0].span.end + _AHEAD]
        if len(gap) > _AHEAD or one[0].sentence != two[0].sentence:
            return None
        pair = _PAIR_GAP.fullmatch(gap) and _EDGE.match(after)
        lead = _BORDER_BETWEEN.search(before) if gap.startswith(" and ") else None
        road = _BETWEEN.search(before) if gap == " and " else None
        start, end = one[0].span.start, two[0].span.end
        place, method = None, "border"
        if pair or lead or _BORDER_WITH.fullmatch(gap):
            place = self._border(one[1].place, two[1].place)
            reach = lead or _TO_EDGE.search(before)
            start -= len(reach[0]) if reach else 0
            end += pair.end() if pair else 0
        elif road:
            place, method, start = _midway(one[1], two[1]), "between", start - len(road[0])
        if place is None:
            return None
        score = round(0.9 * min(one[2], two[2]), 4)
        return RelativePlace(Span(start, end), one[0].sentence, place, score, f"relative-{method}")

    def _border(self, one: Place, two: Place) -> Place | None:
        """The middle of the border of two countries, as a place of the first."""
        found = self.gazetteer.border(one.country or "", two.country or "")
        if found is None or one.precision != "country" or two.precision != "country":
            return None
        return replace(one, place_id=f"border:{one.country}-{two.country}", name=f"{one.name}\u2013{two.name} border",
                       lat=found[0], lon=found[1], precision="relative", radius_km=found[2])  # fmt: skip

    def _edge(
        self, before: str, after: str, candidate: Candidate, names: Sequence[_Anchor]
    ) -> _Reading | None:
        """'near the Iranian border', 'Iran's eastern border with': with the neighbour that the report names most."""
        edge, lead = _EDGE.match(after), _TO_EDGE.search(before)
        if edge is None or (lead is None and edge[0][0] == " "):
            return None
        place, letters = candidate.place, _letters(edge[1] or "")
        others = Counter(other.place.country for _, other, _ in names if other.place.country)
        sides = (self.gazetteer.border(place.country or "", code) for code, _ in others.most_common())
        found = next((side for side in sides if side is not None), None)
        if letters:
            place = self._toward(candidate, letters)
        elif found is not None and place.precision == "country":
            place = replace(place, lat=found[0], lon=found[1], radius_km=found[2])
        return _Reading(len(lead[0]) if lead and lead[0].strip() else 0, edge.end(), place, "border")

    def _lead(self, before: str, candidate: Candidate) -> _Reading | None:
        """What the words before a name say."""
        place = candidate.place
        if found := _DISTANCE.search(before):
            km = float(found[1].replace(",", "")) * (1.0 if found[2].lower().startswith("k") else 1.609)
            where = _moved(place, _letters(found[3] or ""), min(km, _FARTHEST_KM))
            where = replace(where, radius_km=round(0.2 * km if found[3] else km, 1))
            return _Reading(len(found[0]), 0, where, "distance")
        for method, pattern in self.phrases:
            if (found := pattern.search(before)) and (method != "near" or candidate.kind in _SMALL):
                return _Reading(len(found[0]), 0, replace(place, radius_km=_RADIUS_KM.get(method)), method)
        if candidate.kind != "site" and (found := _DIRECTION.search(before)):
            return _Reading(len(found[0]), 0, self._toward(candidate, _letters(found[1] or "")), "direction")
        return None

    def _toward(self, candidate: Candidate, letters: str) -> Place:
        """The middle of the part of the place that lies in the direction."""
        place = candidate.place
        country = self.countries.get(place.country or "")
        reach = _REACH_KM.get(candidate.kind, candidate.size_km / 2)
        place = replace(place, radius_km=round(reach, 1) or None)
        if candidate.kind == "country" and country is not None and country.box is not None:
            return _toward_edge(place, letters, country.box)
        return _moved(place, letters, reach)


def _midway(one: Candidate, two: Candidate) -> Place | None:
    """The point between two towns that are no far apart; capitals mostly stand for governments there."""
    a, b = one.place, two.place
    towns = all(c.kind in _SMALL and c.place.feature != "P/PPLC" for c in (one, two))
    if not towns or a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    km = distance_km(a.lat, a.lon, b.lat, b.lon)
    if not 0 < km <= _FARTHEST_PAIR_KM or abs(a.lon - b.lon) > 180:
        return None
    return replace(a, name=f"between {a.name} and {b.name}", place_id=f"between:{a.place_id}-{b.place_id}",
                   lat=round((a.lat + b.lat) / 2, 4), lon=round((a.lon + b.lon) / 2, 4), precision="relative",
                   radius_km=round(km / 2, 1))  # fmt: skip


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
