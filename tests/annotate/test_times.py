"""Time expressions: text → spans and values."""

from __future__ import annotations

import time
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.annotate.times import FindTimes
from dateline.records import Document, Report, Sentence, Span, TimeRef
from dateline.resolve.dates import resolve_dates

FIND = FindTimes()
PUBLISHED = datetime(2024, 1, 18, 9, 30)  # a Thursday


def document_of(*sentences: str, published: datetime | None = PUBLISHED, part: str = "body") -> Document:
    text = " ".join(sentences)
    spans, at = [], 0
    for sentence in sentences:
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence) + 1
    report = Report(report_id="r-1", source="-", text=text, published=published)
    return Document(
        report=report,
        sentences=tuple(Sentence(index=i, span=span, tokens=(), part=part) for i, span in enumerate(spans)),
    )


def times_of(*sentences: str, published: datetime | None = PUBLISHED) -> tuple[TimeRef, ...]:
    return resolve_dates(FIND(document_of(*sentences, published=published))).times


def read(*sentences: str, published: datetime | None = PUBLISHED) -> list[tuple[str, str]]:
    text = " ".join(sentences)
    return [
        (time.span.of(text), time.value) for time in times_of(*sentences, published=published) if time.span
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on January 3 in Kerman.", [("January 3", "2024-01-03")]),
        ("They met on Jan. 3, 2024, in Kerman.", [("Jan. 3, 2024", "2024-01-03")]),
        ("They met on 3 January 2024.", [("3 January 2024", "2024-01-03")]),
        ("They met on 2023-12-29.", [("2023-12-29", "2023-12-29")]),
        ("They met on the 21st of March, 2019.", [("the 21st of March, 2019", "2019-03-21")]),
        ("The form is dated 25/12/2022.", [("25/12/2022", "2022-12-25")]),
        ("The form is dated 03/04/2022.", [("03/04/2022", "2022")]),
        ("The general was killed in 2020.", [("2020", "2020")]),
        ("Sanctions have held since 1979.", [("1979", "1979")]),
        ("It was the first raid since the war of the 1980s.", [("the 1980s", "198X")]),
        ("The border was drawn in the 19th century.", [("the 19th century", "18XX")]),
        ("Tolls rose in the first quarter of 2021.", [("the first quarter of 2021", "2021-Q1")]),
        ("Fighting flared last summer.", [("last summer", "2023-SU")]),
        ("The truce collapsed in late December.", [("late December", "2023-12")]),
        ("The raid began on Thursday.", [("Thursday", "2024-01-18")]),
        ("The raid began on Friday.", [("Friday", "2024-01-12")]),
        ("The raid began on Wednesday night.", [("Wednesday night", "2024-01-17TNI")]),
        ("They spoke last Tuesday.", [("last Tuesday", "2024-01-16")]),
        ("They meet again next Monday.", [("next Monday", "2024-01-22")]),
        ("He will travel to Doha on Saturday.", [("Saturday", "2024-01-20")]),
        ("Yesterday the shelling stopped.", [("Yesterday", "2024-01-17")]),
        ("The shelling resumed early today.", [("early today", "2024-01-18")]),
        ("Police came this morning.", [("this morning", "2024-01-18TMO")]),
        ("It began in the early hours of Sunday.", [("the early hours of Sunday", "2024-01-14TMO")]),
        ("Talks failed last week.", [("last week", "2024-W02")]),
        ("Talks failed last month.", [("last month", "2023-12")]),
        ("Talks failed last year.", [("last year", "2023")]),
        ("The envoy left three weeks ago.", [("three weeks ago", "2023-W52")]),
        ("The camp was closed two years ago.", [("two years ago", "2022")]),
        ("Dozens died over the weekend.", [("the weekend", "2024-W02-WE")]),
        ("The siege has lasted since October.", [("October", "2023-10")]),
        ("It ruled between 2003 and 2011.", [("2003", "2003"), ("2011", "2011")]),
        ("It ran from May 2 to July 2019.", [("May 2", "2023-05-02"), ("July 2019", "2019-07")]),
        ("The siege lasted for three days.", [("three days", "P3D")]),
        ("After a 13-hour flight she spoke.", [("13-hour", "PT13H")]),
        ("Crowds gather every Friday.", [("every Friday", "XXXX-WXX-5")]),
        ("The council meets weekly.", [("weekly", "P1W")]),
        ("The blast struck at 10:35 a.m. on Tuesday.", [("10:35 a.m. on Tuesday", "2024-01-16T10:35")]),
        ("The vote is due on Easter Sunday.", [("Easter Sunday", "2024-03-31")]),
        ("He has ruled for the past three years.", [("the past three years", "P3Y")]),
        ("It was the deadliest attack since 9/11.", [("9/11", "2001-09-11")]),
        ("Voting starts on Monday, January 22.", [("Monday, January 22", "2024-01-22")]),
        ("It now holds the port.", [("now", "PRESENT_REF")]),
        ("The city fell in 480 BC.", [("480 BC", "BC0480")]),
        ("The league fought from 499 to 493 BC.", [("499", "BC0499"), ("493 BC", "BC0493")]),
        ("The 1784 treaty ended it.", [("The 1784", "1784")]),
        ("A first treaty (1784) ended it.", [("1784", "1784")]),
        ("The 1980-1981 dry season was harsh.", [("The 1980", "1980"), ("1981", "1981")]),
        ("They waited for 5 1/2 hours.", [("5 1/2 hours", "PT5H30M")]),
        ("The vote is due by January 12.", [("January 12", "2024-01-12")]),
        ("The vote is due by February 12.", [("February 12", "2024-02-12")]),
        ("It was a Monday-morning raid.", [("Monday-morning", "2024-01-15TMO")]),
        ("He called on Monday - again.", [("Monday", "2024-01-15")]),
        (
            "The towns were hit in May, in JUNE and by 3 MAY.",
            [("May", "2023-05"), ("JUNE", "2023-06"), ("3 MAY", "2023-05-03")],
        ),
    ],
)
def test_expressions(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The army may march on the capital.",
        "March on, he said.",
        "The rebels killed 2000 soldiers.",
        "It cost $1999 and weighed 2010 tons.",
        "The boy, 12 years old, and a 30-year-old teacher fled.",
        "He told the Sunday Times so.",
        "The fall of the city followed.",
        "She will second the motion; a second attack came.",
        "F-16 jets and 155 mm guns fired 1,200 shells.",
        "He sat in the sun.",
        "It earns them $15 an hour on a day when all is well.",
        "The bomb went off at 2030.",
    ],
)
def test_no_expression(text: str) -> None:
    assert read(text) == []


