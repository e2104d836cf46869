from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.build import river
from tests.link.made import FIRST_DAY, told, week

from dateline.lexicon.incidents import load_link_rules
from dateline.link.across import Linked, link_documents
from dateline.link.blocks import block_keys
from dateline.link.cards import make_cards
from dateline.link.clusters import cluster_events
from dateline.link.incidents import merge_tolls
from dateline.link.pairs import conflict, judge_pair
from dateline.records import Card, Incident, Pair, Ruling, Toll, TollPoint, Where, from_json, to_json

RULES = load_link_rules()


def event_of(number: int) -> str:
    return week()[number].events[0].event_id


def incident_of(linked: Linked, number: int) -> Incident:
    (found,) = [one for one in linked.incidents if event_of(number) in one.events]
    return found


@pytest.fixture(scope="module")
def linked() -> Linked:
    return link_documents(week())


def test_reports_of_one_happening_are_one_incident(linked: Linked) -> None:
    shelling = incident_of(linked, 0)
    assert set(shelling.events) == {event_of(number) for number in (0, 1, 2, 3)}
    assert shelling.cohesion >= RULES.threshold
    assert incident_of(linked, 4).events == (event_of(4),), "another town on the same day"
    assert incident_of(linked, 5).events == (event_of(5),), "the other way round"


def test_best_values_and_history(linked: Linked) -> None:
    shelling = incident_of(linked, 0)
    assert shelling.killed == Toll(low=9, best=12, high=12)
    assert [point.toll.best for point in shelling.killed_history] == [9, 12]
    assert (shelling.earliest, shelling.latest, shelling.date_method) == (FIRST_DAY, FIRST_DAY, "stated")
    assert shelling.place is not None
    assert shelling.place.name == "Kelva"
    assert shelling.actor == "Marovian forces"
    assert shelling.recipient == "the Sund Front"


def test_who_tells_and_who_denies(linked: Linked) -> None:
    shelling = incident_of(linked, 0)
    assert shelling.denies == ("The army",)
    assert "the governor" in shelling.confirms
    assert set(shelling.disputed) == {"whether it happened", "killed"}
    assert len(shelling.reports) == 4
    assert len(shelling.voices) == 3, "two reports of one publisher are one source"
    assert shelling.reliability == "B"
    assert shelling.credibility == "3"
    assert "deny" in shelling.grade_reason


def test_the_hit_party_answers(linked: Linked) -> None:
    answer, cause = incident_of(linked, 5), incident_of(linked, 0)
    chains = {(chain.left, chain.right): chain for chain in linked.chains}
    chain = chains[answer.incident_id, cause.incident_id]
    assert chain.method == "inferred"
    assert chain.score < 0.61
    assert (cause.incident_id, answer.incident_id) not in chains


def test_stories_have_words_of_their_own() -> None:
    documents = [
        replace(one, report=replace(one.report, title=f"Shelling of Kelva, day {n}")) for n, one in enumerate(week())
    ]
    (story, *_) = link_documents(documents).stories
    assert len(story.incidents) >= 2
    assert story.title in {document.report.title for document in documents}
    assert story.first == FIRST_DAY


def test_a_report_alone() -> None:
    linked = link_documents([river()])
    titles = [incident.title for incident in linked.incidents]
    assert len(titles) == len(river().events) - 1, "what the report itself joined is one"
    stated = [chain for chain in linked.chains if chain.method == "stated"]
    assert len(stated) == 2
    assert link_documents([]).incidents == ()


def test_copies_are_one_voice() -> None:
    text = (
        "Marovian forces shelled the Sund Front in Kelva on Thursday. The mill burned down and the river bridge was closed "  # noqa: E501
        "to lorries while engineers looked for mines on both banks and asked farmers to stay away from their fields."
    )
    shelling = {
        "actor": "Marovian forces",
        "recipient": "the Sund Front",
        "town": "Kelva",
        "when": "on Thursday",
    }
    papers = [told(f"{text} {paper}", "shelled", 12, paper, **shelling) for paper in ("Lowland Wire", "Hill Courier")]
    linked = link_documents(papers)
    assert len(linked.families) == 1
    (incident,) = linked.incidents
    assert len(incident.reports) == 2
    assert incident.voices == (linked.families[0].family_id,)
    assert incident.credibility == "3"


