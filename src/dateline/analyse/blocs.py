"""Blocs: parties that work with each other and against others, found from both kinds of ties at once.

Blocs are the groups of highest signed modularity: more cooperation inside, and less conflict, than parties with so
much of each would have by chance (Gómez, Jensen and Arenas 2009). Every member works with another one: common
foes alone make no bloc.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_ROUNDS = 100
_LEAST = 1e-9  # a gain below this is rounding


def find_blocs(friendly: Floats, hostile: Floats, start: Ints | None = None) -> Ints:
    """The bloc of each party, the largest numbered 0; −1 for who is in none. Both matrices are symmetric.

    `start`: blocs to begin with, so that those of a later time bear comparison.
    """
    pull = _surplus(friendly) - _surplus(hostile)
    np.fill_diagonal(pull, 0.0)
    labels = _numbered(start) if start is not None else np.arange(len(pull), dtype=np.int64)
    for _ in range(_ROUNDS):
        before = labels.copy()
        labels = _merge(pull, _move(pull, labels))
        if np.array_equal(before, labels):
            break
    return _by_size(_split(friendly, labels))


def modularity(friendly: Floats, hostile: Floats, labels: Ints) -> float:
    """How much better than chance the blocs part friend from foe: 0 not at all, 1 at best."""
    same = (labels[:, None] == labels[None, :]) & (labels[:, None] >= 0)
    total = float((friendly + hostile).sum())
    return float((_surplus(friendly) - _surplus(hostile))[same].sum()) / total if total else 0.0


def _surplus(ties: Floats) -> Floats:
    """Ties less those that parties with so many would have by chance."""
    degree = ties.sum(axis=1)
    total = degree.sum()
    found: Floats = ties - np.outer(degree, degree) / total if total else ties.copy()
    return found


def _move(pull: Floats, labels: Ints) -> Ints:
    """Moves each party to the bloc that pulls it most, until none wants to."""
    labels = labels.copy()
    for _ in range(_ROUNDS):
        moved = False
        for number in range(len(labels)):
            sums = np.bincount(labels, weights=pull[number], minlength=len(labels) + 1)
            best = int(sums.argmax())  # an empty bloc pulls with 0
            if sums[best] > sums[labels[number]] + _LEAST:
                labels[number] = best
                moved = True
        labels = _numbered(labels)
        if not moved:
            break
    return labels


def _merge(pull: Floats, labels: Ints) -> Ints:
    """Joins the two blocs that pull each other most, until none do."""
    labels = labels.copy()
    inside = np.eye(int(labels.max(initial=-1)) + 1)[labels]
    between = inside.T @ pull @ inside
    np.fill_diagonal(between, -np.inf)
    while between.size and between.max() > _LEAST:
        one, other = sorted(int(place) for place in np.unravel_index(between.argmax(), between.shape))
        labels[labels == other] = one
        between[one] += between[other]
        between[:, one] += between[:, other]
        between[other], between[:, other] = -np.inf, -np.inf
        between[one, one] = -np.inf
    return _numbered(labels)


def _split(friendly: Floats, labels: Ints) -> Ints:
    """Each bloc in parts that cooperation holds together."""
    found = np.full(len(labels), -1, dtype=np.int64)
    for first in range(len(labels)):
        if found[first] < 0:
            waiting = [first]
            while waiting:
                here = waiting.pop()
                found[here] = first
                near = (friendly[here] > 0) & (labels == labels[here]) & (found < 0)
                found[near] = first
                waiting.extend(int(place) for place in np.nonzero(near)[0])
    return found


def _numbered(labels: Ints) -> Ints:
    """The same blocs numbered 0, 1, 2 …; those of −1 each alone."""
    labels = labels.astype(np.int64)
    alone = labels < 0
    labels[alone] = labels.max(initial=-1) + 1 + np.arange(alone.sum())
    found: Ints = np.unique(labels, return_inverse=True)[1].astype(np.int64)
    return found


def _by_size(labels: Ints) -> Ints:
    """Blocs in the order of their size, and of their first member; who is alone is in none."""
    names, first, counts = np.unique(labels, return_index=True, return_counts=True)
    order = sorted((-count, where, name) for name, where, count in zip(names, first, counts, strict=True)
                   if count > 1 and name >= 0)  # fmt: skip
    found = np.full(len(labels), -1, dtype=np.int64)
    for number, (_, _, name) in enumerate(order):
        found[labels == name] = number
    return found
