"""The scores of PLOVER relations and of the peers' tests against hand-computed cases."""

from __future__ import annotations

from collections import Counter

import pytest

from dateline.evaluate.coder_peer_tests import PeerScorer, cameo_code, load_cameo
from dateline.evaluate.plover_relations import RelationScorer, choose_root, macro_f1, read_marks
from dateline.lexicon.triggers import load_event_lexicon
from dateline.ontology import load_plover
from dateline.records import Document, Event, Mention, Report, Span


def test_macro_f1_is_the_mean_over_gold_classes():
    pairs = Counter({("A", "A"): 2, ("A", "B"): 1, ("B", "B"): 1})
    assert macro_f1(pairs) == pytest.approx((2 * 2 / 5 + 2 * 1 / 3) / 2)


def test_relation_metrics():
    scorer = RelationScorer()
    scorer.add("YIELD", "YIELD", 2)
    scorer.add("AID", "YIELD", 2)
    metrics = scorer.metrics()
    assert metrics["root_accuracy"] == 0.5
    assert metrics["root_macro_f1"] == pytest.approx((2 / 3 + 0) / 2)
    assert metrics["penta_macro_f1"] == 1.0
    assert len(scorer.misses) == 1


def test_marks_are_taken_out():
    assert read_marks("Yes, <s>Mali</s> met <t>Chad</t>.") == (
        "Yes, Mali met Chad.",
        Span(5, 9),
        Span(14, 18),
    )


def event(start: int, end: int, event_type: str, actor: str) -> Event:
    return Event(
        event_id=f"e{start}",
        report_id="r",
        sentence=0,
        trigger=Span(start, end),
        event_type=event_type,
        actors=(actor,),
    )


def test_the_event_of_the_given_source_is_chosen():
    text = "Mali freed rebels and Chad bombed them."
    mentions = tuple(
        Mention(
            mention_id=name, span=Span(text.index(name), text.index(name) + 4), label="COUNTRY", sentence=0
        )
        for name in ("Mali", "Chad")
    )
    document = Document(
        report=Report(report_id="r", source="-", text=text),
        mentions=mentions,
        events=(event(5, 10, "RETREAT", "Mali"), event(27, 33, "ASSAULT", "Chad")),
    )
    lexicon = load_event_lexicon()
    assert choose_root(document, mentions[0].span, None, lexicon) == "YIELD"
    assert choose_root(document, mentions[1].span, None, lexicon) == "ASSAULT"


def test_cameo_table_knows_every_type():
    assert {row[0] for row in load_cameo()} == set(load_plover().types)
    assert cameo_code("COERCE", ("arrest",), set()) == "173"
    assert cameo_code("SUPPORT", (), {"thank"}) == "051"


def test_a_record_is_exact_only_with_its_whole_set():
    scorer = PeerScorer()
    scorer.add(["173"], ["173"])
    scorer.add(["173", "190"], ["173"])
    scorer.add([], ["010"])
    scorer.add(["171"], ["173"])
    assert scorer.metrics() == {"record_exact": 0.25, "root_exact": 0.5, "none_right": 0.0}
