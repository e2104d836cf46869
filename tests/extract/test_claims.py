from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.annotate.sentences import FindSentences
from dateline.extract.claim_quotes import find_quotes
from dateline.extract.claims import FindClaims
from dateline.lexicon import load_cues
from dateline.models import load_parser
from dateline.records import Claim, Document, Event, Mention, Report, Span, Tag

GOLDEN = Path(__file__).parent.parent / "golden" / "claims"


@cache
def find_sentences() -> FindSentences:
    return FindSentences(load_parser())


@cache
def find_claims() -> FindClaims:
    return FindClaims(load_cues())


def read(text: str) -> Document:
    return find_sentences()(Document(report=Report(report_id="r-0", source="-", text=text)))


def claim_rows(text: str, claims: tuple[Claim, ...]) -> list[tuple[str | None, str, list[str]]]:
    return [
        (
            claim.source_span.of(text) if claim.source_span else None,
            claim.cue.of(text),
            [span.of(text) for span in claim.content],
        )
        for claim in claims
    ]


def event_at(text: str, words: str, event_type: str = "ASSAULT", **fields: object) -> Event:
    start = text.index(words)
    span = Span(start, start + len(words))
    event = Event(
        event_id=f"r-0:e{span.start}-{span.end}",
        report_id="r-0",
        sentence=0,
        trigger=span,
        event_type=event_type,
    )
    return replace(event, **fields)


CASES = [
    (
        "The minister said that rebels had burned two villages.",
        ("The minister", "said", ["that rebels had burned two villages"]),
    ),
    (
        "Rebels burned two villages, officials said on Monday.",
        ("officials", "said", ["Rebels burned two villages"]),
    ),
    (
        "According to the army, rebels burned two villages.",
        ("the army", "According to", ["rebels burned two villages"]),
    ),
    (
        "Rebels burned two villages and killed a guard, according to three local officials.",
        ("three local officials", "according to", ["Rebels burned two villages and killed a guard"]),
    ),
    (
        "The governor told reporters that the road was closed.",
        ("The governor", "told", ["that the road was closed"]),
    ),
    (
        "The rebels reportedly burned two villages.",
        (None, "reportedly", ["The rebels", "burned two villages"]),
    ),
    (
        "“We will not leave,” said Amina Diallo, a teacher.",
        ("Amina Diallo, a teacher", "said", ["“We will not leave,”"]),
    ),
    (
        "The group claimed responsibility for the blast in Herat.",
        ("The group", "claimed", ["the blast in Herat"]),
    ),
    (
        "The ministry denied that its troops had crossed the border.",
        ("The ministry", "denied", ["that its troops had crossed the border"]),
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:40] for text, _ in CASES])
def test_source_cue_and_content(text: str, expected: tuple[str | None, str, list[str]]) -> None:
    claims = find_claims()(read(text)).claims
    assert expected in claim_rows(text, claims)


def only_claim(text: str) -> Claim:
    claims = find_claims()(read(text)).claims
    assert len(claims) == 1, claim_rows(text, claims)
    return claims[0]


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("Three Iranian officials said the base was hit.", "anonymous", 3),
        ("An analyst said the base was hit.", "analyst", 1),
        ("The foreign ministry said the base was hit.", "office", None),
        ("Residents said the base was hit.", "witness", None),
        ("State television said the base was hit.", "media", None),
        ("Karim Osman said the base was hit.", "named", None),
        ("A militia said the base was hit.", "group", 1),
        ("The prime minister said the base was hit.", "office", None),
        ("Officials briefed by an analyst said the base was hit.", "anonymous", None),
        ("An official from Saudi Arabia said the base was hit.", "anonymous", 1),
        ("The president, Karim Osman, said the base was hit.", "named", None),
        ("Karim Osman, an expert on drones, said the base was hit.", "analyst", None),
        ("The New York Times reported that the base was hit.", "media", None),
        ("A clerk who asked not to be named said the base was hit.", "anonymous", 1),
    ],
)
def test_the_kind_and_number_of_sources(text: str, kind: str, count: int | None) -> None:
    claim = only_claim(text)
    assert (claim.source_kind, claim.source_count) == (kind, count)


