"""`dateline actors`: who is meant by a name, and parties of the user's own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.errors import SettingsError

if TYPE_CHECKING:
    from dateline.lexicon.actors import ActorBase
    from dateline.resolve.explain import Answer, Meaning

app = typer.Typer(no_args_is_help=True, help="Say whom a name means; read dictionaries of parties.")

OwnActors = Annotated[
    Path | None, typer.Option("--actors", help="Your own parties; default: those of the settings.", metavar="FILE")
]


@app.command("who")
def who_command(
    name: Annotated[str, typer.Argument(help="A name or phrase, as a report would write it.")],
    on: Annotated[str | None, typer.Option("--on", help="The day of the event.", metavar="DATE")] = None,
    country: Annotated[
        str | None, typer.Option(help="The country that the report is about (ISO alpha-3).", metavar="CODE")
    ] = None,
    own: OwnActors = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Explain whom a name means: the answer with its method, and everything else that it could be."""
    from dateline.lexicon import load_actors
    from dateline.resolve.explain import explain_actor
    from dateline.settings import load_settings

    day = _day(on)
    base = load_actors(load_settings(actors=own).actors)
    if country is not None and country not in base.countries.by_code:
        raise SettingsError(f"--country: {country!r} is no ISO 3166-1 alpha-3 code")
    answer = explain_actor(base, name, day, country)
    if as_json:
        print(json.dumps(_as_dict(answer, base), ensure_ascii=False))
    else:
        _print_answer(answer, base, day)


@app.command("import")
def import_command(
    sources: Annotated[list[Path], typer.Argument(help="Actor dictionaries in PETRARCH's format.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The YAML file to write.", metavar="FILE")],
) -> None:
    """Make a file of your own parties out of PETRARCH dictionaries that you have."""
    from dateline.lexicon.actors.petrarch import read_petrarch
    from dateline.lexicon.actors.user import write_user_actors
    from dateline.lexicon.countries import load_countries

    imported = read_petrarch(sources, load_countries().by_code)
    write_user_actors(imported.actors, out)
    print(f"{len(imported.actors):,} terms of parties written to {out}")
    for reason, number in sorted(imported.left_out.items()):
        print(f"{number:,} entries left out: {reason}")
    print(f"use them with DATELINE_ACTORS={out}, or a line actors = \"{out}\" in dateline.toml")


def _day(value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise SettingsError(f"--on: {value!r} is not a date such as 2024-01-18") from None


def _print_answer(answer: Answer, base: ActorBase, day: date | None) -> None:
    reading = answer.reading
    if reading is None:
        print("nobody known goes by these words")
    else:
        print(f"{reading.name or 'no known party by name'}")
        print(f"  country   {_country(reading.country, base)}")
        print(f"  sectors   {' '.join(reading.sectors) or 'unknown'}")
        print(f"  method    {reading.method}, score {reading.score:.2f}")
        print(f"  id        {reading.target or 'none'}")
    if answer.meanings:
        print(f"\nby these words{f' on {day}' if day else ''}:")
    for one in answer.meanings:
        print(f"{'→' if one.taken else ' '} {_line(one)}")


def _line(one: Meaning) -> str:
    sense = one.sense
    term = ""
    if sense.valid_from or sense.valid_to:
        term = f"  {sense.valid_from or ''}..{sense.valid_to or ''}"
    held = "" if one.holds else "  (not on that day)"
    place = "  (in reports on its country)" if sense.local else ""
    return f"{sense.name}  {sense.country or '-'}  {' '.join(sense.sectors) or '-'}  {one.via}{term}{held}{place}"


def _country(code: str | None, base: ActorBase) -> str:
    found = base.countries.by_code.get(code or "")
    if found is None:
        return code or "unknown"
    numbers = [f"COW {found.cow}" if found.cow else "", f"Gleditsch-Ward {found.gw}" if found.gw else ""]
    return ", ".join(filter(None, [f"{code} ({found.name})", *numbers]))


def _as_dict(answer: Answer, base: ActorBase) -> dict[str, Any]:
    reading = answer.reading
    found = base.countries.by_code.get(reading.country or "") if reading is not None else None
    taken = None
    if reading is not None:
        taken = {
            "id": reading.target, "name": reading.name, "country": reading.country,
            "iso2": found.iso2 if found else None, "cow": found.cow if found else None,
            "gw": found.gw if found else None, "sectors": reading.sectors, "method": reading.method,
            "score": round(reading.score, 3),
        }  # fmt: skip
    meanings = [
        {
            "id": one.sense.actor_id, "name": one.sense.name, "country": one.sense.country,
            "sectors": one.sense.sectors, "via": one.via, "holds": one.holds, "taken": one.taken,
            "from": one.sense.valid_from.isoformat() if one.sense.valid_from else None,
            "to": one.sense.valid_to.isoformat() if one.sense.valid_to else None,
        }
        for one in answer.meanings
    ]  # fmt: skip
    return {"answer": taken, "meanings": meanings}
