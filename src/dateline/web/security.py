"""The door: who may ask, from where, how much and how often; and the headers that keep a page harmless."""

from __future__ import annotations

import hmac
import ipaddress
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dateline.web.problems import problem

COOKIE = "dateline"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_SAFE = ("GET", "HEAD", "OPTIONS")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What the door asks for.

    `hosts`: the names by which the server may be called, beside those of the own machine; `numbers`: by any address
    too. A page of another name that leads to our address is turned away.
    """

    hosts: tuple[str, ...] = ()
    numbers: bool = False
    token: str | None = None
    most_bytes: int = 20_000_000
    writes_per_second: float = 5.0
    writes_at_once: int = 100


def is_loopback(host: str) -> bool:
    """Whether only programs of this machine reach a server that listens there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@dataclass(slots=True)
class Rate:
    """How often each address may write: a bucket that fills slowly."""

    per_second: float
    at_once: int
    _buckets: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def wait(self, name: str, now: float) -> float:
        """Takes one from the bucket; gives the seconds to wait where it is empty, else 0."""
        left, then = self._buckets.pop(name, (float(self.at_once), now))
        left = min(float(self.at_once), left + (now - then) * self.per_second)
        taken = left >= 1.0
        self._buckets[name] = (left - 1.0 if taken else left, now)
        while len(self._buckets) > 10_000:
            self._buckets.popitem(last=False)
        return 0.0 if taken else (1.0 - left) / self.per_second


class Guard:
    """ASGI middleware: checks a request before anything reads it, and adds the headers to every answer."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app = app
        self.door = door
        self.rate = Rate(door.writes_per_second, door.writes_at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request, or lets the app do so."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # we speak nothing else
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        refusal = self._refuse(scope)
        if refusal is not None:
            await refusal(scope, receive, send_safely)
            return
        await self.app(scope, _Bounded(receive, self.door.most_bytes), send_safely)

    def _refuse(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = _host_name(headers.get("host", ""))
        if host is None or not self._knows(host):
            return problem(421, "the server is not called by that name")
        if (entry := self._enter(scope, headers)) is not None:
            return entry
        site = headers.get("sec-fetch-site")
        if scope["path"].startswith("/api") and site in ("cross-site", "same-site"):
            return problem(403, "another site may not ask here")
        if scope["method"] in _SAFE:
            return None
        return self._refuse_write(scope, headers)

    def _knows(self, host: str) -> bool:
        return host in _LOOPBACK or host in self.door.hosts or (self.door.numbers and _is_number(host))

    def _enter(self, scope: Scope, headers: Headers) -> Response | None:
        """None for those who have the token; for a link with the token, the page again, and the token as a cookie."""
        if self.door.token is None:
            return None
        kind, _, word = headers.get("authorization", "").partition(" ")
        if (kind.lower() == "bearer" and self._is_token(word.strip())) or self._is_token(_cookie(headers)):
            return None
        asked = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True, max_num_fields=100)
        if scope["method"] == "GET" and self._is_token(asked.pop("token", [""])[0]):
            path = "/" + scope["path"].lstrip("/\\")
            answer = RedirectResponse(path + (f"?{urlencode(asked, doseq=True)}" if asked else ""), 303)
            answer.set_cookie(COOKIE, self.door.token, httponly=True, samesite="strict", path="/")
            answer.headers["Cache-Control"] = "no-store"
            return answer
        if scope["path"].startswith("/api") or scope["path"] == "/openapi.json":
            return problem(401, "a token is wanted", {"WWW-Authenticate": "Bearer"})
        return PlainTextResponse(
            "This desk wants its token: open the address that `dateline serve` printed.", 401,
            {"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"},
        )  # fmt: skip

    def _is_token(self, word: str) -> bool:
        return hmac.compare_digest(word.encode("utf-8", "replace"), (self.door.token or "").encode())

    def _refuse_write(self, scope: Scope, headers: Headers) -> Response | None:
        origin = headers.get("origin")
        if origin is not None and not _same_origin(origin, headers.get("host", "")):
            return problem(403, "another site may not write here")
        length = headers.get("content-length", "0")
        if not length.isdecimal():
            return problem(400, "the length is no number")
        if int(length) > self.door.most_bytes:
            return _too_much(self.door.most_bytes)
        client = (scope.get("client") or ("?",))[0]
        wait = self.rate.wait(str(client), time.monotonic())
        if wait > 0:
            return problem(429, "too many writes at once", {"Retry-After": str(int(wait) + 1)})
        return None


class TooMuch(HTTPException):
    """More came than was announced, or than is taken."""

    def __init__(self, most: int) -> None:
        super().__init__(413, f"at most {most:,} bytes are taken")


class _Bounded:
    """A body that ends in an error where it grows over its limit."""

    def __init__(self, receive: Receive, most: int) -> None:
        self.receive = receive
        self.most = self.left = most

    async def __call__(self) -> Message:
        message = await self.receive()
        if message["type"] == "http.request":
            self.left -= len(message.get("body", b""))
            if self.left < 0:
                raise TooMuch(self.most)
        return message


def _too_much(most: int) -> Response:
    return problem(413, f"at most {most:,} bytes are taken")


def _host_name(header: str) -> str | None:
    """The host of a Host header without its port, or None where it is none."""
    try:
        parts = urlsplit(f"//{header}")
        if parts.path or parts.query or parts.fragment or parts.username is not None or not parts.hostname:
            return None
        _ = parts.port  # raises where it is none
    except ValueError:
        return None
    return parts.hostname.rstrip(".")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _same_origin(origin: str, host: str) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower() and not parts.path


def _cookie(headers: Headers) -> str:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(headers.get("cookie", "")[:4_000])
    except CookieError:
        return ""
    return jar[COOKIE].value if COOKIE in jar else ""
