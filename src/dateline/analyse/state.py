"""Where two parties stand: their acts, their series, the rung now, what turned, what it looks like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from dateline.analyse.acts import SIDES, Act, load_acts, no_collecting
from dateline.analyse.changes import Anomaly, Likeness, Turn, find_anomalies, find_turns, nearest_chains
from dateline.analyse.ladder import Ladder, load_ladder, rung_on_days
from dateline.analyse.parties import Party
from dateline.analyse.series import Series, build_series, load_volume
from dateline.analyse.weights import Weights
from dateline.link.days import BASES
from dateline.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the parties stand on a day, where they stood a window before, and how far down they have come since."""

    day: date
    rung: int
    before: int
    peak: int
    peak_day: date | None
    descent: int
    last_force: date | None

    @property
    def trend(self) -> str:
        """rising, falling or level, against one window before."""
        return "rising" if self.rung > self.before else "falling" if self.rung < self.before else "level"


@dataclass(frozen=True, slots=True, kw_only=True)
class DyadState:
    """All that can be said of a dyad without a model."""

    dyad: tuple[Party, Party]
    ladder: Ladder
    acts: tuple[Act, ...]
    series: Series
    standing: Standing | None
    turns: tuple[Turn, ...]
    anomalies: tuple[Anomaly, ...]
    likenesses: tuple[Likeness, ...]

    @property
    def dated(self) -> tuple[Act, ...]:
        """The acts that have a day."""
        return tuple(act for act in self.acts if act.day is not None)

    @property
    def name(self) -> str:
        """'Iran – Pakistan'."""
        return f"{self.dyad[0].label} – {self.dyad[1].label}"

    def lines(self) -> Iterator[str]:
        """The state in lines for a terminal."""
        sources = {name for act in self.acts for name in act.publishers}
        yield f"{self.name}: {len(self.acts)} acts, each counted once, told by {len(sources)} sources"
        if self.standing is None:
            yield "no act between them has a day"
            return
        now = self.standing
        name = self.ladder.name
        yield f"rung on {now.day}: {now.rung} {name(now.rung)} ({now.trend} against {now.before} a window before)"
        if now.peak_day:
            yield f"highest: {now.peak} {self.ladder.name(now.peak)}, first on {now.peak_day}"
        if now.descent:
            yield f"way down since: {self.ladder.name(now.descent)}"
        yield "last force: " + (
            f"{now.last_force} ({(now.day - now.last_force).days} days before)" if now.last_force else "none"
        )
        ways = Counter(act.day_method for act in self.acts)
        yield (
            f"days: {ways['stated']} stated, {ways['shared']} shared by what tells of the same, "
            f"{ways['publication']} inferred from publication, {ways['none']} unknown and in no series"
        )
        for turn in self.turns:
            week = self.series.starts[turn.period]
            yield f"turn in the week of {week}: {turn.before:.1f} → {turn.after:.1f} a week (p {turn.p:.3f})"
        for odd in self.anomalies[-5:]:
            start, expected = self.series.starts[odd.period], f"{odd.expected:.1f} expected (p {odd.p:.4f})"
            yield f"unusual: {start} with {odd.count} hostile acts, {expected}"
        for like in self.likenesses:
            yield f"looked alike: {like.start} to {like.end} ({like.score:.2f}), then {self.ladder.name(like.followed)}"

    def as_dict(self) -> dict[str, Any]:
        """The state for JSON."""
        now = self.standing
        return {
            "dyad": [party.text for party in self.dyad],
            "standing": None if now is None else {
                "day": now.day, "rung": now.rung, "rung_name": self.ladder.name(now.rung), "trend": now.trend,
                "before": now.before, "peak": now.peak, "peak_day": now.peak_day, "descent": now.descent,
                "last_force": now.last_force,
            },
            "acts": [act_dict(act) for act in self.acts],
            "periods": self.series.rows(self.ladder) if self.dated else [],
            "turns": [
                {"start": self.series.starts[turn.period], "before": turn.before, "after": turn.after, "p": turn.p}
                for turn in self.turns
            ],
            "anomalies": [
                {"start": self.series.starts[odd.period], "count": odd.count, "expected": odd.expected, "p": odd.p}
                for odd in self.anomalies
            ],
            "likenesses": [
                {"start": like.start, "end": like.end, "score": round(like.score, 3), "followed": like.followed,
                 "acts": [act.act_id for act in like.acts]}
                for like in self.likenesses
            ],
        }  # fmt: skip


