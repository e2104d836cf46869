"""`dateline watch`: feeds polled politely, and what is new in them coded into a store."""

from __future__ import annotations

import logging
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dateline.errors import ReadError, SettingsError, StoreError
from dateline.read.build import build_failure, build_report
from dateline.read.decode import decode_bytes
from dateline.read.draft import Draft, Failure, Options
from dateline.read.feed import read_feed
from dateline.read.html import EXTRACTION_ERRORS, draft_of_page
from dateline.read.tables import bytes_source
from dateline.records import Quarantined, Report
from dateline.run.fetch import AGENT, Answer, Fetcher
from dateline.run.manifest import find_manifest
from dateline.run.workers import code_rows
from dateline.settings import load_settings
from dateline.store import Store, open_store

_LOG = logging.getLogger(__name__)
_DAY = 24 * 3600
_BATCH = 16
_LOCKED = "another process has it open"


class FeedSettings(BaseModel):
    """One `[[feed]]` of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = Field(pattern=r"^https?://\S+$")
    name: str | None = None
    interval: int | None = Field(default=None, ge=60, le=30 * _DAY)
    pages: bool | None = None


class WatchSettings(BaseModel):
    """The file: what holds for all feeds, and the feeds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    interval: int = Field(default=900, ge=60, le=30 * _DAY, description="seconds between two polls of a feed")
    pages: bool = Field(default=False, description="fetch the page of each new item")
    most_pages: int = Field(default=20, ge=0, le=1_000, description="pages fetched of one feed at one poll")
    agent: str = Field(default=AGENT, min_length=3, max_length=200, pattern=r"^[\x20-\x7e]+$")
    seconds: float = Field(default=20, gt=0, le=600, description="for one answer")
    most_bytes: int = Field(default=10_000_000, ge=1_000, le=1_000_000_000)
    pause: float = Field(default=1, ge=0, le=600, description="seconds between two requests to one site")
    private: bool = Field(default=False, description="allow addresses of the own machine and network")
    feed: tuple[FeedSettings, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Feed:
    """What is known of a feed: a row of the table `feeds`."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    checked: datetime | None = None
    due: datetime | None = None
    succeeded: datetime | None = None
    failures: int = 0
    status: int | None = None
    message: str | None = None
    polls: int = 0
    items: int = 0
    reports: int = 0


@dataclass(slots=True)
class Poll:
    """One poll of one feed: the feed as it is now, and what it brought."""

    feed: Feed
    found: list[Report | Quarantined] = field(default_factory=list)
    coded: int = 0
    known: int = 0
    quarantined: int = 0


def load_watch(path: str | Path) -> WatchSettings:
    """The settings of a `feeds.toml`; raises SettingsError that names the value that is wrong."""
    try:
        settings = WatchSettings.model_validate(tomllib.loads(Path(path).read_text("utf-8")))
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    twice = {one.url for one in settings.feed if [feed.url for feed in settings.feed].count(one.url) > 1}
    if twice:
        raise SettingsError(f"{path}: {min(twice)} stands twice")
    return settings


def watch(
    settings: WatchSettings,
    store: str | Path,
    *,
    once: bool = False,
    on_poll: Callable[[Poll], None] | None = None,
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Polls each feed when it is due, for ever, or, if `once`, those that are due now.

    The store is opened only to look what is due and to write what came, so that others can read it between
    polls. Stop it whenever you like: a feed's state is written with its reports, in one transaction.
    """
    fetcher = Fetcher(
        agent=settings.agent, seconds=settings.seconds, most_bytes=settings.most_bytes, pause=settings.pause,
        private=settings.private,
    )  # fmt: skip
    while True:
        for one in settings.feed:
            with _patient(store, sleep) as opened:
                feed = load_feed(opened, one.url)
            if feed.due is None or feed.due <= now():
                poll = poll_feed(feed, one, settings, fetcher, now())
                with _patient(store, sleep) as opened:
                    _save(opened, poll)
                (on_poll or (lambda _: None))(poll)
        if once:
            return
        with _patient(store, sleep) as opened:
            dues = [load_feed(opened, one.url).due or now() for one in settings.feed]
        sleep(max(1.0, (min(dues) - now()).total_seconds()))


def poll_feed(feed: Feed, one: FeedSettings, settings: WatchSettings, fetcher: Fetcher, now: datetime) -> Poll:
    """Asks a feed for what is new since it was last asked; nothing that goes wrong goes further than the feed."""
    interval = one.interval or settings.interval
    headers = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    asked = replace(feed, checked=now, polls=feed.polls + 1)
    try:
        answer = fetcher.fetch(one.url, {name: value for name, value in headers.items() if value})
        if answer.status == 304:
            return Poll(_well(asked, answer, interval, now))
        if answer.status != 200:
            return Poll(_ill(asked, f"HTTP {answer.status}", interval, now, answer))
        found = list(_items(answer, one, settings, fetcher))
    except ReadError as error:
        return Poll(_ill(asked, str(error), interval, now))
    state = replace(
        _well(asked, answer, interval, now), etag=answer.headers.get("etag"),
        last_modified=answer.headers.get("last-modified"), items=len(found),
    )  # fmt: skip
    return Poll(state, found)


def _items(
    answer: Answer, one: FeedSettings, settings: WatchSettings, fetcher: Fetcher
) -> Iterator[Report | Quarantined]:
    pages = settings.pages if one.pages is None else one.pages
    left = settings.most_pages if pages else 0
    for draft in read_feed(bytes_source(one.url, answer.body), Options()):
        if isinstance(draft, Failure):
            if draft.error != "Empty":
                yield build_failure(draft)
            continue
        if one.name and not draft.publisher:
            draft = replace(draft, publisher=one.name)
        if left and draft.url:
            left -= 1
            draft = _with_page(draft, fetcher)
        yield build_report(draft, Options())


def _with_page(draft: Draft, fetcher: Fetcher) -> Draft:
    """The draft with its page's text where that is longer; a page that cannot be had leaves the feed's words."""
    try:
        answer = fetcher.fetch(draft.url or "")
        if answer.status != 200 or "html" not in answer.headers.get("content-type", "html"):
            raise ReadError(f"{draft.url}: HTTP {answer.status}, {answer.headers.get('content-type')}")
        page = draft_of_page(decode_bytes(answer.body), draft.source, url=draft.url)
    except (ReadError, *EXTRACTION_ERRORS) as error:
        _LOG.warning("page left out: %s", error)
        return draft
    if len(page.text) <= len(draft.text):
        return draft
    return replace(
        draft, text=page.text, headings=page.headings, title=draft.title or page.title,
        byline=draft.byline or page.byline, published=draft.published or page.published,
        language=page.language or draft.language,
    )  # fmt: skip


def _well(feed: Feed, answer: Answer, interval: int, now: datetime) -> Feed:
    return replace(
        feed, status=answer.status, message=None, failures=0, succeeded=now, due=now + timedelta(seconds=interval)
    )


def _ill(feed: Feed, message: str, interval: int, now: datetime, answer: Answer | None = None) -> Feed:
    """Twice the time after every failure, up to a day; longer where the server says so; a month where it is gone."""
    failures = feed.failures + 1
    wait = min(interval * 2 ** min(failures, 12), max(_DAY, interval))
    if answer is not None:
        wait = 30 * _DAY if answer.status == 410 else max(wait, _retry_after(answer, now))
    return replace(
        feed, status=answer.status if answer else None, message=message[:500], failures=failures,
        due=now + timedelta(seconds=wait),
    )  # fmt: skip


def _retry_after(answer: Answer, now: datetime) -> int:
    stated = answer.headers.get("retry-after", "").strip()
    if stated.isdecimal() and len(stated) < 9:
        return min(int(stated), 30 * _DAY)
    try:
        moment = parsedate_to_datetime(stated)
    except ValueError:
        return 0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(int((moment - now).total_seconds()), 0), 30 * _DAY)


