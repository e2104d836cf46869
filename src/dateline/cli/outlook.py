"""`dateline outlook`: what may follow between two parties, kept, scored and back-tested."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.dyad import Parties
from dateline.cli.options import StoreFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dateline.analyse.backtest import Tested
    from dateline.analyse.forecasts import Score
    from dateline.analyse.outlook import Outlook
    from dateline.analyse.scoring import Bin

app = typer.Typer(no_args_is_help=True, help="Foretell, keep, score and back-test what may follow between two parties.")


@app.command("show")
def show_command(
    parties: Parties,
    store: StoreFile,
    today: Annotated[
        str | None, typer.Option("--today", help="As of this day; default: the last report's.", metavar="DATE")
    ] = None,
    save: Annotated[bool, typer.Option("--save", help="Keep the forecasts in the store, to be scored.")] = False,
    paths: Annotated[int, typer.Option("--paths", help="Simulated futures.", min=100, max=20000)] = 2000,
    seed: Annotated[int, typer.Option("--seed", help="Of the random numbers.")] = 7,
) -> None:
    """Foretell force, talks, another rung and numbers of acts in 7, 30 and 90 days."""
    from dateline.analyse.days import parse_date
    from dateline.analyse.forecasts import save_forecasts
    from dateline.analyse.outlook import make_outlook
    from dateline.analyse.parties import parse_dyad
    from dateline.store import open_store

    with open_store(store, read_only=not save) as opened:
        outlook = make_outlook(
            opened, parse_dyad(parties), today=parse_date(today, "--today"), paths=paths, seed=seed
        )  # fmt: skip
        kept = save_forecasts(opened, outlook.forecasts) if save else 0
    for line in _lines(outlook):
        print(line)
    if save:
        print(f"\nkept {kept} new forecasts")


def _lines(outlook: Outlook) -> Iterator[str]:
    from dateline.analyse.likelihood import say_chance

    yield f"{outlook.dyad[0].label} – {outlook.dyad[1].label}, as of {outlook.made}"
    for horizon in sorted({one.horizon for one in outlook.forecasts}):
        yield f"\nwithin {horizon} days"
        for one in outlook.forecasts:
            if one.horizon == horizon and one.chance is not None:
                yield f"  {one.target.says}: {say_chance(one.chance)}  [{one.method}]"
            elif one.horizon == horizon:
                low, middle, high = (one.quantile(share) for share in (0.05, 0.5, 0.95))
                yield f"  {one.target.says}: {middle} ({low} to {high} in nine of ten cases)  [{one.method}]"
    yield f"\nconfidence: {outlook.confidence}: {outlook.confidence_reason}"
    driver_of = outlook.find("force", 30)
    yield f"method: {driver_of.reason}"
    for driver in driver_of.drivers:
        cite = driver.act.cites[0]
        yield (
            f"drives force: {driver.act.day} {driver.act.event_type} {driver.act.words} "
            f"(+{driver.expected:.2f} acts)  {cite.report_id} sentence {cite.sentence}"
        )


@app.command("next")
def next_command(
    store: StoreFile,
    actor: Annotated[str | None, typer.Option("--actor", help="By this country alone.", metavar="COUNTRY")] = None,
    recipient: Annotated[
        str | None, typer.Option("--recipient", help="To this country alone.", metavar="COUNTRY")
    ] = None,
    today: Annotated[
        str | None, typer.Option("--today", help="As of this day; default: the last report's.", metavar="DATE")
    ] = None,
    days: Annotated[int, typer.Option("--days", help="Days ahead.", min=1, max=30)] = 7,
    most: Annotated[int, typer.Option("--most", help="The likeliest, so many.", min=1, max=200)] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Foretell who will do what to whom next, with what came before."""
    import json
    from dataclasses import asdict

    from dateline.analyse.days import parse_date
    from dateline.analyse.likelihood import say_chance
    from dateline.analyse.next_acts import foretell_acts
    from dateline.analyse.parties import parse_party
    from dateline.store import open_store

    who, whom = (parse_party(one).key if one else None for one in (actor, recipient))
    with open_store(store, read_only=True) as opened:
        found = foretell_acts(
            opened, today=parse_date(today, "--today"), days=days, actor=who, recipient=whom, most=most
        )  # fmt: skip
    if as_json:
        print(json.dumps(asdict(found), ensure_ascii=False, default=str))
        return
    how = "" if found.ranked else "; too few to train the ranker: the first guess stands"
    print(f"within {found.days} days of {found.made}, learnt from {found.facts:,} acts{how}")
    for act in found.acts:
        print(f"  {act.says()}: {say_chance(act.chance)}")
        for one in act.reasons:
            where = f"  {one.cite.report_id} sentence {one.cite.sentence}" if one.cite else ""
            print(f"      {one.share:.0%} from {one.day} {one.actor} {one.event_type} {one.recipient}{where}")


