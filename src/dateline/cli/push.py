"""`dateline push`: a store's tables into PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def push_command(
    store: Annotated[Path, typer.Argument(help="The store's file.", metavar="STORE")],
    address: Annotated[
        str, typer.Argument(help="postgresql://user:password@host:port/database", metavar="ADDRESS",
                            envvar="DATELINE_POSTGRES", show_envvar=True)
    ],
    schema: Annotated[str, typer.Option(help="The schema to write to; made where there is none.")] = "dateline",
) -> None:  # fmt: skip
    """Write a store's tables into PostgreSQL; again and again only what is new goes over."""
    from dateline.export.postgres import push
    from dateline.store import open_store

    with open_store(store, read_only=True) as opened:
        pushed = push(opened, address, schema)
    print(f"{pushed.reports:,} reports written, {pushed.skipped:,} were there; {sum(pushed.rows.values()):,} rows")
