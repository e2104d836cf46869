"""What a page's head says about its story: JSON-LD, Open Graph, Dublin Core and their kin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from dateline.read.days import parse_when

_DATES = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished",
    "publication_date", "publish-date", "publish_date", "pubdate", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date", "dcterms.date", "sailthru.date", "parsely-pub-date",
    "article.published", "cxenseparse:recs:publishtime", "date", "originalpublicationdate", "rbpubdate",
    "article_date_original", "timestamp", "cxenseparse:publishtime", "displaydate", "ptime", "pdate",
    "dcsext.articlefirstpublished", "last-modified-original",
)  # fmt: skip
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "headline", "parsely-title")
_PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name")
_BYLINES = ("parsely-author", "byl", "dc.creator", "dcterms.creator", "sailthru.author")
_STORY_TYPES = ("article", "report", "posting", "webpage", "videoobject", "claimreview")
_INNER = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")
_VISIBLE = "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]"
_PUBLISHED = re.compile(r"\b(?:[Pp]ublished|[Pp]osted|PUBLISHED|POSTED)\b(?: on| at)?:?(.{6,60})")
_MOST_NODES = 2_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about its story."""

    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    byline: str | None = None
    language: str | None = None
    published: datetime | None = None


def find_metadata(root: Any) -> Metadata:
    """The metadata of a page's tree: JSON-LD first, then meta elements, then the page's time elements."""
    metas = dict(_metas(root))
    story = _story_node(root)
    published = parse_when(story.get("datePublished")) or parse_when(story.get("dateCreated"))
    return Metadata(
        title=_text(story.get("headline")) or _first(metas, _TITLES),
        url=metas.get("og:url") or _canonical(root),
        publisher=_first(metas, _PUBLISHERS) or _names(story.get("publisher")),
        byline=_names(story.get("author")) or _first(metas, _BYLINES),
        language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or None,
        published=published or _first_date(metas) or _time_element(root) or _stated(root),
    )


def _metas(root: Any) -> Iterator[tuple[str, str]]:
    found = []
    for element in root.iter("meta"):
        content = element.get("content")
        name = element.get("property") or element.get("name") or element.get("itemprop")
        if name and content and content.strip():
            found.append((name.strip().lower(), content.strip()[:2_000]))
    yield from reversed(found)  # a dict keeps the last: the first of the page


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _first_date(metas: dict[str, str]) -> datetime | None:
    return next((found for name in _DATES if (found := parse_when(metas.get(name)))), None)


def _canonical(root: Any) -> str | None:
    for element in root.iter("link"):
        if (element.get("rel") or "").lower() == "canonical" and (href := element.get("href")):
            return str(href).strip() if href.strip().startswith("http") else None
    return None


def _time_element(root: Any) -> datetime | None:
    """The one time element that says it is the publication's."""
    for element in root.iter("time", "abbr", "span"):
        role = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
        marked = element.get("pubdate") is not None or "datepublished" in role or "published" in role
        stated = element.get("datetime") or element.get("title") or element.get("content")
        if marked and (found := parse_when(stated)):
            return found
    return None


def _stated(root: Any) -> datetime | None:
    """The date of the page's first line that says when it was published."""
    words = " ".join(" ".join(root.xpath(_VISIBLE)).split())
    for match in _PUBLISHED.finditer(words):
        if found := parse_when(match.group(1)):
            return found
    return None


def _story_node(root: Any) -> dict[str, Any]:
    """The JSON-LD object that describes an article, or an empty one."""
    best: dict[str, Any] = {}
    for element in root.iter("script"):
        if (element.get("type") or "").strip().lower() != "application/ld+json" or not element.text:
            continue
        for node in _nodes(_loads(element.text)):
            if any(kind in _kind(node) for kind in _STORY_TYPES[:3]) and "datePublished" in node:
                return node
            if not best and any(kind in _kind(node) for kind in _STORY_TYPES) and "datePublished" in node:
                best = node
    return best


def _loads(text: str) -> Any:
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        return msgspec.json.decode(" ".join(text.split()).encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError, ValueError):
        return None


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    waiting = [value]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting[:0] = node[:200]
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[key] for key in _INNER if key in node)


def _kind(node: dict[str, Any]) -> str:
    kind = node.get("@type")
    return " ".join(map(str, kind)).lower() if isinstance(kind, list) else str(kind).lower()


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _names(value: Any) -> str | None:
    people = value if isinstance(value, list) else [value]
    names = [_text(person.get("name") if isinstance(person, dict) else person) for person in people[:20]]
    names = [name for name in names if name and not name.startswith("http")]
    return ", ".join(dict.fromkeys(name for name in names if name)) or None
