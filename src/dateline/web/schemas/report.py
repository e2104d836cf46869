"""One report with everything found in it."""

from __future__ import annotations

from dateline.web.schemas.base import CountedToll, Shape, Status, Stretch


class ReportRow(Shape):
    """A report in a list. `events`: those that the filter lets through."""

    report_id: str
    title: str | None
    publisher: str | None
    published: str | None
    language: str | None
    url: str | None
    events: int
    claims: int


class ReportText(Shape):
    """A report as it was read."""

    report_id: str
    title: str | None
    url: str | None
    publisher: str | None
    byline: str | None
    published: str | None
    published_basis: str | None
    language: str | None
    text: str


class PartOut(Stretch):
    """A stretch with a role: headline, dateline, byline, caption, notice, footer, heading."""

    kind: str


class SentenceOut(Stretch):
    """A sentence; only those of the part 'body' are coded."""

    index: int
    part: str


class ActorOut(Shape):
    """Whom a mention stands for."""

    name: str | None
    country: str | None
    sectors: list[str]
    target: str | None
    method: str
    score: float


class PlaceOut(Shape):
    """Which place a mention stands for. `radius_km` says how wide the area may be; None: a whole country or unknown."""

    name: str | None
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: str
    radius_km: float | None
    target: str | None
    method: str
    score: float


class MentionOut(Stretch):
    """A phrase that names or stands for a party or place."""

    mention_id: str
    label: str
    text: str
    refers_to: str | None
    method: str
    score: float
    actor: ActorOut | None
    place: PlaceOut | None


class TimeOut(Shape):
    """A time expression with the days that it can mean."""

    time_id: str
    start: int | None
    end: int | None
    value: str
    earliest: str | None
    latest: str | None
    basis: str


class Why(Shape):
    """How a slot was filled; for an `empty` one, `method` is the reason why not, and `says` tells it in words."""

    slot: str
    target: str | None
    method: str
    says: str
    score: float
    start: int | None
    end: int | None
    empty: bool


class ReviewOut(Shape):
    """What an analyst said of an event last."""

    review_id: str
    verdict: str
    by: str
    reason: str
    at: str
    slots: list[str]


class EventOut(Stretch):
    """An event; start and end are those of its trigger. `same_as`: the first event that tells of the same happening."""

    event_id: str
    same_as: str
    incident_id: str | None
    sentence: int
    text: str
    label: str
    code: str
    event_type: str
    quad: int | None
    score: float | None
    modes: list[str]
    contexts: list[str]
    status: Status
    status_cue: Stretch | None
    negated: bool
    negation_cue: Stretch | None
    actors: list[str]
    recipients: list[str]
    place: str | None
    time: str | None
    earliest: str | None
    latest: str | None
    when: str | None
    killed: CountedToll | None
    injured: CountedToll | None
    weapon: Stretch | None
    reported_by: str | None
    confidence: float
    method: str
    why: list[Why]
    review: ReviewOut | None


class ClaimOut(Shape):
    """What a source says."""

    claim_id: str
    sentence: int
    source: Stretch | None
    source_mention: str | None
    cue: Stretch
    content: list[Stretch]
    speech: str
    source_kind: str
    source_count: int | None
    stance: str
    certainty: str
    events: list[str]
    score: float


class LinkOut(Shape):
    """A judgement on two events: left caused_by, follows, same_as, contradicts right."""

    left: str
    right: str
    relation: str
    judgement: str
    cue: Stretch | None
    score: float
    method: str


class ReportView(Shape):
    """A report for the page: its text, and all that lies over it. `stored`: whether the store has it."""

    report: ReportText
    stored: bool
    parts: list[PartOut]
    sentences: list[SentenceOut]
    mentions: list[MentionOut]
    times: list[TimeOut]
    events: list[EventOut]
    claims: list[ClaimOut]
    links: list[LinkOut]
