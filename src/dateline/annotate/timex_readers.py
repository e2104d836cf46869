"""Reads the words of a matched shape: what they say as a time, or that they are none."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from dateline.annotate.timex_lexer import Lexeme
from dateline.annotate.timex_meaning import Anchor, Meaning, duration_value

Readings = list[tuple[Meaning, int, int]]
_SHIFTS = {"l": -1, "b": -1, "n": 1, "f": 1, "h": 0, "t": 0, "s": 0}
_DISCOURSE = frozenset("bfts")


def read_meaning(name: str, lexemes: Sequence[Lexeme], letters: str) -> list[tuple[Meaning, int, int]]:
    """The readings of a match, each with its first and last lexeme; empty where it is no time."""
    return _READERS[name](lexemes, letters)


def _one(meaning: Meaning | None, lexemes: Sequence[Lexeme]) -> list[tuple[Meaning, int, int]]:
    return [] if meaning is None else [(meaning, 0, len(lexemes) - 1)]


def _first(lexemes: Sequence[Lexeme], letters: str) -> Any:
    return next((lexeme.value for lexeme in lexemes if lexeme.letter in letters), None)


def _mod(lexemes: Sequence[Lexeme]) -> str | None:
    return _first(lexemes, "mq") if any(lexeme.letter in "mq" for lexeme in lexemes) else None


def _quantity(lexemes: Sequence[Lexeme]) -> float | None:
    """The number that the words give; None where they are vague ('several')."""
    total: float = 0
    seen = False
    for lexeme in lexemes:
        if lexeme.letter == "X":
            return None if lexeme.value == "X" else float(lexeme.value)
        if lexeme.letter == "N" and lexeme.value >= 12 and seen and lexeme.value in (12, 100, 1000):
            total = max(total, 1) * lexeme.value
        elif lexeme.letter in "NDIYz":
            total += float(lexeme.value)
        elif lexeme.letter == "L":
            total += 0.5
        else:
            continue
        seen = True
    return total if seen else 1.0


def _numeric(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    text = lexemes[0].text
    if "/" not in text:
        year, month, day = (int(part) for part in text[:10].split("-"))
        clock = text[11:16] or None
    else:
        first, second, year = (int(part) for part in text.split("/"))
        clock = None
        year += 0 if year > 99 else 1900 if year > 50 else 2000
        month, day = (second, first) if first > 12 else (first, second)
        if first <= 12 and second <= 12 and first != second:  # day and month cannot be told apart
            return _one(Meaning(kind="calendar", year=year), lexemes) if 1000 <= year <= 2099 else []
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return []
    return _one(Meaning(kind="calendar", year=year, month=month, day=day, clock=clock), lexemes)


def _several_days(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    month, year = _first(lexemes, "M"), _first(lexemes, "Y")
    days = [i for i, letter in enumerate(letters) if letter in "DO"]
    readings = []
    for i in days:
        first = 0 if letters[0] == "M" and i == days[0] else i
        last = len(letters) - 1 if i == days[-1] else i
        meaning = Meaning(kind="calendar", year=year, month=month, day=lexemes[i].value)
        readings.append((meaning, first, last))
    return readings


def _date(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    month_at = letters.index("M")
    day = next((lexeme.value for lexeme in lexemes if lexeme.letter in "DO"), None)
    meaning = Meaning(
        kind="calendar",
        year=_first(lexemes, "Y"),
        month=lexemes[month_at].value,
        day=day,
        weekday=_first(lexemes, "W"),
        part=_first(lexemes, "P"),
        mod=_mod(lexemes),
    )
    tail = letters[month_at + 1 :]
    unit_after = re.search(r"([hlnbtT])U", tail)
    if unit_after:
        letter = unit_after.group(1)
        if lexemes[month_at + 1 + unit_after.end() - 1].value != "year":
            return []
        meaning = replace(
            meaning,
            unit="year",
            shift=_SHIFTS.get(letter, 0),
            anchor="discourse" if letter in "tTb" else "publication",
        )
    elif letters[max(0, month_at - 1)] in "lnhb" and month_at > 0 and meaning.year is None:
        meaning = replace(meaning, unit="month", shift=_SHIFTS[letters[month_at - 1]])
    if letters.startswith(("TUo", "Uo")):
        if lexemes[letters.index("U")].value != "week":
            return []
        meaning = replace(meaning, coarse="week")
    return _one(meaning, lexemes)


def _part_of_year(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    number = _first(lexemes, "z")
    half = "L" in letters
    if number > (2 if half else 4):
        return []
    meaning = Meaning(kind="calendar", season=f"{'H' if half else 'Q'}{number}", year=_first(lexemes, "Y"))
    if "o" in letters and meaning.year is None:
        if _first(lexemes, "U") != "year":
            return []
        letter = letters[-2]
        meaning = replace(
            meaning,
            unit="year",
            shift=_SHIFTS.get(letter, 0),
            anchor="discourse" if letter in "tb" else "publication",
        )
    elif "o" not in letters and half:
        return []
    return _one(meaning, lexemes)


def _century(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    number = _first(lexemes, "zO")
    if not 5 <= number <= 21:
        return []
    return _one(Meaning(kind="calendar", value=f"{number - 1:02d}XX", mod=_mod(lexemes)), lexemes)


def _decade(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    year = _first(lexemes, "d")
    text = next(lexeme.text for lexeme in lexemes if lexeme.letter == "d")
    if not 1500 <= year <= 2099 or (
        len(text.strip("'’sS")) == 2 and text[0] not in "'’" and "T" not in letters
    ):
        return []
    return _one(Meaning(kind="calendar", value=f"{year // 10}X", mod=_mod(lexemes)), lexemes)


def _season(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    at = letters.index("S")
    season, year = lexemes[at].value, _first(lexemes, "Y")
    before, after = letters[at - 1] if at else "", letters[at + 1 :]
    if before == "y":
        return _one(Meaning(kind="set", value=f"XXXX-{season}"), lexemes)
    meaning = Meaning(kind="calendar", season=season, year=year, mod=_mod(lexemes))
    if "U" in after:
        if _first(lexemes, "U") != "year":
            return []
        letter = after[after.index("U") - 1]
        meaning = replace(
            meaning,
            unit="year",
            shift=_SHIFTS.get(letter, 0),
            anchor="discourse" if letter in "tTbo" else "publication",
        )
    elif before in "lnhbfst" and before:
        meaning = replace(
            meaning,
            unit="season",
            shift=_SHIFTS[before],
            anchor="discourse" if before in _DISCOURSE else "publication",
        )
    return _one(meaning, lexemes)


def _bygone(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    before = lexemes[-1].text[0] in "bB"
    years = [i for i, letter in enumerate(letters) if letter in "DIY"]
    return [
        (
            Meaning(kind="calendar", year=int(lexemes[i].value), bygone=before),
            i,
            len(letters) - 1 if i == years[-1] else i,
        )
        for i in years
    ]


def _years(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    at = letters.index("Y")
    head = Meaning(kind="calendar", year=lexemes[at].value, mod=_mod(lexemes))
    if "Z" in letters and lexemes[letters.index("Z")].text[0] in "bB":
        head = replace(head, bygone=True)
    readings: Readings = [(head, 0, at)]
    if len(letters) == at + 3:
        year = lexemes[-1].value
        if letters[-1] == "D":
            year += lexemes[at].value // 100 * 100
        if year < lexemes[at].value:
            return readings
        readings.append((Meaning(kind="calendar", year=year), at + 2, at + 2))
    elif "Z" in letters:
        readings = [(head, 0, len(letters) - 1)]
    return readings


def _deictic(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    rule = _first(lexemes, "R")
    if "ref" in rule:
        return _one(Meaning(kind="reference", value=rule["ref"]), lexemes)
    shift = rule["amount"]
    if letters[:2] == "TU":
        shift += -1 if letters[2] == "v" else 1
    part = _first(lexemes, "P") or rule.get("part")
    mod = _mod(lexemes) if letters[0] == "m" else None
    return _one(Meaning(kind="shift", unit="day", shift=shift, part=part, mod=mod), lexemes)


def _clock(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    if letters == "c":
        return _one(Meaning(kind="clock", clock=lexemes[0].value), lexemes)
    number = next(lexeme for lexeme in lexemes if lexeme.letter in "CDIY")
    suffix = " ".join(lexeme.text.lower() for lexeme in lexemes if lexeme.letter == "a")
    clock = _clock_value(number, suffix)
    if clock is None:
        return []
    meaning = Meaning(kind="clock", clock=clock, mod=_mod(lexemes))
    rule = _first(lexemes, "R")
    if "W" in letters:
        meaning = replace(meaning, weekday=_first(lexemes, "W"))
    elif rule is not None and "amount" in rule:
        meaning = replace(meaning, unit="day", shift=rule["amount"])
    return _one(meaning, lexemes)


def _clock_value(number: Lexeme, suffix: str) -> str | None:
    text = number.text
    if number.letter == "C":
        hour, minute = int(text.split(":")[0]), int(text.split(":")[1])
    elif len(text) == 4 and "m" not in suffix.replace("gmt", ""):
        hour, minute = int(text[:2]), int(text[2:])
    elif re.fullmatch(r"\d{1,2}(?:\.\d\d)?", text):
        hour, minute = int(text.split(".")[0]), int([*text.split("."), "0"][1])
    else:
        return None
    if suffix.startswith("p") and hour < 12:
        hour += 12
    elif suffix.startswith("a") and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else None


def _feast(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    letter = letters[0]
    return _one(
        Meaning(
            kind="feast",
            value=_first(lexemes, "H") or "",
            year=_first(lexemes, "Y"),
            mod=_mod(lexemes),
            shift=_SHIFTS.get(letter) if letter in "lnh" else None,
            part=_first(lexemes, "P"),
        ),
        lexemes,
    )


def _repeated(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    last = lexemes[-1]
    if letters == "j":
        value = last.value
    elif last.letter in "wW":
        value = f"XXXX-WXX-{last.value}"
    elif last.letter in "UVB":
        value = duration_value(last.value, _quantity([x for x in lexemes if x.letter in "Nz"] or []))
    else:
        value = {"P": f"XXXX-XX-XXT{last.value}", "S": f"XXXX-{last.value}", "K": "XXXX-WXX-WE"}[last.letter]
    return _one(Meaning(kind="set", value=value), lexemes)


def _weekday(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    at = letters.index("W")
    before = letters[at - 1] if at else ""
    hours = "V" in letters
    if hours and _first(lexemes, "V") != "hour":
        return []
    part = _first(lexemes, "P") or ("MO" if hours else None)
    shift = _SHIFTS[before] if before and before in "lnhft" else None
    return _one(
        Meaning(
            kind="calendar",
            weekday=lexemes[at].value,
            shift=shift,
            part=part,
            mod=_mod(lexemes),
            anchor="discourse" if before in ("f", "t") else "publication",
        ),
        lexemes,
    )


def _weekend(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    before = next((letter for letter in letters if letter in _SHIFTS), None)
    return _one(
        Meaning(
            kind="weekend",
            shift=None if before is None else _SHIFTS[before],
            anchor="discourse" if before in ("b", "f", "t") else "publication",
        ),
        lexemes,
    )


def _part_today(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    letter = next((letter for letter in letters if letter in _SHIFTS), None)
    part = _first(lexemes, "P")
    mod = _mod(lexemes)
    if letter is None:
        if letters[-1] == "o":
            return []
        return _one(Meaning(kind="shift", unit="day", shift=-1, anchor="discourse", part=part), lexemes)
    if letter in "lh":
        return _one(Meaning(kind="shift", unit="day", shift=_SHIFTS[letter], part=part, mod=mod), lexemes)
    return _one(
        Meaning(kind="shift", unit="day", shift=_SHIFTS[letter], anchor="discourse", part=part, mod=mod),
        lexemes,
    )


def _counted(lexemes: Sequence[Lexeme]) -> tuple[str, float | None]:
    unit = next(lexeme.value for lexeme in lexemes if lexeme.letter in "UVB")
    before = [lexeme for lexeme in lexemes if lexeme.letter in "NDIYXLz"]
    vague = (
        not before
        and not any(lexeme.letter == "A" for lexeme in lexemes)
        and any(lexeme.letter == "V" for lexeme in lexemes)
    )
    return unit, None if vague else _quantity(before)


def _shifted(anchor: Anchor, sign: int) -> Callable[[Sequence[Lexeme], str], Readings]:
    def read(lexemes: Sequence[Lexeme], letters: str) -> Readings:
        unit, amount = _counted(lexemes)
        direction = 1 if letters.endswith("F") else sign
        shift = None if amount is None else round(direction * amount) if amount >= 1 else None
        if amount is not None and amount != int(amount) and unit == "year":
            unit, shift = "month", round(direction * amount * 12)
        return _one(
            Meaning(
                kind="shift",
                unit=unit,
                shift=shift,
                amount=amount,
                anchor=anchor,
                mod=_mod(lexemes),
                coarse="day" if letters.endswith("R") and _first(lexemes, "R").get("amount") == 0 else None,
                value="PAST_REF" if direction < 0 else "FUTURE_REF",
            ),
            lexemes,
        )

    return read


def _stretch(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    unit, amount = _counted(lexemes)
    letter = next((letter for letter in letters if letter in "lnbfr"), "l")
    return _one(
        Meaning(
            kind="stretch",
            unit=unit,
            amount=amount,
            shift=1 if letter in "nf" else -1,
            anchor="discourse" if letter in "bf" else "publication",
        ),
        lexemes,
    )


def _relative(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    unit = _first(lexemes, "UB")
    letter = next((letter for letter in letters if letter in _SHIFTS), None)
    if unit == "second" or (unit in ("minute", "hour") and letter in ("s", "t")):
        return []
    anchor: Anchor = (
        "discourse" if letter in _DISCOURSE or (letter == "n" and letters[0] == "T") else "publication"
    )
    if letter == "n" and unit != "day" and letters[0] == "T":
        anchor = "discourse"
    shift = 0 if letter is None else _SHIFTS[letter]
    earlier = any(lexeme.letter in "EF" for lexeme in lexemes)
    meaning = Meaning(
        kind="shift",
        unit=unit,
        shift=shift,
        anchor=anchor,
        mod=None if earlier else _mod(lexemes),
        bare=letter is None,
    )
    past = any(lexeme.letter == "l" and lexeme.text.lower() == "past" for lexeme in lexemes)
    if unit in ("minute", "hour", "second") or (past and unit in ("decade", "century", "day")):
        meaning = Meaning(kind="stretch", unit=unit, amount=1, shift=shift or -1)
    return _one(meaning, lexemes)


def _beside(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    unit = _first(lexemes, "U")
    shift = -1 if letters[-1] in "vE" else 1
    return _one(Meaning(kind="shift", unit=unit, shift=shift, anchor="discourse"), lexemes)


def _duration(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    unit, amount = _counted(lexemes)
    if unit == "second" and letters[-1] != "V" and "-" not in letters:
        return []
    article = 1 if letters[0] == "A" and "-" in letters else 0  # 'a two-day visit': the time is 'two-day'
    meaning = Meaning(kind="duration", value=duration_value(unit, amount), mod=_mod(lexemes))
    return [(meaning, article, len(letters) - 1)]


def _vague(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    return _one(Meaning(kind="reference", value=lexemes[-1].value), lexemes)


def _part(lexemes: Sequence[Lexeme], letters: str) -> Readings:
    return _one(
        Meaning(kind="shift", unit="day", shift=0, anchor="discourse", part=_first(lexemes, "P")), lexemes
    )


_READERS: dict[str, Callable[[Sequence[Lexeme], str], Readings]] = {
    "numeric": _numeric,
    "days_then_month": _several_days,
    "month_then_days": _several_days,
    "date": _date,
    "part_of_year": _part_of_year,
    "century": _century,
    "decade": _decade,
    "season": _season,
    "bygone": _bygone,
    "years": _years,
    "deictic": _deictic,
    "clock": _clock,
    "feast": _feast,
    "repeated": _repeated,
    "weekday": _weekday,
    "weekend": _weekend,
    "part_today": _part_today,
    "ago": _shifted("publication", -1),
    "offset": _shifted("discourse", -1),
    "stretch": _stretch,
    "relative": _relative,
    "beside": _beside,
    "duration": _duration,
    "plural": _duration,
    "vague": _vague,
    "part": _part,
}
