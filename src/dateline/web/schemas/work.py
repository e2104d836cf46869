"""Texts and files that are handed in to be coded."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field

from dateline.web.schemas.base import Id, Page, Shape, Words, _plain

MOST_TEXT = 200_000


class TextIn(Shape):
    """A text to be coded; it is kept only where `save` says so."""

    text: Annotated[str, BeforeValidator(_plain), Field(min_length=1, max_length=MOST_TEXT)]
    title: Words | None = None
    published: date | None = None
    save: bool = False


class Started(Shape):
    """A job that waits for its turn; `files`: how many files, or reports, it has."""

    job: str
    files: int


class RetryIn(Shape):
    """Which report to code once more; without one, all that were set aside."""

    report_id: Id | None = None


class JobOut(Shape):
    """How far a job is. `state`: waiting, running, done, failed."""

    job: str
    state: str
    started: str
    files: list[str]
    total: int | None
    done: int
    coded: int
    empty: int
    quarantined: int
    skipped: int
    last: str | None
    message: str | None
    reports: list[str]


class FeedRow(Shape):
    """A feed that was watched, and how it is."""

    url: str
    checked: str | None
    due: str | None
    succeeded: str | None
    failures: int
    status: int | None
    message: str | None
    polls: int
    items: int
    reports: int
    health: str


class QuarantineRow(Shape):
    """A report that could not be read or coded, with stage and cause."""

    report_id: str
    source: str
    title: str | None
    stage: str
    error: str
    message: str
    version: str
    failed_at: str


class CauseRow(Shape):
    """A cause with its number of reports."""

    stage: str
    error: str
    reports: int


class QuarantinePage(Page[QuarantineRow]):
    """Reports that were set aside, with the causes of all."""

    causes: list[CauseRow]
