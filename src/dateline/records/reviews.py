"""What an analyst said of an event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from dateline.records.events import Event

Verdict = Literal["accept", "reject", "correct", "add", "undo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One word of an analyst.

    `changes` holds the fields that are otherwise, by the names of `Event`; a span is `{"start": 3, "end": 9}`, with
    what it stands for (name, country, sectors; earliest, latest) where the analyst said so. `event` is what the
    machine had read. `undo_of`: the review that is taken back.
    """

    review_id: str
    report_id: str
    event_id: str
    verdict: Verdict
    event: Event
    by: str
    at: datetime
    changes: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    undo_of: str | None = None


def standing(reviews: list[Review]) -> list[Review]:
    """Those of the reviews, in their order, that nobody took back."""
    undone = {one.undo_of for one in reviews if one.verdict == "undo"}
    return [one for one in reviews if one.verdict != "undo" and one.review_id not in undone]
