"""Fits what confidences are worth: `fit_confidence.py DATA` writes models/reader/confidence.json.

Curves of model scores are fitted on the codings that are kept apart from training and on the event corpus's dev part,
rates of the ways of the parse also on its train part, which the model knows by heart. Told at the end are the errors on
dev as fitted, of curves fitted without dev, and crosswise: with one half of dev's reports for the other. Run it after a
change of the reader, or of the rules that fill slots.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

import dateline.pipeline
from dateline.evaluate.event_corpus import SLOTS, calibration_error, gold_spans, pair_triggers, report_of
from dateline.models.confidence import FILE, Confidence, log_odds
from dateline.pipeline import Pipeline, build_pipeline
from dateline.records import Document
from dateline.training.codings import coded_reports

LEAST = 25  # cases that a rate or curve needs
PRIOR = 6.0  # cases that the common rate of a slot counts beside a way's own


@dataclass
class Cases:
    """(score, right) of events and bindings, by 'event METHOD' and 'SLOT METHOD'."""

    found: dict[str, list[tuple[float, bool]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: dict[str, Any], document: Document) -> None:
        """Takes in one report."""
        gold, pairs = row["events"], pair_triggers(row["events"], document.events)
        typed = {j for i, j in pairs if gold[i]["event_type"] == document.events[j].event_type}
        for j, event in enumerate(document.events):
            self.found[f"event {event.method}"].append((event.confidence, j in typed))
        for i, j in pairs:
            for binding in document.events[j].bindings:
                if binding.target is not None and binding.span is not None and binding.slot in SLOTS:
                    right = any(binding.span.overlaps(span) for span in gold_spans(gold[i], binding.slot))
                    self.found[f"{binding.slot} {binding.method}"].append((binding.score, right))


def main(data: Path) -> None:
    """Fits, writes and tells."""
    dateline.pipeline.load_confidence = lambda: Confidence({}, {})  # type: ignore[attr-defined]
    pipeline = build_pipeline()
    halves, apart, more = (Cases(), Cases()), Cases(), Cases()
    for k, row in enumerate(_rows(data / "event_corpus/dev.jsonl")):
        _take(halves[k % 2], row, pipeline)
    for row in coded_reports(Path(__file__).parent.parent / "data" / "codings", data, apart=True):
        _take(apart, row, pipeline)
    for row in _rows(data / "event_corpus/train.jsonl"):
        _take(more, row, pipeline)
    fitted = fit([*halves, apart], more)
    FILE.write_text(json.dumps(fitted, indent=1, sort_keys=True) + "\n", "utf-8")
    without = fit([apart], more)
    for name in ("event", "slot"):
        crossed: list[tuple[float, bool]] = []
        for k in (0, 1):
            crossed += weighed(halves[k], fit([halves[1 - k], apart], more), name)
        every = weighed(halves[0], fitted, name) + weighed(halves[1], fitted, name)
        unseen = weighed(halves[0], without, name) + weighed(halves[1], without, name)
        print(
            f"{name}: error {calibration_error(every):.3f} as fitted, {calibration_error(unseen):.3f} without dev, "
            f"{calibration_error(crossed):.3f} crosswise"
        )
        table(every)


def _take(cases: Cases, row: dict[str, Any], pipeline: Pipeline) -> None:
    document = pipeline.code(report_of(row))
    if isinstance(document, Document):
        cases.add(row, document)


def weighed(cases: Cases, fitted: dict[str, Any], name: str) -> list[tuple[float, bool]]:
    """(confidence, right) of events or of bindings."""
    confidence = Confidence(fitted["curves"], fitted["rates"])
    result = []
    for key, found in cases.found.items():
        kind, _, method = key.partition(" ")
        if (kind == "event") == (name == "event"):
            for score, right in found:
                told = confidence.event(method, score) if kind == "event" else confidence.slot(kind, method, score)
                result.append((told, right))
    return result


def table(cases: Sequence[tuple[float, bool]], bins: int = 5) -> None:
    """Prints stated confidence beside the share that was right."""
    ranked = sorted(cases)
    for k in range(bins):
        part = ranked[k * len(ranked) // bins : (k + 1) * len(ranked) // bins]
        stated, right = np.mean([score for score, _ in part]), np.mean([right for _, right in part])
        print(f"  {part[0][0]:.2f} to {part[-1][0]:.2f}: stated {stated:.2f}, right {right:.2f} of {len(part)}")


def fit(dev: Sequence[Cases], train: Cases) -> dict[str, Any]:
    """Curves and rates."""
    curves: dict[str, list[float]] = {}
    rates: dict[str, float] = {}
    read: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for cases in dev:
        for key, found in cases.found.items():
            read[key] += found
    for key, found in read.items():
        if key.startswith("event ") or key.endswith(" model"):
            curves[key] = curve(found, prior=read["event both"] if key.startswith("event ") else [])
    for slot in SLOTS:
        ways = {key for key in (*read, *train.found) if key.startswith(f"{slot} ") and not key.endswith(" model")}
        every = [right for key in ways for _, right in (*read[key], *train.found[key])]
        if not every:
            continue
        common = rates[slot] = round(float(np.mean(every)), 4)
        for key in sorted(ways):
            own = [right for _, right in (*read[key], *train.found[key])]
            if len(own) >= LEAST:
                rates[key] = round((sum(own) + PRIOR * common) / (len(own) + PRIOR), 4)
    return {"curves": curves, "rates": rates}


def curve(found: Sequence[tuple[float, bool]], prior: Sequence[tuple[float, bool]]) -> list[float]:
    """Slope and intercept of a logistic curve on the log odds, slightly held to slope 1 and intercept 0."""
    cases = list(found) if len(found) >= LEAST else [*found, *prior]
    x = np.array([[log_odds(score), 1.0] for score, _ in cases])
    y = np.array([float(right) for _, right in cases])
    weights, target, hold = np.array([1.0, 0.0]), np.array([1.0, 0.0]), 1.0
    for _ in range(300):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (p - y) + hold * (weights - target)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + hold * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        weights = weights - step * min(1.0, 0.5 / (np.abs(step).max() + 1e-9))  # short steps: a full one may overshoot
    return [round(float(value), 4) for value in weights]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
