"""Files of whole events: CSV, PLOVER JSONL, GeoJSON and HXL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from dateline import __version__
from dateline.export.delimited import Row, write_delimited
from dateline.store.flat import COLUMNS

_HXL = {
    "event_id": "#event+id", "date": "#date+occurred", "date_basis": "#date+basis",
    "published": "#date+reported", "type": "#event+type",
    "status": "#status", "actor": "#org+name+actor", "recipient": "#org+name+recipient",
    "country": "#country+code+iso3", "admin1": "#adm1+name", "admin2": "#adm2+name", "place": "#loc+name",
    "latitude": "#geo+lat", "longitude": "#geo+lon", "killed": "#affected+killed", "injured": "#affected+injured",
    "source": "#meta+source", "url": "#meta+url", "description": "#description",
}  # fmt: skip


def write_csv(rows: Iterable[Row], path: Path) -> int:
    """Writes every column of the events."""
    return write_delimited(path, COLUMNS, rows)


def write_hxl(rows: Iterable[Row], path: Path) -> int:
    """Writes CSV with HXL's hashtags under the heading."""
    return write_delimited(path, list(_HXL), map(_hxl, rows), under=list(_HXL.values()))


def write_plover(rows: Iterable[Row], path: Path) -> int:
    """Writes PLOVER's records, one JSON object a line."""
    return write_lines(map(_plover, rows), path)


def write_geojson(rows: Iterable[Row], path: Path, columns: Sequence[str] = COLUMNS, key: str = "event_id") -> int:
    """Writes a feature collection, feature by feature, with the columns as properties."""
    properties = [name for name in columns if name not in ("latitude", "longitude")]
    number = 0
    with path.open("wb") as file:
        file.write(b'{"type":"FeatureCollection","features":[')
        for number, row in enumerate(rows, 1):
            file.write((b"" if number == 1 else b",") + b"\n" + msgspec.json.encode(_feature(row, properties, key)))
        file.write(b"\n]}\n")
    return number


def write_lines(objects: Iterable[dict[str, Any]], path: Path) -> int:
    """Writes one JSON object a line; gives how many."""
    number = 0
    with path.open("wb") as file:
        for number, one in enumerate(objects, 1):  # noqa: B007 - asked for after the loop
            file.write(msgspec.json.encode(one) + b"\n")
    return number


def known(values: dict[str, Any]) -> dict[str, Any]:
    """What is known: without None, empty text and empty lists."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def parties(row: Row, role: str) -> Iterator[tuple[str, str, str | None, str | None, list[str]]]:
    """Words, name, id, country and sectors of each party of a role."""
    columns = (row[f"{role}_{name}"] for name in ("words", "names", "ids", "countries", "sectors"))
    for words, name, target, country, sectors in zip(*columns, strict=True):
        yield words, name, target, country, (sectors or "").split()


def _feature(row: Row, properties: Sequence[str], key: str) -> dict[str, Any]:
    point = row["latitude"] is not None and row["longitude"] is not None
    return {
        "type": "Feature",
        "id": row[key],
        "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]} if point else None,
        "properties": {name: row[name] for name in properties},
    }


def _hxl(row: Row) -> Row:
    place = row["place_name"] or row["place_words"]
    return {
        **row, "date": row["earliest"], "type": row["event_type"], "actor": row["actor_names"],
        "recipient": row["recipient_names"], "country": row["place_country"], "place": place,
        "killed": row["killed_best"], "injured": row["injured_best"], "source": row["publisher"],
        "description": row["text"],
    }  # fmt: skip


def _plover(row: Row) -> dict[str, Any]:
    modes = [*row["modes"], *([row["status"]] if row["status"] != "current" else [])]
    sizes = known({"dead": row["killed_best"], "injured": row["injured_best"]})
    event = {"event_type": row["event_type"], **known({"mode": modes + (["negation"] if row["negated"] else [])})}
    return {
        "id": row["event_id"],
        "date": row["earliest"] or row["latest"],
        "actor": [_plover_party(one) for one in parties(row, "actor")],
        "event": [event],
        **known({
            "enddate": row["latest"] if row["latest"] != row["earliest"] else None,
            "date_basis": row["date_basis"] if row["date_basis"] != "stated" else None,
            "recipient": [_plover_party(one) for one in parties(row, "recipient")],
            "event_loc": _plover_place(row), "event_text": [row["words"]], "quad_code": row["quad_class"],
            "event_scale": row["score"], "context": row["contexts"], "size": sizes, "text": row["text"],
            "text_info": {"sequence": row["sentence"], "start": row["trigger_start"], "end": row["trigger_end"]},
            "cite_info": known({
                "url": row["url"], "title": row["title"], "language": row["language"],
                "publication": row["publisher"], "coder": "dateline", "codebook": "PLOVER 2.0", "version": __version__,
            }),
            "coder": "dateline",
        }),
    }  # fmt: skip


def _plover_party(one: tuple[str, str, str | None, str | None, list[str]]) -> dict[str, Any]:
    words, name, target, country, sectors = one
    return known({
        "code": country, "sector": sectors, "entity_text": words, "identifier_id": target, "identifier_text": name,
    })  # fmt: skip


def _plover_place(row: Row) -> dict[str, Any]:
    return known({
        "extracted_place": row["place_words"], "resolved_place": row["place_name"], "lat": row["latitude"],
        "lon": row["longitude"], "district": row["admin2"], "province": row["admin1"],
        "country_code": row["place_country"], "feature_code": row["feature"],
    })  # fmt: skip
