"""Who could mediate: third countries by their ties with both sides, with the sentences that show each tie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dateline.analyse.acts import Cite
from dateline.analyse.ask import Row, ask_named
from dateline.analyse.ladder import load_ladder
from dateline.analyse.panel import last_day
from dateline.analyse.parties import Party, code_label
from dateline.store import Store

TIES = {"CONSULT": 1.0, "AGREE": 0.7, "SUPPORT": 1.0, "COOPERATE": 1.5, "AID": 1.5}
HOSTILE = {
    "ASSAULT": 6.0,
    "MOBILIZE": 3.0,
    "SANCTION": 2.0,
    "COERCE": 2.0,
    "THREATEN": 2.0,
    "ACCUSE": 0.7,
    "REJECT": 0.5,
}
_MEDIATED = 2.0  # a past mediation weighs as so many ties with each


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a third party could, or could not: a tie, a mediation or a hostile act, with the sentence."""

    kind: str  # tie, mediation, hostility
    party: str
    event_type: str
    day: date | None
    weight: float
    cite: Cite


@dataclass(frozen=True, slots=True, kw_only=True)
class Mediator:
    """A third country: `score` is the weaker of its two ties, less its hostility to either; older acts weigh less."""

    country: str
    name: str
    score: float
    ties: tuple[float, float]
    hostility: float
    mediated: int
    reasons: tuple[Reason, ...]


def rank_mediators(
    store: Store, dyad: tuple[Party, Party], *, today: date | None = None, most: int = 5
) -> list[Mediator]:
    """Third countries with ties to both sides, the best placed first; none where the store knows of none."""
    today = today or last_day(store)
    barred = set(load_ladder().not_the_state)
    by_third: dict[str, list[Row]] = defaultdict(list)
    for row in ask_named(store, "thirds", [dyad[0].key, dyad[1].key, barred, today]):
        by_third[row["third"]].append(row)
    found = [_weigh(third, some, dyad) for third, some in by_third.items()]
    able = [one for one in found if min(one.ties) > 0]
    return sorted(able, key=lambda one: (-one.score, one.country))[:most]


def _weigh(third: str, rows: Sequence[Row], dyad: tuple[Party, Party]) -> Mediator:
    ties = {dyad[0].key: 0.0, dyad[1].key: 0.0}
    hostility, mediated, reasons = 0.0, 0, []
    counted: set[tuple[str, str, bool]] = set()
    for row in rows:
        kind, weight = _kind(row)
        group = (row["party"], row["event_type"], row["mediates"])
        if kind and group not in counted:
            counted.add(group)
            hostility += weight * row["total"] * (kind == "hostility")
            ties[row["party"]] += weight * row["total"] * (kind != "hostility")
            mediated += row["acts"] * (kind == "mediation")
        if kind:
            reasons.append(Reason(
                kind=kind, party=code_label(row["party"]), event_type=row["event_type"], day=row["day"],
                weight=weight * row["fresh"], cite=_cite(row),
            ))  # fmt: skip
    both = (ties[dyad[0].key], ties[dyad[1].key])
    reasons.sort(key=lambda one: (one.kind != "mediation", -one.weight))
    return Mediator(
        country=third, name=code_label(third), score=min(both) - 0.5 * hostility, ties=both, hostility=hostility,
        mediated=mediated, reasons=tuple(reasons[:8]),
    )  # fmt: skip


def _kind(row: Row) -> tuple[str, float]:
    if row["event_type"] == "CONSULT" and row["mediates"]:
        return "mediation", _MEDIATED
    if row["event_type"] in TIES:
        return "tie", TIES[row["event_type"]]
    return ("hostility", HOSTILE[row["event_type"]]) if row["event_type"] in HOSTILE else ("", 0.0)


def _cite(row: Row) -> Cite:
    return Cite(report_id=row["report_id"], sentence=row["sentence"], event_id=row["event_id"], text=row["text"],
                publisher=row["publisher"], published=row["published"], title=row["title"])  # fmt: skip
