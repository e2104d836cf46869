"""What simulated futures say of a target: a chance, or a sample of counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dateline.analyse.ladder import rungs_of_steps
from dateline.analyse.panel import Panel
from dateline.analyse.response import fit_responses, simulate
from dateline.analyse.targets import TARGETS, Target

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def foretell(futures: Ints, rungs: Ints, classes: tuple[str, ...], target: Target, horizon: int) -> float | Ints:
    """The chance of an event, or the counts by path.

    `futures` are acts [path, day, side, class] of the coming days; `rungs` those of `simulated_rungs`.
    """
    if target.classes:
        kinds = [classes.index(name) for name in target.classes]
        total: Ints = futures[:, :horizon, :, kinds].sum(axis=(1, 2, 3))
        return _share(total > 0) if target.kind == "event" else total
    now, ahead = rungs[:, 0], rungs[:, 1 : horizon + 1]
    return _share(ahead.max(axis=1) > now if target.name == "rung_up" else ahead[:, -1] < now)


def _share(hits: npt.NDArray[np.bool_]) -> float:
    """The share of paths, never 0 or 1: what was not simulated may come."""
    return float((hits.sum() + 0.5) / (len(hits) + 1))


def simulated_rungs(panel: Panel, number: int, day: int, futures: Ints) -> Ints:
    """The rung of each path on `day` and on each day after it, the days just before counted in [path, day]."""
    ladder = panel.ladder
    single = [max((ladder.step_of(name) for name in types), default=0) for types in ladder.classes.values()]
    before = np.maximum(panel.steps[number][max(day + 1 - ladder.window, 0) : day + 1], 0)
    coming = np.where(futures > 0, np.maximum(np.array(single), 0), 0).max(axis=3)
    steps = np.concatenate([np.broadcast_to(before, (len(futures), *before.shape)), coming], axis=1)
    return rungs_of_steps(ladder, steps)[:, len(before) - 1 :]


class Simulated:
    """Forecasts of all dyads of a panel by the response model, from what was known on a day."""

    def __init__(
        self, panel: Panel, horizons: Sequence[int], *, paths: int = 100, refit: int = 28, seed: int = 7
    ) -> None:
        """The model is fitted anew every `refit` days, to the days before alone."""
        self.panel, self.horizons, self.paths, self.refit, self.seed = panel, tuple(horizons), paths, refit, seed
        self._fitted = -1
        self._told: dict[int, dict[tuple[str, int], list[float | Ints]]] = {}

    def chance(self, day: int, target: Target, horizon: int) -> Floats:
        """The chance of an event for each dyad."""
        return np.array(self._at(day)[target.name, horizon], dtype=np.float64)

    def cdf(self, day: int, target: Target, horizon: int, top: int) -> Floats:
        """The distribution of each dyad's count."""
        counts = np.stack([np.asarray(one) for one in self._at(day)[target.name, horizon]])
        return np.stack([(counts <= most).mean(axis=1) for most in range(top)], axis=1)

    def _at(self, day: int) -> dict[tuple[str, int], list[float | Ints]]:
        if day not in self._told:
            if self._fitted < 0 or not self._fitted <= day < self._fitted + self.refit:
                self._model = fit_responses(self.panel.counts[:, : day + 1], self.panel.ladder)
                self._fitted = day
            self._told[day] = self._simulate(day)
        return self._told[day]

    def _simulate(self, day: int) -> dict[tuple[str, int], list[float | Ints]]:
        told: dict[tuple[str, int], list[float | Ints]] = defaultdict(list)
        for number in range(len(self.panel.dyads)):
            model, history = self._model.of(number), self.panel.counts[number, : day + 1]
            futures = simulate(model, history, max(self.horizons), paths=self.paths, seed=self.seed + day).counts
            rungs = simulated_rungs(self.panel, number, day, futures)
            for target in TARGETS:
                for horizon in self.horizons:
                    told[target.name, horizon].append(foretell(futures, rungs, model.classes, target, horizon))
        return told
