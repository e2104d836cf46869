"""Files in the columns of ACLED, UCDP GED, GDELT, ICEWS and POLECAT; what each loses stands in `exchange.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from dateline import __version__
from dateline.export.codes import cameo_code, country, gdelt_quad, goldstein, precision_number
from dateline.export.delimited import Row, write_delimited
from dateline.export.wording import say_basis
from dateline.ontology import load_plover

Cells = dict[str, Any]


@lru_cache(maxsize=1)
def load_rivals() -> dict[str, Any]:
    """The tables of `rivals.yaml`: columns of each set, and its names for our types and sectors."""
    text = files("dateline.export").joinpath("rivals.yaml").read_text("utf-8")
    tables: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return tables


def write_acled(rows: Iterable[Row], path: Path) -> int:
    """Writes ACLED's columns."""
    return write_delimited(path, load_rivals()["acled"]["columns"], _each(rows, _acled))


def write_ged(rows: Iterable[Row], path: Path) -> int:
    """Writes UCDP GED's columns."""
    return write_delimited(path, load_rivals()["ged"]["columns"], _each(rows, _ged))


def write_gdelt(rows: Iterable[Row], path: Path) -> int:
    """Writes GDELT's 61 columns, without a heading as GDELT does."""
    columns = load_rivals()["gdelt"]["columns"]
    return write_delimited(path, columns, _each(rows, _gdelt), delimiter="\t", heading=False)


def write_icews(rows: Iterable[Row], path: Path) -> int:
    """Writes ICEWS' columns."""
    return write_delimited(path, load_rivals()["icews"]["columns"], _each(rows, _icews), delimiter="\t")


def write_polecat(rows: Iterable[Row], path: Path) -> int:
    """Writes POLECAT's columns."""
    return write_delimited(path, load_rivals()["polecat"]["columns"], _each(rows, _polecat), delimiter="\t")


def _each(rows: Iterable[Row], made: Callable[[Row], Cells | None]) -> Iterator[Cells]:
    return (cells for row in rows if (cells := made(row)) is not None)


def _day(row: Row) -> date | None:
    """The first day that the event can have been on; where it is inferred, the report's."""
    inferred = row["date_basis"] == "publication"
    day: date | None = row["latest"] if inferred else row["earliest"] or row["latest"]
    return day


def _party(row: Row, role: str, number: int = 0) -> tuple[str | None, str | None, list[str]]:
    """Name, country and sectors of one party of an event, or nothing."""
    names = row[f"{role}_names"]
    if number >= len(names):
        return None, None, []
    return names[number], row[f"{role}_countries"][number], (row[f"{role}_sectors"][number] or "").split()


def _date_precision(row: Row) -> int | None:
    if row["earliest"] is None or row["latest"] is None:
        return None
    days = (row["latest"] - row["earliest"]).days
    return 1 if days == 0 else 2 if days <= 7 else 3


def _inferred(row: Row) -> str | None:
    """What says, in a column of free words, that the event's own words do not state its days."""
    return None if row["date_basis"] in (None, "stated") else f"date {say_basis(row['date_basis'])}"


def _number(event_id: str) -> int:
    """A number made of an event's id, for sets whose ids are numbers."""
    from hashlib import sha256

    return int.from_bytes(sha256(event_id.encode()).digest()[:7], "big")


def _acled(row: Row) -> Cells | None:
    table = load_rivals()["acled"]
    kinds = table["types"].get(row["event_type"])
    if kinds is None:
        return None
    kind = next((kinds[mode] for mode in row["modes"] if mode in kinds), kinds.get("other"))
    if kind is None:
        return None
    disorder, event_type, sub_type = kind
    day, place = _day(row), country(row["place_country"])
    (actor, _, first), (recipient, _, second) = _party(row, "actor"), _party(row, "recipient")
    groups = [next((table["groups"][one] for one in of if one in table["groups"]), None) for of in (first, second)]
    civilian = groups[1] == "Civilians" and event_type in ("Violence against civilians", "Explosions/Remote violence")
    return {
        "event_id_cnty": row["event_id"], "event_date": day and day.isoformat(), "year": day and day.year,
        "time_precision": _date_precision(row), "disorder_type": disorder, "event_type": event_type,
        "sub_event_type": sub_type, "actor1": actor, "assoc_actor_1": row["actor_names"][1:], "inter1": groups[0],
        "actor2": recipient, "assoc_actor_2": row["recipient_names"][1:], "inter2": groups[1],
        "interaction": "-".join(one for one in groups if one) or None,
        "civilian_targeting": "Civilian targeting" if civilian else None, "country": place.name if place else None,
        "admin1": row["admin1"], "admin2": row["admin2"], "location": row["place_name"] or row["place_words"],
        "latitude": row["latitude"], "longitude": row["longitude"],
        "geo_precision": min(precision_number(row["precision"]) or 3, 3), "source": row["publisher"],
        "notes": row["text"], "fatalities": row["killed_low"] or 0, "tags": _inferred(row),
    }  # fmt: skip


