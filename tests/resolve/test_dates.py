"""TIMEX3 values → calendar days."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.records import Document, Report, Span, TimeRef
from dateline.resolve.dates import interval_of, resolve_dates


@pytest.mark.parametrize(
    ("value", "mod", "first", "last"),
    [
        ("2024-01-03", None, date(2024, 1, 3), date(2024, 1, 3)),
        ("2024-01-03TNI", None, date(2024, 1, 3), date(2024, 1, 3)),
        ("2024-01-03T10:35", None, date(2024, 1, 3), date(2024, 1, 3)),
        ("2024-02", None, date(2024, 2, 1), date(2024, 2, 29)),
        ("2024", None, date(2024, 1, 1), date(2024, 12, 31)),
        ("198X", None, date(1980, 1, 1), date(1989, 12, 31)),
        ("18XX", None, date(1800, 1, 1), date(1899, 12, 31)),
        ("2024-W03", None, date(2024, 1, 15), date(2024, 1, 21)),
        ("2024-W03-WE", None, date(2024, 1, 20), date(2024, 1, 21)),
        ("2023-WI", None, date(2023, 12, 1), date(2024, 2, 29)),
        ("2023-Q4", None, date(2023, 10, 1), date(2023, 12, 31)),
        ("2023-H1", None, date(2023, 1, 1), date(2023, 6, 30)),
        ("2023-06", "END", date(2023, 6, 16), date(2023, 6, 30)),
        ("2023-06", "START", date(2023, 6, 1), date(2023, 6, 15)),
    ],
)
def test_intervals(value: str, mod: str | None, first: date, last: date) -> None:
    assert interval_of(value, mod) == (first, last)


@pytest.mark.parametrize(
    "value", ["XXXX-WXX-4", "XXXX-01-03", "PRESENT_REF", "P3D", "BC0480", "2024-02-31", "0000", ""]
)
def test_values_without_days(value: str) -> None:
    assert interval_of(value) is None


def test_days_that_are_set_stay() -> None:
    time = TimeRef(
        time_id="r-1:t0-4", span=Span(0, 4), timex_type="DURATION", value="P3D", sentence=0,
        earliest=date(2024, 1, 1), latest=date(2024, 1, 4), basis="publication",
    )  # fmt: skip
    report = Report(report_id="r-1", source="-", text="text", published=datetime(2024, 1, 4))
    assert resolve_dates(Document(report=report, times=(time,))).times == (time,)


@given(
    st.from_regex(
        r"[0-9X]{4}(-([0-9]{2}|W[0-9]{2}|[SFWQH][UPAI1-4]))?(-([0-9]{2}|WE|[1-7]))?(T[A-Z]{2})?",
        fullmatch=True,
    )
)
def test_first_day_is_never_after_the_last(value: str) -> None:
    for mod in (None, "START", "MID", "END"):
        found = interval_of(value, mod)
        assert found is None or found[0] <= found[1]
