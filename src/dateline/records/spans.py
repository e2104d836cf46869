"""Stretches of a report's text, and what the annotate room lays over them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of `Report.text`, in code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One token with its parse. `head` is an index into the sentence's tokens; the root points at itself."""

    span: Span
    text: str
    lemma: str
    pos: str  # Universal POS
    tag: str  # Penn tag
    dep: str  # ClearNLP label, as spaCy's English models give it
    head: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence. `part` is 'body' or the kind of the `Part` that it lies in; only 'body' is coded."""

    index: int
    span: Span
    tokens: tuple[Token, ...]
    part: str = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One reading of the model: a label on a span, with a probability.

    Layers: `trigger` (label: event type), `mode`, `context`, `status`, `negated` (label: 'yes'), `slot` (label: actor,
    recipient, place, time, source; `anchor` is the trigger's span), `mention` (PERSON, ORG, GPE, LOC,
    NORP, FAC, EVENT …), `attribution` (source, cue, content), `causal` ('yes' on a sentence that tells a
    cause; cause, effect and signal within it) and `own` (label 'TYPE name': an event type of the user's).
    In `mode`, `context`, `status` and `negated` the span is the trigger's.
    """

    layer: str
    label: str
    span: Span
    score: float
    anchor: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A phrase that names or stands for a party or a place.

    `label`: PERSON, ORG, COUNTRY, PLACE, NORP (nationality, religion, party: 'Iranian'), GROUP (described
    people: 'gunmen', 'three officials'), OFFICE ('the foreign ministry', 'the president'), PRONOUN, FACILITY
    or OTHER. `refers_to`: the id of the fullest earlier (rarely later) mention of the same party, or None;
    `method` and `score` say how that was decided ('' and 1.0 where nothing was).
    """

    mention_id: str
    span: Span
    label: str
    sentence: int
    head: Span | None = None  # the head word
    refers_to: str | None = None
    method: str = ""
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRef:
    """A time expression (TIMEX3 type and value), with the calendar days that it can mean."""

    time_id: str
    span: Span | None
    timex_type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    sentence: int
    mod: str | None = None  # TIMEX3 mod: START, MID, END, BEFORE, AFTER, APPROX …
    earliest: date | None = None
    latest: date | None = None
    basis: Literal["stated", "relative", "publication", "unresolved"] = "unresolved"
