"""Forecasts say nothing of a day but from the days before, and learn what made worlds teach."""

from __future__ import annotations

import numpy as np
import pytest

from dateline.analyse.forecaster import Forecaster, ForecasterParameters, _latest_days
from dateline.analyse.kinds import Kinds
from dateline.analyse.likeness import Likeness
from dateline.analyse.ranker import Questions, Ranker, RankerParameters, loss_and_slope
from dateline.analyse.recurrency import HALF_LIVES, Ints, Ledger, Memory, both_ways, recurrency_scores
from dateline.analyse.rules import Rules, walk_from
from dateline.analyse.signals import CONTEXT, SIGNALS, Ground, ask, guess, read_signals
from dateline.evaluate.tkg import Recurrency, score_forecasts

THREATEN, STRIKE, THANK = 0, 1, 2
PARTIES, RELATIONS = 12, 3
SMALL = ForecasterParameters(
    candidates=6, questions=400, fewest=50, warm_up=5, ranker=RankerParameters(first=8, second=4, epochs=6, batch=32)
)


def world(days: int, seed: int = 0) -> Ints:
    """Whoever threatens another is struck by that party on the next day; thanks go anywhere."""
    random = np.random.default_rng(seed)
    facts: list[tuple[int, int, int, int]] = []
    threats: list[tuple[int, int]] = []
    for day in range(days):
        facts += [(other, STRIKE, subject, day) for subject, other in threats]
        one, two, three, four, five, six = random.choice(PARTIES, 6, replace=False).tolist()
        threats = [(one, two), (three, four)]
        facts += [(subject, THREATEN, other, day) for subject, other in threats]
        facts.append((five, THANK, six, day))
    return np.array(facts)


def learned(facts: Ints) -> Forecaster:
    forecaster = Forecaster(PARTIES, RELATIONS, parameters=SMALL)
    forecaster.learn(facts)
    return forecaster


@pytest.fixture(scope="module")
def forecaster() -> Forecaster:
    return learned(world(80))


def test_a_rule_of_the_world_is_found(forecaster: Forecaster) -> None:
    rules = forecaster.rules.one_step.sum(axis=0)
    threatened_by = THREATEN + RELATIONS
    assert rules[:, STRIKE].argmax() == threatened_by
    assert rules[threatened_by, STRIKE] > 3 * rules[threatened_by, THANK]


def test_the_answer_is_forecast_and_told(forecaster: Forecaster) -> None:
    facts = world(80)
    subject, _, other, day = facts[(facts[:, 3] == 79) & (facts[:, 1] == THREATEN)][0].tolist()
    (ranking,) = forecaster.forecast(np.array([[other, STRIKE]]), 80)
    assert ranking.scores[0].argmax() == subject
    assert ranking.chances.sum() == pytest.approx(1)
    best = forecaster.drivers(other, STRIKE, subject, 80)[0]
    assert (best.relation, best.days_ago) == (THREATEN + RELATIONS, 80 - day)


def test_strangers_have_no_drivers(forecaster: Forecaster) -> None:
    assert Forecaster(PARTIES, RELATIONS).drivers(0, STRIKE, 1, 5) == ()


