"""Who will do what to whom next, from a store: its acts between countries, told to the graph forecaster.

The forecaster says to whom, for somebody who does something; how likely it is that somebody does it comes from how
often he did of late. Both together are the chance of an act within the days asked for.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.analyse.acts import Cite
from dateline.analyse.ask import ask_named
from dateline.analyse.forecaster import Forecaster, ForecasterParameters
from dateline.analyse.ladder import load_ladder
from dateline.analyse.panel import last_day
from dateline.analyse.parties import code_label
from dateline.errors import StoreError
from dateline.store import Store

Ints = npt.NDArray[np.int64]
_EPOCH = date(1970, 1, 1)
_FACTS = 8_000  # the latest acts that are learnt from
_HALF = 30.0  # days that halve the weight of an act in the rate of its kind
_PARAMETERS = ForecasterParameters(candidates=40, questions=2_500, rule_days=120, rule_facts=4_000, refresh=7)
_LEAST = 0.02  # acts of a kind to be expected of somebody, below which nobody asks to whom


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What passed between the two before, and how much of the rules' case for the forecast it makes."""

    actor: str
    recipient: str
    event_type: str
    day: date
    share: float
    cite: Cite | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAct:
    """An act that may come: its chance within the days, and what came before."""

    actor: str
    event_type: str
    recipient: str
    chance: float
    reasons: tuple[Before, ...]

    def says(self) -> str:
        """'Iran ASSAULT Pakistan'."""
        return f"{code_label(self.actor)} {self.event_type} {code_label(self.recipient)}"

    def as_dict(self) -> dict[str, Any]:
        """The forecast for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextActs:
    """The likeliest acts of the days after `made`, the likeliest first; `facts` are what was learnt from."""

    made: date
    days: int
    facts: int
    ranked: bool  # whether there was enough to train the ranker
    acts: tuple[NextAct, ...]


def foretell_acts(
    store: Store, *, today: date | None = None, days: int = 7, actor: str | None = None, recipient: str | None = None,
    most: int = 20,
) -> NextActs:  # fmt: skip
    """The likeliest acts between countries (of one, or against one) in the days after `today`, or the last report's."""
    today = today or last_day(store)
    if today is None:
        raise StoreError(f"{store.path}: no report has a date, so nothing can be foretold")
    rows = ask_named(store, "panel", [set(load_ladder().not_the_state), today])
    parties = sorted({row[side] for row in rows for side in ("a", "b")})
    types = sorted({row["event_type"] for row in rows})
    facts = _facts(rows, parties, types)
    forecaster = Forecaster(len(parties), len(types), [code_label(code) for code in parties], _PARAMETERS)
    forecaster.learn(facts)
    day = (today - _EPOCH).days + 1
    found = _likeliest(forecaster, facts, parties, types, day, days, actor, recipient, most) if len(facts) else []
    told = [replace(act, reasons=_reasons(forecaster, act, parties, types, day)) for act in found]
    return NextActs(made=today, days=days, facts=len(facts), ranked=forecaster.ranker is not None,
                    acts=tuple(_with_cites(store, told, today)))  # fmt: skip


def _facts(rows: Sequence[dict[str, Any]], parties: Sequence[str], types: Sequence[str]) -> Ints:
    """The latest facts as rows of subject, relation, object, day."""
    place = {code: number for number, code in enumerate(parties)}
    kind = {name: number for number, name in enumerate(types)}
    groups = [
        np.column_stack([
            np.full(len(row["days"]), place[row["a"]]), np.full(len(row["days"]), kind[row["event_type"]]),
            np.full(len(row["days"]), place[row["b"]]), np.array(row["days"]),
        ])
        for row in rows
    ]  # fmt: skip
    facts = np.concatenate(groups).astype(np.int64) if groups else np.zeros((0, 4), np.int64)
    return facts[np.lexsort((facts[:, 2], facts[:, 1], facts[:, 0], facts[:, 3]))][-_FACTS:]


def _likeliest(
    forecaster: Forecaster, facts: Ints, parties: Sequence[str], types: Sequence[str], day: int, days: int,
    actor: str | None, recipient: str | None, most: int,
) -> list[NextAct]:  # fmt: skip
    rates = _rates(facts, day)
    asked = sorted(key for key, rate in rates.items() if rate * days >= _LEAST and actor in (None, parties[key[0]]))
    found = []
    for ranking in forecaster.forecast(np.array(asked), day) if asked else ():
        for relation, candidates, chances in zip(ranking.relations.tolist(), ranking.candidates, ranking.chances,
                                                 strict=True):  # fmt: skip
            for object_, chance in zip(candidates.tolist(), chances.tolist(), strict=True):
                if object_ != ranking.subject and recipient in (None, parties[object_]):
                    expected = rates[ranking.subject, relation] * days * chance
                    found.append(NextAct(
                        actor=parties[ranking.subject], event_type=types[relation], recipient=parties[object_],
                        chance=1 - float(np.exp(-expected)), reasons=(),
                    ))  # fmt: skip
    return sorted(found, key=lambda act: (-act.chance, act.actor, act.event_type, act.recipient))[:most]


def _rates(facts: Ints, day: int) -> dict[tuple[int, int], float]:
    """How many acts of each kind are to be expected of each subject a day: lately more than long ago."""
    weights = 0.5 ** ((day - facts[:, 3]) / _HALF)
    seen = float((0.5 ** (np.arange(1, day - int(facts[0, 3]) + 1) / _HALF)).sum())
    rates: dict[tuple[int, int], float] = defaultdict(float)
    for subject, relation, weight in zip(facts[:, 0].tolist(), facts[:, 1].tolist(), weights.tolist(), strict=True):
        rates[subject, relation] += weight / seen
    return rates


def _reasons(
    forecaster: Forecaster, act: NextAct, parties: Sequence[str], types: Sequence[str], day: int
) -> tuple[Before, ...]:
    subject, object_ = parties.index(act.actor), parties.index(act.recipient)
    reasons = []
    for one in forecaster.drivers(subject, types.index(act.event_type), object_, day):
        back = one.relation >= len(types)
        who, whom = (act.recipient, act.actor) if back else (act.actor, act.recipient)
        reasons.append(Before(
            actor=who, recipient=whom, event_type=types[one.relation % len(types)],
            day=_EPOCH + timedelta(days=day - one.days_ago), share=one.share,
        ))  # fmt: skip
    return tuple(reasons)


def _with_cites(store: Store, acts: Sequence[NextAct], today: date) -> list[NextAct]:
    """The forecasts with a sentence for each reason."""
    wanted = [
        {"a": one.actor, "b": one.recipient, "event_type": one.event_type, "day": one.day.isoformat()}
        for act in acts for one in act.reasons
    ]  # fmt: skip
    if not wanted:
        return list(acts)
    rows = ask_named(store, "next_events", [set(load_ladder().not_the_state), json.dumps(wanted)])
    cites = {
        (row["a"], row["b"], row["event_type"], row["day"]): Cite(
            report_id=row["report_id"], sentence=row["sentence"], event_id=row["event_id"], text=row["text"],
            publisher=row["publisher"], published=row["published"], title=row["title"],
        )
        for row in rows
    }  # fmt: skip
    return [
        replace(act, reasons=tuple(
            replace(one, cite=cites.get((one.actor, one.recipient, one.event_type, one.day))) for one in act.reasons
        ))
        for act in acts
    ]  # fmt: skip
