"""`dateline diff`: what changed in the coding between two stores."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def diff_command(
    left: Annotated[Path, typer.Argument(help="The store of the earlier run.", metavar="STORE1")],
    right: Annotated[Path, typer.Argument(help="The store of the later run.", metavar="STORE2")],
    examples: Annotated[int, typer.Option(help="Of each kind.", min=0, max=100)] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say which events two runs code differently, for the reports that both have."""
    from dateline.store.differ import compare_stores

    found = compare_stores(left, right, examples)
    if as_json:
        import msgspec

        print(msgspec.json.encode(found, enc_hook=str).decode())
        return
    from dateline.export.wording import clean

    lost, new = sum(found.lost.values()), sum(found.found.values())
    apart = f"{found.only_left:,} only in the first, {found.only_right:,} only in the second"
    print(f"{found.reports:,} reports in both, {apart}")
    print(f"{found.same:,} events the same, {found.changed_events:,} changed, {lost:,} lost, {new:,} new")
    for heading, table in (
        ("lost", found.lost),
        ("new", found.found),
        ("fields", found.changed),
        ("types", found.types),
    ):
        for name, number in table.items():
            print(f"  {heading:<6} {number:>8,}  {name}")
    for one in found.examples:
        print(f"\n{one['what']}  {one['event_id']}  “{clean(one['words'], 60)}”")
        print(f"  {clean(one['text'], 200)}")
        for name, (was, now) in one["fields"].items():
            print(f"  {name}: {_say(was)} → {_say(now)}")


def _say(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return "–" if value is None else str(value)
