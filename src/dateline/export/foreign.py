"""Events in files of ACLED, UCDP GED, GDELT 2.0, ICEWS and POLECAT, read into one small record."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from dateline.errors import ReadError
from dateline.export.rivals import load_rivals
from dateline.lexicon.countries import load_countries
from dateline.ontology import load_plover
from dateline.ontology.types import QUAD_CLASSES

LONGEST = 1_000_000  # characters of one cell
_CODED = re.compile(r"\(([A-Za-z .'-]+)\)")  # 'Military Forces of Iran (1989-)', 'Protesters (Pakistan)'
_DAYS = (re.compile(r"(\d{4})-(\d\d?)-(\d\d?)"), re.compile(r"(\d{4})(\d\d)(\d\d)(?!\d)"))
_MONTHS = {name: i for i, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}  # fmt: skip
_NAMED = re.compile(r"(\d\d?)[ -]([A-Za-z]{3})[a-z]*[ -](\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignEvent:
    """One event of another set. `quad` as PLOVER counts (protest is material conflict); unknown is None."""

    event_id: str
    first: date
    last: date
    quad: int | None
    event_type: str | None
    countries: frozenset[str]
    country: str | None
    point: tuple[float, float] | None
    killed: int | None
    words: str


@lru_cache(maxsize=1)
def load_columns() -> dict[str, dict[str, Any]]:
    """The table of `foreign.yaml`."""
    tables: dict[str, dict[str, Any]] = yaml.safe_load(
        files("dateline.export").joinpath("foreign.yaml").read_text("utf-8")
    )
    return tables


def read_foreign(path: Path, shape: str | None = None) -> Iterator[ForeignEvent]:
    """The dated events of a file, one at a time; plain or gzip, comma- or tab-separated.

    `shape`: acled, ged, gdelt, icews or polecat; without it, told by the columns. Raises ReadError where the file
    cannot be read or is of no known shape. Rows without a date are left out.
    """
    if shape is not None and shape not in load_columns():
        raise ReadError(f"{shape}: no such shape; there are {', '.join(load_columns())}")
    csv.field_size_limit(LONGEST)
    try:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8-sig", newline="") as file:
            first = file.readline(LONGEST)
            delimiter = "\t" if first.count("\t") > first.count(",") else ","
            heading = next(csv.reader([first], delimiter=delimiter), [])
            found = shape or _shape_of(heading)
            if found is None:
                raise ReadError(f"{path}: columns of no known set (of {', '.join(load_columns())})")
            rows = csv.reader(file, delimiter=delimiter)
            if found == "gdelt" and heading[:1] != ["GLOBALEVENTID"]:  # GDELT's files have no heading
                columns = load_rivals()["gdelt"]["columns"]
                yield from _events(found, columns, heading)
                heading = columns
            for row in rows:
                yield from _events(found, heading, row)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise ReadError(f"{path}: {error}") from error


def _shape_of(heading: Sequence[str]) -> str | None:
    have = set(heading)
    for shape, columns in load_columns().items():
        named = [name for value in columns.values() for name in (value if isinstance(value, list) else [value])]
        if have.issuperset(named):
            return shape
    return "gdelt" if len(heading) in (58, 61) and heading[0].isdigit() else None


def _events(shape: str, heading: Sequence[str], row: Sequence[str]) -> Iterator[ForeignEvent]:
    columns, cells = load_columns()[shape], dict(zip(heading, row, strict=False))

    def cell(name: str) -> str:
        return cells.get(columns.get(name, ""), "").strip()

    first, last = parse_day(cell("first")), parse_day(cell("last"))
    if first is None:
        return
    last = max(first, min(last or first, first + timedelta(days=366)))
    quad, kind = _kind(shape, cells, columns)
    countries = {_code(cells.get(name, "")) for name in columns.get("codes", ())}
    countries |= {_named(cells.get(name, "")) for name in columns.get("parties", ())}
    latitude, longitude = _number(cell("latitude")), _number(cell("longitude"))
    point = (latitude, longitude) if latitude is not None and longitude is not None else None
    killed = _number(cell("killed"))
    yield ForeignEvent(
        event_id=cell("id"), first=first, last=last, quad=quad, event_type=kind,
        countries=frozenset(code for code in countries if code), country=_code(cell("country")), point=point,
        killed=int(killed) if killed is not None else None, words=cell("words")[:500],
    )  # fmt: skip


def _kind(shape: str, cells: Mapping[str, str], columns: Mapping[str, Any]) -> tuple[int | None, str | None]:
    """Quad class and PLOVER type."""
    plover = load_plover()
    if "cameo" in columns:
        root = cells.get(columns["cameo"], "").strip()[:2]
        number = int(root) if root.isdigit() else 0
        return (1 if number <= 5 else 2 if number <= 8 else 3 if number <= 13 else 4) if number else None, None
    if shape == "ged":
        return _quad("ASSAULT"), "ASSAULT"
    if "type" in columns:
        kind = cells.get(columns["type"], "").strip().upper()
        return (_quad(kind), kind) if kind in plover.types else (None, None)
    named = tuple(cells.get(name, "").strip() for name in columns["kind"])
    kind_of = _acled_types().get(named)
    return (_quad(kind_of), kind_of) if kind_of else (None, None)


def _quad(event_type: str) -> int:
    return QUAD_CLASSES.index(load_plover().types[event_type].quad_class) + 1


@lru_cache(maxsize=1)
def _acled_types() -> dict[tuple[str, ...], str]:
    types = load_rivals()["acled"]["types"]
    return {(names[1], names[2]): kind for kind, modes in types.items() for names in modes.values()}


def parse_day(text: str) -> date | None:
    """The day of '2024-01-16', '20240116' or '16 January 2024'; None for anything else."""
    for pattern in _DAYS:
        if match := pattern.match(text):
            return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _NAMED.match(text):
        return _day(int(match[3]), _MONTHS.get(match[2].lower(), 0), int(match[1]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _code(text: str) -> str | None:
    """The ISO code of three letters of a country's code or name."""
    countries, text = load_countries(), text.strip()
    if text in countries.by_code:
        return text
    found = countries.find(text) if len(text) > 3 else None
    return found.iso3 if found is not None else None


def _named(text: str) -> str | None:
    """The country in a party's name: in brackets, after 'of', or as its government's."""
    countries = load_countries()
    parts = [*_CODED.findall(text), *text.split(" of ")[1:], text.removeprefix("Government of ")]
    for part in parts:
        found = countries.find(part.partition("(")[0].strip())
        if found is not None:
            return found.iso3
    return None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
