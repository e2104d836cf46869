"""The outlook of a dyad: chances of force, talks and another rung, counts as distributions, and what drives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.analyse.acts import Act, load_acts
from dateline.analyse.backtest import METHOD, RESPONSE, Tested, run_backtest
from dateline.analyse.forecasters import BASELINES, Features, baseline_cdf, baseline_chance, train_regression
from dateline.analyse.futures import foretell, simulated_rungs
from dateline.analyse.ladder import Ladder, load_ladder
from dateline.analyse.panel import Panel, dyad_counts, last_day, load_panel
from dateline.analyse.parties import Party
from dateline.analyse.response import ResponseModel, fit_response, simulate
from dateline.analyse.targets import HORIZONS, TARGETS, Target, Truth
from dateline.errors import StoreError
from dateline.records import make_id
from dateline.store import Store

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_TESTED, _ORIGINS = 100, 8  # forecasts, and days that they were made on, of a back-test that chooses a method
_MEMORY, _ANSWERED = 1100, 730  # days that forecasts, and the response model, look back
_DYADS = 60  # that are learnt from
_LESSONS = 25  # past days that a regression learns from in the back-test that chooses a method
_FELT = 0.005  # further acts to be expected of an act, below which it drives nothing
_TOP = 60  # counts that a stored distribution reaches to


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """An act that raises the rate of the target's acts: how many more are expected of it within the horizon."""

    act: Act
    expected: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """One question and the answer of a day. `chance` for events, `cdf` for counts; `baselines` likewise by name."""

    forecast_id: str
    made: date
    one: str
    other: str
    target: Target
    horizon: int
    method: str
    chance: float | None
    cdf: tuple[float, ...]
    baselines: dict[str, Any]
    reason: str
    drivers: tuple[Driver, ...] = ()

    @property
    def due(self) -> date:
        """The last day that it is about."""
        return self.made + timedelta(days=self.horizon)

    def quantile(self, share: float) -> int:
        """The smallest count that is not exceeded with this chance."""
        return next((count for count, below in enumerate(self.cdf) if below >= share), len(self.cdf))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """All forecasts of a dyad on a day, the model behind them, and how sure one can be of it."""

    dyad: tuple[Party, Party]
    made: date
    forecasts: tuple[Forecast, ...]
    model: ResponseModel
    acts: tuple[Act, ...]
    history: Floats
    confidence: str
    confidence_reason: str

    @property
    def turned(self) -> bool:
        """Whether the model's first side is the dyad's second party (its sides are in the order of names)."""
        one, other = dyad_names(self.dyad)
        return one > other

    def model_class(self, event_type: str) -> str | None:
        """The class that the model counts a type in."""
        number = load_ladder().class_of(event_type)
        return None if number is None else self.model.classes[number]

    def find(self, target: str, horizon: int) -> Forecast:
        """The forecast of a target and horizon."""
        return next(one for one in self.forecasts if one.target.name == target and one.horizon == horizon)


def make_outlook(
    store: Store, dyad: tuple[Party, Party], *, today: date | None = None, ladder: Ladder | None = None,
    horizons: Sequence[int] = HORIZONS, paths: int = 2000, seed: int = 7, tests: Sequence[Tested] | None = None,
    acts: Sequence[Act] | None = None,
) -> Outlook:  # fmt: skip
    """The outlook of a dyad from what the store knew on `today` (by default, the day of its last report).

    `acts` are those up to that day, for who has them already.
    """
    ladder = ladder or load_ladder()
    today = today or last_day(store)
    if today is None:
        raise StoreError(f"{store.path}: no report has a date, so nothing can be foretold")
    acts = load_acts(store, dyad, until=today, ladder=ladder) if acts is None else acts
    panel, number = with_dyad(load_panel(store, ladder, until=today, limit=_DYADS), dyad, acts)
    return outlook_of(dyad, acts, panel, number, horizons=horizons, paths=paths, seed=seed, tests=tests)


def dyad_names(dyad: tuple[Party, Party]) -> tuple[str, str]:
    """The names that a panel knows the two by."""
    one, other = (party.text.upper() if party.sector else party.key for party in dyad)
    return one, other


