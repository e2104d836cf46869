"""Where a series turned, where it left its own habit, and when a dyad last looked as it does now."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from dateline.analyse.acts import Act
from dateline.analyse.ladder import Ladder

Floats = npt.NDArray[np.float64]
_CHAIN, _WINDOWS = 30, 300  # acts of a chain, and past stretches, that are compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A period from which on the mean of a series is another; `p` is from shuffling the series."""

    period: int
    before: float
    after: float
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """A period with more acts than the dyad's own baseline explains: the chance of as many or more is `p`."""

    period: int
    count: int
    expected: float
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A past chain of acts that resembles the present one, and the highest step of the days that followed it."""

    start: date
    end: date
    score: float  # 0 to 1
    acts: tuple[Act, ...]
    followed: int
    next_acts: tuple[Act, ...]


def find_turns(
    values: npt.ArrayLike, *, level: float = 0.05, least: int = 4, draws: int = 499, seed: int = 7
) -> list[Turn]:
    """Turning points by binary segmentation: the split that lowers squared error most, tested by permutation.

    Each side of a split has at least `least` periods. The level is shared among the splits tried (Bonferroni by depth).
    """
    series = np.asarray(values, dtype=np.float64)
    rng = np.random.default_rng(seed)
    found: list[Turn] = []
    waiting = [(0, len(series), level)]
    while waiting:
        start, end, allowed = waiting.pop()
        piece = series[start:end]
        if len(piece) < 2 * least or np.ptp(piece) == 0:
            continue
        gain, split = _best_split(piece, least)
        shuffled = np.array([_best_split(rng.permutation(piece), least)[0] for _ in range(draws)])
        p = float((1 + (shuffled >= gain - 1e-12).sum()) / (draws + 1))
        if p <= allowed:
            middle = start + split
            found.append(
                Turn(period=middle, before=float(piece[:split].mean()), after=float(piece[split:].mean()), p=p)
            )
            waiting += [(start, middle, allowed / 2), (middle, end, allowed / 2)]
    return sorted(found, key=lambda turn: turn.period)


def _best_split(piece: Floats, least: int) -> tuple[float, int]:
    """The largest drop of squared error that one split gives, and where it is."""
    size = len(piece)
    sums = np.cumsum(piece)
    at = np.arange(least, size - least + 1)
    left, right = sums[at - 1] / at, (sums[-1] - sums[at - 1]) / (size - at)
    gains = at * (size - at) / size * (left - right) ** 2
    best = int(np.argmax(gains))
    return float(gains[best]), int(at[best])


def find_anomalies(counts: npt.ArrayLike, *, window: int = 26, least: int = 8, level: float = 0.01) -> list[Anomaly]:
    """Periods with unusually many acts: the tail of a negative binomial fitted to the periods before, by moments."""
    series = np.asarray(counts, dtype=np.int64)
    found = []
    for period in range(least, len(series)):
        past = series[max(0, period - window) : period]
        mean = float((past.sum() + 0.5) / (len(past) + 1))  # half an act in one more period: never quite nothing
        spread = max(float(past.var(ddof=1)), mean)
        p = upper_tail(int(series[period]), mean, spread)
        if p <= level:
            found.append(Anomaly(period=period, count=int(series[period]), expected=mean, p=p))
    return found


def upper_tail(count: int, mean: float, variance: float) -> float:
    """The chance of `count` or more under a negative binomial of that mean and variance, or a Poisson."""
    if count <= 0:
        return 1.0
    below = np.arange(count)
    return float(max(0.0, 1.0 - np.exp(log_pmf(below, mean, variance)).sum()))


def log_pmf(counts: npt.NDArray[np.int64], mean: float, variance: float) -> Floats:
    """Log-probabilities of counts under a negative binomial of that mean and variance; Poisson where it is no wider."""
    factorials = log_factorials(int(counts.max(initial=0)))
    mean = max(mean, 1e-12)
    if variance <= mean * (1 + 1e-9):
        poisson: Floats = counts * np.log(mean) - mean - factorials[counts]
        return poisson
    size = mean**2 / (variance - mean)
    rising = np.concatenate([[0.0], np.cumsum(np.log(size + np.arange(int(counts.max(initial=0)))))])
    found: Floats = (
        rising[counts]
        - factorials[counts]
        + size * np.log(size / (size + mean))
        + counts * np.log(mean / (size + mean))
    )
    return found


def log_factorials(top: int) -> Floats:
    """log 0!, log 1!, … log top!."""
    found: Floats = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, top + 1)))])
    return found


def nearest_chains(
    acts: Sequence[Act], ladder: Ladder, *, now: date | None = None, days: int = 30, best: int = 3, gap: int = 30
) -> list[Likeness]:
    """Past stretches of `days` days whose chain of acts is most like that of the last ones, the most alike first.

    Chains are aligned act by act: equal side and near step count, in order. Stretches that overlap a better one, or
    end within `gap` days of the present one's beginning, are left out.
    """
    dated = sorted((act for act in acts if act.day is not None and act.step != 0), key=lambda act: act.day or date.min)
    if not dated:
        return []
    calendar = [act.day for act in dated if act.day]
    now = now or calendar[-1]

    def between(start: date, end: date) -> list[Act]:
        return dated[bisect_left(calendar, start) : bisect_right(calendar, end)]

    present = between(now - timedelta(days=days - 1), now)[-_CHAIN:]
    if len(present) < 2:
        return []
    limit = now - timedelta(days=days + gap - 1)
    found: list[Likeness] = []
    for end in sorted({day for day in calendar if day <= limit})[-_WINDOWS:]:
        start = end - timedelta(days=days - 1)
        past = between(start, end)[-_CHAIN:]
        after = between(end + timedelta(days=1), end + timedelta(days=days))
        found.append(Likeness(
            start=start, end=end, score=_likeness(present, past, ladder), acts=tuple(past),
            followed=max((act.step for act in after if act.step > 0), default=0), next_acts=tuple(after[:_CHAIN]),
        ))  # fmt: skip
    found.sort(key=lambda one: (-one.score, one.end))
    kept: list[Likeness] = []
    for one in found:
        if len(kept) < best and one.score > 0 and all(one.end < other.start or one.start > other.end for other in kept):
            kept.append(one)
    return kept


def _likeness(one: Sequence[Act], other: Sequence[Act], ladder: Ladder) -> float:
    """The share of the longer chain that the best alignment matches, 0 to 1."""
    matches = {(left, right): _match(left, right, ladder.top) for left in _kinds(one) for right in _kinds(other)}
    chain = [(act.side, act.step) for act in other]
    before = [0.0] * (len(other) + 1)
    for act in one:
        left, now, reached = (act.side, act.step), [0.0], 0.0
        for column, right in enumerate(chain):
            reached = max(before[column] + matches[left, right], before[column + 1], reached)
            now.append(reached)
        before = now
    return before[-1] / max(len(one), len(other), 1)


def _kinds(acts: Sequence[Act]) -> set[tuple[str, int]]:
    return {(act.side, act.step) for act in acts}


def _match(one: tuple[str, int], other: tuple[str, int], top: int) -> float:
    """How alike two acts are, by side and step."""
    if (one[1] > 0) != (other[1] > 0):
        return 0.0
    near = 1 - abs(one[1] - other[1]) / top
    side = 1.0 if "both" in (one[0], other[0]) or one[0] == other[0] else 0.5
    return near * side
