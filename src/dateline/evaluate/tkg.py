"""Scores of forecasts over a temporal knowledge graph: who does what to whom, one step ahead.

For each fact (s, r, o, t) of the test part two questions are put: (s, r, ?, t) and (?, r, o, t). All parties are
ranked. The other true answers to the same question on the same day are left out of the ranking (time-aware
filter); among equal scores the fact gets the mean rank. Days come in order, and a day's facts are
known once all its questions are answered (single step). mrr is the mean of 1 / rank over both directions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from dateline.analyse.forecaster import Forecaster, ForecasterParameters, Ranking
from dateline.analyse.recurrency import Ints, Memory, both_ways, recurrency_scores
from dateline.errors import ReadError
from dateline.evaluate.rows import read_rows

PARTS = ("train", "valid", "test")
ENDINGS = (".jsonl", ".jsonl.gz")


class Forecasting(Protocol):
    """What can be scored: it ranks objects for questions of a day and takes in that day's facts after."""

    def forecast(self, questions: Ints, day: int) -> Iterator[Ranking]:
        """A ranking for each distinct subject of the questions."""

    def observe(self, facts: Ints, day: int) -> None:
        """Take in a day's facts."""


@dataclass(slots=True)
class TkgScore:
    """The ranks of all facts asked for."""

    ranks: list[NDArray[np.float64]] = field(default_factory=list)

    @property
    def questions(self) -> int:
        """How many ranks there are."""
        return sum(map(len, self.ranks))

    def metrics(self) -> dict[str, float]:
        """mrr and hits at 1, 3 and 10 over both directions."""
        ranks = np.concatenate(self.ranks) if self.ranks else np.zeros(0)
        hits = {f"hits{top}": float((ranks <= top).mean()) if len(ranks) else 0.0 for top in (1, 3, 10)}
        return {"mrr": float((1 / ranks).mean()) if len(ranks) else 0.0, **hits}


def filtered_ranks(scores: NDArray[np.float64], true: Sequence[int] | Ints) -> NDArray[np.float64]:
    """The rank of each true object among those not true; the mean rank among equals."""
    wanted = scores[np.asarray(true)]
    others = np.delete(scores, np.asarray(true))
    above = np.array([np.count_nonzero(others > score) for score in wanted])
    equal = np.array([np.count_nonzero(others == score) for score in wanted])
    return np.asarray(1 + above + equal / 2, np.float64)


def score_forecasts(forecaster: Forecasting, facts: Ints, relations: int) -> TkgScore:
    """The ranks of facts (rows of subject, relation, object, day), forecast day by day in both directions."""
    score = TkgScore()
    for day in np.unique(facts[:, 3]).tolist():
        today = np.unique(facts[facts[:, 3] == day][:, :3], axis=0)
        answers: dict[tuple[int, int], list[int]] = defaultdict(list)
        for subject, relation, object_ in both_ways(today, relations).tolist():
            answers[subject, relation].append(object_)
        for ranking in forecaster.forecast(np.array(sorted(answers)), day):
            for relation, scores in zip(ranking.relations.tolist(), ranking.scores, strict=True):
                score.ranks.append(filtered_ranks(scores, answers[ranking.subject, relation]))
        forecaster.observe(today, day)
    return score


class Recurrency:
    """The recurrency baseline, to be scored beside the forecaster."""

    def __init__(self, parties: int, relations: int) -> None:
        self.memory = Memory(parties, 2 * relations)
        self.relations = relations

    def learn(self, facts: Ints) -> None:
        """Remember the past."""
        for day in np.unique(facts[:, 3]).tolist():
            self.observe(facts[facts[:, 3] == day], day)

    def observe(self, facts: Ints, day: int) -> None:
        """Take in a day's facts."""
        self.memory.observe(both_ways(facts[:, :3], self.relations), day)

    def forecast(self, questions: Ints, day: int) -> Iterator[Ranking]:
        """A ranking for each question."""
        none = np.zeros((1, 0), np.int64)
        for subject, relation in questions.tolist():
            scores = recurrency_scores(self.memory, subject, relation, day).astype(np.float64)[None]
            yield Ranking(subject, np.array([relation]), scores, none, none.astype(np.float64))


def score_tkg(path: Path, history: Path | None = None, parameters: ForecasterParameters | None = None) -> TkgScore:
    """Scores on a test file, or on the last part of a folder, after learning from the history folder before it.

    The history is every part in the folder (train, valid, test; JSON lines, plain or gzip), as far as it lies
    before the first day to be forecast. Names come from entities.jsonl, where there is one.
    """
    file = path if path.is_file() else _last_part(path)
    folder = history or file.parent
    facts = read_facts(read_rows(file))
    if not len(facts):
        raise ReadError(f"{file}: no facts")
    parts = [read_facts(read_rows(part)) for part in _parts(folder) if part.resolve() != file.resolve()]
    past = np.concatenate([np.zeros((0, 4), np.int64), *parts])
    past = past[past[:, 3] < facts[:, 3].min()]
    if not len(past):
        raise ReadError(f"{folder}: no history before the first day to forecast; name the folder with --history")
    names = _names(folder, "entities")
    every = np.concatenate([past, facts])
    parties = max(len(names), int(every[:, [0, 2]].max()) + 1)
    relations = max(len(_names(folder, "relations")), int(every[:, 1].max()) + 1)
    forecaster = Forecaster(parties, relations, names, parameters)
    forecaster.learn(past)
    return score_forecasts(forecaster, facts, relations)


def read_facts(rows: Iterable[Mapping[str, Any]]) -> Ints:
    """Rows of subject, relation, object and day from objects with s, r, o and t."""
    facts = [(row["s"], row["r"], row["o"], row["t"]) for row in rows]
    return np.array(facts, np.int64).reshape(-1, 4)


def _parts(folder: Path) -> list[Path]:
    found = (folder / f"{part}{ending}" for part in PARTS for ending in ENDINGS)
    return [part for part in found if part.is_file()]


def _last_part(folder: Path) -> Path:
    parts = _parts(folder)
    if not parts:
        raise ReadError(f"{folder}: no train, valid or test file in it")
    return parts[-1]


def _names(folder: Path, what: str) -> list[str]:
    for ending in ENDINGS:
        file = folder / f"{what}{ending}"
        if file.is_file():
            names = {int(row["id"]): str(row["name"]) for row in read_rows(file)}
            return [names.get(number, "") for number in range(max(names, default=-1) + 1)]
    return []
