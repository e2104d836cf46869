"""The page's files, read once: a request only picks one of these by name, and never opens a file."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from dateline.web.problems import problem

_KINDS = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".json": "application/json", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".map": "application/json",
    ".webmanifest": "application/manifest+json", ".topojson": "application/json", ".geojson": "application/geo+json",
}  # fmt: skip
_PAGES = (
    "reports", "incidents", "stories", "dyads", "network", "outlook", "scenario", "brief", "assumptions", "review",
    "code", "feeds", "quarantine", "situation", "upload",
)  # fmt: skip
_NONE = (
    b"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>dateline</title>"
    b"<p>The page is not built yet; the API answers under /api.</html>"
)
_PACKED = (".html", ".js", ".css", ".json", ".svg", ".map", ".webmanifest", ".topojson", ".geojson")


@dataclass(frozen=True, slots=True)
class _File:
    body: bytes
    packed: bytes | None
    kind: str
    tag: str


class Pages:
    """The files of a folder by their addresses; `watched` reads them anew for each page, for who builds the page."""

    def __init__(self, folder: Path, *, watched: bool = False) -> None:
        self.folder = folder
        self.watched = watched
        self._files = _read(folder)

    def answer(self, request: Request) -> Response:
        """The file of that address; `index.html` for the addresses of the page's views."""
        if self.watched:
            self._files = _read(self.folder)
        path = request.url.path.strip("/")
        found = self._files.get(path)
        if found is None and (path == "" or path.partition("/")[0] in _PAGES):
            found = self._files.get("index.html") or _file("index.html", _NONE)
        return _answer(found, request) if found else problem(404, "nothing is here")


def _answer(file: _File, request: Request) -> Response:
    headers = {"ETag": file.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if file.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if file.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.packed, media_type=file.kind, headers={**headers, "Content-Encoding": "gzip"})
    return Response(file.body, media_type=file.kind, headers=headers)


def _read(folder: Path) -> dict[str, _File]:
    if not folder.is_dir():
        return {}
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(".")]
    return {path.relative_to(folder).as_posix(): _file(path.name, path.read_bytes()) for path in paths}


def _file(name: str, body: bytes) -> _File:
    suffix = Path(name).suffix.lower()
    kind = _KINDS.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    packed = gzip.compress(body, 6, mtime=0) if suffix in _PACKED and len(body) > 1_000 else None
    return _File(body, packed, kind, f'"{hashlib.sha256(body).hexdigest()[:24]}"')
