"""A small network that weighs signals: trained so that the true object stands above the other candidates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dateline.analyse.recurrency import Floats, Ints

Mask = np.typing.NDArray[np.bool_]
Weights = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class RankerParameters:
    """How the network is built and trained."""

    first: int = 48
    second: int = 24
    epochs: int = 3
    batch: int = 128
    rate: float = 2e-3
    decay: float = 1e-3
    seed: int = 0


class Ranker:
    """Scores of candidates from their signals, the context of the question and its relation.

    Two hidden layers over the signals, shifted by the context and by a vector of the relation, beside a
    linear part with weights of each relation's own. The loss is the softmax of each true object against the
    candidates that are not true, as the filtered rank counts.
    """

    def __init__(self, relations: int, parameters: RankerParameters | None = None) -> None:
        self.relations = relations
        self.parameters = parameters or RankerParameters()
        self.weights: Weights = {}
        self._centre: tuple[Floats, Floats, Floats, Floats] | None = None

    def fit(self, signals: Floats, context: Floats, relations: Ints, true: Mask) -> list[float]:
        """Train on questions: (n × candidates × signals), (n × context), (n), (n × candidates); the loss by epoch.

        `signals` may be of half precision; it is left as it is.
        """
        options = self.parameters
        random = np.random.default_rng(options.seed)
        self._centre = _centre(signals, context, random)
        self.weights = _first_weights(signals.shape[2], context.shape[1], self.relations, options, random)
        moments = {name: (np.zeros_like(value), np.zeros_like(value)) for name, value in self.weights.items()}
        steps = options.epochs * -(-len(signals) // options.batch)
        losses, step = [], 0
        for _ in range(options.epochs):
            order, loss = random.permutation(len(signals)), 0.0
            for start in range(0, len(order), options.batch):
                chosen = np.sort(order[start : start + options.batch])
                part, slopes = self._slopes(signals[chosen], context[chosen], relations[chosen], true[chosen])
                loss += part
                step += 1
                rate = options.rate * min(1.0, step / 100) * (1 - step / (steps + 1))
                self._move(slopes, moments, step, rate)
            losses.append(loss / max(int(true.sum()), 1))
        return losses

    def score(self, signals: Floats, context: Floats, relations: Ints) -> Floats:
        """The score of each candidate (n × candidates); softmax over candidates makes it a probability."""
        return self._forward(signals, context, relations)[-1]

    def _forward(self, signals: Floats, context: Floats, relations: Ints) -> tuple[Floats, ...]:
        weights = self.weights
        assert self._centre is not None
        mean, spread, context_mean, context_spread = self._centre
        x = np.clip((signals.astype(np.float32) - mean) / spread, -6, 6)
        given = (context - context_mean) / context_spread
        size = (len(x), x.shape[1])
        shift = given @ weights["context"] + weights["relation"][relations] + weights["bias"]
        first = np.maximum((x.reshape(-1, x.shape[2]) @ weights["first"]).reshape(*size, -1) + shift[:, None], 0)
        second = np.maximum(first.reshape(-1, first.shape[2]) @ weights["second"] + weights["second_bias"], 0)
        linear = weights["linear"] + weights["relation_linear"][relations]
        scores = (second @ weights["last"]).reshape(size) + np.matmul(x, linear[:, :, None])[:, :, 0]
        return x, given, first, second, scores

    def _slopes(self, signals: Floats, context: Floats, relations: Ints, true: Mask) -> tuple[float, Weights]:
        x, given, first, second, scores = self._forward(signals, context, relations)
        loss, slope = loss_and_slope(scores, true)
        slope = slope / np.float32(len(x))
        flat = slope.reshape(-1)
        weights = self.weights
        at_second = flat[:, None] * weights["last"] * (second > 0)
        flat_first = first.reshape(-1, first.shape[2])
        at_first = (at_second @ weights["second"].T) * (flat_first > 0)
        at_shift = at_first.reshape(first.shape).sum(axis=1)
        at_linear = np.matmul(slope[:, None, :], x)[:, 0]
        by_relation = np.zeros_like(weights["relation"])
        np.add.at(by_relation, relations, at_shift)
        linear_by_relation = np.zeros_like(weights["relation_linear"])
        np.add.at(linear_by_relation, relations, at_linear)
        return loss, {
            "last": second.T @ flat,
            "second": flat_first.T @ at_second,
            "second_bias": at_second.sum(axis=0),
            "first": x.reshape(-1, x.shape[2]).T @ at_first,
            "context": given.T @ at_shift,
            "bias": at_shift.sum(axis=0),
            "relation": by_relation,
            "linear": at_linear.sum(axis=0),
            "relation_linear": linear_by_relation,
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


def _first_weights(
    signals: int, context: int, relations: int, options: RankerParameters, random: np.random.Generator
) -> Weights:
    def drawn(rows: int, columns: int, scale: float) -> Floats:
        return (random.standard_normal((rows, columns)) * scale).astype(np.float32)

    return {
        "first": drawn(signals, options.first, signals**-0.5),
        "context": drawn(context, options.first, 0.5 * context**-0.5),
        "relation": drawn(relations, options.first, 0.1),
        "bias": np.zeros(options.first, np.float32),
        "second": drawn(options.first, options.second, (2 / options.first) ** 0.5),
        "second_bias": np.zeros(options.second, np.float32),
        "last": drawn(options.second, 1, 0.05)[:, 0],
        "linear": np.zeros(signals, np.float32),
        "relation_linear": np.zeros((relations, signals), np.float32),
    }
