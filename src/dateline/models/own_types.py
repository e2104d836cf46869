"""Event types of a user's own, from a definition and some ten examples: found by likeness, nothing is trained.

The likeness of a word is the cosine of its state (the encoder's, in context) to those of the examples' triggers, the
mean of the nearest three, after the mean state of the examples' other words is taken away (Snell and others 2017,
"Prototypical networks"; the mean, since states of one encoder all point in one direction). How alike is enough is read
off the examples: each against the rest, and their other words against all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dateline.errors import SettingsError
from dateline.models.windows import Passage, Window
from dateline.records import Span, Tag

if TYPE_CHECKING:
    from dateline.models.reader import Reader

Array = npt.NDArray[np.float32]
NEAREST = 3
LARGEST = 1_000_000  # bytes of a file of types
_MARKED = re.compile(r"\[([^\[\]]+)\]")
States = Callable[[Passage], Iterator[tuple[Window, Array]]]


class TypeEntry(BaseModel):
    """One type as the user writes it; in each example the trigger stands in square brackets."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    type: str
    definition: str
    examples: list[str] = Field(min_length=3, max_length=200)
    unlike: list[str] = Field(default_factory=list, max_length=200)


@dataclass(frozen=True, slots=True)
class OwnType:
    """A type: the PLOVER type it belongs to, the states of its examples and of what is not meant, and the bar."""

    name: str
    event_type: str
    examples: Array
    unlike: Array
    bar: float

    def likeness(self, states: Array) -> Array:
        """How alike each row is, from −1 to 1; a row that is nearer to what is not meant is not alike at all."""
        near = _nearest(states @ self.examples.T)
        if len(self.unlike):
            near = np.where((states @ self.unlike.T).max(1) > near, -1.0, near).astype(np.float32)
        return near


@dataclass(frozen=True, slots=True)
class OwnTypes:
    """The types of one file, and the state that stands for no word in particular."""

    types: tuple[OwnType, ...]
    common: Array

    def tags(self, window: Window, states: Array) -> Iterator[Tag]:
        """Tags of the layer `own`: label `TYPE name`, span of one word, how alike as the score."""
        rows = _unit(states - self.common)
        for own in self.types:
            near = own.likeness(rows)
            for i in np.flatnonzero(near >= own.bar):
                label = f"{own.event_type} {own.name}"
                yield Tag(layer="own", label=label, span=window.words[i], score=round(float(near[i]), 4))


def load_own_types(path: Path, reader: Reader, known: Sequence[str]) -> OwnTypes:
    """The types of a YAML file: a list of {name, type, definition, examples, unlike}.

    Raises SettingsError naming the file and the entry that is wrong; `known` are the PLOVER types.
    """
    entries = _entries(path)
    for entry in entries:
        if entry.type not in known:
            raise SettingsError(f"{path}: {entry.name}: no PLOVER type {entry.type!r}; there are {', '.join(known)}")
    return fit_own_types(entries, reader.states)


def fit_own_types(entries: Sequence[TypeEntry], states: States) -> OwnTypes:
    """The types as states; the common state is the mean of all words of the examples that are no triggers."""
    found = [[_example(entry.name, text, states) for text in entry.examples] for entry in entries]
    common = np.concatenate([rest for rows in found for _, rest in rows]).mean(0)
    types = []
    for entry, rows in zip(entries, found, strict=True):
        own = _unit(np.stack([row for row, _ in rows]) - common)
        rest = _unit(np.concatenate([other for _, other in rows]) - common)
        unlike = [_example(entry.name, text, states)[0] for text in entry.unlike]
        against = _unit(np.stack(unlike) - common) if unlike else np.zeros((0, own.shape[1]), np.float32)
        types.append(OwnType(entry.name, entry.type, own, against, find_bar(own, rest)))
    return OwnTypes(tuple(types), common)


def find_bar(examples: Array, rest: Array) -> float:
    """How alike a word must be: half way from the least alike words that are none to the examples among themselves.

    Of the examples the lower quarter is taken, each against the others; of the rest the highest one in a hundred.
    """
    among = examples @ examples.T
    np.fill_diagonal(among, -1.0)
    inside = float(np.quantile(_nearest(among), 0.25))
    outside = float(np.quantile(_nearest(rest @ examples.T), 0.99))
    return max((inside + outside) / 2, outside)


def _example(name: str, text: str, states: States) -> tuple[Array, Array]:
    """The mean state of the marked words, and the states of the others."""
    marks = _MARKED.search(text)
    if marks is None:
        raise SettingsError(f"{name}: no [trigger] in the example {text!r}")
    plain = text[: marks.start()] + marks[1] + text[marks.end() :]
    marked = Span(marks.start(), marks.end() - 2)
    inside: list[Array] = []
    outside: list[Array] = []
    for window, rows in states(Passage(plain, (Span(0, len(plain)),))):
        for word, row in zip(window.words, rows, strict=True):
            (inside if word.overlaps(marked) else outside).append(row)
    if not inside or not outside:
        raise SettingsError(f"{name}: the example {text!r} needs a trigger and other words")
    mean: Array = np.stack(inside).mean(0)
    return mean, np.stack(outside)


def _nearest(likeness: Array) -> Array:
    size = min(NEAREST, likeness.shape[1])
    nearest: Array = np.sort(likeness, axis=1)[:, -size:].mean(1)
    return nearest


def _unit(rows: Array) -> Array:
    result: Array = rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9)
    return result


def _entries(path: Path) -> list[TypeEntry]:
    try:
        if path.stat().st_size > LARGEST:
            raise SettingsError(f"{path}: more than {LARGEST:,} bytes")
        rows: Any = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"{path}: {error}") from error
    if not isinstance(rows, list) or not rows:
        raise SettingsError(f"{path}: a list of event types is wanted")
    entries = []
    for number, row in enumerate(rows, 1):
        try:
            entries.append(TypeEntry.model_validate(row))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise SettingsError(f"{path}, entry {number}: {where}: {first['msg']}") from error
    return entries
