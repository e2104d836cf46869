from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from dateline.annotate.sentences import FindSentences
from dateline.extract.event_view import make_views, stem_of
from dateline.extract.link_cause import find_causal_spans
from dateline.extract.link_same import cluster_by_mean, pair_features, score_of
from dateline.extract.links import FindLinks
from dateline.extract.tree import Tree
from dateline.lexicon import load_causes, load_same_event
from dateline.lexicon.same_words import load_same_words
from dateline.models import load_parser
from dateline.records import Claim, Document, Event, Link, Mention, Report, Resolution, Span, TimeRef

KINDS = load_same_words().by_stem(stem_of)
GOLDEN = Path(__file__).parent.parent / "golden" / "links"


@cache
def find_sentences() -> FindSentences:
    return FindSentences(load_parser())


@cache
def find_links() -> FindLinks:
    return FindLinks(load_causes(), load_same_event())


def read(text: str, *events: tuple[str, str]) -> Document:
    """The text with an event on each (words, type), looked for after the last one."""
    document = find_sentences()(Document(report=Report(report_id="r-0", source="-", text=text)))
    made, at = [], 0
    for words, event_type in events:
        start = text.index(words, at)
        at = start + len(words)
        sentence = next(s.index for s in document.sentences if s.span.start <= start < s.span.end)
        made.append(
            Event(
                event_id=f"r-0:e{start}-{at}", report_id="r-0", sentence=sentence, trigger=Span(start, at),
                event_type=event_type,
            )
        )  # fmt: skip
    return replace(document, events=tuple(made))


def linked(document: Document, relation: str) -> list[tuple[str, str]]:
    words = {event.event_id: event.trigger.of(document.report.text) for event in document.events}
    return [(words[link.left], words[link.right]) for link in document.links if link.relation == relation]


CAUSES = [
    ("The army shelled the town in response to a raid.", "shelled", "raid", "in response to"),
    ("The army shelled the town after rebels attacked a post.", "shelled", "attacked", "after"),
    ("The arrest led to protests in three cities.", "protests", "arrest", "led to"),
    ("Protests were sparked by the arrest of a priest.", "Protests", "arrest", "sparked"),
    ("Because rebels attacked a post, the army shelled the town.", "shelled", "attacked", "Because"),
    ("The army shelled the town to avenge the raid.", "shelled", "raid", "avenge"),
    ("The shelling came in retaliation for the raid.", "shelling", "raid", "in retaliation for"),
    ("Amid the protests, the army shelled the town.", "shelled", "protests", "Amid"),
]
TYPES = {"protests": "PROTEST", "Protests": "PROTEST", "arrest": "COERCE"}


@pytest.mark.parametrize(("text", "effect", "cause", "cue"), CAUSES, ids=[case[3] for case in CAUSES])
def test_cause_and_effect_with_the_words_that_say_so(text: str, effect: str, cause: str, cue: str) -> None:
    order = sorted((effect, cause), key=text.index)
    found = find_links()(read(text, *((words, TYPES.get(words, "ASSAULT")) for words in order)))
    assert (effect, cause) in linked(found, "caused_by")
    link = next(link for link in found.links if link.relation == "caused_by")
    assert link.cue is not None
    assert link.cue.of(text) == cue


def test_clusters_are_joined_by_their_mean() -> None:
    scores = {(1, 0): 0.9, (2, 1): 0.8, (2, 0): 0.1, (3, 2): 0.3}
    assert cluster_by_mean(4, scores, 0.4) == [[0, 1, 2], [3]]
    assert cluster_by_mean(4, scores, 0.5) == [[0, 1], [2], [3]]


def test_an_opener_answers_the_sentence_before() -> None:
    text = "Rebels raided a post. In response, the army shelled the town."
    found = find_links()(read(text, ("raided", "ASSAULT"), ("shelled", "ASSAULT")))
    assert linked(found, "caused_by") == [("shelled", "raided")]


def test_an_answer_without_a_word_of_what_answers_the_last_deed() -> None:
    text = "Rebels raided a post on Monday. The army retaliated swiftly."
    found = find_links()(read(text, ("raided", "ASSAULT"), ("retaliated", "ASSAULT")))
    assert linked(found, "caused_by") == [("retaliated", "raided")]


def test_since_tells_a_time() -> None:
    text = "It was the first raid on the port since the war."
    assert linked(find_links()(read(text, ("raid", "ASSAULT"), ("war", "ASSAULT"))), "caused_by") == []


def test_a_list_is_no_cause() -> None:
    text = "Rebels raided a post and the army shelled the town."
    assert linked(find_links()(read(text, ("raided", "ASSAULT"), ("shelled", "ASSAULT"))), "caused_by") == []


def test_purpose_is_a_causal_span_but_no_cause_between_events() -> None:
    text = "Troops entered the town to attack the rebels."
    document = read(text, ("entered", "MOBILIZE"), ("attack", "ASSAULT"))
    spans = find_causal_spans(Tree(document.sentences[0]), load_causes())
    assert [(span.kind, span.words) for span in spans] == [("purpose", "to")]
    assert linked(find_links()(document), "caused_by") == []


def test_causal_spans_have_cause_effect_and_signal() -> None:
    text = "Flights were cancelled because of the strike."
    tree = Tree(read(text).sentences[0])
    (span,) = find_causal_spans(tree, load_causes())
    spans = span.spans(tree)
    assert spans is not None
    assert [spans[0].of(text), spans[1].of(text)] == ["the strike", "Flights were cancelled"]
    assert span.signal is not None
    assert span.signal.of(text) == "because of"


