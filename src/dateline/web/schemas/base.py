"""Shapes that many answers share."""

from __future__ import annotations

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Item = TypeVar("Item")


def _plain(value: Any) -> Any:
    """Text that any database can hold: no lone surrogates, no NULs."""
    return value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "") if isinstance(value, str) else value


Words = Annotated[str, BeforeValidator(_plain), Field(max_length=2_000)]
Name = Annotated[str, BeforeValidator(_plain), Field(max_length=200)]
Id = Annotated[str, BeforeValidator(_plain), Field(max_length=200)]
Offset = Annotated[int, Field(ge=0, le=20_000_000)]


class Shape(BaseModel):
    """The root of all shapes."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)


class Page(Shape, Generic[Item]):
    """One page of a list; `next` is the cursor of the page after it, `total` is told on the first page."""

    items: list[Item]
    next: str | None
    total: int | None


class Rows(Shape, Generic[Item]):
    """A whole list."""

    items: list[Item]


class Wrong(Shape):
    """One thing that does not fit, and where."""

    where: str
    what: str


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Wrong] | None = None


class Stretch(Shape):
    """A stretch of the report's text, half-open, in code points."""

    start: int
    end: int


class Toll(Shape):
    """A number of people with its bounds."""

    low: int
    best: int
    high: int
    approx: bool = False


class CountedToll(Toll):
    """The same with the words that gave it."""

    start: int
    end: int


class Quads(Shape):
    """Events by quad class: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict."""

    quad1: int
    quad2: int
    quad3: int
    quad4: int


Status = Literal["current", "historical", "future", "hypothetical"]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", examples=["2024-01-18"])]
