from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.analyse.made import CRISIS, START, act, store_of, told

from dateline.analyse.backtest import run_backtest
from dateline.analyse.forecasters import baseline_cdf, baseline_chance, fit_regression
from dateline.analyse.forecasts import save_forecasts, score_forecasts
from dateline.analyse.ladder import load_ladder
from dateline.analyse.likelihood import likelihood_word, say_chance
from dateline.analyse.mediators import rank_mediators
from dateline.analyse.outlook import make_outlook, what_if, with_dyad
from dateline.analyse.panel import load_panel, make_panel, read_facts
from dateline.analyse.parties import parse_dyad
from dateline.analyse.scenario import find_intervention, load_interventions, run_scenario
from dateline.analyse.scoring import brier, calibration_error, crps, log_score, reliability
from dateline.analyse.targets import TARGETS, Truth, find_target
from dateline.errors import SettingsError
from dateline.store import open_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("outlook") / "s.duckdb"
    return store_of(path, told(CRISIS), told([(60, "IRN", "ASSAULT", "PAK")]))


def test_scores_are_what_they_are_defined_to_be() -> None:
    chance, came = np.array([0.8, 0.1]), np.array([1.0, 1.0])
    assert brier(chance, came) == pytest.approx([0.04, 0.81])
    assert log_score(chance, came) == pytest.approx([-np.log(0.8), -np.log(0.1)])
    assert log_score(np.array([0.0]), np.array([1.0]))[0] < 7, "nobody is infinitely wrong"
    sure = (np.arange(6)[None, :] >= np.array([[2], [2]])).astype(np.float64)
    assert crps(sure, np.array([2, 5])) == pytest.approx([0, 3]), "of a point it is the distance"
    assert crps(sure, np.array([9, 2])) == pytest.approx([7, 0]), "also beyond what the table reaches"
    half = np.array([[0.5, 1.0]])
    assert crps(half, np.array([0])) == pytest.approx([0.25])
    bins = reliability(np.array([0.05, 0.05, 0.95, 1.0]), np.array([0.0, 0.0, 1.0, 1.0]))
    assert [one.forecasts for one in bins] == [2, 2]
    assert calibration_error(bins) == pytest.approx(0.0375)


def panel_of_acts() -> object:
    facts = [
        ("IRN", "PAK", START + timedelta(days=day), kind)
        for day, kind in ((0, "ACCUSE"), (5, "ASSAULT"), (9, "CONSULT"))
    ]
    return make_panel([*facts, ("PAK", "IRN", START + timedelta(days=7), "ASSAULT")])


def test_what_came_is_read_off_the_days_ahead() -> None:
    panel = panel_of_acts()
    truth = Truth(panel)
    force = truth.of(find_target("force"), 3)[0]
    assert force.tolist() == [0, 0, 1, 1, 1, 1, 1, -1, -1, -1]
    assert truth.of(find_target("hostile"), 3)[0].tolist()[:7] == [0, 0, 1, 1, 2, 1, 1]
    assert truth.of(find_target("rung_up"), 3)[0].tolist()[:7] == [0, 0, 1, 1, 1, 1, 1]
    assert truth.of(find_target("talks"), 30)[0].tolist() == [-1] * 10


def test_baselines_know_the_past_only() -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 2, (3, 100))
    later = truth.copy()
    later[:, 60:] = 1 - later[:, 60:]
    for name in ("persistence", "climatology", "last"):
        assert np.array_equal(baseline_chance(name, truth, 66, 7), baseline_chance(name, later, 66, 7))
        assert np.array_equal(baseline_cdf(name, truth, 66, 7, 5), baseline_cdf(name, later, 66, 7, 5))
    assert baseline_chance("persistence", truth, 66, 7).tolist() == truth[:, 59].tolist()


