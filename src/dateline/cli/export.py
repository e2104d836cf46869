"""`dateline export` and `dateline import`: events as files for other tools, and whole stores as Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

StoreArgument = Annotated[Path, typer.Argument(help="The store's file.", metavar="STORE")]


def export_command(
    store: StoreArgument,
    target: Annotated[Path, typer.Argument(help="The file to write; for `tables`, a folder.", metavar="TARGET")],
    words: Annotated[
        list[str] | None, typer.Argument(help="Which events; as for `dateline query`.", metavar="[FILTER]...")
    ] = None,
    shape: Annotated[
        str, typer.Option("--format", help="See docs/exchange.md; `list` names them.", metavar="FORMAT")
    ] = "csv",
    incidents: Annotated[
        bool, typer.Option("--incidents", help="A row per incident, where one of its events passes the filter.")
    ] = False,
) -> None:
    """Write the events (or incidents) that a filter lets through into a file, or all tables as Parquet."""
    from dateline.export.exchange import export_events, export_incidents
    from dateline.store import open_store
    from dateline.store.parquet import write_events, write_tables

    text = " ".join(words or ())
    with open_store(store, read_only=True) as opened:
        if incidents:
            print(f"{target}: {export_incidents(opened, shape, target, text):,} incidents")
            return
        if shape == "tables":
            counts = write_tables(opened, target)
            print(f"{target}: {len(counts)} tables, {sum(counts.values()):,} rows")
            return
        number = (
            write_events(opened, target, text) if shape == "parquet" else export_events(opened, shape, target, text)
        )
    print(f"{target}: {number:,} events")


def formats_command() -> None:
    """List the formats of `dateline export` with what each cannot say."""
    from dateline.export.exchange import load_shapes

    for of, option in (("events", ""), ("incidents", " --incidents")):
        for name, shape in load_shapes(of).items():
            print(f"{name}{option}: {shape.title}{' (what happened only)' if shape.happened else ''}")
            for loss in shape.loses:
                print(f"  - {loss}")
    print("parquet: the columns of `flat_events`, with lists as lists\ntables: every table of the store, one file each")


def import_command(
    source: Annotated[
        Path, typer.Argument(help="A folder that `dateline export --format tables` wrote.", metavar="FOLDER")
    ],
    store: StoreArgument,
) -> None:
    """Read a store's tables back from Parquet; reports that the store has are replaced."""
    from dateline.store import open_store
    from dateline.store.parquet import read_tables

    with open_store(store) as opened:
        counts = read_tables(opened, source)
    print(f"{store}: {counts['reports']:,} reports, {counts['events']:,} events")
