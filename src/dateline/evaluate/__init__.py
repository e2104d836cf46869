"""Scores against gold annotations: `evaluate_set` reads a file of a known set, codes it and counts."""

from __future__ import annotations

from dateline.evaluate.floors import load_floors
from dateline.evaluate.sets import FORECASTS, SETS, Evaluation, evaluate_set

__all__ = ["FORECASTS", "SETS", "Evaluation", "evaluate_set", "load_floors"]
