"""A dyad over time: counts and intensity by side, rung, reciprocity, volume of the press, intervals over sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.analyse.acts import SIDES, Act
from dateline.analyse.ask import ask_named
from dateline.analyse.ladder import Ladder, rung_on_days
from dateline.store import Store

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
RECIPROCITY_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One row a period. `counts` is [side, quad class, period] (sides: ab, ba, both); `conflict` and `cooperation` are

    sums of scores below and above zero by side; `low` and `high` hold the conflict of all sides together in 90 of 100
    draws of sources. `reports` is how many reports the store has of the period, `per_100` acts against each other by
    hundred of them, NaN where there are none.
    """

    starts: tuple[date, ...]
    length: int  # days of a period
    counts: Ints
    conflict: Floats
    cooperation: Floats
    rung: Ints
    since_force: Ints  # days since force was last used, at the period's end; -1: never yet
    reciprocity: Floats
    reports: Ints
    per_100: Floats
    low: Floats
    high: Floats

    def rows(self, ladder: Ladder) -> list[dict[str, Any]]:
        """One mapping a period, for tables and files."""
        found: list[dict[str, Any]] = []
        for number, start in enumerate(self.starts):
            row: dict[str, Any] = {"start": start}
            for side, name in enumerate(SIDES):
                row |= {f"{name}_quad{quad}": int(self.counts[side, quad - 1, number]) for quad in (1, 2, 3, 4)}
                row[f"{name}_conflict"] = round(float(self.conflict[side, number]), 2)
                row[f"{name}_cooperation"] = round(float(self.cooperation[side, number]), 2)
            row |= {
                "conflict": round(float(self.conflict[:, number].sum()), 2),
                "conflict_low": _told(self.low[number]), "conflict_high": _told(self.high[number]),
                "cooperation": round(float(self.cooperation[:, number].sum()), 2),
                "rung": int(self.rung[number]), "rung_name": ladder.name(int(self.rung[number])),
                "days_since_force": int(self.since_force[number]) if self.since_force[number] >= 0 else None,
                "reciprocity": _told(self.reciprocity[number]), "reports": int(self.reports[number]),
                "conflict_acts_per_100_reports": _told(self.per_100[number]),
            }  # fmt: skip
            found.append(row)
        return found

    @property
    def hostile(self) -> Ints:
        """Acts of conflict by period, all sides together."""
        total: Ints = self.counts[:, 2:].sum(axis=(0, 1))
        return total


def _told(value: np.floating[Any]) -> float | None:
    return None if np.isnan(value) else round(float(value), 2)


def load_volume(store: Store) -> dict[date, int]:
    """How many reports the store has by day of publication."""
    return {row["day"]: int(row["reports"]) for row in ask_named(store, "volume")}


