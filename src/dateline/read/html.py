"""Web pages: the story by trafilatura, title, date and the like from the page's metadata."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import trafilatura
from lxml import etree

from dateline.read.addresses import address_of_name
from dateline.read.days import parse_when
from dateline.read.decode import clean, decode_bytes
from dateline.read.draft import Draft, Failure, Options
from dateline.read.languages import language_code
from dateline.read.markup import Headings, Paragraphs, is_heavy, paragraphs, parse_html, strip_markup
from dateline.read.metadata import Metadata, find_metadata
from dateline.read.parts import fold_words
from dateline.read.sources import Source

# what the extractor and the tree library under it are known to raise on broken pages
EXTRACTION_ERRORS = (
    ValueError, TypeError, AttributeError, LookupError, AssertionError, ArithmeticError, RecursionError,
    etree.LxmlError,
)  # fmt: skip
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}
_FEW = 250  # characters under which the extractor's finding is checked against the whole page
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def read_html(source: Source, options: Options) -> Iterator[Draft | Failure]:
    """The page as one draft."""
    html = decode_bytes(source.read())
    yield draft_of_page(html, source.name, url=address_of_name(source.file_name))


def draft_of_page(html: str, source: str, *, url: str | None = None) -> Draft:
    """The draft of a page's story; the title is not in its text. Empty where the page has no words."""
    html = html.replace("\0", " ")
    if is_heavy(html):
        text, headings = strip_markup(html)
        return Draft(source=source, text=clean(text), url=url, headings=headings)
    root = parse_html(html)
    found = find_metadata(root) if root is not None else Metadata()
    page = _extract(html, url)
    title = _line(found.title or (page.title if page else None))
    text, headings = _without_title(*_story(page, html), title)
    return Draft(
        source=source,
        text=clean(text),
        title=title,
        url=url or _line(found.url or (page.url if page else None)),
        publisher=_line(found.publisher or (page.sitename if page else None)),
        byline=_line(found.byline or (page.author if page else None)),
        language=language_code(found.language),
        published=found.published or parse_when(page.date if page else None),
        headings=headings,
    )


def _extract(html: str, url: str | None) -> Any | None:
    """What the extractor finds, or None."""
    try:
        return trafilatura.bare_extraction(
            html,
            url=url,
            fast=False,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            date_extraction_params=_DATES,
        )
    except EXTRACTION_ERRORS:
        return None


def _story(page: Any | None, html: str) -> Paragraphs:
    """The extracted paragraphs, or all words of the page where the extractor finds none."""
    if page is not None and page.body is not None:
        found = paragraphs(page.body)
        if found[0]:
            return found
    return strip_markup(html)


def _without_title(text: str, headings: Headings, title: str | None) -> Paragraphs:
    """The story without a first heading that is the title; what is only a title is kept."""
    first, gap, rest = text.partition("\n\n")
    if title is None or not rest.strip() or fold_words(first) != fold_words(title):
        return text, headings
    cut = len(first) + len(gap)
    return rest, tuple((start - cut, end - cut) for start, end in headings if start >= cut)


def _line(value: str | None) -> str | None:
    return " ".join(clean(value).split())[:2_000] or None if value else None
