"""What if: futures with an intervention beside futures without, by the response model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from dateline.analyse.outlook import Outlook
from dateline.analyse.response import simulate
from dateline.errors import SettingsError

Ints = npt.NDArray[np.int64]
_SIDES = {"one": (0,), "other": (1,), "both": (0, 1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention:
    """Acts put in, as (day from 0, side, class), rates changed, and other values of these to show."""

    name: str
    says: str
    acts: tuple[tuple[int, int, str], ...]
    damp: Mapping[str, float] = field(default_factory=dict)
    sensitivity: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A figure with and without: `low` and `high` bound the difference in 90 of 100 draws of paths."""

    name: str
    without: float
    with_it: float
    low: float
    high: float

    @property
    def difference(self) -> float:
        """With it less without."""
        return self.with_it - self.without


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What an intervention changes within the horizon. `sensitivity`: a class, its factor, the chance of force."""

    intervention: Intervention
    says: str
    horizon: int
    paths: int
    seed: int
    measures: tuple[Measure, ...]
    sensitivity: tuple[tuple[str, float, float], ...]


@lru_cache(maxsize=1)
def load_interventions() -> dict[str, Intervention]:
    """The interventions of `scenario.yaml` by name."""
    rows: dict[str, Any] = yaml.safe_load(files("dateline.analyse").joinpath("scenario.yaml").read_text("utf-8"))
    return {
        name: Intervention(
            name=name, says=row["says"],
            acts=tuple((act["day"] - 1, side, act["class"]) for act in row["acts"] for side in _SIDES[act["side"]]),
            damp=row.get("damp", {}),
            sensitivity={kind: tuple(some) for kind, some in row.get("sensitivity", {}).items()},
        )
        for name, row in rows.items()
    }  # fmt: skip


def find_intervention(name: str) -> Intervention:
    """The intervention of that name; raises SettingsError that names them all."""
    known = load_interventions()
    if name not in known:
        raise SettingsError(f"no scenario {name!r}: choose one of {', '.join(known)}")
    return known[name]


def run_scenario(
    outlook: Outlook, intervention: Intervention, *, horizon: int = 30, paths: int = 4000, seed: int = 7
) -> Scenario:
    """What the intervention would change, from the outlook's state on; the acts put in are not counted themselves."""
    with_it = _futures(outlook, intervention, dict(intervention.damp), horizon, paths, seed)
    without = simulate(outlook.model, outlook.history, horizon, paths=paths, seed=seed).counts
    rng = np.random.default_rng(seed)
    measures = [
        _measure(name, _values(without, outlook, kinds, event), _values(with_it, outlook, kinds, event), rng)
        for name, kinds, event in (
            ("chance of force", ("force",), True), ("chance of talks", ("talks",), True),
            ("uses of force", ("force",), False), ("acts against each other", ("words", "pressure", "force"), False),
            ("acts with or for each other", ("talks", "help"), False),
        )
    ]  # fmt: skip
    sensitivity = []
    for kind, factors in intervention.sensitivity.items():
        for factor in factors:
            futures = _futures(outlook, intervention, {**intervention.damp, kind: factor}, horizon, paths, seed)
            sensitivity.append((kind, factor, float(_values(futures, outlook, ("force",), True).mean())))
    one, other = (party.label for party in outlook.dyad)
    return Scenario(
        intervention=intervention, says=intervention.says.format(one=one, other=other), horizon=horizon, paths=paths,
        seed=seed, measures=tuple(measures), sensitivity=tuple(sensitivity),
    )  # fmt: skip


def _futures(
    outlook: Outlook, intervention: Intervention, damp: Mapping[str, float], horizon: int, paths: int, seed: int
) -> Ints:
    classes = outlook.model.classes
    inject: dict[tuple[int, int, int], float] = {}
    for day, side, kind in intervention.acts:
        if day < horizon:
            place = (day, 1 - side if outlook.turned else side, classes.index(kind))
            inject[place] = inject.get(place, 0) + 1
    factors = {classes.index(kind): factor for kind, factor in damp.items()}
    futures = simulate(
        outlook.model, outlook.history, horizon, paths=paths, seed=seed, inject=inject, damp=factors
    ).counts
    for (day, side, number), acts in inject.items():
        futures[:, day, side, number] -= int(acts)
    return futures


def _values(futures: Ints, outlook: Outlook, kinds: tuple[str, ...], event: bool) -> npt.NDArray[np.float64]:
    numbers = [outlook.model.classes.index(kind) for kind in kinds]
    total = futures[:, :, :, numbers].sum(axis=(1, 2, 3))
    found: npt.NDArray[np.float64] = (total > 0).astype(np.float64) if event else total.astype(np.float64)
    return found


def _measure(
    name: str, without: npt.NDArray[np.float64], with_it: npt.NDArray[np.float64], rng: np.random.Generator
) -> Measure:
    size = len(without)
    drawn = rng.integers(0, size, (200, size))
    differences = with_it[drawn].mean(axis=1) - without[drawn].mean(axis=1)
    low, high = np.percentile(differences, [5, 95])
    return Measure(
        name=name, without=float(without.mean()), with_it=float(with_it.mean()), low=float(low), high=float(high)
    )  # fmt: skip
