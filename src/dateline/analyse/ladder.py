"""The ladder of escalation: which step an act stands on, and where two parties stand on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from dateline.errors import ResourceError
from dateline.ontology import load_plover


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. `sides` and `days`: how many sides and days of such acts the window must have."""

    step: int
    name: str
    says: str
    types: tuple[str, ...]
    sides: int = 1
    days: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The steps up and down, the window in days, and the classes of acts that models tell apart."""

    window: int
    calm: int
    up: tuple[Step, ...]
    down: tuple[Step, ...]
    classes: Mapping[str, tuple[str, ...]]
    not_the_state: frozenset[str]

    def step_of(self, event_type: str, modes: Sequence[str] = ()) -> int:
        """The step of a single act: positive on the way up, negative on the way down, 0 on neither."""
        keys = {event_type, *(f"{event_type} {mode}" for mode in modes)}
        single = [one.step for one in self.up if one.sides == one.days == 1 and keys & set(one.types)]
        if single:
            return max(single)
        return min((one.step for one in self.down if keys & set(one.types)), default=0)

    def class_of(self, event_type: str) -> int | None:
        """The number of the class that a type belongs to."""
        for number, types in enumerate(self.classes.values()):
            if event_type in types:
                return number
        return None

    def name(self, step: int) -> str:
        """What a step is called; 'calm' for none."""
        return next((one.name for one in (*self.up, *self.down) if one.step == step), "calm")

    def says(self, step: int) -> str:
        """What the parties do on a step, as the end of a sentence."""
        return next((one.says for one in (*self.up, *self.down) if one.step == step), "do nothing against each other")

    @property
    def force(self) -> int:
        """The lowest step on which force is used."""
        return min(one.step for one in self.up if "ASSAULT" in one.types)

    @property
    def top(self) -> int:
        """The highest step."""
        return max(one.step for one in self.up)


def rung_on_days(
    ladder: Ladder, days: npt.NDArray[np.int64], steps: npt.NDArray[np.int64], sides: npt.NDArray[np.int64], length: int
) -> npt.NDArray[np.int64]:
    """The rung on each of `length` days: the highest step within the window that ends there.

    Acts are given by day (0 is the first), step, and side (0, 1; 2 is both).
    """
    rungs = np.zeros(length, dtype=np.int64)
    for one in ladder.up:
        singles = one.sides == one.days == 1
        fits = steps == (one.step if singles else ladder.force)
        if not singles:
            fits = steps >= ladder.force
        seen = np.zeros((2, length), dtype=bool)
        for side in (0, 1):
            inside = fits & ((sides == side) | (sides == 2)) & (days >= 0) & (days < length)
            seen[side, days[inside]] = True
        sums = np.concatenate([np.zeros((2, 1), dtype=np.int64), np.cumsum(seen, axis=1)], axis=1)
        either = np.concatenate([[0], np.cumsum(seen.any(axis=0))])
        start = np.maximum(np.arange(1, length + 1) - ladder.window, 0)
        end = np.arange(1, length + 1)
        held = (sums[:, end] - sums[:, start] > 0).sum(axis=0) >= one.sides
        held &= either[end] - either[start] >= one.days
        rungs[held] = np.maximum(rungs[held], one.step)
    return rungs


def rungs_of_steps(ladder: Ladder, steps: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The rungs of many courses at once [course, day], from the highest step of each side [course, day, side]."""
    length = steps.shape[1]
    rungs = np.zeros(steps.shape[:2], dtype=np.int64)
    end = np.arange(1, length + 1)
    start = np.maximum(end - ladder.window, 0)
    for one in ladder.up:
        seen = steps == one.step if one.sides == one.days == 1 else steps >= ladder.force
        sums = np.pad(np.cumsum(seen, axis=1), ((0, 0), (1, 0), (0, 0)))
        either = np.pad(np.cumsum(seen.any(axis=2), axis=1), ((0, 0), (1, 0)))
        held = (sums[:, end] - sums[:, start] > 0).sum(axis=2) >= one.sides
        held &= either[:, end] - either[:, start] >= one.days
        rungs[held] = np.maximum(rungs[held], one.step)
    return rungs


@lru_cache(maxsize=4)
def load_ladder(path: Path | None = None) -> Ladder:
    """The ladder of a YAML file (dateline's own by default), checked; raises ResourceError that names the fault."""
    try:
        text = path.read_text("utf-8") if path else files("dateline.analyse").joinpath("ladder.yaml").read_text("utf-8")
        rows: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        ladder = Ladder(
            window=int(rows["window"]), calm=int(rows["calm"]),
            up=tuple(_step(row) for row in rows["up"]), down=tuple(_step(row) for row in rows["down"]),
            classes={str(name): tuple(types) for name, types in rows["classes"].items()},
            not_the_state=frozenset(rows["not_the_state"]),
        )  # fmt: skip
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise ResourceError(f"{path or 'ladder.yaml'}: {error}") from error
    _check(ladder, str(path or "ladder.yaml"))
    return ladder


def _step(row: Mapping[str, Any]) -> Step:
    return Step(
        step=int(row["step"]), name=str(row["name"]), says=str(row["says"]), types=tuple(row["types"]),
        sides=int(row.get("sides", 1)), days=int(row.get("days", 1)),
    )  # fmt: skip


def _check(ladder: Ladder, file: str) -> None:
    known = load_plover()
    names = [word for one in (*ladder.up, *ladder.down) for word in one.types]
    names += [word for types in ladder.classes.values() for word in types]
    for name in names:
        event_type, _, mode = name.partition(" ")
        if event_type not in known.types or (mode and mode not in known.modes_of(event_type)):
            raise ResourceError(f"{file}: PLOVER has no {name}")
    if [one.step for one in ladder.up] != list(range(1, len(ladder.up) + 1)):
        raise ResourceError(f"{file}: the steps up are not numbered 1, 2, 3 …")
    if [-one.step for one in ladder.down] != list(range(1, len(ladder.down) + 1)):
        raise ResourceError(f"{file}: the steps down are not numbered -1, -2, -3 …")
    if ladder.window < 1 or ladder.calm < 1:
        raise ResourceError(f"{file}: window and calm are days, 1 or more")
