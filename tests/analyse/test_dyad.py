from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.analyse.made import CRISIS, START, act, store_of, told
from tests.build import Build

from dateline.analyse.acts import Scale, load_acts, merge_same_day
from dateline.analyse.changes import find_anomalies, find_turns, log_pmf, nearest_chains, upper_tail
from dateline.analyse.ladder import load_ladder, rung_on_days
from dateline.analyse.parties import parse_dyad, parse_party
from dateline.analyse.series import build_series
from dateline.analyse.state import find_standing, load_state
from dateline.analyse.weights import Weights, load_weights
from dateline.errors import ResourceError, SettingsError
from dateline.store import open_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dyad") / "s.duckdb"
    return store_of(path, told(CRISIS), told(CRISIS[2:5], "Harbour Gazette"))


@pytest.mark.parametrize("words", [["IRN", "PAK"], ["IRN-PAK"], ["Iran", "Pakistan"], ["iran,pakistan"], ["irn-pak"]])
def test_a_dyad_is_named_in_many_ways(words: list[str]) -> None:
    assert [party.country for party in parse_dyad(words)] == ["IRN", "PAK"]


def test_a_dyad_is_two_parties() -> None:
    for words in (["IRN"], ["IRN", "IRN"], ["IRN", "PAK", "CHN"]):
        with pytest.raises(SettingsError, match="a dyad is two"):
            parse_dyad(words)
    assert parse_party("IRN/mil").sector == "MIL"
    assert parse_party("jaish").country is None


def test_acts_are_directed_and_known_by_day(store: Path) -> None:
    with open_store(store, read_only=True) as opened:
        acts = load_acts(opened, parse_dyad(["IRN-PAK"]))
        turned = load_acts(opened, parse_dyad(["PAK-IRN"]))
    assert [(one.side, one.event_type, (one.day - START).days) for one in acts if one.day] == [
        ("ab", "ACCUSE", 0), ("ba", "THREATEN", 2), ("ab", "ASSAULT", 10), ("ba", "SANCTION", 11),
        ("ba", "ASSAULT", 12), ("ab", "ACCUSE", 12), ("ab", "CONSULT", 22), ("ba", "AID", 25),
    ]  # fmt: skip
    assert {"ab": "ba", "ba": "ab"}[acts[0].side] == turned[0].side


def test_one_happening_counts_once_with_all_who_tell_it(store: Path) -> None:
    with open_store(store, read_only=True) as opened:
        acts = load_acts(opened, parse_dyad(["IRN-PAK"]))
    assert [len(one.publishers) for one in acts] == [1, 1, 2, 2, 2, 1, 1, 1]


def test_what_is_denied_planned_or_by_rebels_is_no_act(tmp_path: Path) -> None:
    b = Build("Iran shelled Pakistan. Iran bombed Pakistan. Iran raided Pakistan. ", publisher="x")
    for number, verb in enumerate(("shelled", "bombed", "raided")):
        who, whom = b.mention("Iran", nth=number), b.mention("Pakistan", nth=number)
        b.actor(who, "IRN", "REB" if verb == "raided" else "GOV")
        b.actor(whom, "PAK", "GOV")
        b.event(verb, "ASSAULT", actors=(who,), recipients=(whom,), negated=verb == "shelled",
                status="future" if verb == "bombed" else "current")  # fmt: skip
    with open_store(store_of(tmp_path / "s.duckdb", [b.document()]), read_only=True) as opened:
        assert load_acts(opened, parse_dyad(["IRN-PAK"])) == []
        rebels = load_acts(opened, parse_dyad(["IRN/REB", "PAK"]))
    assert [one.words for one in rebels] == ["raided"]
    assert rebels[0].day is None


def test_a_strike_on_the_others_soil_is_an_act_against_it(tmp_path: Path) -> None:
    b = Build("Iran struck militants in south Pakistan. ", publisher="x")
    iran, hit, where = b.mention("Iran"), b.mention("militants"), b.mention("south Pakistan", "PLACE")
    b.actor(iran, "IRN", "GOV")
    b.actor(hit, "IRN", "REB")
    b.place(where, "south Pakistan", "PAK", 26.0, 64.0)
    b.event("struck", "ASSAULT", actors=(iran,), recipients=(hit,))
    with open_store(store_of(tmp_path / "s.duckdb", [b.document()]), read_only=True) as opened:
        acts = load_acts(opened, parse_dyad(["IRN-PAK"]))
        assert [(one.side, one.basis) for one in acts] == [("ab", "sentence")]
        assert load_acts(opened, parse_dyad(["IRN-AFG"])) == []


def test_acts_of_one_day_and_type_are_one_unless_places_or_tolls_differ() -> None:
    from dataclasses import replace

    one, other = act(1, "ab", "ASSAULT"), act(1, "ab", "ASSAULT", "drone")
    scale = Scale(load_ladder(), Weights())
    merged = merge_same_day([one, other], scale)
    assert [(one.modes, one.score) for one in merged] == [(("drone",), -9.5)]
    assert len(merge_same_day([replace(one, killed=3), replace(other, killed=8)], scale)) == 2
    assert len(merge_same_day([replace(one, places=("x",)), replace(other, places=("y",))], scale)) == 2
    assert len(merge_same_day([one, act(1, "ba", "ASSAULT")], scale)) == 2


def rungs(*acts: tuple[int, int, int], length: int = 40) -> list[int]:
    days, sides, steps = (np.array(column, dtype=np.int64) for column in zip(*acts, strict=True))
    return rung_on_days(load_ladder(), days, steps, sides, length).tolist()


