"""Scores of causality on Causal News Corpus: is there a cause; which spans are its parts.

- `sentence_f1`: F1 of the causal class over all sentences (`sentence_accuracy` beside it).
- `span_f1`: over the sentences that gold calls causal. The relations of a sentence, gold and predicted,
  are paired one to one so that most words are shared (greedily, by the words shared in cause and effect).
  Within a pair each role (cause, effect, signal) is compared as spans in the manner of FairEval: an exact
  span is one hit; a span that only overlaps is a boundary error, which counts as half a miss and half a
  false alarm; else a miss and a false alarm. Spans of unpaired relations are misses or false alarms. F1 =
  hits / (hits + (misses + false alarms) / 2). It follows the shared task's idea; its program was not run
  here, so figures are near to but not the same as the published ones.
- `span_exact_f1`: as above, but an overlapping span is a miss and a false alarm.
- `span_token_f1`: words in roles, pooled: a word of a predicted cause is a hit if it is in the paired gold
  cause.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dateline.evaluate.counts import Counts
from dateline.extract.link_cause import find_causal_spans
from dateline.extract.tree import Tree
from dateline.lexicon import Causes
from dateline.records import Document, Report, Span, Tag, make_id

ROLES = ("cause", "effect", "signal")
SURE, SURE_WITH_WORD = 0.5, 0.4  # how sure the reader has to be that a sentence tells a cause


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of cause as spans; `signal` is None where no words license it."""

    cause: Span
    effect: Span
    signal: Span | None = None


@dataclass(slots=True)
class CausalityScorer:
    """Collects counts sentence by sentence; `misses` holds what was wrong, for reading."""

    sentence: Counts = field(default_factory=Counts)
    right: int = 0
    sentences: int = 0
    exact: float = 0.0
    boundary: float = 0.0
    missed: float = 0.0
    spurious: float = 0.0
    token: Counts = field(default_factory=Counts)
    misses: list[dict[str, Any]] = field(default_factory=list)

    def add(
        self, causal: bool, gold: Sequence[Relation], found: Sequence[Relation], said_causal: bool,
        doc_id: str = "", text: str = "",
    ) -> None:  # fmt: skip
        """Counts one sentence."""
        self.sentences += 1
        self.right += causal == said_causal
        self.sentence.add(causal and said_causal, causal and not said_causal, said_causal and not causal)
        if causal != said_causal or (causal and set(gold) != set(found)):
            kind = "missed" if not said_causal else "spurious" if not causal else "spans"
            self.misses.append(
                {"doc_id": doc_id, "kind": kind, "gold": _told(text, gold), "found": _told(text, found), "text": text}
            )
        if not causal:
            return
        pairs = pair_relations(gold, found)
        taken_gold, taken_found = {i for i, _ in pairs}, {j for _, j in pairs}
        both = [(gold[i], found[j]) for i, j in pairs]
        both_or_none: list[tuple[Relation | None, Relation | None]] = [*both]
        both_or_none += [(relation, None) for i, relation in enumerate(gold) if i not in taken_gold]
        both_or_none += [(None, relation) for j, relation in enumerate(found) if j not in taken_found]
        for wanted, given in both_or_none:
            for role in ROLES:
                self._add_role(_role(wanted, role), _role(given, role))

    def _add_role(self, wanted: Span | None, given: Span | None) -> None:
        if wanted is not None and given is not None:
            if wanted == given:
                self.exact += 1
            elif wanted.overlaps(given):
                self.boundary += 1
            else:
                self.missed += 1
                self.spurious += 1
        elif wanted is not None:
            self.missed += 1
        elif given is not None:
            self.spurious += 1
        shared = (
            max(0, min(wanted.end, given.end) - max(wanted.start, given.start)) if wanted and given else 0
        )
        self.token.add(shared, _size(wanted) - shared, _size(given) - shared)

    def metrics(self) -> dict[str, float]:
        """The scores by name."""
        return {
            "sentence_f1": self.sentence.f1,
            "sentence_precision": self.sentence.precision,
            "sentence_recall": self.sentence.recall,
            "sentence_accuracy": self.right / self.sentences if self.sentences else 0.0,
            "span_f1": _f1(self.exact, self.missed + self.boundary / 2, self.spurious + self.boundary / 2),
            "span_exact_f1": _f1(self.exact, self.missed + self.boundary, self.spurious + self.boundary),
            "span_token_f1": self.token.f1,
        }


