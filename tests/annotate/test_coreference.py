from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from dateline.annotate.coreference import resolve_coreference
from dateline.annotate.mentions import FindMentions
from dateline.annotate.sentences import FindSentences
from dateline.models import load_parser
from dateline.records import Document, Report

GOLDEN = Path(__file__).parent.parent / "golden" / "coreference"


@cache
def find_sentences() -> FindSentences:
    return FindSentences(load_parser())


def read(text: str) -> Document:
    document = find_sentences()(Document(report=Report(report_id="r-0", source="-", text=text)))
    return resolve_coreference(FindMentions()(document))


def links(text: str) -> list[tuple[str, str | None, str]]:
    document = read(text)
    names = {mention.mention_id: mention.span.of(text) for mention in document.mentions}
    return [
        (names[mention.mention_id], names[mention.refers_to] if mention.refers_to else None, mention.method)
        for mention in document.mentions
        if mention.method
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ana Ruiz met Tom Okoro. She praised him.", ("She", "Ana Ruiz", "pronoun")),
        ("Tom Okoro spoke in Quito. Okoro then left.", ("Okoro", "Tom Okoro", "surname")),
        ("The Blue Dawn Front (BDF) left. The BDF said so.", ("BDF", "Blue Dawn Front", "same-name")),
        ("Iran protested. Tehran demanded an apology.", ("Tehran", "Iran", "capital")),
        ("Peru voted. The country was calm.", ("country", "Peru", "kind")),
        ("The gunmen who fled were armed.", ("who", "gunmen", "relative")),
        ("“I will stay,” Tom Okoro said.", ("I", "Tom Okoro", "speaker")),
        ("It voted for a boycott, they said.", ("they", None, "unresolved")),
        ("Armed rebels entered Aba. The rebels burned a school.", ("rebels", "Armed rebels", "same-noun")),
        ("Kenya sent its troops.", ("its", "Kenya", "pronoun")),
    ],
)
def test_links(text: str, wanted: tuple[str, str | None, str]) -> None:
    assert wanted in links(text)


def test_two_arguments_of_one_verb_are_two() -> None:
    assert ("him", "Tom Okoro", "pronoun") not in links("Tom Okoro accused him.")


def test_links_lead_to_a_mention_that_leads_nowhere() -> None:
    document = read((GOLDEN / "talks.txt").read_text("utf-8"))
    by_id = {mention.mention_id: mention for mention in document.mentions}
    for mention in document.mentions:
        assert 0.0 <= mention.score <= 1.0
        if mention.refers_to is not None:
            assert mention.method
            assert by_id[mention.refers_to].refers_to is None


def test_many_namesakes_do_not_take_for_ever() -> None:
    text = " ".join(f"Mr. Adam{chr(97 + n % 26)} Okoro said he met him." for n in range(300))
    assert read(text).mentions


@pytest.mark.parametrize("case", sorted(GOLDEN.glob("*.txt")), ids=lambda path: path.stem)
def test_golden(case: Path, request: pytest.FixtureRequest) -> None:
    found = [list(link) for link in links(case.read_text("utf-8"))]
    wanted = case.with_suffix(".json")
    if request.config.getoption("--update-golden", default=False):
        wanted.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert found == json.loads(wanted.read_text("utf-8"))
