"""Which way a weekday points, by the parsed verb that governs it."""

from __future__ import annotations

from datetime import datetime

import pytest

from dateline.annotate.times import FindTimes
from dateline.records import Document, Report, Sentence, Span, Token

FIND = FindTimes()
PUBLISHED = datetime(2024, 1, 18)  # a Thursday


def value(*words: tuple[str, str, str, str, int]) -> str:
    """The value of the one time in a sentence of (text, part of speech, tag, relation, head) words."""
    text = " ".join(word[0] for word in words)
    tokens, at = [], 0
    for form, pos, tag, dep, head in words:
        tokens.append(
            Token(
                span=Span(at, at + len(form)),
                text=form,
                lemma=form.lower(),
                pos=pos,
                tag=tag,
                dep=dep,
                head=head,
            )
        )
        at += len(form) + 1
    document = Document(
        report=Report(report_id="r-1", source="-", text=text, published=PUBLISHED),
        sentences=(Sentence(index=0, span=Span(0, len(text)), tokens=tuple(tokens)),),
    )
    (time,) = FIND(document).times
    return time.value


ENVOYS = ("Envoys", "NOUN", "NNS", "nsubj", 1)


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ([("met", "VERB", "VBD", "ROOT", 1)], "2024-01-12"),
        ([("will", "AUX", "MD", "aux", 2), ("meet", "VERB", "VB", "ROOT", 2)], "2024-01-19"),
        (
            [
                ("may", "AUX", "MD", "aux", 3),
                ("have", "AUX", "VB", "aux", 3),
                ("met", "VERB", "VBN", "ROOT", 3),
            ],
            "2024-01-12",
        ),
        (
            [
                ("plan", "VERB", "VBP", "ROOT", 1),
                ("to", "PART", "TO", "aux", 3),
                ("meet", "VERB", "VB", "xcomp", 1),
            ],
            "2024-01-19",
        ),
        (
            [
                ("began", "VERB", "VBD", "ROOT", 1),
                ("to", "PART", "TO", "aux", 3),
                ("meet", "VERB", "VB", "xcomp", 1),
            ],
            "2024-01-12",
        ),
    ],
)
def test_governing_verb(verb: list[tuple[str, str, str, str, int]], expected: str) -> None:
    last = len(verb)
    tail = [("on", "ADP", "IN", "prep", last), ("Friday", "PROPN", "NNP", "pobj", last + 1)]
    assert value(ENVOYS, *verb, *tail) == expected


def test_a_modifier_of_a_noun_does_not_take_the_verb_of_another_clause() -> None:
    words = [
        ("They", "PRON", "PRP", "nsubj", 2),
        ("will", "AUX", "MD", "aux", 2),
        ("mourn", "VERB", "VB", "ROOT", 2),
        ("Friday", "PROPN", "NNP", "poss", 5),
        ("'s", "PART", "POS", "case", 3),
        ("dead", "NOUN", "NN", "dobj", 2),
    ]
    assert value(*words) == "2024-01-12"


UNTIL = [("until", "ADP", "IN", "prep", 1), ("Friday", "PROPN", "NNP", "pobj", 2)]


@pytest.mark.parametrize(("verb", "expected"), [("postponed", "2024-01-19"), ("stay", "2024-01-12")])
def test_what_was_put_off_until_a_day_lies_ahead_and_what_lasted_until_it_is_over(verb: str, expected: str) -> None:
    assert value(ENVOYS, (verb, "VERB", "VBD", "ROOT", 1), *UNTIL) == expected


def test_what_was_agreed_on_a_day_is_told_of_the_past() -> None:
    on_friday = [("on", "ADP", "IN", "prep", 1), ("Friday", "PROPN", "NNP", "pobj", 2)]
    to_meet = [("to", "PART", "TO", "aux", 5), ("meet", "VERB", "VB", "xcomp", 1)]
    assert value(ENVOYS, ("agree", "VERB", "VBD", "ROOT", 1), *on_friday, *to_meet) == "2024-01-12"


def test_what_is_done_on_a_day_lies_ahead() -> None:
    verb = [("are", "AUX", "VBP", "auxpass", 2), ("heard", "VERB", "VBN", "ROOT", 2)]
    tail = [("on", "ADP", "IN", "prep", 2), ("Friday", "PROPN", "NNP", "pobj", 3)]
    assert value(("Envoys", "NOUN", "NNS", "nsubjpass", 2), *verb, *tail) == "2024-01-19"
