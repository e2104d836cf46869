from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dateline.annotate.sentences import FindSentences
from dateline.evaluate.event_corpus import report_of
from dateline.evaluate.event_links import score_event_links, with_gold_events
from dateline.models import load_parser
from dateline.records import Document, Mention, Report, Span

TEXT = "Gunmen attacked a convoy near Rustan. The attack killed six guards. Teachers marched in Rustan."


def at(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


def event(name: str, words: str, kind: str, **more: Any) -> dict[str, Any]:
    given = {
        "id": name, "trigger": at(words), "event_type": kind, "modes": [], "actors": [], "recipients": [],
        "status": "current", "negated": False, "caused_by": [],
    }  # fmt: skip
    return {**given, **more}


ROW: dict[str, Any] = {
    "doc_id": "d", "text": TEXT, "date": None, "title": None,
    "events": [
        event("1", "attacked", "ASSAULT", actors=[{**at("Gunmen"), "country": "SYR"}], place=at("Rustan")),
        event("2", "attack killed", "ASSAULT", same_as="1", killed=6),
        event("3", "marched", "PROTEST", actors=[{**at("Teachers"), "country": None}]),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def find_sentences() -> FindSentences:
    return FindSentences(load_parser())


def test_a_second_mention_is_scored_by_pairs(find_sentences: FindSentences) -> None:
    def code(report: Report) -> Document:
        return find_sentences(Document(report=report))

    scores = score_event_links([ROW], code)
    assert (scores["same_as_f1"], scores["cause_f1"]) == (1.0, 0.0)
    apart = {**ROW, "events": [{**item, "same_as": None} for item in ROW["events"]]}
    assert score_event_links([apart], code)["same_as_precision"] == 0.0


def test_gold_events_stand_on_found_mentions(find_sentences: FindSentences) -> None:
    document = find_sentences(Document(report=report_of(ROW)))
    mention = Mention(mention_id="m", span=Span(0, 6), label="GROUP", sentence=0)
    given = with_gold_events(ROW, replace(document, mentions=(mention,)))
    first, second, third = given.events
    assert first.actors == ("m",)
    assert third.actors != ("m",)
    assert second.killed is not None
    assert second.killed.best == 6
    assert [one.country for one in given.resolutions] == ["SYR"]
