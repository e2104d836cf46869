"""`dateline query`: events of a store by a filter, counts of them, or the answer to a SELECT."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from dateline.cli.options import page_width
from dateline.errors import SettingsError

FORMATS = ("table", "jsonl", "csv")


def query_command(
    store: Annotated[Path, typer.Argument(help="The store's file.", metavar="STORE")],
    words: Annotated[
        list[str] | None,
        typer.Argument(help="Such as: actor:IRN type:ASSAULT since:2024-01-01 killed>=5", metavar="[FILTER]..."),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--count", help="Count by these, such as actor,recipient.", metavar="GROUPS")
    ] = None,
    sql: Annotated[str | None, typer.Option("--sql", help="Answer a SELECT instead.", metavar="SELECT")] = None,
    limit: Annotated[int, typer.Option("--limit", help="At most so many rows.", min=0)] = 50,
    shape: Annotated[str, typer.Option("--format", help="table, jsonl or csv.", metavar="FORMAT")] = "table",
    explain: Annotated[bool, typer.Option("--explain", help="Print the SQL of the filter.")] = False,
) -> None:
    """Find events by a filter: terms beside each other must all hold; see docs/query.md."""
    from dateline.store import count_events, find_events, open_store
    from dateline.store.search import explain_filter

    if shape not in FORMATS:
        raise SettingsError(f"--format: {shape!r} is none of {', '.join(FORMATS)}")
    text = " ".join(words or ())
    if explain:
        print(explain_filter(text))
        return
    with open_store(store, read_only=True) as opened:
        if sql is not None:
            rows = opened.ask(sql, limit)
        elif by is not None:
            rows = count_events(opened, text, [name.strip() for name in by.split(",") if name.strip()], limit)
        else:
            rows = find_events(opened, text, limit)
    if shape == "table" and sql is None and by is None:
        _list(rows)
    else:
        _WRITERS[shape](rows)


def _list(rows: list[dict[str, Any]]) -> None:
    """Two lines an event: when, who, what, whom, where; then its words and its id."""
    from dateline.export.wording import clean, say_code

    for row in rows:
        when = (
            str(row["latest"] or "no date")
            if row["latest"] == row["earliest"]
            else f"{row['earliest']}…{row['latest']}"
        )
        when += "" if row["date_basis"] in (None, "stated") else f" ({row['date_basis']})"
        status = "" if row["status"] == "current" else f" {row['status']}"
        denied = " did not happen" if row["negated"] else ""
        who, whom = ", ".join(row["actor_names"]) or "?", ", ".join(row["recipient_names"]) or "?"
        place = f" in {row['place_name'] or row['place_words']}" if row["place_words"] else ""
        dead = f", {row['killed_best']} killed" if row["killed_best"] is not None else ""
        code = say_code(row["event_type"], tuple(row["modes"]))
        print(clean(f"{when}  {who} → {code} → {whom}{place}{dead}{status}{denied}", max(page_width(None), 100)))
        print(
            f"  “{clean(row['words'], 60)}” · {clean(row['publisher'] or row['title'] or '', 40)} · {row['event_id']}"
        )
    if not rows:
        print("nothing found")


def _table(rows: list[dict[str, Any]]) -> None:
    from dateline.export.wording import clean

    if not rows:
        print("nothing found")
        return
    cells = [list(rows[0]), *([clean(_cell(value), 40) for value in row.values()] for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    for line in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _jsonl(rows: Iterable[dict[str, Any]]) -> None:
    import msgspec

    for row in rows:
        print(msgspec.json.encode(row, enc_hook=str).decode())


def _csv(rows: list[dict[str, Any]]) -> None:
    from dateline.export.tables import safe_cell

    if rows:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(rows[0])
        writer.writerows([safe_cell(_cell(value)) for value in row.values()] for row in rows)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return "; ".join(_cell(one) for one in value) if isinstance(value, list) else str(value)


_WRITERS = {"table": _table, "jsonl": _jsonl, "csv": _csv}
