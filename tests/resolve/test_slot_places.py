"""Places of events whose own words name none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.records import Document, Event, Mention, Place, Report, Resolution, Sentence, Span, Token, make_id
from dateline.resolve.slot_places import resolve_slot_places

TEXT = (
    "Kenya sent troops to Garissa.\n"
    "Gunmen stormed a mosque in the town, fifty miles from Somalia.\n"
    "Somalia condemned the raid in the heart of Garissa county on the mosque."
)
KEN = Place(place_id="geonames:192950", name="Kenya", country="KEN", precision="country")
SOM = Place(place_id="geonames:51537", name="Somalia", country="SOM", precision="country")
GARISSA = Place(place_id="geonames:197744", name="Garissa", country="KEN", precision="town", lat=-0.45, lon=39.64)


def build(place: str, nth: int = 0, refers_to: str | None = None) -> Document:
    """The text with its named places resolved, and one event placed at the given words."""
    sentences, at = [], 0
    for index, line in enumerate(TEXT.split("\n")):
        words = [(word.strip(",."), at + line.index(word)) for word in line.split(" ")]
        tokens = tuple(
            Token(span=Span(start, start + len(word)), text=word, lemma=word, pos="", tag="", head=0,
                  dep="nsubj" if start == at else "pobj")
            for word, start in words
        )  # fmt: skip
        sentences.append(Sentence(index=index, span=Span(at, at + len(line)), tokens=tokens))
        at += len(line) + 1

    def mention(words: str, nth: int = 0) -> Mention:
        start = -1
        for _ in range(nth + 1):
            start = TEXT.index(words, start + 1)
        return Mention(mention_id=f"r:m{start}", span=Span(start, start + len(words)), label="PLACE",
                       sentence=TEXT.count("\n", 0, start))  # fmt: skip

    named = [(mention("Kenya"), KEN), (mention("Garissa"), GARISSA), (mention("Somalia"), SOM),
             (mention("Somalia", 1), SOM), (mention("Garissa", 1), GARISSA)]  # fmt: skip
    slot = replace(mention(place, nth), refers_to=refers_to)
    event = Event(event_id="e", report_id="r", sentence=slot.sentence, trigger=Span(0, 1), event_type="ASSAULT",
                  place=slot.mention_id)  # fmt: skip
    resolutions = tuple(
        Resolution(mention_id=one.mention_id, kind="place", target=where.place_id, name=where.name,
                   country=where.country, place=where, score=0.9, method="ranked-name")
        for one, where in named
    )  # fmt: skip
    report = Report(report_id=make_id("r", TEXT), source="-", text=TEXT)
    return Document(report=report, sentences=tuple(sentences), events=(event,), resolutions=resolutions,
                    mentions=(*(one for one, _ in named), slot))  # fmt: skip


@pytest.mark.parametrize(
    ("words", "nth", "refers_to", "name", "method"),
    [
        ("the heart of Garissa county", 0, None, "Garissa", "inside"),
        ("the town", 0, "r:m21", "Garissa", "coreference"),
        ("a mosque", 0, None, "Garissa", "scene: report"),  # what an event's country is, not what lies nearest
        ("the mosque", 0, None, "Garissa", "scene: sentence"),
    ],
)
def test_gives_the_phrase_the_place_that_the_text_gives_it(
    words: str, nth: int, refers_to: str | None, name: str, method: str
) -> None:
    document = resolve_slot_places(build(words, nth, refers_to))
    (found,) = document.resolutions[5:]
    assert (found.name, found.method) == (name, method)
    assert found.mention_id == document.events[0].place
    assert 0 < found.score <= 0.9


def test_leaves_resolved_places_and_reports_without_places_alone() -> None:
    document = build("the town", refers_to="r:m21")
    twice = resolve_slot_places(resolve_slot_places(document))
    assert twice == resolve_slot_places(document)
    empty = replace(document, resolutions=())
    assert resolve_slot_places(empty) == empty


def test_land_named_by_its_people_lies_in_their_country_and_other_things_need_not() -> None:
    document = build("the heart of Garissa county")
    people = tuple(replace(one, method="demonym") for one in document.resolutions if one.name == "Garissa")
    document = replace(document, resolutions=people)
    *named, slot = document.mentions
    found = resolve_slot_places(document).resolutions[-1]
    assert (found.mention_id, found.method) == (slot.mention_id, "inside")
    building = replace(document, mentions=(*named, replace(slot, label="FACILITY")))
    assert all(one.method != "inside" for one in resolve_slot_places(building).resolutions)


def test_a_name_that_nobody_knows_gets_no_town_but_the_reports_country_at_most() -> None:
    document = build("a mosque")
    slot = document.mentions[-1]
    text = TEXT.replace("a mosque", "A mosque")
    named = replace(document, report=replace(document.report, text=text))
    (found,) = resolve_slot_places(named).resolutions[5:]
    assert (found.name, found.method, found.mention_id) == ("Kenya", "unknown name: report country", slot.mention_id)
    mixed = tuple(replace(one, country=f"X{number}") for number, one in enumerate(named.resolutions))
    assert resolve_slot_places(replace(named, resolutions=mixed)).resolutions == mixed