def test_coordinated_sources_of_several_kinds_are_a_claim_each() -> None:
    text = "Three Iranian officials, an insider and an analyst said the base was hit."
    claims = find_claims()(read(text)).claims
    assert [
        (claim.source_span.of(text) if claim.source_span else None, claim.source_kind, claim.source_count)
        for claim in claims
    ] == [
        ("Three Iranian officials", "anonymous", 3), ("an insider", "anonymous", 1), ("an analyst", "analyst", 1)
    ]  # fmt: skip
    assert len({claim.claim_id for claim in claims}) == 3
    together = only_claim("Two officials and a diplomat said the base was hit.")
    assert (together.source_kind, together.source_count) == ("anonymous", 3)


def test_words_that_grant_anonymity_are_no_claims() -> None:
    for text in ("The clerk asked not to be named.", "Two aides spoke on condition of anonymity."):
        assert find_claims()(read(text)).claims == ()


def test_a_quotation_signed_with_a_dash_is_a_claim() -> None:
    text = "Readers wrote to us.\n\n“The harbour was ours and now it is gone.” — Mariam Haddad, 34\n"
    claims = find_claims()(read(text)).claims
    assert ("Mariam Haddad", "—", ["“The harbour was ours and now it is gone.”"]) in claim_rows(text, claims)


@pytest.mark.parametrize(
    ("text", "stance", "certainty"),
    [
        ("The army said rebels burned the village.", "asserts", "certain"),
        ("The army denied that it burned the village.", "denies", "certain"),
        ("The group claimed responsibility for the blast.", "claims_responsibility", "probable"),
        ("The general said the talks might fail.", "predicts", "possible"),
        ("The envoy urged both sides to stop fighting.", "recommends", "certain"),
        ("The police suspect that rebels set the fire.", "suspects", "probable"),
    ],
)
def test_stance_and_certainty(text: str, stance: str, certainty: str) -> None:
    claim = only_claim(text)
    assert (claim.stance, claim.certainty) == (stance, certainty)


def test_a_quotation_over_sentences_and_paragraphs_is_one_claim() -> None:
    text = (
        "“The bridge is gone. We saw it fall,” Omar Said told reporters.\n\n"
        "“Nobody has come to help us since then.”\n\n"
        "The army shelled the town again on Friday."
    )
    claim = only_claim(text)
    assert claim.speech == "direct"
    assert [span.of(text) for span in claim.content] == [
        "“The bridge is gone. We saw it fall,”", "“Nobody has come to help us since then.”"
    ]  # fmt: skip
    assert claim.source_span is not None
    assert claim.source_span.of(text) == "Omar Said"


def test_speech_is_mixed_where_only_a_part_is_quoted() -> None:
    assert only_claim("The mayor said the raid was “a crime against us all” and must end.").speech == "mixed"


def test_forecasts_and_motives_of_the_reporter_have_no_source() -> None:
    text = "The truce could lead to wider talks. The raid was aimed at cutting supplies."
    claims = find_claims()(read(text)).claims
    assert {(claim.stance, claim.source, claim.method.split()[0]) for claim in claims} == {
        ("predicts", None, "unsourced"), ("explains", None, "unsourced")
    }  # fmt: skip


def test_events_are_reported_by_their_innermost_source_but_not_by_their_own_cue() -> None:
    text = "Officials said gunmen attacked a convoy and the ministry accused rebels of the ambush."
    attack, accuse = event_at(text, "attacked"), event_at(text, "accused", "ACCUSE")
    found = find_claims()(replace(read(text), events=(attack, accuse)))
    by_id = {claim.claim_id: claim for claim in found.claims}
    reporter = found.events[0].reported_by
    assert reporter is not None
    assert by_id[reporter].cue.of(text) == "said"
    accusation = next(claim for claim in found.claims if claim.cue.of(text) == "accused")
    assert accuse.event_id not in accusation.events


