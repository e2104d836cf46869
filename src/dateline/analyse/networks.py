"""The network of parties by cooperation and conflict: ties, blocs, brokers, and how they change.

For a page, with a store that is open for reading only, and the filter language of `dateline query`:

    load_network(store, text="", *, since=None, until=None, span="month", level="country", parties=40, least=1)
        -> Network, whose as_dict() has span, level, modularity, undated, parties, ties, blocs, brokers, frames
    edge_events(store, left, right, text="", *, since=None, until=None, level="country", limit=50)
        -> list of dicts: what one tie is made of

`span` is day, week, month or year, and makes `frames`; `level` country or group (`NGA/REB`); `parties` how many at
most, the busiest; `least` the acts that a tie must have. A tie's `filter` opens its events in a list with filters;
it lets through a few more than `edge_events`, which leaves out repetitions and those who do not act for their country.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from dateline.analyse.ask import Row, load_sql
from dateline.analyse.blocs import find_blocs, modularity
from dateline.analyse.brokers import brokerage
from dateline.analyse.ladder import load_ladder
from dateline.analyse.parties import code_label
from dateline.errors import SettingsError
from dateline.ontology.sectors import load_sectors
from dateline.store import Store
from dateline.store.filter_sql import condition_of
from dateline.store.filters import parse_filter

Floats = npt.NDArray[np.float64]
Span = Literal["day", "week", "month", "year"]
Level = Literal["country", "group"]
SPANS: tuple[Span, ...] = ("day", "week", "month", "year")
LEVELS: tuple[Level, ...] = ("country", "group")
_STATE = "length(country) = 3 AND country NOT IN ('IGO', 'INT')"
_KEYS: dict[Level, str] = {
    "country": f"CASE WHEN {_STATE} THEN country ELSE id END",
    "group": f"CASE WHEN NOT coalesce({_STATE}, false) THEN id WHEN sectors = '' THEN country "
             "ELSE country || '/' || split_part(sectors, ' ', 1) END",
}  # fmt: skip
_ACTORS: dict[Level, str] = {
    "country": f"CASE WHEN sectors IN (SELECT sectors FROM private) THEN NULL ELSE {_KEYS['country']} END",
    "group": _KEYS["group"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What two parties did to and with each other; `forth`: acts of the left one, `back`: of the right one.

    Cooperation and conflict are sums of PLOVER's scores above and below zero; `quads`: acts by quad class, 1 to 4.
    """

    left: str
    right: str
    acts: int
    forth: int
    back: int
    quads: tuple[int, int, int, int]
    cooperation: float
    conflict: float
    first_day: date | None
    last_day: date | None
    filter: str

    @property
    def balance(self) -> float:
        """From −1, all conflict, to 1, all cooperation."""
        both = self.cooperation + self.conflict
        return (self.cooperation - self.conflict) / both if both else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A party of the network; `bloc`: None if in none; `between`: share of the ways between blocs through it."""

    party: str
    name: str
    acts: int
    cooperation: float
    conflict: float
    bloc: int | None
    between: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bloc:
    """Parties that work together: `cooperation` and `conflict` inside it and with others."""

    number: int
    parties: tuple[str, ...]
    inside: tuple[float, float]
    outside: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker:
    """Who stands between blocs: `share` of the easiest ways between parties of different blocs lead through it.

    `ties`: with whom in each bloc it works most, as (bloc, party, cooperation).
    """

    party: str
    name: str
    share: float
    ties: tuple[tuple[int, str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The network in one span of time; `blocs`: the bloc of each party that did anything, numbered as in the whole."""

    start: date
    acts: int
    cooperation: float
    conflict: float
    modularity: float
    blocs: dict[str, int | None]
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Parties and their ties, whole and by span of time; `undated`: acts that are in the whole and in no frame."""

    span: Span
    level: Level
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    blocs: tuple[Bloc, ...]
    brokers: tuple[Broker, ...]
    frames: tuple[Frame, ...]
    modularity: float
    undated: int

    def as_dict(self) -> dict[str, Any]:
        """The network for JSON."""
        return {
            "span": self.span, "level": self.level, "modularity": self.modularity, "undated": self.undated,
            "parties": [asdict(one) for one in self.nodes], "ties": [tie_dict(one) for one in self.ties],
            "blocs": [asdict(one) for one in self.blocs], "brokers": [asdict(one) for one in self.brokers],
            "frames": [
                {"start": one.start, "acts": one.acts, "cooperation": one.cooperation, "conflict": one.conflict,
                 "modularity": one.modularity, "blocs": one.blocs, "ties": [tie_dict(tie) for tie in one.ties]}
                for one in self.frames
            ],
        }  # fmt: skip


def tie_dict(tie: Tie) -> dict[str, Any]:
    """A tie for JSON, with its balance."""
    return {**asdict(tie), "balance": tie.balance}


def load_network(
    store: Store, text: str = "", *, since: date | None = None, until: date | None = None, span: Span = "month",
    level: Level = "country", parties: int = 40, least: int = 1,
) -> Network:  # fmt: skip
    """The network of what a filter lets through; raises SettingsError and StoreError for what cannot be asked."""
    _check(level, span)
    sql, values = _happened(text, since, until, level, load_sql("network_ties").replace("{span}", span))
    rows = store.rows(sql, [*values, parties])
    wholes = [row for row in rows if row["whole"] and row["acts"] >= least]
    kept = {(row["left"], row["right"]) for row in wholes}
    about = (text, since, until)
    ties = tuple(_tie(row, about) for row in wholes)
    spans: dict[date, list[Tie]] = defaultdict(list)
    undated = 0
    for row in rows:
        if not row["whole"] and (row["left"], row["right"]) in kept:
            if row["bin"] is None:
                undated += row["acts"]
            else:
                spans[row["bin"]].append(_tie(row, (text, row["bin"], _end(row["bin"], span))))
    return _network(store, ties, spans, span=span, level=level, undated=undated)


def edge_events(
    store: Store, left: str, right: str, text: str = "", *, since: date | None = None, until: date | None = None,
    level: Level = "country", limit: int = 50,
) -> list[Row]:  # fmt: skip
    """The acts of one tie, the weightiest first, each with the sentence of one report that tells it."""
    _check(level, "month")
    sql, values = _happened(text, since, until, level, load_sql("network_events"))
    return store.rows(sql, [*values, min(left, right), max(left, right), limit])


def _check(level: str, span: str) -> None:
    for value, known, name in ((level, LEVELS, "level"), (span, SPANS, "span")):
        if value not in known:
            raise SettingsError(f"{name}: {value!r} is none of {', '.join(known)}")


def _happened(text: str, since: date | None, until: date | None, level: Level, question: str) -> tuple[str, list[Any]]:
    """The question's SQL over the acts between parties, and its first parameters."""
    condition = condition_of(parse_filter(text))
    sql = load_sql("network")
    parts = {
        "condition": f"({condition.sql})", "actor": _ACTORS[level], "recipient": _KEYS[level],
        "soil": str(level == "country").lower(), "question": question,
    }  # fmt: skip
    for name, part in parts.items():
        sql = sql.replace(f"{{{name}}}", part)
    barred = json.dumps(sorted(load_ladder().not_the_state))
    return sql, [*condition.parameters, barred, since, since, until, until]