def build_series(
    acts: Sequence[Act], ladder: Ladder, *, start: date | None = None, end: date | None = None, length: int = 7,
    volume: Mapping[date, int] | None = None, draws: int = 200, seed: int = 7,
) -> Series:  # fmt: skip
    """The series of the dated acts in periods of `length` days (of 7: from Mondays), from `start` to `end`.

    Sources are drawn anew `draws` times, with replacement; an act counts in a draw that has one of its publishers.
    """
    dated = [act for act in acts if act.day is not None]
    first = start or min((act.day for act in dated if act.day), default=date(1970, 1, 1))
    last = max(end or max((act.day for act in dated if act.day), default=first), first)
    if length == 7:
        first -= timedelta(days=first.weekday())
    periods = (last - first).days // length + 1
    days_held = periods * length
    days = np.array([(act.day - first).days for act in dated if act.day], dtype=np.int64)
    inside = (days >= 0) & (days < days_held)
    dated = [act for act, kept in zip(dated, inside, strict=True) if kept]
    days = days[inside]
    columns = _Columns(dated, days // length)
    low, high = _interval(dated, columns, periods, draws, seed)
    ends = np.minimum(np.arange(1, periods + 1) * length - 1, (last - first).days)
    steps = np.array([act.step for act in dated], dtype=np.int64)
    daily = rung_on_days(ladder, days, steps, columns.sides, days_held)
    counts = columns.counts(periods)
    reports = _volume(volume or {}, first, periods, length)
    with np.errstate(divide="ignore", invalid="ignore"):
        per_100 = np.where(reports > 0, 100 * counts[:, 2:].sum(axis=(0, 1)) / reports, np.nan)
    return Series(
        starts=tuple(first + timedelta(days=length * number) for number in range(periods)), length=length,
        counts=counts, conflict=columns.sums(periods, below=True), cooperation=columns.sums(periods, below=False),
        rung=np.array([daily[max(0, n * length) : ends[n] + 1].max(initial=0) for n in range(periods)], dtype=np.int64),
        since_force=_since(days[steps >= ladder.force], ends),
        reciprocity=_reciprocity(days, columns, ends), reports=reports, per_100=per_100, low=low, high=high,
    )  # fmt: skip


class _Columns:
    """Acts as arrays."""

    def __init__(self, acts: Sequence[Act], period: Ints) -> None:
        self.period = period
        self.sides = np.array([SIDES.index(act.side) for act in acts], dtype=np.int64)
        self.quads = np.array([act.quad for act in acts], dtype=np.int64)
        self.scores = np.array([act.score for act in acts], dtype=np.float64)

    def counts(self, periods: int) -> Ints:
        found = np.zeros((3, 4, periods), dtype=np.int64)
        known = self.quads > 0
        np.add.at(found, (self.sides[known], self.quads[known] - 1, self.period[known]), 1)
        return found

    def sums(self, periods: int, *, below: bool) -> Floats:
        found = np.zeros((3, periods))
        part = np.minimum(self.scores, 0) if below else np.maximum(self.scores, 0)
        np.add.at(found, (self.sides, self.period), part)
        return found


def _interval(acts: Sequence[Act], columns: _Columns, periods: int, draws: int, seed: int) -> tuple[Floats, Floats]:
    """The 5th and 95th percentile of conflict by period over draws of sources; NaN where there is but one source."""
    names = sorted({name for act in acts for name in act.publishers})
    if len(names) < 2 or draws < 2:
        return np.full(periods, np.nan), np.full(periods, np.nan)
    number = {name: place for place, name in enumerate(names)}
    pairs = [(row, number[name]) for row, act in enumerate(acts) for name in act.publishers]
    rows, tellers = np.array(pairs, dtype=np.int64).T
    drawn = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws)
    weight = np.minimum(columns.scores, 0)
    sums = np.zeros((draws, periods))
    for draw in range(draws):
        told = np.zeros(len(acts), dtype=bool)
        told[rows[drawn[draw][tellers] > 0]] = True
        sums[draw] = np.bincount(columns.period[told], weights=weight[told], minlength=periods)
    low, high = np.percentile(sums, [5, 95], axis=0)
    return low, high


def _since(force_days: Ints, ends: Ints) -> Ints:
    ordered = np.sort(force_days)
    place = np.searchsorted(ordered, ends, side="right") - 1
    found: Ints = np.where(place >= 0, ends - ordered[np.maximum(place, 0)] if len(ordered) else -1, -1)
    return found.astype(np.int64)


def _reciprocity(days: Ints, columns: _Columns, ends: Ints) -> Floats:
    """How evenly hostile acts of the last days come from both sides: 0 one side only, 1 equally many; NaN for none."""
    ab, ba = (_within(np.sort(days[(columns.quads >= 3) & np.isin(columns.sides, (side, 2))]), ends) for side in (0, 1))
    total = ab + ba
    return np.where(total > 0, 2 * np.minimum(ab, ba) / np.maximum(total, 1), np.nan)


def _within(days: Ints, ends: Ints) -> Ints:
    """How many of the ordered days lie within the time of reciprocity before each end."""
    upto, before = (np.searchsorted(days, at, side="right") for at in (ends, ends - RECIPROCITY_DAYS))
    found: Ints = (upto - before).astype(np.int64)
    return found


def _volume(volume: Mapping[date, int], first: date, periods: int, length: int) -> Ints:
    found = np.zeros(periods, dtype=np.int64)
    for day, reports in volume.items():
        number = (day - first).days // length
        if 0 <= number < periods:
            found[number] += reports
    return found
