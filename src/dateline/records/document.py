"""A report with all that was found in it, and the record of one that could not be coded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dateline.records.events import Claim, Event, Link
from dateline.records.report import Report
from dateline.records.resolved import Resolution
from dateline.records.spans import Mention, Sentence, Tag, TimeRef


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRun:
    """That a stage ran over the document."""

    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A reading of a report: layers of records over a text that does not change."""

    report: Report
    sentences: tuple[Sentence, ...] = ()
    tags: tuple[Tag, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[TimeRef, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    links: tuple[Link, ...] = ()
    done: tuple[StageRun, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """A report that could not be coded, with the stage and the cause."""

    report: Report
    stage: str
    error: str
    message: str
    traceback: str
    version: str
    at: datetime
