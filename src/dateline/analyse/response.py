"""How two parties answer each other: what an act calls forth from either side, how much of it and how soon.

One Hawkes process for all dyads of a panel: gains and decays are shared, base rates are each dyad's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from dateline.analyse.hawkes import Days, Fit, Prior, feel_days, fit_answer, fit_at, kolmogorov
from dateline.analyse.ladder import Ladder

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_HELD = 4.0  # the shape of a gain's spread where beliefs alone speak
_USUAL = 50.0  # acts as wide as Poisson that are counted in, so that a few days do not tell how wide counts are
_GROWTH = 0.9  # acts of a generation for one of the generation before, at most
_LEAST = 12  # answers of a class below which its decay is not estimated


@dataclass(frozen=True, slots=True, kw_only=True)
class Beliefs:
    """What is held before a store is seen: gains [own or other, answer, cause], and how much they weigh."""

    gain: Floats
    unanswered: float
    base_days: float
    floor: float
    decay: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseModel:
    """The fitted model of one dyad: `base` [side, class]; `gain` [own or other, answer, cause]; `decay` by answer.

    `wide` is how much wider than Poisson daily counts are; `answers` how many acts each class was fitted on; `fit` the
    Kolmogorov–Smirnov distance and p of the rescaled counts.
    """

    classes: tuple[str, ...]
    base: Floats
    gain: Floats
    decay: Floats
    wide: float
    answers: tuple[int, ...]
    fit: tuple[float, float]
    dyads: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one act is expected to call forth of one class from one side."""

    by: str  # own: the side that acted; other
    kind: str
    chance: float  # of one or more
    expected: float
    half_after: float  # days within which half of the answers come
    most_after: float  # days within which nine in ten come


def load_beliefs(ladder: Ladder) -> Beliefs:
    """The table of `response.yaml`, in the order of the ladder's classes."""
    rows: dict[str, Any] = yaml.safe_load(files("dateline.analyse").joinpath("response.yaml").read_text("utf-8"))
    gain = np.array([
        [[float(rows[side].get(answer, {}).get(cause, 0.01)) for cause in ladder.classes] for answer in ladder.classes]
        for side in ("own", "other")
    ])  # fmt: skip
    return Beliefs(gain=gain, unanswered=float(rows["unanswered"]), base_days=float(rows["base_days"]),
                   floor=float(rows["floor"]), decay=float(rows["decay"]))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Responses:
    """The fitted model of many dyads: what `ResponseModel` has, with `bases` of all [dyad, side, class]."""

    bases: Floats
    shared: ResponseModel

    def of(self, dyad: int) -> ResponseModel:
        """The model of one dyad."""
        return replace(self.shared, base=self.bases[dyad])


def fit_response(counts: Floats, dyad: int, ladder: Ladder, *, beliefs: Beliefs | None = None) -> ResponseModel:
    """The model of the dyad of that number, from daily counts [dyad, day, side, class] of all."""
    return fit_responses(counts, ladder, beliefs=beliefs).of(dyad)


def fit_responses(counts: Floats, ladder: Ladder, *, beliefs: Beliefs | None = None) -> Responses:
    """The model of all dyads, from their daily counts [dyad, day, side, class]."""
    beliefs = beliefs or load_beliefs(ladder)
    dyads, days, _, size = counts.shape
    # each dyad is looked at from both sides: what the answering side did itself, and what the other did
    causes = np.concatenate([
        np.concatenate([counts[:, :, side], counts[:, :, 1 - side]], axis=2) for side in (0, 1)
    ])  # fmt: skip
    bases, gain, decay = np.zeros((dyads, 2, size)), np.zeros((2, size, size)), np.zeros(size)
    answered: list[int] = []
    expected = np.zeros((2 * dyads, days, size))
    for kind in range(size):
        answers = np.concatenate([counts[:, :, 0, kind], counts[:, :, 1, kind]])
        observed = Days(causes=causes, answers=answers)
        prior = Prior(unanswered=beliefs.unanswered, gain=tuple(beliefs.gain[:, kind].ravel()),
                      days=beliefs.base_days, floor=beliefs.floor)  # fmt: skip
        fit = _fit(observed, prior, beliefs.decay, int(answers.sum()))
        bases[:, :, kind] = fit.base.reshape(2, dyads).T
        gain[:, kind] = fit.gain.reshape(2, size)
        decay[kind] = fit.decay
        answered.append(int(answers.sum()))
        expected[:, :, kind] = fit.base[:, None] + feel_days(causes, fit.decay)[0] @ fit.gain
    seen = np.concatenate([counts[:, :, 0], counts[:, :, 1]])
    wide = _width(seen, expected)
    shared = ResponseModel(
        classes=tuple(ladder.classes), base=bases[0], gain=gain, decay=decay, wide=wide, answers=tuple(answered),
        fit=kolmogorov(rescaled_counts(seen.ravel(), expected.ravel())), dyads=dyads, days=days,
    )  # fmt: skip
    return Responses(bases=bases, shared=shared)


def _fit(observed: Days, prior: Prior, decay: float, answers: int) -> Fit:
    if answers >= _LEAST:
        return fit_answer(observed, prior, rounds=60, precision=0.2)
    return fit_at(observed, decay, prior, 200, None)


def _width(seen: Floats, expected: Floats) -> float:
    """The index of dispersion of counts about what was expected, 1 for Poisson, at most 5."""
    return float(np.clip((((seen - expected) ** 2).sum() + _USUAL) / (expected.sum() + _USUAL), 1.0, 5.0))


