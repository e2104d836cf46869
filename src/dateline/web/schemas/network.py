"""The network of parties."""

from __future__ import annotations

from dateline.web.schemas.base import Shape


class TieOut(Shape):
    """What two parties did to and with each other; `filter` finds the events. `balance`: −1 conflict, 1 cooperation."""

    left: str
    right: str
    acts: int
    forth: int
    back: int
    quads: list[int]
    cooperation: float
    conflict: float
    balance: float
    first_day: str | None
    last_day: str | None
    filter: str


class NodeOut(Shape):
    """A party; `between`: the share of ways between blocs that lead through it."""

    party: str
    name: str
    acts: int
    cooperation: float
    conflict: float
    bloc: int | None
    between: float


class BlocOut(Shape):
    """Parties that work together: cooperation and conflict inside it, and with others."""

    number: int
    parties: list[str]
    inside: list[float]
    outside: list[float]


class BridgeOut(Shape):
    """The party of a bloc that a broker works most with."""

    bloc: int
    party: str
    cooperation: float


class BrokerOut(Shape):
    """Who stands between blocs."""

    party: str
    name: str
    share: float
    ties: list[BridgeOut]


class FrameTie(Shape):
    """A tie in one span of time."""

    left: str
    right: str
    acts: int
    balance: float


class FrameOut(Shape):
    """The network in one span of time, from its first day on."""

    start: str
    acts: int
    cooperation: float
    conflict: float
    modularity: float
    blocs: dict[str, int | None]
    ties: list[FrameTie]


class NetworkView(Shape):
    """Parties and their ties, whole and by span of time; `undated` acts are in no frame."""

    span: str
    level: str
    modularity: float
    undated: int
    parties: list[NodeOut]
    ties: list[TieOut]
    blocs: list[BlocOut]
    brokers: list[BrokerOut]
    frames: list[FrameOut]
