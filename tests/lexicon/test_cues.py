from __future__ import annotations

import pytest

from dateline.errors import ResourceError
from dateline.lexicon import cues as cues_module
from dateline.lexicon import load_causes, load_cues, load_same_event


def test_every_cue_has_a_kind_a_stance_and_frames() -> None:
    cues = load_cues()
    assert len(cues.verbs) > 150
    for cue in (*cues.verbs.values(), *cues.nouns.values(), *cues.adjectives.values()):
        assert cue.kind in cues_module.KINDS
        assert cue.stance in cues_module.STANCES
        assert cue.frames
        assert cue.lemma == cue.lemma.lower()


def test_speech_verbs_quote_and_acts_do_not() -> None:
    cues = load_cues()
    assert cues.verbs["say"].quotes
    assert not cues.verbs["refuse"].quotes
    assert cues.has("responsibility", "responsibility")


def test_a_missing_file_is_a_resource_error(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(cues_module, "files", lambda _package: tmp_path)
    with pytest.raises(ResourceError, match="cues"):
        load_cues()


def test_signals_have_strengths_between_nought_and_one() -> None:
    causes = load_causes()
    assert causes.prepositions["in", "response", "to"] == 1.0
    assert all(0 <= strength <= 1 for strength in (*causes.prepositions.values(), *causes.marks.values()))
    assert causes.verbs["lead"] == {"to"}


def test_same_event_weights_speak_for_alike_and_against_different() -> None:
    same = load_same_event()
    assert 0 < same.threshold < 1
    assert same.weights["same lemma"] > 0 > same.weights["modes differ"]
