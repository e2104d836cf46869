"""The ontology's files, their loader, and the mark-up of examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import ResourceError
from dateline.lexicon.triggers import load_event_lexicon, parse_senses
from dateline.ontology import MarkupError, load_plover, parse_markup
from dateline.ontology.page import codebook_section
from dateline.ontology.types import parse_event_type
from dateline.records import Span

TYPES = {
    *("ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE"),
    *("MOBILIZE", "PROTEST", "REJECT", "REQUEST", "RETREAT", "SANCTION", "SUPPORT", "THREATEN"),
}


def test_all_types_and_contexts_are_there():
    plover = load_plover()
    assert set(plover.types) == TYPES
    assert len(plover.contexts) == 37
    assert set(load_event_lexicon().tables["contexts_words"]) == set(plover.contexts)


def test_scores_follow_the_strongest_mode():
    plover = load_plover()
    assert plover.score("ASSAULT") == -9
    assert plover.score("ASSAULT", ("beat", "unconventional")) == -10
    assert plover.score("RETREAT", ("disarm",)) == 10


def test_every_sense_has_a_known_type_and_modes():
    plover, lexicon = load_plover(), load_event_lexicon()
    assert lexicon.senses > 600
    for index in (lexicon.verbs, lexicon.nouns, lexicon.phrases):
        for senses in index.values():
            for sense in senses:
                assert sense.event_type in plover.types
                assert set(sense.modes) <= set(plover.modes_of(sense.event_type)), sense


def test_markup_gives_text_and_marks():
    marked = parse_markup("[Iran|actor] [fired on|ASSAULT:firearms] boats.")
    assert marked.text == "Iran fired on boats."
    assert marked.marks[1].span == Span(5, 13)
    assert marked.marks[1].modes == ("firearms",)


@pytest.mark.parametrize("text", ["[open", "[a|nonsense]", "a | b"])
def test_bad_markup_is_refused(text):
    with pytest.raises(MarkupError):
        parse_markup(text)


def test_bad_lines_and_types_are_refused():
    with pytest.raises(ResourceError, match=r"triggers.txt:7"):
        parse_senses("ASSAULT | verb | hit", 7, {})
    with pytest.raises(ResourceError, match="missing"):
        parse_event_type("ASSAULT", {}, "ASSAULT.yaml")


def test_the_codebook_page_holds_what_the_files_say():
    page = Path(__file__).parents[2] / "docs" / "codebook.md"
    assert codebook_section(load_plover()) in page.read_text("utf-8")
