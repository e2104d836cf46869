"""Charts: events by time, by pair of countries, and on the map."""

from __future__ import annotations

from itertools import groupby
from math import sqrt
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from dateline.errors import StoreError
from dateline.lexicon.countries import load_countries
from dateline.store import Store
from dateline.store.aggregates import (
    Bin,
    Dates,
    count_areas,
    count_by_time,
    count_clusters,
    count_dyad,
    count_dyads,
    count_lanes,
    count_unplaced,
    count_vague,
    dyad_filter,
)
from dateline.store.filters import parse_filter
from dateline.web.answers import GEOJSON, encode
from dateline.web.desk import TheDesk
from dateline.web.lists import Q, events_page
from dateline.web.places import radius_of
from dateline.web.reading import safe_url
from dateline.web.routes import LISTING, READING
from dateline.web.schemas.base import Rows
from dateline.web.schemas.events import DyadRow, DyadView, Lane, Lanes, MapView, TimeBin, Timeline
from dateline.web.tables import columns_of

router = APIRouter(tags=["charts"])
SpanOf = Annotated[Bin, Query(alias="bin", description="The width of a span of time.")]
DatesOf = Annotated[
    Dates,
    Query(description="`published` puts news without a day on that of its report, as `inferred`; `stated` does not."),
]
Country = Annotated[str, Path(pattern=r"^[A-Z]{3}$", examples=["IRN"])]
Domestic = Annotated[bool, Query(description="Whether a country's dealings with itself are a pair too.")]
_CELL = 67.5  # degrees of the grid at zoom 0: some 48 pixels of a map 256 wide
_SPREAD = 1.96
_MAP = {"$ref": "#/components/schemas/MapView"}


@router.get("/api/timeline", response_model=Timeline | Lanes, responses=LISTING)
def get_timeline(
    request: Request,
    desk: TheDesk,
    q: Q = "",
    span: SpanOf = "week",
    dates: DatesOf = "published",
    lanes: Annotated[Literal["dyad"] | None, Query(description="A lane for each of the most active pairs.")] = None,
    domestic: Domestic = False,
    limit: Annotated[int, Query(ge=1, le=100, description="At most so many lanes.")] = 20,
) -> Response:
    """Events by time and quad class, or by pair of countries: cooperation up, conflict down."""

    def make(store: Store) -> dict[str, Any]:
        told = {"bin": span, "dates": dates, **count_vague(store, q, span, dates)}
        if lanes is None:
            return {**told, "items": count_by_time(store, q, span, dates)}
        return {**told, "items": _lanes(count_lanes(store, q, span, dates, domestic=domestic, limit=limit))}

    return desk.answer(request, make, columns_of(Lane if lanes else TimeBin))


def _lanes(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    lanes = []
    for (left, right, total), members in groupby(rows, lambda row: (row["left"], row["right"], row["total"])):
        bins = [{name: row[name] for name in ("bin", "up", "down", "killed", "inferred")} for row in members]
        lanes.append({"left": left, "right": right, "total": total, "bins": bins})
    return lanes


@router.get("/api/map", response_model=MapView, responses={**READING, 200: {"content": {GEOJSON: {"schema": _MAP}}}})
def get_map(
    request: Request,
    desk: TheDesk,
    q: Q = "",
    zoom: Annotated[float, Query(ge=0, le=18)] = 2,
    bbox: Annotated[
        str | None, Query(max_length=100, description="west,south,east,north in degrees.", examples=["24,20,80,45"])
    ] = None,
) -> Response:
    """Events on the map as GeoJSON: clusters of exact places, and areas where no place is exact."""
    box = _box(bbox)

    def make() -> tuple[bytes, str]:
        with desk.shared.reading() as store:
            return encode(_map(store, q, zoom, box)), GEOJSON

    return desk.answers.answer(request, desk.shared.version, make)


def _box(text: str | None) -> tuple[float, float, float, float] | None:
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise StoreError("filter: bbox wants west,south,east,north") from None
    if not (-90 <= south <= north <= 90 and -360 <= west <= 360 and -360 <= east <= 360):
        raise StoreError("filter: bbox wants west,south,east,north in degrees")
    return west, south, east, north


def _map(store: Store, q: str, zoom: float, box: tuple[float, float, float, float] | None) -> dict[str, Any]:
    cell = _CELL / 2 ** round(zoom)
    clusters = [_cluster(row) for row in count_clusters(store, q, cell, box)]
    areas = [_area(row) for row in count_areas(store, q, box)]
    return {
        "type": "FeatureCollection", "features": [*areas, *clusters], "unplaced": count_unplaced(store, q),
        "cell": cell,
    }  # fmt: skip


def _feature(row: dict[str, Any], **more: object) -> dict[str, Any]:
    same = ("count", "happenings", "quad1", "quad2", "quad3", "quad4", "killed", "place_name", "country", "event_ids")
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(row["longitude"], 5), round(row["latitude"], 5)]},
        "properties": {**{name: row[name] for name in same}, **more},
    }


