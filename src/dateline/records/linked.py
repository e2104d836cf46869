"""What linking says of several reports: copies, incidents, what led to what, stories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dateline.records.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Words that an edition has otherwise than the first: `was` in the first, `now` in the edition.

    `kind`: cut (only in the first), added (only in the edition), number (only figures differ), reworded.
    Spans are into the texts of the two reports; an empty span says where the words are missing.
    """

    kind: Literal["cut", "added", "number", "reworded"]
    was: str
    now: str
    was_span: Span
    now_span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """The judgement that two reports have the same text, `right` being the earlier id by name.

    `of_left` and `of_right` are the shares of each one's runs of words that the other has too.
    `kind`: exact (the same words), near (both mostly the same), cut (one is mostly within the other),
    partial (a good part is shared: an update, a rewritten copy).
    """

    left: str
    right: str
    kind: Literal["exact", "near", "cut", "partial"]
    of_left: float
    of_right: float
    shared: int  # runs of words


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A report as a member of its family, and what it changed of the first edition."""

    report_id: str
    kind: Literal["first", "exact", "near", "cut", "partial"]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Reports that are editions of one text. The first: the earliest published, else the fullest."""

    family_id: str
    editions: tuple[Edition, ...]

    @property
    def reports(self) -> tuple[str, ...]:
        """The ids of its reports, the first edition first."""
        return tuple(edition.report_id for edition in self.editions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place, as an incident keeps it."""

    place_id: str
    name: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """A number of people with bounds."""

    low: int
    best: int
    high: int
    approx: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All that is compared of one event with events of other reports, and nothing that needs the text.

    `actors` and `recipients` are keys of what the parties stand for: `=id` a known one, `@CCC` a country,
    `@CCC/SEC` its sector, `~word` a word of the name. `earliest` to `latest` are the days that it can have
    happened on; `date_method`: 'stated' (a time of its own), 'published' (inferred: the days before the report),
    or 'none'. `words` are stems of the sentence, `themes` those
    of the whole report.
    """

    event_id: str
    report_id: str
    event_type: str
    modes: tuple[str, ...] = ()
    trigger: str = ""
    stem: str = ""
    ahead: bool = False  # planned or merely possible, and not told as done
    negated: bool = False
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    actor_name: str | None = None
    recipient_name: str | None = None
    place: Where | None = None
    near: tuple[str, ...] = ()  # countries that parties or report point to, where the place is unknown
    earliest: date | None = None
    latest: date | None = None
    date_method: str = "none"
    killed: Toll | None = None
    injured: Toll | None = None
    words: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()  # stems that the whole report uses most
    sentence: str = ""
    published: date | None = None
    publisher: str | None = None
    source: str | None = None  # who says so, in the report's words
    source_kind: str = "report"
    source_country: str | None = None
    stance: str = "asserts"
    same_as: tuple[tuple[str, float], ...] = ()  # events of this report that it repeats, with the score
    caused_by: tuple[tuple[str, float, str], ...] = ()  # events of this report, with score and method


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A scored judgement that two events are one happening, with the weight of each piece of evidence."""

    left: str
    right: str
    score: float
    evidence: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What an analyst decided on two events; it stands above every score.

    `verdict`: same, different. `kind` says which act it came from: merge, split, pin.
    """

    left: str
    right: str
    verdict: Literal["same", "different"]
    kind: Literal["merge", "split", "pin"]
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What one source says of an incident. `stance`: asserts, denies, claims, suspects."""

    source: str
    source_kind: str
    stance: str
    events: tuple[str, ...]
    voices: tuple[str, ...]
    killed: Toll | None = None
    injured: Toll | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TollPoint:
    """A toll as one event gave it, for the history."""

    event_id: str
    published: date | None
    toll: Toll


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One happening, as all reports together tell it."""

    incident_id: str
    events: tuple[str, ...]
    reports: tuple[str, ...]
    best: str  # the event whose fields stand for it
    event_type: str
    modes: tuple[str, ...] = ()
    ahead: bool = False
    actor: str | None = None
    recipient: str | None = None
    actor_keys: tuple[str, ...] = ()
    recipient_keys: tuple[str, ...] = ()
    place: Where | None = None
    earliest: date | None = None
    latest: date | None = None
    date_method: str = "none"
    killed: Toll | None = None
    injured: Toll | None = None
    killed_history: tuple[TollPoint, ...] = ()
    injured_history: tuple[TollPoint, ...] = ()
    versions: tuple[Version, ...] = ()
    confirms: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()  # the fields on which versions differ
    voices: tuple[str, ...] = ()  # independent sources: copies of one text count once
    countries: tuple[str, ...] = ()  # that sources come from
    reliability: str = "F"
    credibility: str = "6"
    grade_reason: str = ""
    cohesion: float = 1.0  # the weakest link that holds it together
    pinned: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """That one incident came of another: `left` the effect, `right` the cause.

    `method`: stated (a report says so; `events` are the pair), inferred (the hit party acted against the
    one who hit within days; nobody said so).
    """

    left: str
    right: str
    method: Literal["stated", "inferred"]
    score: float
    reason: str
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Incidents that belong together, with a title of their own words."""

    story_id: str
    title: str
    title_from: str  # the report whose headline it is, or the incident whose words
    incidents: tuple[str, ...]
    reports: tuple[str, ...]
    first: date | None = None
    last: date | None = None
