from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.run.test_fetch import Site, site

from dateline.errors import SettingsError, StoreError
from dateline.records import Document, Quarantined, Report
from dateline.run import watch as room
from dateline.run.watch import Feed, Poll, load_feeds, load_watch, watch
from dateline.store import PackedBatch, open_store, pack_batch

__all__ = ["site"]
NOW = datetime(2024, 1, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _plain_coding(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports are stored without being coded: this is not about the pipeline."""

    def rows(reports: list[Report | Quarantined], manifest_id: str, threads: int) -> PackedBatch:
        return pack_batch(
            (one if isinstance(one, Quarantined) else Document(report=one) for one in reports), manifest_id
        )

    monkeypatch.setattr(room, "code_rows", rows)


def feed_of(site: Site, *items: str) -> bytes:
    entries = "".join(
        f"<item><title>{words}</title><link>{site.url}/{number}</link><description>{words} in the feed's own words."
        f"</description><pubDate>Thu, 18 Jan 2024 10:00:00 GMT</pubDate></item>"
        for number, words in enumerate(items)
    )
    return f"<rss><channel><title>Wire</title>{entries}</channel></rss>".encode()


def go(
    site: Site, store: Path, now: datetime = NOW, urls: tuple[str, ...] = ("/feed",), **values: object
) -> list[Poll]:
    polls: list[Poll] = []
    settings = room.WatchSettings.model_validate(
        {"private": True, "pause": 0, "feed": [{"url": site.url + url} for url in urls], **values}
    )
    watch(settings, store, once=True, on_poll=polls.append, now=lambda: now, sleep=lambda _: None)
    return polls


def test_only_what_is_new_is_coded_and_nothing_is_asked_too_soon(site: Site, tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    site.pages["/feed"] = (
        200,
        {"ETag": '"1"', "Last-Modified": "Thu, 18 Jan 2024 10:00:00 GMT"},
        feed_of(site, "One", "Two"),
    )
    assert [(one.coded, one.known) for one in go(site, store)] == [(2, 0)]
    assert go(site, store, NOW + timedelta(seconds=899)) == []
    (again,) = go(site, store, NOW + timedelta(seconds=900))
    assert (again.coded, again.feed.status, again.feed.polls) == (0, 304, 2)
    asked = [headers for path, headers in site.requests if path == "/feed"][-1]
    assert asked["if-none-match"] == '"1"'
    assert asked["if-modified-since"] == "Thu, 18 Jan 2024 10:00:00 GMT"
    site.pages["/feed"] = (200, {"ETag": '"2"'}, feed_of(site, "One", "Two", "Three"))
    (more,) = go(site, store, NOW + timedelta(hours=1))
    assert (more.coded, more.known, more.feed.reports) == (1, 2, 3)
    with open_store(store, read_only=True) as opened:
        (row,) = load_feeds(opened)
        assert (row.etag, row.items, row.failures, row.succeeded) == ('"2"', 3, 0, NOW + timedelta(hours=1))
        assert {one["publisher"] for one in opened.rows("SELECT publisher FROM reports")} == {"Wire"}


def test_failures_are_told_and_waited_for(site: Site, tmp_path: Path) -> None:
    store, waits, now = tmp_path / "s.duckdb", [], NOW
    site.pages["/feed"] = (500, {}, b"")
    for _ in range(3):
        (poll,) = go(site, store, now)
        assert poll.feed.due is not None
        waits.append((poll.feed.due - now).total_seconds())
        now = poll.feed.due
    assert waits == [1800, 3600, 7200]
    assert (poll.feed.failures, poll.feed.message) == (3, "HTTP 500")
    site.pages["/feed"] = (503, {"Retry-After": "100000"}, b"")
    (poll,) = go(site, store, now)
    assert poll.feed.due == now + timedelta(seconds=100_000)
    site.pages["/feed"] = (200, {}, feed_of(site, "One"))
    (poll,) = go(site, store, poll.feed.due or now)
    assert (poll.feed.failures, poll.feed.message, poll.coded) == (0, None, 1)
    site.pages["/feed"] = (410, {}, b"")
    (poll,) = go(site, store, now + timedelta(days=3))
    assert poll.feed.due == now + timedelta(days=33)


def test_one_bad_feed_does_not_hinder_the_others(site: Site, tmp_path: Path) -> None:
    site.pages["/feed"] = (200, {}, feed_of(site, "One"))
    site.pages["/none"] = (200, {}, b"<html>no feed</html>")
    polls = go(site, tmp_path / "s.duckdb", urls=("/none", "/gone", "/feed"))
    assert [bool(one.feed.failures) for one in polls] == [True, True, False]
    assert polls[2].coded == 1
    assert go(site, tmp_path / "t.duckdb", private=False)[0].feed.message.endswith("is no public address")  # type: ignore[union-attr]


def test_pages_are_fetched_on_request_within_robots_and_number(site: Site, tmp_path: Path) -> None:
    story = "The long story that stands on the page alone, as officials told it. " * 8
    page = f"<html><body><article><p>{story}{{}}</p></article></body></html>"
    site.pages |= {
        "/feed": (200, {}, feed_of(site, "Zero", "One", "Two")),
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /0"),
        **{f"/{n}": (200, {"Content-Type": "text/html"}, page.format(n).encode()) for n in range(3)},
    }  # fmt: skip
    (poll,) = go(site, tmp_path / "s.duckdb", pages=True, most_pages=2)
    texts = [one.text for one in poll.found if isinstance(one, Report)]
    assert [story.strip() in text for text in texts] == [False, True, False]
    assert [path for path, _ in site.requests if path in ("/0", "/1", "/2")] == ["/1"]


def test_it_goes_on_until_it_is_stopped(site: Site, tmp_path: Path) -> None:
    site.pages["/feed"] = (200, {}, feed_of(site, "One"))
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        raise KeyboardInterrupt

    settings = room.WatchSettings.model_validate({"private": True, "pause": 0, "feed": [{"url": f"{site.url}/feed"}]})
    with pytest.raises(KeyboardInterrupt):
        watch(settings, tmp_path / "s.duckdb", now=lambda: NOW, sleep=sleep)
    assert waits == [900.0]


def test_a_store_that_stays_locked_is_told(monkeypatch: pytest.MonkeyPatch, site: Site, tmp_path: Path) -> None:
    def locked(_: object) -> None:
        raise StoreError("s: another process has it open (PID 1)")

    monkeypatch.setattr(room, "open_store", locked)
    with pytest.raises(StoreError, match="another process has it open"):
        go(site, tmp_path / "s.duckdb")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "feed: Field required"), ("x =", "Invalid value"), ('[[feed]]\nurl = "ftp://x"', "feed.0.url"),
        ('interval = 5\n[[feed]]\nurl = "http://x"', "interval"),
        ('[[feed]]\nurl = "http://x"\nspeed = 1', "feed.0.speed"),
        ('[[feed]]\nurl = "http://x"\n[[feed]]\nurl = "http://x"', "http://x stands twice"),
    ],
)  # fmt: skip
def test_faults_of_the_file_are_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=message):
        load_watch(path)
    with pytest.raises(SettingsError, match="No such file"):
        load_watch(tmp_path / "none.toml")


def test_the_file_of_the_guide_is_right(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "watch.md").read_text("utf-8")
    (tmp_path / "feeds.toml").write_text(guide.split("```toml\n")[1].split("```")[0])
    assert len(load_watch(tmp_path / "feeds.toml").feed) == 2
    for name in room.WatchSettings.model_fields:
        if name != "feed":
            assert f"| `{name}` |" in guide
    assert Feed(url="x").failures == 0
