"""`dateline dyad`: how things stand between two parties, and how they came to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.options import StoreFile

if TYPE_CHECKING:
    from dateline.analyse.state import DyadState

Parties = Annotated[list[str], typer.Argument(help="Two parties: IRN PAK, or IRN-PAK.", metavar="PARTY PARTY")]
Since = Annotated[str | None, typer.Option("--since", help="From this day on.", metavar="DATE")]
Until = Annotated[str | None, typer.Option("--until", help="Up to this day.", metavar="DATE")]
LadderFile = Annotated[Path | None, typer.Option("--ladder", help="A ladder of your own (YAML).", metavar="FILE")]
WeightsFile = Annotated[
    Path | None, typer.Option("--weights", help="Scores of your own by type (YAML).", metavar="FILE")
]


def dyad_command(
    parties: Parties,
    store: StoreFile,
    weekly: Annotated[bool, typer.Option("--weekly", help="By weeks (default).")] = False,
    daily: Annotated[bool, typer.Option("--daily", help="By days.")] = False,
    since: Since = None,
    until: Until = None,
    ladder: LadderFile = None,
    weights: WeightsFile = None,
    basis: Annotated[
        str, typer.Option("--basis", help="Whose days count: how they are known.", metavar="NAMES")
    ] = "stated,shared,publication",
    output: Annotated[str, typer.Option("--format", help="table, csv or json.", metavar="FORMAT")] = "table",
    all_periods: Annotated[bool, typer.Option("--all", help="Also periods without an act.")] = False,
) -> None:
    """Show the acts between two parties by week: counts, intensity, ladder, turning points, likenesses."""
    import json

    from dateline.analyse.days import parse_date
    from dateline.analyse.ladder import load_ladder
    from dateline.analyse.parties import parse_dyad
    from dateline.analyse.state import load_state
    from dateline.analyse.weights import load_weights
    from dateline.errors import SettingsError
    from dateline.link.days import BASES
    from dateline.store import open_store

    if output not in ("table", "csv", "json"):
        raise SettingsError(f"--format: {output!r} is none of table, csv, json")
    bases = [name.strip() for name in basis.split(",")]
    if wrong := next((name for name in bases if name not in BASES), None):
        raise SettingsError(f"--basis: {wrong!r} is none of {', '.join(BASES)}")
    if weekly and daily:
        raise SettingsError("--weekly or --daily, not both")
    with open_store(store, read_only=True) as opened:
        state = load_state(
            opened, parse_dyad(parties), since=parse_date(since, "--since"), until=parse_date(until, "--until"),
            ladder=load_ladder(ladder), weights=load_weights(weights), length=1 if daily else 7,
            bases=bases,
        )  # fmt: skip
    if output == "json":
        print(json.dumps(state.as_dict(), ensure_ascii=False, default=str))
    elif output == "csv":
        _print_csv(state)
    else:
        _print_table(state, all_periods)


def _print_csv(state: DyadState) -> None:
    import csv
    import sys

    rows = state.series.rows(state.ladder)
    writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _print_table(state: DyadState, all_periods: bool) -> None:
    for line in state.lines():
        print(line)
    if not state.dated:
        return
    print()
    print("from        acts →  acts ←  conflict (90 % over sources)  cooperation  rung")
    quiet = 0
    for row in state.series.rows(state.ladder):
        acts = [sum(row[f"{side}_quad{quad}"] for quad in (1, 2, 3, 4)) for side in ("ab", "ba", "both")]
        if not any(acts) and not all_periods:
            quiet += 1
            continue
        if quiet:
            print(f"            ({quiet} without an act)")
            quiet = 0
        span = "" if row["conflict_low"] is None else f"({row['conflict_low']:.1f} to {row['conflict_high']:.1f})"
        print(
            f"{row['start']}  {acts[0] + acts[2]:>6}  {acts[1] + acts[2]:>6}  {row['conflict']:>8.1f} {span:<20}"
            f"{row['cooperation']:>12.1f}  {row['rung']} {row['rung_name']}"
        )
