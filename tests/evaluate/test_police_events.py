"""The score of police action, by hand, and the way from events to labels."""

from __future__ import annotations

import pytest

from dateline.evaluate.police_events import PoliceScorer, found_labels, report_of
from dateline.records import Count, Document, Event, Resolution, Sentence, Span, Token

TEXT = "Officers did it. Then it rained."
ROW = {
    "doc_id": "d", "date": "2002-03-01", "text": TEXT, "labels": ["ARREST", "ANY_ACTION"],
    "sentences": [
        {"start": 0, "end": 16, "text": TEXT[:16], "labels": ["ARREST", "ANY_ACTION"]},
        {"start": 17, "end": 32, "text": TEXT[17:], "labels": []},
    ],
}  # fmt: skip


def coded(
    event_type: str, *modes: str, negated: bool = False, killed: bool = False, **slots: str
) -> Document:
    event = Event(
        event_id="e", report_id="r", sentence=0, trigger=Span(9, 12), event_type=event_type, modes=modes,
        negated=negated, actors=("m1",) if "actor" in slots else (),
        recipients=("m2",) if "recipient" in slots else (),
        killed=Count(low=1, best=1, high=1, approx=False, span=Span(13, 15)) if killed else None,
    )  # fmt: skip
    resolutions = tuple(
        Resolution(mention_id={"actor": "m1", "recipient": "m2"}[slot], kind="actor", sectors=(sector,))
        for slot, sector in slots.items()
    )
    return Document(report=report_of(ROW), events=(event,), resolutions=resolutions)


@pytest.mark.parametrize(
    ("document", "labels"),
    [
        (coded("COERCE", "arrest", actor="COP"), {"ARREST", "ANY_ACTION"}),
        (coded("COERCE", "arrest"), {"ARREST", "ANY_ACTION"}),
        (coded("COERCE", "arrest", actor="REB"), set()),
        (coded("COERCE", "arrest", actor="COP", negated=True), {"FAIL"}),
        (coded("ASSAULT", "firearms", actor="COP"), {"FORCE", "ANY_ACTION"}),
        (coded("ASSAULT", "firearms", actor="COP", killed=True), {"KILL", "FORCE", "ANY_ACTION"}),
        (coded("ASSAULT", "firearms", actor="CVL", killed=True), set()),
        (coded("ACCUSE", actor="OPP", recipient="COP"), {"FAIL"}),
        (coded("MOBILIZE", actor="MIL"), {"ANY_ACTION"}),
    ],
)
def test_labels_of_events(document, labels):
    assert found_labels(ROW, document, words=False) == [labels, set()]


def test_police_as_subject_of_a_verb_act():
    tokens = tuple(
        Token(span=Span(start, end), text=text, lemma=lemma, pos=pos, tag="", dep=dep, head=head)
        for start, end, text, lemma, pos, dep, head in (
            (0, 6, "Police", "police", "NOUN", "nsubj", 1),
            (7, 14, "escaped", "escape", "VERB", "ROOT", 1),
        )
    )
    row = {"doc_id": "d", "text": "Police escaped", "labels": [],
           "sentences": [{"start": 0, "end": 14, "text": "", "labels": []}]}  # fmt: skip
    sentence = Sentence(index=0, span=Span(0, 14), tokens=tokens)
    document = Document(report=report_of(row), sentences=(sentence,))
    assert found_labels(row, document) == [{"ANY_ACTION"}]
    assert found_labels(row, document, words=False) == [set()]


def test_scores():
    scorer = PoliceScorer()
    right = [frozenset({"ARREST", "ANY_ACTION"}), frozenset()]
    scorer.add(ROW, right, [frozenset(), frozenset()])
    scorer.add(ROW, [frozenset(), frozenset({"ANY_ACTION"})], [frozenset(), frozenset()])
    metrics = scorer.metrics()
    assert metrics["sentence_arrest_f1"] == pytest.approx(2 / 3)  # one of two found, none invented
    assert metrics["sentence_any_action_f1"] == pytest.approx(0.5)  # one of two found, one invented
    assert metrics["sentence_mean_f1"] == pytest.approx((2 / 3 + 0.5) / 5)
    assert metrics["document_any_action_f1"] == pytest.approx(1.0)
    assert metrics["document_mean_f1"] == pytest.approx((2 / 3 + 1) / 5)
    assert metrics["events_sentence_mean_f1"] == 0.0
    assert [(miss["kind"], miss["label"]) for miss in scorer.misses] == [
        ("missed", "ARREST"), ("missed", "ANY_ACTION"), ("spurious", "ANY_ACTION"),
    ]  # fmt: skip
