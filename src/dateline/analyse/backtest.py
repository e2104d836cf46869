"""A rolling back-test: from each day on, only what was known then; scores beside simple baselines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.analyse.forecasters import BASELINES, Features, baseline_cdf, baseline_chance, train_regression
from dateline.analyse.futures import Simulated
from dateline.analyse.panel import Panel
from dateline.analyse.scoring import Bin, brier, calibration_error, crps, drawn_interval, log_score, reliability
from dateline.analyse.targets import TARGETS, Target, Truth

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
METHOD, RESPONSE = "regression", "response"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """One target and horizon: mean score of every method, and how much better ours is, with a 90 % interval.

    The score is Brier's for events and CRPS for counts; the lower the better. `gain` and its bounds are shares:
    0.1 means that the regression is a tenth lower than the method named. `errors` are calibration errors by method, and
    `bins` the best one's.
    """

    target: str
    horizon: int
    origins: int
    forecasts: int
    share: float
    scores: dict[str, float]
    logs: dict[str, float]
    gain: dict[str, tuple[float, float, float]]
    errors: dict[str, float]
    bins: tuple[Bin, ...]

    @property
    def best(self) -> str:
        """The method with the lowest score."""
        return min(self.scores, key=lambda name: self.scores[name])

    @property
    def error(self) -> float:
        """The calibration error of the best method."""
        return self.errors[self.best]

    def as_dict(self) -> dict[str, Any]:
        """The figures for JSON."""
        return {
            "target": self.target, "horizon": self.horizon, "origins": self.origins, "forecasts": self.forecasts,
            "share": self.share, "scores": self.scores, "logs": self.logs, "gain": self.gain, "errors": self.errors,
            "error": self.error, "best": self.best,
            "bins": [{"mean": one.mean, "share": one.share, "forecasts": one.forecasts} for one in self.bins],
        }  # fmt: skip


def run_backtest(
    panel: Panel, *, horizons: Sequence[int] = (7, 30), targets: Sequence[Target] = TARGETS, first: int | None = None,
    every: int = 7, least: int = 28, draws: int = 400, response: bool = False,
    lessons: int = 50,
) -> list[Tested]:  # fmt: skip
    """Tests of every target and horizon whose windows fit; forecasts are made every `every` days from `first` on.

    The response model is among the methods if it is asked for: it takes minutes. A regression learns from `lessons`
    past days at most.
    """
    features, truths = Features(panel), Truth(panel)
    simulated = Simulated(panel, horizons) if response else None
    found = []
    for horizon in horizons:
        start = first if first is not None else max(panel.length // 2, least + horizon + every)
        for target in targets:
            tested = _test(
                panel,
                features,
                truths.of(target, horizon),
                target,
                horizon,
                start,
                every,
                least,
                draws,
                simulated,
                lessons,
            )
            if tested is not None:
                found.append(tested)
    return found


def _test(
    panel: Panel, features: Features, truth: Ints, target: Target, horizon: int, start: int, every: int, least: int,
    draws: int, simulated: Simulated | None, lessons: int,
) -> Tested | None:  # fmt: skip
    event = target.kind == "event"
    top = int(truth.max(initial=0)) + 2
    origins = range(start, panel.length - horizon, every)
    rows: dict[str, list[Floats]] = {name: [] for name in (METHOD, *([RESPONSE] if simulated else []), *BASELINES)}
    outcomes: list[Ints] = []
    for day in origins:
        model = train_regression(panel, features, truth, target, horizon, day, least=least, most=lessons)
        if model is None:
            continue
        seen = features.at(day, truth, horizon, target)
        rows[METHOD].append(model.mean(seen) if event else model.cdf(seen, top))
        if simulated is not None:
            told = simulated.chance(day, target, horizon) if event else simulated.cdf(day, target, horizon, top)
            rows[RESPONSE].append(told)
        for name in BASELINES:
            told = baseline_chance(name, truth, day, horizon) if event else baseline_cdf(name, truth, day, horizon, top)
            rows[name].append(told)
        outcomes.append(truth[:, day])
    if not outcomes:
        return None
    outcome = np.concatenate(outcomes)
    given = {name: np.concatenate(some) for name, some in rows.items()}
    scores = {
        name: brier(one, outcome.astype(np.float64)) if event else crps(one, outcome) for name, one in given.items()
    }
    groups = np.tile(np.arange(len(panel.dyads)), len(outcomes))
    bins = {
        name: reliability(one, outcome.astype(np.float64)) if event else _pit_bins(one, outcome)
        for name, one in given.items()
    }
    best = min(scores, key=lambda name: float(scores[name].mean()))
    return Tested(
        target=target.name, horizon=horizon, origins=len(outcomes), forecasts=len(outcome), share=float(outcome.mean()),
        scores={name: float(some.mean()) for name, some in scores.items()},
        logs={
            name: float(log_score(one, outcome.astype(np.float64)).mean()) for name, one in given.items() if event
        },
        gain={name: _gain(scores[METHOD], scores[name], groups, draws) for name in scores if name != METHOD},
        errors={name: calibration_error(some) for name, some in bins.items()}, bins=tuple(bins[best]),
    )  # fmt: skip


def _gain(ours: Floats, theirs: Floats, groups: Ints, draws: int) -> tuple[float, float, float]:
    def lower(rows: Ints) -> float:
        return float(1 - ours[rows].mean() / max(float(theirs[rows].mean()), 1e-12))

    bounds = drawn_interval(groups, lower, draws) if draws else (float("nan"), float("nan"))
    return (lower(np.arange(len(ours))), *bounds)


def _pit_bins(cdf: Floats, outcome: Ints, seed: int = 7) -> list[Bin]:
    """Where outcomes lie in their distributions, in tenths: as many in each, where the distributions are right."""
    rng = np.random.default_rng(seed)
    rows = np.arange(len(outcome))
    upper = cdf[rows, outcome]
    lower = np.where(outcome > 0, cdf[rows, np.maximum(outcome - 1, 0)], 0.0)
    place = np.minimum(((lower + rng.uniform(size=len(outcome)) * (upper - lower)) * 10).astype(np.int64), 9)
    return [
        Bin(low=n / 10, high=(n + 1) / 10, forecasts=len(outcome) // 10, mean=0.1, share=float((place == n).mean()))
        for n in range(10)
    ]
