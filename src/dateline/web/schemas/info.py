"""The store as a whole."""

from __future__ import annotations

from dateline.web.schemas.base import Day, Shape


class TypeInfo(Shape):
    """A PLOVER type with its quad class (1 to 4), score, plain name and modes."""

    name: str
    label: str
    quad: int
    score: float
    definition: str
    modes: dict[str, str]


class FieldInfo(Shape):
    """A field of the filter language."""

    name: str
    kind: str
    says: str


class Publisher(Shape):
    """A publisher with its number of reports."""

    publisher: str
    reports: int


class Info(Shape):
    """What the page needs to know before it asks anything."""

    version: str
    store: str
    read_only: bool
    token_required: bool
    counts: dict[str, int]
    first_day: Day | None
    last_day: Day | None
    publishers: list[Publisher]
    fields: list[FieldInfo]
    has: list[str]
    sorts: list[str]
    groups: list[str]
    types: list[TypeInfo]
    contexts: dict[str, str]
    statuses: dict[str, str]
    precisions: dict[str, float | None]
