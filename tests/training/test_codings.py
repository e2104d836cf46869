"""Codings without texts: offsets by whole words, and the way back onto the texts."""

from __future__ import annotations

import json

import pytest

from dateline.training.codings import (
    bounds,
    causal_sentences,
    coded_reports,
    rams_sentences,
    with_offsets,
    without_text,
)

SENTENCES = ["The mayor said he met her.", "Then he fled and he was held."]


def coded(**record: object) -> dict[str, object]:
    event = {"id": "e1", "s": 1, "trigger": "held", "type": "COERCE", "status": "current", **record}
    report = {"doc_id": "d", "title": None, "date": None, "sentences": SENTENCES}
    row: dict[str, object] = with_offsets(report, [event])
    return row


def words(row: dict, span: dict) -> str:
    return row["text"][span["start"] : span["end"]]


def test_words_become_offsets_in_the_joined_text():
    row = coded(recipients=[{"text": "he", "country": None, "sector": "GOV"}])
    (event,) = row["events"]
    assert words(row, event["trigger"]) == "held"
    assert words(row, event["recipients"][0]) == "he"
    assert event["recipients"][0]["start"] == row["text"].index("he fled")  # not in 'Then'


def test_a_trigger_that_stands_twice_is_taken_in_order():
    report = {"doc_id": "d", "title": None, "date": None, "sentences": ["They met, and met again."]}
    events = [{"id": f"e{k}", "s": 0, "trigger": "met", "type": "CONSULT", "status": "current"} for k in (1, 2)]
    assert [event["trigger"]["start"] for event in with_offsets(report, events)["events"]] == [5, 14]


def test_what_is_nowhere_in_the_text_is_left_out():
    assert coded(trigger="shelled")["events"] == []
    assert coded(place={"text": "Lome", "country": "TGO"})["events"][0]["place"] is None


@pytest.mark.parametrize(
    ("note", "kind", "modes"),
    [
        ("codebook: COERCE seize", "COERCE", ["seize"]),
        ("pair type; codebook: SANCTION", "SANCTION", []),
        ("pair source mended", "ASSAULT", ["abduct"]),
    ],
)
def test_a_note_names_the_codebook_type(note, kind, modes):
    (event,) = coded(type="ASSAULT", modes=["abduct"], note=note)["events"]
    assert (event["event_type"], event["modes"]) == (kind, modes)


def test_codings_come_back_onto_their_texts_and_not_onto_others(tmp_path):
    tokens = [["Police", "held", "two", "men", "."], ["They", "were", "freed", "."]]
    texts = rams_sentences({"sentences": tokens})
    assert texts == ["Police held two men.", "They were freed."]
    report = {"doc_id": "rams-k1", "title": None, "date": None, "sentences": texts}
    row = with_offsets(report, [{"id": "e1", "s": 0, "trigger": "held", "type": "COERCE", "status": "current"}])
    kept = without_text(row)
    assert "Police" not in json.dumps(kept)
    (tmp_path / "codings").mkdir()
    other = {**kept, "doc_id": "rams-k2"}
    (tmp_path / "codings/rams.jsonl").write_text(json.dumps(kept) + "\n" + json.dumps(other) + "\n")
    (tmp_path / "rams").mkdir()
    rows = [{"doc_key": "k1", "sentences": tokens}, {"doc_key": "k2", "sentences": tokens[:1]}]
    (tmp_path / "rams/dev.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows))
    (back,) = coded_reports(tmp_path / "codings", tmp_path)
    assert (back["doc_id"], back["text"], back["sentences"]) == ("rams-k1", row["text"], bounds(texts))
    assert list(coded_reports(tmp_path / "codings", tmp_path, licensed_only=True)) == []


def test_spaced_tokens_are_joined():
    assert causal_sentences([{"text": "He ( 39 ) left , police said ."}]) == ["He (39) left, police said."]
