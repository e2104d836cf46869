"""Addresses hidden in file names, and publishers named by addresses."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

_SCHEME = re.compile(r"(https?)(?:[:_\-=~]{1,3}[/_\-~]{0,3}|[_\-]{1,4})", re.IGNORECASE)
_HOST = re.compile(
    r"((?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.){1,5}"
    r"(?:com|org|net|gov|edu|int|mil|info|news|biz|tv|press|media|[a-z]{2}))(?=[/_~]|$)",
    re.IGNORECASE,
)
_SAVED_AS = re.compile(r"\.(?:txt|text|md|markdown|json|jsonl|xml|gz)$", re.IGNORECASE)


def address_of_name(name: str) -> str | None:
    """The address that a file name is shaped after, as far as the name tells, or None.

    Blanks in the shape ('_' for '/') cannot be told from true underscores; slashes are by far more common.

    >>> address_of_name("https___www.example.com_world_2024_01_18_iran.html")
    'https://www.example.com/world/2024/01/18/iran.html'
    >>> address_of_name("notes_from_2024.txt") is None
    True
    """
    name = unquote(name[:2_000])
    while shorter := _SAVED_AS.sub("", name):
        if shorter == name:
            break
        name = shorter
    scheme = _SCHEME.match(name)
    rest = name[scheme.end() :] if scheme else name
    host = _HOST.match(rest)
    if host is None or not _is_likely(bool(scheme), host.group(1), rest[host.end() :]):
        return None
    path = rest[host.end() :]
    if "/" not in path:
        path = re.sub("[_~]", "/", path)
    return f"{scheme.group(1).lower() if scheme else 'https'}://{host.group(1).lower()}{path}"


def publisher_of_address(url: str | None) -> str | None:
    """The host of an address without 'www.', or None."""
    if not url:
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _is_likely(schemed: bool, host: str, path: str) -> bool:
    """Bare names need 'www.' or a path with another part: 'report.no' is no address."""
    parts = path.count("/") + path.count("_")
    return schemed or (len(path) > 1 and (host.lower().startswith("www.") or parts > 1))
