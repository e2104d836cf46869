"""Types from examples: found where words are alike, not where they are nearer to what is not meant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dateline.errors import SettingsError
from dateline.models.own_types import Array, OwnTypes, TypeEntry, fit_own_types, load_own_types
from dateline.models.windows import Passage, Window
from dateline.records import Span

WORDS = {"seized": (5, 0, 1), "boarded": (5, 1, 0), "stopped": (5, 1, 1), "caught": (4, 3, 1)}


def states(passage: Passage) -> Iterator[tuple[Window, Array]]:
    """A toy encoder: verbs of seizing lie along the first axis, every other word along the third."""
    words, at = [], 0
    for text in passage.text.split():
        words.append(Span(at, at + len(text)))
        at += len(text) + 1
    rows = [WORDS.get(word.of(passage.text).strip(".,"), (0, 0, 5)) for word in words]
    yield Window([], [], [], words, [0] * len(words)), np.array(rows, np.float32)


def entry(**changes: object) -> TypeEntry:
    examples = ["They [seized] the boat today.", "They [boarded] a ship there.", "Guards [stopped] one vessel."]
    base = {"name": "interdiction", "type": "COERCE", "definition": "Stops a ship.", "examples": examples}
    return TypeEntry.model_validate(base | changes)


def found(own: OwnTypes, text: str) -> list[tuple[str, str]]:
    window, rows = next(states(Passage(text, ())))
    return [(tag.label, tag.span.of(text)) for tag in own.tags(window, rows)]


def test_a_like_word_is_found_and_no_other() -> None:
    own = fit_own_types([entry()], states)
    assert found(own, "Officers caught the crew and left.") == [("COERCE interdiction", "caught")]
    assert found(own, "Officers thanked the crew and left.") == []


def test_what_is_nearer_to_a_look_alike_is_not_taken() -> None:
    own = fit_own_types([entry(unlike=["He [caught] the ball."])], states)
    assert found(own, "Officers caught the crew.") == []
    assert found(own, "Officers seized the crew.") == [("COERCE interdiction", "seized")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "a list of event types"),
        ("- name: x y\n", "entry 1: name"),
        ("- {name: abc, type: COERCE, definition: d, examples: [a, b]}", "examples"),
        ("- {name: abc, type: SEIZE, definition: d, examples: ['[a] b', '[a] c', '[a] d']}", "no PLOVER type 'SEIZE'"),
        ("- {name: abc, type: COERCE, definition: d, examples: ['a b', '[a] c', '[a] d']}", "no \\[trigger\\]"),
        ("{: :", "types.yaml"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "types.yaml"
    path.write_text(text, "utf-8")

    class Reads:
        states = staticmethod(states)

    with pytest.raises(SettingsError, match=message):
        load_own_types(path, Reads(), ("COERCE", "ASSAULT"))  # type: ignore[arg-type]
