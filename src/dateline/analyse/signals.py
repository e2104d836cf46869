"""Signals: numbers that speak for or against a party as the object of a subject and relation on a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dateline.analyse.kinds import Kinds
from dateline.analyse.likeness import Likeness
from dateline.analyse.recurrency import HALF_LIVES, LONG_AGO, Floats, Ints, Memory, Past
from dateline.analyse.rules import Rules, Walk, walk_from

_LIVES = tuple(f"{life:g} days" for life in HALF_LIVES)
SIGNALS: tuple[str, ...] = (
    *(f"rules, {life}" for life in _LIVES),
    "strongest rule",
    "share of the rules",
    *(f"tie, {life}" for life in _LIVES),
    *(f"share of ties, {life}" for life in _LIVES[1::2]),
    "age of the tie",
    "count of the tie",
    "relations of the tie",
    *(f"same act, {life}" for life in _LIVES),
    *(f"share of same acts, {life}" for life in _LIVES[1::2]),
    "age of the same act",
    "count of the same act",
    *(f"usual object, {life}" for life in _LIVES),
    *(f"activity, {life}" for life in _LIVES),
    "two steps",
    "two steps, rules",
    "expected tie",
    "like the subject",
    "like objects of the same act",
    "like those that rules name",
    "number of partners",
    "kind and land",
    "same land",
    "itself",
    "first guess",
)
GUESS = SIGNALS.index("first guess")
CONTEXT = 9  # numbers that tell of the question, not of a party


@dataclass(frozen=True, slots=True)
class Ground:
    """What is learned from the past, as of a day."""

    memory: Memory
    rules: Rules
    likeness: Likeness
    kinds: Kinds
    day: int
    activity: Floats  # half-lives × parties
    acts: Floats  # relations × half-lives: how much of each relation there was

    @classmethod
    def of(cls, memory: Memory, rules: Rules, likeness: Likeness, kinds: Kinds, day: int) -> Ground:
        """The ground as of a day."""
        return cls(memory, rules, likeness, kinds, day, memory.shares_of_activity(day), memory.acts(day))

    def usual(self, relations: Ints) -> Floats:
        """How usual each party is as the object of these relations (relations × parties)."""
        out = np.zeros((len(relations), self.memory.parties), np.float32)
        for place, relation in enumerate(relations.tolist()):
            low = relation * self.memory.parties
            entries = self.memory.roles.between(low, low + self.memory.parties, self.day)
            out[place, entries.keys - low] = (entries.faded / (self.acts[relation] + 1e-3)).mean(axis=1)
        return out

    def background(self, relations: Ints) -> Floats:
        """What speaks for each party whoever the subject is (relations × parties)."""
        return np.asarray(0.03 * self.usual(relations) + 0.01 * self.activity.mean(axis=0), np.float32)


@dataclass(frozen=True, slots=True)
class Question:
    """A subject with relations asked of it, and all that the past says on it."""

    past: Past
    walk: Walk
    relations: Ints
    said: Floats  # by one-step rules: half-lives × entries × relations
    walked: Floats  # by two-step rules: entries × relations
    background: Floats  # relations × parties
    chances: Floats  # by kind and land: relations × parties
    strengths: Floats  # of the ties that likeness expects: parties


def ask(ground: Ground, subject: int, relations: Ints, background: Floats) -> Question:
    """What the past says on a subject and relations."""
    past = ground.memory.past(subject, ground.day)
    walk = walk_from(ground.memory, past, ground.day)
    return Question(
        past,
        walk,
        relations,
        ground.rules.foretell(past, relations),
        ground.rules.foretell_by_walk(walk, relations),
        background,
        ground.kinds.chances(subject, relations),
        ground.likeness.strengths(subject),
    )


def guess(ground: Ground, question: Question) -> Floats:
    """A first guess at each party: a mixture of all that speaks for it (relations × parties)."""
    past, walk = question.past, question.walk
    scores = question.background + 0.02 * question.chances
    scores += 0.02 * np.maximum(question.strengths, 0) * np.sqrt(ground.activity.mean(axis=0))
    if len(past):
        ties = past.per_other(past.entries.faded[:, 1] + past.entries.faded[:, 2])
        scores[:, past.others] += past.per_other(question.said.sum(axis=0)).T + 0.02 * ties / (ties.sum() + 1)
    if len(walk.weights):
        scores[:, walk.others] += 0.02 * walk.per_other(walk.weights) + 0.1 * walk.per_other(question.walked).T
    scores[:, past.subject] *= 0.02
    return np.asarray(scores, np.float32)


def read_signals(ground: Ground, question: Question, guesses: Floats, candidates: Ints) -> tuple[Floats, Floats]:
    """The signals of candidates (relations × candidates × SIGNALS), and the context (relations × CONTEXT)."""
    tie, context = _tie_signals(question, candidates)
    columns = [
        *tie,
        *_standing_signals(ground, question, candidates),
        *_walk_signals(question, candidates),
        *_likeness_signals(ground, question, candidates),
        *_kind_signals(ground, question, candidates),
        _log(np.take_along_axis(guesses, candidates, 1), 1e-6),
    ]
    return np.stack(columns, axis=2).astype(np.float32), context


def _log(values: Floats, floor: float) -> Floats:
    return np.asarray(np.log(values + np.float32(floor)), np.float32)


class _At:
    """Values of sorted keys, picked for candidates."""

    def __init__(self, keys: Ints, candidates: Ints) -> None:
        self.rows = np.arange(len(candidates))[:, None]
        self.shape = candidates.shape
        self.places = np.minimum(np.searchsorted(keys, candidates), max(len(keys) - 1, 0))
        self.found = keys[self.places] == candidates if len(keys) else np.zeros(self.shape, bool)

    def __call__(self, values: Floats, other: float = 0.0) -> Floats:
        """Values (keys, or keys × relations) of the candidates; `other` where there is none."""
        if not len(values):
            return np.full(self.shape, other, np.float32)
        picked = values[self.places] if values.ndim == 1 else values[self.places, self.rows]
        return np.where(self.found, picked, np.float32(other))


def _tie_signals(question: Question, candidates: Ints) -> tuple[list[Floats], Floats]:
    """What passed between subject and candidate."""
    past, relations, said = question.past, question.relations, question.said
    at = _At(past.others, candidates)
    entries, lives = past.entries, range(len(HALF_LIVES))
    same = past.relations[:, None] == relations[None]
    rules = [past.per_other(said[life]) for life in lives]
    whole = np.sum(rules, axis=0)
    strongest = said[1] + said[2]
    ties = past.per_other(entries.faded)
    acts = [past.per_other(np.where(same, entries.faded[:, life, None], 0)) for life in lives]
    ages = np.where(same, entries.ages[:, None], LONG_AGO)
    tie_ages = entries.ages
    if len(past):
        strongest = np.maximum.reduceat(strongest, past.starts, axis=0)
        ages = np.minimum.reduceat(ages, past.starts, axis=0)
        tie_ages = np.minimum.reduceat(tie_ages, past.starts)
    counts = past.per_other(np.where(same, entries.counts[:, None], 0))
    all_ties, all_acts = entries.faded.sum(axis=0) + 0.5, [act.sum(axis=0) + 0.5 for act in acts]
    columns = [
        *(_log(at(rule), 1e-4) for rule in rules),
        _log(at(strongest), 1e-4),
        _log(at(whole / (whole.sum(axis=0) + 1e-3)), 1e-4),
        *(_log(at(ties[:, life]), 1e-3) for life in lives),
        *(_log(at(ties[:, life] / all_ties[life]), 1e-4) for life in lives[1::2]),
        _log(at(tie_ages, LONG_AGO), 1),
        _log(at(past.per_other(entries.counts)), 0.3),
        _log(at(past.per_other(np.ones(len(past), np.float32))), 0.3),
        *(_log(at(act), 1e-3) for act in acts),
        *(_log(at(acts[life] / all_acts[life]), 1e-4) for life in lives[1::2]),
        _log(at(ages.astype(np.float32), LONG_AGO), 1),
        _log(at(counts.astype(np.float32)), 0.3),
    ]
    context = [
        *(np.log(all_acts[life]) for life in lives[1::2]),
        np.log((counts > 0).sum(axis=0) + 0.5),
        *(np.full(len(relations), np.log(all_ties[life])) for life in lives[1::2]),
        np.full(len(relations), np.log(len(past.others) + 0.5)),
        np.log(whole.sum(axis=0) + 1e-3),
        *_roles_context(question),
    ]
    return columns, np.stack(context, axis=1).astype(np.float32)


def _roles_context(question: Question) -> list[Floats]:
    """How open the question is: the greatest share of one usual object, and how much two-step rules say."""
    top = np.log(question.background.max(axis=1) + 1e-5)
    walked = np.log(question.walked.sum(axis=0) + 1e-4)
    return [top.astype(np.float32), np.broadcast_to(walked, top.shape).astype(np.float32)]


def _standing_signals(ground: Ground, question: Question, candidates: Ints) -> list[Floats]:
    """How usual a candidate is as object of the relation, and how active."""
    memory = ground.memory
    keys = question.relations[:, None] * memory.parties + candidates
    roles = memory.roles.look_up(keys, ground.day)
    shares = roles / (ground.acts[question.relations][:, None] + np.float32(1e-3))
    lives = range(len(HALF_LIVES))
    return [
        *(_log(shares[..., life], 1e-5) for life in lives),
        *(_log(ground.activity[life][candidates], 1e-6) for life in lives),
    ]


def _walk_signals(question: Question, candidates: Ints) -> list[Floats]:
    walk = question.walk
    at = _At(walk.others, candidates)
    return [
        _log(at(walk.per_other(walk.weights)), 1e-5),
        _log(30 * at(walk.per_other(question.walked)), 1e-5),
    ]


def _likeness_signals(ground: Ground, question: Question, candidates: Ints) -> list[Floats]:
    likeness, past = ground.likeness, question.past
    directions = likeness.directions[candidates]
    same = past.relations[:, None] == question.relations[None]
    recent = past.entries.faded[:, 1] + past.entries.faded[:, 2] + 0.1 * past.entries.counts
    acted = np.where(same, recent[:, None], np.float32(0))
    told = question.said.sum(axis=0)
    by_act = _mean_direction(likeness.directions, past.objects, acted, 1e-3)
    by_rule = _mean_direction(likeness.directions, past.objects, told, 1e-6)
    return [
        3 * question.strengths[candidates],
        directions @ likeness.directions[past.subject],
        np.matmul(directions, by_act[:, :, None])[:, :, 0],
        np.matmul(directions, by_rule[:, :, None])[:, :, 0],
        _log(likeness.degrees[candidates], 0),
    ]


def _mean_direction(directions: Floats, objects: Ints, weights: Floats, floor: float) -> Floats:
    return np.asarray((weights.T @ directions[objects]) / (weights.sum(axis=0)[:, None] + np.float32(floor)))


def _kind_signals(ground: Ground, question: Question, candidates: Ints) -> list[Floats]:
    subject = question.past.subject
    land = ground.kinds.lands[subject]
    near = (ground.kinds.lands[candidates] == land) & (land >= 0)
    return [
        _log(np.take_along_axis(question.chances, candidates, 1), 1e-6),
        near.astype(np.float32),
        3 * (candidates == subject).astype(np.float32),
    ]
