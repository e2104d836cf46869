"""Brokers: parties through which those of one bloc reach those of another."""

from __future__ import annotations

import heapq

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def brokerage(friendly: Floats, blocs: Ints) -> Floats:
    """For each party, the share of pairs of different blocs whose easiest way to each other leads through it.

    A way is easy where ties are strong: a tie's length is one over its strength. Pairs that no way joins do not count;
    equal ways share. Who is in no bloc is at no end of a way, and may stand between.
    """
    size = len(blocs)
    score = np.zeros(size)
    near = [np.nonzero(friendly[number] > 0)[0] for number in range(size)]
    pairs = 0.0
    for source in np.nonzero(blocs >= 0)[0]:
        ends = (blocs >= 0) & (blocs != blocs[source])
        order, before, ways = _ways(friendly, near, int(source))
        pairs += float(ends[order].sum())
        share = np.zeros(size)
        for place in reversed(order):
            for back in before[place]:
                share[back] += ways[back] / ways[place] * (share[place] + ends[place])
            if place != source:
                score[place] += share[place]
    return score / pairs if pairs else score


def _ways(friendly: Floats, near: list[npt.NDArray[np.intp]], source: int) -> tuple[list[int], list[list[int]], Floats]:
    """Parties by their distance, the ones before each on its shortest ways, and how many such ways there are."""
    size = len(near)
    distance = np.full(size, np.inf)
    distance[source] = 0.0
    ways = np.zeros(size)
    ways[source] = 1.0
    before: list[list[int]] = [[] for _ in range(size)]
    order: list[int] = []
    done = np.zeros(size, dtype=bool)
    heap = [(0.0, source)]
    while heap:
        length, here = heapq.heappop(heap)
        if done[here]:
            continue
        done[here] = True
        order.append(here)
        for place in near[here]:
            there = int(place)
            longer = length + 1.0 / float(friendly[here, there])
            if longer < distance[there] - 1e-12:
                distance[there], ways[there], before[there] = longer, ways[here], [here]
                heapq.heappush(heap, (longer, there))
            elif abs(longer - distance[there]) <= 1e-12 and not done[there]:
                ways[there] += ways[here]
                before[there].append(here)
    return order, before, ways
