"""The temporal scorer against hand-computed counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dateline.evaluate.temporal import (
    TemporalScorer,
    Timex,
    annotated_zone,
    pair_by_overlap,
    report_of,
    same_value,
    score_temporal,
)
from dateline.records import Document, Report, Span, TimeRef

TEXT = "On Monday they met; by Tuesday night all was over, he said on 3 May."


def timex(words: str, value: str, timex_type: str = "DATE") -> Timex:
    start = TEXT.index(words)
    return Timex(Span(start, start + len(words)), timex_type, value)


def test_counts() -> None:
    gold = [timex("Monday", "2024-01-15"), timex("Tuesday", "2024-01-16"), timex("3 May", "2023-05-03")]
    found = [
        timex("Monday", "2024-01-15"),  # strict, right value
        timex("Tuesday night", "2024-01-16TNI", "TIME"),  # relaxed, another value
        timex("all", "PRESENT_REF"),  # spurious; '3 May' is missed
    ]
    scorer = TemporalScorer()
    scorer.add(TEXT, gold, found, "d")
    metrics = scorer.metrics()
    assert metrics["span_relaxed_f1"] == pytest.approx(4 / 6)
    assert metrics["span_strict_f1"] == pytest.approx(2 / 6)
    assert metrics["value_f1"] == pytest.approx(2 / 6)
    assert metrics["type_accuracy"] == pytest.approx(1 / 2)
    assert [miss["kind"] for miss in scorer.misses] == ["value", "missed", "spurious"]


def test_nothing_scores_zero() -> None:
    assert set(TemporalScorer().metrics().values()) == {0.0}


def test_pairs_are_one_to_one_and_longest_first() -> None:
    gold = [Span(0, 10)]
    assert pair_by_overlap(gold, [Span(0, 3), Span(4, 10)]) == [(0, 1)]
    assert pair_by_overlap([Span(0, 3), Span(4, 10)], gold) == [(1, 0)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("1949-XX", "1949"),
        ("198X", "198"),
        ("P16H", "PT16H"),
        ("2000-W8", "2000-W08"),
        ("2000-03-29-TEV", "2000-03-29TEV"),
    ],
)
def test_notations(left: str, right: str) -> None:
    assert same_value(left, right)


@pytest.mark.parametrize(
    ("left", "right"), [("1949", "1950"), ("XXXX-XX", "XXXX"), ("P1D", "P1W"), ("", "1949")]
)
def test_other_values(left: str, right: str) -> None:
    assert not same_value(left, right)


def row(**more: Any) -> dict[str, Any]:
    start = TEXT.index("Tuesday")
    mark = {"start": start, "end": start + 7, "type": "DATE", "value": "2024-01-16"}
    return {"doc_id": "d", "dct": "2024-01-18T09:00", "text": TEXT, "timexes": [mark], **more}


def test_zone_of_a_text_with_events() -> None:
    assert annotated_zone(row()) == (0, len(TEXT))
    said = TEXT.index("said")
    start, end = annotated_zone(row(events=[{"start": said, "end": said + 4}]))
    assert (TEXT[start:end].startswith("Tuesday"), TEXT[start:end].endswith("said")) == (True, True)


def test_whole_set() -> None:
    seen: list[Report] = []

    def code(report: Report) -> Document:
        seen.append(report)
        span = Span(TEXT.index("Tuesday"), TEXT.index("Tuesday") + 7)
        time = TimeRef(time_id="t", span=span, timex_type="DATE", value="2024-01-16", sentence=0)
        outside = replace(time, span=Span(3, 9))
        return Document(report=report, times=(outside, time))

    said = TEXT.index("said")
    scorer = score_temporal([row(events=[{"start": said, "end": said + 4}])], code)
    assert scorer.metrics()["value_f1"] == 1.0
    assert str(seen[0].published) == "2024-01-18 00:00:00"
    assert report_of(row(dct=None)).published is None
