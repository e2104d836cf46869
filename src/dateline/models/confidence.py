"""What a raw score is worth: how often events and slots with such a score and method were right on annotated news."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dateline.errors import ResourceError

FILE = Path(__file__).parent / "reader" / "confidence.json"


@dataclass(frozen=True, slots=True)
class Confidence:
    """Curves (slope and intercept on the score's log odds) by method, and plain rates of the methods without scores.

    Fitted by `tools/fit_confidence.py`; Platt 1999. What has neither curve nor rate keeps its raw score.
    """

    curves: Mapping[str, tuple[float, float]]
    rates: Mapping[str, float]

    def event(self, method: str, score: float) -> float:
        """The probability that a trigger with this score is an event of its type."""
        return self._of(f"event {method}", score)

    def slot(self, slot: str, method: str, score: float) -> float:
        """The probability that a slot filled this way is filled rightly, given that the event is right."""
        rate = self.rates.get(f"{slot} {method}", self.rates.get(slot))
        return self._of(f"{slot} {method}", score) if rate is None or method == "model" else rate

    def _of(self, name: str, score: float) -> float:
        curve = self.curves.get(name)
        if curve is None:
            return score
        slope, intercept = curve
        return 1 / (1 + math.exp(-(slope * log_odds(score) + intercept)))


def log_odds(score: float) -> float:
    """The log odds of a score, kept within ±7."""
    score = min(max(score, 0.001), 0.999)
    return math.log(score / (1 - score))


@cache
def load_confidence() -> Confidence:
    """The curves and rates that belong to the shipped reader; none where the file is absent."""
    if not FILE.exists():
        return Confidence({}, {})
    try:
        data = json.loads(FILE.read_text("utf-8"))
        return Confidence({name: (pair[0], pair[1]) for name, pair in data["curves"].items()}, data["rates"])
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise ResourceError(f"{FILE.name}: {error}") from error
