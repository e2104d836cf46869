"""Pictures, outlooks, scenarios and briefs in the shapes of `schemas.studies`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dateline.analyse.acts import Act, Cite
from dateline.analyse.briefing import Brief
from dateline.analyse.forecasts import Score
from dateline.analyse.likelihood import likelihood_word
from dateline.analyse.mediators import Mediator
from dateline.analyse.outlook import Forecast, Outlook
from dateline.analyse.parties import Party, code_label
from dateline.analyse.response import answers_to
from dateline.analyse.scenario import Scenario
from dateline.analyse.state import DyadState
from dateline.analyse.targets import find_target
from dateline.analyse.wording import say_act
from dateline.export.wording import clean, say_type
from dateline.store.rows import Row

Json = dict[str, Any]
_MOST_EVENTS = 60  # of one point, that a click opens
_MOST_ACTS = 12  # of a past stretch
_SHARES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}


def say_pair(dyad: tuple[Party, Party]) -> Json:
    """The two parties by code and name."""
    return {"left": dyad[0].key, "right": dyad[1].key, "left_name": dyad[0].label, "right_name": dyad[1].label}


def say_cite(cite: Cite) -> Json:
    """A cited sentence; a report without a publisher has none."""
    return {
        "report_id": cite.report_id, "sentence": cite.sentence, "of": cite.event_id, "text": clean(cite.text, 600),
        "publisher": None if cite.publisher == cite.report_id else clean(cite.publisher, 80),
        "title": clean(cite.title, 160) if cite.title else None, "published": cite.published,
    }  # fmt: skip


def say_one(act: Act) -> Json:
    """An act with the sentence that tells it."""
    return {
        "act_id": act.act_id, "side": act.side, "day": act.day, "day_method": act.day_method,
        "event_type": act.event_type, "label": say_type(act.event_type, act.modes), "quad": act.quad,
        "step": act.step, "says": say_act(act), "grade": act.grade, "events": act.events[:_MOST_EVENTS],
        "cite": say_cite(act.cites[0]),
    }  # fmt: skip


def say_picture(state: DyadState, today: date | None) -> Json:
    """How two countries stand, week by week up to `today`."""
    starts = state.series.starts
    return {
        **say_pair(state.dyad), "today": today, "acts": len(state.acts),
        "undated": len(state.acts) - len(state.dated),
        "inferred": sum(act.day_method == "publication" for act in state.dated),
        "earlier": sum(bool(act.day and act.day < starts[0]) for act in state.acts),
        "sources": len({name for act in state.acts for name in act.publishers}),
        "window": state.ladder.window, "force": state.ladder.force,
        "standing": _standing(state), "ladder": _ladder(state), "weeks": _weeks(state),
        "turns": [
            {"start": starts[one.period], "before": one.before, "after": one.after, "p": one.p} for one in state.turns
        ],
        "anomalies": [
            {"start": starts[one.period], "count": one.count, "expected": one.expected, "p": one.p}
            for one in state.anomalies
        ],
        "likenesses": [
            {
                "start": one.start, "end": one.end, "score": one.score, "followed": one.followed,
                "followed_name": state.ladder.name(one.followed),
                "acts": [say_one(act) for act in one.acts[-_MOST_ACTS:]],
                "next": [say_one(act) for act in one.next_acts[:_MOST_ACTS]],
            }
            for one in state.likenesses
        ],
    }  # fmt: skip


def _standing(state: DyadState) -> Json | None:
    now, ladder = state.standing, state.ladder
    if now is None:
        return None
    return {
        "day": now.day, "rung": now.rung, "name": ladder.name(now.rung), "says": ladder.says(now.rung),
        "trend": now.trend, "before": now.before, "peak": now.peak, "peak_name": ladder.name(now.peak),
        "peak_day": now.peak_day, "descent": now.descent, "last_force": now.last_force,
    }  # fmt: skip


def _ladder(state: DyadState) -> list[Json]:
    """Every rung from the highest down, with the acts of its step; force by both has those of force."""
    rungs = []
    for one in (*reversed(state.ladder.up), *state.ladder.down):
        step = min(one.step, state.ladder.force)
        acts = [act for act in state.dated if act.step == step]
        rungs.append({
            "step": one.step, "name": one.name, "says": one.says, "acts": len(acts),
            "last": acts[-1].day if acts else None, "events": _events(acts[-10:]),
        })  # fmt: skip
    return rungs


def _weeks(state: DyadState) -> list[Json]:
    series = state.series
    within: list[list[Act]] = [[] for _ in series.starts]
    for act in state.dated:
        number = (act.day - series.starts[0]).days // series.length if act.day else -1
        if 0 <= number < len(within):
            within[number].append(act)
    rows = series.rows(state.ladder)
    return [
        {
            "start": row["start"], "conflict": row["conflict"], "low": row["conflict_low"],
            "high": row["conflict_high"], "cooperation": row["cooperation"], "rung": row["rung"],
            "forth": _acts_of(row, "ab"), "back": _acts_of(row, "ba"), "hostile": int(series.hostile[number]),
            "reciprocity": row["reciprocity"], "reports": row["reports"], "events": _events(within[number]),
        }
        for number, row in enumerate(rows)
    ]  # fmt: skip


def _acts_of(row: Json, side: str) -> int:
    return sum(row[f"{side}_quad{quad}"] + row[f"both_quad{quad}"] for quad in (1, 2, 3, 4))


def _events(acts: Sequence[Act]) -> list[str]:
    """The first event of each act, then the others, as many as one look can take."""
    first = [act.events[0] for act in acts]
    return [*first, *(event for act in acts for event in act.events[1:])][:_MOST_EVENTS]


def say_outlook(outlook: Outlook, *, kept: bool) -> Json:
    """All forecasts of two countries."""
    last = next((act for act in reversed(outlook.acts) if act.day), None)
    kind = outlook.model_class(last.event_type) if last else None
    return {
        **say_pair(outlook.dyad), "made": outlook.made, "confidence": outlook.confidence,
        "confidence_reason": outlook.confidence_reason, "forecasts": [_forecast(one) for one in outlook.forecasts],
        "latest": say_one(last) if last else None,
        "answers": [
            {
                "kind": one.kind, "by": one.by, "chance": one.chance, "expected": one.expected,
                "half_after": float(one.half_after), "most_after": float(one.most_after),
            }
            for one in (answers_to(outlook.model, kind)[:6] if kind else ())
        ],
        "kept": kept,
    }  # fmt: skip


def _forecast(one: Forecast) -> Json:
    return {
        "forecast_id": one.forecast_id, "target": one.target.name, "says": one.target.says, "kind": one.target.kind,
        "horizon": one.horizon, "due": one.due, "method": one.method, "chance": one.chance,
        "word": None if one.chance is None else likelihood_word(one.chance), "spread": _spread(one.cdf),
        "baselines": _baselines(one.baselines), "reason": one.reason,
        "drivers": [{"act": say_one(driver.act), "expected": driver.expected} for driver in one.drivers],
    }  # fmt: skip


def _baselines(given: dict[str, Any]) -> list[Json]:
    return [
        {"name": name, "chance": None, "spread": _spread(value)} if isinstance(value, list)
        else {"name": name, "chance": value, "spread": None}
        for name, value in given.items()
    ]  # fmt: skip


def _spread(cdf: Sequence[float] | None) -> Json | None:
    if not cdf:
        return None
    return {
        name: next((count for count, below in enumerate(cdf) if below >= share), len(cdf))
        for name, share in _SHARES.items()
    }


def say_kept(row: Row) -> Json:
    """A row of the table `forecasts`."""
    target = find_target(row["target"])
    same = ("forecast_id", "made", "saved", "target", "horizon", "due", "method", "chance", "reason", "outcome")
    return {
        **{name: row[name] for name in same}, "left": row["one"], "right": row["other"],
        "left_name": code_label(row["one"]), "right_name": code_label(row["other"]),
        "says": target.says, "kind": target.kind, "spread": _spread(row["cdf"]),
        "baselines": _baselines(json.loads(row["baselines"])),
    }  # fmt: skip


def say_score(score: Score) -> Json:
    """How the forecasts of a question did."""
    return {
        "target": score.target, "says": find_target(score.target).says, "horizon": score.horizon,
        "measure": "Brier" if score.logs else "CRPS", "forecasts": score.forecasts, "happened": score.happened,
        "best": score.best,
        "methods": [
            {"name": name, "score": value, "log": score.logs.get(name)} for name, value in score.scores.items()
        ],
        "bins": [{"mean": one.mean, "share": one.share, "forecasts": one.forecasts} for one in score.bins],
        "error": score.error,
    }  # fmt: skip


def say_scenario(outlook: Outlook, scenario: Scenario) -> Json:
    """An intervention's measures beside none."""
    return {
        **say_pair(outlook.dyad), "made": outlook.made, "name": scenario.intervention.name, "says": scenario.says,
        "days": scenario.horizon, "paths": scenario.paths, "seed": scenario.seed, "acts": len(outlook.acts),
        "confidence": outlook.confidence,
        "measures": [
            {
                "name": one.name, "chance": one.name.startswith("chance"), "without": one.without,
                "with_it": one.with_it, "low": one.low, "high": one.high,
            }
            for one in scenario.measures
        ],
        "sensitivity": [
            {"kind": kind, "factor": factor, "chance": chance} for kind, factor, chance in scenario.sensitivity
        ],
    }  # fmt: skip