def test_a_definite_noun_repeats_the_deed_and_other_parties_do_not() -> None:
    text = "Gunmen attacked a convoy near Rustan. The attack killed six guards."
    found = find_links()(read(text, ("attacked", "ASSAULT"), ("attack", "ASSAULT")))
    assert linked(found, "same_as") == [("attack", "attacked")]
    trees = {s.index: Tree(s) for s in found.sentences}
    right, left = make_views(found, found.events, trees, KINDS)
    alike = pair_features(left, right)
    weights = load_same_event().weights
    apart = pair_features(replace(left, actors=frozenset({"army"})), replace(right, actors=frozenset({"rebels"})))
    assert score_of(alike, weights) > score_of(apart, weights)


def test_what_two_countries_did_is_two_deeds() -> None:
    text = "Eastmark attacked a base. The attack by Westmark shook the town."
    document = read(text, ("attacked", "ASSAULT"), ("attack", "ASSAULT"))
    names = ("Eastmark", "Westmark")
    mentions = tuple(
        Mention(mention_id=name, span=Span(text.index(name), text.index(name) + 8), label="COUNTRY", sentence=i)
        for i, name in enumerate(names)
    )
    events = tuple(replace(event, actors=(name,)) for event, name in zip(document.events, names, strict=True))
    acted = replace(document, events=events, mentions=mentions)

    def of(*countries: str) -> Document:
        known = tuple(
            Resolution(mention_id=name, kind="actor", target=None, name=None, country=country, score=1.0, method="-")
            for name, country in zip(names, countries, strict=True)
        )
        return find_links()(replace(acted, resolutions=known))

    assert linked(of("EMK", "WMK"), "same_as") == []
    assert linked(of("EMK", "EMK"), "same_as") == [("attack", "attacked")]


def test_days_order_events_apart_from_the_telling() -> None:
    text = "Troops shelled the town on Friday. Rebels raided a post on Monday."
    document = read(text, ("shelled", "ASSAULT"), ("raided", "ASSAULT"))
    days = [("on Friday", date(2024, 3, 8)), ("on Monday", date(2024, 3, 4))]
    times = tuple(
        TimeRef(
            time_id=f"t{i}", span=Span(text.index(words), text.index(words) + len(words)), timex_type="DATE",
            value=day.isoformat(), sentence=i, earliest=day, latest=day, basis="relative",
        )
        for i, (words, day) in enumerate(days)
    )  # fmt: skip
    events = tuple(replace(event, time=f"t{i}") for i, event in enumerate(document.events))
    found = find_links()(replace(document, times=times, events=events))
    assert linked(found, "follows") == [("shelled", "raided")]


def test_connectives_order_events() -> None:
    text = "Troops shelled the town before rebels raided the post."
    found = find_links()(read(text, ("shelled", "ASSAULT"), ("raided", "ASSAULT")))
    assert linked(found, "follows") == [("raided", "shelled")]


def test_a_denied_event_contradicts_the_same_one_told() -> None:
    text = "Gunmen attacked a convoy. The militia denied the attack."
    document = read(text, ("attacked", "ASSAULT"), ("attack", "ASSAULT"))
    claim = Claim(
        claim_id="c", report_id="r-0", sentence=1, cue=Span(text.index("denied"), text.index("denied") + 6),
        content=(document.events[1].trigger,), stance="denies", events=(document.events[1].event_id,),
    )  # fmt: skip
    found = find_links()(replace(document, claims=(claim,)))
    assert linked(found, "contradicts") == [("attack", "attacked")]


def test_parties_count_through_their_fullest_mention() -> None:
    text = "Rebels raided a post. They raided a farm."
    document = read(text, ("raided", "ASSAULT"), ("raided", "ASSAULT"))
    mentions = (
        Mention(mention_id="m1", span=Span(0, 6), label="GROUP", sentence=0),
        Mention(mention_id="m2", span=Span(22, 26), label="PRONOUN", sentence=1, refers_to="m1"),
    )
    events = (replace(document.events[0], actors=("m1",)), replace(document.events[1], actors=("m2",)))
    document = replace(document, mentions=mentions, events=events)
    first, second = make_views(document, events, {}, KINDS)
    assert first.actors == second.actors == {stem_of("rebels")}


def test_links_are_sound_and_the_same_twice() -> None:
    text = "Rebels raided a post after troops shelled a town. The raid came after the shelling."
    document = read(text, ("raided", "ASSAULT"), ("shelled", "ASSAULT"), ("raid", "ASSAULT"), ("shelling", "ASSAULT"))
    first = find_links()(document)
    assert first == find_links()(document)
    ids = {event.event_id for event in document.events}
    keys = [(link.left, link.right, link.relation) for link in first.links]
    assert len(keys) == len(set(keys))
    for link in first.links:
        assert {link.left, link.right} <= ids
        assert link.left != link.right
        assert (link.right, link.left, link.relation) not in keys
        assert 0 < link.score <= 1


def test_no_events_no_links() -> None:
    assert find_links()(read("")).links == ()
    assert find_links()(read("Rebels raided a post.", ("raided", "ASSAULT"))).links == ()


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_golden(path: Path, request: pytest.FixtureRequest) -> None:
    case = json.loads(path.read_text("utf-8"))
    document = find_links()(read(case["text"], *(tuple(event) for event in case["events"])))
    rows = [_row(document, link) for link in document.links]
    if request.config.getoption("--update-golden", default=False):
        path.write_text(json.dumps({**case, "links": rows}, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert rows == case["links"]


def _row(document: Document, link: Link) -> list[str]:
    words = {event.event_id: event.trigger.of(document.report.text) for event in document.events}
    cue = link.cue.of(document.report.text) if link.cue else ""
    return [words[link.left], link.relation, words[link.right], cue, link.judgement]