def _ged(row: Row) -> Cells | None:
    if row["event_type"] != "ASSAULT" or not row["killed_best"]:
        return None
    day, place = _day(row), country(row["place_country"])
    (a, a_country, first), (b, b_country, second) = _party(row, "actor"), _party(row, "recipient")
    state = {"GOV", "MIL", "COP", "SPY"}
    sides = [bool(state & set(of)) for of in (first, second)]
    unarmed = not second or bool({"CVL", "REF"} & set(second))
    point = row["latitude"] is not None
    gw = [one.gw if (one := country(code)) and side else None
          for code, side in zip((a_country, b_country), sides, strict=True)]  # fmt: skip
    return {
        "id": _number(row["event_id"]), "relid": row["event_id"], "year": day and day.year, "active_year": 0,
        "code_status": "Machine", "type_of_violence": 3 if unarmed else 1 if any(sides) else 2,
        "dyad_name": f"{a} - {b}" if a and b else None, "side_a": a, "side_b": b or ("Civilians" if unarmed else None),
        "number_of_sources": row.get("voices", 1), "source_article": row["url"], "source_office": row["publisher"],
        "source_date": row["published"], "source_headline": row["title"], "source_original": row["source_words"],
        "where_prec": precision_number(row["precision"]), "where_coordinates": row["place_name"],
        "where_description": row["place_words"], "adm_1": row["admin1"], "adm_2": row["admin2"],
        "latitude": row["latitude"], "longitude": row["longitude"],
        "geom_wkt": f"POINT ({row['longitude']} {row['latitude']})" if point else None,
        "priogrid_gid": _grid_cell(row["latitude"], row["longitude"]) if point else None,
        "country": place.name if place else None, "country_id": place.gw if place else None,
        "event_clarity": 1 if _date_precision(row) == 1 else 2, "date_prec": _date_precision(row),
        "date_start": row["earliest"], "date_end": row["latest"], "deaths_a": 0, "deaths_b": 0, "deaths_civilians": 0,
        "deaths_unknown": row["killed_best"], "best": row["killed_best"], "high": row["killed_high"],
        "low": row["killed_low"], "gwnoa": gw[0], "gwnob": gw[1],
    }  # fmt: skip


def _grid_cell(latitude: float, longitude: float) -> int:
    """The number of a PRIO-GRID cell: half degrees, row by row from the south-west."""
    line, column = min(int((latitude + 90) * 2), 359), min(int((longitude + 180) * 2), 719)
    return line * 720 + column + 1


def _gdelt(row: Row) -> Cells | None:
    day, code = _day(row), cameo_code(row["event_type"], row["modes"])
    if day is None or code is None:
        return None
    known = row["latitude"] is not None
    precision = row["precision"]
    geo = {"Type": 1 if precision == "country" else 5 if precision == "ADM1" else 4 if known else 0,
           "FullName": ", ".join(one for one in (row["place_name"], row["admin1"]) if one) or None,
           "Lat": row["latitude"], "Long": row["longitude"]}  # fmt: skip
    published = row["published"] or day
    return {
        "GLOBALEVENTID": _number(row["event_id"]), "Day": f"{day:%Y%m%d}", "MonthYear": f"{day:%Y%m}",
        "Year": day.year, "FractionDate": round(day.year + (day.month * 30 + day.day) / 365, 4),
        **_gdelt_actor("Actor1", row, "actor"), **_gdelt_actor("Actor2", row, "recipient"), "IsRootEvent": 1,
        "EventCode": code, "EventBaseCode": code[:3], "EventRootCode": code[:2], "QuadClass": gdelt_quad(code),
        "GoldsteinScale": goldstein(code), "NumMentions": 1, "NumSources": 1, "NumArticles": 1,
        **{f"ActionGeo_{name}": value for name, value in geo.items()}, "DATEADDED": f"{published:%Y%m%d}000000",
        "SOURCEURL": row["url"],
    }  # fmt: skip


