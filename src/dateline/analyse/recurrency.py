"""What has happened between parties, remembered with fading: the ground that forecasts stand on.

A fact is a row `subject, relation, object`; each is kept in both directions, the relation of the way back
being `relation + relations`. Counts fade at several half-lives, so that last night and last season both count.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

HALF_LIVES: Floats = np.array([1.5, 6.0, 25.0, 100.0], np.float32)  # days
LONG_AGO = 400.0  # the age, in days, of what never was


def both_ways(facts: Ints, relations: int) -> Ints:
    """The facts and their way back: (s, r, o) also as (o, r + relations, s)."""
    back = facts[:, [2, 1, 0, *range(3, facts.shape[1])]].copy()
    back[:, 1] += relations
    return np.concatenate([facts, back])


def run_starts(keys: Ints) -> Ints:
    """Where each run of equal keys begins, in sorted keys."""
    changes = np.flatnonzero(keys[1:] != keys[:-1]) + 1
    return np.concatenate([np.zeros(min(len(keys), 1), np.int64), changes])


def runs(keys: Ints) -> list[slice]:
    """Each run of equal keys, in sorted keys."""
    starts = run_starts(keys).tolist()
    return [slice(start, end) for start, end in zip(starts, [*starts[1:], len(keys)], strict=False)]


@dataclass(frozen=True, slots=True)
class Entries:
    """A stretch of a ledger, as of a day: keys ascending, counts faded at each half-life, counts, ages in days."""

    keys: Ints
    faded: Floats
    counts: Floats
    ages: Floats


class Ledger:
    """How often and how lately each key was seen. Keys stay sorted, so a stretch of them is a slice."""

    def __init__(self) -> None:
        self.keys: Ints = np.zeros(0, np.int64)
        self.faded: Floats = np.zeros((0, len(HALF_LIVES)), np.float32)  # as of `last`
        self.counts: Floats = np.zeros(0, np.float32)
        self.last: Ints = np.zeros(0, np.int64)

    def add(self, keys: Ints, day: int) -> None:
        """Count these keys on a day; days come in order."""
        fresh, times = np.unique(keys, return_counts=True)
        counts = times.astype(np.float32)
        places = np.searchsorted(self.keys, fresh)
        known = places < len(self.keys)
        known[known] = self.keys[places[known]] == fresh[known]
        old = places[known]
        self.faded[old] = self.faded[old] * fading(day - self.last[old]) + counts[known, None]
        self.counts[old] += counts[known]
        self.last[old] = day
        new, where = counts[~known], places[~known]
        self.keys = np.insert(self.keys, where, fresh[~known])
        self.faded = np.insert(self.faded, where, np.repeat(new[:, None], len(HALF_LIVES), 1), axis=0)
        self.counts = np.insert(self.counts, where, new)
        self.last = np.insert(self.last, where, day)

    def take(self, where: slice | Ints, day: int) -> Entries:
        """The entries at these places as of a day."""
        ages = day - self.last[where]
        return Entries(self.keys[where], self.faded[where] * fading(ages), self.counts[where], ages.astype(np.float32))

    def between(self, low: int, high: int, day: int) -> Entries:
        """The entries with low <= key < high as of a day."""
        start, end = np.searchsorted(self.keys, np.array([low, high]))
        return self.take(slice(int(start), int(end)), day)

    def look_up(self, keys: Ints, day: int) -> Floats:
        """The faded counts of any keys, in their shape and one more axis; zero for what never was."""
        if not len(self.keys):
            return np.zeros((*keys.shape, len(HALF_LIVES)), np.float32)
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        found = self.faded[places] * fading(day - self.last[places])
        found[self.keys[places] != keys] = 0
        return found


def fading(ages: Ints) -> Floats:
    """What is left of one after so many days, at each half-life."""
    return np.asarray(np.exp2(-ages[..., None].astype(np.float32) / HALF_LIVES), np.float32)


@dataclass(frozen=True, slots=True)
class Past:
    """All that a subject did to others and had done to it: one entry for each object and relation, by object."""

    subject: int
    objects: Ints  # of each entry
    relations: Ints  # of each entry
    entries: Entries
    starts: Ints  # where each distinct object begins
    others: Ints  # the distinct objects, ascending

    def __len__(self) -> int:
        return len(self.objects)

    def per_other(self, values: Floats) -> Floats:
        """Values of entries (first axis) summed for each distinct object."""
        return np.add.reduceat(values, self.starts, axis=0) if len(self) else values

    def place_of(self, object_: int) -> int | None:
        """The place of an object among `others`; None for a stranger."""
        place = int(np.searchsorted(self.others, object_))
        return place if place < len(self.others) and self.others[place] == object_ else None


class Memory:
    """Everything observed so far: ties between parties, roles that parties play, and how active each is."""

    def __init__(self, parties: int, relations: int) -> None:
        self.parties = parties
        self.relations = relations  # counted in both directions
        self.ties = Ledger()  # subject, object, relation
        self.roles = Ledger()  # relation, object
        self.activity = Ledger()  # object

    def observe(self, facts: Ints, day: int) -> None:
        """Remember the facts of a day, given in both directions."""
        subjects, relations, objects = facts[:, 0], facts[:, 1], facts[:, 2]
        self.ties.add((subjects * self.parties + objects) * self.relations + relations, day)
        self.roles.add(relations * self.parties + objects, day)
        self.activity.add(objects, day)

    def past(self, subject: int, day: int) -> Past:
        """What is remembered of a subject as of a day."""
        width = self.parties * self.relations
        entries = self.ties.between(subject * width, (subject + 1) * width, day)
        objects = (entries.keys // self.relations) % self.parties
        starts = run_starts(objects)
        return Past(subject, objects, entries.keys % self.relations, entries, starts, objects[starts])

    def shares_of_activity(self, day: int) -> Floats:
        """The share of each party in all that happened, at each half-life (half-lives × parties)."""
        dense = np.zeros((len(HALF_LIVES), self.parties), np.float32)
        entries = self.activity.take(slice(None), day)
        dense[:, entries.keys] = entries.faded.T
        return np.asarray(dense / (dense.sum(axis=1, keepdims=True) + 1e-9), np.float32)

    def acts(self, day: int) -> Floats:
        """How much of each relation there was, at each half-life (relations × half-lives)."""
        out = np.zeros((self.relations, len(HALF_LIVES)), np.float32)
        entries = self.roles.take(slice(None), day)
        if len(entries.keys):
            relations = entries.keys // self.parties
            starts = run_starts(relations)
            out[relations[starts]] = np.add.reduceat(entries.faded, starts, axis=0)
        return out


def recurrency_scores(memory: Memory, subject: int, relation: int, day: int, weight: float = 0.999) -> Floats:
    """The baseline: objects of the same subject and relation, the latest first; then the relation's usual objects.

    Strict recurrency (how long ago, at a slow half-life) counts `weight`, relaxed (how common an object is
    for the relation) the rest; a known baseline of temporal knowledge graph forecasting.
    """
    scores = np.zeros(memory.parties, np.float32)
    low = relation * memory.parties
    role = memory.roles.between(low, low + memory.parties, day)
    if len(role.keys):
        scores[role.keys - low] = (1 - weight) * role.counts / role.counts.sum()
    past = memory.past(subject, day)
    same = past.relations == relation
    scores[past.objects[same]] += weight * np.exp2(-past.entries.ages[same] / HALF_LIVES[2])
    return scores
