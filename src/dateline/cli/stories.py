"""`dateline stories`: incidents that belong together."""

from __future__ import annotations

from typing import Annotated

import typer

from dateline.cli.options import StoreFile

app = typer.Typer(no_args_is_help=True, help="List stories, or show one with its incidents.")


@app.command("list")
def list_command(store: StoreFile, limit: Annotated[int, typer.Option(help="At most so many.", min=1)] = 20) -> None:
    """List stories, those of most reports first."""
    from dateline.export.wording import clean
    from dateline.store import open_store
    from dateline.store.incidents import list_stories

    with open_store(store, read_only=True) as opened:
        rows = list_stories(opened, limit)
    if not rows:
        print("no stories are known; `dateline link` looks for them")
    for row in rows:
        print(
            f"{row['story_id']}  {row['incidents']:>4} incidents {row['reports']:>4} reports  "
            f"{row['first_day'] or '…'} to {row['last_day'] or '…'}  {clean(row['title'], 100)}"
        )


@app.command("show")
def show_command(
    name: Annotated[str, typer.Argument(help="The id of a story, or its beginning.", metavar="STORY")], store: StoreFile
) -> None:
    """Show a story's incidents in order of days."""
    from dateline.export.wording import clean
    from dateline.store import open_store
    from dateline.store.incidents import story_incidents

    with open_store(store, read_only=True) as opened:
        story, incidents = story_incidents(opened, name)
    print(f"{story['story_id']}  {clean(story['title'], 120)}")
    for row in incidents:
        day = row["earliest"] or row["latest"] or "undated"
        told = f"{row['event_type']:<9} {row['reports']:>3} reports  {clean(row['title'], 90)}"
        print(f"  {day}  {row['incident_id']}  {told}")
