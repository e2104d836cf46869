"""Answers with a tag that says whether they changed, and cursors that say where the next page begins."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from dateline.errors import StoreError
from dateline.store.paging import Key, after

JSON = "application/json"
GEOJSON = "application/geo+json"
CSV = "text/csv; charset=utf-8"
_FRESH = {"Cache-Control": "private, no-cache", "Vary": "Accept"}
_LONGEST = 4_000  # characters of a cursor


def encode(value: Any) -> bytes:
    """The value as JSON; days as ISO 8601, numbers that JSON lacks as null."""
    return msgspec.json.encode(value)


class Answers:
    """Remembers what was answered since the store was last written to, within a bounded room."""

    def __init__(self, most_bytes: int = 64_000_000) -> None:
        self._seed = secrets.token_hex(8)
        self._most = most_bytes
        self._held = 0
        self._kept: OrderedDict[str, tuple[bytes, str]] = OrderedDict()
        self._lock = threading.Lock()

    def answer(
        self,
        request: Request,
        version: int,
        make: Callable[[], tuple[bytes, str]],
        turn: AbstractContextManager[None] | None = None,
    ) -> Response:
        """What `make` gives (a body and its media type), or 304 where the one who asks has it already.

        Args:
            turn: what to wait for before making; who asked the same meanwhile finds it made.
        """
        tag = self._tag(request, version)
        headers = {"ETag": f'"{tag}"', **_FRESH}
        asked = request.headers.get("if-none-match", "")
        if f'"{tag}"' in asked or asked.strip() == "*":
            return Response(status_code=304, headers=headers)
        found = self._get(tag)
        if found is None:
            with turn or nullcontext():
                found = self._get(tag) or self._keep(tag, make())
        return Response(found[0], media_type=found[1], headers=headers)

    def _tag(self, request: Request, version: int) -> str:
        asked = f"{self._seed} {version} {request.url.path}?{request.url.query} {request.headers.get('accept', '')}"
        return hashlib.sha256(asked.encode("utf-8", "replace")).hexdigest()[:24]

    def _get(self, tag: str) -> tuple[bytes, str] | None:
        with self._lock:
            found = self._kept.get(tag)
            if found is not None:
                self._kept.move_to_end(tag)
            return found

    def _keep(self, tag: str, made: tuple[bytes, str]) -> tuple[bytes, str]:
        if len(made[0]) > self._most // 8:
            return made
        with self._lock:
            if tag not in self._kept:
                self._kept[tag] = made
                self._held += len(made[0])
            while self._held > self._most:
                _, (body, _) = self._kept.popitem(last=False)
                self._held -= len(body)
        return made


def wanted(request: Request, offered: Sequence[str], asked: str | None = None) -> str:
    """Which of the offered media types the one who asks likes best; the first where it does not matter."""
    best, chosen = 0.0, offered[0]
    for one in (asked or request.headers.get("accept", "")).split(",")[:20]:
        kind, *options = [part.strip().lower() for part in one.split(";")]
        weight = next((_weight(option[2:]) for option in options if option.startswith("q=")), 1.0)
        match = next((name for name in offered if _fits(kind, name.partition(";")[0])), None)
        if match is not None and weight > best:
            best, chosen = weight, match
    return chosen


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _fits(kind: str, name: str) -> bool:
    return kind == name or kind == "*/*" or (kind.endswith("/*") and name.startswith(kind[:-1]))


def make_cursor(mark: str, values: Sequence[Any]) -> str:
    """An opaque word for 'after the row with these values', in the list that `mark` names."""
    told = [value.isoformat() if isinstance(value, date) else value for value in values]
    packed = json.dumps([_digest(mark), *told], ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")


def read_cursor(mark: str, cursor: str, keys: Sequence[Key]) -> tuple[str, list[object]]:
    """The condition of rows after the cursor; raises StoreError for one of another list, or none at all."""
    try:
        if len(cursor) > _LONGEST:
            raise ValueError("too long")
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("utf-8"))
        if not isinstance(found, list) or not found or found[0] != _digest(mark):
            raise ValueError("of another list")
    except (ValueError, RecursionError):
        raise StoreError("cursor: it belongs to another list") from None
    return after(keys, found[1:])


def _digest(mark: str) -> str:
    return hashlib.sha256(mark.encode("utf-8", "replace")).hexdigest()[:12]
