"""Acts and claims as sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from dateline.analyse.acts import Act
from dateline.export.wording import clean, quoted, say_interval

_OPEN, _CLOSED = frozenset('"“'), frozenset('"”')
_PRONOUNS = frozenset(
    (
        "he",
        "she",
        "it",
        "they",
        "him",
        "her",
        "them",
        "both",
        "who",
        "which",
        "that",
        "this",
        "these",
        "those",
        "we",
        "i",
    )
)


@lru_cache(maxsize=1)
def load_phrases() -> dict[str, Any]:
    """The table of `phrases.yaml`."""
    rows: dict[str, Any] = yaml.safe_load(files("dateline.analyse").joinpath("phrases.yaml").read_text("utf-8"))
    return rows


def say_date(day: date) -> str:
    """'16 January 2024'."""
    return f"{day.day} {day:%B} {day.year}"


def say_when(act: Act) -> str:
    """'On 16 January 2024', or how little is known of the day."""
    if act.day is None:
        told = say_interval(act.earliest, act.latest)
        return "On a day not told" if told is None else f"In {'the ' * told.endswith('s')}{told}"
    return f"On {say_date(act.day)}" if act.day_method in ("stated", "shared") else f"By {say_date(act.day)}"


def say_deed(act: Act) -> str:
    """'Pakistan carried out an air strike on separatist militants (“retaliated”)', without the day."""
    table = load_phrases().get(act.event_type, {"says": "acted towards {}", "alone": "acted", "modes": {}})
    phrase = next((table["modes"][mode] for mode in act.modes if mode in table["modes"]), table["says"])
    actor = clean(act.actor, 80) or "An unnamed party"
    deed = phrase.format(clean(act.target, 80)) if act.target else table["alone"]
    where = f" in {clean(act.place, 60)}" if act.place and act.place not in act.target else ""
    toll = f", with {act.killed:,} reported killed" if act.killed else ""
    return f"{actor[:1].upper()}{actor[1:]} {deed}{where}{toll} ({quoted(act.words, 80)})"


def say_act(act: Act, *, soil: str | None = None) -> str:
    """The act as one sentence without its full stop; `soil` says whose soil it was where that is how it came in."""
    on = f", on the soil of {soil}" if soil and act.basis in ("soil", "sentence") else ""
    deed = say_deed(act)
    return f"{say_when(act)}, {deed[:1].lower() + deed[1:] if not act.actor else deed}{on}"


def join_words(words: Sequence[str]) -> str:
    """'a, b and c'."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def say_source(row: Mapping[str, Any], parties: Mapping[str, str]) -> str | None:
    """Who says it, of what kind, and whether the source is a party to it; None where it cannot be told."""
    words = row["source_words"]
    if words is None or row["source_label"] == "PRONOUN" or words.lower() in _PRONOUNS:
        words = row["source_name"]
    if not words:
        return None
    notes = []
    kind = load_phrases()["kinds"].get(row["source_kind"])
    name = clean(words, 90)
    if kind and kind not in name.lower() and "not to be named" not in name:
        notes.append(kind)
    speaks = row["source_kind"] in ("office", "named", "anonymous")
    if speaks and row["source_country"] in parties and parties[row["source_country"]].lower() not in name.lower():
        notes.append(f"party to it: {parties[row['source_country']]}")
    return name + (f" ({'; '.join(notes)})" if notes else "")


def say_claim(sources: Sequence[str], stance: str, content: str) -> str:
    """'Two officials (not named) gave the motive: “…”'."""
    verb = load_phrases()["stances"].get(stance, "said")
    told = join_words(list(dict.fromkeys(sources)))
    words = content.strip().removeprefix("that ").strip(" ,;.")
    if words[:1] in _OPEN and words[-1:] in _CLOSED:
        words = words[1:-1].strip(" ,;.")
    return f"{told[:1].upper()}{told[1:]} {verb}: “{clean(inner_quotes(words), 260)}”"


def inner_quotes(words: str) -> str:
    """The words with single quotation marks for double ones, to stand within a quotation."""
    return words.replace("“", "‘").replace("”", "’").replace('"', "'").replace("…", "...")
