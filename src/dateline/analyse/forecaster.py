"""Who does what to whom next: forecasts over a temporal knowledge graph, in numpy on one core.

Facts come day by day. The forecaster remembers them (recurrency), learns which acts follow which (rules),
which parties are alike (likeness, kinds), and how far to trust each of these signals (ranker). All that it
says of a day it says from the days before. See docs/decisions/forecasting.md for what was tried.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dateline.analyse.kinds import Kinds
from dateline.analyse.likeness import Likeness
from dateline.analyse.ranker import Questions, Ranker, RankerParameters
from dateline.analyse.recurrency import Floats, Ints, Memory, both_ways, runs
from dateline.analyse.rules import Rules, walk_from
from dateline.analyse.signals import Ground, Question, ask, guess, read_signals

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ForecasterParameters:
    """How much the forecaster looks at."""

    candidates: int = 100  # parties that the ranker weighs; the rest keep the order of the first guess
    questions: int = 70_000  # that the ranker is trained on, the latest of the past
    fewest: int = 500  # questions without which there is no ranker, and the first guess stands
    warm_up: int = 20  # days before rules and ranker learn; a quarter of the past, where that is less
    rule_days: int = 280  # of the past that rules learn from, the latest,
    rule_facts: int = 95_000  # and no more facts than these
    refresh: int = 3  # days between pictures of likeness
    ranker: RankerParameters = field(default_factory=RankerParameters)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores of all parties as objects of one subject and some relations, higher is likelier."""

    subject: int
    relations: Ints
    scores: NDArray[np.float64]  # relations × parties
    candidates: Ints  # relations × candidates, by first guess
    chances: NDArray[np.float64]  # of the candidates: relations × candidates


@dataclass(frozen=True, slots=True)
class Driver:
    """A reason for an object: what passed between the two before, and how much of the rules' case it makes."""

    relation: int
    days_ago: int
    count: int
    share: float


