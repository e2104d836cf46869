"""Places given by way of another: 'southwest Pakistan', '30 km north of Kerman', 'near the Iranian border'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dateline.lexicon import Candidate, Gazetteer
from dateline.records import Place, Span
from dateline.resolve.geometry import shifted
from dateline.resolve.place_names import PlaceName

_BACK = 60
_KM = {"km": 1.0, "kilomet": 1.0, "mile": 1.609, "mi": 1.609}
_UNIT = r"(km|kilomet(?:er|re)s?|miles?|mi)"
_COMPASS = r"((?:north|south)(?:-?(?:east|west))?|east|west)(?:ern|ernmost)?"
_DISTANCE = re.compile(
    rf"\b(?:(?:about|some|around|roughly|nearly|over)\s)?(\d[\d,]*(?:\.\d+)?)\s?-?{_UNIT}\s(?:to the\s)?"
    rf"(?:(?:due\s)?{_COMPASS}|outside|away|from|off|inside)\s?(?:of|from)?\s(?:the\s(?:city|town|capital)?\s?(?:of)?\s?)?$",
    re.IGNORECASE,
)
_DIRECTION = re.compile(
    rf"\b(?:the\s)?(?:(?:far|remote|rural|restive)\s)?(?:{_COMPASS}|(?:central))(?:\s(?:part|parts|half|corner)?\s?of)?"
    r"\s(?:the\s)?$",
    re.IGNORECASE,
)
_STATES_OWN = re.compile(r"'s (?:\w+ )?" + _COMPASS + r"\b(?: (?:region|province|coast|border|frontier))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RelativePlace:
    """A phrase with the place that it gives."""

    span: Span
    sentence: int
    place: Place
    score: float
    method: str


def find_relative(
    text: str, names: Sequence[tuple[PlaceName, Candidate, float]], gazetteer: Gazetteer
) -> Iterator[RelativePlace]:
    """The phrases around the names that place something by them."""
    words = gazetteer.words
    nearby = re.compile(rf"\b(?:the\s)?(?:{_any(words.nearby)})\s(?:the\s(?:city|town|village|capital)\sof\s|the\s)?$", re.IGNORECASE)
    offshore = re.compile(rf"\b(?:the\s)?(?:{_any(words.offshore)})\s(?:the\s)?$", re.IGNORECASE)
    border = re.compile(rf"\b(?:(?:near|along|at|on|across)\s)?(?:the\s|its\s)?(?:{_any(words.border)})\s(?:the\s)?$", re.IGNORECASE)
    for name, candidate, score in names:
        place = candidate.place
        if place.lat is None or place.lon is None:
            continue
        before = text[max(0, name.span.start - _BACK) : name.span.start].replace("\n", " ")
        after = text[name.span.end : name.span.end + 30]
        found = _read(before, after, name, candidate, gazetteer, nearby, offshore, border)
        if found is not None:
            (start, end), where, method = found
            span = Span(name.span.start - start, name.span.end + end)
            yield RelativePlace(
                span, name.sentence, replace(where, precision="relative"), round(score * 0.9, 4), f"relative-{method}")


def _read(
    before: str, after: str, name: PlaceName, candidate: Candidate, gazetteer: Gazetteer,
    nearby: re.Pattern[str], offshore: re.Pattern[str], border: re.Pattern[str],
) -> tuple[tuple[int, int], Place, str] | None:  # fmt: skip
    place = candidate.place
    edge = re.match(r"(?:'s|’s)?(?: \w+)? (?:border|frontier)(?: with)?\b", after)
    if edge and (lead := re.search(r"\b(?:(?:near|along|at|on|across)\s)?(?:the\s)?$", before, re.IGNORECASE)):
        return (len(lead[0].strip()) and len(lead[0]), edge.end()), place, "border"
    if name.kind != "name":
        return None
    if found := _DISTANCE.search(before):
        km = float(found[1].replace(",", "")) * next(v for k, v in _KM.items() if found[2].lower().startswith(k))
        where = _moved(place, _letters(found[3] or ""), min(km, 1000.0))
        return (len(found[0]), 0), where, "distance"
    for pattern, method in ((border, "border"), (offshore, "offshore"), (nearby, "near")):
        if found := pattern.search(before):
            return (len(found[0]), 0), place, method
    if (found := _DIRECTION.search(before)) and candidate.kind in ("country", "ADM1", "ADM2", "region", "town"):
        return (len(found[0]), 0), _toward(candidate, _letters(found[1] or ""), gazetteer), "direction"
    return None


def _toward(candidate: Candidate, letters: str, gazetteer: Gazetteer) -> Place:
    """The middle of the part of the place that lies in the direction."""
    place = candidate.place
    country = gazetteer.countries.get(place.country or "")
    if candidate.kind == "country" and country is not None and country.box is not None:
        south, west, north, east = country.box
        lat, lon = place.lat or 0.0, place.lon or 0.0
        edges = {"n": (north, None), "s": (south, None), "e": (None, east), "w": (None, west)}
        for letter in letters:
            to_lat, to_lon = edges[letter]
            lat = lat if to_lat is None else (lat + to_lat) / 2
            lon = lon if to_lon is None or west > east else (lon + to_lon) / 2
        return replace(place, lat=round(lat, 4), lon=round(lon, 4))
    reach = {"ADM1": 60.0, "ADM2": 20.0, "town": 5.0}.get(candidate.kind, candidate.size_km / 2)
    return _moved(place, letters, reach)


def _moved(place: Place, letters: str, km: float) -> Place:
    if place.lat is None or place.lon is None or not letters:
        return place
    lat, lon = shifted(place.lat, place.lon, letters, km)
    return replace(place, lat=lat, lon=lon)


def _letters(word: str) -> str:
    word = word.lower()
    return "".join(letter for name, letter in (("north", "n"), ("south", "s"), ("east", "e"), ("west", "w")) if name in word)


def _any(phrases: Sequence[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
