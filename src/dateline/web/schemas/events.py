"""Events in lists, counts, charts and maps."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict

from dateline.web.schemas.base import Quads, Shape, Status, Stretch
from dateline.web.schemas.report import Why


class EventRow(Shape):
    """A row of the store's `flat_events` (docs/store.md), and what an analyst said of it last."""

    event_id: str
    report_id: str
    same_as: str
    repeated: bool
    sentence: int
    event_type: str
    modes: list[str]
    contexts: list[str]
    quad_class: int | None
    score: float | None
    status: Status
    negated: bool
    words: str
    trigger_start: int
    trigger_end: int
    actor_words: list[str | None]
    actor_names: list[str | None]
    actor_ids: list[str | None]
    actor_countries: list[str | None]
    actor_sectors: list[str | None]
    recipient_words: list[str | None]
    recipient_names: list[str | None]
    recipient_ids: list[str | None]
    recipient_countries: list[str | None]
    recipient_sectors: list[str | None]
    place_words: str | None
    place_name: str | None
    place_id: str | None
    place_country: str | None
    admin1: str | None
    admin2: str | None
    latitude: float | None
    longitude: float | None
    precision: str | None
    feature: str | None
    time_words: str | None
    earliest: str | None
    latest: str | None
    date_basis: str | None
    date_from: str | None
    killed_low: int | None
    killed_best: int | None
    killed_high: int | None
    injured_low: int | None
    injured_best: int | None
    injured_high: int | None
    weapon: str | None
    source_words: str | None
    source_kind: str | None
    certainty: str | None
    confidence: float
    method: str
    text: str
    title: str | None
    publisher: str | None
    url: str | None
    language: str | None
    published: str | None


class Mark(Stretch):
    """A stretch with its slot: event, actor, recipient, place, time, weapon, killed, injured, source, cue."""

    slot: str


class Evidence(Shape):
    """The sentence of an event with the stretches of it that fill slots, counted from the sentence's beginning."""

    sentence: str
    sentence_start: int
    spans: list[Mark]
    before: str
    after: str


class EventView(Shape):
    """One event with its evidence."""

    event: EventRow
    evidence: Evidence
    why: list[Why]
    incident_id: str | None


class CountRow(Shape):
    """How many events a group has; the names of the groups stand beside."""

    model_config = ConfigDict(extra="allow")

    events: int
    happenings: int
    killed: int | None
    injured: int | None


class Counts(Shape):
    """Counts by groups, the largest first."""

    by: list[str]
    items: list[CountRow]


class TimeBin(Shape):
    """Events of one quad class in one span of time; of those, with another event's days, or with their report's."""

    bin: str
    quad: int | None
    count: int
    happenings: int
    killed: int | None
    shared: int
    inferred: int


class Timeline(Shape):
    """Events by time; `undated` and `vague` ones are not in it."""

    bin: str
    dates: str
    undated: int
    vague: int
    items: list[TimeBin]


class LaneBin(Shape):
    """Cooperation and conflict of a pair in one span of time."""

    bin: str
    up: int
    down: int
    killed: int | None
    inferred: int


class Lane(Shape):
    """A pair of countries through time."""

    left: str
    right: str
    total: int
    bins: list[LaneBin]


class Lanes(Shape):
    """The most active pairs of countries."""

    bin: str
    dates: str
    undated: int
    vague: int
    items: list[Lane]


class Point(Shape):
    """A GeoJSON point: longitude, latitude."""

    type: Literal["Point"]
    coordinates: list[float]


class Spot(Quads):
    """What stands at a point of the map: a cluster of exact places, or the middle of an area.

    `filter`: terms that, added to the filter, leave the events of this spot. An area is drawn `radius_km` wide, or,
    where that is None, as the country's shape.
    """

    kind: Literal["cluster", "area"]
    count: int
    happenings: int
    killed: int | None
    event_ids: list[str]
    precision: str
    radius_km: float | None
    place_id: str | None
    place_name: str | None
    places: int
    country: str | None
    admin1: str | None
    filter: str


class Feature(Shape):
    """A GeoJSON feature."""

    type: Literal["Feature"]
    geometry: Point
    properties: Spot


class MapView(Shape):
    """A GeoJSON feature collection; `unplaced` events have no coordinates, `cell` is the grid's width in degrees."""

    type: Literal["FeatureCollection"]
    features: list[Feature]
    unplaced: int
    cell: float


class DyadRow(Quads):
    """A pair of countries. `forth`: events from left to right, `back`: from right to left."""

    left: str
    right: str
    left_name: str | None
    right_name: str | None
    count: int
    happenings: int
    forth: int
    back: int
    killed: int | None
    score: float | None
    first_day: str | None
    last_day: str | None


class DyadBin(Quads):
    """A pair of countries in one span of time; `low` and `high` bound the mean score (95 %)."""

    bin: str
    count: int
    killed: int | None
    shared: int
    inferred: int
    score: float | None
    low: float | None
    high: float | None


class DyadView(Shape):
    """A pair of countries: its series and its latest events. `filter` finds all of them."""

    left: str
    right: str
    left_name: str | None
    right_name: str | None
    bin: str
    dates: str
    filter: str
    undated: int
    vague: int
    series: list[DyadBin]
    events: list[EventRow]
    total: int