def load_feed(store: Store, url: str) -> Feed:
    """What the store knows of a feed."""
    rows = store.rows("SELECT * FROM feeds WHERE url = ?", [url])
    return Feed(**rows[0]) if rows else Feed(url=url)


def load_feeds(store: Store) -> list[Feed]:
    """All feeds that were ever asked, those that fail most first."""
    return [Feed(**row) for row in store.rows("SELECT * FROM feeds ORDER BY failures DESC, url")]


def _save(store: Store, poll: Poll) -> None:
    """Codes what the store lacks, and writes it with the feed's state."""
    manifest = find_manifest(load_settings()).manifest_id
    ids = [one.report.report_id if isinstance(one, Quarantined) else one.report_id for one in poll.found]
    known = store.known(ids, manifest)
    fresh = {name: one for name, one in zip(ids, poll.found, strict=True) if name not in known}
    poll.known = len(set(ids)) - len(fresh)
    reports = list(fresh.values())
    packed = [code_rows(reports[start : start + _BATCH], manifest, 1) for start in range(0, len(reports), _BATCH)]
    poll.coded = sum(one.coded for one in packed)
    poll.quarantined = sum(one.quarantined for one in packed)
    poll.feed = replace(poll.feed, reports=poll.feed.reports + poll.coded)
    row: dict[str, Any] = {name: getattr(poll.feed, name) for name in Feed.__slots__}
    with store.transaction():
        for one in packed:
            store.put_packed(one)
        store.rows("DELETE FROM feeds WHERE url = ?", [poll.feed.url])
        store.rows(f"INSERT INTO feeds ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


def _patient(store: str | Path, sleep: Callable[[float], None]) -> Store:
    """The store, after as long as another process has it."""
    for attempt in range(60):
        try:
            return open_store(store)
        except StoreError as error:
            if _LOCKED not in str(error) or attempt == 59:
                raise
            sleep(1.0)
    raise StoreError(f"{store}: {_LOCKED}")
