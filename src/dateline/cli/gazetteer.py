"""`dateline gazetteer`: what a place name means, and a larger gazetteer from GeoNames dumps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Look up place names; make a larger gazetteer.")


@app.command("find")
def find_command(
    name: Annotated[str, typer.Argument(help="A name, as a report would write it.")],
    limit: Annotated[int, typer.Option(help="At most so many places.", min=1)] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List the places that a name may mean, the likeliest of themselves first."""
    from dateline.lexicon import load_gazetteer
    from dateline.records import to_builtins
    from dateline.settings import load_settings

    gazetteer = load_gazetteer(load_settings().gazetteer)
    adjective = gazetteer.adjective(name)
    found = gazetteer.candidates(name, limit) or ([adjective] if adjective else []) or gazetteer.similar(name)[:limit]
    if not found and not as_json:
        print("no place known by that name")
    for one in found:
        place = one.place
        if as_json:
            told = {**to_builtins(place), "population": one.population, "match": one.match}
            print(json.dumps(told, ensure_ascii=False))
            continue
        inside = ", ".join(dict.fromkeys(filter(None, (place.admin2, place.admin1, place.country))))
        where = f"{place.lat:.3f} {place.lon:.3f}" if place.lat is not None and place.lon is not None else "no point"
        people = f"{one.population:,}" if place.feature and place.feature[0] in "PA" and one.population else "-"
        print(f"{place.name}  ({inside})  {one.kind}  {where}  {people}  {one.match}  {place.place_id}")


@app.command("update")
def update_command(
    dumps: Annotated[list[Path], typer.Argument(help="GeoNames dumps: allCountries.zip, IR.txt and the like.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The gazetteer to write.", metavar="FILE")],
    least: Annotated[int, typer.Option("--least", help="Leave out places of fewer inhabitants.", min=0)] = 0,
) -> None:
    """Make a gazetteer of the shipped one and the populated places of GeoNames dumps that you have."""
    from dateline.lexicon import load_gazetteer
    from dateline.lexicon.gazetteer_update import update_gazetteer

    done = update_gazetteer(load_gazetteer(), dumps, out, least)
    print(f"{done.added:,} places added, {done.renewed:,} brought up to date, {done.left_out:,} of unknown countries")
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")
    print(f"use it with DATELINE_GAZETTEER={out}, or a line gazetteer = \"{out}\" in dateline.toml")
