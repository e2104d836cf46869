"""What analysts say of events and incidents."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from dateline.records import Span
from dateline.web.schemas.base import Id, Name, Offset, Shape, Status, Words
from dateline.web.schemas.events import EventRow
from dateline.web.schemas.report import EventOut

_People = Annotated[int, Field(ge=0, le=100_000_000)]


class MarkIn(Shape):
    """A stretch of the report's text."""

    start: Offset
    end: Offset

    @model_validator(mode="after")
    def _in_order(self) -> MarkIn:
        if self.start >= self.end:
            raise ValueError("a stretch ends after it starts")
        return self

    @property
    def span(self) -> Span:
        """The stretch as a span."""
        return Span(self.start, self.end)


class PartyIn(MarkIn):
    """The words of a party, and whom they stand for where the coder does not know it."""

    name: Name | None = None
    country: Annotated[str | None, Field(pattern=r"^[A-Z]{3}$")] = None
    sectors: Annotated[list[Annotated[str, Field(pattern=r"^[A-Z]{3}$")]] | None, Field(max_length=5)] = None


class PlaceIn(MarkIn):
    """The words of a place, and which one it is where the coder does not know it."""

    name: Name | None = None
    country: Annotated[str | None, Field(pattern=r"^[A-Z]{3}$")] = None
    admin1: Name | None = None
    lat: Annotated[float | None, Field(ge=-90, le=90, allow_inf_nan=False)] = None
    lon: Annotated[float | None, Field(ge=-180, le=180, allow_inf_nan=False)] = None
    precision: Literal["exact", "town", "ADM2", "ADM1", "country", "region", "relative", "unknown"] | None = None


class TimeIn(MarkIn):
    """The words of a time, and the days that they mean where the coder does not know it."""

    earliest: date | None = None
    latest: date | None = None

    @model_validator(mode="after")
    def _first_to_last(self) -> TimeIn:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError("the first day comes after the last")
        return self


class TollIn(Shape):
    """A number of people, with the words that give it."""

    best: _People
    low: _People | None = None
    high: _People | None = None
    approx: bool = False
    start: Offset | None = None
    end: Offset | None = None

    @model_validator(mode="after")
    def _bounds(self) -> TollIn:
        low = self.best if self.low is None else self.low
        high = self.best if self.high is None else self.high
        if not low <= self.best <= high:
            raise ValueError("the best number lies between the lowest and the highest")
        if (self.start is None) != (self.end is None) or (self.start is not None and self.start >= (self.end or 0)):
            raise ValueError("a stretch ends after it starts")
        return self


class Changes(Shape):
    """The fields of an event that are otherwise; those not named stay. `null` empties a slot."""

    trigger: MarkIn | None = None
    event_type: Annotated[str | None, Field(max_length=40)] = None
    modes: Annotated[list[Annotated[str, Field(max_length=40)]] | None, Field(max_length=10)] = None
    contexts: Annotated[list[Annotated[str, Field(max_length=40)]] | None, Field(max_length=20)] = None
    status: Status | None = None
    negated: bool | None = None
    actors: Annotated[list[PartyIn] | None, Field(max_length=50)] = None
    recipients: Annotated[list[PartyIn] | None, Field(max_length=50)] = None
    place: PlaceIn | None = None
    time: TimeIn | None = None
    weapon: MarkIn | None = None
    killed: TollIn | None = None
    injured: TollIn | None = None


class ReviewIn(Shape):
    """A word on an event. `add` names a report and the trigger of an event that the coder missed."""

    verdict: Literal["accept", "reject", "correct", "add", "undo"]
    by: Annotated[Name, Field(min_length=1, max_length=80)]
    event_id: Id | None = None
    report_id: Id | None = None
    changes: Changes | None = None
    reason: Words = ""
    undo_of: Id | None = None


class ReviewRow(Shape):
    """A row of the log. `standing`: nobody took it back."""

    review_id: str
    report_id: str
    event_id: str
    verdict: str
    changes: dict[str, Any]
    reason: str
    by: str
    at: str
    undo_of: str | None
    standing: bool
    event_type: str
    title: str | None


class Reviewed(Shape):
    """What a review led to: the event as it is now (None where an added one was taken back)."""

    review: ReviewRow
    event: EventOut | None


class QueueRow(EventRow):
    """An event to be looked at: `priority` is `doubt` × `weight`."""

    priority: float
    doubt: float
    weight: float
    incident_id: str | None


class FieldRow(Shape):
    """Agreement on one field; `kept`: whether the event is one at all."""

    field: str
    events: int
    same: int
    kappa: float | None


class Difference(Shape):
    """A field of an event on which two analysts differ."""

    event_id: str
    field: str
    a: Any
    b: Any


class AgreementView(Shape):
    """Two analysts on the events that both judged."""

    a: str
    b: str
    events: int
    fields: list[FieldRow]
    differences: list[Difference]
    reviewers: list[str]


class RulingIn(Shape):
    """Who rules, and why."""

    by: Annotated[Name, Field(min_length=1, max_length=80)]
    reason: Words = ""


class MergeIn(RulingIn):
    """Incidents that are one with this one."""

    incidents: Annotated[list[Id], Field(min_length=1, max_length=50)]


class SplitIn(RulingIn):
    """Events of the incident that are not of it."""

    events: Annotated[list[Id], Field(min_length=1, max_length=500)]


class RulingRow(Shape):
    """What an analyst ruled on two events."""

    ruling_id: str
    left_event: str
    right_event: str
    verdict: str
    kind: str
    by: str
    note: str
    at: str


class Ruled(Shape):
    """What a ruling led to: its id, with which it can be taken back, and the incidents that hold the events now."""

    rulings: list[str]
    incidents: list[str]
