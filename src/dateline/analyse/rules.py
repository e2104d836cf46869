"""Rules learned from what followed what, as weights of a mixture that says who the object will be.

One step: `r'` between two parties, some days ago, makes `r` between them likely (a statement of threat after
a visit cancelled, thanks after aid). Two steps: a party that a close partner of the subject deals with.
Each rule's weight is the share of its predictions that came true and that nothing else explains better:
expectation-maximisation over a mixture, one day at a time, so that no rule knows the day it predicts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dateline.analyse.recurrency import HALF_LIVES, Floats, Ints, Memory, Past, run_starts

PARTNERS = 12  # of a subject that two-step rules walk over
TIES = 600  # of a partner, the latest, that they walk on to
PRIOR = 30.0  # predictions that a rule's first weight counts for


@dataclass(frozen=True, slots=True)
class Walk:
    """Parties that lie two steps from a subject, one entry for each tie that leads there, by object."""

    relations: Ints  # of the second step
    weights: Floats
    starts: Ints
    others: Ints  # the distinct objects, ascending

    def per_other(self, values: Floats) -> Floats:
        """Values of entries (first axis) summed for each distinct object."""
        return np.add.reduceat(values, self.starts, axis=0) if len(self.weights) else values


def walk_from(memory: Memory, past: Past, day: int) -> Walk:
    """The two-step walk from a subject over its closest partners."""
    if not len(past):
        empty = np.zeros(0, np.int64)
        return Walk(empty, np.zeros(0, np.float32), empty, empty)
    closeness = past.per_other(past.entries.faded @ np.array([0, 0.3, 0.5, 0.2], np.float32))
    closeness = closeness / closeness.sum()
    near = np.argsort(-closeness, kind="stable")[:PARTNERS]
    width = memory.parties * memory.relations
    ties = memory.ties
    lows, highs = np.searchsorted(ties.keys, [past.others[near] * width, (past.others[near] + 1) * width])
    chosen = [_latest(ties.last, int(low), int(high)) for low, high in zip(lows, highs, strict=True)]
    owner = np.repeat(np.arange(len(near)), [len(places) for places in chosen])
    entries = ties.take(np.concatenate(chosen), day)
    mass = entries.faded[:, 1] + entries.faded[:, 2]
    whole = np.bincount(owner, mass, len(near)) + 1
    weights = (closeness[near][owner] * mass / whole[owner]).astype(np.float32)
    objects = (entries.keys // memory.relations) % memory.parties
    order = np.argsort(objects, kind="stable")
    starts = run_starts(objects[order])
    relations = entries.keys[order] % memory.relations
    return Walk(relations, weights[order], starts, objects[order][starts])


def _latest(last: Ints, low: int, high: int) -> Ints:
    if high - low <= TIES:
        return np.arange(low, high)
    return low + np.sort(np.argpartition(-last[low:high], TIES)[:TIES])


class Rules:
    """Weights of one-step rules (half-lives × earlier relation × relation) and of two-step rules."""

    def __init__(self, relations: int) -> None:
        # What is counted lies by the relation asked for first: it is counted for a few of them at a time.
        shape = (relations, len(HALF_LIVES), relations)
        same = np.eye(relations, dtype=bool)
        self._first_one = np.where(same, np.float32(0.05), np.float32(1e-3))[:, None]
        self._first_two = np.where(same, np.float32(1e-3), np.float32(1e-4))
        self._came_true = np.zeros(shape, np.float32)
        self._foretold = np.zeros(shape, np.float32)
        self._came_true_two = np.zeros((relations, relations), np.float32)
        self._foretold_two = np.zeros((relations, relations), np.float32)
        self.refit()

    def foretell(self, past: Past, relations: Ints) -> Floats:
        """What each entry of the past says for its object: half-lives × entries × relations asked for."""
        weights = self.one_step[:, past.relations[:, None], relations[None]]
        return np.asarray(weights * past.entries.faded.T[:, :, None], np.float32)

    def foretell_by_walk(self, walk: Walk, relations: Ints) -> Floats:
        """What each entry of the walk says for its object: entries × relations asked for."""
        weights = self.two_steps[walk.relations[:, None], relations[None]]
        return np.asarray(walk.weights[:, None] * weights, np.float32)

    def count_foretold(self, past: Past, walk: Walk, relations: Ints) -> None:
        """Note how much the rules could have foretold for each of the (distinct) relations."""
        size = len(self._foretold)
        lives = range(len(HALF_LIVES))
        mass = [np.bincount(past.relations, past.entries.faded[:, life], size) for life in lives]
        self._foretold[relations] += np.array(mass, np.float32)
        self._foretold_two[relations] += np.bincount(walk.relations, walk.weights, size)

    def credit(self, past: Past, said: Floats, place: int, relation: int, rest: float) -> float:
        """Credit what foretold the object at `place`, `said` being its share (half-lives × entries); the sum said."""
        end = int(past.starts[place + 1]) if place + 1 < len(past.starts) else len(past)
        span = slice(int(past.starts[place]), end)
        own = said[:, span]
        whole = float(own.sum())
        self._came_true[relation][:, past.relations[span]] += own / (whole + rest)
        return whole

    def credit_walk(self, walk: Walk, said: Floats, object_: int, relation: int, rest: float) -> None:
        """Credit the walk's entries that lead to an object, `said` being one value an entry."""
        place = int(np.searchsorted(walk.others, object_))
        if place == len(walk.others) or walk.others[place] != object_:
            return
        end = int(walk.starts[place + 1]) if place + 1 < len(walk.starts) else len(walk.weights)
        span = slice(int(walk.starts[place]), end)
        share = said[span] / (said[span].sum() + rest)
        np.add.at(self._came_true_two[relation], walk.relations[span], share)

    def refit(self) -> None:
        """Take what was counted so far into the weights."""
        one_step = (self._came_true + PRIOR * self._first_one) / (self._foretold + PRIOR)
        two_steps = (self._came_true_two + PRIOR * self._first_two) / (self._foretold_two + PRIOR)
        self.one_step: Floats = np.ascontiguousarray(one_step.transpose(1, 2, 0))
        self.two_steps: Floats = np.ascontiguousarray(two_steps.T)
