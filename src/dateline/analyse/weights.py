"""How much each kind of act weighs: PLOVER's scores, or those that a user writes in their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from dateline.errors import ResourceError
from dateline.ontology import load_plover


class Weights:
    """The score of an act by type and modes. `own` overrules PLOVER: `{'ASSAULT': -8, 'ASSAULT drone': -9}`."""

    def __init__(self, own: Mapping[str, float] | None = None) -> None:
        self.own = dict(own or {})

    def score(self, event_type: str, modes: Sequence[str] = ()) -> float:
        """The score, -10 to 10; 0 for a type that nobody knows."""
        told = [self.own[key] for mode in modes if (key := f"{event_type} {mode}") in self.own]
        if told:
            return max(told, key=abs)
        if event_type in self.own:
            return self.own[event_type]
        plover = load_plover()
        return plover.score(event_type, tuple(modes)) if event_type in plover.types else 0.0


def load_weights(path: Path | None) -> Weights:
    """PLOVER's scores with those of a YAML file in their place; raises ResourceError where it is faulty."""
    if path is None:
        return Weights()
    try:
        rows: Any = yaml.safe_load(path.read_text("utf-8"))
        own = {str(name): float(score) for name, score in rows.items()}
    except (OSError, yaml.YAMLError, AttributeError, TypeError, ValueError) as error:
        raise ResourceError(f"{path}: not a mapping of types to scores: {error}") from error
    for name, score in own.items():
        event_type, _, mode = name.partition(" ")
        plover = load_plover()
        if event_type not in plover.types or (mode and mode not in plover.modes_of(event_type)):
            raise ResourceError(f"{path}: PLOVER has no {name}")
        if not -10 <= score <= 10:
            raise ResourceError(f"{path}: {name}: {score} is not between -10 and 10")
    return Weights(own)
