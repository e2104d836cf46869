"""Fits the weights of links inside a report: `fit_links.py DATA` writes lexicon/same_event.yaml and cause_weights.yaml.

Logistic regressions on pairs of gold events: of the event corpus's train part and of the codings, those kept apart
too. Thresholds were chosen on fits without the kept apart, see docs/decisions/links.md.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dateline.evaluate.event_corpus import report_of
from dateline.evaluate.event_links import with_gold_events
from dateline.evaluate.rows import read_rows
from dateline.extract.event_view import EventView, make_views, stem_of
from dateline.extract.link_same import WINDOW, is_comparable, pair_features
from dateline.extract.link_weighed import find_evidence
from dateline.extract.tree import Tree
from dateline.lexicon import load_causes
from dateline.lexicon.same_words import load_same_words
from dateline.pipeline import build_pipeline
from dateline.records import Document
from dateline.training.codings import coded_reports

LEXICON = Path(__file__).parent.parent / "src" / "dateline" / "lexicon"
CODINGS = Path(__file__).parent.parent / "data" / "codings"
SAME, CAUSE = 0.15, 0.18  # thresholds; about half of the F1 that is reached from raw text
WHOLE = ("polnear", "wikievents", "muc", "rams")  # sets of codings with runs of sentences
Coded = tuple[Mapping[str, Any], Document]
Pair = tuple[Mapping[str, float], bool]
SAME_HEAD = "# How much each piece of evidence says that two mentions are one event: log-odds (tools/fit_links.py).\n"
CAUSE_HEAD = """# How much each piece of evidence speaks for one event of a sentence having come of another: log-odds
# (tools/fit_links.py). X of Y: effect of cause; over: the cause stands under the effect in the parse; under: above
# it; way: the steps from the effect up to ^ and down to the cause.
"""
HEADS = {"same_event": SAME_HEAD, "cause_weights": CAUSE_HEAD}


def main(data: Path) -> None:
    """Fits and writes both."""
    coded = list(code(data))
    write_weights("same_event", fit(list(same_pairs(coded)), penalty=5.0, least=15), SAME)
    write_weights("cause_weights", fit(list(cause_pairs(coded)), penalty=3.0, least=12), CAUSE)


def code(data: Path) -> Iterator[Coded]:
    """The reports that are learned from, with the layers that the whole path gives them."""
    pipeline = build_pipeline()
    rows = list(read_rows(data / "event_corpus/train.jsonl"))
    for apart in (False, True):
        rows += [row for row in coded_reports(CODINGS, data, apart=apart) if row["doc_id"].startswith(WHOLE)]
    for row in rows:
        document = pipeline.code(report_of(row))
        if isinstance(document, Document):
            yield row, document


def gold_views(row: Mapping[str, Any], document: Document) -> tuple[list[EventView], dict[int, Tree], dict[str, str]]:
    """The views of a row's events, the trees, and the gold cluster of each event id."""
    given = with_gold_events(row, document)
    events = sorted(given.events, key=lambda event: (event.trigger, event.event_id))
    trees = {s.index: Tree(s) for s in document.sentences if s.part == "body"}
    root = clusters(row)
    names = [item["id"] for item in row["events"]]
    found = {event.event_id: root[names[int(event.event_id.rsplit("-", 1)[1])]] for event in events}
    return make_views(given, events, trees, load_same_words().by_stem(stem_of)), trees, found


def clusters(row: Mapping[str, Any]) -> dict[str, str]:
    """Each event of the row with the first mention of its event."""
    above = {item["id"]: item.get("same_as") for item in row["events"]}
    found: dict[str, str] = {}
    for name in above:
        first, seen = name, {name}
        while (next_up := above.get(first)) in above and next_up not in seen:
            first = next_up
            seen.add(first)
        found[name] = first
    return found


def same_pairs(coded: Sequence[Coded]) -> Iterator[Pair]:
    """The evidence on each pair of comparable events, and whether they are one."""
    for row, document in coded:
        views, _, cluster = gold_views(row, document)
        for i, left in enumerate(views):
            for right in views[max(0, i - WINDOW) : i]:
                if is_comparable(left, right):
                    yield pair_features(left, right), cluster[left.event.event_id] == cluster[right.event.event_id]


def cause_pairs(coded: Sequence[Coded]) -> Iterator[Pair]:
    """The evidence on each ordered pair of a sentence's events, and whether the first came of the second."""
    causes = load_causes()
    for row, document in coded:
        views, trees, cluster = gold_views(row, document)
        root = clusters(row)
        gold = {(root[item["id"]], root[name]) for item in row["events"] for name in item["caused_by"] if name in root}
        for index, tree in trees.items():
            inside = [view for view in views if view.event.sentence == index]
            tags = [tag for tag in document.tags if tag.layer == "causal" and tree.sentence.span.covers(tag.span)]
            for one in find_evidence(tree, inside, tags, causes):
                pair = cluster[one.effect.event.event_id], cluster[one.cause.event.event_id]
                if pair[0] != pair[1]:
                    yield one.features, pair in gold


def fit(pairs: Sequence[Pair], penalty: float, least: int) -> dict[str, float]:
    """Weights by evidence that stands on `least` pairs: Newton's method with a squared penalty."""
    counts = Counter(name for features, _ in pairs for name in features)
    names = sorted(name for name in counts if counts[name] >= least)
    at = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(pairs), len(names)))
    for row, (features, _) in enumerate(pairs):
        for name in features.keys() & at.keys():
            matrix[row, at[name]] = features[name]
    right = np.array([float(answer) for _, answer in pairs])
    held = np.where(np.array(names) == "bias", 1e-3, penalty)
    weights = np.zeros(len(names))
    for _ in range(30):
        guess = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (guess - right) + held * weights
        bend = (matrix * (guess * (1 - guess))[:, None]).T @ matrix + np.diag(held)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if abs(step).max() < 1e-4:
            break
    return dict(zip(names, weights.tolist(), strict=True))


def write_weights(name: str, weights: Mapping[str, float], threshold: float) -> None:
    """The lexicon file of the weights; what rounds to nothing is left out."""
    told = [f'  "{evidence}": {weight:.2f}' for evidence, weight in weights.items() if abs(weight) >= 0.01]
    text = HEADS[name] + f"threshold: {threshold}\nweights:\n" + "\n".join(told) + "\n"
    (LEXICON / f"{name}.yaml").write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