def act_dict(act: Act) -> dict[str, Any]:
    """An act for JSON, with the sentences that tell it."""
    return {
        "act_id": act.act_id, "side": act.side, "day": act.day, "day_method": act.day_method,
        "event_type": act.event_type,
        "modes": act.modes, "quad": act.quad, "score": act.score, "step": act.step, "basis": act.basis,
        "actor": act.actor, "target": act.target, "place": act.place, "killed": act.killed, "disputed": act.disputed,
        "grade": act.grade,
        "cites": [
            {"report_id": one.report_id, "sentence": one.sentence, "event_id": one.event_id} for one in act.cites
        ],
    }  # fmt: skip


def load_state(
    store: Store, dyad: tuple[Party, Party], *, since: date | None = None, until: date | None = None,
    ladder: Ladder | None = None, weights: Weights | None = None, length: int = 7, bases: Sequence[str] = BASES,
) -> DyadState:  # fmt: skip
    """The state of a dyad from a store, up to `until` or to the last act, by days that are known in these ways."""
    ladder = ladder or load_ladder()
    with no_collecting():
        acts = load_acts(store, dyad, since=since, until=until, ladder=ladder, weights=weights, bases=bases)
        return make_state(dyad, acts, ladder, volume=load_volume(store), since=since, until=until, length=length)


def make_state(
    dyad: tuple[Party, Party], acts: Sequence[Act], ladder: Ladder, *, volume: dict[date, int] | None = None,
    since: date | None = None, until: date | None = None, length: int = 7,
) -> DyadState:  # fmt: skip
    """The state that acts make."""
    series = build_series(acts, ladder, start=since, end=until, length=length, volume=volume)
    weekly = series if length == 7 else build_series(acts, ladder, start=since, end=until, draws=0)
    turns = find_turns(weekly.conflict.sum(axis=0)) if length == 7 else []
    return DyadState(
        dyad=dyad, ladder=ladder, acts=tuple(acts), series=series, standing=find_standing(acts, ladder, until),
        turns=tuple(turns), anomalies=tuple(find_anomalies(series.hostile)),
        likenesses=tuple(nearest_chains(acts, ladder, now=until)),
    )  # fmt: skip


def find_standing(acts: Sequence[Act], ladder: Ladder, until: date | None = None) -> Standing | None:
    """Where the parties stand on `until`, or on the day of their last act; None where no act has a day."""
    dated = sorted(
        (act for act in acts if act.day and (until is None or act.day <= until)), key=lambda act: act.day or date.min
    )
    if not dated or dated[0].day is None or dated[-1].day is None:
        return None
    first, now = dated[0].day, until or dated[-1].day
    days = np.array([(act.day - first).days for act in dated if act.day], dtype=np.int64)
    steps = np.array([act.step for act in dated], dtype=np.int64)
    sides = np.array([SIDES.index(act.side) for act in dated], dtype=np.int64)
    rungs = rung_on_days(ladder, days, steps, sides, (now - first).days + 1)
    peak = int(rungs.max(initial=0))
    last_up = max((number for number, step in enumerate(steps) if step > 0), default=-1)
    after = [int(step) for number, step in enumerate(steps) if number > last_up and step < 0]
    forced = [act.day for act in dated if act.step >= ladder.force and act.day]
    return Standing(
        day=now, rung=int(rungs[-1]), before=int(rungs[-1 - ladder.window]) if len(rungs) > ladder.window else 0,
        peak=peak, peak_day=first + timedelta(days=int(np.argmax(rungs))) if peak else None,
        descent=min(after, default=0), last_force=forced[-1] if forced else None,
    )  # fmt: skip
