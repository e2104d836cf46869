"""How good forecasts were: Brier, log score, CRPS, reliability; with intervals by drawing whole dyads anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_SURE = 0.001  # nobody is surer than this when the log score is reckoned


def brier(probability: Floats, outcome: Floats) -> Floats:
    """The squared error of each forecast: 0 the best, 1 the worst."""
    found: Floats = (probability - outcome) ** 2
    return found


def log_score(probability: Floats, outcome: Floats) -> Floats:
    """Minus the log of what was given to the outcome; nothing counts as surer than one in a thousand."""
    sure = np.clip(probability, _SURE, 1 - _SURE)
    found: Floats = -np.where(outcome > 0.5, np.log(sure), np.log(1 - sure))
    return found


def crps(cdf: Floats, outcome: Ints) -> Floats:
    """The continuous ranked probability score of counts; `cdf` [forecast, count] is the chance of so many or fewer.

    Beyond its last column a distribution is taken as complete.
    """
    counts = np.arange(cdf.shape[1])
    reached = counts[None, :] >= outcome[:, None]
    beyond = np.maximum(outcome - cdf.shape[1], 0)  # counts past the last column, where the cdf is 1 and the step 0
    found: Floats = ((cdf - reached) ** 2).sum(axis=1) + beyond
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Forecasts of like probability: how many, their mean, and how often it came so."""

    low: float
    high: float
    forecasts: int
    mean: float
    share: float


def reliability(probability: Floats, outcome: Floats, bins: int = 10) -> list[Bin]:
    """Forecasts in bins of equal width, empty ones left out."""
    place = np.minimum((probability * bins).astype(np.int64), bins - 1)
    found = []
    for number in range(bins):
        inside = place == number
        if inside.any():
            found.append(Bin(
                low=number / bins, high=(number + 1) / bins, forecasts=int(inside.sum()),
                mean=float(probability[inside].mean()), share=float(outcome[inside].mean()),
            ))  # fmt: skip
    return found


def calibration_error(bins: list[Bin]) -> float:
    """The mean distance of what was forecast from what came, by bins, weighted by forecasts."""
    total = sum(one.forecasts for one in bins)
    return sum(one.forecasts * abs(one.mean - one.share) for one in bins) / total if total else 0.0


def drawn_interval(
    groups: Ints, statistic: Callable[[Ints], float], draws: int = 400, seed: int = 7
) -> tuple[float, float]:
    """The middle 90 % of a statistic (of row numbers) when whole groups of rows are drawn anew."""
    rng = np.random.default_rng(seed)
    names = np.unique(groups)
    rows = [np.flatnonzero(groups == name) for name in names]
    values = [
        statistic(np.concatenate([rows[one] for one in rng.integers(0, len(names), len(names))])) for _ in range(draws)
    ]
    low, high = np.percentile(values, [5, 95])
    return float(low), float(high)