def _gdelt_actor(prefix: str, row: Row, role: str) -> Cells:
    name, code, sectors = _party(row, role)
    cells: Cells = {
        f"{prefix}Code": "".join([code or "", *sectors[:2]]) or None, f"{prefix}Name": name.upper() if name else None,
        f"{prefix}CountryCode": code, f"{prefix}Geo_Type": 0,
    }  # fmt: skip
    return cells | {f"{prefix}Type{number}Code": sector for number, sector in enumerate(sectors[:3], 1)}


def _icews(row: Row) -> Cells | None:
    day, code = _day(row), cameo_code(row["event_type"], row["modes"])
    if day is None or code is None:
        return None
    cells: Cells = {}
    for prefix, role in (("Source", "actor"), ("Target", "recipient")):
        name, of, sectors = _party(row, role)
        found = country(of)
        cells |= {f"{prefix} Name": name, f"{prefix} Sectors": ",".join(sectors) or None,
                  f"{prefix} Country": found.name if found else None}  # fmt: skip
    place = country(row["place_country"])
    return cells | {
        "Event ID": _number(row["event_id"]), "Event Date": day, "Event Text": _event_words(row), "CAMEO Code": code,
        "Intensity": goldstein(code), "Story ID": row["report_id"], "Sentence Number": row["sentence"] + 1,
        "Publisher": row["publisher"], "City": row["place_name"] if row["precision"] in ("town", "exact") else None,
        "District": row["admin2"], "Province": row["admin1"], "Country": place.name if place else None,
        "Latitude": row["latitude"], "Longitude": row["longitude"],
    }  # fmt: skip


def _event_words(row: Row) -> str:
    return " ".join([row["event_type"].capitalize(), *row["modes"]])


def _polecat(row: Row) -> Cells | None:
    day = _day(row)
    if day is None:
        return None
    place = country(row["place_country"])
    plover = load_plover()
    known = row["event_type"] in plover.types
    return {
        "Event ID": row["event_id"], "Event Date": day, "Event Type": row["event_type"], "Event Mode": row["modes"],
        "Intensity": plover.score(row["event_type"], tuple(row["modes"])) if known else None,
        "Quad Code": row["quad_class"], "Contexts": row["contexts"],
        **_polecat_party("Actor", row, "actor"), **_polecat_party("Recipient", row, "recipient"),
        "Placename": row["place_name"], "City": row["place_name"] if row["precision"] in ("town", "exact") else None,
        "District": row["admin2"], "Province": row["admin1"], "Country": place.name if place else None,
        "Latitude": row["latitude"], "Longitude": row["longitude"], "GeoNames ID": _geonames(row["place_id"]),
        "Raw Placename": row["place_words"], "Feature Type": row["feature"], "Source": row["publisher"],
        "Publication Date": row["published"], "Language": row["language"], "Version": f"dateline {__version__}",
    }  # fmt: skip


def _polecat_party(prefix: str, row: Row, role: str) -> Cells:
    """All parties of a role, with '; ' between them."""
    found = [_party(row, role, number) for number in range(len(row[f"{role}_names"]))]
    states = [country(code) for _, code, _ in found]
    return {
        f"{prefix} Name": [name for name, _, _ in found], f"{prefix} Country": [code for _, code, _ in found],
        f"{prefix} COW": [one.cow if one else None for one in states],
        f"{prefix} Primary Sector": [of[0] if of else None for _, _, of in found],
        f"{prefix} Sectors": [" ".join(of) for _, _, of in found], f"{prefix} Name Raw": row[f"{role}_words"],
    }  # fmt: skip


def _geonames(place_id: str | None) -> str | None:
    """The number in a place's id, where it is GeoNames'."""
    home, _, number = (place_id or "").partition(":")
    return number if home == "geonames" else None
