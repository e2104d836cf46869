"""Scores of time expressions against TimeML gold: TempEval-3's measures.

Expressions of one text are paired one to one, the pair with the longest overlap first. With all gold
expressions and all found ones as denominators:

- `span_relaxed_f1`: pairs that share a character; `span_strict_f1`: pairs with the same span.
- `value_f1`: relaxed pairs with the same value, compared as strings, as TempEval-3 does.
- `value_notation_f1`: the same, with notations of one value taken as equal: `1949-XX` and `1949`, `198X` and
  `198`, `P16H` and `PT16H`, `2000-W8` and `2000-W08`, `2000-03-29-TEV` and `2000-03-29TEV`.
- `type_accuracy`: relaxed pairs with the same type, over all of them (WikiWars has no type but DATE).

A text with gold events is scored from its first annotation to its last one: what lies outside is the wire's
header and footer, which AQUAINT keeps and nobody annotated. Other texts are scored whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dateline.records import Document, Report, Span, TimeRef, make_id


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression, gold or found."""

    span: Span
    timex_type: str
    value: str


@dataclass(slots=True)
class TemporalScorer:
    """Collects counts text by text; `misses` holds what was wrong, for reading."""

    gold: int = 0
    found: int = 0
    relaxed: int = 0
    strict: int = 0
    value: int = 0
    notation: int = 0
    typed: int = 0
    misses: list[dict[str, Any]] = field(default_factory=list)

    def add(self, text: str, gold: Sequence[Timex], found: Sequence[Timex], doc_id: str = "") -> None:
        """Counts one text."""
        pairs = pair_by_overlap([item.span for item in gold], [item.span for item in found])
        self.gold += len(gold)
        self.found += len(found)
        self.relaxed += len(pairs)
        for i, j in pairs:
            wanted, given = gold[i], found[j]
            self.strict += wanted.span == given.span
            self.value += wanted.value == given.value
            self.typed += wanted.timex_type == given.timex_type
            alike = same_value(wanted.value, given.value)
            self.notation += alike
            if not alike:
                self._note(doc_id, text, "value", wanted, given)
        paired_gold, paired_found = {i for i, _ in pairs}, {j for _, j in pairs}
        for i, item in enumerate(gold):
            if i not in paired_gold:
                self._note(doc_id, text, "missed", item, None)
        for j, item in enumerate(found):
            if j not in paired_found:
                self._note(doc_id, text, "spurious", None, item)

    def _note(self, doc_id: str, text: str, kind: str, gold: Timex | None, found: Timex | None) -> None:
        span = gold.span if gold else found.span if found else Span(0, 0)
        context = " ".join(text[max(0, span.start - 40) : span.end + 40].split())
        self.misses.append({
            "doc_id": doc_id, "kind": kind, "context": context, "text": span.of(text),
            "gold": gold.value if gold else None, "found": found.value if found else None,
        })  # fmt: skip

    def metrics(self) -> dict[str, float]:
        """The scores by name."""
        whole = self.gold + self.found
        scores = {
            name: 2 * hits / whole if whole else 0.0
            for name, hits in (
                ("span_relaxed_f1", self.relaxed),
                ("span_strict_f1", self.strict),
                ("value_f1", self.value),
                ("value_notation_f1", self.notation),
            )
        }
        return scores | {
            "span_relaxed_precision": self.relaxed / self.found if self.found else 0.0,
            "span_relaxed_recall": self.relaxed / self.gold if self.gold else 0.0,
            "type_accuracy": self.typed / self.relaxed if self.relaxed else 0.0,
        }


def score_temporal(rows: Iterable[Mapping[str, Any]], code: Callable[[Report], Document]) -> TemporalScorer:
    """The scorer after reading every row; `code` need only find sentences, times and dates."""
    scorer = TemporalScorer()
    for row in rows:
        document = code(report_of(row))
        start, end = annotated_zone(row)
        found = [
            timex
            for timex in found_timexes(document.times)
            if start <= timex.span.start and timex.span.end <= end
        ]
        scorer.add(row["text"], gold_timexes(row), found, row["doc_id"])
    return scorer


def report_of(row: Mapping[str, Any]) -> Report:
    """The row's text as a report, published on its document date."""
    day = str(row.get("dct") or "")[:10]
    published = datetime.fromisoformat(day) if len(day) == 10 else None
    return Report(
        report_id=make_id("r", row["doc_id"], row["text"]), source=row["doc_id"], text=row["text"],
        published=published, published_basis="given" if published else None,
    )  # fmt: skip


def gold_timexes(row: Mapping[str, Any]) -> list[Timex]:
    """The gold expressions of one row."""
    return [
        Timex(Span(item["start"], item["end"]), item.get("type") or "DATE", item.get("value") or "")
        for item in row["timexes"]
    ]


def found_timexes(times: Iterable[TimeRef]) -> list[Timex]:
    """The expressions that stand in the text."""
    return [Timex(time.span, time.timex_type, time.value) for time in times if time.span is not None]


def annotated_zone(row: Mapping[str, Any]) -> tuple[int, int]:
    """Where the annotators worked: first annotation to last, or the whole text where it has no events."""
    if not row.get("events"):
        return 0, len(row["text"])
    marks = [*row["events"], *row["timexes"]]
    return min(mark["start"] for mark in marks), max(mark["end"] for mark in marks)


def pair_by_overlap(gold: Sequence[Span], found: Sequence[Span]) -> list[tuple[int, int]]:
    """One-to-one pairs of overlapping spans, the longest overlap first."""
    order = sorted(range(len(found)), key=lambda j: found[j])
    scored = []
    for i, wanted in enumerate(gold):
        for j in order:
            if found[j].start >= wanted.end:
                break
            shared = min(wanted.end, found[j].end) - max(wanted.start, found[j].start)
            if shared > 0:
                scored.append((-shared, wanted.start, found[j].start, i, j))
    pairs = []
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    for _, _, _, i, j in sorted(scored):
        if i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            pairs.append((i, j))
    return pairs


def same_value(left: str, right: str) -> bool:
    """Whether two TIMEX values say the same in different notations."""
    return left == right or _plain(left) == _plain(right)


def _plain(value: str) -> str:
    value = value.upper().replace("-T", "T")
    value = re.sub(r"^P(\d+H)", r"PT\1", value)
    value = re.sub(r"W(\d)(?!\d)", r"W0\1", value)
    value = re.sub(r"T(\d):", r"T0\1:", value)
    if not value.startswith(("P", "XXXX")):
        value = re.sub(r"(?:-XX|X)+$", "", value)
    return value
