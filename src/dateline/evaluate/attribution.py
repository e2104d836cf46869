"""Scores of attribution against PolNeAR-style gold: who says what, with which words.

Every gold attribution counts, also those without source. Tokens are runs of word characters and single other
characters (`\\w+|[^\\w\\s]`). Three views:

- `content_token_f1`, `source_token_f1`: the set of tokens of a report that lie in any gold content
  (source), against the set that lies in any predicted one; each token counts once however many
  attributions share it; pooled over reports.
- `content_overlap_f1`, `source_overlap_f1`, `cue_overlap_f1`: attributions are paired one to one within a
  report, greedily by the number of content tokens shared (ties by the number of cue tokens shared, then by
  text order); a pair needs at least one shared content token. A pair whose sources share a token is a hit
  for the source. A gold source that is unpaired, or whose pair has no source or another one, is missed; a
  predicted source without such a hit is spurious. Attributions without a source (gold or predicted) add
  nothing to the source's counts, and so for cues.
- `attribution_f1`: all three overlap, or are absent on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dateline.evaluate.counts import Counts
from dateline.records import Claim, Document, Report, Span, make_id

_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution as spans, gold or predicted."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(slots=True)
class AttributionScorer:
    """Collects counts report by report; `misses` holds what was wrong, for reading."""

    content_token: Counts = field(default_factory=Counts)
    source_token: Counts = field(default_factory=Counts)
    content_overlap: Counts = field(default_factory=Counts)
    source_overlap: Counts = field(default_factory=Counts)
    cue_overlap: Counts = field(default_factory=Counts)
    attribution: Counts = field(default_factory=Counts)
    misses: list[dict[str, Any]] = field(default_factory=list)

    def add(
        self, text: str, gold: Sequence[Attribution], predicted: Sequence[Attribution], doc_id: str = ""
    ) -> None:
        """Counts one report."""
        tokens = _TokenIndex(text)
        gold_sets = [_Sets.of(attribution, tokens) for attribution in gold]
        found_sets = [_Sets.of(attribution, tokens) for attribution in predicted]
        for role in ("content", "source"):
            mine = frozenset().union(*(getattr(sets, role) for sets in found_sets))
            theirs = frozenset().union(*(getattr(sets, role) for sets in gold_sets))
            counts = self.content_token if role == "content" else self.source_token
            counts.add(len(mine & theirs), len(theirs - mine), len(mine - theirs))
        pairs = pair_by_content(gold_sets, found_sets)
        self._add_pairs(gold_sets, found_sets, pairs)
        agreeing = {(i, j) for i, j in pairs if _agree(gold_sets[i], found_sets[j])}
        self.misses += _misses(doc_id, text, gold, predicted, pairs, agreeing)

    def _add_pairs(self, gold: list[_Sets], found: list[_Sets], pairs: list[tuple[int, int]]) -> None:
        for role, counts in (
            ("content", self.content_overlap), ("source", self.source_overlap), ("cue", self.cue_overlap)
        ):  # fmt: skip
            hits = sum(1 for i, j in pairs if getattr(gold[i], role) & getattr(found[j], role))
            wanted = sum(1 for sets in gold if getattr(sets, role))
            given = sum(1 for sets in found if getattr(sets, role))
            counts.add(hits, wanted - hits, given - hits)
        whole = sum(1 for i, j in pairs if _agree(gold[i], found[j]))
        self.attribution.add(whole, len(gold) - whole, len(found) - whole)

    def metrics(self) -> dict[str, float]:
        """The scores by name."""
        result: dict[str, float] = {}
        for name in (
            "content_token", "source_token", "content_overlap", "source_overlap", "cue_overlap", "attribution"
        ):  # fmt: skip
            counts: Counts = getattr(self, name)
            result[f"{name}_f1"] = counts.f1
            result[f"{name}_precision"] = counts.precision
            result[f"{name}_recall"] = counts.recall
        return result


def score_attribution(
    rows: Iterable[Mapping[str, Any]], code: Callable[[Report], Document]
) -> AttributionScorer:
    """The counts over the data set's rows, each read by `code` (the path up to claims)."""
    scorer = AttributionScorer()
    for row in rows:
        document = code(report_of(row))
        scorer.add(row["text"], gold_attributions(row), claimed_attributions(document.claims), row["doc_id"])
    return scorer


