"""`dateline store`: care of a store's file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Back up, compact, verify or upgrade a store, or say what is in it.")
StoreArgument = Annotated[Path, typer.Argument(help="The store's file.", metavar="STORE")]


@app.command("info")
def info_command(store: StoreArgument) -> None:
    """Say the store's version, its size and how many rows each table has."""
    from dateline.store import open_store, schema_version

    with open_store(store, read_only=True) as opened:
        counts = opened.counts()
    print(f"version {schema_version()}, {store.stat().st_size:,} bytes")
    for table, number in counts.items():
        print(f"{number:>12,}  {table}")


@app.command("backup")
def backup_command(
    store: StoreArgument,
    target: Annotated[Path, typer.Argument(help="The new file.", metavar="FILE")],
) -> None:
    """Write a whole copy to a new file; others may read the store meanwhile."""
    from dateline.store.upkeep import back_up

    print(f"{target}: {back_up(store, target):,} bytes")


@app.command("compact")
def compact_command(store: StoreArgument) -> None:
    """Rewrite the store without the room that deleted rows left."""
    from dateline.store.upkeep import compact

    before, after = compact(store)
    print(f"{before:,} → {after:,} bytes")


@app.command("verify")
def verify_command(store: StoreArgument) -> None:
    """Check that the rows agree with each other and with the texts; exit code 3 where they do not."""
    from dateline.store.upkeep import verify

    checks = verify(store)
    for check in checks:
        print(
            f"{'ok   ' if not check.wrong else 'WRONG'}  {check.says}" + (f": {check.wrong:,}" if check.wrong else "")
        )
    if any(check.wrong for check in checks):
        raise typer.Exit(3)


@app.command("upgrade")
def upgrade_command(store: StoreArgument) -> None:
    """Bring a store of an earlier version up to date, in place."""
    from dateline.errors import StoreError
    from dateline.store import open_store, schema_version

    if not store.is_file():
        raise StoreError(f"{store}: no such store")
    open_store(store).close()
    print(f"{store}: version {schema_version()}")
