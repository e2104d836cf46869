from __future__ import annotations

from datetime import date

import pytest

import dateline
from dateline.records import Quarantined, Report


def test_code_report_takes_a_text_or_a_report() -> None:
    text = "Norland shelled Sorland on Monday, killing four people."
    from_text = dateline.code_report(text, title="Norland shells Sorland", published=date(2024, 3, 5))
    assert from_text.report.title == "Norland shells Sorland"
    assert from_text.report.published_basis == "given"
    assert from_text.events
    again = dateline.code_report(from_text.report)
    assert again == from_text


def test_code_report_without_a_date_stays_without() -> None:
    document = dateline.code_report("Norland shelled Sorland on Monday.")
    assert document.report.published is None
    assert all(time.earliest is None for time in document.times)


def test_code_report_raises_for_what_has_no_words() -> None:
    with pytest.raises(dateline.DocumentError, match="no words"):
        dateline.code_report("  \n ")


def test_code_reports_keeps_the_order_and_what_was_set_aside() -> None:
    reports: list[Report | Quarantined] = [
        Report(report_id=f"r-{i}", source="x", text=f"Norland shelled Sorland {i} times.") for i in range(5)
    ]
    bad = next(iter(dateline.read_reports(__file__, kind="html")), None)
    if isinstance(bad, Quarantined):
        reports.insert(2, bad)
    results = list(dateline.code_reports(reports, batch=2))
    assert [one.report.report_id for one in results] == [
        one.report.report_id if isinstance(one, Quarantined) else one.report_id for one in reports
    ]