def _tie(row: Row, about: tuple[str, date | None, date | None]) -> Tie:
    return Tie(
        left=row["left"], right=row["right"], acts=row["acts"], forth=row["forth"], back=row["back"],
        quads=(row["quad1"], row["quad2"], row["quad3"], row["quad4"]), cooperation=round(row["cooperation"], 3),
        conflict=round(row["conflict"], 3), first_day=row["first_day"], last_day=row["last_day"],
        filter=_filter(row["left"], row["right"], *about),
    )  # fmt: skip


def _filter(left: str, right: str, text: str, since: date | None, until: date | None) -> str:
    """The filter of a tie's events, within the one that was asked for."""
    ways = [f"({_term('actor', one)} ({_term('recipient', other)}{_soil(other)}))"
            for one, other in ((left, right), (right, left))]  # fmt: skip
    parts = [f"({text})" if text.strip() else "", f"({' OR '.join(ways)})", "status:current negated:no"]
    parts += [f"since:{since}" if since else "", f"until:{until}" if until else ""]
    return " ".join(part for part in parts if part)


def _term(field: str, party: str) -> str:
    """`actor:NGA actor:REB` for NGA/REB."""
    return " ".join(f"{field}:{part}" if part.isalnum() else f'{field}:"{part}"' for part in party.split("/"))


def _soil(party: str) -> str:
    return f" OR (type:ASSAULT,COERCE country:{party})" if len(party) == 3 else ""


def _end(start: date, span: Span) -> date:
    """The last day of a span."""
    if span in ("day", "week"):
        return start + timedelta(days=0 if span == "day" else 6)
    year, month = (start.year + 1, 1) if span == "year" else (start.year + start.month // 12, start.month % 12 + 1)
    return date(year, month, 1) - timedelta(days=1)


def _network(
    store: Store, ties: Sequence[Tie], spans: dict[date, list[Tie]], *, span: Span, level: Level, undated: int
) -> Network:  # fmt: skip
    """Blocs, brokers and frames over the ties."""
    parties = sorted({party for tie in ties for party in (tie.left, tie.right)})
    names = _names(store, parties)
    friendly, hostile = _matrices(ties, parties)
    labels = find_blocs(friendly, hostile)
    net = np.maximum(np.square(friendly) - np.square(hostile), 0.0)
    between = brokerage(net, labels)
    place = {party: number for number, party in enumerate(parties)}
    return Network(
        span=span, level=level, undated=undated, ties=tuple(ties), modularity=modularity(friendly, hostile, labels),
        nodes=_nodes(ties, parties, names, labels, between), blocs=_blocs(ties, parties, labels),
        brokers=tuple(
            Broker(party=parties[number], name=names[parties[number]], share=float(between[number]),
                   ties=_bridges(net[number], labels, parties))
            for number in np.argsort(-between, kind="stable") if between[number] > 0
        ),
        frames=tuple(_frame(start, some, parties, labels, place) for start, some in sorted(spans.items())),
    )  # fmt: skip


def _matrices(ties: Iterable[Tie], parties: Sequence[str]) -> tuple[Floats, Floats]:
    """Square roots of cooperation and of conflict for every pair: what happens often weighs more, but not all."""
    place = {party: number for number, party in enumerate(parties)}
    friendly, hostile = np.zeros((len(parties),) * 2), np.zeros((len(parties),) * 2)
    for tie in ties:
        a, b = place[tie.left], place[tie.right]
        friendly[a, b] = friendly[b, a] = tie.cooperation**0.5
        hostile[a, b] = hostile[b, a] = tie.conflict**0.5
    return friendly, hostile


def _nodes(
    ties: Sequence[Tie], parties: Sequence[str], names: dict[str, str], labels: npt.NDArray[np.int64], between: Floats
) -> tuple[Node, ...]:
    """The parties, the busiest first."""
    sums: dict[str, list[float]] = {party: [0, 0.0, 0.0] for party in parties}
    for tie in ties:
        for party in (tie.left, tie.right):
            for number, value in enumerate((tie.acts, tie.cooperation, tie.conflict)):
                sums[party][number] += value
    found = [
        Node(party=party, name=names[party], acts=int(sums[party][0]), cooperation=round(sums[party][1], 3),
             conflict=round(sums[party][2], 3), bloc=_number(labels[place]), between=float(between[place]))
        for place, party in enumerate(parties)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.acts, one.party)))


