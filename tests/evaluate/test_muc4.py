"""CEAF-REE against hand-computed counts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.evaluate.muc4 import (
    Muc4Scorer,
    align,
    found_entities,
    gold_entities,
    normalise,
    report_of,
    score_muc4,
)
from dateline.records import Document, Event, Mention, Report, Span

TEXT = "VALDORA, 3 JAN 90 -- THE REBELS SHOT THREE PEASANTS WITH A RIFLE AND THEY BURNED THE RED FARM."


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def mention(words: str, label: str, refers_to: str | None = None) -> Mention:
    return Mention(mention_id=words, span=span(words), label=label, sentence=0, refers_to=refers_to)


def event(trigger: str, **more: Any) -> Event:
    return Event(
        event_id=trigger,
        report_id="r",
        sentence=0,
        trigger=span(trigger),
        **{"event_type": "ASSAULT", **more},
    )


def document(*events: Event) -> Document:
    mentions = (
        mention("THE REBELS", "GROUP"),
        mention("THREE PEASANTS", "GROUP"),
        mention("THEY", "PRONOUN", refers_to="THE REBELS"),
        mention("THE RED FARM", "FACILITY"),
        mention("VALDORA", "COUNTRY"),
    )
    return Document(report=Report(report_id="r", source="-", text=TEXT), mentions=mentions, events=events)


SHOT = event("SHOT", actors=("THE REBELS",), recipients=("THREE PEASANTS",), weapon=span("A RIFLE"))
BURNED = event("BURNED", actors=("THEY",), recipients=("THE RED FARM",))
ROW = {
    "doc_id": "X-1",
    "text": TEXT,
    "body_start": 21,
    "dateline": {"date": "1990-01-03"},
    "templates": [
        {
            "perp_individual": [{"strings": ["REBELS"]}],
            "perp_org": [{"strings": ["RED FRONT"]}],
            "victim": [{"strings": ["PEASANTS", "THREE PEASANTS"]}],
            "target": [],
            "weapon": [{"strings": ["RIFLE"]}],
        },
        {
            "perp_individual": [{"strings": ["GROUP OF REBELS", "REBELS"]}],
            "target": [{"strings": ['"RED" BARN']}],
        },
    ],
}


def test_gold_joins_templates() -> None:
    gold = gold_entities(ROW)
    assert gold["perp_individual"] == [frozenset({"rebels", "group of rebels"})]
    assert gold["target"] == [frozenset({"red barn"})]


def test_found_parties_are_one_each_and_pronouns_are_their_names() -> None:
    found = found_entities(document(SHOT, BURNED))
    assert found == {
        "perp_individual": [frozenset({"rebels"})],
        "perp_org": [],
        "victim": [frozenset({"peasants"})],
        "target": [frozenset({"red farm"})],
        "weapon": [frozenset({"rifle"})],
    }


@pytest.mark.parametrize(
    "other",
    [
        event("SHOT", actors=("VALDORA",), negated=True),
        event("SHOT", actors=("VALDORA",), status="hypothetical"),
        event("SHOT", actors=("VALDORA",), event_type="ACCUSE"),
    ],
)
def test_other_events_give_nothing(other: Event) -> None:
    assert not any(found_entities(document(other)).values())


def test_states_are_organisations() -> None:
    assert found_entities(document(event("SHOT", actors=("VALDORA",))))["perp_org"] == [
        frozenset({"valdora"})
    ]


def test_scores() -> None:
    scorer = score_muc4([ROW], lambda report: document(SHOT, BURNED))
    metrics = scorer.metrics()
    # gold: rebels, red front, peasants, barn, rifle; found: rebels, peasants, farm, rifle; agreeing: three
    assert metrics["ceaf_ree_precision"] == pytest.approx(3 / 4)
    assert metrics["ceaf_ree_recall"] == pytest.approx(3 / 5)
    assert metrics["ceaf_ree_f1"] == pytest.approx(6 / 9)
    assert (metrics["ceaf_ree_target_f1"], metrics["ceaf_ree_victim_f1"]) == (0.0, 1.0)
    assert [miss["text"] for miss in scorer.misses] == ["red front", "red barn", "red farm"]


def test_empty_scores_zero() -> None:
    assert set(Muc4Scorer().metrics().values()) == {0.0}


def test_report_has_the_header_as_dateline() -> None:
    report = report_of(ROW)
    assert (report.parts[0].kind, report.parts[0].span, str(report.published)) == (
        "dateline",
        Span(0, 21),
        "1990-01-03 00:00:00",
    )


@pytest.mark.parametrize(
    ("string", "plain"),
    [
        ("THE FRONT", "front"),
        ("SIX  SOLDIERS", "soldiers"),
        ('"RED"\nFARM', "red farm"),
        ("12 MEN.", "men"),
        ("A", "a"),
    ],
)
def test_normalise(string: str, plain: str) -> None:
    assert normalise(string) == plain


def test_alignment_is_the_largest() -> None:
    a, b = frozenset({"a", "b"}), frozenset({"b"})
    assert align([a, b], [b, frozenset({"a"})]) == [(0, 1), (1, 0)]


@given(st.lists(st.frozensets(st.sampled_from("abcde"), min_size=1), max_size=5))
def test_a_reading_agrees_with_itself(entities: list[frozenset[str]]) -> None:
    assert len(align(entities, entities)) == len(entities)
