"""`dateline compare`: coded events beside another set's file."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Annotated, Any

import typer

QUADS = {0: "unknown", 1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
HAPPENED = "status:current negated:no repeated:no"
COLUMNS = (
    "found", "score", "event_id", "event_type", "earliest", "latest", "published", "actors", "recipients", "place",
    "killed", "text", "their_id", "their_type", "their_first", "their_last", "their_countries", "their_killed",
    "their_words",
)  # fmt: skip


def compare_command(
    store: Annotated[Path, typer.Argument(help="The store's file.", metavar="STORE")],
    file: Annotated[Path, typer.Argument(help="A file of ACLED, UCDP GED, GDELT 2.0, ICEWS or POLECAT.")],
    where: Annotated[str, typer.Argument(help="A filter; of what happened.", metavar="[FILTER]")] = "",
    shape: Annotated[str | None, typer.Option("--format", help="acled, ged, gdelt, icews or polecat.")] = None,
    days: Annotated[int, typer.Option(help="How far apart the days of one event may lie.", min=0, max=31)] = 2,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write every pair and remainder as CSV.")] = None,
    examples: Annotated[int, typer.Option(help="Of each kind.", min=0, max=100)] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as one JSON object.")] = False,
) -> None:
    """Say which coded events another set has too, which stand only here, and which only there."""
    from dateline.export.compare import compare_events
    from dateline.export.foreign import read_foreign
    from dateline.store import open_store, stream_events

    foreign = list(read_foreign(file, shape))
    with open_store(store, read_only=True) as opened:
        found = compare_events(stream_events(opened, f"{HAPPENED} {where}".strip()), foreign, days)
    table, agreement = found.by_quad(), found.agreement()
    if out is not None:
        _write(out, found)
    if as_json:
        told = {QUADS[quad]: dict(zip(("matched", "only_here", "only_there"), row, strict=True))
                for quad, row in table.items()}  # fmt: skip
        print(json.dumps({"quads": told, "agreement": agreement}))
        return
    print(f"{'':22}{'matched':>10}{'only here':>11}{'only there':>12}")
    for quad, (matched, here, there) in table.items():
        print(f"{QUADS[quad]:22}{matched:>10,}{here:>11,}{there:>12,}")
    for name, (agree, both) in agreement.items():
        if both:
            print(f"of {both:,} pairs that both tell the {name}, {agree:,} agree ({agree / both:.0%})")
    _show(found, examples)


def _show(found: Any, examples: int) -> None:
    from dateline.export.wording import clean

    for row, event, _ in found.pairs[:examples]:
        print(f"\nmatched  {row['event_type']}  {row['event_id']}  {clean(row['text'], 160)}")
        print(f"         {event.event_id}  {event.first}  {clean(event.words, 160)}")
    for row in found.only_here[:examples]:
        print(f"\nonly here  {row['event_type']}  {row['event_id']}  {clean(row['text'], 160)}")
    for event in found.only_there[:examples]:
        print(f"\nonly there  {event.event_id}  {event.first}  {clean(event.words, 160)}")


def _write(path: Path, found: Any) -> None:
    from dateline.export.delimited import cell

    lines = [
        *(("both", round(score, 2), row, event) for row, event, score in found.pairs),
        *(("here", None, row, None) for row in found.only_here),
        *(("there", None, None, event) for event in found.only_there),
    ]
    partial = path.with_name(path.name + ".part")
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for where, score, row, event in lines:
            ours = [None] * 10 if row is None else [
                row["event_id"], row["event_type"], row["earliest"], row["latest"], row["published"],
                row["actor_names"], row["recipient_names"], row["place_name"], row["killed_best"], row["text"],
            ]  # fmt: skip
            theirs = [None] * 7 if event is None else [
                event.event_id, event.event_type, event.first, event.last, sorted(event.countries), event.killed,
                event.words,
            ]  # fmt: skip
            writer.writerow([cell(value) for value in (where, score, *ours, *theirs)])
    partial.replace(path)