def report_of(row: Mapping[str, Any]) -> Report:
    """The row's article as a report without parts: headlines are annotated, too."""
    return Report(report_id=make_id("r", row["doc_id"], row["text"]), source=row["doc_id"], text=row["text"])


def pair_by_content(gold: Sequence[_Sets], found: Sequence[_Sets]) -> list[tuple[int, int]]:
    """The one-to-one pairs (gold, predicted) that share content, best first."""
    scored = []
    for i, wanted in enumerate(gold):
        for j, given in enumerate(found):
            shared = len(wanted.content & given.content)
            if shared:
                scored.append((-shared, -len(wanted.cue & given.cue), i, j))
    scored.sort()
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    pairs = []
    for _, _, i, j in scored:
        if i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            pairs.append((i, j))
    return pairs


def gold_attributions(row: Mapping[str, Any]) -> list[Attribution]:
    """The attributions of one row of the data set."""
    return [
        Attribution(*(_spans(attribution.get(role) or ()) for role in ("source", "cue", "content")))
        for attribution in row["attributions"]
    ]


def claimed_attributions(claims: Iterable[Claim]) -> list[Attribution]:
    """The claims as attributions, without the reporter's own (`method` begins with 'unsourced')."""
    return [
        Attribution(
            (claim.source_span,) if claim.source_span is not None else (), (claim.cue,), claim.content
        )
        for claim in claims
        if not claim.method.startswith("unsourced")
    ]


def _spans(items: Iterable[Mapping[str, Any]]) -> tuple[Span, ...]:
    return tuple(Span(item["start"], item["end"]) for item in items)


def _agree(gold: _Sets, found: _Sets) -> bool:
    for role in ("source", "cue", "content"):
        wanted, given = getattr(gold, role), getattr(found, role)
        if not (wanted & given) and (wanted or given):
            return False
    return True


def _misses(
    doc_id: str, text: str, gold: Sequence[Attribution], found: Sequence[Attribution],
    pairs: Sequence[tuple[int, int]], agreeing: set[tuple[int, int]],
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """What no other side answers, and pairs that do not agree, in text order."""
    partner = dict(pairs)
    for i, wanted in enumerate(gold):
        other = partner.get(i)
        if other is None:
            yield _miss(doc_id, text, "missed", wanted, None)
        elif (i, other) not in agreeing:
            yield _miss(doc_id, text, "differs", wanted, found[other])
    answered = set(partner.values())
    for j, given in enumerate(found):
        if j not in answered:
            yield _miss(doc_id, text, "spurious", None, given)


def _miss(
    doc_id: str, text: str, kind: str, gold: Attribution | None, found: Attribution | None
) -> dict[str, Any]:
    content = (gold or found or Attribution((), (), ())).content
    return {
        "doc_id": doc_id, "kind": kind, "gold": _said(text, gold), "found": _said(text, found),
        "text": " … ".join(span.of(text) for span in content)[:200],
    }  # fmt: skip


def _said(text: str, attribution: Attribution | None) -> str | None:
    """'source / cue' of an attribution."""
    if attribution is None:
        return None
    return " / ".join(
        " … ".join(span.of(text) for span in spans) or "–" for spans in (attribution.source, attribution.cue)
    )


class _TokenIndex:
    """The tokens of a text, found by span."""

    def __init__(self, text: str) -> None:
        self.at: list[int] = [-1] * len(text)  # the token that each character lies in
        for number, match in enumerate(_TOKEN.finditer(text)):
            for position in range(*match.span()):
                self.at[position] = number

    def inside(self, spans: Iterable[Span]) -> frozenset[int]:
        """The tokens that share a character with one of the spans."""
        return frozenset(
            self.at[i] for span in spans for i in range(span.start, min(span.end, len(self.at)))
        ) - {-1}


@dataclass(frozen=True, slots=True)
class _Sets:
    """One attribution as sets of tokens."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]

    @classmethod
    def of(cls, attribution: Attribution, tokens: _TokenIndex) -> _Sets:
        return cls(
            tokens.inside(attribution.source),
            tokens.inside(attribution.cue),
            tokens.inside(attribution.content),
        )