def test_hypothetical_events_and_hearsay_have_no_reporter() -> None:
    text = "Officials said rebels may attack the town. Troops reportedly burned a farm."
    attack = event_at(text, "attack", status="hypothetical")
    burned = replace(event_at(text, "burned"), sentence=1)
    found = find_claims()(replace(read(text), events=(attack, burned)))
    assert [event.reported_by for event in found.events] == [None, None]
    hearsay = next(claim for claim in found.claims if claim.method == "hearsay")
    assert hearsay.events == (burned.event_id,)


def test_a_closing_according_to_covers_every_event_of_its_sentence() -> None:
    text = "Rebels shelled the port and seized a bridge, according to the navy."
    events = (event_at(text, "shelled"), event_at(text, "seized", "COERCE"))
    found = find_claims()(replace(read(text), events=events))
    assert len({event.reported_by for event in found.events} - {None}) == 1
    assert all(event.reported_by for event in found.events)


def test_the_source_is_a_known_mention_or_a_new_one() -> None:
    text = "The ministry said the road was closed."
    mention = Mention(mention_id="r-0:m0-12", span=Span(0, 12), label="OFFICE", sentence=0, head=Span(4, 12))
    known = find_claims()(replace(read(text), mentions=(mention,)))
    assert known.claims[0].source == mention.mention_id
    assert known.mentions == (mention,)
    new = find_claims()(read(text))
    assert [m.mention_id for m in new.mentions] == [new.claims[0].source]


def tag(text: str, label: str, words: str, score: float = 0.9) -> Tag:
    start = text.index(words)
    return Tag(layer="attribution", label=label, span=Span(start, start + len(words)), score=score)


def test_tags_add_what_the_rules_do_not_see() -> None:
    text = "The port is lost, in the words broadcast by rebel radio."
    bare = find_claims()(read(text)).claims
    assert "broadcast" not in [claim.cue.of(text) for claim in bare]
    labelled = {"content": "The port is lost", "cue": "broadcast", "source": "rebel radio"}
    tags = tuple(tag(text, label, words) for label, words in labelled.items())
    claims = find_claims()(replace(read(text), tags=tags)).claims
    assert ("rebel radio", "broadcast", ["The port is lost"]) in claim_rows(text, claims)


def test_tags_drop_what_they_do_not_bear_out() -> None:
    text = "The envoy said the talks failed. The army praised the truce."
    assert len(find_claims()(read(text)).claims) == 2
    labelled = {"source": "The envoy", "cue": "said", "content": "the talks failed"}
    tags = tuple(tag(text, label, words) for label, words in labelled.items())
    claims = find_claims()(replace(read(text), tags=tags)).claims
    assert claim_rows(text, claims) == [("The envoy", "said", ["the talks failed"])]
    assert claims[0].score > 0.9


def test_single_tagged_words_stand_for_their_phrases() -> None:
    text = "The clerk lampooned the same warning."
    tags = (
        tag(text, "source", "The"), tag(text, "cue", "lampooned"), tag(text, "content", "the same"),
    )  # fmt: skip
    claims = find_claims()(replace(read(text), tags=tags)).claims
    assert ("The clerk", "lampooned", ["the same warning"]) in claim_rows(text, claims)


def test_what_seems_has_no_source() -> None:
    text = "The truce seems to hold in the north."
    tags = (tag(text, "source", "The truce"), tag(text, "cue", "seems"), tag(text, "content", "to hold"))
    claims = find_claims()(replace(read(text), tags=tags[1:])).claims
    assert [claim.source for claim in claims] == [None]


def test_direct_speech_and_other_sentences_name_no_reporter() -> None:
    text = "“Rebels attacked the port,” the mayor said."
    direct = event_at(text, "attacked")
    found = find_claims()(replace(read(text), events=(direct,)))
    assert found.claims[0].events == (direct.event_id,)
    assert found.events[0].reported_by is None


