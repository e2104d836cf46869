"""What is marked as boilerplate, and above all what is not."""

from __future__ import annotations

import pytest

from dateline.read.parts import find_layout

LONG = "The ministry said on Monday that four soldiers had been killed in an attack on a convoy near the border. "


def kind_of(line: str) -> str | None:
    """The kind of a line between two paragraphs."""
    text = f"{LONG}\n\n{line}\n\n{LONG}"
    start = text.index(line, len(LONG))
    return next((part.kind for part in find_layout(text, None, ()).parts if part.span.start == start), None)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("By Ann Poe in Nairobi", "byline"),
        ("By our own correspondent", "byline"),
        ("By the foreign desk", "byline"),
        ("Reporting by Ann Poe; Editing by Bo Li", "byline"),
        ("(Additional reporting by Ann Poe in Cairo; editing by Bo Li)", "byline"),
        ("Ann Poe contributed to this report from Cairo.", "byline"),
        ("FILE - A man walks past a shop in the capital, May 3, 2021.", "caption"),
        ("A man walks past a burnt shop in the capital. (Photo: Bo Li/Example)", "caption"),
        ("Getty Images", "caption"),
        ("Advertisement", "notice"),
        ("Share this on Facebook", "notice"),
        ("Sign up for our morning newsletter", "notice"),
        ("Comments are closed.", "notice"),
        ("This website uses cookies to improve your experience.", "notice"),
        ("ALSO READ: Five things to know about the vote", "notice"),
        ("Read more: Five things to know about the vote", "notice"),
        ("© 2024 Example News. All rights reserved.", "footer"),
        ("This material may not be published, broadcast, rewritten or redistributed.", "footer"),
        ("A long wait for answers", "heading"),
    ],
)
def test_boilerplate(line, kind):
    assert kind_of(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "By Tuesday, rebels had seized the town.",
        "By nightfall the town was quiet.",
        "Share prices fell after the attack.",
        "Reuters reported that two people were killed.",
        "Reporting from the town is difficult, officials said.",
        "Police subscribe to the view that the gang did it.",
        "Comments by the president drew condemnation from Beijing.",
        "Watch groups said that nine journalists had been arrested.",
        "Published reports said the minister had resigned.",
        "The company was founded in 2019.",
        "The government published a list of banned groups on 3 May 2021.",
        "Photographs showed soldiers beating protesters.",
        "The video shows police firing at the crowd.",
        "Follow-up strikes killed two more.",
        "Contact with the crew was lost.",
        "More on Monday, he said.",
        "Image rights were at the heart of the dispute.",
        "Get out, the soldiers told them.",
        "“Leave now,” he said",
        "- nine people were killed in the port city",
        "Related attacks killed nine people in the south.",
        "Source: rebels hold the town, says the army spokesman, who denied it.",
    ],
)
def test_story_sentences_are_kept(line):
    assert kind_of(line) is None


def test_headline_of_a_text_without_title():
    layout = find_layout(f"Four soldiers killed in convoy attack\n\n{LONG}", None, ())
    assert layout.title == "Four soldiers killed in convoy attack"
    assert [part.kind for part in layout.parts] == ["headline"]


@pytest.mark.parametrize(
    "first",
    [
        "Gunmen attacked a convoy.",
        "Gunmen attacked a convoy near the border on Monday, killing four soldiers and wounding nine others, the army "
        "said in a statement, adding that it had sent more troops",
        "and the army",
    ],
)
def test_a_sentence_is_no_headline(first):
    layout = find_layout(f"{first}\n\n{LONG}", None, ())
    assert layout.title is None
    assert not layout.parts


def test_known_title_is_marked_wherever_it_is_repeated():
    title = "Four soldiers killed in convoy attack"
    text = f"{title}\n\n{LONG}\n\n{title.upper()}\n\n{LONG}"
    assert [part.kind for part in find_layout(text, title, ()).parts] == ["headline", "headline"]


def test_known_title_that_opens_the_first_line_is_cut_off():
    text = f"Four soldiers killed. {LONG}"
    [part] = find_layout(text, "Four soldiers killed", ()).parts
    assert (part.kind, part.span.of(text)) == ("headline", "Four soldiers killed.")


def test_title_that_is_the_beginning_of_the_sentence_is_not_cut_off():
    text = f"Four soldiers killed in the attack were buried. {LONG}"
    assert not find_layout(text, "Four soldiers killed", ()).parts


def test_title_over_two_lines():
    text = f"Four soldiers killed;\nConvoy attacked.\n\n{LONG}"
    kinds = [part.kind for part in find_layout(text, "Four soldiers killed; Convoy attacked", ()).parts]
    assert kinds == ["headline", "headline"]


def test_links_after_a_related_line_are_not_story():
    text = f"{LONG}\n\nMore on this story\n\nFive things to know about the vote\n\nWhy the port matters\n\n{LONG}"
    assert [part.kind for part in find_layout(text, None, ()).parts] == ["notice"] * 3


def test_agency_credit_at_the_end_of_a_line():
    text = f"{LONG}(Reporting by Ann Poe; Editing by Bo Li)"
    layout = find_layout(text, None, ())
    assert [part.span.of(text) for part in layout.parts] == ["(Reporting by Ann Poe; Editing by Bo Li)"]


def test_lines_wrapped_by_hand_are_one_paragraph():
    text = (
        "Gunmen attacked a convoy near the northern border on Monday, the\n"
        "army said, killing four soldiers and wounding nine in the worst\n"
        "By the evening the road was open again and the army had sent more\n"
        "soldiers to the towns along the border, a spokesman said there.\n"
    )
    assert not find_layout(text, None, ()).parts


def test_a_text_that_is_all_headline_is_read_as_story():
    assert not find_layout("Four soldiers killed", "Four soldiers killed", ()).parts
