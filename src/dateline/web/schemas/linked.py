"""What linking found across reports: incidents and stories."""

from __future__ import annotations

from dateline.web.schemas.base import Shape, Toll


class WhereOut(Shape):
    """A place, with how wide it may be."""

    place_id: str | None
    name: str | None
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: str
    radius_km: float | None


class IncidentRow(Shape):
    """An incident in a list. `grade`: reliability and credibility (docs/linking.md)."""

    incident_id: str
    title: str
    event_type: str
    label: str
    quad: int | None
    modes: list[str]
    ahead: bool
    actor: str | None
    recipient: str | None
    place: WhereOut | None
    earliest: str | None
    latest: str | None
    when: str | None
    date_method: str
    killed: Toll | None
    injured: Toll | None
    events: int
    reports: int
    voices: int
    countries: list[str]
    disputed: list[str]
    grade: str
    cohesion: float
    pinned: bool


class TollStep(Toll):
    """A toll as one event gave it."""

    event_id: str
    report_id: str
    published: str | None


class VersionOut(Shape):
    """What one source says."""

    source: str
    source_kind: str
    stance: str
    country: str | None
    voices: int
    events: list[str]
    killed: Toll | None
    injured: Toll | None


class IncidentEvent(Shape):
    """An event of an incident, with its sentence."""

    event_id: str
    report_id: str
    sentence: str
    trigger: str
    event_type: str
    modes: list[str]
    actor: str | None
    recipient: str | None
    earliest: str | None
    latest: str | None
    published: str | None
    publisher: str | None
    report_title: str | None
    source: str | None
    source_kind: str
    stance: str
    negated: bool
    killed: Toll | None
    injured: Toll | None


class SourceOut(Shape):
    """A report that tells of the incident. `family_id`: reports with the same one are copies of one text."""

    report_id: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    family_id: str | None
    edition: str | None
    events: int


class Evidence(Shape):
    """One piece of evidence with its log-odds."""

    name: str
    weight: float


class Reason(Shape):
    """Why two events are one happening: a score with its evidence, or what an analyst ruled."""

    left: str
    right: str
    score: float | None
    evidence: list[Evidence]
    ruled: str | None
    by: str | None
    note: str | None


class ChainOut(Shape):
    """`left` came of `right`: stated by a report, or inferred."""

    left: str
    right: str
    relation: str
    method: str
    score: float
    reason: str
    events: list[str]


class ChainNode(Shape):
    """An incident of a chain."""

    incident_id: str
    title: str
    event_type: str
    quad: int | None
    earliest: str | None
    latest: str | None
    grade: str
    distance: int


class StoryRow(Shape):
    """Incidents that belong together."""

    story_id: str
    title: str
    first_day: str | None
    last_day: str | None
    reports: int
    incidents: int


class IncidentView(Shape):
    """One incident as all reports together tell it."""

    incident: IncidentRow
    best: str
    grade_reason: str
    killed_history: list[TollStep]
    injured_history: list[TollStep]
    versions: list[VersionOut]
    confirms: list[str]
    denies: list[str]
    claims: list[str]
    events: list[IncidentEvent]
    sources: list[SourceOut]
    reasons: list[Reason]
    chain: list[ChainOut]
    chain_incidents: list[ChainNode]
    stories: list[StoryRow]


class StoryView(Shape):
    """A story with its incidents in order of days, and what led to what among them."""

    story: StoryRow
    incidents: list[IncidentRow]
    chain: list[ChainOut]
