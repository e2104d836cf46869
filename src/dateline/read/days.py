"""Publication dates as sources write them: in metadata, in an address, in a line of their own."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

FIRST_YEAR, LAST_YEAR = 1700, 2199
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"), ("february", "feb", "febr"), ("march", "mar"), ("april", "apr"), ("may",),
            ("june", "jun"), ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"),
            ("october", "oct"), ("november", "nov"), ("december", "dec"),
        ),
        1,
    )
    for name in names
}  # fmt: skip
MONTH = rf"(?i:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z)?)?$")
_MONTH_FIRST = re.compile(
    rf"\b({MONTH})\s{{0,3}}(\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(\d{{4}})\b", re.IGNORECASE
)
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?[\s\-]{{1,3}}(?:of\s)?({MONTH}),?[\s\-]{{1,3}}(\d{{4}})\b", re.IGNORECASE
)
_CLOCK = re.compile(r"\b(\d{1,2})[:.](\d\d)(?::(\d\d))?\s?([ap])?\.?(?:m\b)?", re.IGNORECASE)
_OFFSET = re.compile(r"(?:\b(?:GMT|UTC)|Z\b)?\s?([+-])(\d\d):?(\d\d)\b")
_URL_DATES = (
    re.compile(r"(?<![\d.])((?:19|20)\d\d)[/_-](\d{1,2})[/_-](\d{1,2})(?![\d.])"),
    re.compile(r"(?<![\d.])((?:19|20)\d\d)[/_-]([a-z]{3,9})[/_-](\d{1,2})(?![\d.])", re.IGNORECASE),
    re.compile(r"(?<![\d.])((?:19|20)\d\d)(\d\d)(\d\d)(?![\d.])"),
)


def parse_when(value: object) -> datetime | None:
    """The moment that a metadata value states, or None where it states no full date or an ambiguous one.

    The calendar day is the one that the source writes. A time without a zone is taken as UTC; a date without
    a time is midnight. Numbers are seconds (or milliseconds) since 1970.

    >>> parse_when("Thu, 18 Jan 2024 09:30:00 +0500").isoformat()
    '2024-01-18T09:30:00+05:00'
    >>> parse_when("03/04/2024") is None
    True
    """
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return make_day(value.year, value.month, value.day)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _from_epoch(value)
    if not isinstance(value, str) or not 6 <= len(value := value.strip()) <= 100:
        return None
    return _from_iso(value) or _from_compact(value) or _from_words(value) or _from_mail(value)


def make_day(year: int, month: int, day: int) -> datetime | None:
    """Midnight UTC of a day, or None where there is no such day."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None


def parse_url_day(url: str) -> datetime | None:
    """The day that an address carries as year, month and day, or None.

    >>> parse_url_day("https://news.example/world/2024/01/18/strike").date().isoformat()
    '2024-01-18'
    """
    for pattern in _URL_DATES:
        for match in pattern.finditer(url[:2_000]):
            year, month, day = match.groups()
            number = int(month) if month.isdecimal() else MONTHS.get(month.lower(), 0)
            if found := make_day(int(year), number, int(day)):
                return found
    return None


def month_number(name: str) -> int | None:
    """The number of an English month's name or abbreviation, with or without its stop."""
    return MONTHS.get(name.lower().rstrip("."))


def _from_epoch(value: float) -> datetime | None:
    if 1e11 < value < 7e12:
        return datetime.fromtimestamp(value / 1000, UTC)
    if 1e8 < value < 7e9:  # 1973 to 2191; smaller numbers are more likely years or day counts
        return datetime.fromtimestamp(value, UTC)
    return None


def _from_iso(value: str) -> datetime | None:
    match = _ISO.match(value)
    if match is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        day = make_day(*map(int, match.groups()))
        return day and _with_clock(day, value[match.end() :])
    except OverflowError:
        return None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _from_compact(value: str) -> datetime | None:
    match = _COMPACT.match(value)
    if match is None:
        return None
    day = make_day(*map(int, match.groups()[:3]))
    hour, minute = match.group(4), match.group(5)
    if day is None or hour is None:
        return day
    return _at(day, int(hour), int(minute), int(match.group(6) or 0))


def _from_words(value: str) -> datetime | None:
    if match := _MONTH_FIRST.search(value):
        month, day, year = match.groups()
    elif match := _DAY_FIRST.search(value):
        day, month, year = match.groups()
    else:
        return None
    found = make_day(int(year), month_number(month) or 0, int(day))
    return found and _with_clock(found, value[match.end() :])


def _from_mail(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _with_clock(day: datetime, rest: str) -> datetime:
    match = _CLOCK.search(rest)
    if match is None:
        return day
    hour, minute, second = int(match.group(1)), int(match.group(2)), int(match.group(3) or 0)
    if half := match.group(4):
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    found = _at(day, hour, minute, second)
    offset = _OFFSET.search(rest, match.end())
    if offset is None:
        return found
    away = timedelta(hours=int(offset.group(2)), minutes=int(offset.group(3)))
    if away >= timedelta(hours=24):
        return found
    return found.replace(tzinfo=timezone(away if offset.group(1) == "+" else -away))


def _at(day: datetime, hour: int, minute: int, second: int) -> datetime:
    if hour > 23 or minute > 59 or second > 59:
        return day
    return day.replace(hour=hour, minute=minute, second=second)