def say_mediator(one: Mediator) -> Json:
    """A third country with the sentences that speak for it, or against."""
    return {
        "country": one.country, "name": one.name, "score": one.score, "ties": list(one.ties),
        "hostility": one.hostility, "mediated": one.mediated,
        "reasons": [
            {
                "kind": reason.kind, "party": reason.party, "event_type": reason.event_type,
                "label": say_type(reason.event_type, ()), "day": reason.day, "cite": say_cite(reason.cite),
            }
            for reason in one.reasons
        ],
    }  # fmt: skip


def say_brief(brief: Brief) -> Json:
    """A brief with numbered sentences of reports."""
    cites = brief.cites()
    numbers = {(cite.report_id, cite.sentence): number for number, cite in enumerate(cites, 1)}
    return {
        "title": clean(brief.title, 200), "made": brief.made, "reports": brief.reports,
        "sections": [
            {
                "title": section.title, "note": section.note,
                "statements": [
                    {
                        "text": clean(one.text), "kind": one.kind, "grade": one.grade,
                        "cites": [numbers[cite.report_id, cite.sentence] for cite in one.cites],
                    }
                    for one in section.statements
                ],
            }
            for section in brief.sections
        ],
        "cites": [say_cite(cite) for cite in cites],
    }  # fmt: skip


def first_week(acts: Sequence[Act], today: date | None, years: int = 10) -> date | None:
    """Where a series begins: with the first act, but not more than ten years back."""
    days = [act.day for act in acts if act.day]
    if not days or today is None:
        return None
    return min(max(min(days), today - timedelta(days=365 * years)), today)
