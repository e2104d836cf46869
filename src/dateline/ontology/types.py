"""The event types of PLOVER, from one YAML file each, and the contexts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from dateline.errors import ResourceError
from dateline.ontology.markup import MarkupError, parse_markup

QUAD_CLASSES = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
FIELDS = {"definition", "quad_class", "score", "needs_recipient", "modes", "examples", "counter_examples"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One event type: what it means, its class and score, its modes with their scores, marked-up examples."""

    name: str
    definition: str
    quad_class: str
    score: float
    needs_recipient: bool
    modes: Mapping[str, float]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plover:
    """The ontology: event types and contexts by name."""

    types: Mapping[str, EventType]
    contexts: Mapping[str, str]

    def modes_of(self, event_type: str) -> Mapping[str, float]:
        """The modes of a type with their scores; none for an unknown type."""
        known = self.types.get(event_type)
        return known.modes if known is not None else {}

    def score(self, event_type: str, modes: tuple[str, ...] = ()) -> float:
        """The score of an event: that of its strongest mode, else of its type."""
        known = self.types[event_type]
        return max((known.modes[mode] for mode in modes if mode in known.modes), key=abs, default=known.score)


@lru_cache(maxsize=1)
def load_plover() -> Plover:
    """The ontology, checked; raises `ResourceError` that names the file and the fault."""
    folder = files("dateline.ontology")
    types = {}
    for path in sorted(folder.joinpath("plover").iterdir(), key=lambda path: path.name):
        if path.name.endswith(".yaml"):
            for name, row in _read(path).items():
                types[name] = parse_event_type(name, row, path.name)
                if path.name != f"{name}.yaml":
                    raise ResourceError(f"{path.name}: holds {name}")
    contexts = {str(name): str(text) for name, text in _read(folder.joinpath("contexts.yaml")).items()}
    return Plover(types=types, contexts=contexts)


def _read(path: Any) -> dict[str, Any]:
    try:
        rows = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, yaml.YAMLError) as error:
        raise ResourceError(f"{path.name}: {error}") from error
    if not isinstance(rows, dict):
        raise ResourceError(f"{path.name}: not a mapping")
    return rows


def parse_event_type(name: str, row: Mapping[str, Any], file: str) -> EventType:
    """The event type that a YAML mapping describes; raises `ResourceError` where it is faulty."""
    missing, unknown = FIELDS - set(row), set(row) - FIELDS
    if missing or unknown:
        raise ResourceError(f"{file}: missing {sorted(missing)}, unknown {sorted(unknown)}")
    if row["quad_class"] not in QUAD_CLASSES:
        raise ResourceError(f"{file}: quad_class {row['quad_class']!r}")
    modes = {str(mode): float(score) for mode, score in (row["modes"] or {}).items()}
    if not all(-10 <= score <= 10 for score in (*modes.values(), row["score"])):
        raise ResourceError(f"{file}: a score outside -10 to 10")
    for example in row["examples"]:
        _check_example(name, modes, example, file)
    for example in row["counter_examples"]:
        try:
            parse_markup(example)
        except MarkupError as error:
            raise ResourceError(f"{file}: {error}") from error
    return EventType(
        name=name,
        definition=row["definition"],
        quad_class=row["quad_class"],
        score=float(row["score"]),
        needs_recipient=bool(row["needs_recipient"]),
        modes=modes,
        examples=tuple(row["examples"]),
        counter_examples=tuple(row["counter_examples"]),
    )


def _check_example(name: str, modes: Mapping[str, float], example: str, file: str) -> None:
    try:
        marks = parse_markup(example).marks
    except MarkupError as error:
        raise ResourceError(f"{file}: {error}") from error
    own = [mark for mark in marks if mark.label == name]
    if not own or any(mode not in modes for mark in own for mode in mark.modes):
        raise ResourceError(f"{file}: example without {name}, or with an unknown mode: {example}")
