"""What a time expression says, before it is reckoned against any date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Anchor = Literal["publication", "discourse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A calendar date in parts, a shift from an anchor, a duration, a set, or a reference.

    `shift` counts `unit`s from the anchor; for weekdays, months and seasons -1, 0, 1 are last, this, next.
    """

    kind: Literal["calendar", "shift", "duration", "set", "reference", "feast", "weekend", "clock", "stretch"]
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: str | None = None  # SP, SU, FA, WI, or Q1 … Q4, H1, H2
    bygone: bool = False  # BC
    unit: str | None = None
    amount: float | None = None  # None: vague
    shift: int | None = None
    anchor: Anchor = "publication"
    part: str | None = None  # MO, AF, EV, NI, DT
    clock: str | None = None
    mod: str | None = None
    value: str | None = None
    coarse: str | None = None  # 'week': the week of the date; 'day': to the day, whatever the unit
    aside: bool = False  # a year alone in brackets, on which nothing leans
    bare: bool = False  # 'the end of the year': of the year that the text is in


def duration_value(unit: str, amount: float | None) -> str:
    """The TIMEX3 value of so many units; X where the number is vague."""
    number = "X" if amount is None else f"{amount:g}"
    unit, factor = {
        "night": ("day", 1),
        "fortnight": ("week", 2),
        "decade": ("year", 10),
        "century": ("year", 100),
        "quarter": ("month", 3),
    }.get(unit, (unit, 1))
    if factor > 1:
        number = f"X{'0' * (len(str(factor)) - 1)}" if amount is None else f"{amount * factor:g}"
    if "e" in number:
        number = "X"
    if amount is not None and number.startswith("0."):
        smaller = {"year": ("month", 12), "day": ("hour", 24), "hour": ("minute", 60)}.get(unit)
        if smaller:
            unit, number = smaller[0], f"{amount * smaller[1]:g}"
    if unit == "hour" and amount is not None and number.endswith(".5"):
        return f"PT{int(amount)}H30M"
    time = "T" if unit in ("hour", "minute", "second") else ""
    return f"P{time}{number}{unit[0].upper()}"
