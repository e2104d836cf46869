from __future__ import annotations

import numpy as np
import pytest

from dateline.analyse.hawkes import (
    Days,
    Prior,
    Times,
    fit_answer,
    intervals,
    kolmogorov,
    rescaled_gaps,
    simulate_times,
)
from dateline.analyse.ladder import load_ladder
from dateline.analyse.response import answers_to, fit_response, growth, load_beliefs, rescaled_counts, simulate

BASE, GAIN, DECAY, SPAN = (0.2, 0.15), ((0.3, 0.2), (0.35, 0.15)), (0.8, 1.5), 1200.0


def watched(seed: int, answer: int) -> Times:
    times, marks = simulate_times(BASE, GAIN, DECAY, SPAN, np.random.default_rng(seed))
    return Times(times=times, marks=marks, size=2, answer=answer, span=SPAN)


@pytest.mark.slow
def test_known_parameters_are_recovered_with_honest_intervals() -> None:
    hits, gaps = [], []
    for seed in range(24):
        for answer in (0, 1):
            observed = watched(seed, answer)
            fit = fit_answer(observed)
            low, high = intervals(observed, fit)
            true = np.array([BASE[answer], *GAIN[answer], DECAY[answer]])
            hits.append((low <= true) & (true <= high))
            gaps.append(kolmogorov(1 - np.exp(-rescaled_gaps(observed, fit)))[1])
    assert 0.85 <= np.mean(hits) <= 0.95, "intervals of 90 % hold the truth in 85 to 95 of 100 cases"
    assert np.mean(np.array(gaps) < 0.05) <= 0.1, "a right model is not rejected"


def test_a_wrong_model_is_rejected() -> None:
    observed = watched(3, 0)
    fit = fit_answer(observed)
    from dataclasses import replace

    wrong = replace(fit, gain=np.zeros(2), base=np.array([len(rescaled_gaps(observed, fit)) / SPAN]))
    assert kolmogorov(1 - np.exp(-rescaled_gaps(observed, wrong)))[1] < 0.01


def test_simulated_processes_have_the_rate_that_theory_gives() -> None:
    times, marks = simulate_times(BASE, GAIN, DECAY, 20000.0, np.random.default_rng(1))
    rate = np.linalg.solve(np.eye(2) - np.array(GAIN), np.array(BASE))
    assert np.bincount(marks) / 20000 == pytest.approx(rate, rel=0.05)
    assert np.all(np.diff(times) >= 0)


def daily(seed: int = 0, days: int = 3000) -> np.ndarray:
    """Counts [1, day, 1 cause] that answer themselves: base 0.2, gain 0.5, decay 0.3."""
    rng = np.random.default_rng(seed)
    counts, state, rho = np.zeros((1, days, 1)), 0.0, float(np.exp(-0.3))
    for day in range(days):
        counts[0, day, 0] = rng.poisson(0.2 + 0.5 * state)
        state = rho * state + (1 - rho) * counts[0, day, 0]
    return counts


def test_days_give_the_same_parameters() -> None:
    counts = daily()
    fit = fit_answer(Days(causes=counts, answers=counts[:, :, 0]))
    assert fit.base[0] == pytest.approx(0.2, abs=0.05)
    assert fit.gain[0] == pytest.approx(0.5, abs=0.1)
    assert fit.decay == pytest.approx(0.3, abs=0.12)


def test_beliefs_hold_where_there_is_little_and_yield_where_there_is_much() -> None:
    few, many = daily(days=20), daily(days=3000)
    prior = Prior(unanswered=10, gain=(0.1,), days=50, floor=0.001)
    held = fit_answer(Days(causes=few, answers=few[:, :, 0]), prior)
    told = fit_answer(Days(causes=many, answers=many[:, :, 0]), prior)
    assert abs(held.gain[0] - 0.1) < abs(told.gain[0] - 0.1)
    assert told.gain[0] == pytest.approx(0.5, abs=0.1)
    nothing = fit_answer(Days(causes=np.zeros((1, 50, 1)), answers=np.zeros((1, 50))), prior)
    assert nothing.base[0] > 0, "what never happened may happen"


def dyads(force: float, seed: int = 0) -> np.ndarray:
    """Five dyads of five classes; force of one side calls forth force of the other."""
    rng = np.random.default_rng(seed)
    counts = np.zeros((5, 400, 2, 5))
    for one in range(5):
        state = np.zeros(2)
        for day in range(400):
            counts[one, day, :, 4] = rng.poisson(0.03 + force * state[::-1])
            state = 0.7 * state + 0.3 * counts[one, day, :, 4]
    return counts


def test_who_is_hit_hits_back() -> None:
    model = fit_response(dyads(0.6), 0, load_ladder())
    best = answers_to(model, "force")[0]
    assert (best.by, best.kind) == ("other", "force")
    assert 0.3 < best.expected < 0.9
    assert best.half_after < best.most_after
    assert model.gain[1, 4, 4] > model.gain[0, 4, 4]


def test_rescaled_counts_are_uniform_only_if_the_model_is_right() -> None:
    rng = np.random.default_rng(5)
    rate = rng.uniform(0.05, 2, 3000)
    counts = rng.poisson(rate).astype(np.float64)
    assert kolmogorov(rescaled_counts(counts, rate))[1] > 0.01
    assert kolmogorov(rescaled_counts(counts, np.full(3000, rate.mean())))[1] < 0.05


def test_futures_are_reproducible_and_follow_the_model() -> None:
    counts = dyads(0.6)
    model = fit_response(counts, 0, load_ladder())
    quiet, struck = np.zeros((30, 2, 5)), np.zeros((30, 2, 5))
    struck[-1, 0, 4] = 3
    calm, after = (simulate(model, history, 30, paths=800, seed=1) for history in (quiet, struck))
    assert after.counts[:, :7, :, 4].sum() > 1.5 * calm.counts[:, :7, :, 4].sum()
    assert after.any_of(4, 7).mean() > calm.any_of(4, 7).mean() + 0.2
    assert np.array_equal(simulate(model, struck, 30, paths=800, seed=1).counts, after.counts)
    injected = simulate(model, quiet, 5, paths=50, inject={(2, 1, 0): 2.0}).counts
    assert injected[:, 2, 1, 0].min() >= 2
    damped = simulate(model, struck, 30, paths=800, seed=1, damp={4: 0.0}).counts
    assert damped[:, :, :, 4].sum() == 0


def test_no_future_explodes() -> None:
    model = fit_response(dyads(0.9, seed=3), 0, load_ladder())
    history = np.full((20, 2, 5), 2.0)
    assert simulate(model, history, 90, paths=200).counts.sum(axis=(2, 3)).max() < 500


def test_beliefs_name_every_class_and_let_processes_die_out() -> None:
    gain = load_beliefs(load_ladder()).gain
    assert gain.shape == (2, 5, 5)
    whole = np.block([[gain[0], gain[1]], [gain[1], gain[0]]])
    largest = np.abs(np.linalg.eigvals(whole)).max()
    assert largest < 0.95
    assert growth(gain[None])[0] == pytest.approx(largest, rel=1e-3)
