"""The protocol by hand: filter, ties, both directions, one day after the other."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dateline.analyse.forecaster import ForecasterParameters, Ranking
from dateline.analyse.recurrency import Ints
from dateline.errors import ReadError
from dateline.evaluate import evaluate_set
from dateline.evaluate.tkg import Recurrency, filtered_ranks, score_forecasts, score_tkg


def test_equal_scores_have_the_mean_rank() -> None:
    scores = np.array([3.0, 2.0, 2.0, 2.0, 1.0])
    assert filtered_ranks(scores, [0]).tolist() == [1]
    assert filtered_ranks(scores, [1]).tolist() == [3]  # among ranks 2, 3 and 4
    assert filtered_ranks(np.zeros(5), [2]).tolist() == [3]


def test_other_true_answers_are_left_out() -> None:
    scores = np.array([4.0, 3.0, 2.0, 2.0])
    assert filtered_ranks(scores, [0, 1, 2]).tolist() == [1, 1, 1.5]


class Fixed:
    """Ranks parties by their number, and notes what it is asked and told."""

    def __init__(self, parties: int) -> None:
        self.parties, self.log = parties, list[tuple[str, int, list[list[int]]]]()

    def forecast(self, questions: Ints, day: int) -> Iterator[Ranking]:
        self.log.append(("asked", day, questions.tolist()))
        for subject, relation in questions.tolist():
            scores = -np.arange(self.parties, dtype=np.float64)[None]
            yield Ranking(subject, np.array([relation]), scores, np.zeros((1, 0), int), np.zeros((1, 0)))

    def observe(self, facts: Ints, day: int) -> None:
        self.log.append(("told", day, facts.tolist()))


def test_both_directions_day_by_day() -> None:
    fixed = Fixed(4)
    # On day 5: (0, r0, 2) and (0, r0, 3); on day 7: (1, r1, 0). A fact told twice counts once.
    facts = np.array([[1, 1, 0, 7], [0, 0, 2, 5], [0, 0, 3, 5], [0, 0, 3, 5]])
    metrics = score_forecasts(fixed, facts, 2).metrics()
    assert fixed.log == [
        ("asked", 5, [[0, 0], [2, 2], [3, 2]]),
        ("told", 5, [[0, 0, 2], [0, 0, 3]]),
        ("asked", 7, [[0, 3], [1, 1]]),
        ("told", 7, [[1, 1, 0]]),
    ]
    # Ranks: 2 → third of all; 3 → third once 2 is left out; 0 for both ways back; then 1 (second) and 0.
    ranks = [3, 3, 1, 1, 2, 1]
    assert metrics["mrr"] == pytest.approx(np.mean([1 / rank for rank in ranks]))
    assert metrics["hits1"] == pytest.approx(3 / 6)
    assert metrics["hits3"] == 1.0


def test_a_repeated_fact_is_foreseen_only_after_its_first_day() -> None:
    baseline = Recurrency(50, 1)
    baseline.learn(np.array([[0, 0, 1, 0]]))
    once = score_forecasts(baseline, np.array([[3, 0, 4, 1]]), 1).ranks
    again = score_forecasts(baseline, np.array([[3, 0, 4, 2]]), 1).ranks
    assert np.concatenate(once).min() > 2
    assert np.concatenate(again).tolist() == [1, 1]


def write(path: Path, rows: list[tuple[int, int, int, int]]) -> None:
    text = "".join(json.dumps(dict(zip("srot", row, strict=True))) + "\n" for row in rows)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, "utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    names = ["Iran", "Police (Iran)", "Peru", "Police (Peru)", "Someone"]
    lines = (json.dumps({"id": number, "name": name}) + "\n" for number, name in enumerate(names))
    (tmp_path / "entities.jsonl").write_text("".join(lines), "utf-8")
    write(tmp_path / "train.jsonl.gz", [(day % 2, 0, 2 + day % 2, day) for day in range(20)])
    write(tmp_path / "valid.jsonl", [(day % 2, 0, 2 + day % 2, day) for day in range(20, 24)])
    return tmp_path


def test_a_folder_is_scored_on_its_last_part(folder: Path) -> None:
    result = evaluate_set("tkg", folder)
    assert set(result.metrics) == {"mrr", "hits1", "hits3", "hits10"}
    assert result.documents == 8
    assert result.metrics["mrr"] > 0.9
    assert evaluate_set("tkg", folder / "valid.jsonl", history=folder).metrics == result.metrics


def test_a_test_file_elsewhere_has_train_and_valid_before_it(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    test = tmp_path_factory.mktemp("elsewhere") / "test.jsonl"
    write(test, [(4, 0, 2, 24)])
    assert score_tkg(test, folder, ForecasterParameters(candidates=3)).questions == 2
    with pytest.raises(ReadError, match="no history"):
        evaluate_set("tkg", test)
    with pytest.raises(ReadError, match="no train"):
        evaluate_set("tkg", test.parent / "nothing")


def test_other_formats_are_refused(tmp_path: Path) -> None:
    (tmp_path / "valid.jsonl").write_text('{"subject": 1}\n', "utf-8")
    with pytest.raises(ReadError, match="not in the format"):
        evaluate_set("tkg", tmp_path)
