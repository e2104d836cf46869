"""`dateline network`: who works with whom and against whom, in which blocs, and who stands between them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.dyad import Since, Until
from dateline.cli.options import StoreFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline.analyse.networks import Network

FORMATS = ("text", "json", "graphml", "csv")
_MOST = 15


def network_command(
    store: StoreFile,
    words: Annotated[
        list[str] | None, typer.Argument(help="A filter, such as: type:CONSULT,ASSAULT", metavar="[FILTER]...")
    ] = None,
    since: Since = None,
    until: Until = None,
    span: Annotated[str, typer.Option("--by", help="day, week, month or year.", metavar="SPAN")] = "month",
    level: Annotated[
        str, typer.Option("--level", help="country, or group: sectors of countries.", metavar="LEVEL")
    ] = "country",
    parties: Annotated[int, typer.Option("--parties", help="The busiest ones, so many.", min=2, max=500)] = 40,
    least: Annotated[int, typer.Option("--least", help="Acts that a tie must have.", min=1)] = 1,
    edge: Annotated[
        str | None, typer.Option("--edge", help="Show the acts of this tie, such as IRN-PAK.", metavar="PARTY-PARTY")
    ] = None,
    shape: Annotated[str, typer.Option("--format", help="text, json, graphml or csv.", metavar="FORMAT")] = "text",
    output: Annotated[Path | None, typer.Option("--out", "-o", help="Write to a file.", metavar="FILE")] = None,
) -> None:
    """Show the network of parties by cooperation and conflict: blocs, brokers, ties, and how they change."""
    import json

    from dateline.analyse.days import parse_date
    from dateline.analyse.network_files import network_csv, network_graphml
    from dateline.analyse.networks import edge_events, load_network
    from dateline.errors import SettingsError
    from dateline.store import open_store

    if shape not in FORMATS:
        raise SettingsError(f"--format: {shape!r} is none of {', '.join(FORMATS)}")
    first, last = parse_date(since, "--since"), parse_date(until, "--until")
    text = " ".join(words or ())
    with open_store(store, read_only=True) as opened:
        if edge is not None:
            one, other = _two(edge)
            rows = edge_events(opened, one, other, text, since=first, until=last, level=level)  # type: ignore[arg-type]
            for row in rows:
                day = row["day"] or "no day"
                print(f"{day}  {row['event_type']}  {row['words']}  {row['event_id']}\n  {row['text']}")
            return
        network = load_network(
            opened, text, since=first, until=last, span=span, level=level, parties=parties, least=least  # type: ignore[arg-type]
        )  # fmt: skip
    if shape == "text":
        told = "".join(f"{line}\n" for line in _lines(network))
    elif shape == "json":
        told = json.dumps(network.as_dict(), ensure_ascii=False, default=str) + "\n"
    else:
        told = network_graphml(network) if shape == "graphml" else network_csv(network)
    if output is None:
        print(told, end="")
    else:
        output.write_text(told, encoding="utf-8")
        print(f"wrote {output}")


def _two(edge: str) -> tuple[str, str]:
    """The two keys of a tie: of countries, or of their sectors, by code; or of known parties by id."""
    from dateline.analyse.parties import parse_dyad

    one, other = parse_dyad([edge])
    return tuple(party.key + (f"/{party.sector}" if party.sector else "") for party in (one, other))  # type: ignore[return-value]


def _lines(network: Network) -> Iterator[str]:
    names = {node.party: node.name for node in network.nodes}
    acts = sum(tie.acts for tie in network.ties)
    yield f"{len(network.nodes)} parties, {len(network.ties)} ties of {acts} acts; modularity {network.modularity:.2f}"
    if network.undated:
        yield f"{network.undated} acts have no day and are in no {network.span}"
    for bloc in network.blocs:
        yield f"bloc {bloc.number}: {', '.join(names[party] for party in bloc.parties)}"
        yield (
            f"  cooperation {bloc.inside[0]:.0f} inside, {bloc.outside[0]:.0f} with others; "
            f"conflict {bloc.inside[1]:.0f} inside, {bloc.outside[1]:.0f} with others"
        )
    if alone := [node.name for node in network.nodes if node.bloc is None]:
        yield f"in no bloc: {', '.join(alone)}"
    for broker in network.brokers[:_MOST]:
        ties = ", ".join(f"bloc {number} by {names[party]}" for number, party, _ in broker.ties)
        yield f"broker: {broker.name}, {broker.share:.0%} of the ways between blocs ({ties})"
    yield ""
    yield "acts  cooperation  conflict  tie"
    for tie in network.ties[:_MOST]:
        pair = f"{names[tie.left]} – {names[tie.right]}"
        yield f"{tie.acts:>4}  {tie.cooperation:>11.1f}  {tie.conflict:>8.1f}  {pair}  (--edge {tie.left},{tie.right})"
    yield ""
    yield f"{network.span:<10}  acts  cooperation  conflict  blocs that differ from the whole's"
    whole = {node.party: node.bloc for node in network.nodes}
    for frame in network.frames:
        moved = [f"{names[one]} in {bloc}" for one, bloc in frame.blocs.items() if bloc not in (None, whole[one])]
        yield (
            f"{frame.start}  {frame.acts:>4}  {frame.cooperation:>11.1f}  {frame.conflict:>8.1f}  "
            f"{', '.join(moved[:6]) + (' …' if len(moved) > 6 else '')}"
        )
