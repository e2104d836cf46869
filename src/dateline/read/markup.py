"""Elements to text: paragraphs with blank lines between them, headings remembered."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from dateline.errors import ReadError

MAX_TAGS = 100_000  # of one page
_MAX_DEPTH = 200
_TAG = re.compile(
    r"</?(?:p|div|br|a|span|b|i|em|strong|h[1-6]|ul|ol|li|figure|img|blockquote)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    (
        "p", "div", "li", "item", "list", "quote", "blockquote", "head", "h1", "h2", "h3", "h4",
        "h5", "h6", "tr", "row", "table", "section", "article", "main", "header", "footer", "ul",
        "ol", "pre", "code", "figure", "figcaption", "dt", "dd", "body", "html", "aside", "nav",
        "form",
    )
)  # fmt: skip
_HEADINGS = frozenset(
    (
        "head", "h1", "h2", "h3", "h4", "h5", "h6",
    )
)  # fmt: skip
_DROPPED = frozenset(
    (
        "script", "style", "noscript", "template", "svg", "iframe", "object", "select", "option",
        "button", "title", "meta", "link",
    )
)  # fmt: skip
_SPACES = re.compile(r"[^\S\xa0]+|\xa0")
_PLAIN_TAG = re.compile(r"<[^<>]{0,4000}>")
_HIDDEN = re.compile(r"<(script|style)\b.{0,200000}?</\1", re.IGNORECASE | re.DOTALL)

Headings = tuple[tuple[int, int], ...]
Paragraphs = tuple[str, Headings]


def has_markup(text: str) -> bool:
    """Whether a text holds HTML tags that matter."""
    return "<" in text and _TAG.search(text) is not None


def strip_markup(text: str) -> Paragraphs:
    """The words of an HTML fragment as paragraphs, and where its headings lie."""
    if is_heavy(text):
        return " ".join(_PLAIN_TAG.sub(" ", _HIDDEN.sub(" ", text)).split()), ()
    root = parse_html(f"<div>{text}</div>")
    return paragraphs(root) if root is not None else ("", ())


def parse_html(text: str) -> Any | None:
    """The tree of a page or fragment, or None where there is nothing in it."""
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8")
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.ParserError:
        return None
    except etree.XMLSyntaxError:
        return None


def is_heavy(text: str) -> bool:
    """Whether a page has so many tags, or nests them so deeply, that its tree is not worth building."""
    return text.count("<") > MAX_TAGS or _depth(text) > _MAX_DEPTH


def paragraphs(root: Any) -> Paragraphs:
    """The words under an element: a blank line between blocks, one blank between words.

    Raises ReadError for a tree that is deeper than any page.
    """
    found: list[tuple[str, bool]] = []
    current: list[str] = []

    def close(heading: bool) -> None:
        words = _SPACES.sub(" ", "".join(current)).strip()
        current.clear()
        if words:
            found.append((words, heading))

    headings = dropped = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            dropped += tag in _DROPPED
            if tag in _BLOCKS:
                close(headings > 0)
            headings += tag in _HEADINGS
            if tag in ("br", "lb"):
                close(headings > 0)
            if element.text and not dropped and tag:
                current.append(element.text)
        else:
            if tag in _BLOCKS:
                close(headings > 0)
            elif tag in ("td", "th", "cell"):
                current.append(" ")
            headings -= tag in _HEADINGS
            dropped -= tag in _DROPPED
            if element.tail and not dropped and element is not root:
                current.append(element.tail)
    close(False)
    return _joined(found)


def _joined(found: list[tuple[str, bool]]) -> Paragraphs:
    at = 0
    headings: list[tuple[int, int]] = []
    for words, heading in found:
        if heading:
            headings.append((at, at + len(words)))
        at += len(words) + 2
    return "\n\n".join(words for words, _ in found), tuple(headings)


_OPENING = re.compile(r"<(/?)([a-zA-Z][\w:-]{0,30})")
_VOID = frozenset(
    (
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr", "p", "li",
    )
)  # fmt: skip


def _depth(text: str) -> int:
    """About how deep the tags are nested; a page that never closes its paragraphs is not deep."""
    depth = deepest = 0
    for match in _OPENING.finditer(text):
        if match.group(2).lower() in _VOID:
            continue
        depth = max(0, depth - 1) if match.group(1) else depth + 1
        deepest = max(deepest, depth)
    return deepest


def refuse_entities(data: bytes, name: str) -> None:
    """Raises ReadError for XML that declares entities: no feed needs them, and bombs are made of them."""
    if b"<!ENTITY" in data[:1_000_000]:
        raise ReadError(f"{name}: declares XML entities")
