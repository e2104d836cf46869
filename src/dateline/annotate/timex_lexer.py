"""Words of a sentence as letters, so that time expressions can be matched by their shape."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from dateline.lexicon.timex import TimexWords

_LEXEME = re.compile(
    r"""(?P<iso>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?Z?)?(?!\d))
    |(?P<slashed>\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?!\d))
    |(?P<clock>\d{1,2}:[0-5]\d(?::[0-5]\d)?(?!\d))
    |(?P<decade>['’]?\d0s\b|\d{3}0s\b)
    |(?P<ordinal>\d{1,2}(?:st|nd|rd|th)\b)
    |(?P<short_year>['’]\d\d(?![\d\w]))
    |(?P<fraction>\d{1,3}\s1/2(?!\d))
    |(?P<number>\d{1,3}(?:,\d{3})++|\d++(?:\.\d++)?+)
    |(?P<meridiem>[ap]\.?\s?m\b\.?|gmt\b|utc\b|hrs\b|est\b|edt\b|local\ time\b)
    |(?P<era>BCE?\b|B\.C\b\.?(?:E\.)?|A\.D\b\.?|AD\b|CE\b)
    |(?P<possessive>['’]s\b)
    |(?P<word>[^\W\d_]++(?:\d\w*+)?+)
    |(?P<other>\S)""",
    re.VERBOSE | re.IGNORECASE,
)
_PUNCTUATION = {
    ",": ",",
    "-": "-",
    "–": "-",
    "—": "-",
    "&": "&",
    "(": "(",
    "$": "$",
    "£": "$",
    "€": "$",
    "#": "$",
}


@dataclass(slots=True)
class Lexeme:
    """A word with its letter, its value and its place in the text."""

    letter: str
    value: Any
    start: int
    end: int
    text: str


def lex(text: str, start: int, end: int, words: TimexWords) -> list[Lexeme]:
    """The words of `text[start:end]`; offsets are into `text`."""
    found: list[Lexeme] = []
    phrases = iter([*words.phrases.finditer(text, start, end), None])
    phrase = next(phrases)
    skip_to = start
    for match in _LEXEME.finditer(text, start, end):
        if match.start() < skip_to:
            continue
        while phrase is not None and phrase.start() < match.start():
            phrase = next(phrases)
        if phrase is not None and phrase.start() == match.start():
            key = re.sub(r"\s+", " ", phrase.group().lower().replace("’", "'"))
            letter, value = words.phrase_values[key]
            found.append(Lexeme(letter, value, phrase.start(), phrase.end(), key))
            skip_to = phrase.end()
        else:
            lexeme = _read(match, words)
            if (
                found
                and lexeme.letter == "."
                and _is_abbreviated(found[-1])
                and found[-1].end == lexeme.start
            ):
                found[-1].end = lexeme.end
                continue
            found.append(lexeme)
    return found


def _is_abbreviated(lexeme: Lexeme) -> bool:
    short = len(lexeme.text) < 5 and lexeme.text.lower() not in ("may", "june", "july")
    return lexeme.letter in "MW" and short


def _read(match: re.Match[str], words: TimexWords) -> Lexeme:
    text = match.group()
    start, end = match.span()
    kind = match.lastgroup
    if kind == "word":
        return Lexeme(*words.classes.get(text.lower(), ("_", None)), start, end, text)
    if kind == "number":
        return Lexeme(*_number(text), start, end, text)
    if kind == "other":
        return Lexeme(_PUNCTUATION.get(text, "." if text == "." else "!"), None, start, end, text)
    letter = {
        "iso": "J",
        "slashed": "J",
        "clock": "C",
        "decade": "d",
        "ordinal": "O",
        "short_year": "Y",
        "meridiem": "a",
        "era": "Z",
        "possessive": "'",
        "fraction": "I",
    }[kind or ""]
    value: Any = text
    if kind == "ordinal":
        value = int(text[:-2])
        letter = "O" if 1 <= value <= 31 else "I"
    elif kind == "short_year":
        value = _full_year(int(text[1:]))
    elif kind == "decade":
        digits = text.strip("'’sS")
        value = int(digits) if len(digits) == 4 else _full_year(int(digits))
    elif kind == "fraction":
        value = int(text.split()[0]) + 0.5
    return Lexeme(letter, value, start, end, text)


def _number(text: str) -> tuple[str, Any]:
    if "," in text:
        return "I", int(text.replace(",", "")[:12])
    if "." in text or len(text) > 4:
        return "I", float(text[:12])
    value = int(text)
    if len(text) <= 2 and 1 <= value <= 31:
        return "D", value
    return ("Y" if len(text) == 4 and 1000 <= value <= 2099 else "I"), value


def _full_year(two_digits: int) -> int:
    return (1900 if two_digits > 30 else 2000) + two_digits
