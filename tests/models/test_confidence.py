"""Confidences: curves on log odds, rates by way, raw scores where neither is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.models.confidence import Confidence, load_confidence

FITTED = Confidence({"event model": (0.5, -1.0), "actor model": (1.0, 0.0)}, {"actor": 0.7, "actor subject": 0.9})


def test_curves_rates_and_raw_scores():
    assert FITTED.event("model", 0.5) == pytest.approx(0.2689, abs=1e-4)
    assert FITTED.event("lexicon", 0.8) == 0.8
    assert FITTED.slot("actor", "subject", 0.3) == 0.9
    assert FITTED.slot("actor", "a rare way", 0.3) == 0.7
    assert FITTED.slot("actor", "model", 0.6) == pytest.approx(0.6)
    assert FITTED.slot("weapon", "clause", 0.8) == 0.8


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(["model", "both", "lexicon"]))
def test_a_higher_score_is_never_worth_less(one, other, method):
    low, high = sorted((one, other))
    for confidence in (FITTED, load_confidence()):
        assert 0 <= confidence.event(method, low) <= confidence.event(method, high) <= 1
