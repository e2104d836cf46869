"""RSS, Atom and RDF feeds: one report an item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from dateline.errors import ReadError
from dateline.read.draft import Draft, Failure, Options
from dateline.read.markup import refuse_entities
from dateline.read.rows import draft_of_row
from dateline.read.sources import Source

_ITEMS = ("item", "entry")
# fields in order of preference, by the local names of elements
_TEXTS = ("encoded", "content", "description", "summary", "subtitle")
_DATES = ("pubDate", "published", "date", "issued", "updated", "modified")
_AUTHORS = ("creator", "author")
_LONG_WORDS = re.compile(r"\w{3,}")


def read_feed(source: Source, options: Options) -> Iterator[Draft | Failure]:
    """The feed's items as drafts; an item's fullest text is taken, with the markup taken off."""
    data = source.read()
    refuse_entities(data, source.name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data.strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"{source.name}: {error}") from error
    if root is None or _name(root) not in ("rss", "feed", "RDF", "channel"):
        raise ReadError(f"{source.name}: XML that is no RSS, Atom or RDF feed")
    publisher, language = _channel(root)
    empty = True
    for number, item in enumerate((element for element in root.iter() if _name(element) in _ITEMS), 1):
        empty = False
        yield _draft(item, f"{source.name}#{number}", publisher, language, options)
    if empty:
        yield Failure(source=source.name, error="Empty", message="a feed without items")


def _channel(root: Any) -> tuple[str | None, str | None]:
    """The feed's own title and language."""
    channel = next((element for element in root.iter() if _name(element) in ("channel", "feed")), root)
    named = {_name(child): child for child in reversed(channel)}
    language = (
        named["language"].text
        if "language" in named
        else channel.get("{http://www.w3.org/XML/1998/namespace}lang")
    )
    return _words(named.get("title")), language


def _draft(item: Any, name: str, publisher: str | None, language: str | None, options: Options) -> Draft:
    named: dict[str, Any] = {}
    for child in reversed(item):
        named[_name(child)] = child
    row = {
        "title": _words(named.get("title")),
        "text": _text(named) or _words(named.get("title")) or "",
        "url": _link(item),
        "published": next((found for tag in _DATES if (found := _words(named.get(tag)))), None),
        "byline": next((found for tag in _AUTHORS if (found := _author(named.get(tag)))), None),
        "publisher": _words(named.get("source")) or publisher,
        "language": language,
        "license": _words(named.get("license")),
    }
    return draft_of_row(row, name, Options(published=options.published))


def _text(named: dict[str, Any]) -> str | None:
    """The longest of the elements that hold texts."""
    texts = [found for tag in _TEXTS if (found := _inner(named.get(tag)))]
    return max(texts, key=len, default=None)


def _inner(element: Any | None) -> str | None:
    """The element's content as HTML: its text, or its children written out."""
    if element is None:
        return None
    if len(element):
        return str(etree.tostring(element, encoding="unicode", with_tail=False))
    return element.text.strip() if element.text else None


def _words(element: Any | None) -> str | None:
    if element is None:
        return None
    words = re.sub(r"<[^<>]{0,500}>", " ", "".join(element.itertext()))
    return " ".join(words.split()) or None


def _author(element: Any | None) -> str | None:
    if element is None:
        return None
    name = next((child for child in element if _name(child) == "name"), None)
    return _words(name if name is not None else element)


def _link(item: Any) -> str | None:
    for child in item:
        if _name(child) == "link":
            href = child.get("href") if child.get("rel", "alternate") == "alternate" else None
            if link := (href or (child.text or "").strip()):
                return str(link)
    guid = next((child.text for child in item if _name(child) in ("guid", "id") and child.text), "")
    return guid.strip() if guid.strip().startswith("http") else None


def _name(element: Any) -> str:
    """The element's name without its namespace; comments have none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
