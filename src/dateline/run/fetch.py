"""Fetching from the web within limits: size, time, redirects, public addresses only, and robots.txt."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from dateline import __version__
from dateline.errors import ReadError

AGENT = f"dateline/{__version__}"
_REDIRECTS = (301, 302, 303, 307, 308)
_BLOCK = 65_536
_ROBOTS_BYTES = 500_000
_ROBOTS_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. `headers` are by lower-case name."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Fetcher:
    """Fetches addresses; keeps each site's robots.txt for a day, and waits between requests to one site."""

    agent: str = AGENT
    seconds: float = 20.0  # for a whole answer
    most_bytes: int = 10_000_000
    most_redirects: int = 5
    pause: float = 1.0  # between two requests to one site
    private: bool = False  # whether addresses of the own machine and network may be asked
    _robots: dict[str, tuple[float, RobotFileParser | None]] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None, *, robots: bool = True) -> Answer:
        """The answer at the end of all redirects; raises ReadError, with the address, where there is none to be had."""
        try:
            for _ in range(self.most_redirects + 1):
                if robots and not self.may_fetch(url):
                    raise ReadError(f"{url}: robots.txt asks not to fetch it")
                answer = self._once(url, headers or {}, self.most_bytes)
                target = answer.headers.get("location")
                if answer.status not in _REDIRECTS or not target:
                    return answer
                url = urljoin(url, target)
            raise ReadError(f"{url}: more than {self.most_redirects} redirects")
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            raise ReadError(f"{url}: {str(error) or type(error).__name__}") from error

    def may_fetch(self, url: str) -> bool:
        """Whether the site's robots.txt lets us. One that cannot be had because of the server's fault forbids all."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        known = self._robots.get(site)
        if known is None or time.monotonic() - known[0] > _ROBOTS_SECONDS:
            known = (time.monotonic(), self._read_robots(site))
            self._robots[site] = known
        return known[1] is not None and known[1].can_fetch(self.agent, url)

    def _read_robots(self, site: str) -> RobotFileParser | None:
        rules = RobotFileParser()
        url = f"{site}/robots.txt"
        for _ in range(self.most_redirects + 1):
            answer = self._once(url, {}, _ROBOTS_BYTES)
            target = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not target:
                break
            url = urljoin(url, target)
        if answer.status >= 500 or answer.status == 429:
            return None
        rules.parse(answer.body.decode("utf-8", "replace").splitlines() if answer.status == 200 else [])
        return rules

    def _once(self, url: str, headers: Mapping[str, str], most: int) -> Answer:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ReadError(f"{url}: not an address of the web")
        self._wait(parts.netloc)
        end = time.monotonic() + self.seconds
        port = parts.port or (443 if parts.scheme == "https" else 80)
        connection = _Pinned(self._address(parts.hostname, port), parts.hostname, port, parts.scheme, self.seconds)
        try:
            target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
            connection.request("GET", target, headers={
                "User-Agent": self.agent, "Accept-Encoding": "gzip", "Accept": "*/*", **headers})  # fmt: skip
            response = connection.getresponse()
            body = _read(response, most, end, url)
            named = {name.lower(): value for name, value in response.getheaders()}
            return Answer(url, response.status, named, body)
        finally:
            connection.close()

    def _wait(self, site: str) -> None:
        left = self._asked.get(site, -self.pause) + self.pause - time.monotonic()
        if left > 0 and site in self._asked:
            time.sleep(left)
        self._asked[site] = time.monotonic()

    def _address(self, host: str, port: int) -> str:
        """An address of the host; the connection goes to this one, so that it cannot become another in between."""
        found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        if not self.private:
            for one in found:
                if not is_public(one):
                    raise ReadError(f"{host}: {one} is no public address")
        return found[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also where it is wrapped in another."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo[1] if parsed.teredo else None)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return parsed.is_global and not parsed.is_multicast


class _Pinned(http.client.HTTPConnection):
    """A connection to one address under the host's name."""

    def __init__(self, address: str, host: str, port: int, scheme: str, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._pinned, self._secure = address, scheme == "https"
        self.default_port = 443 if self._secure else 80

    def connect(self) -> None:
        """Connects to the address that was looked up; the certificate has to be the host's."""
        self.sock = socket.create_connection((self._pinned, self.port), self.timeout)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _read(response: http.client.HTTPResponse, most: int, end: float, url: str) -> bytes:
    """The body, unpacked, within the limits."""
    packed = response.headers.get("Content-Encoding", "").lower() in ("gzip", "x-gzip")
    unpack = zlib.decompressobj(47) if packed else None
    body = bytearray()
    while block := response.read1(_BLOCK):
        body += unpack.decompress(block, most + 1 - len(body)) if unpack else block
        if len(body) > most or (unpack and unpack.unconsumed_tail):
            raise ReadError(f"{url}: more than {most:,} bytes")
        if time.monotonic() > end:
            raise ReadError(f"{url}: slower than its time")
    return bytes(body)