def rescaled_counts(seen: Floats, expected: Floats, seed: int = 7) -> Floats:
    """Where each day's count lies in its Poisson distribution, spread within its step: uniform if the model is right.

    The counterpart of rescaled time for days. Days on which next to nothing was expected, and nothing came, say nothing
    of the model and are thinned to those with an expectation above one in a hundred, or an act.
    """
    rng = np.random.default_rng(seed)
    telling = (expected > 0.01) | (seen > 0)
    seen, expected = seen[telling], np.maximum(expected[telling], 1e-9)
    top = int(seen.max(initial=0))
    below, step, total = np.zeros(len(seen)), np.exp(-expected), np.zeros(len(seen))
    for count in range(top + 1):
        inside = seen == count
        below[inside] = total[inside] + rng.uniform(size=int(inside.sum())) * step[inside]
        total += step
        step = step * expected / (count + 1)
    return np.clip(below, 0.0, 1.0)


def answers_to(model: ResponseModel, kind: str) -> list[Answer]:
    """What one act of the class is expected to call forth, the likeliest first."""
    cause = model.classes.index(kind)
    found = []
    for place, by in enumerate(("own", "other")):
        for number, name in enumerate(model.classes):
            expected = float(model.gain[place, number, cause])
            decay = float(model.decay[number])
            found.append(Answer(
                by=by, kind=name, chance=1 - float(np.exp(-expected)), expected=expected,
                half_after=1 + np.log(2) / decay, most_after=1 + np.log(10) / decay,
            ))  # fmt: skip
    return sorted(found, key=lambda one: -one.chance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """Simulated futures: counts [path, day, side, class]."""

    counts: Ints

    def any_of(self, kind: int, days: int) -> npt.NDArray[np.bool_]:
        """On which paths an act of the class comes within so many days."""
        found: npt.NDArray[np.bool_] = self.counts[:, :days, :, kind].sum(axis=(1, 2)) > 0
        return found


def simulate(
    model: ResponseModel, history: Floats, days: int, *, paths: int = 2000, seed: int = 7,
    inject: Mapping[tuple[int, int, int], float] | None = None, damp: Mapping[int, float] | None = None,
    uncertain: bool = True,
) -> Paths:  # fmt: skip
    """Futures of a dyad after its history [day, side, class].

    `inject` adds acts at (day, side, class) that happen whatever else does; `damp` multiplies the rates of classes.
    With `uncertain`, each path has gains of its own, drawn from what the data leave open.
    """
    rng = np.random.default_rng(seed)
    size = len(model.classes)
    gains, bases = _draw(model, paths, rng, uncertain)
    rho = np.exp(-model.decay)
    felt = np.zeros((size, 2, size))  # [answer, side, cause]
    for day in history:
        felt = rho[:, None, None] * felt + (1 - rho)[:, None, None] * day[None]
    state = np.broadcast_to(felt, (paths, size, 2, size))
    factor = np.ones(size)
    for kind, value in (damp or {}).items():
        factor[kind] = value
    found = np.zeros((paths, days, 2, size), dtype=np.int64)
    for day in range(days):
        rate = np.empty((paths, 2, size))
        for side in (0, 1):
            own = (gains[:, 0] * state[:, :, side]).sum(axis=2)
            other = (gains[:, 1] * state[:, :, 1 - side]).sum(axis=2)
            rate[:, side] = (bases[:, side] + own + other) * factor
        drawn = _counts(rate, model.wide, rng)
        for (at, side, kind), acts in (inject or {}).items():
            if at == day:
                drawn[:, side, kind] += int(acts)
        found[:, day] = drawn
        state = rho[None, :, None, None] * state + (1 - rho)[None, :, None, None] * drawn[:, None]
    return Paths(counts=found)


def _draw(model: ResponseModel, paths: int, rng: np.random.Generator, uncertain: bool) -> tuple[Floats, Floats]:
    shape = (paths, *model.gain.shape)
    if not uncertain:
        return np.broadcast_to(model.gain, shape).copy(), np.broadcast_to(model.base, (paths, *model.base.shape)).copy()
    # a gain's posterior is near a gamma whose weight is the answers behind it; so is a base's
    held = np.maximum(np.array(model.answers)[None, :, None] / 4, _HELD)
    gains = model.gain[None] * rng.gamma(held, 1 / held, shape)
    # a branching process must die out: explosive draws are scaled back
    gains *= np.minimum(1.0, _GROWTH / np.maximum(growth(gains), 1e-9))[:, None, None, None]
    weight = np.maximum(model.base * model.days, 1.5)
    bases = model.base[None] * rng.gamma(weight, 1 / weight, (paths, *model.base.shape))
    return gains, bases


def growth(gains: Floats) -> Floats:
    """How many acts each generation has for one of the generation before, by path: the largest eigenvalue."""
    whole = gains.sum(axis=1)  # both sides are alike, so the largest is that of own and other together
    vector = np.ones((len(whole), whole.shape[2]))
    largest = np.ones(len(whole))
    for _ in range(30):
        vector = np.einsum("pij,pj->pi", whole, vector)
        largest = np.maximum(vector.max(axis=1), 1e-9)
        vector /= largest[:, None]
    return largest


def _counts(rate: Floats, wide: float, rng: np.random.Generator) -> Ints:
    rate = np.minimum(rate, 50.0)
    if wide > 1.05:  # negative binomial with variance `wide` times its mean
        shape = np.maximum(rate / (wide - 1), 1e-9)
        rate = rng.gamma(shape, wide - 1)
    drawn: Ints = rng.poisson(rate).astype(np.int64)
    return drawn
