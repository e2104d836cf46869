"""`dateline scenario`: what if one of two parties struck, talked or gave way; and who could mediate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.dyad import Parties
from dateline.cli.options import StoreFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.analyse.mediators import Mediator
    from dateline.analyse.scenario import Scenario


def scenario_command(
    parties: Parties,
    store: StoreFile,
    what: Annotated[
        list[str] | None,
        typer.Option("--if", help="strike, talks, sanctions, mediation …; default: all.", metavar="NAME"),
    ] = None,
    today: Annotated[str | None, typer.Option("--today", help="As of this day.", metavar="DATE")] = None,
    horizon: Annotated[int, typer.Option("--days", help="Days ahead.", min=1, max=365)] = 30,
    paths: Annotated[int, typer.Option("--paths", help="Simulated futures.", min=100, max=20000)] = 4000,
    seed: Annotated[int, typer.Option("--seed", help="Of the random numbers.")] = 7,
) -> None:
    """Simulate what an act of the first party would change, beside no act; rank who could mediate."""
    from dateline.analyse.days import parse_date
    from dateline.analyse.mediators import rank_mediators
    from dateline.analyse.outlook import make_outlook
    from dateline.analyse.parties import parse_dyad
    from dateline.analyse.response import answers_to
    from dateline.analyse.scenario import find_intervention, load_interventions, run_scenario
    from dateline.store import open_store

    wanted = [find_intervention(name) for name in what or load_interventions()]
    dyad, day = parse_dyad(parties), parse_date(today, "--today")
    with open_store(store, read_only=True) as opened:
        outlook = make_outlook(opened, dyad, today=day, paths=500, tests=())
        mediators = rank_mediators(opened, dyad, today=outlook.made)
    print(f"{dyad[0].label} – {dyad[1].label}, {horizon} days from {outlook.made}, {paths:,} paths, seed {seed}")
    print("A model's answer, not a forecast of what will be done: docs/assumptions.md says what it takes for granted.")
    for one in wanted:
        _print_scenario(run_scenario(outlook, one, horizon=horizon, paths=paths, seed=seed))
    last = outlook.acts[-1] if outlook.acts else None
    kind = None if last is None else outlook.model_class(last.event_type)
    if last is not None and kind is not None:
        print(f"\nanswers to the latest act ({last.event_type}, {last.words}):")
        for answer in answers_to(outlook.model, kind)[:4]:
            who = "by the same side" if answer.by == "own" else "by the other side"
            print(
                f"  {answer.kind} {who}: {answer.chance:.0%}, {answer.expected:.2f} acts expected, half within "
                f"{answer.half_after:.0f} days, nine in ten within {answer.most_after:.0f}"
            )
        distance, p = outlook.model.fit
        fitted = f"{sum(outlook.model.answers)} acts of {outlook.model.dyads} dyads"
        print(f"  fitted on {fitted}; fit: KS {distance:.3f}, p {p:.3f}")
    _print_mediators(mediators)


def _print_scenario(scenario: Scenario) -> None:
    print(f"\n{scenario.intervention.name}: {scenario.says}")
    for one in scenario.measures:
        if one.name.startswith("chance"):
            print(
                f"  {one.name}: {one.without:.0%} → {one.with_it:.0%}  "
                f"({100 * one.difference:+.1f} points; {100 * one.low:+.1f} to {100 * one.high:+.1f})"
            )
        else:
            print(f"  {one.name}: {one.without:.2f} → {one.with_it:.2f}  ({one.low:+.2f} to {one.high:+.2f})")
    for kind, factor, chance in scenario.sensitivity:
        print(f"  if the rate of {kind} is multiplied by {factor:g}: chance of force {chance:.0%}")


def _print_mediators(mediators: Sequence[Mediator]) -> None:
    if not mediators:
        print("\nno third country has ties with both sides in this store")
        return
    print("\nwho could mediate, by ties with both:")
    for one in mediators:
        print(
            f"  {one.name}: {one.score:.1f} (ties {one.ties[0]:.1f} and {one.ties[1]:.1f}, "
            f"hostility {one.hostility:.1f}, mediated {one.mediated} times)"
        )
        for reason in one.reasons[:3]:
            cite = reason.cite
            where = f"{cite.report_id} sentence {cite.sentence}"
            print(f"    {reason.kind} with {reason.party}: {reason.day} {reason.event_type}  {where}")
