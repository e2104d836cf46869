"""A small network that weighs signals: trained so that the true object stands above the other candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.analyse.recurrency import Floats, Ints, run_starts

Mask = NDArray[np.bool_]
Weights = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class RankerParameters:
    """How the network is built and trained."""

    first: int = 64
    second: int = 32
    width: int = 0  # of the vectors of parties; none, for they did not help
    epochs: int = 4
    batch: int = 128
    rate: float = 2e-3
    decay: float = 1e-3
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions with candidates, as the ranker sees them. `signals` may be of half precision."""

    signals: NDArray[Any]  # questions × candidates × signals
    context: Floats  # questions × context
    subjects: Ints  # questions
    relations: Ints  # questions
    candidates: Ints  # questions × candidates

    def __len__(self) -> int:
        return len(self.relations)

    def take(self, which: Ints | Mask) -> Questions:
        """Some of the questions."""
        return Questions(
            self.signals[which],
            self.context[which],
            self.subjects[which],
            self.relations[which],
            self.candidates[which],
        )

    @classmethod
    def joined(cls, parts: Sequence[Questions]) -> Questions:
        """All questions of the parts, in order."""
        return cls(
            np.concatenate([part.signals for part in parts]),
            np.concatenate([part.context for part in parts]),
            np.concatenate([part.subjects for part in parts]),
            np.concatenate([part.relations for part in parts]),
            np.concatenate([part.candidates for part in parts]),
        )


