"""A draft in, a Report out: parts, headline, dateline, dates, language and id; or its quarantine record."""

from __future__ import annotations

from datetime import UTC, datetime

from dateline import __version__
from dateline.read.addresses import publisher_of_address
from dateline.read.datelines import Dateline
from dateline.read.days import make_day, parse_url_day
from dateline.read.draft import KEPT_TEXT, MAX_TEXT, Draft, Failure, Options
from dateline.read.languages import find_language
from dateline.read.parts import Layout, find_layout
from dateline.records import Quarantined, Report, make_id


def build_report(draft: Draft, options: Options) -> Report | Quarantined:
    """The report, or the record of why there is none (empty, or longer than `MAX_TEXT`)."""
    text = draft.text
    if not any(character.isalnum() for character in text[:KEPT_TEXT]) and not any(map(str.isalnum, text)):
        return build_failure(Failure(source=draft.source, error="Empty", message="no words in it", text=text))
    if len(text) > MAX_TEXT:
        message = f"{len(text):,} characters; at most {MAX_TEXT:,} are read as one report"
        return build_failure(Failure(source=draft.source, error="TooLong", message=message, text=text))
    layout = find_layout(text, draft.title, draft.headings)
    published, basis = _when(draft, layout, options)
    place = layout.dateline.place if layout.dateline else None
    return Report(
        report_id=make_id("r", draft.url, layout.title, text, published.isoformat() if published else None),
        source=draft.source,
        text=text,
        title=layout.title,
        url=draft.url,
        publisher=draft.publisher or publisher_of_address(draft.url),
        byline=draft.byline or layout.byline,
        language=draft.language or find_language(text),
        published=published,
        published_basis=basis,
        dateline_place=place,
        licence=draft.licence,
        parts=tuple(layout.parts),
    )


def build_failure(failure: Failure) -> Quarantined:
    """The quarantine record of a report that could not be read, with the beginning of its text."""
    text = failure.text[:KEPT_TEXT]
    report = Report(report_id=make_id("r", failure.source, text), source=failure.source, text=text)
    return Quarantined(
        report=report, stage="read", error=failure.error, message=failure.message, traceback="",
        version=__version__, at=datetime.now(UTC),
    )  # fmt: skip


def _when(draft: Draft, layout: Layout, options: Options) -> tuple[datetime | None, str | None]:
    """The publication date and its basis; nothing is ever taken from the clock."""
    stated = draft.published or layout.published
    if stated:
        return stated, "metadata"
    from_url = parse_url_day(draft.url) if draft.url else None
    if from_dateline := _dateline_day(layout.dateline, from_url):
        return from_dateline, "dateline"
    if from_url:
        return from_url, "url"
    return (options.published, "given") if options.published else (None, None)


def _dateline_day(dateline: Dateline | None, near: datetime | None) -> datetime | None:
    """The dateline's day; without a year it needs a known date near it."""
    if dateline is None or not dateline.month or not dateline.day:
        return None
    if dateline.year:
        return make_day(dateline.year, dateline.month, dateline.day)
    if near is None:
        return None
    days = [make_day(near.year + step, dateline.month, dateline.day) for step in (-1, 0, 1)]
    closest = min((day for day in days if day), key=lambda day: abs(day - near), default=None)
    return closest if closest and abs((closest - near).days) <= 31 else None
