"""The two parties of a dyad, and whether an event's side is one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.errors import SettingsError
from dateline.lexicon.countries import load_countries

_CODE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A country (`IRN`), one of its sectors (`IRN/MIL`), or a known party by id.

    `key` is what the store's lists are searched for; `label` what a page says.
    """

    text: str
    key: str
    label: str
    country: str | None = None
    sector: str | None = None

    def acts(self, ids: Sequence[str | None], countries: Sequence[str | None], sectors: Sequence[str | None],
             barred: frozenset[str] = frozenset()) -> bool:  # fmt: skip
        """Whether one of the named parties is this one; whose sectors are all barred does not stand for a country."""
        for number, country in enumerate(countries):
            held = (sectors[number] or "").split()
            if self.country is None:
                if ids[number] == self.key:
                    return True
            elif country == self.country:
                if self.sector is not None:
                    if self.sector in held:
                        return True
                elif not held or not barred.issuperset(held):
                    return True
        return False


def parse_party(text: str) -> Party:
    """The party that a user named: a code, `CODE/SECTOR`, a country's name, or a known party's id."""
    words = text.strip()
    base, _, sector = words.partition("/")
    countries = load_countries()
    found = countries.by_code.get(base.upper()) if len(base) == 3 else countries.find(base)
    if found is not None:
        label = found.name + (f" ({sector.upper()})" if sector else "")
        return Party(text=words, key=found.code, label=label, country=found.code, sector=sector.upper() or None)
    if not words or sector:
        raise SettingsError(f"{text!r} is no party: give a country's code or name, or a known party's id")
    return Party(text=words, key=words, label=words)


def parse_dyad(words: Sequence[str]) -> tuple[Party, Party]:
    """Two parties from `IRN PAK`, `IRN-PAK` or `IRN,PAK`; raises SettingsError for anything else."""
    parts = list(words)
    if len(parts) == 1:
        parts = re.split(r"\s*[,–:]\s*|(?<=^[A-Za-z]{3})-", parts[0], maxsplit=1)
        if len(parts) == 1 and words[0].count("-") == 1:
            parts = words[0].split("-")
    if len(parts) != 2:
        raise SettingsError("a dyad is two parties, such as IRN PAK or IRN-PAK")
    one, other = parse_party(parts[0]), parse_party(parts[1])
    if one == other:
        raise SettingsError("a dyad is two different parties")
    return one, other


def code_label(code: str) -> str:
    """The name of a country, by its code; the code where it is none."""
    found = load_countries().by_code.get(code) if _CODE.fullmatch(code) else None
    return found.name if found else code
