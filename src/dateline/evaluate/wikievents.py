"""Scores against WikiEvents (Li, Ji and Han, NAACL 2021) through a mapping of its types to PLOVER.

What is scored is told in `dateline.evaluate.docevents`; the mapping is `wikievents.tsv`. About half of
the events have an exact or broad counterpart. Events without a trigger span (the derived train part)
are left out. The texts carry no date, so values of time are not scored, and neither are modes,
coreference and the roles beyond actor, recipient and place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dateline.evaluate.docevents import ROLES, DocEventScorer, GoldEvent, TypeMap, load_type_map
from dateline.records import Document, Report, Span, make_id


def score_wikievents(rows: Iterable[Mapping[str, Any]], code: Callable[[Report], Document]) -> DocEventScorer:
    """The scorer after reading every row; `code` is the whole path."""
    types = load_type_map("wikievents")
    scorer = DocEventScorer(types.scored_types)
    for row in rows:
        scorer.add(code(report_of(row)), gold_events(row, types), row["doc_id"])
    return scorer


def report_of(row: Mapping[str, Any]) -> Report:
    """The row's text as a report without a date."""
    return Report(
        report_id=make_id("r", row["doc_id"], row["text"]),
        source=row["doc_id"],
        text=row["text"],
        language="en",
    )


def gold_events(row: Mapping[str, Any], types: TypeMap) -> list[GoldEvent]:
    """The gold events of one row whose trigger has a span."""
    return [
        GoldEvent(
            _span(row, event["trigger"]["span"]),
            types.type_of(event["event_type"]),
            tuple(
                (types.roles[argument["role"]], _span(row, argument["span"]))
                for argument in event["arguments"]
                if argument.get("span") and types.roles.get(argument["role"]) in ROLES
            ),
        )
        for event in row["events"]
        if event["trigger"].get("span")
    ]


def _span(row: Mapping[str, Any], tokens: list[int]) -> Span:
    first, last = tokens[0], tokens[1] - 1
    return Span(row["token_chars"][first][0], row["token_chars"][last][1])
