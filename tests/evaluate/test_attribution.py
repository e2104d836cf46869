from __future__ import annotations

import pytest

from dateline.evaluate.attribution import (
    Attribution,
    AttributionScorer,
    claimed_attributions,
    gold_attributions,
    score_attribution,
)
from dateline.records import Claim, Document, Report, Span

#       0         1         2         3         4
#       0123456789012345678901234567890123456789012345678
TEXT = "Ann said it rained. Bob denied that snow had come"
ANN, SAID, RAINED = Span(0, 3), Span(4, 8), Span(9, 18)
BOB, DENIED, SNOW = Span(20, 23), Span(24, 30), Span(31, 49)
GOLD = [Attribution((ANN,), (SAID,), (RAINED,)), Attribution((BOB,), (DENIED,), (SNOW,))]


def scored(*found: Attribution) -> dict[str, float]:
    scorer = AttributionScorer()
    scorer.add(TEXT, GOLD, found)
    return scorer.metrics()


def test_perfect_answers_score_one() -> None:
    assert all(value == 1.0 for value in scored(*GOLD).values())


def test_nothing_found_scores_nought() -> None:
    assert all(value == 0.0 for value in scored().values())


def test_by_hand() -> None:
    # Content: gold has 2 + 4 tokens; found are "it", "rained" (right) and the full stop (wrong).
    found = [Attribution((ANN,), (SAID,), (RAINED,)), Attribution((BOB,), (DENIED,), (Span(12, 19),))]
    metrics = scored(*found)
    assert metrics["content_token_precision"] == pytest.approx(2 / 3)
    assert metrics["content_token_recall"] == pytest.approx(2 / 6)
    assert metrics["content_token_f1"] == pytest.approx(4 / 9)
    assert metrics["source_token_f1"] == 1.0
    # One pair only: the second found shares no content with the second gold.
    assert metrics["source_overlap_f1"] == pytest.approx(0.5)
    assert metrics["cue_overlap_f1"] == pytest.approx(0.5)
    assert metrics["attribution_f1"] == pytest.approx(0.5)


def test_a_token_counts_once_however_many_share_it() -> None:
    twice = scored(*GOLD, GOLD[0])
    assert twice["content_token_f1"] == 1.0
    assert twice["content_overlap_f1"] == pytest.approx(2 * 2 / (2 * 2 + 1))


def test_the_larger_share_of_content_wins_the_pair() -> None:
    whole = Attribution((BOB,), (DENIED,), (RAINED,))
    part = Attribution((ANN,), (SAID,), (Span(9, 11),))
    metrics = scored(whole, part)
    assert metrics["source_overlap_f1"] == 0.0  # the whole one is paired with Ann's and has Bob as its source


def test_absent_sources_add_nothing_to_the_counts_of_sources() -> None:
    metrics = scored(Attribution((), (SAID,), (RAINED,)), GOLD[1])
    assert metrics["source_overlap_f1"] == pytest.approx(2 / 3)
    assert metrics["source_overlap_precision"] == 1.0
    assert metrics["attribution_f1"] == pytest.approx(0.5)


def test_rows_and_claims_become_attributions() -> None:
    def span(start: int, end: int) -> list[dict[str, int]]:
        return [{"start": start, "end": end}]

    first = {"source": span(0, 3), "cue": span(4, 8), "content": span(9, 18)}
    second = {"source": [], "cue": span(24, 30), "content": span(31, 49)}
    row = {"doc_id": "d", "text": TEXT, "attributions": [first, second]}
    assert gold_attributions(row) == [GOLD[0], Attribution((), (DENIED,), (SNOW,))]

    def claim(cue: Span, content: Span, method: str) -> Claim:
        return Claim(
            claim_id=str(cue),
            report_id="r",
            sentence=0,
            cue=cue,
            content=(content,),
            source_span=ANN,
            method=method,
        )

    claims = (claim(SAID, RAINED, "clause"), claim(DENIED, SNOW, "unsourced forecast"))
    assert claimed_attributions(claims) == [GOLD[0]]

    def code(report: Report) -> Document:
        return Document(report=report, claims=claims)

    metrics = score_attribution([row], code).metrics()
    assert metrics["content_overlap_f1"] == pytest.approx(2 / 3)
    assert metrics["source_overlap_f1"] == 1.0


def test_misses_tell_what_was_wrong() -> None:
    scorer = AttributionScorer()
    found = [Attribution((BOB,), (SAID,), (RAINED,)), Attribution((), (DENIED,), (Span(0, 3),))]
    scorer.add(TEXT, GOLD, found, "d-1")
    assert [(miss["doc_id"], miss["kind"]) for miss in scorer.misses] == [
        ("d-1", "differs"), ("d-1", "missed"), ("d-1", "spurious")
    ]  # fmt: skip
    assert scorer.misses[0]["gold"] == f"{ANN.of(TEXT)} / {SAID.of(TEXT)}"
    assert scorer.misses[0]["found"] == f"{BOB.of(TEXT)} / {SAID.of(TEXT)}"
    assert scorer.misses[2]["found"].startswith("– / ")
    right = AttributionScorer()
    right.add(TEXT, GOLD, GOLD)
    assert right.misses == []