def with_dyad(panel: Panel, dyad: tuple[Party, Party], acts: Sequence[Act]) -> tuple[Panel, int]:
    """The panel with the dyad's own acts in its row, added where it had none; and the number of the row."""
    one, other = dyad_names(dyad)
    end = panel.start + timedelta(days=panel.length - 1)
    days = [act.day for act in acts if act.day and act.day <= end]
    earliest = min(days, default=panel.start)
    if earliest < panel.start and (panel.start - earliest).days < 4000:
        extra = (panel.start - earliest).days
        panel = replace(
            panel, start=earliest, counts=np.pad(panel.counts, ((0, 0), (extra, 0), (0, 0), (0, 0))),
            steps=np.pad(panel.steps, ((0, 0), (extra, 0), (0, 0))),
        )  # fmt: skip
    counts = dyad_counts(acts, panel.ladder, panel.start, end)
    steps = np.zeros(counts.shape[:2], dtype=np.int64)
    for act in acts:
        if act.day and panel.start <= act.day <= end:
            for side in (0, 1) if act.side == "both" else (int(act.side == "ba"),):
                place = ((act.day - panel.start).days, side)
                steps[place] = max(steps[place], act.step)
    if one > other:
        counts, steps = counts[:, ::-1], steps[:, ::-1]
    key = (min(one, other), max(one, other))
    if key in panel.dyads:
        number = panel.dyads.index(key)
        all_counts, all_steps = panel.counts.copy(), panel.steps.copy()
        all_counts[number], all_steps[number] = counts, steps
        return replace(panel, counts=all_counts, steps=all_steps), number
    return replace(
        panel, dyads=(*panel.dyads, key), counts=np.concatenate([panel.counts, counts[None]]),
        steps=np.concatenate([panel.steps, steps[None]]),
    ), len(panel.dyads)  # fmt: skip


