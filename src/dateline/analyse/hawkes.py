"""Mutually exciting acts: a multivariate Hawkes process with exponential kernels, by maximum likelihood.

The rate of acts of one mark is `base + Σ_j gain_j Σ_{acts of mark j before} decay·exp(-decay·age)`: `gain_j` is how
many answers an act of mark j calls forth in all, `decay` how fast. The likelihood falls apart by answering mark, so
each is fitted alone. Where only days are known, the kernel is its counterpart on days, `(1-ρ)ρ^(age-1)` with
`ρ = exp(-decay)`, and acts of one day do not answer each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_DECAYS = (0.005, 20.0)  # a memory of months; one of an hour
_TINY = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What the likelihood needs at one decay: rows with answers, how strongly each mark was felt then, and in all.

    `felt` is [row, mark], `weight` the answers of the row, `series` which sequence it is of, `total` [mark] the
    integral of what was felt, `span` the length of each sequence.
    """

    felt: Floats
    weight: Floats
    series: Ints
    total: Floats
    span: Floats


class Observed(Protocol):
    """Something that was watched, and can say what was felt at a decay."""

    def expose(self, decay: float) -> Exposure:
        """What the likelihood needs at this decay."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Acts of one sequence at exact times from 0 to `span`, ordered, with their marks; `answer` is the fitted mark."""

    times: Floats
    marks: Ints
    size: int
    answer: int
    span: float

    def expose(self, decay: float) -> Exposure:
        """What the likelihood needs at this decay."""
        felt = np.zeros((len(self.times), self.size))
        state, before = np.zeros(self.size), 0.0
        for row, (time, mark) in enumerate(zip(self.times, self.marks, strict=True)):
            state *= np.exp(-decay * (time - before))
            felt[row] = state
            state[mark] += decay
            before = time
        rest = 1 - np.exp(-decay * (self.span - self.times))
        total = np.bincount(self.marks, weights=rest, minlength=self.size).astype(np.float64)
        mine = self.marks == self.answer
        return Exposure(
            felt=felt[mine], weight=np.ones(int(mine.sum())), series=np.zeros(int(mine.sum()), dtype=np.int64),
            total=total, span=np.array([self.span]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Daily counts of several sequences: `causes` [sequence, day, mark] and `answers` [sequence, day]."""

    causes: Floats
    answers: Floats

    def expose(self, decay: float) -> Exposure:
        """What the likelihood needs at this decay."""
        felt, total = feel_days(self.causes, decay)
        series, day = np.nonzero(self.answers)
        return Exposure(
            felt=felt[series, day], weight=self.answers[series, day], series=series.astype(np.int64),
            total=total, span=np.full(len(self.answers), float(self.answers.shape[1])),
        )  # fmt: skip


def feel_days(causes: Floats, decay: float) -> tuple[Floats, Floats]:
    """What is felt on each day [sequence, day, mark] of the days before, and its sum by mark."""
    rho = float(np.exp(-decay))
    felt = np.zeros(causes.shape)
    state = np.zeros((causes.shape[0], causes.shape[2]))
    for day in range(causes.shape[1]):
        felt[:, day] = state
        state = rho * state + (1 - rho) * causes[:, day]
    total: Floats = felt.sum(axis=(0, 1))
    return felt, total


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """What is held before looking: `gain` by mark (0 where not given), as from `unanswered` acts of each mark.

    `days` says how many days of the mean rate stand behind each base. All 0 is plain maximum likelihood.
    """

    unanswered: float = 0.0
    gain: tuple[float, ...] = ()
    days: float = 0.0
    floor: float = 0.0  # acts a day that the mean base has at least

    def pseudo(self, marks: int) -> Floats:
        """The answers by mark that count as seen already."""
        return self.unanswered * (np.array(self.gain) if self.gain else np.zeros(marks))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The fitted rate of one mark's acts: `base` by sequence, `gain` by mark, `decay`, and the log-likelihood."""

    base: Floats
    gain: Floats
    decay: float
    log_likelihood: float

    def vector(self) -> Floats:
        """All parameters in one array: bases, gains, decay."""
        found: Floats = np.concatenate([self.base, self.gain, [self.decay]])
        return found


def fit_answer(observed: Observed, prior: Prior | None = None, rounds: int = 400, precision: float = 0.02) -> Fit:
    """The maximum of the likelihood (or of the posterior): EM for bases and gains, golden section for the decay."""
    prior = prior or Prior()
    low, high = np.log(_DECAYS[0]), np.log(_DECAYS[1])
    best = fit_at(observed, float(np.exp((low + high) / 2)), prior, rounds, None)
    grid = [fit_at(observed, float(np.exp(x)), prior, rounds // 4, best) for x in np.linspace(low, high, 9)]
    peak = int(np.argmax([one.log_likelihood for one in grid]))
    step = (high - low) / 8
    left, right = low + step * max(peak - 1, 0), low + step * min(peak + 1, 8)
    golden = (np.sqrt(5) - 1) / 2
    a, b = right - golden * (right - left), left + golden * (right - left)
    warm = grid[peak]
    at_a, at_b = (fit_at(observed, float(np.exp(x)), prior, rounds, warm) for x in (a, b))
    while right - left > precision:
        if at_a.log_likelihood >= at_b.log_likelihood:
            right, b, at_b = b, a, at_a
            a = right - golden * (right - left)
            at_a = fit_at(observed, float(np.exp(a)), prior, rounds, at_b)
        else:
            left, a, at_a = a, b, at_b
            b = left + golden * (right - left)
            at_b = fit_at(observed, float(np.exp(b)), prior, rounds, at_a)
    return max(at_a, at_b, key=lambda one: one.log_likelihood)


def fit_at(observed: Observed, decay: float, prior: Prior, rounds: int, warm: Fit | None) -> Fit:
    """The best bases and gains at one decay, by EM from a start of its own or from a near fit."""
    seen = observed.expose(decay)
    series = len(seen.span)
    events = float(seen.weight.sum())
    if warm is None:
        base = np.full(series, max(0.5 * events, 0.5) / seen.span.sum())
        gain = np.full(len(seen.total), 0.3 / len(seen.total))
    else:
        base, gain = np.maximum(warm.base, _TINY), np.maximum(warm.gain, 1e-6)
    before = -np.inf
    for turn in range(rounds):
        rate = base[seen.series] + seen.felt @ gain
        share = seen.weight / np.maximum(rate, _TINY)
        own = np.bincount(seen.series, weights=share, minlength=series) * base
        mean = max((own.sum() + 0.5 * (prior.days > 0)) / (seen.span.sum() + 365 * (prior.days > 0)), prior.floor)
        base = (own + mean * prior.days) / (seen.span + prior.days)
        answers = gain * (share @ seen.felt) + prior.pseudo(len(gain))
        gain = answers / np.maximum(seen.total + prior.unanswered, _TINY)
        if turn % 10 == 9:
            now = _log_likelihood(seen, base, gain, prior)
            if now - before < 1e-7 * max(1.0, abs(now)):
                break
            before = now
    return Fit(base=base, gain=gain, decay=decay, log_likelihood=_log_likelihood(seen, base, gain, prior))


def _log_likelihood(seen: Exposure, base: Floats, gain: Floats, prior: Prior) -> float:
    rate = base[seen.series] + seen.felt @ gain
    told = float(seen.weight @ np.log(np.maximum(rate, _TINY)) - base @ seen.span - gain @ seen.total)
    held = float(prior.pseudo(len(gain)) @ np.log(np.maximum(gain, _TINY)))
    return told - prior.unanswered * float(gain.sum()) + held


def log_likelihood(observed: Observed, vector: Floats, prior: Prior | None = None) -> float:
    """The log-likelihood of bases, gains and decay in one array."""
    seen = observed.expose(float(vector[-1]))
    series = len(seen.span)
    return _log_likelihood(seen, vector[:series], vector[series:-1], prior or Prior())


def intervals(observed: Observed, fit: Fit, z: float = 1.6448536) -> tuple[Floats, Floats]:
    """Lower and upper bounds of every parameter (of 90 % by default), from the curvature of the likelihood.

    Reckoned on the logarithms, so that bounds stay positive; a gain of nothing has bounds by its own slope.
    """
    vector = np.maximum(fit.vector(), 1e-8)
    covariance = log_covariance(observed, fit)
    spread = z * np.sqrt(np.maximum(np.diag(covariance), 0))
    return vector * np.exp(-spread), vector * np.exp(spread)


def log_covariance(observed: Observed, fit: Fit) -> Floats:
    """The covariance of the logarithms of bases, gains and decay: the inverse of the negative Hessian."""
    start = np.log(np.maximum(fit.vector(), 1e-8))
    size, step = len(start), 1e-3
    hessian = np.zeros((size, size))

    def at(*moves: tuple[int, float]) -> float:
        point = start.copy()
        for place, move in moves:
            point[place] += move
        return log_likelihood(observed, np.exp(point))

    middle = at()
    for row in range(size):
        hessian[row, row] = (at((row, step)) - 2 * middle + at((row, -step))) / step**2
        for column in range(row):
            cross = (
                at((row, step), (column, step)) - at((row, step), (column, -step))
                - at((row, -step), (column, step)) + at((row, -step), (column, -step))
            )  # fmt: skip
            hessian[row, column] = hessian[column, row] = cross / (4 * step**2)
    # a direction that the data say nothing of gets a wide spread, not an infinite one
    values, vectors = np.linalg.eigh(-hessian)
    found: Floats = (vectors / np.maximum(values, 0.25)) @ vectors.T
    return found


def simulate_times(
    base: Sequence[float],
    gain: Sequence[Sequence[float]],
    decay: Sequence[float],
    span: float,
    rng: np.random.Generator,
) -> tuple[Floats, Ints]:
    """Times and marks of a process from 0 to `span`; `gain[k][j]` answers of mark k to one act of mark j."""
    times: list[Floats] = []
    marks: list[Ints] = []
    fresh = [rng.uniform(0, span, rng.poisson(rate * span)) for rate in base]
    while any(len(one) for one in fresh):
        for mark, some in enumerate(fresh):
            times.append(some)
            marks.append(np.full(len(some), mark, dtype=np.int64))
        following: list[list[Floats]] = [[] for _ in base]
        for cause, some in enumerate(fresh):
            for effect in range(len(base)):
                children = np.repeat(some, rng.poisson(gain[effect][cause], len(some)))
                born = children + rng.exponential(1 / decay[effect], len(children))
                following[effect].append(born[born < span])
        fresh = [np.concatenate(parts) for parts in following]
    order = np.argsort(np.concatenate(times), kind="stable")
    return np.concatenate(times)[order], np.concatenate(marks)[order]


def rescaled_gaps(observed: Times, fit: Fit) -> Floats:
    """The waits between answers in the model's own time: unit exponential, where the model is right."""
    mine = observed.times[observed.marks == observed.answer]
    felt = np.zeros(observed.size)
    passed, before, found, place = 0.0, 0.0, [], 0
    for time, mark in zip(observed.times, observed.marks, strict=True):
        gap = time - before
        passed += float(fit.base[0]) * gap + float(fit.gain @ felt) * (1 - np.exp(-fit.decay * gap))
        felt *= np.exp(-fit.decay * gap)
        before = time
        if place < len(mine) and mark == observed.answer:
            found.append(passed)
            passed, place = 0.0, place + 1
        felt[mark] += 1
    return np.array(found)


def kolmogorov(values: Floats) -> tuple[float, float]:
    """The Kolmogorov–Smirnov distance of values in 0 to 1 from the uniform, and its asymptotic p."""
    size = len(values)
    if not size:
        return 0.0, 1.0
    ordered = np.sort(values)
    steps = np.arange(1, size + 1) / size
    distance = float(max((steps - ordered).max(), (ordered - steps + 1 / size).max()))
    scaled = (np.sqrt(size) + 0.12 + 0.11 / np.sqrt(size)) * distance
    if scaled < 0.2:
        return distance, 1.0
    terms = np.arange(1, 101)
    p = 2 * float(((-1.0) ** (terms - 1) * np.exp(-2 * terms**2 * scaled**2)).sum())
    return distance, min(max(p, 0.0), 1.0)
