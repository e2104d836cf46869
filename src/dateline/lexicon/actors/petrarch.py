"""Reads actor dictionaries in PETRARCH's format, which users may have, as parties of their own.

An entry is a name in capitals with underscores, its other names with '+', and codes in brackets, which may hold
for some time only::

    JANE_DOE_          ; a comment
    +MINISTER_DOE_
        [KENGOV 130409-180126]
        [KENELI]

Agents ('[~COP]': 'police' of whatever country) are no parties; they are left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from dateline.errors import ReadError, ResourceError
from dateline.lexicon.actors.user import UserActor

_CODE = re.compile(r"\[([^\]\[]{1,80})\]")
_COMMENT = re.compile(r"[;#].*$|<!--.*?-->")
_NAME = re.compile(r"[A-Z0-9][A-Z0-9_.&'’-]{0,120}")
_CENTURY = 50  # two-digit years from here on are of the twentieth century
_SHORT = 4  # letters; a single word of so few is written as initials
_SMALL = frozenset({"of", "the", "and", "for", "de", "del", "la", "al", "el", "bin", "ibn", "ul", "in", "on"})


@dataclass(slots=True)
class Imported:
    """What was read: the parties, and how many entries were left out, by reason."""

    actors: list[UserActor] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)

    def skip(self, reason: str) -> None:
        """Counts an entry that is left out."""
        self.left_out[reason] = self.left_out.get(reason, 0) + 1


@dataclass(slots=True)
class _Entry:
    names: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


def read_petrarch(paths: Iterable[Path], countries: Iterable[str]) -> Imported:
    """The parties of the dictionaries; raises ReadError for a file that cannot be read."""
    known = frozenset(countries)
    imported = Imported()
    for path in paths:
        for entry in _entries(path):
            _take(entry, imported, known)
    return imported


def read_code(code: str, countries: frozenset[str]) -> tuple[str | None, tuple[str, ...]] | None:
    """Country and sectors of a code such as KENGOV; None where neither shows.

    >>> read_code("KENGOV", frozenset({"KEN"}))
    ('KEN', ('GOV',))
    """
    triples = [code[i : i + 3] for i in range(0, len(code), 3)]
    country: str | None = None
    sectors: list[str] = []
    for place, triple in enumerate(triples):
        row = _codes().get(triple)
        if place == 0 and triple in countries:
            country, sectors = triple, []
        elif row is not None and (place == 0 or not row[0] or not sectors):
            country = country or row[0]
            sectors += [sector for sector in row[1] if sector not in sectors]
    if country in countries and not sectors and len(triples) == 1:
        sectors = ["GOV"]
    return (country, tuple(sectors)) if country or sectors else None


def _entries(path: Path) -> Iterator[_Entry]:
    entry = _Entry()
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                text = _COMMENT.sub("", line).strip()
                if not text:
                    continue
                codes = _CODE.findall(text)
                name = text.split("[", 1)[0].split("{", 1)[0].strip()
                if name and not name.startswith("+"):
                    if entry.names:
                        yield entry
                    entry = _Entry()
                entry.names += [name.removeprefix("+").strip()] if name else []
                entry.codes += codes
    except OSError as error:
        raise ReadError(f"{path}: {error}") from error
    if entry.names:
        yield entry


def _take(entry: _Entry, imported: Imported, countries: frozenset[str]) -> None:
    names = [_written(name) for name in entry.names if _NAME.fullmatch(name)]
    names = list(dict.fromkeys(name for name in names if name))
    if not names:
        return imported.skip("no name")
    if not entry.codes:
        return imported.skip("no code")
    if any(code.lstrip().startswith("~") for code in entry.codes):
        return imported.skip("agent")
    taken = False
    for code, *when in (code.split() for code in entry.codes if code.split()):
        read = read_code(code.upper(), countries)
        if read is None:
            continue
        since, until = _term(when[0]) if when else ("", "")
        person = bool(when) and " " in names[0] and not {"GOV", "LEG", "OPP"}.isdisjoint(read[1])
        imported.actors.append(UserActor(
            name=names[0], aliases=tuple(names[1:]), country=read[0], sectors=read[1],
            valid_from=since, valid_to=until, kind="person" if person else "actor",
        ))  # fmt: skip
        taken = True
    if not taken:
        imported.skip("unknown code")
    return None


def _written(name: str) -> str:
    """'JANE_M._DOE_' as 'Jane M. Doe'."""
    words = name.strip("_ ").replace("_", " ").split()
    if len(words) == 1 and len(words[0]) <= _SHORT:
        return words[0]
    written = [word.lower() if word.lower() in _SMALL and place else _title(word) for place, word in enumerate(words)]
    return " ".join(written)


def _title(word: str) -> str:
    return "-".join(part[:1] + part[1:].lower() for part in word.split("-"))


def _term(text: str) -> tuple[str, str]:
    """First and last day of '130409-180126', '<130409' (before) or '>180126' (after); empty where open."""
    text = text.strip()
    if text.startswith("<"):
        return "", _day(text[1:])
    if text.startswith(">"):
        return _day(text[1:]), ""
    since, _, until = text.partition("-")
    return _day(since), _day(until)


def _day(digits: str) -> str:
    digits = digits.strip()
    if not digits.isdecimal() or len(digits) not in (6, 8):
        return ""
    year = int(digits[:-4])
    if len(digits) == 6:
        year += 1900 if year >= _CENTURY else 2000
    try:
        return date(year, int(digits[-4:-2]), int(digits[-2:])).isoformat()
    except ValueError:
        return f"{year:04}" if 0 < year < 10_000 else ""


@lru_cache(maxsize=1)
def _codes() -> dict[str, tuple[str | None, tuple[str, ...]]]:
    path = Path(__file__).parent / "petrarch.tsv"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()[1:]
    except OSError as error:
        raise ResourceError(f"actors: {path.name} cannot be read: {error}") from error
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {code: (country or None, tuple(sectors.split())) for code, country, sectors, _ in rows}
