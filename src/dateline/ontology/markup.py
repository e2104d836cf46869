"""One parser for marked-up examples: `[Iran|actor] [shelled|ASSAULT:heavy-weapons] [bases|recipient]`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.records import Span

ROLES = frozenset({"actor", "recipient", "place", "time", "killed", "injured", "weapon", "source"})
MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)\]")


class MarkupError(ValueError):
    """An example that is not well marked up."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch: `label` is a role or an event type, with its modes."""

    span: Span
    label: str
    modes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """A plain text with its marks."""

    text: str
    marks: tuple[Mark, ...]


def parse_markup(example: str) -> Marked:
    """The plain text of an example with its marks; raises `MarkupError`.

    >>> parse_markup("[Iran|actor] [shelled|ASSAULT:heavy-weapons] it.").marks[1].modes
    ('heavy-weapons',)
    """
    text, at, marks = "", 0, []
    for match in MARK.finditer(example):
        text += example[at : match.start()]
        label, _, modes = match.group(2).partition(":")
        if label not in ROLES and not re.fullmatch(r"[A-Z]+", label):
            raise MarkupError(f"neither a role nor an event type: {label!r} in {example!r}")
        marks.append(
            Mark(
                Span(len(text), len(text) + len(match.group(1))),
                label,
                tuple(modes.split("+")) if modes else (),
            )
        )
        text += match.group(1)
        at = match.end()
    text += example[at:]
    if "[" in text or "|" in text:
        raise MarkupError(f"a bracket is open in {example!r}")
    return Marked(text, tuple(marks))