def test_no_forecast_knows_its_day() -> None:
    """Whatever happens from a day on, the forecasts of that day stay the same."""
    facts = world(60)
    scrambled = facts.copy()
    later = scrambled[:, 3] >= 50
    scrambled[later, 2] = (scrambled[later, 2] + 5) % PARTIES
    questions = np.array([[subject, relation] for subject in range(4) for relation in range(6)])
    said = []
    for told in (facts, scrambled):
        forecaster = learned(told[told[:, 3] < 50])
        said.append([ranking.scores for ranking in forecaster.forecast(questions, 50)])
        forecaster.observe(told[told[:, 3] == 50], 50)
    for one, other in zip(*said, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_forecast_changes_nothing() -> None:
    facts = world(40)
    one, other = learned(facts), learned(facts)
    questions = np.array([[1, THREATEN], [2, STRIKE]])
    list(one.forecast(questions, 40))
    for first, second in zip(one.forecast(questions, 40), other.forecast(questions, 40), strict=True):
        np.testing.assert_array_equal(first.scores, second.scores)


def test_the_learned_beats_recurrency_where_rules_reign() -> None:
    facts = world(70)
    past, future = facts[facts[:, 3] < 60], facts[facts[:, 3] >= 60]
    baseline = Recurrency(PARTIES, RELATIONS)
    baseline.learn(past)
    ours = score_forecasts(learned(past), future, RELATIONS).metrics()["mrr"]
    assert ours > score_forecasts(baseline, future, RELATIONS).metrics()["mrr"] + 0.1


def test_the_latest_days_hold_no_more_than_asked() -> None:
    amounts = {1: 5, 2: 5, 3: 5}
    assert _latest_days(amounts, [1, 2, 3], 10) == 2
    assert _latest_days(amounts, [1, 2, 3], 100) == 1
    assert _latest_days(amounts, [1, 2, 3], 1) == 3


def test_a_world_of_one_day_or_of_strangers() -> None:
    forecaster = Forecaster(PARTIES, RELATIONS, parameters=SMALL)
    forecaster.learn(np.array([[0, 1, 2, 0]]))
    (ranking,) = forecaster.forecast(np.array([[7, 0]]), 1)
    assert ranking.scores.shape == (1, PARTIES)
    assert np.isfinite(ranking.scores).all()
    fresh = Forecaster(PARTIES, RELATIONS)
    fresh.learn(np.zeros((0, 4), np.int64))
    assert all(np.isfinite(ranking.scores).all() for ranking in fresh.forecast(np.array([[7, 0]]), 1))


def test_a_ledger_counts_and_fades() -> None:
    ledger = Ledger()
    ledger.add(np.array([5, 3, 5]), 0)
    ledger.add(np.array([4, 5]), 6)
    entries = ledger.between(0, 10, 12)
    assert entries.keys.tolist() == [3, 4, 5]
    assert entries.counts.tolist() == [1, 1, 3]
    assert entries.ages.tolist() == [12, 6, 6]
    life = HALF_LIVES.tolist().index(6.0)
    assert entries.faded[:, life].tolist() == pytest.approx([0.25, 0.5, 2 * 0.25 + 0.5])
    assert ledger.look_up(np.array([[5, 9]]), 12)[0, :, life].tolist() == pytest.approx([1.0, 0.0])


def test_the_recurrency_baseline() -> None:
    memory = Memory(5, 2)
    memory.observe(np.array([[0, 0, 1], [3, 0, 4]]), 0)
    memory.observe(np.array([[0, 0, 2], [0, 1, 3]]), 3)
    scores = recurrency_scores(memory, 0, 0, 4)
    assert scores.argsort()[::-1][:3].tolist() == [2, 1, 4]  # the latest, the earlier, another's object
    assert scores[3] == 0  # another relation


def test_a_walk_leads_over_partners() -> None:
    memory = Memory(6, 2)
    memory.observe(both_ways(np.array([[0, 0, 1], [1, 0, 2], [4, 0, 5]]), 1), 0)
    walk = walk_from(memory, memory.past(0, 1), 1)
    assert walk.others.tolist() == [0, 2]
    assert len(walk_from(memory, memory.past(3, 1), 1).others) == 0


def test_rules_share_the_credit() -> None:
    memory, rules = Memory(4, 2), Rules(2)
    memory.observe(np.array([[0, 1, 2], [0, 0, 3]]), 0)
    past = memory.past(0, 1)
    relations = np.array([0])
    said = rules.foretell(past, relations)[:, :, 0]
    for _ in range(50):
        rules.count_foretold(past, walk_from(memory, past, 1), relations)
        rules.credit(past, said, 0, 0, 1e-6)
    before = rules.one_step.copy()
    rules.refit()
    assert (rules.one_step[:, 1, 0] > before[:, 1, 0]).all()  # 1 foretold 0, always
    assert (rules.one_step[:, 0, 0] < before[:, 0, 0]).all()  # 0 foretold it, never
    assert (rules.one_step[:, :, 1] == before[:, :, 1]).all()  # nobody asked for 1


def test_signals_have_names() -> None:
    memory, kinds = Memory(6, 4), Kinds(["A", "Police (A)", "B", "Police (B)", "C", "D"], 4)
    memory.observe(both_ways(np.array([[0, 0, 1], [2, 1, 3]]), 2), 0)
    kinds.observe(both_ways(np.array([[0, 0, 1], [2, 1, 3]]), 2))
    likeness = Likeness(6)
    likeness.refresh(memory, 1)
    ground = Ground.of(memory, Rules(4), likeness, kinds, 1)
    relations = np.array([0, 3])
    for subject in (0, 5):
        question = ask(ground, subject, relations, ground.background(relations))
        guesses = guess(ground, question)
        candidates = np.tile(np.arange(5), (2, 1))
        signals, context = read_signals(ground, question, guesses, candidates)
        assert signals.shape == (2, 5, len(SIGNALS))
        assert context.shape == (2, CONTEXT)
        assert np.isfinite(signals).all()
        assert np.isfinite(context).all()


def test_kinds_and_lands() -> None:
    names = ["Iran", "Police_(Iran)", "Police (Peru)", "Peru", "Someone", "Citizen (Iran)"]
    kinds = Kinds(names, 2)
    assert kinds.kinds[1] == kinds.kinds[2] != kinds.kinds[5]
    assert kinds.kinds[0] == kinds.kinds[3]
    assert kinds.lands[0] == kinds.lands[1] == kinds.lands[5]
    assert kinds.lands[4] == -1
    memory = Memory(6, 2)
    facts = both_ways(np.array([[4, 0, 1], [4, 0, 5], [2, 0, 3]]), 1)
    memory.observe(facts, 0)
    kinds.refresh(memory, 1)
    assert kinds.lands[4] == kinds.lands[0]  # by ties
    kinds.observe(facts)
    chances = kinds.chances(1, np.array([1]))[0]
    assert chances.argmax() == 4  # what names of one's own land do to police


def test_the_slope_of_the_loss() -> None:
    random = np.random.default_rng(1)
    scores = random.standard_normal((3, 5)).astype(np.float32)
    true = np.array([[1, 0, 0, 0, 0], [0, 1, 1, 0, 0], [0, 0, 0, 0, 1]], bool)
    _, slope = loss_and_slope(scores, true)
    for place in np.ndindex(scores.shape):
        up, down = scores.astype(np.float64), scores.astype(np.float64)
        up[place] += 1e-4
        down[place] -= 1e-4
        measured = (loss_and_slope(up, true)[0] - loss_and_slope(down, true)[0]) / 2e-4
        assert slope[place] == pytest.approx(measured, abs=1e-3)


def questions(count: int, signals: int, random: np.random.Generator, relations: int = 1) -> Questions:
    return Questions(
        random.standard_normal((count, 6, signals)).astype(np.float32),
        random.standard_normal((count, 2)).astype(np.float32),
        random.integers(0, PARTIES, count),
        random.integers(0, relations, count),
        np.array([random.permutation(PARTIES)[:6] for _ in range(count)]),
    )


def test_the_slopes_of_the_network() -> None:
    random = np.random.default_rng(2)
    asked, true = questions(4, 3, random, relations=3), random.random((4, 6)) < 0.3
    ranker = Ranker(PARTIES, 3, RankerParameters(first=5, second=4, width=3, epochs=1, batch=4))
    ranker.fit(asked, true)
    ranker.weights = {name: value.astype(np.float64) for name, value in ranker.weights.items()}
    _, slopes = ranker._slopes(asked, true)
    assert set(slopes) == set(ranker.weights)
    for name, value in ranker.weights.items():
        place = np.unravel_index(int(np.abs(slopes[name]).argmax()), value.shape)
        kept, step = value[place], 1e-6
        value[place] = kept + step
        up = ranker._slopes(asked, true)[0]
        value[place] = kept - step
        down = ranker._slopes(asked, true)[0]
        value[place] = kept
        assert slopes[name][place] == pytest.approx((up - down) / (2 * step) / 4, rel=0.02, abs=1e-4), name


@pytest.mark.parametrize("width", [0, 2])
def test_a_ranker_learns_what_it_is_shown(width: int) -> None:
    asked = questions(300, 2, np.random.default_rng(3))
    true = asked.signals[:, :, 0] == asked.signals[:, :, 0].max(axis=1, keepdims=True)
    ranker = Ranker(PARTIES, 1, RankerParameters(first=8, second=4, width=width, epochs=20, batch=32, rate=1e-2))
    losses = ranker.fit(asked, true)
    assert losses[-1] < losses[0] / 2
    assert (ranker.score(asked).argmax(axis=1) == true.argmax(axis=1)).mean() > 0.9


def test_a_ranker_learns_who_deals_with_whom() -> None:
    """Where signals say nothing, the parties themselves do."""
    asked = questions(400, 2, np.random.default_rng(4))
    friend = (asked.subjects + 1) % PARTIES
    keep = (asked.candidates == friend[:, None]).any(axis=1)
    asked, true = asked.take(keep), (asked.candidates == friend[:, None])[keep]
    ranker = Ranker(PARTIES, 1, RankerParameters(first=4, second=4, width=16, epochs=40, batch=32, rate=2e-2))
    ranker.fit(asked, true)
    assert (ranker.score(asked).argmax(axis=1) == true.argmax(axis=1)).mean() > 0.9