def _cluster(row: dict[str, Any]) -> dict[str, Any]:
    one = row["place_name"] == row["other_place"]
    return _feature(
        row, kind="cluster", precision="town", radius_km=radius_of("town"), place_id=None, places=1 if one else 2,
        admin1=None, filter=f"{_around(row)} precision:exact,town",
    )  # fmt: skip


def _around(row: dict[str, Any]) -> str:
    """A box that holds the cluster's events whatever their figures' last digits are."""
    edge = 1e-5
    numbers = (row["south"] - edge, row["west"] - edge, row["north"] + edge, row["east"] + edge)
    return "box:" + ",".join(f"{number:.5f}" for number in numbers)


def _area(row: dict[str, Any]) -> dict[str, Any]:
    edge = 0.01
    middle = (row["latitude"] - edge, row["longitude"] - edge, row["latitude"] + edge, row["longitude"] + edge)
    where = "box:" + ",".join(f"{number:.4f}" for number in middle)
    return _feature(
        row, kind="area", precision=row["precision"], radius_km=radius_of(row["precision"]),
        place_id=row["place_id"], places=1, admin1=row["admin1"], filter=f"{where} precision:{row['precision']}",
    )  # fmt: skip


@router.get("/api/dyads", response_model=Rows[DyadRow], responses=LISTING)
def list_dyads(
    request: Request,
    desk: TheDesk,
    q: Q = "",
    domestic: Domestic = False,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:
    """Pairs of countries that did something to or with each other, the most active first."""

    def make(store: Store) -> dict[str, Any]:
        rows = count_dyads(store, q, domestic=domestic, limit=limit)
        return {"items": [{**row, **_names(row["left"], row["right"])} for row in rows]}

    return desk.answer(request, make, columns_of(DyadRow))


@router.get("/api/dyads/{left}/{right}", response_model=DyadView, responses=READING)
def get_dyad(
    request: Request,
    desk: TheDesk,
    left: Country,
    right: Country,
    q: Q = "",
    span: SpanOf = "week",
    dates: DatesOf = "published",
) -> Response:
    """Two countries through time, and their latest events with each other."""

    parse_filter(q)  # by itself: a parenthesis too many would let it out of the pair's

    def make(store: Store) -> dict[str, Any]:
        both = dyad_filter(left, right, q)
        found = events_page(store, both, None, None, 50)
        for row in found["items"]:
            row["url"] = safe_url(row["url"])
        return {
            "left": left, "right": right, **_names(left, right), "bin": span, "dates": dates, "filter": both,
            **count_vague(store, both, span, dates),
            "series": [_interval(row) for row in count_dyad(store, left, right, q, span, dates)],
            "events": found["items"], "total": found["total"]
        }  # fmt: skip

    return desk.answer(request, make)


def _interval(row: dict[str, Any]) -> dict[str, Any]:
    """The bin with the bounds of its mean score; one event alone has none."""
    deviation = row.pop("deviation")
    margin = None if deviation is None else _SPREAD * deviation / sqrt(row["count"])
    bounds = (None, None) if margin is None else (max(-10.0, row["score"] - margin), min(10.0, row["score"] + margin))
    return {**row, "low": bounds[0], "high": bounds[1]}


def _names(left: str, right: str) -> dict[str, str | None]:
    known = load_countries().by_code
    return {
        side: known[code].name if code in known else None for side, code in (("left_name", left), ("right_name", right))
    }
