"""Forecasters of a panel's dyads: three simple baselines, and a regression that learns from all dyads together."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from dateline.analyse.changes import log_pmf
from dateline.analyse.ladder import rungs_of_steps
from dateline.analyse.panel import Panel
from dateline.analyse.targets import Target

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
BASELINES = ("persistence", "climatology", "last")
RECENT = 56  # days that 'last' looks at where there is no year; else a year
HALF_LIVES = (2, 7, 21, 70)
_RIDGE = 1.0
_ORIGINS = 50  # past days at most that a regression learns from


def recent_days(day: int) -> int:
    """How far back the last-distribution baseline looks from a day: a year where two are known, else eight weeks."""
    return 365 if day >= 730 else RECENT


def past_values(truth: Ints, day: int, horizon: int, back: int | None = None) -> Ints:
    """What came in the windows that had ended by `day` [dyad, window], of the last `back` days or of all."""
    first = 0 if back is None else max(0, day - back)
    return truth[:, first : max(day - horizon + 1, first)]


def baseline_chance(name: str, truth: Ints, day: int, horizon: int) -> Floats:
    """The chance that a baseline gives each dyad at `day`: the last window again, or the share of past ones."""
    if name == "persistence":
        if day < horizon:
            return np.full(len(truth), 0.5)
        last: Floats = truth[:, day - horizon].astype(np.float64)
        return last
    past = past_values(truth, day, horizon, recent_days(day) if name == "last" else None)
    # windows overlap: so many independent ones
    held = past.shape[1] / horizon
    share = past.mean(axis=1) if past.shape[1] else np.full(len(truth), 0.5)
    found: Floats = (share * held + 0.5) / (held + 1)
    return found


def baseline_cdf(name: str, truth: Ints, day: int, horizon: int, top: int) -> Floats:
    """The distribution that a baseline gives each dyad's count at `day`, as chances of 0..top-1 or fewer."""
    counts = np.arange(top)
    if name == "persistence":
        last = truth[:, day - horizon] if day >= horizon else np.zeros(len(truth), dtype=np.int64)
        found: Floats = (counts[None, :] >= last[:, None]).astype(np.float64)
        return found
    past = past_values(truth, day, horizon, recent_days(day) if name == "last" else None)
    if not past.shape[1]:
        return baseline_cdf("persistence", truth, day, horizon, top)
    ordered = np.sort(past, axis=1)
    found = np.stack([np.searchsorted(row, counts, side="right") / past.shape[1] for row in ordered])
    return found


class Features:
    """What a regression sees of each dyad at each day: fading counts by class, long-run rates, the rung."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        totals = panel.totals()
        dyads, days, size = totals.shape
        columns: list[Floats] = []
        for half in HALF_LIVES:
            keep = 0.5 ** (1 / half)
            state, faded = np.zeros((dyads, size)), np.zeros(totals.shape)
            for day in range(days):
                state = keep * state + totals[:, day]
                faded[:, day] = state
            columns.append(np.log1p(faded))
        elapsed = np.arange(1, days + 1)[None, :, None]
        columns.append(np.log(np.cumsum(totals, axis=1) + 0.5) - np.log(elapsed + 30))
        rungs = panel.rungs()
        columns.append(rungs[:, :, None] / panel.ladder.top)
        columns.append((rungs[:, :, None] >= panel.ladder.force).astype(np.float64))
        self.values = np.concatenate(columns, axis=2)
        self.rungs = rungs
        self._held: dict[int, Ints] = {}

    def at(self, day: int, truth: Ints, horizon: int, target: Target) -> Floats:
        """The rows of all dyads at a day, with the target's own record in past windows."""
        event = target.kind == "event"
        past = past_values(truth, day, horizon)
        windows = past.shape[1] / horizon
        if event:
            share = (past.sum(axis=1) / horizon + 0.5) / (windows + 1)
            recent = past_values(truth, day, horizon, 56)
            near = (recent.sum(axis=1) / horizon + 0.5) / (recent.shape[1] / horizon + 1)
            own = np.stack([np.log(share / (1 - share)), np.log(near / (1 - near))], axis=1)
        else:
            mean = (past.sum(axis=1) / horizon + 0.5) / (windows + 1)
            recent = past_values(truth, day, horizon, 56)
            near = (recent.sum(axis=1) / horizon + 0.5) / (recent.shape[1] / horizon + 1)
            own = np.stack([np.log(mean), np.log(near)], axis=1)
        rung = self.rungs[:, day]
        marks = (rung[:, None] == np.arange(self.panel.ladder.top + 1)[None, :]).astype(np.float64)
        columns = [own, self.values[:, day], marks]
        if not target.classes and horizon < self.panel.ladder.window:
            held = self._rungs_held(horizon)[:, day, None]
            columns += [held / self.panel.ladder.top, (held < rung[:, None]).astype(np.float64)]
        return np.concatenate(columns, axis=1)

    def _rungs_held(self, horizon: int) -> Ints:
        """The rung on which each dyad will stand after so many days if nothing more happens [dyad, day]."""
        if horizon not in self._held:
            ladder = replace(self.panel.ladder, window=self.panel.ladder.window - horizon)
            self._held[horizon] = rungs_of_steps(ladder, self.panel.steps)
        return self._held[horizon]