@settings(max_examples=15, deadline=None)
@given(st.randoms(), st.integers(1, 6))
def test_order_does_not_matter(chance: random.Random, count: int) -> None:
    documents = week()[:count]
    shuffled = list(documents)
    chance.shuffle(shuffled)
    assert link_documents(shuffled) == link_documents(documents)


def test_evidence_adds_up_to_the_score() -> None:
    one, other = (make_cards(week()[number], RULES)[0] for number in (0, 2))
    pair = judge_pair(one, other, RULES)
    assert pair is not None
    assert pair == judge_pair(other, one, RULES)
    names = [name for name, _ in pair.evidence]
    assert {"actor known", "recipient known", "place same", "day same"} <= set(names)
    total = sum(weight for _, weight in pair.evidence)
    assert pair.score == pytest.approx(1 / (1 + 2.718281828**-total), abs=1e-3)
    assert set(block_keys(one, RULES)) & set(block_keys(other, RULES))


CARD = Card(event_id="r-1:e0-1", report_id="r-1", event_type="ASSAULT")
KELVA = Where(place_id="p-1", name="Kelva", country="MRV", admin1="Eastmark", lat=48.2, lon=21.5, precision="town")


@pytest.mark.parametrize(
    ("change", "conflicts"),
    [
        ({"place": replace(KELVA, place_id="p-2", lat=48.21)}, False),
        ({"place": replace(KELVA, place_id="p-2", lat=50.2)}, True),
        ({"place": replace(KELVA, place_id="p-2", country="TRE", precision="country")}, True),
        ({"place": replace(KELVA, place_id="p-2", precision="ADM1")}, False),
        ({"place": replace(KELVA, place_id="p-2", admin1="Northmark", precision="ADM1")}, True),
        ({"earliest": date(2021, 3, 12), "latest": date(2021, 3, 12), "date_method": "stated"}, False),
        ({"earliest": date(2021, 3, 14), "latest": date(2021, 3, 14), "date_method": "stated"}, True),
        ({"earliest": date(2021, 3, 14), "latest": date(2021, 3, 17), "date_method": "published"}, False),
        ({}, False),
    ],
)
def test_conflicts(change: dict[str, object], conflicts: bool) -> None:
    one = replace(CARD, place=KELVA, earliest=FIRST_DAY, latest=FIRST_DAY, date_method="stated")
    other = replace(CARD, event_id="r-2:e0-1", report_id="r-2", **change)  # type: ignore[arg-type]
    assert conflict(one, other) is conflicts
    assert conflict(other, one) is conflicts


def test_rulings_stand_above_scores() -> None:
    cards = {name: replace(CARD, event_id=name, report_id=name[:3]) for name in ("r-1:e0-1", "r-2:e0-1", "r-3:e0-1")}
    one, two, three = cards
    pairs = [Pair(left=two, right=one, score=0.9)]
    assert cluster_events(cards, pairs, [], RULES) == [[one, two], [three]]
    apart = Ruling(left=two, right=one, verdict="different", kind="split")
    same = Ruling(left=three, right=one, verdict="same", kind="merge")
    assert cluster_events(cards, pairs, [apart], RULES) == [[one], [two], [three]]
    assert cluster_events(cards, pairs, [same, apart], RULES) == [[one, three], [two]]


def test_the_latest_toll_goes_first() -> None:
    def point(day: int | None, best: int) -> TollPoint:
        published = date(2021, 3, day) if day else None
        return TollPoint(event_id=f"e{best}", published=published, toll=Toll(low=best, best=best, high=best + 1))

    assert merge_tolls([point(1, 3), point(1, 3), point(2, 5)]) == Toll(low=3, best=5, high=6)
    assert merge_tolls([point(None, 3), point(None, 3), point(None, 5)]) == Toll(low=3, best=3, high=6)
    assert merge_tolls([]) is None


def test_records_come_back_as_they_were(linked: Linked) -> None:
    for incident in linked.incidents:
        assert from_json(to_json(incident), Incident) == incident
    for document in week():
        for card in make_cards(document, RULES):
            assert from_json(to_json(card), Card) == card
