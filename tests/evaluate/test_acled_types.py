"""The score of ACLED's types, by hand, and the table from events to labels."""

from __future__ import annotations

import pytest

from dateline.evaluate.acled_types import OTHER, AcledScorer, label_of, load_rules, report_of
from dateline.records import Document, Event, Resolution, Span


def document(event_type: str, *modes: str, negated: bool = False, **sectors: str) -> Document:
    report = report_of({"id": "x", "text": "Something took place."})
    event = Event(
        event_id="e", report_id=report.report_id, sentence=0, trigger=Span(0, 9), event_type=event_type,
        modes=modes, negated=negated, actors=("actor",), recipients=("recipient",),
    )  # fmt: skip
    resolutions = tuple(
        Resolution(mention_id=slot, kind="actor", sectors=(sector,)) for slot, sector in sectors.items()
    )
    return Document(report=report, events=(event,), resolutions=resolutions)


@pytest.mark.parametrize(
    ("coded", "label"),
    [
        (document("ASSAULT", "aerial"), "AIR_STRIKE"),
        (document("ASSAULT", "suicide-attack"), "SUIC_BOMB"),
        (document("COERCE", "arrest"), "ARREST"),
        (document("PROTEST", "riot"), "VIOL_DEMONSTR"),
        (document("PROTEST", "demo"), "PEACE_PROTEST"),
        (document("COERCE", "seize", actor="REB"), "NON_STATE_ACTOR_OVERTAKES_TER"),
        (document("COERCE", "seize", actor="MIL"), "GOV_REGAINS_TERIT"),
        (document("ASSAULT", actor="REB", recipient="MIL"), "ARMED_CLASH"),
        (document("ASSAULT", actor="REB", recipient="CVL"), "ATTACK"),
        (document("MOBILIZE", "troops"), "CHANGE_TO_GROUP_ACT"),
        (document("COERCE", "arrest", negated=True), OTHER),
    ],
)
def test_label_of_events(coded, label):
    assert label_of(coded) == label_of(coded, words=False) == label


def test_words_tell_what_has_no_event_type():
    coded = Document(report=report_of({"id": "x", "text": "An earthquake shook the coast."}))
    assert (label_of(coded), label_of(coded, words=False)) == ("NATURAL_DISASTER", OTHER)


def test_every_label_but_other_has_rules():
    assert len({rule.label for rule in load_rules()}) == 29


def test_scores():
    scorer = AcledScorer()
    for gold, found in (("A", "A"), ("A", "A"), ("A", "B"), ("B", "B")):
        scorer.add(gold, found, found if found == "A" else OTHER)
    metrics = scorer.metrics()
    # A: P 1, R 2/3, F1 0.8; B: P 1/2, R 1, F1 2/3
    assert metrics["weighted_f1"] == pytest.approx((0.8 * 3 + 2 / 3) / 4)
    assert metrics["macro_f1"] == pytest.approx((0.8 + 2 / 3) / 2)
    assert metrics["accuracy"] == pytest.approx(0.75)
    assert metrics["events_weighted_f1"] == pytest.approx(0.8 * 3 / 4)
    assert [miss["gold"] for miss in scorer.misses] == ["A"]