def test_the_models_source_slot_names_the_reporter() -> None:
    text = "The raid was announced by the army. Troops said the raid killed two men."
    event = replace(event_at(text, "killed"), sentence=1)
    slot = Tag(layer="slot", label="source", span=Span(36, 42), score=0.8, anchor=event.trigger)
    found = find_claims()(replace(read(text), events=(event,), tags=(slot,)))
    assert found.events[0].reported_by is not None


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('He said "no more war" today.', ['"no more war"']),
        ("“One.\n\n“Two.” Then he left.", ["“One.", "“Two.”"]),
        ('An unclosed "quotation\n\nends with its paragraph.', ['"quotation']),
        ("``Old style'' marks.", ["``Old style''"]),
        ("No marks.", []),
    ],
)
def test_quotations(text: str, quotes: list[str]) -> None:
    assert [span.of(text) for span in find_quotes(text)] == quotes


def test_hostile_text_is_read_in_time() -> None:
    for text in (
        "",
        "\x00",
        '"' * 5000,
        "said " * 3000,
        "“" * 2000 + "”" * 2000,
        "A: b\n" * 2000,
        "قال 😀 said.",
    ):
        document = find_claims()(read(text))
        for claim in document.claims:
            assert claim.cue.of(text)


words = st.sampled_from(
    ["said", "“", "”", '"', "the army", "that", "according to", ",", ".", "rebels", "\n\n", "told", "😀"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(words, max_size=25))
def test_spans_lie_in_the_text_and_coding_twice_is_the_same(parts: list[str]) -> None:
    text = " ".join(parts)
    document = read(text)
    first, second = find_claims()(document), find_claims()(document)
    assert first == second
    ids = [claim.claim_id for claim in first.claims]
    assert len(ids) == len(set(ids))
    known = {mention.mention_id for mention in first.mentions}
    for claim in first.claims:
        assert claim.source is None or claim.source in known
        for span in (claim.cue, *claim.content, *([claim.source_span] if claim.source_span else [])):
            assert 0 <= span.start < span.end <= len(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(words, min_size=3, max_size=20), st.data())
def test_any_tags_give_sound_claims(parts: list[str], data: st.DataObject) -> None:
    text = " ".join(parts)
    places = st.tuples(st.integers(0, len(text) - 2), st.integers(1, 30))
    drawn = data.draw(
        st.lists(st.tuples(st.sampled_from(("source", "cue", "content")), places, st.floats(0.3, 1)), max_size=12)
    )
    tags = tuple(
        Tag(layer="attribution", label=label, span=Span(start, min(start + size, len(text))), score=score)
        for label, (start, size), score in drawn
    )
    claims = find_claims()(replace(read(text), tags=tags)).claims
    assert len({claim.claim_id for claim in claims}) == len(claims)
    for claim in claims:
        assert 0 <= claim.score <= 1
        for span in (claim.cue, *claim.content, *([claim.source_span] if claim.source_span else [])):
            assert 0 <= span.start < span.end <= len(text)


def test_hearsay_is_kept_where_no_tag_bears_it_out() -> None:
    text = "The envoy said the talks failed. Rebels reportedly burned a farm."
    labelled = {"source": "The envoy", "cue": "said", "content": "the talks failed"}
    tags = tuple(tag(text, label, words) for label, words in labelled.items())
    claims = find_claims()(replace(read(text), tags=tags)).claims
    assert [claim.method for claim in claims] == ["clause", "hearsay"]


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.txt")), ids=lambda path: path.stem)
def test_golden(path: Path, request: pytest.FixtureRequest) -> None:
    text = path.read_text("utf-8")
    rows = [
        {
            "source": claim.source_span.of(text) if claim.source_span else None, "cue": claim.cue.of(text),
            "content": [span.of(text) for span in claim.content], "speech": claim.speech,
            "source_kind": claim.source_kind, "source_count": claim.source_count, "stance": claim.stance,
            "certainty": claim.certainty, "method": claim.method,
        }
        for claim in find_claims()(read(text)).claims
    ]  # fmt: skip
    golden = path.with_suffix(".json")
    if request.config.getoption("--update-golden", default=False):
        golden.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert rows == json.loads(golden.read_text("utf-8"))
