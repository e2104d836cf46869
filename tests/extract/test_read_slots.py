"""Places and times of events that the reader has read: when the parse is believed, and when the reader."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dateline.annotate.sentences import FindSentences
from dateline.annotate.times import FindTimes
from dateline.extract.events import FindEvents
from dateline.lexicon.triggers import load_event_lexicon
from dateline.models import load_parser
from dateline.ontology import load_plover
from dateline.records import Document, Event, Report, Span, Tag, make_id
from dateline.resolve.dates import resolve_dates


@pytest.fixture(scope="module")
def parse():
    return FindSentences(load_parser())


@pytest.fixture(scope="module")
def find():
    return FindEvents(load_plover(), load_event_lexicon())


def code(parse, find, text: str, trigger: str, kind: str, *slots: tuple[str, str, float]) -> tuple[Document, Event]:
    """The event with this trigger after the reader gave it and these slots (label, words, probability)."""
    report = Report(report_id=make_id("r", text), source="-", text=text, published=datetime(2024, 1, 19, tzinfo=UTC))

    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    tags = [Tag(layer="trigger", label=kind, span=span(trigger), score=0.9)]
    tags += [
        Tag(layer="slot", label=label, span=span(words), score=score, anchor=span(trigger))
        for label, words, score in slots
    ]
    parsed = resolve_dates(FindTimes()(parse(Document(report=report))))
    coded = find(Document(report=report, sentences=parsed.sentences, times=parsed.times, tags=tuple(tags)))
    return coded, next(event for event in coded.events if event.trigger.overlaps(span(trigger)))


def place(coded: Document, event: Event) -> str | None:
    """The words of the event's place."""
    spans = {mention.mention_id: mention.span for mention in coded.mentions}
    return spans[event.place].of(coded.report.text) if event.place else None


def test_a_place_of_the_parse_is_believed_where_the_reader_read_it_or_force_is_used(parse, find):
    text = "Rebels shelled a convoy in Gao."
    assert place(*code(parse, find, text, "shelled", "ASSAULT")) == "Gao"
    text = "The envoy condemned the siege in Gao."
    assert place(*code(parse, find, text, "condemned", "ACCUSE")) is None
    assert place(*code(parse, find, text, "condemned", "ACCUSE", ("place", "Gao", 0.8))) == "Gao"


def test_the_reader_is_believed_where_it_read_another_place(parse, find):
    text = "Troops based in Gao shelled rebels at a crossing in Kidal."
    assert place(*code(parse, find, text, "shelled", "ASSAULT", ("place", "Kidal", 0.7))) == "Kidal"


def test_a_ban_holds_where_it_keeps_people_out_of(parse, find):
    text = "Chad barred all journalists from entering Libya."
    assert place(*code(parse, find, text, "barred", "COERCE")) == "Libya"


@pytest.mark.parametrize(("score", "has_time"), [(0.6, False), (0.8, True)])
def test_a_time_of_another_clause_needs_a_sure_reader(parse, find, score, has_time):
    text = "Chad said on Monday that rebels had shelled a convoy."
    _, event = code(parse, find, text, "shelled", "ASSAULT", ("time", "Monday", score))
    assert (event.time is not None) == has_time


def test_whom_a_participle_names_is_surer_than_a_reading(parse, find):
    text = "Mourners recalled ninety people and the envoy shot by rebels in Lome."
    reading = ("recipient", "ninety people", 0.95)
    document, event = code(parse, find, text, "shot", "ASSAULT", ("actor", "rebels", 0.9), reading)
    spans = {mention.mention_id: mention.span.of(text) for mention in document.mentions}
    assert [spans[one] for one in event.recipients] == ["the envoy"]
