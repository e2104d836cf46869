from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dateline.errors import ReadError
from dateline.run.fetch import Fetcher, is_public


class Site(ThreadingHTTPServer):
    """A site on loopback: pages by path, and a note of every request."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Page)
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Page(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        status, headers, body = self.server.pages.get(self.path, (404, {}, b""))
        if status == 200 and headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
            status, body = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.path == "/slow":
            for byte in body:
                time.sleep(0.05)
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
        else:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def fetcher(**values: object) -> Fetcher:
    return Fetcher(**{"private": True, "pause": 0.0, **values})  # type: ignore[arg-type]


def test_answers_redirects_and_gzip(site: Site) -> None:
    site.pages["/a"] = (302, {"Location": "/b?c=d"}, b"")
    site.pages["/b?c=d"] = (200, {"Content-Encoding": "gzip", "X": "y"}, gzip.compress(b"words" * 1000))
    answer = fetcher().fetch(f"{site.url}/a", {"If-None-Match": '"1"'})
    assert (answer.status, answer.body, answer.headers["x"]) == (200, b"words" * 1000, "y")
    assert answer.url == f"{site.url}/b?c=d"
    asked = dict(site.requests)["/b?c=d"]
    assert asked["user-agent"].startswith("dateline/")
    assert asked["if-none-match"] == '"1"'


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("/large", "more than 2,000 bytes"), ("/bomb", "more than 2,000 bytes"), ("/loop", "more than 5 redirects"),
        ("/file", "not an address of the web"), ("/slow", "slower than its time|timed out"), ("/closed", "robots.txt"),
    ],
)  # fmt: skip
def test_limits(site: Site, url: str, message: str) -> None:
    site.pages |= {
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /closed"), "/closed": (200, {}, b"x"),
        "/large": (200, {}, b"x" * 3_000), "/loop": (301, {"Location": "/loop"}, b""),
        "/bomb": (200, {"Content-Encoding": "gzip"}, gzip.compress(b"x" * 50_000_000)),
        "/file": (301, {"Location": "file:///etc/passwd"}, b""), "/slow": (200, {}, b"x" * 100),
    }  # fmt: skip
    with pytest.raises(ReadError, match=message):
        fetcher(most_bytes=2_000, seconds=0.5).fetch(site.url + url)


def test_own_machine_and_network_are_not_asked(site: Site) -> None:
    with pytest.raises(ReadError, match=r"127\.0\.0\.1 is no public address"):
        Fetcher().fetch(f"{site.url}/a")
    with pytest.raises(ReadError, match="is no public address"):
        Fetcher().fetch("http://localhost/")
    assert site.requests == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("127.0.0.1", False), ("10.1.2.3", False), ("192.168.0.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("::1", False),
        ("fe80::1%eth0", False), ("fd00::1", False), ("::ffff:127.0.0.1", False), ("2002:7f00:1::", False),
    ],
)  # fmt: skip
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (429, False)])
def test_robots_that_cannot_be_had(site: Site, status: int, allowed: bool) -> None:
    site.pages["/robots.txt"] = (status, {}, b"")
    one = fetcher()
    assert one.may_fetch(f"{site.url}/x") is allowed
    assert one.may_fetch(f"{site.url}/y") is allowed
    assert len(site.requests) == 1, "asked once"


def test_a_pause_between_requests_to_one_site(site: Site) -> None:
    one = fetcher(pause=0.2)
    start = time.monotonic()
    for _ in range(3):
        one.fetch(f"{site.url}/x", robots=False)
    assert time.monotonic() - start >= 0.4


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(ReadError, match=r"http://127\.0\.0\.1:1/"):
        fetcher().fetch("http://127.0.0.1:1/")
