"""What sort of party a name tells of, and of which land: 'Police (Australia)' is a police of Australia.

Rare parties have little past of their own; what police forces do to citizens of their land is well known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from dateline.analyse.recurrency import Floats, Ints, Memory, run_starts

KINDS = 40  # that are told apart; the rest are one kind
SURE = 0.4  # of a party's ties must lie in one land to believe that it belongs there
_OF_LAND = re.compile(r"(.+?)[ _]\(([^()]+)\)")


class Kinds:
    """The kind and land of each party, and which kinds meet in which relations."""

    def __init__(self, names: Sequence[str], relations: int) -> None:
        parsed = [match.groups() if (match := _OF_LAND.fullmatch(name)) else (None, name) for name in names]
        lands = {land: place for place, land in enumerate(sorted({land for kind, land in parsed if kind}))}
        common = Counter(kind for kind, _ in parsed if kind).most_common(KINDS)
        numbers = {kind: number for number, (kind, _) in enumerate(common, 3)}  # after: other name, other kind, land
        self.kinds: Ints = np.array(
            [numbers.get(kind, 1) if kind else 2 * (land in lands) for kind, land in parsed], np.int64
        )
        self.stated: Ints = np.array([lands.get(land, -1) for _, land in parsed], np.int64)
        self.lands: Ints = self.stated.copy()
        self._land_count = max(len(lands), 1)
        self._kind_count = len(common) + 3
        self._met = np.zeros((self._kind_count, relations, 2 * self._kind_count), np.float32)

    def refresh(self, memory: Memory, day: int) -> None:
        """Place parties without a stated land in the land where most of their ties lie."""
        entries = memory.ties.take(slice(None), day)
        pairs = entries.keys // memory.relations
        starts = run_starts(pairs)
        if not len(starts):
            return
        weights = np.log1p(np.add.reduceat(entries.counts, starts))
        rows, columns = np.divmod(pairs[starts], memory.parties)
        told = self.stated[columns] >= 0
        votes = np.bincount(
            rows[told] * self._land_count + self.stated[columns[told]],
            weights[told],
            memory.parties * self._land_count,
        ).reshape(memory.parties, self._land_count)
        best = votes.argmax(axis=1)
        sure = votes.max(axis=1) > SURE * np.maximum(votes.sum(axis=1), 1)
        self.lands = np.where(self.stated >= 0, self.stated, np.where(sure, best, -1))

    def observe(self, facts: Ints) -> None:
        """Count which kinds met."""
        subjects, relations, objects = facts[:, 0], facts[:, 1], facts[:, 2]
        near = (self.lands[subjects] == self.lands[objects]) & (self.lands[subjects] >= 0)
        np.add.at(self._met, (self.kinds[subjects], relations, 2 * self.kinds[objects] + near), 1)

    def chances(self, subject: int, relations: Ints) -> Floats:
        """How likely each party is as an object, by its kind and land alone (relations × parties)."""
        land = self.lands[subject]
        near = (self.lands == land) & (land >= 0)
        classes = 2 * self.kinds + near
        sizes = np.bincount(classes, minlength=2 * self._kind_count) + 1.0
        met = self._met[self.kinds[subject], relations]
        usual = self._met[self.kinds[subject]].sum(axis=0)
        usual = usual / (usual.sum() + 1)
        shares = (met + 5 * usual) / (met.sum(axis=1, keepdims=True) + 5)
        return np.asarray((shares / sizes)[:, classes], np.float32)
