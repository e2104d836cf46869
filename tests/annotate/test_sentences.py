from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.annotate import sentences as module
from dateline.annotate.recase import Recase
from dateline.annotate.sentences import FindSentences
from dateline.models import load_parser
from dateline.records import Document, Part, Report, Span

GOLDEN = Path(__file__).parent.parent / "golden" / "sentences"


@cache
def find_sentences() -> FindSentences:
    return FindSentences(load_parser())


def read(text: str, *parts: Part) -> Document:
    report = Report(report_id="r-0", source="-", text=text, parts=parts)
    return find_sentences()(Document(report=report))


def split(text: str) -> list[str]:
    return [sentence.span.of(text) for sentence in read(text).sentences]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Gen. Omar Haddad met Sen. J. P. Ruiz.", "They talked."],
        ["The U.S. Senate voted.", "It took an hour."],
        ["Police left at 5 p.m.", "The square was empty."],
        ["He was born on Jan. 5, 1970.", "He died in 2001."],
        ["“Leave us alone.”", "The crowd went home."],
        ['"Will it hold?" Mr. Adeyemi asked.'],
        ["Violence fell … and then rose."],
        ["Article No. 7 was dropped.", "Nobody minded."],
        ["The town is Ahmadi.", "al-Nur fighters hold it."],
    ],
)
def test_boundaries(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


def test_lines_of_wrapped_text_are_joined() -> None:
    line = "the troops went on along the river and over the hills to the north of"
    text = "\n".join([line] * 5) + " it.\n\n   NEW paragraph without a stop\n\nLast one."
    assert len(split(text)) == 3


def test_single_line_breaks_end_paragraphs_elsewhere() -> None:
    assert split("A heading without a stop\nThe army left.\nIt rained.") == [
        "A heading without a stop", "The army left.", "It rained.",
    ]  # fmt: skip


def test_text_without_capitals_is_split() -> None:
    text = "police arrested two men on sunday. the men were taken to court. a third man fled to the hills."
    assert len(split(text)) == 3


def test_parts_keep_their_kind_and_the_dateline_is_cut_off() -> None:
    text = "Troops leave\nPORT ABA (Wire) — Troops left. They will not return.\nCopyright Wire."
    at = text.index("PORT")
    document = read(
        text,
        Part(kind="headline", span=Span(0, 12)),
        Part(kind="dateline", span=Span(at, at + 15)),
        Part(kind="notice", span=Span(text.index("Copy"), len(text))),
    )
    assert [(s.part, s.span.of(text).strip(" —")) for s in document.sentences] == [
        ("headline", "Troops leave"),
        ("dateline", "PORT ABA (Wire)"),
        ("body", "Troops left."),
        ("body", "They will not return."),
        ("notice", "Copyright Wire."),
    ]
    assert {token.dep for token in document.sentences[0].tokens} == {""}
    assert document.sentences[2].tokens[1].dep == "ROOT"


def test_capitals_are_parsed_as_ordinary_text_and_kept() -> None:
    sentence = read("GUERRILLAS OF THE FARC ATTACKED A POLICE STATION IN NEIVA.").sentences[0]
    verb = next(token for token in sentence.tokens if token.dep == "ROOT")
    assert (verb.text, verb.lemma) == ("ATTACKED", "attack")


def test_recasing_keeps_every_place() -> None:
    recase = Recase(lambda word: word in {"troops", "in"})
    text = "ARMY TROOPS IN İZMIR AND QUITO"
    assert len(recase(text)) == len(text)
    assert recase(text).startswith("Army troops in")
    assert recase("The UN said so.") == "The UN said so."


def test_long_sentences_are_cut_and_heads_stay_inside() -> None:
    document = read("the army moved on, " * 300)
    assert len(document.sentences) > 1
    for sentence in document.sentences:
        assert len(sentence.tokens) <= module.MAX_WORDS
        assert all(0 <= token.head < len(sentence.tokens) for token in sentence.tokens)


def test_what_exceeds_the_limit_is_kept_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BODY", 40)
    text = "The army left the town on Monday. It rained. Nobody came back. All was quiet."
    last = read(text).sentences[-1]
    assert (last.part, last.tokens, last.span.end) == ("excess", (), len(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x00",
        " \n\n ",
        "a" * 30_000,
        "(" * 5_000,
        "." * 5_000,
        "â€œWe leftâ€\x9d he said. ",
        "😀 \u202eabc. ",
    ],
)
def test_hostile_text_is_read(text: str) -> None:
    covered = "".join(sentence.span.of(text) for sentence in read(text).sentences)
    assert "".join(covered.split()) == "".join(text.split())


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab A.B?!\"”“\n -…,;'(0"), max_size=120))
def test_sentences_cover_the_text_without_overlap(text: str) -> None:
    sentences = read(text).sentences
    ends = [0, *(sentence.span.end for sentence in sentences)]
    assert all(before <= sentence.span.start for before, sentence in zip(ends, sentences, strict=False))
    covered = "".join(sentence.span.of(text) for sentence in sentences)
    assert "".join(covered.split()) == "".join(text.split())
    for sentence in sentences:
        for token in sentence.tokens:
            assert token.span.of(text) == token.text
            assert sentence.span.covers(token.span)


def test_batches_read_as_single_reports() -> None:
    texts = ["The army left. It rained.", "", "Police came."]
    documents = [Document(report=Report(report_id=f"r-{n}", source="-", text=t)) for n, t in enumerate(texts)]
    assert find_sentences().many(documents) == [find_sentences()(document) for document in documents]


@pytest.mark.parametrize("case", sorted(GOLDEN.glob("*.txt")), ids=lambda path: path.stem)
def test_golden(case: Path, request: pytest.FixtureRequest) -> None:
    found = split(case.read_text("utf-8"))
    wanted = case.with_suffix(".json")
    if request.config.getoption("--update-golden", default=False):
        wanted.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert found == json.loads(wanted.read_text("utf-8"))
