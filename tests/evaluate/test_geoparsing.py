"""The scores of places, against cases reckoned by hand."""

from __future__ import annotations

import pytest

from dateline.evaluate.geoparsing import GeoparsingScorer, Toponym, gold_toponyms, most_populous, report_of
from dateline.lexicon import load_gazetteer
from dateline.records import Place, Span

TEXT = "Kabul, Herat, Paris and Nowhere"
GOLD = [
    Toponym(Span(0, 5), 34.5, 69.2),
    Toponym(Span(7, 12), 34.3, 62.2),
    Toponym(Span(14, 19), 33.7, -95.6),
    Toponym(Span(24, 31), None, None),
]


def place(lat: float, lon: float) -> Place:
    return Place(place_id="p", name="p", lat=lat, lon=lon)


def test_raw_scores_count_missed_places_as_wrong() -> None:
    scorer = GeoparsingScorer()
    found = [
        (Span(0, 5), place(35.5, 69.2)),  # 111 km off: right
        (Span(14, 19), place(48.9, 2.35)),  # the wrong Paris
        (Span(24, 31), place(0, 0)),  # found, yet without gold point
        (Span(20, 23), place(0, 0)),  # no toponym
    ]
    scorer.add_found(TEXT, GOLD, found, "d")
    metrics = scorer.metrics()
    assert metrics["accuracy_161km"] == pytest.approx(1 / 3)
    assert metrics["resolved_share"] == pytest.approx(2 / 3)
    assert metrics["accuracy_161km_resolved"] == pytest.approx(1 / 2)
    assert metrics["detection_precision"] == pytest.approx(3 / 4)
    assert metrics["detection_recall"] == pytest.approx(2 / 3)
    assert [miss["kind"] for miss in scorer.misses] == ["missed", "wrong"]


def test_any_overlapping_place_may_be_the_right_one() -> None:
    scorer = GeoparsingScorer()
    scorer.add_found(TEXT, GOLD[:1], [(Span(0, 12), place(0, 0)), (Span(0, 5), place(34.5, 69.2))])
    assert scorer.metrics()["accuracy_161km"] == 1.0
    assert scorer.metrics()["median_error_km"] == 0.0


def test_given_spans_are_scored_one_by_one() -> None:
    scorer = GeoparsingScorer()
    scorer.add_found(TEXT, GOLD, [])
    scorer.add_given(TEXT, GOLD, [place(34.5, 69.2), None, place(33.7, -97.0), place(0, 0)])
    metrics = scorer.metrics()
    assert metrics["accuracy_161km_gold_spans"] == pytest.approx(2 / 3)
    assert metrics["accuracy_161km"] == 0.0
    assert metrics["median_error_km_gold_spans"] == pytest.approx(65, abs=3)


def test_nothing_gives_zeros() -> None:
    assert set(GeoparsingScorer().metrics().values()) == {0.0}


def test_the_floor_takes_countries_then_people() -> None:
    gazetteer = load_gazetteer()
    georgia, paris = most_populous(gazetteer, "Georgia"), most_populous(gazetteer, "Paris")
    assert georgia is not None
    assert paris is not None
    assert (georgia.country, paris.country) == ("GEO", "FRA")
    assert most_populous(gazetteer, "Qqqqq") is None


def test_rows_become_reports_and_toponyms() -> None:
    row = {
        "doc_id": "x-1", "text": "In Kabul.", "date": "2009-03-20 12:24:52", "url": "http://example.org/a",
        "toponyms": [{"start": 3, "end": 8, "lat": 34.5, "lon": 69.2}, {"start": 0, "end": 2}],
    }  # fmt: skip
    report = report_of(row)
    assert report.published is not None
    assert report.published.year == 2009
    assert gold_toponyms(row) == [Toponym(Span(3, 8), 34.5, 69.2), Toponym(Span(0, 2), None, None)]
