from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree as Xml

import numpy as np
import pytest
from tests.analyse.made import START

from dateline.analyse.backtest import run_backtest
from dateline.analyse.futures import Simulated, foretell, simulated_rungs
from dateline.analyse.ladder import load_ladder, rung_on_days, rungs_of_steps
from dateline.analyse.panel import Panel, make_panel
from dateline.analyse.reliability_plot import reliability_svg
from dateline.analyse.targets import TARGETS, find_target


def small(days: int = 120, until: int | None = None, dyads: int = 10) -> Panel:
    """Dyads that accuse each other in bouts; `until`: nothing of the later days is known."""
    rng = np.random.default_rng(4)
    facts = []
    for number in range(dyads):
        code, hot = f"A{chr(65 + number // 26)}{chr(65 + number % 26)}", False
        for day in range(days):
            hot = rng.uniform() < (0.9 if hot else 0.05)
            told = rng.uniform() < (0.6 if hot else 0.05)
            if told and (until is None or day <= until):
                facts.append((code, "ZZZ", START + timedelta(days=day), "ACCUSE"))
    return make_panel(facts, start=START, end=START + timedelta(days=days - 1))


def test_rungs_of_many_courses_are_those_of_each() -> None:
    ladder, rng = load_ladder(), np.random.default_rng(0)
    steps = np.where(rng.uniform(size=(20, 60, 2)) < 0.1, rng.integers(-4, 6, (20, 60, 2)), 0)
    together = rungs_of_steps(ladder, steps)
    for course, rungs in zip(steps, together, strict=True):
        day, side = np.nonzero(course)
        assert rungs.tolist() == rung_on_days(ladder, day, course[day, side], side, 60).tolist()
    assert together.max() >= 6


def test_simulated_futures_answer_each_target() -> None:
    panel = small()
    futures = np.zeros((4, 30, 2, 5), dtype=np.int64)
    futures[0, 3, 0, 4] = futures[1, 20, 1, 4] = 1  # force on two paths of four, once within a week
    rungs = simulated_rungs(panel, 0, panel.length - 1, futures)
    assert rungs.shape == (4, 31)
    assert rungs[:, 0].tolist() == [int(panel.rungs()[0, -1])] * 4
    told = {horizon: foretell(futures, rungs, tuple(panel.ladder.classes), find_target("force"), horizon)
            for horizon in (7, 30)}  # fmt: skip
    assert told == {7: pytest.approx(1.5 / 5), 30: pytest.approx(2.5 / 5)}
    counts = foretell(futures, rungs, tuple(panel.ladder.classes), find_target("hostile"), 30)
    assert np.asarray(counts).tolist() == [1, 1, 0, 0]


def test_the_response_model_of_a_back_test_knows_the_past_only() -> None:
    target = find_target("hostile")
    whole, cut = (Simulated(panel, (7,), paths=20) for panel in (small(), small(until=70)))
    assert np.array_equal(whole.cdf(70, target, 7, 5), cut.cdf(70, target, 7, 5))
    assert np.array_equal(whole.chance(70, find_target("rung_up"), 7), cut.chance(70, find_target("rung_up"), 7))


def test_all_methods_are_tested_on_the_same_forecasts_and_drawn() -> None:
    tests = run_backtest(small(dyads=40), horizons=(7,), targets=TARGETS[4:5], every=21, draws=20, response=True)
    (one,) = tests
    assert set(one.scores) == {"regression", "response", "persistence", "climatology", "last"}
    assert set(one.gain) == set(one.scores) - {"regression"}
    assert all(low <= gain <= high for gain, low, high in one.gain.values())
    assert one.error == one.errors[one.best]
    root = Xml.fromstring(reliability_svg(tests))
    assert root.tag.endswith("svg")
    assert f"hostile, 7 days: {one.best}" in "".join(root.itertext())
