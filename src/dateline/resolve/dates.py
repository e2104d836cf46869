"""Calendar intervals of time expressions, from their TIMEX3 values."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import date, timedelta

from dateline.records import Document, TimeRef

_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d))?|W(?P<week>\d\d)(?:-(?P<weekday>WE|[1-7]))?"
    r"|(?P<season>SP|SU|FA|WI|Q[1-4]|H[12])))?(?:T\S+)?"
)
_SEASONS = {
    "SP": (3, 3),
    "SU": (6, 3),
    "FA": (9, 3),
    "WI": (12, 3),
    "Q1": (1, 3),
    "Q2": (4, 3),
    "Q3": (7, 3),
    "Q4": (10, 3),
    "H1": (1, 6),
    "H2": (7, 6),
}
# Which third of a month, year or decade 'early', 'mid' and 'late' leave open, in sixths of the whole.
_NARROWED = {"START": (0, 3), "MID": (1, 5), "END": (3, 6)}


def resolve_dates(document: Document) -> Document:
    """The document with a calendar interval on each time expression whose value gives one."""
    return replace(document, times=tuple(_resolve(time) for time in document.times))


def interval_of(value: str, mod: str | None = None) -> tuple[date, date] | None:
    """The first and last day that a TIMEX3 value can mean, or None where it names no calendar days."""
    try:
        found = _whole(value)
    except (ValueError, OverflowError):
        return None
    if found is None or mod not in _NARROWED:
        return found
    first, last = found
    days = (last - first).days + 1
    if days < 6:
        return found
    low, high = _NARROWED[mod]
    return first + timedelta(days=days * low // 6), first + timedelta(days=days * high // 6 - 1)


def _resolve(time: TimeRef) -> TimeRef:
    if time.earliest is not None and time.latest is not None:
        return time
    found = interval_of(time.value, time.mod) if time.timex_type in ("DATE", "TIME") else None
    if found is None:
        return replace(time, earliest=None, latest=None, basis="unresolved")
    return replace(
        time, earliest=found[0], latest=found[1], basis=time.basis if time.basis != "unresolved" else "stated"
    )


def _whole(value: str) -> tuple[date, date] | None:
    coarse = re.fullmatch(r"(\d{2,3})(X{1,2})", value)
    if coarse and len(value) == 4:
        size = 10 ** len(coarse.group(2))
        first = int(coarse.group(1)) * size
        return date(first, 1, 1), date(first + size - 1, 12, 31)
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    year = int(match["year"])
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return day, day
    if match["month"]:
        return _months(year, int(match["month"]), 1)
    if match["week"]:
        return _week(year, int(match["week"]), match["weekday"])
    if match["season"]:
        return _months(year, *_SEASONS[match["season"]])
    return date(year, 1, 1), date(year, 12, 31)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    last_year, last_month = divmod(year * 12 + month - 2 + count, 12)
    last_month += 1
    return date(year, month, 1), date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])


def _week(year: int, week: int, weekday: str | None) -> tuple[date, date]:
    if weekday == "WE":
        return date.fromisocalendar(year, week, 6), date.fromisocalendar(year, week, 7)
    if weekday is not None:
        day = date.fromisocalendar(year, week, int(weekday))
        return day, day
    return date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7)