def test_a_regression_finds_what_matters_and_is_calibrated() -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(4000, 3))
    chance = 1 / (1 + np.exp(-(rows[:, 0] - 0.5)))
    came = (rng.uniform(size=4000) < chance).astype(np.int64)
    model = fit_regression(rows, came, event=True)
    assert np.abs(model.mean(rows) - chance).mean() < 0.03
    counts = rng.poisson(np.exp(0.5 * rows[:, 1]))
    fitted = fit_regression(rows, counts, event=False)
    assert fitted.mean(rows) == pytest.approx(np.exp(0.5 * rows[:, 1]), rel=0.25)
    assert fitted.cdf(rows[:2], 40)[:, -1] == pytest.approx([1, 1], abs=1e-3)


def lively(dyads: int = 30, days: int = 220) -> object:
    """Dyads of which some quarrel in bouts: what was yesterday is a sign of what is tomorrow."""
    rng = np.random.default_rng(2)
    codes = [f"{chr(65 + n // 26)}{chr(65 + n % 26)}X" for n in range(dyads)]
    facts = []
    for code in codes:
        hot = False
        for day in range(days):
            hot = rng.uniform() < (0.93 if hot else 0.03)
            if rng.uniform() < (0.5 if hot else 0.02):
                facts.append((code, "ZZZ", START + timedelta(days=day), "ASSAULT" if rng.uniform() < 0.5 else "ACCUSE"))
            if rng.uniform() < 0.05:
                facts.append(("ZZZ", code, START + timedelta(days=day), "CONSULT"))
    return make_panel(facts)


@pytest.mark.slow
def test_the_back_test_beats_simple_baselines_where_there_is_something_to_learn() -> None:
    tests = {(one.target, one.horizon): one for one in run_backtest(lively(), horizons=(7,), targets=TARGETS[:5:4])}
    for one in tests.values():
        assert one.best == "regression"
        assert one.gain["climatology"][1] > 0
        assert one.gain["persistence"][0] > 0.2
        assert one.error < 0.08


def test_the_panel_of_a_store_counts_what_the_dyad_counts(store: Path) -> None:
    with open_store(store, read_only=True) as opened:
        panel = load_panel(opened)
    number = panel.index("PAK", "IRN")
    assert number is not None
    assert panel.counts[number].sum(axis=(0, 1)).tolist() == [1, 1, 3, 1, 3]
    assert panel.index("IRN", "USA") is None


def test_facts_between_countries_are_read(tmp_path: Path) -> None:
    (tmp_path / "entities.jsonl").write_text(
        '{"id": 0, "name": "Police (Iran)"}\n{"id": 1, "name": "Pakistan"}\n{"id": 2, "name": "Somebody"}\n'
    )
    (tmp_path / "relations.jsonl").write_text('{"id": 0, "name": "Fight", "cameo": "190"}\n')
    (tmp_path / "train.jsonl").write_text(
        '{"s": 0, "r": 0, "o": 1, "date": "2018-01-02"}\n{"s": 2, "r": 0, "o": 1, "date": "2018-01-02"}\n'
    )
    assert list(read_facts(tmp_path, ["train"])) == [("IRN", "PAK", date(2018, 1, 2), "ASSAULT")]


def test_a_dyad_is_put_into_a_panel_from_either_side() -> None:
    acts = [act(1, "ab", "ASSAULT"), act(3, "both", "CONSULT")]
    there, number = with_dyad(
        make_panel([], end=START, start=START - timedelta(days=3)), parse_dyad(["IRN-PAK"]), acts[:0]
    )
    assert there.dyads[number] == ("IRN", "PAK")
    end = START + timedelta(days=9)
    one, n = with_dyad(make_panel([], load_ladder(), start=START, end=end), parse_dyad(["IRN-PAK"]), acts)
    other, m = with_dyad(make_panel([], load_ladder(), start=START, end=end), parse_dyad(["PAK-IRN"]), acts)
    assert np.array_equal(one.counts[n], other.counts[m][:, ::-1])