@dataclass(frozen=True, slots=True, kw_only=True)
class Regression:
    """A fitted generalised linear model, on standardised columns. `spread`: variance is mean + spread · mean²."""

    event: bool
    weights: Floats
    middle: Floats
    scale: Floats
    spread: float = 0.0

    def mean(self, rows: Floats) -> Floats:
        """The chance, or the expected count, of each row."""
        linear = np.clip(_widen((rows - self.middle) / self.scale) @ self.weights, -15, 8)
        found: Floats = 1 / (1 + np.exp(-linear)) if self.event else np.exp(linear)
        return found

    def cdf(self, rows: Floats, top: int) -> Floats:
        """The distribution of each row's count."""
        counts = np.arange(top)
        return np.stack([
            np.cumsum(np.exp(log_pmf(counts, float(mean), float(mean + self.spread * mean**2))))
            for mean in self.mean(rows)
        ]).clip(0, 1)  # fmt: skip


def fit_regression(rows: Floats, outcome: Ints, event: bool) -> Regression:
    """Logistic or Poisson regression with a ridge, by iterated weighted least squares."""
    middle, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    wide = _widen((rows - middle) / scale)
    weights = np.zeros(wide.shape[1])
    mean = max(float(outcome.mean()), 1e-3)
    weights[0] = np.log(mean / (1 - min(mean, 0.999))) if event else np.log(mean)
    ridge = np.full(wide.shape[1], _RIDGE * (1 if event else 3))
    ridge[0] = 1e-6
    for _ in range(40):
        linear = np.clip(wide @ weights, -15, 8)
        fitted = 1 / (1 + np.exp(-linear)) if event else np.exp(linear)
        slope = fitted * (1 - fitted) if event else fitted
        gradient = wide.T @ (outcome - fitted) - ridge * weights
        step = np.linalg.solve((wide * slope[:, None]).T @ wide + np.diag(ridge + 1e-9), gradient)
        step *= min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-9))
        weights = weights + step
        if float(np.abs(step).max()) < 1e-5:
            break
    model = Regression(event=event, weights=weights, middle=middle, scale=scale)
    if event:
        return model
    fitted = model.mean(rows)
    spread = float(((outcome - fitted) ** 2 - fitted).sum() / max((fitted**2).sum(), 1e-9))
    return Regression(event=event, weights=weights, middle=middle, scale=scale, spread=max(spread, 0.0))


def _widen(rows: Floats) -> Floats:
    found: Floats = np.concatenate([np.ones((len(rows), 1)), rows], axis=1)
    return found


def train_regression(
    panel: Panel, features: Features, truth: Ints, target: Target, horizon: int, day: int, *, every: int = 7,
    least: int = 28, most: int = _ORIGINS,
) -> Regression | None:  # fmt: skip
    """The regression learnt from windows that had ended by `day`; None where they are too few to learn from.

    Windows begin on `most` days at most.
    """
    event = target.kind == "event"
    origins = range(day - horizon, least - 1, -max(every, (day - horizon - least) // most))
    rows = [features.at(origin, truth, horizon, target) for origin in origins]
    if not rows or len(rows) * len(panel.dyads) < 200:
        return None
    stacked, outcome = np.concatenate(rows), np.concatenate([truth[:, origin] for origin in origins])
    if event and not 20 <= outcome.sum() <= len(outcome) - 20:
        return None
    if not event and outcome.sum() < 50:
        return None
    return fit_regression(stacked, outcome, event)
