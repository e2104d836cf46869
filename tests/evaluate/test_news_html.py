"""The score of saved pages, by hand."""

from __future__ import annotations

import pytest

from dateline.evaluate.news_html import run_overlap, score_news_html, story_text, summarise
from dateline.records import Part, Report, Span

STORY = "The council said on Monday that the bridge over the river would stay shut until the spring."
NEXT = "Engineers had found cracks in two of its pillars, the mayor told reporters outside the town hall."


@pytest.mark.parametrize(
    ("expected", "found", "scores"),
    [
        ("a b c d e", "a b c d e", (1.0, 1.0)),
        ("a b c d e f", "a b c d e", (1.0, 2 / 3)),
        ("a b c d e", "x y a b c d", (1 / 3, 1 / 2)),
        ("a b c d a b c d", "a b c d", (1.0, 1 / 5)),  # runs are counted, not only seen
        ("a b", "a b", (1.0, 1.0)),
        ("a b", "", (0.0, 0.0)),
        ("", "", (1.0, 1.0)),
    ],
)
def test_run_overlap(expected, found, scores):
    assert run_overlap(expected, found) == pytest.approx(scores)


def test_story_text_leaves_boilerplate_out():
    parts = (Part(kind="dateline", span=Span(0, 5)), Part(kind="notice", span=Span(10, 15)))
    report = Report(report_id="r", source="s", text="ROME - b. share c.", parts=parts)
    assert story_text(report) == "ROME - b.  c."


def test_page_with_date_in_the_address_hidden():
    def page(url: str, head: str) -> dict[str, str]:
        html = (
            f"<html><head>{head}<link rel='canonical' href='{url}'></head>"
            f"<body><article><p>{STORY}</p><p>{NEXT}</p></article></body></html>"
        )
        return {"id": url, "url": url, "html": html, "text": f"{STORY} {NEXT}"}

    dated = '<meta property="article:published_time" content="2021-02-03T04:05:06Z">'
    pages = [
        page("https://a.example/2021/02/03/bridge", dated),
        page("https://a.example/2021/02/04/bridge", dated),
        page("https://a.example/2021/02/05/bridge", ""),
        page("https://a.example/bridge", dated),
    ]
    scorer = score_news_html(pages)
    assert scorer.metrics() == pytest.approx(
        {
            "text_f1": 1.0,
            "text_precision": 1.0,
            "text_recall": 1.0,
            "date_accuracy": 1 / 3,
            "dated_pages": 3.0,
        }
    )
    assert len(scorer.misses) == 2


def test_no_pages():
    assert summarise([])["text_f1"] == 0.0