def test_an_outlook_is_made_kept_and_scored(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    path.write_bytes(store.read_bytes())
    with open_store(path) as opened:
        outlook = make_outlook(opened, parse_dyad(["IRN-PAK"]), today=START + timedelta(days=12), paths=300)
        assert {one.horizon for one in outlook.forecasts} == {7, 30, 90}
        assert all(one.chance is None or 0 < one.chance < 1 for one in outlook.forecasts)
        assert outlook.find("force", 7).chance < outlook.find("force", 90).chance
        assert outlook.confidence == "low"
        assert outlook.find("force", 30).drivers[0].act.event_type == "ASSAULT"
        assert save_forecasts(opened, outlook.forecasts) == len(outlook.forecasts)
        assert save_forecasts(opened, outlook.forecasts) == 0, "a forecast is never made anew in hindsight"
        scores = {(one.target, one.horizon): one for one in score_forecasts(opened)}
        rows = opened.rows("SELECT target, horizon, outcome FROM forecasts ORDER BY ALL")
    came = {(row["target"], row["horizon"]): row["outcome"] for row in rows}
    assert came["talks", 7] == 0
    assert came["talks", 30] == 1
    assert came["hostile", 30] == 0
    assert came["force", 90] is None, "not yet due"
    assert set(scores["force", 30].scores) == {"outlook", "persistence", "climatology", "last"}
    assert scores["talks", 30].scores["outlook"] == pytest.approx((1 - outlook.find("talks", 30).chance) ** 2)


def test_an_outlook_knows_nothing_of_later_days(store: Path) -> None:
    with open_store(store, read_only=True) as opened:
        dyad, day = parse_dyad(["IRN-PAK"]), START + timedelta(days=12)
        outlook = make_outlook(opened, dyad, today=day, paths=200)
    assert all(one.day is None or one.day <= day for one in outlook.acts)
    assert outlook.history.shape[0] == 13


@pytest.mark.parametrize("dyad", ["IRN-PAK", "PAK-IRN"])
def test_a_strike_makes_force_likelier_whoever_is_named_first(store: Path, dyad: str) -> None:
    with open_store(store, read_only=True) as opened:
        outlook = make_outlook(opened, parse_dyad([dyad]), today=START + timedelta(days=50), paths=200, tests=())
    calm = what_if(outlook, None, 0)
    assert what_if(outlook, "force", 0) > calm + 0.1
    strike = run_scenario(outlook, find_intervention("strike"), paths=500)
    assert strike.measures[0].low > 0
    assert strike.says == f"{outlook.dyad[0].label} strikes {outlook.dyad[1].label}"
    again = run_scenario(outlook, find_intervention("strike"), paths=500)
    assert again == strike, "the same seed, the same answer"


def test_scenarios_say_what_they_assume(store: Path) -> None:
    with open_store(store, read_only=True) as opened:
        outlook = make_outlook(opened, parse_dyad(["IRN-PAK"]), paths=200, tests=())
    for one in load_interventions().values():
        run_scenario(outlook, one, paths=100)
    chances = [chance for _, _, chance in run_scenario(outlook, find_intervention("mediation"), paths=600).sensitivity]
    assert chances == sorted(chances, reverse=True)
    with pytest.raises(SettingsError, match="no scenario 'war'"):
        find_intervention("war")


def test_who_has_ties_with_both_may_mediate(store: Path) -> None:
    with open_store(store, read_only=True) as opened:
        ranked = rank_mediators(opened, parse_dyad(["IRN-PAK"]))
    assert [one.country for one in ranked] == ["CHN"], "Turkey has but one tie, and a strike"
    assert {reason.party for reason in ranked[0].reasons} == {"Iran", "Pakistan"}
    assert all("China" in reason.cite.text for reason in ranked[0].reasons)


@pytest.mark.parametrize(("chance", "word"), [
    (0.99, "almost certain"), (0.9, "very likely"), (0.6, "likely"), (0.5, "a roughly even chance"), (0.3, "unlikely"),
    (0.1, "very unlikely"), (0.01, "almost no chance"), (0.0, "almost no chance"),
])  # fmt: skip
def test_likelihood_in_words(chance: float, word: str) -> None:
    assert likelihood_word(chance) == word
    assert say_chance(0.0).endswith("(1 %)")
