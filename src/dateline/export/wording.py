"""Records in plain words: names of types, dates, counts, and text that is safe to print."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from dateline.ontology import load_plover
from dateline.records import Count

# C0 and C1 controls could drive a terminal; the bidirectional overrides could reorder what is read.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
_QUOTES = "\"'“”‘’«»"


@lru_cache(maxsize=1)
def load_words() -> dict[str, Any]:
    """The tables of `words.yaml`."""
    text = files("dateline.export").joinpath("words.yaml").read_text("utf-8")
    words: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return words


def clean(text: str, limit: int | None = None) -> str:
    """The text on one line, without control characters, cut at a word where it is longer than `limit`."""
    text = _SPACE.sub(" ", _UNSAFE.sub(" ", text[: 4 * limit] if limit else text)).strip()
    if limit is None or len(text) <= limit:
        return text
    cut = text.rfind(" ", limit // 2, limit)
    return text[: cut if cut > 0 else limit - 1].rstrip(" ,;:–-") + "…"


def quoted(text: str, limit: int = 200) -> str:
    """The words in curly quotes, without the quotes that the text itself put around them."""
    return f"“{clean(text, limit).strip(_QUOTES)}”"


def quad_class(event_type: str) -> str:
    """The quad class of a type ('material conflict'), or 'other' for a type that PLOVER lacks."""
    known = load_plover().types.get(event_type)
    return known.quad_class if known else "other"


def say_type(event_type: str, modes: tuple[str, ...]) -> str:
    """What happened in a noun or two: 'air strike', 'recall or withdrawal'."""
    words = load_words()
    known = words["modes"].get(event_type, {})
    named = [str(known.get(mode, mode)) for mode in modes]
    return " and ".join(named) if named else str(words["types"].get(event_type, event_type.lower()))


def say_code(event_type: str, modes: tuple[str, ...]) -> str:
    """The codes themselves: 'ASSAULT aerial'."""
    return " ".join((event_type, *modes))


def say_day(day: date, weekday: bool = True) -> str:
    """'Tuesday 16 January 2024'."""
    return f"{day:%A} {day.day} {day:%B} {day.year}" if weekday else f"{day.day} {day:%B} {day.year}"


def say_interval(earliest: date | None, latest: date | None) -> str | None:
    """The days between the two in words: a day, a month, a year, a decade, or from–to; None where unknown."""
    if earliest is None or latest is None:
        bound = earliest or latest
        return None if bound is None else f"{'from' if earliest else 'until'} {say_day(bound, weekday=False)}"
    if earliest >= latest:
        return say_day(earliest)
    ends_month = latest.day == monthrange(latest.year, latest.month)[1]
    ends_year = ends_month and latest.month == 12
    if earliest.day == 1 and ends_month and (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest:%B} {earliest.year}"
    if (earliest.month, earliest.day) == (1, 1) and ends_year:
        if earliest.year == latest.year:
            return str(earliest.year)
        if earliest.year % 10 == 0 and latest.year == earliest.year + 9:
            return f"{earliest.year}s"
        return f"{earliest.year}–{latest.year}"
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest.day}–{latest.day} {latest:%B} {latest.year}"
    return f"{say_day(earliest, weekday=False)} – {say_day(latest, weekday=False)}"


def say_basis(basis: str | None) -> str:
    """How an event's days are known, in words; '' where they are not."""
    return str(load_words()["bases"].get(basis, ""))


def say_count(count: Count) -> str:
    """'about 100', '8–12', '2'."""
    if count.low < count.high and not count.approx:
        return f"{count.low}–{count.high}"
    return f"about {count.best}" if count.approx else str(count.best)


def plural(number: int, one: str, many: str | None = None) -> str:
    """'1 event', '3 events'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
