from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from dateline.annotate.mentions import FindMentions
from dateline.annotate.sentences import FindSentences
from dateline.models import load_parser
from dateline.records import Document, Report, Span, Tag

GOLDEN = Path(__file__).parent.parent / "golden" / "mentions"


@cache
def find_sentences() -> FindSentences:
    return FindSentences(load_parser())


def read(text: str, *tags: Tag) -> Document:
    document = find_sentences()(Document(report=Report(report_id="r-0", source="-", text=text)))
    return FindMentions()(Document(report=document.report, sentences=document.sentences, tags=tags))


def mentions(text: str, *tags: Tag) -> dict[str, str]:
    return {mention.span.of(text): mention.label for mention in read(text, *tags).mentions}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The army shelled two villages.", {"army": "ORG", "two villages": "PLACE"}),
        ("Hardline Sunni militants killed at least 20 people.", {"at least 20 people": "GROUP"}),
        ("Members of the Army of Justice fled.", {"Members of the Army of Justice": "GROUP"}),
        ("Iran's ambassador spoke.", {"Iran": "COUNTRY", "Iran's ambassador": "OFFICE"}),
        ("Iran and Pakistan held talks.", {"Iran": "COUNTRY", "Pakistan": "COUNTRY"}),
        ("The gunmen who fled were armed.", {"gunmen": "GROUP", "who": "PRONOUN"}),
        ("Dozens of protesters gathered outside the embassy.", {"embassy": "FACILITY"}),
        ("Prime Minister Ana Ruiz said so.", {"Prime Minister Ana Ruiz": "PERSON", "Ana Ruiz": "PERSON"}),
        ("Three Iranian officials resigned.", {"Three Iranian officials": "OFFICE", "Iranian": "NORP"}),
    ],
)
def test_phrases(text: str, wanted: dict[str, str]) -> None:
    assert wanted.items() <= mentions(text).items()


def test_no_calendar_name_is_a_party() -> None:
    assert "Monday" not in mentions("The army left on Monday.")


def test_the_model_names_what_rules_cannot() -> None:
    text = "Fighters of Blue Dawn left."
    at = text.index("Blue")
    tag = Tag(layer="mention", label="ORG", span=Span(at, at + 9), score=0.9)
    assert mentions(text, tag)["Blue Dawn"] == "ORG"


def test_spans_are_words_and_ids_are_unique() -> None:
    document = read("The president of Peru and his ministers met five generals in Lima, officials said.")
    text = document.report.text
    assert len({mention.mention_id for mention in document.mentions}) == len(document.mentions)
    for mention in document.mentions:
        assert mention.span.of(text).strip() == mention.span.of(text)
        assert mention.head is not None
        assert mention.span.covers(mention.head)


@pytest.mark.parametrize("text", ["", "\x00", "!!! ???", "of of of of", "Iran " * 400])
def test_hostile_text(text: str) -> None:
    read(text)


@pytest.mark.parametrize("case", sorted(GOLDEN.glob("*.txt")), ids=lambda path: path.stem)
def test_golden(case: Path, request: pytest.FixtureRequest) -> None:
    text = case.read_text("utf-8")
    found = [[mention.span.of(text), mention.label] for mention in read(text).mentions]
    wanted = case.with_suffix(".json")
    if request.config.getoption("--update-golden", default=False):
        wanted.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert found == json.loads(wanted.read_text("utf-8"))
