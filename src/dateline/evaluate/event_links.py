"""Links inside a report where the events are given: what rules for links do when no event is missed or made up.

The report is read as ever, then its events are replaced by the gold ones, with their types, parties, places, times,
tolls and status; only the links are found. `same_as_…` and `cause_…` count as in `event_corpus`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dateline.evaluate.counts import Counts
from dateline.evaluate.event_corpus import EventCorpusScorer, report_of
from dateline.extract.links import FindLinks
from dateline.lexicon import load_causes, load_same_event
from dateline.records import Count, Document, Event, Mention, Report, Resolution, Span

LINKS = ("same_as", "cause")
GIVEN = 0.35  # threshold of links where all events are sure: half of the F1 within reach
LEAST_SHARED = 0.5  # of the longer of two spans, for a found mention to be the gold one


def score_event_links(rows: Iterable[Mapping[str, Any]], code: Callable[[Report], Document]) -> dict[str, float]:
    """F1, precision and recall of both kinds of links over all rows."""
    causes, same_event = load_causes(), load_same_event()
    find_links = FindLinks(replace(causes, threshold=GIVEN), replace(same_event, threshold=GIVEN))
    scorer = EventCorpusScorer()
    for row in rows:
        scorer.add(row, find_links(with_gold_events(row, code(report_of(row)))))
    scores: dict[str, float] = {}
    for name in LINKS:
        counts = scorer.counts.get(name, Counts())
        scores |= {f"{name}_f1": counts.f1, f"{name}_precision": counts.precision, f"{name}_recall": counts.recall}
    return scores


def with_gold_events(row: Mapping[str, Any], document: Document) -> Document:
    """The document with the row's events instead of its own, and without links and claims."""
    gold = _Gold(document)
    events = tuple(event for n, item in enumerate(row["events"]) if (event := gold.event(item, f"{n}")) is not None)
    return replace(
        document, events=events, mentions=tuple(gold.mentions.values()), claims=(), links=(),
        resolutions=(*document.resolutions, *gold.resolutions),
    )  # fmt: skip


class _Gold:
    """Makes events of gold rows, on the document's mentions and times where they are the same spans."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.mentions: dict[str, Mention] = {mention.mention_id: mention for mention in document.mentions}
        self.known = {one.mention_id for one in document.resolutions if one.kind == "actor"}
        self.resolutions: list[Resolution] = []
        self.inside: dict[int, list[Mention]] = {}
        for mention in document.mentions:
            self.inside.setdefault(mention.sentence, []).append(mention)

    def event(self, item: Mapping[str, Any], name: str) -> Event | None:
        """The event of one gold row; None where no sentence of the report holds its trigger."""
        trigger = Span(item["trigger"]["start"], item["trigger"]["end"])
        index = next((s.index for s in self.document.sentences if s.span.overlaps(trigger)), None)
        if index is None:
            return None
        place = self._mention(item["place"], index) if item.get("place") else None
        return Event(
            event_id=f"{self.document.report.report_id}:e{trigger.start}-{trigger.end}-{name}",
            report_id=self.document.report.report_id, sentence=index, trigger=trigger,
            event_type=item["event_type"], modes=tuple(item["modes"]), actors=self._parties(item["actors"], index),
            recipients=self._parties(item["recipients"], index), place=place, time=self._time(item.get("time")),
            status=item["status"], negated=item["negated"], killed=_count(item, "killed"),
            injured=_count(item, "injured"),
        )  # fmt: skip

    def _parties(self, items: Sequence[Mapping[str, Any]], index: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._party(item, index) for item in items))

    def _party(self, item: Mapping[str, Any], index: int) -> str:
        mention_id = self._mention(item, index)
        if item.get("country") and mention_id not in self.known:
            self.known.add(mention_id)
            self.resolutions.append(
                Resolution(mention_id=mention_id, kind="actor", target=None, name=None, country=item["country"],
                           score=1.0, method="given")
            )  # fmt: skip
        return mention_id

    def _mention(self, item: Mapping[str, Any], index: int) -> str:
        span = Span(item["start"], item["end"])
        best = max(self.inside.get(index, ()), key=lambda mention: _shared(mention.span, span), default=None)
        if best is not None and _shared(best.span, span) >= LEAST_SHARED:
            return best.mention_id
        made = Mention(
            mention_id=f"{self.document.report.report_id}:m{span.start}-{span.end}", span=span, label="OTHER",
            sentence=index,
        )  # fmt: skip
        self.mentions.setdefault(made.mention_id, made)
        return made.mention_id

    def _time(self, item: Mapping[str, Any] | None) -> str | None:
        times: Iterator[str] = (
            time.time_id
            for time in self.document.times
            if item and time.span is not None and time.span.overlaps(Span(item["start"], item["end"]))
        )
        return next(times, None)


def _shared(one: Span, other: Span) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / max(one.end - one.start, other.end - other.start, 1)


def _count(item: Mapping[str, Any], name: str) -> Count | None:
    number = item.get(name)
    if number is None:
        return None
    span = Span(item["trigger"]["start"], item["trigger"]["end"])
    return Count(low=number, best=number, high=number, approx=bool(item.get("approx")), span=span)
