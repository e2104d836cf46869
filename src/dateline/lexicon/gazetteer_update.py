"""A larger gazetteer: the shipped one with the places of GeoNames dumps that the user has."""

from __future__ import annotations

import gzip
import io
import zipfile
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import numpy as np

from dateline.errors import ReadError
from dateline.lexicon.folding import fold
from dateline.lexicon.gazetteer import Gazetteer
from dateline.lexicon.gazetteer_file import (
    ALIAS,
    KINDS,
    NO_PARENT,
    is_useful,
    pack_keys,
    prominence,
    write_gazetteer,
)

_COLUMNS = 19
_TOWN = KINDS.index("town")
_GONE = frozenset({"PPLH", "PPLQ", "PPLW", "PPLCH"})  # historical, abandoned, destroyed
_NEW_COLUMNS = (
    ("country", "B"), ("adm1", "H"), ("adm2", "H"), ("lat", "f"), ("lon", "f"), ("population", "I"), ("geonameid", "I"),
)  # fmt: skip
_MEMORY = "512MB"
_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did: places added, places whose people or point were brought up to date, lines left out."""

    added: int
    renewed: int
    left_out: int
    names: int


@dataclass(frozen=True, slots=True)
class _Line:
    geonameid: int
    name: str
    aliases: tuple[str, ...]
    lat: float
    lon: float
    feature: tuple[str, str]
    country: str
    admin: tuple[str, str]
    population: int


def update_gazetteer(base: Gazetteer, dumps: Iterable[Path], out: Path, least: int = 0) -> Updated:
    """Writes `base` with the populated places of the dumps to `out`.

    A dump is a table of GeoNames' main form (allCountries.txt, IR.txt), plain, .gz or .zip. `least`: places of
    fewer inhabitants stay away. Raises ReadError for a file that cannot be read or has another form.
    """
    dumps = list(dumps)
    table = _Table(base, several=len(dumps) > 1)
    for dump in dumps:
        for line in _lines(dump):
            if line.feature[0] == "A":
                table.note_division(line)
    with TemporaryDirectory() as folder:
        pairs = Path(folder) / "names.tsv"
        with pairs.open("w", encoding="ascii") as names:
            for dump in dumps:
                for line in _lines(dump):
                    if line.feature[0] == "P" and line.feature[1] not in _GONE and line.population >= least:
                        _write_names(names, table, line)
            table.write_known(names)
        packed = pack_keys(_sorted(pairs, Path(folder)))
    try:
        write_gazetteer(out, base.header["countries"], {**table.columns(), **packed})
    except OSError as error:
        raise ReadError(f"{out}: {error}") from error
    names_count = int((packed["key_offsets"].size - 1) * 16)
    return Updated(table.added, table.renewed, table.left_out, names_count)


class _Table:
    """The columns of the places, growing."""

    def __init__(self, base: Gazetteer, *, several: bool) -> None:
        self.base = base
        self.several = several  # dumps, which may hold the same place
        arrays = base.arrays
        self.old = {name: arrays[name].copy() for name in ("kind", "country", "adm1", "adm2", "lat", "lon",
                                                           "population", "geonameid")}  # fmt: skip
        self.rows = {int(number): row for row, number in enumerate(self.old["geonameid"]) if number}
        self.numbers = {entry["iso2"]: number for number, entry in enumerate(base.header["countries"])}
        self.divisions: dict[tuple[str, ...], int] = {}
        self.new: dict[str, array[Any]] = {name: array(code) for name, code in _NEW_COLUMNS}
        self.names = bytearray()
        self.ends: array[int] = array("I")
        self.added = self.renewed = self.left_out = 0

    def note_division(self, line: _Line) -> None:
        """Remembers by its codes a division that the gazetteer knows."""
        row = self.rows.get(line.geonameid)
        if row is None or line.feature[1] not in ("ADM1", "ADM2") or row >= NO_PARENT:
            return
        codes = (line.admin[0],) if line.feature[1] == "ADM1" else line.admin
        self.divisions[line.country, *codes] = row

    def take(self, line: _Line) -> int | None:
        """The row of the place, a new one or the known one brought up to date; None where its country is unknown."""
        known = self.rows.get(line.geonameid)
        if known is not None:
            if known < len(self.old["kind"]) and self.old["kind"][known] == _TOWN:
                self.old["lat"][known], self.old["lon"][known] = line.lat, line.lon
                self.old["population"][known] = max(line.population, int(self.old["population"][known]))
                self.renewed += 1
            return known
        country = self.numbers.get(line.country)
        if country is None:
            self.left_out += 1
            return None
        row = len(self.old["kind"]) + self.added
        if self.several:
            self.rows[line.geonameid] = row
        values = (
            country, self.divisions.get((line.country, line.admin[0]), NO_PARENT),
            self.divisions.get((line.country, *line.admin), NO_PARENT), line.lat, line.lon,
            min(line.population, 2**32 - 1), line.geonameid,
        )  # fmt: skip
        for column, value in zip(self.new.values(), values, strict=True):
            column.append(value)
        self.names += line.name.replace("\n", " ").encode()
        self.ends.append(len(self.names))
        self.added += 1
        return row

    def write_known(self, names: IO[str]) -> None:
        """The names of the shipped places, with the weight that they have now."""
        for key, postings in self.base.names():
            for posting in postings:
                row = posting & ~ALIAS
                kind, people = int(self.old["kind"][row]), int(self.old["population"][row])
                weight = prominence(kind, people, alias=bool(posting & ALIAS))
                names.write(f"{key.decode()}\t{posting}\t{weight:.6g}\n")

    def columns(self) -> dict[str, np.ndarray]:
        """All columns, the shipped places first: their rows stay what they were."""
        new = {name: np.frombuffer(column, dtype=self.old[name].dtype) for name, column in self.new.items() if column}
        new["kind"] = np.full(self.added, _TOWN, dtype=self.old["kind"].dtype)
        columns = {
            name: np.concatenate([values, new[name]]) if name in new else values
            for name, values in self.old.items()
        }  # fmt: skip
        arrays = self.base.arrays
        start = int(arrays["name_offsets"][-1])
        blob = bytes(arrays["names"][:start]) + bytes(self.names)
        ends = np.frombuffer(self.ends, dtype=np.uint32) + np.uint32(start) if self.ends else np.zeros(0, np.uint32)
        columns["names"] = np.frombuffer(blob, dtype=np.uint8)
        columns["name_offsets"] = np.concatenate([arrays["name_offsets"], ends]).astype(np.uint32)
        return columns


def _write_names(names: IO[str], table: _Table, line: _Line) -> None:
    row = table.take(line)
    if row is None:
        return
    own = fold(line.name)
    folded = {fold(alias): alias for alias in line.aliases}
    keys = {key: row | ALIAS for key, alias in folded.items() if key and is_useful(alias, key)}
    if own:
        keys[own] = row
    for key, posting in keys.items():
        weight = prominence(_TOWN, line.population, alias=bool(posting & ALIAS))
        names.write(f"{key}\t{posting}\t{weight:.6g}\n")


def _sorted(pairs: Path, folder: Path) -> Iterator[tuple[bytes, list[int]]]:
    """The names in order with their rows, the likeliest first; sorted on disk where memory is short."""
    import duckdb

    with duckdb.connect(str(folder / "sort.duckdb")) as sorter:
        sorter.execute(f"SET memory_limit = '{_MEMORY}'; SET temp_directory = '{folder.as_posix()}'")
        found = sorter.execute(
            """
            SELECT key, list(posting ORDER BY weight DESC, posting) FROM (
                SELECT key, posting & 2147483647 AS row, min(posting) AS posting, max(weight) AS weight
                FROM read_csv(?, delim = '\t', header = false, quote = '', escape = '',
                              columns = {'key': 'VARCHAR', 'posting': 'BIGINT', 'weight': 'DOUBLE'})
                GROUP BY ALL
            ) GROUP BY key ORDER BY key
            """.replace("GROUP BY ALL", "GROUP BY key, posting & 2147483647"),
            [str(pairs)],
        )
        while rows := found.fetchmany(_ROWS):
            for key, postings in rows:
                yield key.encode("ascii"), postings


def _lines(path: Path) -> Iterator[_Line]:
    try:
        with _opened(path) as lines:
            for number, text in enumerate(lines, 1):
                cells = text.rstrip("\r\n").split("\t")
                if len(cells) != _COLUMNS:
                    raise ReadError(f"{path}, line {number}: {len(cells)} columns, not the {_COLUMNS} of GeoNames")
                yield _read(path, number, cells)
    except (OSError, EOFError, UnicodeDecodeError, zipfile.BadZipFile) as error:
        raise ReadError(f"{path}: {error}") from error


def _read(path: Path, number: int, cells: list[str]) -> _Line:
    try:
        return _Line(
            geonameid=int(cells[0]), name=cells[1], aliases=tuple(filter(None, (cells[2], *cells[3].split(",")))),
            lat=float(cells[4]), lon=float(cells[5]), feature=(cells[6], cells[7]), country=cells[8],
            admin=(cells[10], cells[11]), population=int(cells[14] or 0),
        )  # fmt: skip
    except ValueError as error:
        raise ReadError(f"{path}, line {number}: {error}") from error


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            inside = [name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name.lower()]
            if not inside:
                raise ReadError(f"{path}: no table (.txt) inside")
            with archive.open(inside[0]) as raw:
                yield io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
    elif path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
            yield lines
    else:
        with path.open(encoding="utf-8", newline="\n") as lines:
            yield lines
