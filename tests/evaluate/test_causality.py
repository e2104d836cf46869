from __future__ import annotations

import pytest

from dateline.evaluate.causality import CausalityScorer, Relation, gold_relations, pair_relations
from dateline.records import Span

CAUSE, EFFECT, SIGNAL = Span(10, 20), Span(0, 8), Span(8, 10)


def test_by_hand() -> None:
    scorer = CausalityScorer()
    # Exact cause, an effect off by its edge, a signal not found; one relation too many.
    found = [Relation(CAUSE, Span(2, 8)), Relation(Span(30, 40), Span(50, 60))]
    scorer.add(True, [Relation(CAUSE, EFFECT, SIGNAL)], found, True)
    scorer.add(False, [], [Relation(CAUSE, EFFECT)], True)
    scorer.add(True, [Relation(CAUSE, EFFECT)], [], False)
    metrics = scorer.metrics()
    assert metrics["sentence_f1"] == pytest.approx(0.5)
    assert metrics["sentence_accuracy"] == pytest.approx(1 / 3)
    # hits 1; boundary 1; missed: a signal and the third sentence's two; spurious: the extra relation's two.
    assert metrics["span_f1"] == pytest.approx(1 / (1 + (3.5 + 2.5) / 2))
    assert metrics["span_exact_f1"] == pytest.approx(1 / (1 + (4 + 3) / 2))
    # Shared characters 10 + 6; missed 2 + 2 + 18; spurious 20.
    assert metrics["span_token_f1"] == pytest.approx(2 * 16 / (2 * 16 + 22 + 20))


def test_sentences_without_a_cause_do_not_count_for_spans() -> None:
    scorer = CausalityScorer()
    scorer.add(False, [], [Relation(CAUSE, EFFECT)], False)
    assert scorer.metrics()["span_f1"] == 0.0
    assert scorer.spurious == 0


def test_relations_are_paired_by_what_they_share() -> None:
    gold = [Relation(Span(0, 5), Span(6, 10)), Relation(Span(0, 5), Span(20, 30))]
    found = [Relation(Span(0, 5), Span(21, 30)), Relation(Span(0, 4), Span(6, 10))]
    assert sorted(pair_relations(gold, found)) == [(0, 1), (1, 0)]


def test_rows_become_relations() -> None:
    row = {
        "relations": [
            {
                "cause": [{"start": 1, "end": 3}, {"start": 5, "end": 7}],
                "effect": [{"start": 8, "end": 9}],
                "signal": [],
            }
        ]
    }
    assert gold_relations(row) == [Relation(Span(1, 7), Span(8, 9))]


def test_misses_tell_what_was_wrong() -> None:
    text = "Prices rose because the harvest had failed in the north."
    relation = Relation(Span(20, 42), Span(0, 11), Span(12, 19))
    scorer = CausalityScorer()
    scorer.add(True, [relation], [], False, "s-1", text)
    scorer.add(False, [], [relation], True, "s-2", text)
    scorer.add(True, [relation], [Relation(Span(20, 42), Span(0, 6))], True, "s-3", text)
    scorer.add(True, [relation], [relation], True, "s-4", text)
    assert [(miss["doc_id"], miss["kind"]) for miss in scorer.misses] == [
        ("s-1", "missed"), ("s-2", "spurious"), ("s-3", "spans")
    ]  # fmt: skip
    assert scorer.misses[0]["gold"] == ["the harvest had failed [because] Prices rose"]
    assert scorer.misses[2]["found"] == ["the harvest had failed [] Prices"]
