"""How a cue, the model's chances and the other events of a sentence settle a status."""

from __future__ import annotations

from math import log

from dateline.extract.status import StatusReading
from dateline.records import Span

CUE = Span(0, 2)


def reading(shown: str, **chances: float) -> StatusReading:
    rest = dict.fromkeys(("current", "historical", "future", "hypothetical"), 0.01)
    return StatusReading(shown, CUE, {status: log(value) for status, value in (rest | chances).items()})  # type: ignore[arg-type, misc]


def test_without_the_model_the_words_decide() -> None:
    assert StatusReading("future", CUE, None).beside([reading("current", current=0.97)]) == ("future", CUE)


def test_the_likeliest_status_wins_and_the_cue_stays_only_with_its_own() -> None:
    assert reading("historical", historical=0.6, current=0.38).beside(()) == ("historical", CUE)
    assert reading("historical", historical=0.3, current=0.68).beside(()) == ("current", None)


def test_a_doubtful_event_follows_its_sentence_and_a_sure_one_does_not() -> None:
    others = [reading("current", historical=0.97), reading("current", historical=0.97)]
    assert reading("current", current=0.5, historical=0.48).beside(others)[0] == "historical"
    assert reading("current", current=0.95, historical=0.03).beside(others)[0] == "current"
