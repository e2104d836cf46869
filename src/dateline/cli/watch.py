"""`dateline watch`: feeds, polled politely, into a store; `dateline feeds`: how they are."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.options import StoreFile

if TYPE_CHECKING:
    from dateline.run.watch import Poll


def watch_command(
    feeds: Annotated[Path, typer.Argument(help="The list of feeds, such as feeds.toml.", metavar="FEEDS")],
    store: StoreFile,
    once: Annotated[bool, typer.Option("--once", help="Ask the feeds that are due, then end.")] = False,
) -> None:
    """Poll feeds and code what is new, until it is stopped; start it again and it goes on where it was."""
    from dateline.run.watch import load_watch, watch

    settings = load_watch(feeds)
    try:
        watch(settings, store, once=once, on_poll=_tell)
    except KeyboardInterrupt:
        sys.stderr.write(f"\nstopped: what came is in {store}\n")
        raise typer.Exit(130) from None


def feeds_command(store: StoreFile) -> None:
    """Say how each feed that was watched is: when it last answered, what is wrong, what it brought."""
    from dateline.run.watch import load_feeds
    from dateline.store import open_store

    with open_store(store, read_only=True) as opened:
        feeds = load_feeds(opened)
    if not feeds:
        print("no feed was watched yet")
    for feed in feeds:
        state = "ok" if not feed.failures else f"{feed.failures} failures: {feed.message}"
        answered = f"{feed.succeeded:%Y-%m-%d %H:%M}" if feed.succeeded else "never"
        print(f"{feed.url}\n  {state} · answered {answered} · {feed.polls} polls · {feed.reports} reports coded")


def _tell(poll: Poll) -> None:
    from dateline.export.wording import clean

    feed = poll.feed
    if feed.failures:
        print(
            f"{feed.url}: {clean(feed.message or '', 200)}; asked again from {feed.due:%Y-%m-%d %H:%M} UTC on",
            flush=True,
        )
        return
    aside = f", {poll.quarantined} set aside" if poll.quarantined else ""
    print(f"{feed.url}: {poll.coded} coded, {poll.known} known{aside}", flush=True)
