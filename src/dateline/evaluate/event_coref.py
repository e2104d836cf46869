"""Scores of event coreference over gold mentions: MUC, B3, CEAFe and their mean, the CoNLL F1.

The mentions are those of kind 'event' in selected sentences of an ECB+ file; singletons are kept; a
cluster may span documents, and a gold cluster marked 'within' is one cluster in each document. Topics are
not given: all documents are clustered together. Definitions:

- MUC (Vilain 1995): recall = Σ(|K| − p(K)) / Σ(|K| − 1), p(K) the number of response clusters that K falls
  into.
- B3 (Bagga and Baldwin 1998): recall = mean over mentions of |K ∩ R| / |K|.
- found: of the gold mentions that an event of ours overlaps, B3 of the incidents that linking the documents gives.
- CEAFe (Luo 2005): the one-to-one alignment of clusters that maximises Σ φ4, φ4(K, R) = 2|K ∩ R| / (|K| +
  |R|); recall divides by the number of gold clusters. The alignment is exact (Hungarian method on each
  connected component).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dateline.evaluate.event_clusters import EventMention, cluster_mentions, head_lemma_clusters
from dateline.extract.event_view import stem_of
from dateline.extract.tree import Tree
from dateline.link.across import link_documents
from dateline.records import Document, Event, Report, Span, make_id

Clusters = Sequence[frozenset[Hashable]]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        whole = self.precision + self.recall
        return 2 * self.precision * self.recall / whole if whole else 0.0


def score_muc(gold: Clusters, found: Clusters) -> Score:
    """MUC: links that one side's clusters need and the other's keep."""
    return Score(_muc_recall(found, gold), _muc_recall(gold, found))


def _muc_recall(key: Clusters, response: Clusters) -> float:
    owner = _owners(response)
    kept = needed = 0
    for cluster in key:
        parts = {owner[mention] for mention in cluster if mention in owner}
        alone = sum(1 for mention in cluster if mention not in owner)
        kept += len(cluster) - len(parts) - alone
        needed += len(cluster) - 1
    return kept / needed if needed else 0.0


def score_b3(gold: Clusters, found: Clusters) -> Score:
    """B3: the mean over mentions of the share of its cluster that the other side has too."""
    return Score(_b3_recall(found, gold), _b3_recall(gold, found))


def _b3_recall(key: Clusters, response: Clusters) -> float:
    owner = _owners(response)
    total, mentions = 0.0, 0
    for cluster in key:
        sizes = Counter(owner[mention] for mention in cluster if mention in owner)
        total += sum(size * size for size in sizes.values()) / len(cluster)
        mentions += len(cluster)
    return total / mentions if mentions else 0.0


def score_ceafe(gold: Clusters, found: Clusters) -> Score:
    """CEAFe: clusters aligned one to one for the most similarity."""
    similarity = _aligned(gold, found)
    return Score(similarity / len(found) if found else 0.0, similarity / len(gold) if gold else 0.0)


def _aligned(gold: Clusters, found: Clusters) -> float:
    """The greatest total φ4 of a one-to-one alignment, component by component of overlapping clusters."""
    owner = _owners(found)
    overlaps: dict[int, Counter[int]] = {
        i: Counter(owner[mention] for mention in cluster if mention in owner)
        for i, cluster in enumerate(gold)
    }
    total = 0.0
    for rows, columns in _components(overlaps):
        matrix = np.zeros((len(rows), len(columns)))
        place = {column: j for j, column in enumerate(columns)}
        for i, row in enumerate(rows):
            for column, shared in overlaps[row].items():
                matrix[i, place[column]] = 2 * shared / (len(gold[row]) + len(found[column]))
        total += sum(matrix[i, j] for i, j in assign(matrix))
    return float(total)


def _components(overlaps: Mapping[int, Counter[int]]) -> list[tuple[list[int], list[int]]]:
    by_column: dict[int, list[int]] = {}
    for row, columns in overlaps.items():
        for column in columns:
            by_column.setdefault(column, []).append(row)
    seen: set[int] = set()
    found = []
    for start in overlaps:
        if start in seen or not overlaps[start]:
            continue
        rows, columns_here, queue = [], set[int](), [start]
        seen.add(start)
        while queue:
            row = queue.pop()
            rows.append(row)
            for column in overlaps[row]:
                columns_here.add(column)
                for other in by_column[column]:
                    if other not in seen:
                        seen.add(other)
                        queue.append(other)
        found.append((sorted(rows), sorted(columns_here)))
    return found


def assign(gain: np.ndarray) -> list[tuple[int, int]]:
    """The (row, column) pairs of the assignment with the greatest total gain (Hungarian method)."""
    flipped = gain.shape[0] > gain.shape[1]
    cost = -(gain.T if flipped else gain)
    rows, columns = cost.shape
    row_potential, column_potential = np.zeros(rows + 1), np.zeros(columns + 1)
    match = np.zeros(columns + 1, dtype=int)  # the row (from 1) that holds each column
    for row in range(1, rows + 1):
        match[0], column = row, 0
        least = np.full(columns + 1, np.inf)
        way = np.zeros(columns + 1, dtype=int)
        used = np.zeros(columns + 1, dtype=bool)
        while True:
            used[column] = True
            here = match[column]
            slack = cost[here - 1] - row_potential[here] - column_potential[1:]
            free = ~used[1:]
            better = free & (slack < least[1:])
            least[1:][better] = slack[better]
            way[1:][better] = column
            following = int(np.argmin(np.where(free, least[1:], np.inf))) + 1
            step = least[following]
            row_potential[match[used]] += step
            column_potential[used] -= step
            least[1:][free] -= step
            column = following
            if match[column] == 0:
                break
        while column:
            previous = way[column]
            match[column] = match[previous]
            column = previous
    pairs = [(int(match[column]) - 1, column - 1) for column in range(1, columns + 1) if match[column]]
    return sorted((column, row) if flipped else (row, column) for row, column in pairs)


def _owners(clusters: Clusters) -> dict[Hashable, int]:
    return {mention: i for i, cluster in enumerate(clusters) for mention in cluster}


def coreference_metrics(gold: Clusters, found: Clusters) -> dict[str, float]:
    """The three scores and their mean, `conll_f1`, by name."""
    muc, b3, ceafe = score_muc(gold, found), score_b3(gold, found), score_ceafe(gold, found)
    return {
        "conll_f1": (muc.f1 + b3.f1 + ceafe.f1) / 3,
        "muc_f1": muc.f1, "muc_precision": muc.precision, "muc_recall": muc.recall,
        "b3_f1": b3.f1, "b3_precision": b3.precision, "b3_recall": b3.recall,
        "ceafe_f1": ceafe.f1, "ceafe_precision": ceafe.precision, "ceafe_recall": ceafe.recall,
    }  # fmt: skip


def score_event_coref(
    rows: Iterable[Mapping[str, Any]], code: Callable[[Report], Document]
) -> dict[str, float]:
    """The metrics of our clusters, and of the head-lemma baseline as `lemma_…`; `code` parses."""
    gold: dict[Hashable, set[Hashable]] = {}
    mentions: list[EventMention] = []
    texts: dict[str, str] = {}
    documents: list[Document] = []
    found: dict[Hashable, str] = {}
    for row in rows:
        text = row["text"]
        report = Report(report_id=make_id("r", row["doc_id"], text), source=row["doc_id"], text=text)
        document = code(report)
        texts[row["doc_id"]] = story_of(row)
        documents.append(document)
        for item in row["mentions"]:
            if item["kind"] == "event" and item.get("selected"):
                mention = _mention(document, row["doc_id"], item)
                mentions.append(mention)
                gold.setdefault(_gold_cluster(row["doc_id"], item), set()).add(mention.key)
                if (event_id := _event_at(document, Span(item["start"], item["end"]))) is not None:
                    found[mention.key] = event_id
    clusters = [frozenset(cluster) for cluster in gold.values()]
    metrics = coreference_metrics(clusters, cluster_mentions(mentions, texts))
    baseline = coreference_metrics(clusters, head_lemma_clusters(mentions))
    metrics |= _end_to_end(clusters, found, documents)
    return {**metrics, **{f"lemma_{name}": value for name, value in baseline.items() if name.endswith("f1")}}


def _event_at(document: Document, span: Span) -> str | None:
    """The event of ours whose trigger overlaps the span most."""
    near = [event for event in document.events if event.trigger.overlaps(span)]
    if not near:
        return None

    def shared(event: Event) -> int:
        return min(event.trigger.end, span.end) - max(event.trigger.start, span.start)

    return max(near, key=lambda event: (shared(event), event.event_id)).event_id


def _end_to_end(
    gold: Clusters, found: Mapping[Hashable, str], documents: Sequence[Document]
) -> dict[str, float]:
    home = {
        event: incident.incident_id for incident in link_documents(documents).incidents for event in incident.events
    }
    groups: dict[str, set[Hashable]] = {}
    for key, event_id in found.items():
        groups.setdefault(home.get(event_id, event_id), set()).add(key)
    kept = [frozenset(key for key in cluster if key in found) for cluster in gold]
    score = score_b3([cluster for cluster in kept if cluster], [frozenset(group) for group in groups.values()])
    total = sum(len(cluster) for cluster in gold)
    return {
        "found_share": len(found) / total if total else 0.0,
        "found_b3_f1": score.f1, "found_b3_precision": score.precision, "found_b3_recall": score.recall,
    }  # fmt: skip


def story_of(row: Mapping[str, Any]) -> str:
    """The row's text without the page's address, which opens an ecbplus document."""
    sentences = row["sentences"]
    text: str = row["text"]
    return text[sentences[1]["start"] :] if row["doc_id"].endswith("plus") and len(sentences) > 1 else text


def _gold_cluster(doc_id: str, item: Mapping[str, Any]) -> Hashable:
    cluster = item.get("cluster")
    if not cluster:
        return (doc_id, item["m_id"], "alone")
    return (cluster,) if item.get("scope") == "cross" else (doc_id, cluster)


def _mention(document: Document, doc_id: str, item: Mapping[str, Any]) -> EventMention:
    span = Span(item["start"], item["end"])
    starts = [sentence.span.start for sentence in document.sentences]
    lemma = str(item["text"]).lower()
    at = bisect_right(starts, span.start) - 1
    if at >= 0:
        tree = Tree(document.sentences[at])
        head = tree.head_of(span)
        lemma = tree.lemma(head) if head is not None else lemma
    return EventMention((doc_id, item["m_id"]), doc_id, lemma, stem_of(lemma))
