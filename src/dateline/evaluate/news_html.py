"""How well the story is found on saved web pages, and its date.

Pages are objects with `html`, `url` and the story's `text`. `text_f1` is the measure of Scrapinghub's article
extraction benchmark: counted runs of four tokens, precision and recall of each page, their means over all
pages, and the harmonic mean of the two. What is measured is the story text: the report's text without the
stretches that are marked as headline, byline, caption, notice or footer.

The set has no gold dates. `date_accuracy` compares the date that is found, with the page's address and all
that repeats it taken away, to the date that the address carries, over the pages whose address carries a full
one. (A page whose metadata give another day than its address, such as one in another time zone, counts as an
error.)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

from dateline.read.build import build_report
from dateline.read.days import parse_url_day
from dateline.read.draft import Options
from dateline.read.html import draft_of_page
from dateline.records import Quarantined, Report

RUN = 4  # tokens
_TOKEN = re.compile(r"\w+")
_NOT_STORY = frozenset({"headline", "byline", "caption", "notice", "footer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PageScore:
    """One page's precision and recall, and whether its date is right (None: its address has none)."""

    page: str
    precision: float
    recall: float
    date_is_right: bool | None
    found_date: str | None


def score_page(page: Mapping[str, str]) -> PageScore:
    """The scores of one page."""
    url, html = page["url"], page["html"]
    draft = draft_of_page(_without_address(html, url), page["id"])
    report = build_report(draft, Options())
    text = "" if isinstance(report, Quarantined) else story_text(report)
    precision, recall = run_overlap(page["text"], text)
    expected = parse_url_day(url)
    found = None if isinstance(report, Quarantined) or report.published is None else report.published.date()
    return PageScore(
        page=url,
        precision=precision,
        recall=recall,
        date_is_right=None if expected is None else found == expected.date(),
        found_date=found.isoformat() if found else None,
    )


def score_news_html(rows: Iterable[Mapping[str, str]]) -> NewsHtmlScorer:
    """The scorer after reading every page."""
    scorer = NewsHtmlScorer()
    for row in rows:
        scorer.add(score_page(row))
    return scorer


@dataclass(slots=True)
class NewsHtmlScorer:
    """Collects scores page by page; `misses` holds the pages that were not read well."""

    pages: list[PageScore] = field(default_factory=list)
    misses: list[dict[str, Any]] = field(default_factory=list)

    def add(self, page: PageScore) -> None:
        """Counts one page."""
        self.pages.append(page)
        if page.date_is_right is False:
            self.misses.append({"doc_id": page.page, "kind": "date", "text": str(page.found_date)})
        if min(page.precision, page.recall) < 0.9:
            scores = f"precision {page.precision:.2f}, recall {page.recall:.2f}"
            self.misses.append({"doc_id": page.page, "kind": "text", "text": scores})

    def metrics(self) -> dict[str, float]:
        """The scores by name."""
        return summarise(self.pages)


def summarise(scores: Iterable[PageScore]) -> dict[str, float]:
    """The metrics over all pages."""
    scores = list(scores)
    dated = [score.date_is_right for score in scores if score.date_is_right is not None]
    precision = fmean(score.precision for score in scores) if scores else 0.0
    recall = fmean(score.recall for score in scores) if scores else 0.0
    return {
        "text_f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        "text_precision": precision,
        "text_recall": recall,
        "date_accuracy": sum(dated) / len(dated) if dated else 0.0,
        "dated_pages": float(len(dated)),
    }


def story_text(report: Report) -> str:
    """The report's text without the parts that are not story."""
    at, kept = 0, []
    for part in report.parts:
        if part.kind in _NOT_STORY:
            kept.append(report.text[at : part.span.start])
            at = max(at, part.span.end)
    kept.append(report.text[at:])
    return "".join(kept)


def run_overlap(expected: str, found: str) -> tuple[float, float]:
    """Precision and recall of the found text's runs of four tokens.

    >>> run_overlap("one two three four five", "one two three four")
    (1.0, 0.5)
    """
    gold, ours = _runs(expected), _runs(found)
    hits = sum((gold & ours).values())
    extra, missed = sum(ours.values()) - hits, sum(gold.values()) - hits
    if not extra and not missed:
        return 1.0, 1.0
    return (hits / (hits + extra) if hits else 0.0), (hits / (hits + missed) if hits else 0.0)


def _runs(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    runs = (tuple(tokens[at : at + RUN]) for at in range(max(1, len(tokens) - RUN + 1)))
    return Counter(run for run in runs if run)


def _without_address(html: str, url: str) -> str:
    """The page without its own address, whole or from the host on, escaped or not."""
    path = url.split("://", 1)[-1].split("/", 1)[-1].split("#", 1)[0].split("?", 1)[0].strip("/")
    if len(path) < 8:
        return html
    return html.replace(path, "").replace(path.replace("/", "\\/"), "").replace(path.replace("/", "%2F"), "")
