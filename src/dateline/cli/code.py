"""`dateline code`: many reports into a store."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.options import Fields, Published, StoreFile, parse_day, parse_fields

if TYPE_CHECKING:
    from dateline.run import Tally

MOST_QUARANTINED = 0.01  # of a run; more means that something is wrong with the input or with us
_LINE_SECONDS = 10.0
_SHARD = 256  # reports that one actor codes at a time, and that a lost one costs


def code_command(
    sources: Annotated[list[str], typer.Argument(help="Files, folders or patterns; - is standard input.")],
    store: StoreFile,
    workers: Annotated[
        int | None, typer.Option(help="Processes; with Ray, actors.", min=1, show_default="2; with Ray, one a core")
    ] = None,
    published: Published = None,
    fields: Fields = None,
    engine: Annotated[str, typer.Option(help="local, or ray for a cluster.", metavar="NAME")] = "local",
    address: Annotated[
        str | None, typer.Option(help="The Ray cluster's; without it, one on this machine.", metavar="HOST:PORT")
    ] = None,
) -> None:
    """Code many reports into a store. Start it again after an interruption: it goes on where it was."""
    from dateline.run import code_sources, count_reports
    from dateline.settings import load_settings

    settings = load_settings(workers=workers)
    day, mapping = parse_day(published), parse_fields(fields)
    total = None if "-" in sources else count_reports(sources)
    try:
        with _progress(total) as show:
            tally = code_sources(
                sources, store, workers=workers if engine == "ray" else settings.workers,
                batch=_SHARD if engine == "ray" else settings.batch, threads=settings.threads,
                published=day, fields=mapping, on_batch=show, engine=engine, address=address,
            )  # fmt: skip
    except KeyboardInterrupt:
        sys.stderr.write(
            f"\ninterrupted: every finished batch is in {store}; the same command goes on from there\n"
        )
        raise typer.Exit(130) from None
    _sum_up(tally, str(store))


@contextmanager
def _progress(total: int | None) -> Iterator[Callable[[Tally], None]]:
    """A bar on a terminal, else a line every ten seconds, on standard error."""
    if not sys.stderr.isatty():
        yield _Lines(total)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("coding"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]:.1f}/s"),
        TimeRemainingColumn(), TextColumn("{task.fields[note]}"),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("coding", total=total, rate=0.0, note="")

        def show(tally: Tally) -> None:
            note = f"{tally.quarantined} set aside" if tally.quarantined else ""
            most = None if total is None else max(total, tally.done)
            bar.update(task, completed=tally.done, total=most, rate=tally.rate, note=note)

        yield show


class _Lines:
    """A plain line now and then."""

    def __init__(self, total: int | None) -> None:
        self.total = total
        self.last = time.monotonic()

    def __call__(self, tally: Tally) -> None:
        if time.monotonic() - self.last < _LINE_SECONDS:
            return
        self.last = time.monotonic()
        of = f" of about {self.total:,}" if self.total else ""
        left = ""
        if self.total and tally.rate and self.total > tally.done:
            left = f", {_minutes((self.total - tally.done) / tally.rate)} left"
        sys.stderr.write(f"{tally.done:,}{of} reports, {tally.rate:.1f}/s{left}\n")


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def _sum_up(tally: Tally, store: str) -> None:
    """The counts on standard output; exit code 3 where too much was set aside."""
    print(f"coded        {tally.coded:>8,}  ({tally.rate:.1f} reports/s, {_minutes(tally.seconds)})")
    print(f"empty        {tally.empty:>8,}  of the coded, without event or claim")
    print(f"skipped      {tally.skipped:>8,}  already in the store")
    print(f"quarantined  {tally.quarantined:>8,}")
    for (stage, error), number in tally.causes.most_common(5):
        print(f"             {number:>8,}  {stage}: {error}")
    if tally.quarantined_share > MOST_QUARANTINED:
        sys.stderr.write(
            f"dateline: {tally.quarantined_share:.1%} of the reports were set aside: "
            f"see `dateline quarantine list --store {store}`\n"
        )
        raise typer.Exit(3)
