"""`dateline incidents`: what happened, as all reports together tell it; and an analyst's own judgement."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli.options import StoreFile

if TYPE_CHECKING:
    from dateline.records import Card, Incident, Toll
    from dateline.store import Store

app = typer.Typer(no_args_is_help=True, help="List, show, merge, split and pin incidents.")

Name = Annotated[str, typer.Argument(help="The id of an incident, or its beginning.", metavar="INCIDENT")]
By = Annotated[str, typer.Option("--by", help="Who rules so.", metavar="NAME")]
Note = Annotated[str, typer.Option("--note", help="Why.", metavar="TEXT")]


@app.command("list")
def list_command(
    store: StoreFile,
    event_type: Annotated[str | None, typer.Option("--type", help="Only this event type.", metavar="TYPE")] = None,
    country: Annotated[str | None, typer.Option(help="Only where it happened here (ISO 3166-1 alpha-3).")] = None,
    reports: Annotated[int, typer.Option(help="Told by at least so many reports.", min=1)] = 1,
    limit: Annotated[int, typer.Option(help="At most so many.", min=1)] = 20,
) -> None:
    """List incidents, those of most independent sources first."""
    from dateline.export.wording import clean
    from dateline.store import open_store
    from dateline.store.incidents import list_incidents

    with open_store(store, read_only=True) as opened:
        rows = list_incidents(opened, event_type=event_type, country=country, least_reports=reports, limit=limit)
    if not rows:
        print("no incidents: run `dateline link` first, or ask for less")
    for row in rows:
        grade = f"{row['reliability']}{row['credibility']}"
        print(
            f"{row['incident_id']}  {grade}  {_days(row['earliest'], row['latest'])}  {row['event_type']:<9} "
            f"{row['reports']:>3} reports {row['voices']:>3} sources  {clean(row['title'], 90)}"
        )


@app.command("show")
def show_command(
    name: Name,
    store: StoreFile,
    reasons: Annotated[bool, typer.Option("--why", help="Also show why its events are one.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show an incident: best values, tolls, versions by source, grade, causes and answers."""
    from dateline.records import to_json
    from dateline.store import open_store
    from dateline.store.incidents import incident_chains, load_cards, load_incident, load_reasons

    with open_store(store, read_only=True) as opened:
        incident = load_incident(opened, name)
        cards, chains = load_cards(opened, incident), incident_chains(opened, incident)
        why = load_reasons(opened, incident) if reasons else []
    if as_json:
        print(to_json(incident).decode("utf-8"))
        return
    _print_incident(incident, cards)
    for chain in chains:
        how = f"{chain['method']} {chain['score']:.2f}: {chain['reason']}"
        print(f"{chain['relation']}: {chain['title']}  {chain['incident_id']} ({how})")
    for row in why:
        print(_reason(row))


@app.command("merge")
def merge_command(
    names: Annotated[list[str], typer.Argument(help="Two incidents or more.", metavar="INCIDENT…")],
    store: StoreFile,
    by: By = "",
    note: Note = "",
) -> None:
    """Rule that incidents are one."""
    from dateline.store import open_store
    from dateline.store.rulings import merge_incidents

    with open_store(store) as opened:
        _relink(opened, merge_incidents(opened, names, by, note))


@app.command("split")
def split_command(
    name: Name,
    events: Annotated[list[str], typer.Argument(help="Its events that are not of it.", metavar="EVENT…")],
    store: StoreFile,
    by: By = "",
    note: Note = "",
) -> None:
    """Rule that events are not of an incident."""
    from dateline.store import open_store
    from dateline.store.rulings import split_incident

    with open_store(store) as opened:
        _relink(opened, split_incident(opened, name, events, by, note))


@app.command("pin")
def pin_command(name: Name, store: StoreFile, by: By = "", note: Note = "") -> None:
    """Rule that an incident's present events stay together."""
    from dateline.store import open_store
    from dateline.store.rulings import pin_incident

    with open_store(store) as opened:
        _relink(opened, pin_incident(opened, name, by, note))


