from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from dateline.lexicon import load_actors
from dateline.records import Document, Event, Mention, Report, Resolution, Sentence, Span
from dateline.resolve.actors import ResolveActors

RESOLVE = ResolveActors(load_actors())


def document(text: str, *mentions: tuple[str, str]) -> Document:
    """The text as one sentence; each mention is the first stretch with these words, with its label."""
    made = tuple(
        Mention(
            mention_id=words, span=Span(text.index(words), text.index(words) + len(words)), label=label, sentence=0
        )
        for words, label in mentions
    )
    report = Report(report_id="r", source="-", text=text, published=datetime(2016, 4, 19))
    return Document(report=report, sentences=(Sentence(index=0, span=Span(0, len(text)), tokens=()),), mentions=made)


def with_event(read: Document, trigger: str, event_type: str, **rest: object) -> Document:
    """The document with one event more."""
    start = read.report.text.index(trigger)
    event = Event(event_id=trigger, report_id="r", sentence=0, trigger=Span(start, start + len(trigger)),
                  event_type=event_type, **rest)  # type: ignore[arg-type]  # fmt: skip
    return replace(read, events=(*read.events, event))


def resolve(read: Document, words: str) -> Resolution:
    """The party's resolution."""
    return next(one for one in RESOLVE(read).resolutions if one.mention_id == words)


@pytest.mark.parametrize(
    ("text", "trigger", "sector"),
    [
        ("A Dutch court convicted Jan Mulderink of fraud.", "convicted", "CRM"),
        ("Dutch prosecutors charged Jan Mulderink with murder.", "charged", "CRM"),
        ("Dutch prosecutors charged Jan Mulderink with fraud.", "charged", "CVL"),
        ("Dutch officials criticised Jan Mulderink over the murder.", "criticised", "CVL"),
    ],
)
def test_who_is_convicted_or_charged_with_violence_is_a_criminal(text: str, trigger: str, sector: str) -> None:
    read = with_event(document(text, ("Jan Mulderink", "PERSON")), trigger, "ACCUSE", recipients=("Jan Mulderink",))
    assert resolve(read, "Jan Mulderink").sectors == (sector,)


def test_who_holds_an_office_keeps_its_sector_when_convicted() -> None:
    words = "the Dutch finance minister"
    read = document("A court convicted the Dutch finance minister of fraud.", (words, "OFFICE"))
    read = with_event(read, "convicted", "SANCTION", recipients=(words,))
    assert resolve(read, words).sectors == ("GOV",)


def test_a_person_without_office_who_attacks_is_a_criminal() -> None:
    read = document("Jan Mulderink stabbed two people in Utrecht.", ("Jan Mulderink", "PERSON"))
    assert resolve(read, "Jan Mulderink").sectors == ("CVL",)
    read = with_event(read, "stabbed", "ASSAULT", actors=("Jan Mulderink",))
    assert resolve(read, "Jan Mulderink").sectors == ("CRM",)


def test_a_bomber_is_a_criminal_where_courts_are_at_work_and_else_a_rebel() -> None:
    text = "A Dutch court convicted Jan Mulderink, friend of the bomber."
    read = document(text, ("Jan Mulderink", "PERSON"), ("the bomber", "GROUP"))
    assert resolve(read, "the bomber").sectors == ("REB",)
    read = with_event(read, "convicted", "SANCTION", recipients=("Jan Mulderink",))
    assert resolve(read, "the bomber").sectors == ("CRM",)


@pytest.mark.parametrize(("mode", "sector"), [("arrest", "COP"), ("curfew", "GOV")])
def test_authorities_are_police_where_they_arrest(mode: str, sector: str) -> None:
    read = document("Dutch authorities acted against two men.", ("Dutch authorities", "OFFICE"))
    read = with_event(read, "acted", "COERCE", modes=(mode,), actors=("Dutch authorities",))
    assert resolve(read, "Dutch authorities").sectors[0] == sector
