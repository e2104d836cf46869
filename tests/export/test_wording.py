from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.export.wording import clean, load_words, quad_class, quoted, say_count, say_interval, say_type
from dateline.ontology import load_plover
from dateline.records import Count, Span


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        (date(2024, 1, 16), date(2024, 1, 16), "Tuesday 16 January 2024"),
        (date(2024, 1, 1), date(2024, 1, 31), "January 2024"),
        (date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        (date(2024, 1, 1), date(2024, 12, 31), "2024"),
        (date(1980, 1, 1), date(1989, 12, 31), "1980s"),
        (date(1985, 1, 1), date(1994, 12, 31), "1985–1994"),
        (date(2024, 1, 3), date(2024, 1, 9), "3–9 January 2024"),
        (date(2023, 12, 30), date(2024, 1, 2), "30 December 2023 – 2 January 2024"),
        (date(2024, 1, 3), None, "from 3 January 2024"),
        (None, date(2024, 1, 3), "until 3 January 2024"),
        (None, None, None),
        (date.min, date.max, "1–9999"),
    ],
)
def test_intervals_in_words(earliest: date | None, latest: date | None, words: str | None) -> None:
    assert say_interval(earliest, latest) == words


@given(st.dates(), st.dates())
def test_any_interval_has_words(one: date, other: date) -> None:
    assert say_interval(min(one, other), max(one, other))


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (Count(low=9, best=9, high=9, approx=False, span=Span(0, 1)), "9"),
        (Count(low=8, best=10, high=12, approx=False, span=Span(0, 1)), "8–12"),
        (Count(low=90, best=100, high=100, approx=True, span=Span(0, 1)), "about 100"),
    ],
)
def test_counts_in_words(count: Count, words: str) -> None:
    assert say_count(count) == words


def test_every_type_and_mode_has_plain_words() -> None:
    words = load_words()
    for name, event_type in load_plover().types.items():
        assert words["types"][name] == say_type(name, ())
        assert set(words["modes"].get(name, {})) == set(event_type.modes), name
        assert quad_class(name) == event_type.quad_class
    assert say_type("ASSAULT", ("aerial",)) == "air strike"
    assert say_type("SOMETHING", ()) == "something"
    assert quad_class("SOMETHING") == "other"


@given(st.text(), st.integers(2, 50))
def test_clean_text_is_one_safe_line(text: str, limit: int) -> None:
    line = clean(text, limit)
    assert len(line) <= limit
    assert not any(
        ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or 0xD800 <= ord(char) < 0xE000 for char in line
    )
    assert not set(line) & set("\u202e\u2066\u200f")


def test_clean_cuts_at_a_word_and_drops_escapes() -> None:
    assert clean("the quick brown fox jumps", 16) == "the quick brown…"
    assert clean("red \x1b[31m alert") == "red [31m alert"
    assert quoted("“so it is”") == "“so it is”"