@app.command("rulings")
def rulings_command(store: StoreFile) -> None:
    """List what was ruled."""
    from dateline.store import open_store

    with open_store(store, read_only=True) as opened:
        rows = opened.rows("SELECT * FROM rulings ORDER BY ruled_at, ruling_id")
    if not rows:
        print("nothing was ruled")
    for row in rows:
        told = " – ".join(word for word in (row["ruled_by"], row["note"]) if word)
        print(
            f"{row['ruling_id']}  {row['ruled_at']:%Y-%m-%d}  {row['kind']:<5}  {row['left_event']} "
            f"{row['verdict']} {row['right_event']}  {told}".rstrip()
        )


@app.command("undo")
def undo_command(
    ruling: Annotated[str, typer.Argument(help="The id of a ruling, or its beginning.", metavar="RULING")],
    store: StoreFile,
) -> None:
    """Take a ruling back."""
    from dateline.store import open_store
    from dateline.store.rulings import undo_ruling

    with open_store(store) as opened:
        undo_ruling(opened, ruling)
        _relink(opened, [])


def _relink(store: Store, rulings: list[str]) -> None:
    from dateline.store.linking import link_store

    tally = link_store(store)
    for ruling in rulings:
        print(f"ruled {ruling}")
    print(f"incidents {tally.incidents:,}")


def _print_incident(incident: Incident, cards: list[Card]) -> None:
    from dateline.export.wording import clean

    print(f"{incident.incident_id}  {clean(incident.title, 200)}")
    print(
        f"{incident.event_type} {' '.join(incident.modes)}".rstrip() + (" · not yet, or only possible" * incident.ahead)
    )
    when = _days(incident.earliest, incident.latest)
    print(
        f"when     {when}" + (" (inferred from when reports appeared)" if incident.date_method == "published" else "")
    )
    if incident.place is not None:
        where = [word for word in (incident.place.name, incident.place.admin1, incident.place.country) if word]
        print(f"where    {', '.join(dict.fromkeys(where))} ({incident.place.precision})")
    for slot in ("killed", "injured"):
        toll = getattr(incident, slot)
        if toll is not None:
            history = getattr(incident, f"{slot}_history")
            steps = " → ".join(f"{point.toll.best} ({point.published or 'undated'})" for point in history[:12])
            print(f"{slot:<8} {_toll(toll)}; told: {steps}")
    print(
        f"told by  {len(incident.reports)} reports, {len(incident.voices)} independent sources"
        + (f", from {', '.join(incident.countries)}" if incident.countries else "")
    )
    print(f"grade    {incident.reliability}{incident.credibility}: {incident.grade_reason}")
    if incident.disputed:
        print(f"disputed {', '.join(incident.disputed)}")
    if incident.pinned:
        print("pinned   by an analyst")
    for version in incident.versions:
        tolls = [f"{slot} {_toll(toll)}" for slot in ("killed", "injured") if (toll := getattr(version, slot))]
        told = f" ({'; '.join(tolls)})" if tolls else ""
        print(f"  {version.stance}: {clean(version.source, 80)} [{version.source_kind}] in {len(version.voices)}{told}")
    for card in cards:
        print(f"  {card.event_id}  {card.published or ''}  “{clean(card.sentence, 160)}”")


def _toll(toll: Toll) -> str:
    return f"{'about ' * toll.approx}{toll.best}" + (f" ({toll.low} to {toll.high})" if toll.low != toll.high else "")


def _days(earliest: Any, latest: Any) -> str:
    if earliest is None and latest is None:
        return "day unknown"
    return str(latest) if earliest == latest else f"{earliest or '…'} to {latest or '…'}"


def _reason(row: dict[str, Any]) -> str:
    if "kind" in row:
        return (
            f"ruled {row['kind']}: {row['left_event']} · {row['right_event']} {row['ruled_by']} {row['note']}".rstrip()
        )
    parts = ", ".join(f"{name} {weight:+.1f}" for name, weight in json.loads(row["evidence"]))
    return f"{row['score']:.2f}  {row['left_event']} = {row['right_event']}: {parts}"
