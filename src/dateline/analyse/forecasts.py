"""Forecasts kept in a store, and scored when their day has come."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from dateline.analyse.acts import load_acts
from dateline.analyse.ladder import Ladder, load_ladder
from dateline.analyse.outlook import Forecast, with_dyad
from dateline.analyse.panel import last_day, make_panel
from dateline.analyse.parties import parse_party
from dateline.analyse.scoring import Bin, brier, calibration_error, crps, log_score, reliability
from dateline.analyse.targets import Truth, find_target
from dateline.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How the stored forecasts of a target and horizon did: the mean Brier score or CRPS, by method."""

    target: str
    horizon: int
    forecasts: int
    happened: float
    scores: dict[str, float]
    logs: dict[str, float]
    bins: tuple[Bin, ...]
    error: float

    @property
    def best(self) -> str:
        """The method with the lowest score."""
        return min(self.scores, key=lambda name: self.scores[name])


def save_forecasts(store: Store, forecasts: Sequence[Forecast], saved: datetime | None = None) -> int:
    """Keeps forecasts; one already kept for that day, dyad and question stays as it was. Gives how many are new."""
    ids = [one.forecast_id for one in forecasts]
    known = {
        row["forecast_id"]
        for row in store.rows("SELECT forecast_id FROM forecasts WHERE forecast_id IN (SELECT unnest(?))", [ids])
    }
    fresh = [one for one in forecasts if one.forecast_id not in known]
    with store.transaction():
        store.write_rows("forecasts", (_row(one, saved or datetime.now(UTC)) for one in fresh))
    return len(fresh)


def _row(one: Forecast, saved: datetime) -> dict[str, Any]:
    return {
        "forecast_id": one.forecast_id, "made": one.made, "saved": saved, "one": one.one, "other": one.other,
        "target": one.target.name, "horizon": one.horizon, "due": one.due, "method": one.method, "chance": one.chance,
        "cdf": [round(value, 6) for value in one.cdf] or None, "baselines": json.dumps(one.baselines),
        "reason": one.reason,
        "drivers": json.dumps([
            {"act": driver.act.act_id, "events": driver.act.events, "expected": round(driver.expected, 4)}
            for driver in one.drivers
        ]),
        "outcome": None, "scored": None,
    }  # fmt: skip


def score_forecasts(
    store: Store, *, today: date | None = None, ladder: Ladder | None = None, scored: datetime | None = None
) -> list[Score]:
    """Notes what came of every forecast that is due, and gives the scores of all that are.

    `today` is by default the day of the store's last report: what nobody reported on yet is not yet known.
    """
    rows = due_forecasts(store, today=today, ladder=ladder)
    with store.transaction():
        for row in rows:
            store.rows(
                "UPDATE forecasts SET outcome = ?, scored = ? WHERE forecast_id = ? RETURNING forecast_id",
                [row["outcome"], scored or datetime.now(UTC), row["forecast_id"]],
            )
    return score_rows(rows)


def due_forecasts(store: Store, *, today: date | None = None, ladder: Ladder | None = None) -> list[dict[str, Any]]:
    """The kept forecasts whose days are past, each with what came; nothing is written."""
    today = today or last_day(store)
    rows = store.rows("SELECT * FROM forecasts WHERE due <= ? ORDER BY one, other, made, horizon, target", [today])
    settle(store, rows, today, ladder)
    return rows


def settle(store: Store, rows: Sequence[dict[str, Any]], today: date | None, ladder: Ladder | None = None) -> None:
    """Writes what came into those of the rows of forecasts that are due by `today`."""
    ladder, by_dyad = ladder or load_ladder(), defaultdict[tuple[str, str], list[dict[str, Any]]](list)
    for row in rows:
        if today is not None and row["due"] <= today:
            by_dyad[row["one"], row["other"]].append(row)
    for names, some in by_dyad.items():
        assert today is not None
        _settle(store, names, some, today, ladder)


def _settle(store: Store, names: tuple[str, str], rows: list[dict[str, Any]], today: date, ladder: Ladder) -> None:
    """Writes into each row what came: all its days are past."""
    dyad = (parse_party(names[0]), parse_party(names[1]))
    start = min(row["made"] for row in rows)
    acts = load_acts(store, dyad, until=today, ladder=ladder)
    panel, number = with_dyad(make_panel([], ladder, start=start, end=today), dyad, acts)
    truths = Truth(panel)
    for row in rows:
        table = truths.of(find_target(row["target"]), row["horizon"])
        row["outcome"] = int(table[number, (row["made"] - panel.start).days])


def score_rows(rows: Sequence[dict[str, Any]]) -> list[Score]:
    """The scores of settled forecasts, by target and horizon."""
    groups: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["outcome"] is not None and row["outcome"] >= 0:
            groups[row["target"], row["horizon"]].append(row)
    return [_score(target, horizon, some) for (target, horizon), some in sorted(groups.items())]


def _score(target: str, horizon: int, rows: Sequence[dict[str, Any]]) -> Score:
    outcome = np.array([row["outcome"] for row in rows], dtype=np.int64)
    given: dict[str, list[Any]] = defaultdict(list)
    event = find_target(target).kind == "event"
    for row in rows:
        given["outlook"].append(row["chance"] if event else row["cdf"])
        for name, value in json.loads(row["baselines"]).items():
            given[name].append(value)
    if event:
        chances = {name: np.array(some, dtype=np.float64) for name, some in given.items()}
        happened = outcome.astype(np.float64)
        bins = reliability(chances["outlook"], happened)
        return Score(
            target=target, horizon=horizon, forecasts=len(rows), happened=float(outcome.mean()),
            scores={name: float(brier(one, happened).mean()) for name, one in chances.items()},
            logs={name: float(log_score(one, happened).mean()) for name, one in chances.items()},
            bins=tuple(bins), error=calibration_error(bins),
        )  # fmt: skip
    return Score(
        target=target, horizon=horizon, forecasts=len(rows), happened=float(outcome.mean()),
        scores={name: float(crps(np.array(some), outcome).mean()) for name, some in given.items()},
        logs={}, bins=(), error=0.0,
    )  # fmt: skip
