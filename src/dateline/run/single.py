"""Reports coded in this process: the two verbs that Python users start with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from dateline.errors import DocumentError
from dateline.read.build import build_report
from dateline.read.draft import Draft, Options
from dateline.records import Document, Quarantined, Report
from dateline.settings import load_settings

if TYPE_CHECKING:
    from dateline.pipeline import Pipeline


@lru_cache(maxsize=2)
def shared_pipeline(threads: int = 1) -> Pipeline:
    """The one pipeline of this process, built on first use (one to two seconds)."""
    from dateline.pipeline import build_pipeline  # half a second of imports: only for who codes

    return build_pipeline(load_settings(threads=threads))


def code_report(report: Report | str, *, title: str | None = None, published: date | None = None) -> Document:
    """Everything found in one report, given as a `Report` or as its text.

    Args:
        title: the headline of a plain text.
        published: the day on which a plain text came out; without it relative dates stay relative.

    Raises:
        DocumentError: the report cannot be coded; the message says at which stage and why.
    """
    made = report if isinstance(report, Report) else _from_text(report, title, published)
    result = made if isinstance(made, Quarantined) else shared_pipeline().code(made)
    if isinstance(result, Quarantined):
        raise DocumentError(f"{result.report.source}: {result.stage}: {result.error}: {result.message}")
    return result


def code_reports(
    reports: Iterable[Report | Quarantined], *, batch: int = 16, threads: int = 1
) -> Iterator[Document | Quarantined]:
    """One result for each report, in order; what could not be read or coded comes as `Quarantined`."""
    chunk: list[Report | Quarantined] = []
    for report in reports:
        chunk.append(report)
        if len(chunk) >= batch:
            yield from _code(chunk, threads)
            chunk = []
    yield from _code(chunk, threads)


def code_batch(pipeline: Pipeline, batch: list[Report | Quarantined]) -> list[Document | Quarantined]:
    """One result for each, in order, passing on what was already set aside when it was read."""
    coded = iter(pipeline.code_batch([one for one in batch if isinstance(one, Report)]))
    return [one if isinstance(one, Quarantined) else next(coded) for one in batch]


def _code(chunk: list[Report | Quarantined], threads: int) -> list[Document | Quarantined]:
    return code_batch(shared_pipeline(threads), chunk) if chunk else []


def _from_text(text: str, title: str | None, published: date | None) -> Report | Quarantined:
    day = published
    if day is not None and not isinstance(day, datetime):
        day = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return build_report(Draft(source="text", text=text, title=title), Options(published=day))
