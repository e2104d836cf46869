"""Reckons what a time expression says against the publication date and the times before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from dateline.annotate.timex_calendar import feast_day, is_ahead, just_gone, leaning_year, move, weekday_year
from dateline.annotate.timex_meaning import Meaning, duration_value

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Basis = Literal["stated", "relative", "publication", "unresolved"]
Direction = Literal["past", "future"]
_FEAST_AHEAD = 14  # days; so near a feast, none speaks of last year's
_ONE_STORY = 5  # years that lie no farther apart are of one narrative
_TURN_OF_THE_YEAR = 9  # months that a narrative seems to go back, where it has gone on into the next year
_SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A reckoned time expression. `interval` is set where the value alone does not give the days."""

    timex_type: TimexType
    value: str
    mod: str | None = None
    basis: Basis = "unresolved"
    interval: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class _Moment:
    """A time that later expressions can lean on."""

    year: int
    month: int | None = None
    day: int | None = None

    def date(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)


class Reckoner:
    """Reckons the expressions of one report in the order of the text, each on the times named before it."""

    def __init__(self, published: date | None, narrative: bool, stated: Sequence[int] = ()) -> None:
        self.published = published
        self.narrative = narrative or published is None
        self.stated = stated  # all years that the text gives, in its order
        self.passed = 0  # how many of them have been read
        self.last: _Moment | None = None
        self.named_day: _Moment | None = None  # the last one given by its number, not reckoned

    def reckon(self, meaning: Meaning, direction: Direction | None) -> Reading | None:
        """The reading of `meaning`, or None where it is no possible date."""
        try:
            return self._reckon(meaning, direction)
        except (ValueError, OverflowError):  # a day that no month has, a year out of the calendar
            return None

    def _reckon(self, meaning: Meaning, direction: Direction | None) -> Reading | None:
        match meaning.kind:
            case "calendar":
                return self._calendar(meaning, direction)
            case "shift":
                return self._shift(meaning)
            case "clock":
                return self._clock(meaning, direction)
            case "weekend":
                return self._weekend(meaning, direction)
            case "feast":
                return self._feast(meaning, direction)
            case "stretch":
                return self._stretch(meaning)
            case "reference":
                return self._reference(meaning)
            case "duration":
                return Reading(timex_type="DURATION", value=meaning.value or "PX", mod=meaning.mod)
            case "set":
                return Reading(timex_type="SET", value=meaning.value or "XXXX")

    # Calendar dates

    def _calendar(self, meaning: Meaning, direction: Direction | None) -> Reading | None:
        if meaning.value is not None:
            return Reading(timex_type="DATE", value=meaning.value, mod=meaning.mod, basis="stated")
        if meaning.bygone:
            return Reading(timex_type="DATE", value=f"BC{meaning.year:04d}", mod=meaning.mod, basis="stated")
        if meaning.weekday is not None and meaning.month is None:
            return self._weekday(meaning, direction)
        year, basis = self._year_of(meaning, direction)
        if meaning.season is not None:
            return self._dated(meaning, f"{_year(year)}-{meaning.season}", year, None, None, basis)
        if meaning.month is None:
            return self._dated(meaning, _year(year), year, None, None, basis)
        if meaning.day is None:
            return self._dated(
                meaning, f"{_year(year)}-{meaning.month:02d}", year, meaning.month, None, basis
            )
        date(year or 2000, meaning.month, meaning.day)  # raises where there is no such day
        if year is not None and meaning.coarse == "week":
            return self._of_date(date(year, meaning.month, meaning.day), "week", meaning, basis)
        value = f"{_year(year)}-{meaning.month:02d}-{meaning.day:02d}"
        return self._dated(meaning, value, year, meaning.month, meaning.day, basis)

    def _dated(
        self, meaning: Meaning, value: str, year: int | None, month: int | None, day: int | None, basis: Basis
    ) -> Reading:
        if year is not None:
            date(year, month or 1, day or 1)
        if year is not None and not meaning.aside and not (self.narrative and basis == "publication"):
            self.last = _Moment(year, month, day)
            if meaning.day is not None:
                self.named_day = self.last
        time = f"T{meaning.clock or meaning.part}" if meaning.clock or meaning.part else ""
        return Reading(
            timex_type="TIME" if time else "DATE", value=value + time, mod=meaning.mod, basis=basis
        )

    def _year_of(self, meaning: Meaning, direction: Direction | None) -> tuple[int | None, Basis]:
        """The year of a date whose text may leave it out, and what it was reckoned from."""
        if meaning.year is not None:
            self.passed += not meaning.aside
            return meaning.year, "stated"
        if meaning.unit == "year":
            return self._shifted_year(meaning)
        first, last = self._months(meaning)
        if meaning.unit is not None and self.published is not None and meaning.anchor == "publication":
            return leaning_year(first, last, meaning.day, self.published, meaning.shift or 0), "publication"
        if self.narrative:
            if self.last is None:
                return None, "unresolved"
            return self._running_year(first, self.last) + (meaning.shift or 0), "relative"
        assert self.published is not None
        if meaning.weekday is not None and meaning.month is not None and meaning.day is not None:
            return weekday_year(
                meaning.month, meaning.day, meaning.weekday, self.published.year
            ), "publication"
        if (direction is None or meaning.day is not None) and is_ahead(first, meaning.day, self.published):
            direction = "future"
        elif (
            direction == "future"
            and meaning.day is not None
            and just_gone(first, meaning.day, self.published)
        ):
            direction = "past"  # a day of last week is not next year's
        step = 2 if direction == "future" else -2
        return leaning_year(first, last, meaning.day, self.published, step), "publication"

    def _running_year(self, month: int, last: _Moment) -> int:
        """The year in which a narrative is: the last one that it names, but not one that it only glances at."""
        before, after = self.stated[max(0, self.passed - 4) : self.passed], self.stated[self.passed : self.passed + 3]
        if len(before) > 1 and after and before[-1] == last.year:
            near = [year for year in (*before[:-1], *after) if abs(year - last.year) <= _ONE_STORY]
            if not near and abs(before[-2] - after[0]) <= _ONE_STORY:
                return before[-2]
        return last.year + (last.month is not None and last.month - month >= _TURN_OF_THE_YEAR)

    def _shifted_year(self, meaning: Meaning) -> tuple[int | None, Basis]:
        shift = meaning.shift or 0
        if meaning.anchor == "discourse" and self.last is not None:
            return self.last.year + shift, "relative"
        if self.published is not None:
            return self.published.year + shift, "publication"
        return None, "unresolved"

    def _months(self, meaning: Meaning) -> tuple[int, int]:
        if meaning.month is not None:
            return meaning.month, meaning.month
        season = meaning.season or "Q1"
        if season in _SEASON_MONTHS:
            return _SEASON_MONTHS[season]
        size = 3 if season[0] == "Q" else 6
        return (int(season[1]) - 1) * size + 1, int(season[1]) * size

    def _weekday(self, meaning: Meaning, direction: Direction | None) -> Reading:
        assert meaning.weekday is not None
        basis: Basis = "publication"
        anchor = self.published
        if meaning.anchor == "discourse" or self.narrative:
            named = self.named_day if self.narrative else self.last
            anchor = named.date() if named is not None and named.day else None
            direction, basis = "future", "relative"
            if anchor is None and not self.narrative:
                anchor, basis, direction = self.published, "publication", "past"
        if anchor is None:
            time = f"T{meaning.part}" if meaning.part else ""
            return Reading(
                timex_type="TIME" if time else "DATE",
                value=f"XXXX-WXX-{meaning.weekday}{time}",
                mod=meaning.mod,
            )
        back = (anchor.isoweekday() - meaning.weekday) % 7
        if meaning.shift == -1:
            day = anchor - timedelta(days=back or 7)
        elif meaning.shift == 1 and basis == "publication":
            day = anchor + timedelta(days=(7 - back) % 7 or 7)
        elif direction == "future":
            day = anchor + timedelta(days=(7 - back) % 7)
        else:
            day = anchor - timedelta(days=back)
        return self._dated(meaning, day.isoformat(), day.year, day.month, day.day, basis)

    # Reckoned from an anchor

    def _anchor(self, anchor: str) -> tuple[_Moment | None, Basis]:
        if anchor == "discourse":
            return self.last, "relative"
        if self.published is None:
            return None, "unresolved"
        return _Moment(self.published.year, self.published.month, self.published.day), "publication"

    def _shift(self, meaning: Meaning) -> Reading:
        moment, basis = self._anchor("discourse" if meaning.bare and self.narrative else meaning.anchor)
        unit, shift = meaning.unit or "day", meaning.shift
        fine = {
            "day": 3,
            "night": 3,
            "hour": 3,
            "minute": 3,
            "second": 3,
            "week": 3,
            "fortnight": 3,
            "month": 2,
        }
        known = moment and (1 + (moment.month is not None) + (moment.day is not None))
        if moment is None or shift is None or not known or known < fine.get(unit, 1):
            return self._adrift(meaning)
        return self._of_date(move(moment.date(), unit, shift), meaning.coarse or unit, meaning, basis)

    def _of_date(self, day: date, unit: str, meaning: Meaning, basis: Basis) -> Reading:
        """A reading that names the unit of the calendar in which `day` lies."""
        match unit:
            case "week" | "fortnight":
                year, week, _ = day.isocalendar()
                monday = day - timedelta(days=day.weekday())
                return replace(
                    self._dated(meaning, f"{year}-W{week:02d}", monday.year, monday.month, None, basis),
                    interval=None,
                )
            case "month":
                return self._dated(
                    meaning, f"{day.year:04d}-{day.month:02d}", day.year, day.month, None, basis
                )
            case "quarter":
                value = f"{day.year:04d}-Q{(day.month + 2) // 3}"
                return self._dated(meaning, value, day.year, None, None, basis)
            case "year":
                return self._dated(meaning, f"{day.year:04d}", day.year, None, None, basis)
            case "decade":
                if meaning.amount is not None:  # 'two decades ago' points at a year
                    return self._dated(meaning, f"{day.year:04d}", day.year, None, None, basis)
                return Reading(timex_type="DATE", value=f"{day.year // 10}X", mod=meaning.mod, basis=basis)
            case "century":
                return Reading(
                    timex_type="DATE", value=f"{day.year // 100:02d}XX", mod=meaning.mod, basis=basis
                )
            case _:
                return self._dated(meaning, day.isoformat(), day.year, day.month, day.day, basis)

    def _adrift(self, meaning: Meaning) -> Reading:
        """An underspecified value: the anchor or the number is not known."""
        value = {
            "week": "XXXX-WXX",
            "month": "XXXX-XX",
            "year": "XXXX",
            "decade": "XXXX",
            "century": "XXXX",
            "quarter": "XXXX-QX",
        }.get(meaning.unit or "day", "XXXX-XX-XX")
        if meaning.value in ("PAST_REF", "FUTURE_REF") and meaning.shift is None:
            return Reading(timex_type="DATE", value=meaning.value)
        time = f"T{meaning.part}" if meaning.part else ""
        return Reading(timex_type="TIME" if time else "DATE", value=value + time, mod=meaning.mod)

    def _clock(self, meaning: Meaning, direction: Direction | None) -> Reading:
        day: Reading | None = None
        if meaning.weekday is not None:
            day = self._weekday(meaning, direction)
        elif meaning.shift is not None:
            day = self._shift(replace(meaning, kind="shift"))
        if day is not None:
            return replace(day, timex_type="TIME", value=f"{day.value[:10]}T{meaning.clock}")
        if self.last is not None and self.last.day is not None:
            value = self.last.date().isoformat()
        elif self.published is not None and not self.narrative:
            return Reading(
                timex_type="TIME",
                value=f"{self.published.isoformat()}T{meaning.clock}",
                mod=meaning.mod,
                basis="publication",
            )
        else:
            return Reading(timex_type="TIME", value=f"XXXX-XX-XXT{meaning.clock}", mod=meaning.mod)
        return Reading(timex_type="TIME", value=f"{value}T{meaning.clock}", mod=meaning.mod, basis="relative")

    def _weekend(self, meaning: Meaning, direction: Direction | None) -> Reading:
        moment, basis = self._anchor("discourse" if self.narrative else meaning.anchor)
        if moment is None or moment.day is None:
            return Reading(timex_type="DATE", value="XXXX-WXX-WE")
        day, shift = moment.date(), meaning.shift
        saturday = day + timedelta(days=5 - day.weekday())
        if basis == "relative":
            saturday += timedelta(weeks=shift or 0)
        elif shift == 1 or (direction == "future" and shift != -1) or (shift == 0 and direction != "past"):
            saturday += timedelta(weeks=0)
        elif day < saturday or (shift == -1 and day.weekday() >= 5):
            saturday -= timedelta(weeks=1)
        year, week, _ = saturday.isocalendar()
        self.last = _Moment(saturday.year, saturday.month, saturday.day)
        return Reading(timex_type="DATE", value=f"{year}-W{week:02d}-WE", basis=basis)

    def _feast(self, meaning: Meaning, direction: Direction | None) -> Reading:
        rule = meaning.value or ""
        if len(rule) == 10:
            return Reading(timex_type="DATE", value=rule, basis="stated")
        year, basis = meaning.year, "stated" if meaning.year else "unresolved"
        if year is None and self.narrative and self.last is not None:
            year, basis = self.last.year, "relative"
        elif year is None and self.published is not None and not self.narrative:
            year, basis = self._feast_year(rule, meaning, direction), "publication"
        if not rule or year is None:
            return Reading(
                timex_type="DATE",
                value=_year(year) if rule == "" else _yearless(rule),
                mod=meaning.mod,
                basis="unresolved" if year is None else _as_basis(basis),
            )
        day = feast_day(rule, year)
        return self._dated(meaning, day.isoformat(), day.year, day.month, day.day, _as_basis(basis))

    def _feast_year(self, rule: str, meaning: Meaning, direction: Direction | None) -> int:
        assert self.published is not None
        year = self.published.year
        if not rule:
            return year + (meaning.shift or 0)
        day = feast_day(rule, year)
        if meaning.shift == 1 or direction == "future":
            return year + (day < self.published)
        ahead = _FEAST_AHEAD if meaning.shift is None else 0
        return year - (day > self.published + timedelta(days=ahead))

    def _stretch(self, meaning: Meaning) -> Reading:
        unit = meaning.unit or "day"
        value = duration_value(unit, meaning.amount)
        moment, basis = self._anchor(meaning.anchor)
        if (
            moment is None
            or meaning.amount is None
            or (moment.day is None and unit not in ("year", "decade"))
        ):
            return Reading(timex_type="DURATION", value=value)
        near = moment.date()
        far = move(near, unit, (meaning.shift or -1) * max(1, round(meaning.amount)))
        return Reading(
            timex_type="DURATION", value=value, basis=basis, interval=(min(near, far), max(near, far))
        )

    def _reference(self, meaning: Meaning) -> Reading:
        value = meaning.value or "PRESENT_REF"
        if value == "PRESENT_REF" and self.published is not None:
            return Reading(
                timex_type="DATE", value=value, basis="publication", interval=(self.published, self.published)
            )
        return Reading(timex_type="DATE", value=value)


def _as_basis(basis: str) -> Basis:
    found: dict[str, Basis] = {"stated": "stated", "relative": "relative", "publication": "publication"}
    return found.get(basis, "unresolved")


def _year(year: int | None) -> str:
    return "XXXX" if year is None else f"{year:04d}"


def _yearless(rule: str) -> str:
    return f"XXXX-{rule}" if len(rule) == 5 and rule[2] == "-" else "XXXX-XX-XX"
