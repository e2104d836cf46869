"""Calendar sums for time expressions."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

_LONG_GONE = 8  # months


def leaning_year(first: int, last: int, day: int | None, published: date, step: int) -> int:
    """The year of a month or season by `step`.

    -2: the latest that has begun; 2: the next that is not over; -1: last; 0: this year's; 1: next.
    """
    year = published.year
    begins = (first, day or 1)
    ends = (last, day or 31)
    today = (published.month, published.day)
    if step == -2:
        return year - (begins > today)
    if step == 2:
        return year + (ends < today)
    if step == -1:
        return year - (ends >= today)
    if step == 1:
        return year + (begins <= today)
    return year


def is_ahead(month: int, day: int | None, published: date) -> bool:
    """Whether a date without a year is likelier to come: when it has passed by more than nine months."""
    gone = (published.month - month) % 12 - (month == published.month and (day or 1) > published.day)
    return gone % 12 > _LONG_GONE


def just_gone(month: int, day: int, published: date) -> bool:
    """Whether a date without a year has passed within the last two months."""
    gone = (published.month - month) % 12
    return gone == 1 or (gone == 0 and day < published.day)


def weekday_year(month: int, day: int, weekday: int, year: int) -> int:
    """The year near `year` in which the date falls on `weekday`; `year` itself where none does."""
    for candidate in (year, year - 1, year + 1):
        if (month, day) != (2, 29) and date(candidate, month, day).isoweekday() == weekday:
            return candidate
    return year


def move(day: date, unit: str, count: int) -> date:
    """The day `count` units on; raises OverflowError outside the calendar."""
    if abs(count) > 100_000:
        raise OverflowError(count)
    match unit:
        case "day" | "night":
            return day + timedelta(days=count)
        case "week" | "fortnight":
            return day + timedelta(weeks=count * (2 if unit == "fortnight" else 1))
        case "hour" | "minute" | "second":
            hours = count if unit == "hour" else 0
            return day + timedelta(days=int(hours / 24))
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit] * count
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not 1 <= year <= 9999:
        raise OverflowError(year)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def feast_day(rule: str, year: int) -> date:
    """The day of a feast in `year`, by a rule of timex.yaml."""
    if rule.startswith("easter"):
        return _easter(year) + timedelta(days=int(rule[6:]))
    if ":" in rule:
        month, nth, weekday = (int(part) for part in rule.split(":"))
        if nth < 0:
            last = date(year, month, calendar.monthrange(year, month)[1])
            return last - timedelta(days=(last.isoweekday() - weekday) % 7)
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    return date(year, int(rule[:2]), int(rule[3:]))


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus's rule)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
