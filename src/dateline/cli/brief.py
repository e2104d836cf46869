"""`dateline brief`: a page on two parties, a story, a country or a day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.dyad import Since, Until
from dateline.cli.options import StoreFile

if TYPE_CHECKING:
    from datetime import date

    from dateline.analyse.briefing import Brief
    from dateline.store import Store


def brief_command(
    store: StoreFile,
    dyad: Annotated[str | None, typer.Option("--dyad", help="Two parties: IRN-PAK.", metavar="PARTY-PARTY")] = None,
    story: Annotated[str | None, typer.Option("--story", help="A story's id or its beginning.", metavar="ID")] = None,
    country: Annotated[str | None, typer.Option("--country", help="A country.", metavar="COUNTRY")] = None,
    today: Annotated[bool, typer.Option("--today", help="What the last day's reports brought.")] = False,
    since: Since = None,
    until: Until = None,
    output: Annotated[
        str, typer.Option("--format", "-f", help="markdown, html, pdf, json", metavar="NAME")
    ] = "markdown",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write to a file.", metavar="FILE")] = None,
    paths: Annotated[int, typer.Option("--paths", help="Simulated futures.", min=100, max=20000)] = 2000,
) -> None:
    """Write a brief: what happened, what is disputed, who says what, why, ladder, outlook, what is not known."""
    import json

    from dateline.analyse.brief_pages import render_html, render_markdown, render_pdf
    from dateline.analyse.briefing import as_rows
    from dateline.analyse.days import parse_date
    from dateline.errors import SettingsError
    from dateline.store import open_store

    if sum(one is not None for one in (dyad, story, country)) + today != 1:
        raise SettingsError("give one of --dyad, --story, --country and --today")
    if output not in ("markdown", "html", "pdf", "json"):
        raise SettingsError(f"--format: {output!r} is none of markdown, html, pdf, json")
    if output == "pdf" and out is None:
        raise SettingsError("--format pdf: say where to with --out FILE")
    first, last = parse_date(since, "--since"), parse_date(until, "--until")
    with open_store(store, read_only=True) as opened:
        brief = _make(opened, dyad, story, country, first, last, paths)
    if output == "pdf" and out is not None:
        out.write_bytes(render_pdf(brief))
        print(out)
        return
    if output == "json":
        text = json.dumps(as_rows(brief), ensure_ascii=False)
    else:
        text = render_html(brief) if output == "html" else render_markdown(brief)
    if out is not None:
        out.write_text(text, "utf-8")
        print(out)
    else:
        print(text, end="" if text.endswith("\n") else "\n")


def _make(
    store: Store, dyad: str | None, story: str | None, country: str | None, first: date | None, last: date | None,
    paths: int,
) -> Brief:  # fmt: skip
    from dateline.analyse.briefing import brief_dyad, brief_happenings
    from dateline.analyse.panel import last_day
    from dateline.analyse.parties import parse_dyad, parse_party
    from dateline.analyse.wording import say_date
    from dateline.errors import StoreError
    from dateline.store.incidents import story_incidents

    if dyad is not None:
        return brief_dyad(store, parse_dyad([dyad]), since=first, today=last, paths=paths)
    if story is not None:
        found, _ = story_incidents(store, story)
        return brief_happenings(store, title=found["title"], story=found["story_id"], since=first, until=last)
    if country is not None:
        party = parse_party(country)
        return brief_happenings(store, title=party.label, country=party.key, since=first, until=last)
    day = last or last_day(store)
    if day is None:
        raise StoreError(f"{store.path}: no report has a date")
    return brief_happenings(store, title=f"Reports of {say_date(day)}", since=day, until=day, by_report=True)
