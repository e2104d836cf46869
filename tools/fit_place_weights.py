"""Fits the weights by which the places of a name are ranked, on toponyms with gold coordinates.

    python tools/fit_place_weights.py geovirus.jsonl > weights.yaml

Each name's right candidates are those within 161 km of its gold point. The weights maximise their
probability, held near the weights in use by a penalty: small sets say little of what they rarely show.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from dateline.annotate.sentences import FindSentences
from dateline.evaluate.geoparsing import NEAR_KM, Toponym, error_km, gold_toponyms, report_of
from dateline.lexicon import load_gazetteer
from dateline.models import load_parser
from dateline.records import Document
from dateline.resolve.place_ranking import FEATURES
from dateline.resolve.places import ResolvePlaces

PENALTY = 12.0
OUTER, STEPS, RATE = 4, 400, 0.02


def examples(
    resolver: ResolvePlaces, documents: list[Document], golds: list[list[Toponym]]
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """For each ambiguous gold name: its candidates' features, and which of them are right."""
    for document, gold in zip(documents, golds, strict=True):
        groups = resolver.groups_at(document, [toponym.span for toponym in gold])
        for toponym, group in zip(gold, groups, strict=True):
            if group is None or len(group.candidates) < 2 or toponym.lat is None:
                continue
            errors = [error_km(toponym, candidate.place) for candidate in group.candidates]
            right = np.array([error is not None and error <= NEAR_KM for error in errors])
            if right.any() and not right.all() and len(group.matrix):
                yield group.matrix.copy(), right


def fit(weights: np.ndarray, start: np.ndarray, data: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Gradient ascent on the mean log-probability of the right candidates, less the penalty."""
    weights = weights.copy()
    for _ in range(STEPS):
        slope = -PENALTY * (weights - start) / len(data)
        for matrix, right in data:
            scores = matrix @ weights
            odds = np.exp(scores - scores.max())
            wanted = odds * right
            slope += (wanted / wanted.sum() - odds / odds.sum()) @ matrix / len(data)
        weights += RATE * 20 * slope
    return weights


def main() -> None:
    """Prints the fitted weights as YAML."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    rows: list[dict[str, Any]] = [
        json.loads(line) for line in parser.parse_args().path.read_text(encoding="utf-8").splitlines()
    ]
    gazetteer = load_gazetteer()
    documents = FindSentences(load_parser()).many([Document(report=report_of(row)) for row in rows])
    golds = [gold_toponyms(row) for row in rows]
    start = weights = np.array([gazetteer.place_weights[name] for name in FEATURES])
    for _ in range(OUTER):
        resolver = ResolvePlaces(gazetteer, dict(zip(FEATURES, weights.tolist(), strict=True)))
        weights = fit(weights, start, list(examples(resolver, documents, golds)))
    for name, weight in zip(FEATURES, weights, strict=True):
        print(f"{name}: {weight:.2f}")


if __name__ == "__main__":
    main()