def test_the_ladder_rises_with_answers_and_repetition_and_falls_with_silence() -> None:
    assert load_ladder().step_of("COERCE", ("seize",)) == 4
    assert load_ladder().step_of("REQUEST") == 0
    assert load_ladder().step_of("RETREAT", ("ceasefire",)) == -3
    found = rungs((0, 0, 1), (3, 0, 5), (5, 1, 5))
    assert (found[0], found[3], found[5], found[16], found[17], found[19]) == (1, 5, 6, 6, 5, 0)
    assert max(rungs(*[(day, 0, 5) for day in range(8)])) == 5, "one side alone strikes, however often"
    assert max(rungs(*[(day, day % 2, 5) for day in range(8)])) == 7
    assert rungs((2, 2, 5))[2] == 6, "a clash has two sides"


def test_a_ladder_of_ones_own_is_checked(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "src/dateline/analyse/ladder.yaml").read_text("utf-8")
    (tmp_path / "l.yaml").write_text(text.replace("THREATEN]", "THREATN]"), "utf-8")
    with pytest.raises(ResourceError, match="PLOVER has no THREATN"):
        load_ladder(tmp_path / "l.yaml")
    (tmp_path / "w.yaml").write_text("ASSAULT: -4\nASSAULT drone: -5\n", "utf-8")
    weights = load_weights(tmp_path / "w.yaml")
    assert [weights.score("ASSAULT", modes) for modes in ((), ("drone",))] == [-4, -5]
    (tmp_path / "w.yaml").write_text("ASSAULT: -40\n", "utf-8")
    with pytest.raises(ResourceError, match="not between"):
        load_weights(tmp_path / "w.yaml")


def test_series_add_up_to_the_acts() -> None:
    acts = [act(day, "ab" if day % 3 else "ba", "ASSAULT", publisher=f"p{day % 4}") for day in range(0, 60, 2)]
    acts += [act(day, "both", "CONSULT") for day in range(5)]
    series = build_series(acts, load_ladder(), volume={START: 10})
    assert int(series.counts.sum()) == len(acts)
    assert series.conflict.sum() == pytest.approx(-9 * 30)
    assert series.cooperation.sum() == pytest.approx(2.5 * 5)
    total = series.conflict.sum(axis=0)
    assert np.all(series.low <= series.high)
    assert np.all(total <= series.high + 1e-9)
    assert series.rung.max() == 7
    assert (series.reports[0], series.per_100[0]) == (10, 40.0)
    assert np.isnan(series.per_100[1])
    assert np.isnan(build_series(acts[:3], load_ladder(), draws=0).low).all()


def test_days_since_force_and_reciprocity() -> None:
    series = build_series(
        [act(1, "ab", "ASSAULT"), act(3, "ba", "ASSAULT"), act(50, "ab", "ACCUSE")], load_ladder(), length=1
    )
    assert series.since_force[[0, 1, 2, 9]].tolist() == [0, 1, 0, 7]
    assert series.reciprocity[[0, 2, 49]].tolist() == [0.0, 1.0, 0.0]


def test_a_turn_is_found_where_there_is_one_and_not_in_noise() -> None:
    rng = np.random.default_rng(1)
    noise = rng.poisson(3, 60)
    assert [turn.period for turn in find_turns(np.concatenate([noise[:30], noise[30:] + 6]))] == [30]
    found = sum(bool(find_turns(np.random.default_rng(seed).poisson(3, 40), draws=199)) for seed in range(40))
    assert found <= 6, "about one in twenty by chance"
    assert find_turns([0] * 50) == []


def test_anomalies_stand_out_of_the_dyads_own_habit() -> None:
    counts = np.random.default_rng(3).poisson(2, 60)
    counts[50] = 14
    assert [odd.period for odd in find_anomalies(counts)] == [50]
    assert upper_tail(0, 2, 3) == 1
    assert np.exp(log_pmf(np.arange(200), 5.0, 12.0)).sum() == pytest.approx(1)
    assert upper_tail(3, 2.0, 2.0) == pytest.approx(1 - np.exp(-2) * (1 + 2 + 2))


def test_the_nearest_past_chain_is_the_same_chain() -> None:
    chain = [("ab", "ACCUSE"), ("ba", "THREATEN"), ("ab", "ASSAULT"), ("ba", "ASSAULT")]
    other = [("ab", "CONSULT"), ("ba", "AID"), ("ab", "ACCUSE"), ("ba", "AGREE")]
    acts = [act(day, side, kind) for start, some in ((0, chain), (100, other), (200, chain))
            for day, (side, kind) in enumerate(some, start)]  # fmt: skip
    acts.insert(4, act(15, "both", "CONSULT"))
    best = nearest_chains(acts, load_ladder())[0]
    assert best.end == START + timedelta(days=3)
    assert best.score == 1
    assert [one.event_type for one in best.next_acts] == ["CONSULT"]


def test_where_they_stand() -> None:
    acts = [act(0, "ab", "ASSAULT"), act(2, "ba", "ASSAULT"), act(20, "both", "CONSULT"), act(21, "ab", "RETREAT")]
    now = find_standing(acts, load_ladder())
    assert now is not None
    assert (now.rung, now.before, now.trend, now.peak, now.descent) == (0, 6, "falling", 6, -3)
    assert now.last_force == date(2024, 1, 3)
    assert find_standing([], load_ladder()) is None


def test_the_state_of_a_store_prints(store: Path) -> None:
    with open_store(store, read_only=True) as opened:
        state = load_state(opened, parse_dyad(["IRN-PAK"]), until=date(2024, 1, 14))
        none = load_state(opened, parse_dyad(["IRN-USA"]))
    assert "exchange of strikes" in "\n".join(state.lines())
    assert len(state.as_dict()["acts"]) == 6
    assert list(none.lines())[-1] == "no act between them has a day"
    assert none.as_dict()["standing"] is None
