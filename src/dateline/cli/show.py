"""`dateline show`: a report from a store, as the brief or in any other shape."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.options import StoreFile, page_width, wants_colour


def show_command(
    name: Annotated[str, typer.Argument(help="The id of a report, event or claim.", metavar="ID")],
    store: StoreFile,
    shape: Annotated[
        str,
        typer.Option("--format", "-f", help="brief, json, jsonl, csv, markdown or html.", metavar="FORMAT"),
    ] = "brief",
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Write to this file instead.", metavar="FILE")
    ] = None,
    width: Annotated[int | None, typer.Option(help="Columns of the brief.", min=40, max=400)] = None,
) -> None:
    """Print a report from a store as it was coded."""
    from dateline.export import render, write
    from dateline.store import open_store

    with open_store(store, read_only=True) as opened:
        document = opened.document(name)
    text = render(document, shape, width=page_width(width), colour=out is None and wants_colour())
    if out is not None:
        write(text, out)
    else:
        print(text, end="")