def score_causality(
    rows: Iterable[Mapping[str, Any]], code: Callable[[Report], Document], causes: Causes
) -> CausalityScorer:
    """The counts over the data set's rows; `code` gives at least the parsed sentences."""
    scorer = CausalityScorer()
    for row in rows:
        report = Report(report_id=make_id("r", row["id"], row["text"]), source=row["id"], text=row["text"])
        document = code(report)
        found = found_relations(document, causes)
        said = is_causal(document, found)
        scorer.add(bool(row["causal"]), gold_relations(row), found if said else [], said, row["id"], row["text"])
    return scorer


def is_causal(document: Document, found: Sequence[Relation]) -> bool:
    """Whether the text tells of a cause: the reader says so; or, where it did not read, a word signals it."""
    if not document.tags:
        return bool(found)
    sure = max((tag.score for tag in document.tags if (tag.layer, tag.label) == ("causal", "yes")), default=0.0)
    return sure >= (SURE_WITH_WORD if found else SURE)


def found_relations(document: Document, causes: Causes) -> list[Relation]:
    """The relations that a word of the text signals by itself; where there are none, the one that the reader marks."""
    return signalled_relations(document, causes) or read_relations(document.tags)


def read_relations(tags: Iterable[Tag]) -> list[Relation]:
    """The cause and effect of each sentence that the reader marks, with the signal."""
    found: list[Relation] = []
    spans: dict[str, Tag] = {}
    for tag in tags:
        if tag.layer != "causal":
            continue
        if tag.label == "yes":
            found += _joined(spans)
            spans = {}
        else:
            spans[tag.label] = tag
    return found + _joined(spans)


def _joined(spans: Mapping[str, Tag]) -> list[Relation]:
    if "cause" not in spans or "effect" not in spans:
        return []
    signal = spans.get("signal")
    return [Relation(spans["cause"].span, spans["effect"].span, signal.span if signal else None)]


def signalled_relations(document: Document, causes: Causes) -> list[Relation]:
    """The relations that a word of the text signals by itself."""
    found = []
    for sentence in document.sentences:
        tree = Tree(sentence)
        for causal in find_causal_spans(tree, causes):
            spans = None if causal.loose else causal.spans(tree)
            if spans is not None:
                found.append(Relation(*spans, causal.signal))
    return found


def pair_relations(gold: Sequence[Relation], found: Sequence[Relation]) -> list[tuple[int, int]]:
    """One-to-one pairs (gold, found) that share characters in cause or effect, most shared first."""
    scored = []
    for i, wanted in enumerate(gold):
        for j, given in enumerate(found):
            shared = _shared(wanted.cause, given.cause) + _shared(wanted.effect, given.effect)
            if shared:
                scored.append((-shared, i, j))
    scored.sort()
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    pairs = []
    for _, i, j in scored:
        if i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            pairs.append((i, j))
    return pairs


def gold_relations(row: Mapping[str, Any]) -> list[Relation]:
    """The relations of one row of the data set."""
    found = []
    for relation in row["relations"]:
        cause, effect, signal = (_hull(relation[role]) for role in ROLES)
        if cause is not None and effect is not None:
            found.append(Relation(cause, effect, signal))
    return found


def _told(text: str, relations: Sequence[Relation]) -> list[str]:
    """'cause [signal] effect' of each relation."""
    return [
        f"{relation.cause.of(text)} [{relation.signal.of(text) if relation.signal else ''}] {relation.effect.of(text)}"
        for relation in relations
    ]


def _hull(spans: Iterable[Mapping[str, int]]) -> Span | None:
    spans = list(spans)
    return Span(min(span["start"] for span in spans), max(span["end"] for span in spans)) if spans else None


def _role(relation: Relation | None, role: str) -> Span | None:
    span: Span | None = None if relation is None else getattr(relation, role)
    return span


def _shared(left: Span, right: Span) -> int:
    return max(0, min(left.end, right.end) - max(left.start, right.start))


def _size(span: Span | None) -> int:
    return 0 if span is None else span.end - span.start


def _f1(hits: float, missed: float, spurious: float) -> float:
    whole = hits + (missed + spurious) / 2
    return hits / whole if whole else 0.0
