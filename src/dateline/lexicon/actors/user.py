"""Parties that users add: a YAML file of names, countries, sectors and terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml

from dateline.errors import SettingsError

_FIELDS = frozenset({"name", "country", "sectors", "from", "to", "aliases", "kind", "id"})
_BODIES = frozenset({"IGO", "INT"})
_MOST = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class UserActor:
    """A party as the user tells it. `kind`: a person's last name alone will do in a report on the country."""

    name: str
    country: str | None = None
    sectors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    valid_from: str = ""  # YYYY, YYYY-MM or YYYY-MM-DD; empty: unbounded
    valid_to: str = ""
    kind: Literal["actor", "person"] = "actor"
    actor_id: str | None = None


def read_user_actors(path: Path, countries: Iterable[str], sectors: Iterable[str]) -> list[UserActor]:
    """The parties of the file, in its order; raises SettingsError with the file, the entry and what is wrong.

    `countries` and `sectors` are the codes that may be used.
    """
    known = (frozenset(countries) | _BODIES, frozenset(sectors))
    try:
        table = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"actors: {path}: {' '.join(str(error).split())}") from error
    entries = table.get("actors") if isinstance(table, dict) else table
    if not isinstance(entries, list) or len(entries) > _MOST:
        raise SettingsError(f"actors: {path}: a list of actors is wanted, of at most {_MOST:,}")
    return [_read_entry(path, number, entry, known) for number, entry in enumerate(entries, 1)]


def write_user_actors(actors: Iterable[UserActor], path: Path) -> None:
    """Writes the parties to a YAML file that `read_user_actors` reads; raises SettingsError where it cannot."""
    rows = []
    for actor in actors:
        row: dict[str, Any] = {"name": actor.name, "country": actor.country, "sectors": list(actor.sectors)}
        row |= {"from": actor.valid_from, "to": actor.valid_to, "aliases": list(actor.aliases)}
        if actor.kind == "person":
            row["kind"] = "person"
        rows.append({key: value for key, value in row.items() if value})
    try:
        with path.open("w", encoding="utf-8") as out:
            yaml.dump({"actors": rows}, out, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=110)
    except OSError as error:
        raise SettingsError(f"actors: {path}: {error}") from error


def _read_entry(
    path: Path, number: int, entry: object, known: tuple[frozenset[str], frozenset[str]]
) -> UserActor:
    where = f"actors: {path}: entry {number}"
    if not isinstance(entry, Mapping) or not isinstance(entry.get("name"), str) or not entry["name"].strip():
        raise SettingsError(f"{where} has no name")
    where = f"{where} ({entry['name'][:60]})"
    unknown = sorted(str(key) for key in entry if key not in _FIELDS)
    if unknown:
        raise SettingsError(f"{where}: unknown field {unknown[0]!r}; there are {', '.join(sorted(_FIELDS))}")
    country = entry.get("country")
    if country is not None and country not in known[0]:
        raise SettingsError(f"{where}: country {country!r} is no ISO 3166-1 alpha-3 code, IGO or INT")
    sectors = _words(entry.get("sectors"), where, "sectors")
    for sector in sectors:
        if sector not in known[1]:
            raise SettingsError(f"{where}: sector {sector!r} is none of {', '.join(sorted(known[1]))}")
    kind = entry.get("kind", "actor")
    if kind not in ("actor", "person"):
        raise SettingsError(f"{where}: kind {kind!r} is neither 'actor' nor 'person'")
    return UserActor(
        name=entry["name"].strip(), country=country, sectors=sectors, kind=kind,
        aliases=_words(entry.get("aliases"), where, "aliases"),
        valid_from=_day(entry.get("from"), where), valid_to=_day(entry.get("to"), where),
        actor_id=str(entry["id"]) if entry.get("id") else None,
    )  # fmt: skip


def _words(value: object, where: str, name: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(one.strip() for one in value if one.strip())
    raise SettingsError(f"{where}: {name} are not a list of words")


def _day(value: object, where: str) -> str:
    """The date as text: YAML reads '2020' as a number and '2020-01-31' as a date."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return value.isoformat()[:10]
    text = str(value).strip()
    parts = text.split("-")
    lengths = [len(part) for part in parts]
    if all(part.isdecimal() for part in parts) and lengths in ([4], [4, 2], [4, 2, 2]):
        try:
            date(*(int(part) for part in [*parts, "01", "01"][:3]))
        except ValueError as error:
            raise SettingsError(f"{where}: {text!r}: {error}") from error
        return text
    raise SettingsError(f"{where}: {text!r} is not a date such as 2020, 2020-01 or 2020-01-31")
