"""`dateline copies`: reports that are editions of one text."""

from __future__ import annotations

from typing import Annotated

import typer

from dateline.cli.options import StoreFile

app = typer.Typer(no_args_is_help=True, help="List families of copies, or show what editions changed.")


@app.command("list")
def list_command(store: StoreFile, limit: Annotated[int, typer.Option(help="At most so many.", min=1)] = 20) -> None:
    """List families of copies, the largest first."""
    from dateline.export.wording import clean
    from dateline.store import open_store
    from dateline.store.incidents import list_families

    with open_store(store, read_only=True) as opened:
        rows = list_families(opened, limit)
    if not rows:
        print("no copies are known; `dateline link` looks for them")
    for row in rows:
        print(f"{row['family_id']}  {row['reports']:>4} reports  {clean(row['title'] or row['first_edition'], 90)}")


@app.command("show")
def show_command(
    name: Annotated[str, typer.Argument(help="The id of a family or of a report in it.", metavar="ID")],
    store: StoreFile,
) -> None:
    """Show a family's editions and what each changed."""
    from dateline.export.wording import clean
    from dateline.store import open_store
    from dateline.store.incidents import family_editions

    with open_store(store, read_only=True) as opened:
        rows = family_editions(opened, name)
    print(rows[0]["family_id"])
    for row in rows:
        day = f"{row['published']:%Y-%m-%d}" if row["published"] else "undated"
        print(f"{row['report_id']}  {row['kind']:<7}  {day}  {clean(row['publisher'] or row['source'], 60)}")
        for change in row["changes"]:
            was, now = clean(change.was, 100), clean(change.now, 100)
            told = f"“{was}” → “{now}”" if was and now else f"“{was or now}”"
            print(f"    {change.kind:<8} {told}")