@app.command("score")
def score_command(
    store: StoreFile,
    today: Annotated[
        str | None, typer.Option("--today", help="Due by then; default: the last report's day.", metavar="DATE")
    ] = None,
) -> None:
    """Score the kept forecasts that are due, beside persistence, climatology and the last distribution."""
    from dateline.analyse.days import parse_date
    from dateline.analyse.forecasts import score_forecasts
    from dateline.store import open_store

    with open_store(store) as opened:
        scores = score_forecasts(opened, today=parse_date(today, "--today"))
    if not scores:
        print("no kept forecast is due: `dateline outlook show … --save` keeps some")
    for score in scores:
        _print_score(score)


def _print_score(score: Score) -> None:
    measure = "Brier" if score.logs else "CRPS"
    told = "  ".join(f"{name} {value:.3f}" for name, value in score.scores.items())
    what = f"{score.target:<10} {score.horizon:>3} days  {score.forecasts:>5} forecasts"
    print(f"{what}  {measure}: {told}  best: {score.best}")
    if score.logs:
        print("           log score: " + "  ".join(f"{name} {value:.3f}" for name, value in score.logs.items()))
        _print_bins(score.bins)


def _print_bins(bins: Sequence[Bin]) -> None:
    for one in bins:
        bar = "▇" * round(20 * one.share)
        print(f"           said {one.mean:4.0%}, came {one.share:4.0%}  of {one.forecasts:>5}  {bar}")


@app.command("backtest")
def backtest_command(
    folder: Annotated[Path, typer.Argument(help="Dated facts: entities, relations, train, valid.", metavar="FOLDER")],
    dyads: Annotated[int, typer.Option("--dyads", help="The busiest so many pairs of countries.", min=2)] = 200,
    horizon: Annotated[list[int] | None, typer.Option("--horizon", help="Days ahead; may be repeated.")] = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", help="Write reliability diagrams (SVG).", metavar="FILE")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Back-test the outlook on a set of dated facts: rolling origin, week by week, beside simple baselines."""
    import json

    from dateline.analyse.backtest import run_backtest
    from dateline.analyse.panel import make_panel, read_facts
    from dateline.analyse.reliability_plot import reliability_svg
    from dateline.analyse.targets import HORIZONS

    panel = make_panel(read_facts(folder), limit=dyads)
    tests = run_backtest(panel, horizons=horizon or HORIZONS, response=True)
    if plot is not None:
        plot.write_text(reliability_svg(tests), encoding="utf-8")
    if as_json:
        print(json.dumps({"dyads": len(panel.dyads), "days": panel.length, "tests": [one.as_dict() for one in tests]}))
        return
    print(f"{len(panel.dyads)} dyads, {panel.length} days from {panel.start}")
    for one in tests:
        _print_test(one)


def _print_test(one: Tested) -> None:
    measure = "Brier" if one.logs else "CRPS"
    told = "  ".join(f"{name} {value:.4f}" for name, value in one.scores.items())
    how = f"{one.forecasts:,} forecasts at {one.origins} origins, mean {one.share:.3f}"
    print(f"\n{one.target}, {one.horizon} days: {how}")
    print(f"  {measure}: {told}")
    if one.best != "regression":
        print(f"  best, and used: {one.best}")
    for name, (gain, low, high) in one.gain.items():
        print(f"  regression lower than {name} by {gain:.1%} ({low:.1%} to {high:.1%})")
    print("  calibration error: " + "  ".join(f"{name} {error:.3f}" for name, error in one.errors.items()))
    if one.logs:
        _print_bins(one.bins)
