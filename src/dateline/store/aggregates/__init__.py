"""What charts and maps draw: counts of the events that a filter lets through, by time, place and pair of countries."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from dateline.store.database import Store
from dateline.store.filter_sql import condition_of
from dateline.store.filters import parse_filter
from dateline.store.rows import Row

Bin = Literal["day", "week", "month", "year"]
_DAYS: dict[Bin, int] = {"day": 1, "week": 7, "month": 31, "year": 366}
Dates = Literal["stated", "published"]
_ENDS: dict[Dates, dict[str, str]] = {
    "stated": {
        "first": "CASE WHEN date_basis <> 'publication' THEN earliest END",
        "last": "CASE WHEN date_basis <> 'publication' THEN latest END",
    },
    "published": {"first": "CASE date_basis WHEN 'publication' THEN latest ELSE earliest END", "last": "latest"},
}
"""Where an event stands in time: on days that a report states, or else, if it is news, on its report's own day."""


@lru_cache(maxsize=32)
def load_aggregate(name: str) -> str:
    """The SQL of an aggregate, with the places of its condition and numbers in braces."""
    text = files("dateline.store.aggregates").joinpath(f"{name}.sql").read_text("utf-8")
    return "\n".join(line for line in text.splitlines() if not line.startswith("--"))


def _ask(
    store: Store, name: str, text: str, more: str = "true", values: Sequence[object] = (), **parts: object
) -> list[Row]:
    """The rows of an aggregate under a filter; `parts` are our own numbers and names, never a user's words."""
    condition = condition_of(parse_filter(text))
    sql = load_aggregate(name).format(condition=f"({condition.sql}) AND {more}", **parts)
    return store.rows(sql, [*condition.parameters, *values])


def count_by_time(store: Store, text: str = "", span: Bin = "week", dates: Dates = "published") -> list[Row]:
    """Events by span of time and quad class: bin (its first day), quad, count, happenings, killed.

    `shared` and `inferred` are those of the count whose days another event states, or that stand on their report's day.
    """
    return _ask(store, "timeline", text, bin=span, days=_DAYS[span], **_ENDS[dates])


def count_vague(store: Store, text: str = "", span: Bin = "week", dates: Dates = "published") -> Row:
    """How many events the timeline leaves out: `undated`, and `vague`, those of a date less exact than a span."""
    return _ask(store, "vague", text, days=_DAYS[span], **_ENDS[dates])[0]


def _pairs(text: str, sums: str, more: str = "true") -> tuple[str, list[object]]:
    condition = condition_of(parse_filter(text))
    sql = load_aggregate("pairs").format(condition=f"({condition.sql}) AND {more}", sums=sums)
    return sql, [*condition.parameters, *condition.parameters]


def count_dyads(store: Store, text: str = "", *, domestic: bool = False, limit: int = 100) -> list[Row]:
    """Pairs of countries that did something to or with each other, by quad class, the most active first."""
    pairs, parameters = _pairs(text, load_aggregate("pair_sums"))
    sql = load_aggregate("dyads").format(pairs=pairs, domestic=str(domestic).lower(), limit=int(limit))
    return store.rows(sql, parameters)


def count_lanes(
    store: Store,
    text: str = "",
    span: Bin = "week",
    dates: Dates = "published",
    *,
    domestic: bool = False,
    limit: int = 20,
) -> list[Row]:
    """The most active pairs of countries by span of time: left, right, total, bin, up, down, killed, inferred."""
    ends = _ENDS[dates]
    sums = load_aggregate("lane_sums").format(bin=span, **ends)
    pairs, parameters = _pairs(text, sums, f"{ends['last']} - {ends['first']} < {_DAYS[span]}")
    sql = load_aggregate("lanes").format(pairs=pairs, domestic=str(domestic).lower(), limit=int(limit))
    return store.rows(sql, parameters)


def count_dyad(
    store: Store, left: str, right: str, text: str = "", span: Bin = "week", dates: Dates = "published"
) -> list[Row]:
    """Two countries' events with each other by span of time, with the mean of their scores and its deviation."""
    return _ask(store, "dyad", dyad_filter(left, right, text), bin=span, days=_DAYS[span], **_ENDS[dates])


def dyad_filter(left: str, right: str, text: str = "") -> str:
    """The filter, within another, of what two countries, by their codes, did to or with each other."""
    both = f"((actor:{left} recipient:{right}) OR (actor:{right} recipient:{left}))"
    return f"({text}) {both}" if text.strip() else both


def count_clusters(store: Store, text: str, cell: float, box: Sequence[float] | None, limit: int = 2000) -> list[Row]:
    """Events at exact places by squares of `cell` degrees, within a box (west, south, east, north)."""
    more, values = _within(box)
    return _ask(store, "clusters", text, more, values, cell=float(cell), limit=int(limit))


def count_areas(store: Store, text: str, box: Sequence[float] | None, limit: int = 1000) -> list[Row]:
    """Events whose place is known as an area only, by area, with the area's middle."""
    more, values = _within(box)
    return _ask(store, "areas", text, more, values, limit=int(limit))


def count_unplaced(store: Store, text: str = "") -> int:
    """How many events have no coordinates."""
    return int(_ask(store, "unplaced", text)[0]["unplaced"])


def _within(box: Sequence[float] | None) -> tuple[str, list[object]]:
    if box is None:
        return "true", []
    west, south, east, north = box
    across = "OR" if west > east else "AND"  # over the date line
    return f"latitude BETWEEN ? AND ? AND (longitude >= ? {across} longitude <= ?)", [south, north, west, east]