class Ranker:
    """Scores of candidates from their signals, the context of the question, its subject and its relation.

    Two hidden layers over the signals, shifted by the context and by a vector of the relation, beside a
    linear part with weights of each relation's own and, if asked for, a product of vectors of subject, relation and
    candidate, which holds what is so of these parties whatever passed lately. The loss is the softmax of each true
    object against the candidates that are not true, as the filtered rank counts.
    """

    def __init__(self, parties: int, relations: int, parameters: RankerParameters | None = None) -> None:
        self.parties = parties
        self.relations = relations
        self.parameters = parameters or RankerParameters()
        self.weights: Weights = {}
        self._centre: tuple[Floats, Floats, Floats, Floats] | None = None

    def fit(self, questions: Questions, true: Mask) -> list[float]:
        """Train on questions and which of their candidates are true; the loss by epoch."""
        options = self.parameters
        random = np.random.default_rng(options.seed)
        self._centre = _centre(questions.signals, questions.context, random)
        self.weights = self._first_weights(questions, random)
        moments = {name: (np.zeros_like(value), np.zeros_like(value)) for name, value in self.weights.items()}
        steps = options.epochs * -(-len(questions) // options.batch)
        losses, step = [], 0
        for _ in range(options.epochs):
            order, loss = random.permutation(len(questions)), 0.0
            for start in range(0, len(order), options.batch):
                chosen = np.sort(order[start : start + options.batch])
                part, slopes = self._slopes(questions.take(chosen), true[chosen])
                loss += part
                step += 1
                rate = options.rate * min(1.0, step / 100) * (1 - step / (steps + 1))
                self._move(slopes, moments, step, rate)
            losses.append(loss / max(int(true.sum()), 1))
        return losses

    def score(self, questions: Questions) -> Floats:
        """The score of each candidate (n × candidates); softmax over candidates makes it a probability."""
        return self._forward(questions).scores

    def _forward(self, asked: Questions) -> _Pass:
        weights = self.weights
        assert self._centre is not None
        mean, spread, context_mean, context_spread = self._centre
        x = np.clip((asked.signals.astype(np.float32) - mean) / spread, -6, 6)
        given = (asked.context - context_mean) / context_spread
        size = (len(x), x.shape[1])
        shift = given @ weights["context"] + weights["relation"][asked.relations] + weights["bias"]
        first = np.maximum((x.reshape(-1, x.shape[2]) @ weights["first"]).reshape(*size, -1) + shift[:, None], 0)
        second = np.maximum(first.reshape(-1, first.shape[2]) @ weights["second"] + weights["second_bias"], 0)
        linear = weights["linear"] + weights["relation_linear"][asked.relations]
        objects = weights["object"][asked.candidates]
        wanted = weights["subject"][asked.subjects] * weights["act"][asked.relations] + weights["role"][asked.relations]
        scores = (second @ weights["last"]).reshape(size) + np.matmul(x, linear[:, :, None])[:, :, 0]
        return _Pass(x, given, first, second, objects, wanted, scores + np.matmul(objects, wanted[:, :, None])[:, :, 0])

    def _slopes(self, asked: Questions, true: Mask) -> tuple[float, Weights]:
        forward = self._forward(asked)
        x, first, second = forward.x, forward.first, forward.second
        loss, slope = loss_and_slope(forward.scores, true)
        slope = slope / np.float32(len(x))
        flat = slope.reshape(-1)
        weights = self.weights
        at_second = flat[:, None] * weights["last"] * (second > 0)
        flat_first = first.reshape(-1, first.shape[2])
        at_first = (at_second @ weights["second"].T) * (flat_first > 0)
        at_shift = at_first.reshape(first.shape).sum(axis=1)
        at_linear = np.matmul(slope[:, None, :], x)[:, 0]
        at_wanted = np.matmul(slope[:, None, :], forward.objects)[:, 0]
        at_objects = (slope[:, :, None] * forward.wanted[:, None]).reshape(len(flat), -1)
        acts, subjects = weights["act"][asked.relations], weights["subject"][asked.subjects]
        return loss, {
            "last": second.T @ flat,
            "second": flat_first.T @ at_second,
            "second_bias": at_second.sum(axis=0),
            "first": x.reshape(-1, x.shape[2]).T @ at_first,
            "context": forward.given.T @ at_shift,
            "bias": at_shift.sum(axis=0),
            "relation": _gathered(at_shift, asked.relations, self.relations),
            "linear": at_linear.sum(axis=0),
            "relation_linear": _gathered(at_linear, asked.relations, self.relations),
            "subject": _gathered(at_wanted * acts, asked.subjects, self.parties),
            "act": _gathered(at_wanted * subjects, asked.relations, self.relations),
            "role": _gathered(at_wanted, asked.relations, self.relations),
            "object": _gathered(at_objects, asked.candidates.reshape(-1), self.parties),
        }

    def _first_weights(self, questions: Questions, random: np.random.Generator) -> Weights:
        options, signals, context = self.parameters, questions.signals.shape[2], questions.context.shape[1]

        def drawn(rows: int, columns: int, scale: float) -> Floats:
            return (random.standard_normal((rows, columns)) * scale).astype(np.float32)

        return {
            "first": drawn(signals, options.first, signals**-0.5),
            "context": drawn(context, options.first, 0.5 * context**-0.5),
            "relation": drawn(self.relations, options.first, 0.1),
            "bias": np.zeros(options.first, np.float32),
            "second": drawn(options.first, options.second, (2 / options.first) ** 0.5),
            "second_bias": np.zeros(options.second, np.float32),
            "last": drawn(options.second, 1, 0.05)[:, 0],
            "linear": np.zeros(signals, np.float32),
            "relation_linear": np.zeros((self.relations, signals), np.float32),
            "subject": drawn(self.parties, options.width, 0.1),
            "act": drawn(self.relations, options.width, 0.1) + 1,
            "role": drawn(self.relations, options.width, 0.1),
            "object": drawn(self.parties, options.width, 0.1),
        }

    def _move(self, slopes: Weights, moments: dict[str, tuple[Floats, Floats]], step: int, rate: float) -> None:
        """One step of Adam with decoupled decay."""
        for name, value in self.weights.items():
            mean, square = moments[name]
            mean += 0.1 * (slopes[name] - mean)
            square += 0.001 * (slopes[name] ** 2 - square)
            change = mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
            decay = self.parameters.decay if value.ndim > 1 else 0.0
            value -= np.float32(rate) * (change + np.float32(decay) * value)


@dataclass(frozen=True, slots=True)
class _Pass:
    """What the network computed on its way to the scores."""

    x: Floats
    given: Floats
    first: Floats
    second: Floats
    objects: Floats
    wanted: Floats
    scores: Floats


def loss_and_slope(scores: Floats, true: Mask) -> tuple[float, Floats]:
    """The sum over true candidates of -log softmax against those not true, and its slope by score."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    others = np.where(true, 0, raised).sum(axis=1, keepdims=True)
    share = raised / (others + raised)
    loss = -float(np.log(np.where(true, share, 1) + 1e-12).sum())
    pull = np.where(true, 1 / (others + raised), 0).sum(axis=1, keepdims=True)
    return loss, np.where(true, share - 1, raised * pull).astype(np.float32)


def _centre(signals: Floats, context: Floats, random: np.random.Generator) -> tuple[Floats, Floats, Floats, Floats]:
    some = random.choice(len(signals), min(len(signals), 2000), replace=False)
    flat = signals[some].astype(np.float32).reshape(-1, signals.shape[2])
    return (
        flat.mean(axis=0),
        flat.std(axis=0) + np.float32(1e-3),
        context.mean(axis=0),
        context.std(axis=0) + np.float32(1e-3),
    )


def _gathered(slopes: Floats, rows: Ints, count: int) -> Floats:
    """The sum of slopes for each row of a table."""
    out = np.zeros((count, slopes.shape[1]), slopes.dtype)
    order = np.argsort(rows, kind="stable")
    starts = run_starts(rows[order])
    out[rows[order][starts]] = np.add.reduceat(slopes[order], starts, axis=0)
    return out
