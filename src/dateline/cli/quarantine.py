"""`dateline quarantine`: what could not be coded, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from dateline.cli.options import StoreFile
from dateline.errors import StoreError

app = typer.Typer(no_args_is_help=True, help="List, show or retry reports that could not be coded.")


@app.command("list")
def list_command(
    store: StoreFile,
    limit: Annotated[int, typer.Option(help="At most so many rows.", min=1)] = 50,
) -> None:
    """List the reports that were set aside, after a count of the causes."""
    from dateline.export.wording import clean
    from dateline.store import open_store

    with open_store(store, read_only=True) as opened:
        causes, rows = opened.query("causes"), opened.query("quarantined", limit=limit)
    if not causes:
        print("nothing is in quarantine")
    for cause in causes:
        print(f"{cause['reports']:>6,}  {cause['stage']}: {cause['error']}")
    for row in rows:
        print(f"\n{row['report_id']}  {clean(row['source'], 100)}")
        print(f"  {row['stage']}: {row['error']}: {clean(row['message'], 200)}")


@app.command("show")
def show_command(
    name: Annotated[str, typer.Argument(help="The report's id.", metavar="ID")], store: StoreFile
) -> None:
    """Show why a report was set aside, with the trace of the error and the beginning of its text."""
    from dateline.export.wording import clean
    from dateline.store import open_store

    with open_store(store, read_only=True) as opened:
        record = next(opened.quarantined(name), None)
    if record is None:
        raise StoreError(f"{store}: no report {name!r} in quarantine")
    print(f"{record.report.report_id}  {clean(record.report.source, 200)}")
    print(f"{record.stage}: {record.error}: {clean(record.message, 1000)}")
    print(f"dateline {record.version}, {record.at:%Y-%m-%d %H:%M} UTC\n")
    if record.traceback:
        print(
            "\n".join(
                clean(line) if line.strip() == line else "  " + clean(line)
                for line in record.traceback.splitlines()
            )
        )
    print(clean(record.report.text, 500))


@app.command("retry")
def retry_command(
    store: StoreFile,
    name: Annotated[
        str | None, typer.Argument(help="One report's id; without it, all.", metavar="[ID]")
    ] = None,
) -> None:
    """Code what was set aside once more, with this version."""
    from dateline.run import retry_quarantined
    from dateline.store import open_store

    with open_store(store) as opened:
        tally = retry_quarantined(opened, report_id=name)
    print(f"coded {tally.coded}, still set aside {tally.quarantined}")
    if tally.skipped:
        print(f"{tally.skipped} could never be read: run `dateline code` on their sources again")
