"""The dateline: where and when a story was filed, before its first sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dateline.lexicon import load_gazetteer
from dateline.read.boilerplate import load_boilerplate
from dateline.read.days import MONTH, month_number
from dateline.records import Span

_WINDOW = 200
_UPPER = "A-ZÀ-ÖØ-ÞŁŚŻŠČŽĐİ"
_CAPS_WORD = rf"[{_UPPER}](?:[{_UPPER}.'’`\-]*[{_UPPER}.])"
_CAPS = rf"{_CAPS_WORD}(?:\s{_CAPS_WORD}){{0,4}}"
_TITLE_WORD = rf"[{_UPPER}][\w.'’`\-]+"
_TITLE = rf"{_TITLE_WORD}(?:\s(?:(?:al|el|de|la|du|of|the)[\s\-])?{_TITLE_WORD}){{0,3}}"
_REGION = rf",\s(?!{MONTH}\s\d)(?P<region>{_TITLE_WORD}(?:\s{_TITLE_WORD}){{0,2}})"
_DAY_NAME = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_WEEKDAY = rf"(?:{_DAY_NAME},?\s)?"
_DATE = (
    rf",?\s\(?{_WEEKDAY}(?:(?P<month>{MONTH})\s(?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}})\s(?P<month2>{MONTH}))"
    r"(?:,?\s(?P<year>\d{4}))?\)?"
)
_AGENCY = r",?\s?[(\[](?P<agency>[A-Za-z][\w.&'’/ \-]{1,40})[)\]]"
_DASH = r"(?P<dash>\s?(?:[–—―‒]|--)\s?|\s-{1,3}\s|-(?=\s)\s)"


def _compile(place: str) -> re.Pattern[str]:
    second = _DATE.replace("?P<", "?P<later_")
    return re.compile(
        rf"(?P<place>{place})(?P<more>(?:\s?[/&]\s?|\sand\s){place})?(?:{_REGION})?(?:{_DATE})?(?:{_AGENCY})?"
        rf"(?:{second}|,\s{_DAY_NAME})?\s?(?:{_DASH}|(?P<colon>:\s))?"
    )


_IN_CAPITALS = _compile(_CAPS)
_IN_TITLE_CASE = _compile(_TITLE)
_DATE_ONLY = re.compile(rf"(?:{_DATE[len(',?') + 2 :]}){_AGENCY}\s?{_DASH}")
_NO_PLACE = frozenset(
    ("on", "by", "since", "until", "from", "in", "late", "early", "after", "before", "published", "updated")
)
_AGENCY_ONLY = re.compile(rf"[(\[](?P<agency>[A-Za-z][\w.&'’/ \-]{{1,40}})[)\]]\s?(?:{_DASH})?")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline: its span up to and including the dash, its first place, and the day as far as stated."""

    span: Span
    place: Span | None
    year: int | None = None
    month: int | None = None
    day: int | None = None


def find_dateline(text: str, start: int, end: int) -> Dateline | None:
    """The dateline that opens the stretch, or None.

    A dateline in capitals needs a dash, a known agency in brackets or a colon; one in mixed case needs a
    date, a region or an agency as well, or a town that the gazetteer knows.
    """
    window = text[start : min(end, start + _WINDOW)]
    match = _IN_CAPITALS.match(window)
    if match and _opens_story(match, window) and _is_caps_dateline(match, window):
        return _dateline(match, start)
    match = _IN_TITLE_CASE.match(window)
    if match and _opens_story(match, window) and _is_title_dateline(match):
        return _dateline(match, start)
    match = _DATE_ONLY.match(window)
    if match and _opens_story(match, window):
        return replace(_dateline(match, start), place=None)
    match = _AGENCY_ONLY.match(window)
    if match and _is_agency(match) and _opens_story(match, window):
        return Dateline(Span(start, start + len(match.group().rstrip())), None)
    return None


def _is_caps_dateline(match: re.Match[str], window: str) -> bool:
    place = match.group("place")
    if place.rstrip(".") in load_boilerplate().not_places:
        return False
    rest = window[match.end() :]
    letters = [character for character in rest[:60] if character.isalpha()]
    if letters and sum(character.isupper() for character in letters) > 0.7 * len(letters):
        return False  # a headline in capitals
    stated = match.group("agency") or match.group("region") or _month(match)
    if match.group("dash"):
        return bool(stated) or not rest[:1].islower()
    if match.group("colon"):
        return len(place.split()) <= 3 and len(place) > 3
    return _is_agency(match)


def _is_title_dateline(match: re.Match[str]) -> bool:
    alone = match.group().rstrip("–—―‒- ") == match.group("place")
    if match.group("colon") or (match.group("dash") and alone):
        return match.string[match.end() : match.end() + 1].isupper() and _is_town(match.group("place"))
    if match.group("dash"):
        is_place = match.group("place").split()[0].lower() not in _NO_PLACE
        regional = match.group("region") and match.string[match.end() : match.end() + 1].isupper()
        return bool(match.group("agency") or ((_month(match) or regional) and is_place))
    return _is_agency(match)


def _is_town(name: str) -> bool:
    """Whether the gazetteer knows the name as a town's or district's, and as nobody's first name."""
    gazetteer = load_gazetteer()
    return gazetteer.is_name(name) in ("town", "ADM1", "ADM2") and not gazetteer.is_given_name(name)


def _is_agency(match: re.Match[str]) -> bool:
    agency = match.group("agency")
    return agency is not None and any(
        name.strip().lower() in load_boilerplate().agencies for name in (agency, *agency.split("/"))
    )


def _opens_story(match: re.Match[str], window: str) -> bool:
    """Whether a story follows: a dateline alone on its line opens nothing."""
    return bool(window[match.end() :].strip())


def _month(match: re.Match[str]) -> str | None:
    found = match.groupdict()
    keys = ("month", "month2", "later_month", "later_month2")
    return next((found[key] for key in keys if found.get(key)), None)


def _dateline(match: re.Match[str], start: int) -> Dateline:
    found = match.groupdict()
    day = next((found[key] for key in ("day", "day2", "later_day", "later_day2") if found.get(key)), None)
    year = found.get("year") or found.get("later_year")
    month = _month(match)
    regional = found.get("region") and not found.get("more")
    last = "region" if regional else "place" if "place" in found else 0
    return Dateline(
        span=Span(start, start + len(match.group().rstrip())),
        place=Span(start, start + match.end(last)),
        year=int(year) if year else None,
        month=month_number(month) if month else None,
        day=int(day) if day else None,
    )
