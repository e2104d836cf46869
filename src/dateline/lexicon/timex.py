"""The words of time expressions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

# One letter for each class of words; the grammar of time expressions is written over these letters.
_LETTERS = {
    "last": "l",
    "previous": "b",
    "next": "n",
    "following": "f",
    "this": "h",
    "that": "t",
    "same": "s",
    "ago": "G",
    "earlier": "E",
    "later": "F",
    "of": "o",
    "the": "T",
    "a": "A",
    "half": "L",
    "quarter": "k",
    "and": "&",
    "to": ">",
    "prep": "i",
    "every": "y",
    "more": "+",
    "old": "u",
    "long": "g",
    "weekend": "K",
    "before": "v",
    "after": "x",
}


@dataclass(frozen=True, slots=True)
class TimexWords:
    """The lexicon of time expressions: `classes` gives a word's letter and value."""

    classes: dict[str, tuple[str, Any]]
    phrases: re.Pattern[str]
    phrase_values: dict[str, tuple[str, Any]]
    doubtful_months: frozenset[str]
    short_weekdays: frozenset[str]
    names_after_weekday: frozenset[str]
    future_cues: frozenset[str]
    vows: frozenset[str]
    lasting: frozenset[str]
    counted: frozenset[str]


@cache
def load_timex() -> TimexWords:
    """The words of time expressions with their classes, read once."""
    data = yaml.load(files("dateline.lexicon").joinpath("timex.yaml").read_text("utf-8"), Loader=_loader())
    phrases = _phrases(data)
    pattern = "|".join(
        re.escape(phrase).replace(r"\ ", r"\s+").replace("'", "['’]")
        for phrase in sorted(phrases, key=len, reverse=True)
    )
    return TimexWords(
        classes=_classes(data),
        phrases=re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE),
        phrase_values=phrases,
        doubtful_months=frozenset(data["doubtful_months"]),
        short_weekdays=frozenset(
            name for names in data["weekdays"].values() for name in names if len(name) < 6
        ),
        names_after_weekday=frozenset(data["names_after_weekday"]),
        future_cues=frozenset(data["future_cues"]),
        vows=frozenset(data["vows"]),
        lasting=frozenset(data["lasting"]),
        counted=frozenset(data["counted"]),
    )


def _loader() -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _classes(data: dict[str, Any]) -> dict[str, tuple[str, Any]]:
    found: dict[str, tuple[str, Any]] = {}
    tables = (
        ("numbers", "N"),
        ("ordinals", "z"),
        ("vague", "X"),
        ("references", "r"),
        ("mods", "m"),
        ("adverbs_of_repetition", "j"),
        ("clock_words", "c"),
        ("deictic", "R"),
    )
    for table, letter in tables:
        found.update({word: (letter, value) for word, value in data[table].items()})
    found.update({word: ("q", mod) for word, mod in data["approximate"].items() if " " not in word})
    for table, letter in (("months", "M"), ("weekdays", "W"), ("parts_of_day", "P"), ("seasons", "S")):
        found.update({word: (letter, value) for value, words in data[table].items() for word in words})
    found.update({f"{words[0]}s": ("w", day) for day, words in data["weekdays"].items()})
    for unit, entry in data["units"].items():
        singular = "B" if unit == "century" else "U"
        found.update(dict.fromkeys(entry.get("singular", [unit]), (singular, unit)))
        found.update(dict.fromkeys(entry["plural"], ("V", unit)))
    for name, words in data["classes"].items():
        for word in words:
            found.setdefault(word, (_LETTERS[name], name))
    found["and"] = ("&", "and")
    found["recent"] = ("r", "PAST_REF")
    return found


def _phrases(data: dict[str, Any]) -> dict[str, tuple[str, Any]]:
    """Phrases of several words, and names of days, that the lexer takes as one word."""
    found: dict[str, tuple[str, Any]] = {name: ("H", rule) for name, rule in data["holidays"].items()}
    found.update({name: ("H", day) for name, day in data["named_days"].items()})
    found.update({phrase: ("q", mod) for phrase, mod in data["approximate"].items() if " " in phrase})
    return found
