from __future__ import annotations

import random
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.build import Build

from dateline.link.copies import find_candidates, find_copies
from dateline.link.editions import find_changes, find_families
from dateline.link.sketches import sketch_of, told_text, word_runs

WORDS = [
    f"{a}{b}"
    for a in ("bor", "kel", "mar", "sun", "tre", "lom", "vi", "ost")
    for b in ("va", "den", "ik", "osh", "une")
]


def story(seed: int, sentences: int = 12) -> str:
    chance = random.Random(seed)
    return " ".join(" ".join(chance.choices(WORDS, k=14)).capitalize() + "." for _ in range(sentences))


FIRST = story(1)
LINES = FIRST.split(". ")


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (FIRST, "exact"),
        (FIRST.upper().replace(".", " !"), "exact"),
        (". ".join(LINES[:5]), "cut"),
        (". ".join(["A wholly new lead that says things otherwise than before", *LINES[1:]]), "near"),
        (story(2, 7) + " " + ". ".join(LINES[:6]), "partial"),
        (story(2), None),
        (". ".join([*story(3).split(". ")[:8], LINES[4], *story(4).split(". ")[:6]]), None),  # a quotation
        ("", None),
        ("Watch the video", None),
    ],
)
def test_kinds_of_copies(other: str, kind: str | None) -> None:
    found = find_copies({"r-1": FIRST, "r-2": other})
    assert [copy.kind for copy in found] == ([kind] if kind else [])


def test_numbers_do_not_hide_a_copy() -> None:
    lines = [f"{line} {number}" for number, line in enumerate(LINES)]
    other = [f"{line} {number + 100}" for number, line in enumerate(LINES)]
    (copy,) = find_copies({"r-1": ". ".join(lines), "r-2": ". ".join(other)})
    assert copy.kind == "exact"
    changes = find_changes(". ".join(lines), ". ".join(other))
    assert {change.kind for change in changes} == {"number"}
    assert len(changes) == len(lines)


def test_a_dispatch_in_many_papers_is_compared_with_neighbours_only() -> None:
    sketches = [sketch_of(word_runs(FIRST))] * 300
    pairs = find_candidates(sketches)
    assert len(pairs) < 300 * 6
    assert {j for _, j in pairs} == set(range(1, 300)), "every paper hangs on an earlier one"


def test_candidates_of_new_texts_only() -> None:
    sketches = [sketch_of(word_runs(text)) for text in (FIRST, FIRST, story(5), FIRST)]
    assert find_candidates(sketches, new=[3]) == [(0, 3), (1, 3)]
    assert find_candidates(sketches, new=[]) == []
    assert find_candidates([]) == []
    assert find_candidates([np.zeros(0, dtype=np.uint64)] * 3) == []


def test_changes_say_what_is_otherwise_and_where() -> None:
    was = "Rebels shelled the town of Kelva on Monday, killing nine people and burning a mill. Talks were called off."
    now = "Rebels shelled the town of Kelva on Monday, killing 12 people. Talks were called off, officials said."
    changes = find_changes(was, now)
    assert [(one.kind, one.was, one.now) for one in changes] == [
        ("reworded", "nine people and burning a mill", "12 people"),
        ("added", "", "officials said"),
    ]
    for one in changes:
        assert one.was_span.of(was) == one.was
        assert one.now_span.of(now) == one.now


def test_the_first_edition_is_the_earliest_then_the_fullest() -> None:
    texts = {"r-1": FIRST, "r-2": ". ".join(LINES[:6]), "r-3": FIRST + " And more."}
    days = {"r-1": None, "r-2": datetime(2021, 3, 1, tzinfo=UTC), "r-3": datetime(2021, 3, 2, tzinfo=UTC)}
    (family,) = find_families(find_copies(texts), texts, days)
    assert family.reports == ("r-2", "r-3", "r-1")
    (undated,) = find_families(find_copies(texts), texts, dict.fromkeys(texts))
    assert undated.reports[0] == "r-3"


def test_notices_are_not_part_of_the_story() -> None:
    made = Build("A story of its own. Subscribe to our newsletter.")
    made.part("notice", "Subscribe to our newsletter.")
    assert told_text(made.report) == "A story of its own. \n"


@pytest.mark.parametrize(
    "text", ["\x00" * 50, "\ud800 lone", "😀 " * 40, "word " * 200_000, "x" * 2_000_000, "مرحبا بالعالم " * 30]
)
def test_hostile_texts(text: str) -> None:
    runs = word_runs(text)
    assert len(sketch_of(runs)) <= 64
    find_changes(text[:5_000], FIRST)
    assert find_copies({"r-1": text, "r-2": FIRST}) == []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=9), st.randoms())
def test_order_does_not_matter(seeds: list[int], chance: random.Random) -> None:
    texts = {f"r-{i}": story(seed, 6) for i, seed in enumerate(seeds)}
    names = list(texts)
    chance.shuffle(names)
    assert find_copies({name: texts[name] for name in names}) == find_copies(texts)
