"""Events, claims, and the links between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline.records.spans import Span

Status = Literal["current", "historical", "future", "hypothetical"]
Relation = Literal["same_as", "caused_by", "follows", "contradicts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number of people with its bounds, and the words that gave it."""

    low: int
    best: int
    high: int
    approx: bool
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """How one slot of an event was filled, or why it stayed empty (no `target`; `method` gives the reason).

    `slot`: actor, recipient, place, time, weapon, killed, injured, source. `target`: a mention or time id.
    `span` is the evidence.
    """

    slot: str
    target: str | None
    method: str
    score: float
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that one party did, or is said to do, to or with another (PLOVER; docs/codebook.md)."""

    event_id: str
    report_id: str
    sentence: int
    trigger: Span
    event_type: str
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()  # mention ids
    recipients: tuple[str, ...] = ()  # mention ids
    place: str | None = None  # mention id
    time: str | None = None  # time id
    status: Status = "current"
    status_cue: Span | None = None
    negated: bool = False
    negation_cue: Span | None = None
    killed: Count | None = None
    injured: Count | None = None
    weapon: Span | None = None
    reported_by: str | None = None  # claim id
    bindings: tuple[Binding, ...] = ()
    confidence: float = 1.0
    method: str = ""  # what found the trigger: model, lexicon, both


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a source says: source, cue and content in Citron's and PARC's sense.

    `speech`: direct, indirect, mixed. `source_kind`: named, office, anonymous, analyst, witness, media,
    group, unknown. `stance`: asserts, denies, claims_responsibility, suspects, predicts, recommends,
    explains (a motive).
    `certainty`: certain, probable, possible, unknown. `events`: ids of the events stated inside the content.
    """

    claim_id: str
    report_id: str
    sentence: int
    cue: Span
    content: tuple[Span, ...]
    source: str | None = None  # mention id
    source_span: Span | None = None
    speech: Literal["direct", "indirect", "mixed"] = "indirect"
    source_kind: str = "unknown"
    source_count: int | None = None
    stance: str = "asserts"
    certainty: str = "certain"
    events: tuple[str, ...] = ()
    score: float = 1.0
    method: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A judgement on two events: `left` is the later mention, the effect, or the later happening.

    `left caused_by right`, `left same_as right`, `left follows right` (in time). `cue`: the licensing words.
    """

    left: str
    right: str
    relation: Relation
    score: float
    method: str
    judgement: Literal["positive", "negative", "unsure"] = "positive"
    cue: Span | None = None
