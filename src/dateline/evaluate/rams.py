"""Scores against RAMS (Ebner et al., ACL 2020) through a mapping of its types to PLOVER.

What is scored is told in `dateline.evaluate.docevents`; the mapping is `rams.tsv`. A row is a window of
five sentences of which one event is annotated: so triggers are scored by recall alone, types on found
triggers, and arguments on found triggers. Rows whose type has no exact or broad counterpart are read
and not scored.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dateline.evaluate.docevents import (
    ROLES,
    DocEventScorer,
    GoldEvent,
    TypeMap,
    load_type_map,
    spans_of_tokens,
)
from dateline.records import Document, Report, Span, make_id

_MARKS = frozenset((".", ",", ";", ":", "?", "!", ")", "%", "n't", "”", "…"))


def score_rams(rows: Iterable[Mapping[str, Any]], code: Callable[[Report], Document]) -> DocEventScorer:
    """The scorer after reading every row; `code` is the whole path, and sees only rows that are scored."""
    types = load_type_map("rams")
    scorer = DocEventScorer(types.scored_types, exhaustive=False)
    for row in rows:
        if types.type_of(row["event_type"]) is not None:
            scorer.add(code(report_of(row)), [gold_event(row, types)], row["doc_key"])
    return scorer


def is_coded(key: str) -> bool:
    """Whether a window may be coded and trained on; the other half is left to measure on (`benchmarks/scores.py`)."""
    return zlib.crc32(key.encode()) % 2 == 0


def report_of(row: Mapping[str, Any]) -> Report:
    """The window's tokens as a report without a date, a line for each sentence."""
    text, _ = _text(row)
    return Report(
        report_id=make_id("r", row["doc_key"], text),
        source=row.get("source_url") or row["doc_key"],
        text=text,
        language="en",
    )


def gold_event(row: Mapping[str, Any], types: TypeMap) -> GoldEvent:
    """The gold event of one row."""
    _, spans = _text(row)
    arguments = [
        (types.roles[argument["role"]], _span(spans, argument["span"]))
        for argument in row["arguments"]
        if types.roles.get(argument["role"]) in ROLES
    ]
    return GoldEvent(_span(spans, row["trigger"]["span"]), types.type_of(row["event_type"]), tuple(arguments))


def _text(row: Mapping[str, Any]) -> tuple[str, list[tuple[int, int]]]:
    tokens = [token for sentence in row["sentences"] for token in sentence]
    breaks: dict[int, str] = {}
    at = 0
    for sentence in row["sentences"]:
        breaks[at] = "\n"
        at += len(sentence)
    breaks.update((i, "") for i, token in enumerate(tokens) if i not in breaks and _leans_left(token))
    return spans_of_tokens(tokens, breaks)


def _leans_left(token: str) -> bool:
    """Whether a token is written on to the word before it."""
    return token in _MARKS or (token[:1] in "'’" and len(token) > 1)


def _span(spans: list[tuple[int, int]], tokens: list[int]) -> Span:
    return Span(spans[tokens[0]][0], spans[tokens[1] - 1][1])