class Forecaster:
    """Forecasts objects of (subject, relation) questions; relations run in both directions.

    A relation `r >= relations` asks who did `r - relations` to the subject.
    """

    def __init__(
        self,
        parties: int,
        relations: int,
        names: Sequence[str] = (),
        parameters: ForecasterParameters | None = None,
    ) -> None:
        self.parties = parties
        self.relations = relations
        self.parameters = parameters or ForecasterParameters()
        self.memory = Memory(parties, 2 * relations)
        self.rules = Rules(2 * relations)
        self.likeness = Likeness(parties)
        self.kinds = Kinds(names if len(names) == parties else [""] * parties, 2 * relations)
        self.ranker: Ranker | None = None
        self._refreshed: int | None = None

    def learn(self, facts: Ints) -> None:
        """Learn from the past: rows of subject, relation, object, day. What was learned before is kept."""
        days = dict(_by_day(both_ways(facts, self.relations)))
        if not days:
            return
        order = list(days)
        warm = min(self.parameters.warm_up, len(order) // 4)
        asked = {day: len(np.unique(rows[:, :2], axis=0)) for day, rows in days.items()}
        told = {day: len(rows) // 2 for day, rows in days.items()}
        first_lesson = _latest_days(asked, order[warm:], self.parameters.questions)
        first_rule = _latest_days(
            told, order[max(len(order) - self.parameters.rule_days, warm) :], self.parameters.rule_facts
        )
        lessons: list[_Lesson] = []
        for day, rows in days.items():
            if day >= min(first_lesson, first_rule):
                self._prepare(day)
            if day >= first_lesson:
                lessons.extend(self._lessons(rows, day))
            self._observe(rows, day, learning=day >= first_rule)
            _log.debug("day %d: %d ties, %d lessons", day, len(self.memory.ties.keys), len(lessons))
        if sum(len(lesson.true) for lesson in lessons) >= self.parameters.fewest:
            self._train(lessons)

    def observe(self, facts: Ints, day: int) -> None:
        """Take in the facts of a day (rows of subject, relation, object), after all forecasts of that day."""
        self._prepare(day)
        self._observe(both_ways(facts[:, :3], self.relations), day, learning=True)

    def forecast(self, questions: Ints, day: int) -> Iterator[Ranking]:
        """A ranking for each distinct subject of the questions (rows of subject, relation), by subject."""
        self._prepare(day)
        for ground, question, guesses, candidates in self._asked(questions, day):
            subject, relations, scores = question.past.subject, question.relations, guesses.astype(np.float64)
            if self.ranker is None:
                raw = np.take_along_axis(scores, candidates, 1) + 1e-9
                yield Ranking(subject, relations, scores, candidates, raw / raw.sum(axis=1, keepdims=True))
                continue
            weighed = self.ranker.score(_seen(ground, question, guesses, candidates)).astype(np.float64)
            raised = np.exp(weighed - weighed.max(axis=1, keepdims=True))
            # Below every candidate stand the rest, as first guessed.
            scores += weighed.min(axis=1, keepdims=True) - 1 - scores.max(axis=1, keepdims=True)
            np.put_along_axis(scores, candidates, weighed, 1)
            yield Ranking(subject, relations, scores, candidates, raised / raised.sum(axis=1, keepdims=True))

    def drivers(self, subject: int, relation: int, object_: int, day: int, most: int = 3) -> tuple[Driver, ...]:
        """The strongest reasons for an object: earlier acts between the two that rules go by."""
        past = self.memory.past(subject, day)
        said = self.rules.foretell(past, np.array([relation]))[:, :, 0].sum(axis=0)
        said = np.where(past.objects == object_, said, 0)
        whole = float(said.sum())
        strongest = [int(place) for place in np.argsort(-said, kind="stable")[:most] if said[place] > 0]
        ages, counts = past.entries.ages, past.entries.counts
        return tuple(
            Driver(int(past.relations[at]), int(ages[at]), int(counts[at]), float(said[at]) / whole) for at in strongest
        )

    def _prepare(self, day: int) -> None:
        if self._refreshed is None or day - self._refreshed >= self.parameters.refresh:
            self.likeness.refresh(self.memory, day)
            self.kinds.refresh(self.memory, day)
            self._refreshed = day
        self.rules.refit()

    def _asked(self, questions: Ints, day: int) -> Iterator[tuple[Ground, Question, Floats, Ints]]:
        ground = Ground.of(self.memory, self.rules, self.likeness, self.kinds, day)
        questions = np.unique(questions[:, :2], axis=0)
        used, places = np.unique(questions[:, 1], return_inverse=True)
        background = ground.background(used)
        count = min(self.parameters.candidates, self.parties)
        for subject, rows in _by_subject(questions):
            question = ask(ground, subject, questions[rows, 1], background[places[rows]])
            guesses = guess(ground, question)
            yield ground, question, guesses, _best(guesses, count)

    def _lessons(self, rows: Ints, day: int) -> Iterator[_Lesson]:
        keys = np.unique((rows[:, 0] * 2 * self.relations + rows[:, 1]) * self.parties + rows[:, 2])
        for ground, question, guesses, candidates in self._asked(rows, day):
            asked = (question.past.subject * 2 * self.relations + question.relations) * self.parties
            true = np.isin(asked[:, None] + candidates, keys)
            known = np.asarray(true.any(axis=1))
            if known.any():
                yield _Lesson(_seen(ground, question, guesses, candidates, np.float16).take(known), true[known])

    def _observe(self, rows: Ints, day: int, learning: bool) -> None:
        rows = np.unique(rows[:, :3], axis=0)
        if learning:
            ground = Ground.of(self.memory, self.rules, self.likeness, self.kinds, day)
            used, places = np.unique(rows[:, 1], return_inverse=True)
            background = ground.background(used)
            for subject, found in _by_subject(rows):
                self._learn_rules(ground, subject, rows[found], background[places[found], rows[found, 2]])
        self.memory.observe(rows, day)
        self.kinds.observe(rows)

    def _learn_rules(self, ground: Ground, subject: int, rows: Ints, rest: Floats) -> None:
        """Credit the rules that foretold a subject's facts of the day."""
        relations, places = np.unique(rows[:, 1], return_inverse=True)
        past = self.memory.past(subject, ground.day)
        walk = walk_from(self.memory, past, ground.day)
        said, walked = self.rules.foretell(past, relations), self.rules.foretell_by_walk(walk, relations)
        self.rules.count_foretold(past, walk, relations)
        for row, at, otherwise in zip(rows, places, rest, strict=True):
            place, object_, whole = past.place_of(int(row[2])), int(row[2]), 0.0
            if place is not None:
                whole = self.rules.credit(past, said[:, :, at], place, int(row[1]), float(otherwise))
            self.rules.credit_walk(walk, walked[:, at], object_, int(row[1]), float(otherwise) + whole)

    def _train(self, lessons: list[_Lesson]) -> None:
        questions = Questions.joined([lesson.questions for lesson in lessons])
        true = np.concatenate([lesson.true for lesson in lessons])
        lessons.clear()
        self.ranker = Ranker(self.parties, 2 * self.relations, self.parameters.ranker)
        losses = self.ranker.fit(questions, true)
        _log.info("ranker: %d questions, loss %s", len(questions), " ".join(f"{loss:.3f}" for loss in losses))


@dataclass(frozen=True, slots=True)
class _Lesson:
    questions: Questions
    true: NDArray[np.bool_]


def _seen(
    ground: Ground, question: Question, guesses: Floats, candidates: Ints, precision: type = np.float32
) -> Questions:
    signals, context = read_signals(ground, question, guesses, candidates)
    subjects = np.full(len(candidates), question.past.subject)
    return Questions(signals.astype(precision), context, subjects, question.relations, candidates)


def _by_day(rows: Ints) -> Iterator[tuple[int, Ints]]:
    rows = rows[np.argsort(rows[:, 3], kind="stable")]
    for day in runs(rows[:, 3]):
        yield int(rows[day.start, 3]), rows[day]


def _latest_days(amounts: dict[int, int], order: list[int], most: int) -> int:
    """The first of the latest days that together hold no more than this; the last day at least."""
    left, first = most, order[-1]
    for day in reversed(order):
        left -= amounts[day]
        if left < 0:
            break
        first = day
    return first


def _by_subject(rows: Ints) -> Iterator[tuple[int, slice]]:
    for found in runs(rows[:, 0]):
        yield int(rows[found.start, 0]), found


def _best(guesses: Floats, count: int) -> Ints:
    """The parties guessed likeliest, in falling order."""
    chosen = np.argpartition(-guesses, count - 1, axis=1)[:, :count]
    order = np.argsort(-np.take_along_axis(guesses, chosen, 1), axis=1, kind="stable")
    return np.take_along_axis(chosen, order, 1)