def _number(label: Any) -> int | None:
    return int(label) if label >= 0 else None


def _blocs(ties: Sequence[Tie], parties: Sequence[str], labels: npt.NDArray[np.int64]) -> tuple[Bloc, ...]:
    bloc = {party: int(label) for party, label in zip(parties, labels, strict=True)}
    sums: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    for tie in ties:
        same = bloc[tie.left] == bloc[tie.right]
        for number in {bloc[tie.left], bloc[tie.right]}:
            sums[number][0 if same else 2] += tie.cooperation
            sums[number][1 if same else 3] += tie.conflict
    return tuple(
        Bloc(number=number, parties=tuple(party for party in parties if bloc[party] == number),
             inside=(round(sums[number][0], 3), round(sums[number][1], 3)),
             outside=(round(sums[number][2], 3), round(sums[number][3], 3)))
        for number in range(max(bloc.values(), default=-1) + 1)
    )  # fmt: skip


def _bridges(net: Floats, labels: npt.NDArray[np.int64], parties: Sequence[str]) -> tuple[tuple[int, str, float], ...]:
    """In each bloc, the party with the strongest friendly tie, where there is one."""
    found = []
    for number in range(int(labels.max(initial=-1)) + 1):
        inside = np.where(labels == number, net, 0.0)
        best = int(inside.argmax())
        if inside[best] > 0:
            found.append((number, parties[best], round(float(inside[best]), 3)))
    return tuple(found)


def _frame(
    start: date, ties: list[Tie], parties: Sequence[str], labels: npt.NDArray[np.int64], place: dict[str, int]
) -> Frame:
    """One span: its blocs begin with those of the whole, and move where its own ties say so."""
    active = sorted({party for tie in ties for party in (tie.left, tie.right)})
    friendly, hostile = _matrices(ties, active)
    whole = labels[[place[party] for party in active]]
    own = find_blocs(friendly, hostile, whole)
    told = _named_as(own, whole)
    return Frame(
        start=start, acts=sum(tie.acts for tie in ties), cooperation=round(sum(tie.cooperation for tie in ties), 3),
        conflict=round(sum(tie.conflict for tie in ties), 3), modularity=modularity(friendly, hostile, own),
        blocs=dict(zip(active, told, strict=True)), ties=tuple(ties),
    )  # fmt: skip


def _named_as(own: npt.NDArray[np.int64], whole: npt.NDArray[np.int64]) -> list[int | None]:
    """A span's blocs with the numbers of those in the whole that they share most parties with; new ones after."""
    names: dict[int, int] = {}
    fresh = int(whole.max(initial=-1)) + 1
    shared = sorted(
        (-int(((own == a) & (whole == b)).sum()), a, b) for a in set(own.tolist()) for b in set(whole.tolist())
         if a >= 0 and b >= 0
    )  # fmt: skip
    for count, a, b in shared:
        if count and a not in names and b not in names.values():
            names[a] = b
    for a in sorted(set(own.tolist())):
        if a >= 0 and a not in names:
            names[a], fresh = fresh, fresh + 1
    return [names[label] if label >= 0 else None for label in own.tolist()]


def _names(store: Store, parties: Sequence[str]) -> dict[str, str]:
    """What each party is called: a country, a sector of one, or the name that the store has most for an id."""
    names = {}
    for party in parties:
        code, _, sector = party.partition("/")
        known = load_sectors().get(sector)
        names[party] = code_label(code) + (f" ({known.name if known else sector})" if sector else "")
    if bare := [party for party in parties if names[party] == party]:
        rows = store.rows(load_sql("party_names"), [json.dumps(bare)])
        names.update({row["party"]: row["name"] for row in rows if row["name"]})
    return names