def test_discourse_anchors() -> None:
    found = read(
        "The raid was on March 3, 2019.", "Two days earlier the envoy left.", "The next day he was back."
    )
    assert found == [
        ("March 3, 2019", "2019-03-03"),
        ("Two days earlier", "2019-03-01"),
        ("The next day", "2019-03-02"),
    ]


def test_discourse_basis() -> None:
    found = times_of("The raid was on March 3, 2019.", "Two days earlier the envoy left on Friday.")
    assert [time.basis for time in found] == ["stated", "relative", "publication"]


def test_unknown_publication_stays_unknown() -> None:
    found = times_of("They met on Thursday.", "Yesterday it rained.", "In October he left.", published=None)
    assert [time.value for time in found] == ["XXXX-WXX-4", "XXXX-XX-XX", "XXXX-10"]
    assert all(time.basis == "unresolved" and time.earliest is None and time.latest is None for time in found)


def test_stated_dates_need_no_publication() -> None:
    (found,) = times_of("They met on 3 January 2024.", published=None)
    assert (str(found.earliest), str(found.latest), found.basis) == ("2024-01-03", "2024-01-03", "stated")


def test_year_comes_from_an_earlier_date_where_the_report_has_none() -> None:
    assert read("It fell on 2 May 1982.", "On 14 June the army gave in.", published=None)[1] == (
        "14 June",
        "1982-06-14",
    )


def test_history_leans_on_its_own_years() -> None:
    text = (
        "In 1936 war came.",
        "In 1937 the north fell.",
        "In 1938 the front broke.",
        "By 1939 it was over.",
    )
    assert read(*text, "In March the capital fell.")[-1] == ("March", "1939-03")


def test_history_does_not_lean_on_a_year_it_only_glances_at() -> None:
    text = ("In 1936 war came.", "In 1937 the north fell.", "A film of 2004 shows it.", "A marshal (1899) led.")
    after = ("In March the capital fell.", "In 1938 the front broke.", "By 1939 it was over.")
    assert ("March", "1937-03") in read(*text, *after)


def test_history_goes_on_over_the_turn_of_the_year() -> None:
    text = ("In 1936 war came.", "In 1937 it spread.", "In 1938 it waned.", "In December 1939 the front broke.")
    assert read(*text, "In January the capital fell.")[-1] == ("January", "1940-01")


def test_a_feast_so_near_is_this_years() -> None:
    assert read("Crowds gathered as Easter neared.", published=datetime(2024, 3, 25)) == [("Easter", "2024-03-31")]


def test_stretch_has_its_days() -> None:
    (found,) = times_of("He has ruled for the past three years.")
    assert (str(found.earliest), str(found.latest), found.basis) == (
        "2021-01-18",
        "2024-01-18",
        "publication",
    )


def test_headlines_are_left_alone() -> None:
    assert FIND(document_of("Raid on Friday", part="headline")).times == ()


def test_impossible_dates_are_dropped() -> None:
    assert read("They met on February 31, 2020.") == []


# fmt: off
WORDS = st.sampled_from((
    "on", "in", "the", "last", "next", "this", "early", "late", "of", "a", "few", "two", "3", "31",
    "2020", "480", "1980s", "20th", "may", "March", "Jan", ".", ",", "-", "–", "'s", "and", "to",
    "Thursday", "weekend", "days", "year", "century", "quarter", "first", "half", "summer", "morning",
    "night", "ago", "earlier", "later", "before", "after", "yesterday", "now", "every", "weekly",
    "10:35", "a.m.", "GMT", "BC", "Christmas", "Ramadan", "9/11", "99/99/9999", "2020-13-41", "'99",
    "dozen", "1/2", "month", "end", "past", "recent", "long", "9999", "hours",
))
# fmt: on


@given(st.lists(WORDS, max_size=25).map(" ".join), st.booleans())
def test_any_mixture_is_read(text: str, dated: bool) -> None:
    for found in times_of(text, published=PUBLISHED if dated else None):
        assert found.span is not None
        assert 0 <= found.span.start < found.span.end <= len(text)
        assert (found.earliest is None) == (found.latest is None)
        assert found.earliest is None or found.latest is None or found.earliest <= found.latest
        assert (found.basis == "unresolved") == (found.earliest is None)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    times_of(text)


@pytest.mark.parametrize(
    "unit", ["1", "a", "last ", "may ", "10:35 ", "two ", "2020-", "'", "new  ", "\x00", "٣ "]
)
def test_long_lines_take_linear_time(unit: str) -> None:
    began = time.process_time()
    times_of(unit * 50_000)
    assert time.process_time() - began < 6