def outlook_of(
    dyad: tuple[Party, Party], acts: Sequence[Act], panel: Panel, number: int, *, horizons: Sequence[int] = HORIZONS,
    paths: int = 2000, seed: int = 7, tests: Sequence[Tested] | None = None,
) -> Outlook:  # fmt: skip
    """The outlook of a panel's dyad at the panel's last day."""
    panel = panel.tail(_MEMORY)
    model = fit_response(panel.counts[:, -_ANSWERED:], number, panel.ladder)
    history = panel.counts[number]
    futures = simulate(model, history, max(horizons), paths=paths, seed=seed).counts
    if tests is None:
        every = max(7, panel.length // (2 * _ORIGINS + 2))
        tests = run_backtest(panel, horizons=horizons, every=every, draws=0, lessons=_LESSONS)
    maker = _Maker(dyad, acts, panel, number, model, futures, {(one.target, one.horizon): one for one in tests})
    forecasts = tuple(maker.forecast(target, horizon) for horizon in horizons for target in TARGETS)
    sure, why = _confidence(acts, tests)
    return Outlook(
        dyad=dyad, made=maker.made, forecasts=forecasts, model=model, acts=tuple(acts), history=history,
        confidence=sure, confidence_reason=why,
    )  # fmt: skip


class _Maker:
    """Makes the forecasts of one dyad."""

    def __init__(
        self, dyad: tuple[Party, Party], acts: Sequence[Act], panel: Panel, number: int, model: ResponseModel,
        futures: Ints, tests: dict[tuple[str, int], Tested],
    ) -> None:  # fmt: skip
        self.dyad, self.acts, self.panel, self.number = dyad, acts, panel, number
        self.model, self.futures, self.tests = model, futures, tests
        self.features, self.truths = Features(panel), Truth(panel)
        self.day = panel.length - 1
        self.made = panel.start + timedelta(days=self.day)
        known = [(act, panel.ladder.class_of(act.event_type)) for act in acts if act.day and act.day <= self.made]
        able = [(act, kind, (self.made - act.day).days) for act, kind in known if kind is not None and act.day]
        self._aged = (
            np.array([kind for _, kind, _ in able], dtype=np.int64),
            np.array([age for *_, age in able], dtype=np.float64),
            [act for act, *_ in able],
        )
        self._rungs = simulated_rungs(panel, number, self.day, futures)

    def forecast(self, target: Target, horizon: int) -> Forecast:
        """The forecast of a target, by the method that a back-test found best, or else by the response model."""
        truth = self.truths.of(target, horizon)
        event = target.kind == "event"
        tested = self.tests.get((target.name, horizon))
        tested = tested if tested is not None and _is_telling(tested) else None
        method = tested.best if tested else RESPONSE
        given = self._by(method, target, truth, horizon)
        if given is None:  # too little to learn from on this day
            method, given = RESPONSE, self._simulated(target, horizon)
        measure = "Brier score" if event else "CRPS"
        reason = (
            f"lowest {measure} in a back-test of {tested.forecasts:,} forecasts on this store: "
            + ", ".join(f"{name} {score:.3f}" for name, score in sorted(tested.scores.items(), key=lambda one: one[1]))
            if tested else "the store is too small for a back-test; the response model is used, untested"
        )  # fmt: skip
        if tested and method in BASELINES:
            reason = f"a simple baseline ({method}) did best and is used: {reason}"
        baselines = {name: _plain(self._by(name, target, truth, horizon)) for name in BASELINES}
        name = make_id("f", f"{self.made}|{self.dyad[0].text}|{self.dyad[1].text}|{target.name}|{horizon}")
        return Forecast(
            forecast_id=name, made=self.made, one=self.dyad[0].text, other=self.dyad[1].text, target=target,
            horizon=horizon, method=method, chance=float(given) if isinstance(given, float) else None,
            cdf=() if isinstance(given, float) else tuple(float(one) for one in given), baselines=baselines,
            reason=reason, drivers=tuple(self._drivers(target, horizon)),
        )  # fmt: skip

    def _by(self, method: str, target: Target, truth: Ints, horizon: int) -> float | Floats | None:
        row = slice(self.number, self.number + 1)
        event = target.kind == "event"
        if method == RESPONSE:
            return self._simulated(target, horizon)
        if method == METHOD:
            model = train_regression(self.panel, self.features, truth, target, horizon, self.day)
            if model is None:
                return None
            seen = self.features.at(self.day, truth, horizon, target)[row]
            if event:
                return float(model.mean(seen)[0])
            learnt: Floats = model.cdf(seen, _TOP)[0]
            return learnt
        if event:
            return float(baseline_chance(method, truth[row], self.day, horizon)[0])
        simple: Floats = baseline_cdf(method, truth[row], self.day, horizon, _TOP)[0]
        return simple

    def _simulated(self, target: Target, horizon: int) -> float | Floats:
        told = foretell(self.futures, self._rungs, self.model.classes, target, horizon)
        return told if isinstance(told, float) else np.array([(told <= count).mean() for count in range(_TOP)])

    def _drivers(self, target: Target, horizon: int, most: int = 3) -> list[Driver]:
        """The past acts of which most further acts of the target are to be expected."""
        kinds = [self.model.classes.index(name) for name in target.classes or ("words", "pressure", "force")]
        causes, ages, able = self._aged
        expected = np.zeros(len(able))
        for kind in kinds:
            rho = float(np.exp(-self.model.decay[kind]))
            expected += self.model.gain[:, kind].sum(axis=0)[causes] * rho**ages * (1 - rho**horizon)
        strongest = np.argsort(-expected, kind="stable")[:most]
        return [
            Driver(act=able[at], expected=float(expected[at])) for at in strongest.tolist() if expected[at] >= _FELT
        ]


def what_if(
    outlook: Outlook, kind: str | None, side: int, *, days: int = 30, paths: int = 1500, seed: int = 11
) -> float:
    """The chance of force within so many days, by the response model, with one more act of a class on the first day.

    `side` 0 is the first party of the outlook's dyad. The act itself does not count.
    """
    model = outlook.model
    turned = outlook.turned
    force = model.classes.index("force")
    inject = {} if kind is None else {(0, 1 - side if turned else side, model.classes.index(kind)): 1.0}
    futures = simulate(model, outlook.history, days + 1, paths=paths, seed=seed, inject=inject).counts
    counts = futures[:, :, :, force].sum(axis=(1, 2)) - (kind == "force")
    return float((counts > 0).mean())


def _is_telling(tested: Tested) -> bool:
    """Whether a back-test was long enough to choose a method by."""
    return tested.forecasts >= _TESTED and tested.origins >= _ORIGINS


def _plain(value: float | Floats | None) -> Any:
    if value is None or isinstance(value, float):
        return value
    return [round(float(one), 6) for one in value]


def _confidence(acts: Sequence[Act], tests: Sequence[Tested]) -> tuple[str, str]:
    """How sure one can be of the outlook, apart from how likely anything is: by evidence and by tests."""
    sources = {name for act in acts for name in act.publishers}
    evidence = f"{len(acts)} acts told by {len(sources)} source{'s' * (len(sources) != 1)}"
    able = [one for one in tests if _is_telling(one)]
    if not able:
        return "low", f"it rests on {evidence}, and the store is too small to test forecasts on"
    error = float(np.mean([one.error for one in able]))
    tested = f"{sum(one.forecasts for one in able):,} past forecasts were off by {100 * error:.0f} points on average"
    if len(acts) >= 100 and len(sources) >= 5 and error <= 0.05:
        return "high", f"it rests on {evidence}, and {tested}"
    if len(acts) >= 30 and len(sources) >= 2 and error <= 0.1:
        return "moderate", f"it rests on {evidence}, and {tested}"
    return "low", f"it rests on {evidence}, although {tested}"
