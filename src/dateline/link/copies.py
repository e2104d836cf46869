"""Which reports have the same text: candidates by fingerprints, judged by the runs of words that they share."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from dateline.link.sketches import SIZE, Hashes, word_runs
from dateline.records import Copy

# A pair is a copy where this share of the shorter's runs is in the longer, and this of the longer's in the shorter.
SHARE = 0.45
SHARE_OF_LONGER = 0.22
FEWEST = 12  # shared runs, unless the texts are nearly equal
FEWEST_NEAR = 6
NEAR = 0.85
MEETINGS = 0.07  # of the smaller fingerprint; true copies share three times that or more
_ALL_PAIRS = 6  # texts with one hash that are all compared with one another; of more, neighbours only
_NEIGHBOURS = 4
_KEPT = 4_096  # texts whose runs are held while pairs are judged


def find_candidates(sketches: Sequence[Hashes], new: Iterable[int] | None = None) -> list[tuple[int, int]]:
    """The pairs (i, j), i < j, whose fingerprints meet often enough; with `new`, only pairs with one of those.

    A hash that many texts have (a slogan, or one dispatch in hundreds of papers) pairs each text with its
    neighbours only, so that the work grows with the number of texts and not with its square.
    """
    sizes = np.array([len(sketch) for sketch in sketches], dtype=np.int64)
    if not len(sizes) or not sizes.sum():
        return []
    owners = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    hashes = np.concatenate(list(sketches))
    order = np.lexsort((owners, hashes))
    owners, hashes = owners[order], hashes[order]
    pairs = np.concatenate(list(_meetings(owners, hashes)))
    keys, counts = np.unique(pairs, return_counts=True)
    left, right = keys >> 32, keys & 0xFFFFFFFF
    keep = counts >= np.maximum(2, np.minimum(sizes[left], sizes[right]) * MEETINGS)
    if new is not None:
        fresh = np.zeros(len(sizes), dtype=bool)
        fresh[list(new)] = True
        keep &= fresh[left] | fresh[right]
    return list(zip(left[keep].tolist(), right[keep].tolist(), strict=True))


def _meetings(owners: npt.NDArray[np.int64], hashes: Hashes) -> Iterable[npt.NDArray[np.int64]]:
    """For each step to the next, next but one … owner of a hash, the pairs as one number each."""
    starts = np.concatenate(([True], hashes[1:] != hashes[:-1]))
    group = np.cumsum(starts) - 1
    size = np.bincount(group)[group]
    for step in range(1, max(_ALL_PAIRS, _NEIGHBOURS + 1)):
        meets = (group[step:] == group[:-step]) & ((size[step:] <= _ALL_PAIRS) | (step <= _NEIGHBOURS))
        yield owners[:-step][meets] << 32 | owners[step:][meets]


class Runs:
    """The word runs of texts by number, kept for the latest few thousand."""

    def __init__(self, text_of: Callable[[int], str]) -> None:
        self._text_of = text_of
        self._held: OrderedDict[int, Hashes] = OrderedDict()

    def __getitem__(self, number: int) -> Hashes:
        if number in self._held:
            self._held.move_to_end(number)
            return self._held[number]
        runs = self._held[number] = word_runs(self._text_of(number))
        if len(self._held) > _KEPT:
            self._held.popitem(last=False)
        return runs


def judge_copy(left: str, right: str, left_runs: Hashes, right_runs: Hashes) -> Copy | None:
    """The judgement that the two reports are copies, or None."""
    shared = len(np.intersect1d(left_runs, right_runs, assume_unique=True))
    if not shared:
        return None
    of_left, of_right = shared / len(left_runs), shared / len(right_runs)
    low, high = min(of_left, of_right), max(of_left, of_right)
    if not ((low >= NEAR and shared >= FEWEST_NEAR) or (high >= SHARE and low >= SHARE_OF_LONGER and shared >= FEWEST)):
        return None
    left, right, of_left, of_right = (
        (left, right, of_left, of_right) if left > right else (right, left, of_right, of_left)
    )
    kind = "exact" if low == 1 else "near" if low >= NEAR else "cut" if high >= NEAR else "partial"
    return Copy(
        left=left, right=right, kind=kind,  # type: ignore[arg-type]
        of_left=round(of_left, 4), of_right=round(of_right, 4), shared=shared,
    )  # fmt: skip


def find_copies(texts: Mapping[str, str]) -> list[Copy]:
    """The copies among texts by report id."""
    names = sorted(texts)
    return find_copies_of(names, [word_runs(texts[name])[:SIZE] for name in names], lambda i: texts[names[i]])


def find_copies_of(
    names: Sequence[str], sketches: Sequence[Hashes], text_of: Callable[[int], str], new: Iterable[int] | None = None
) -> list[Copy]:
    """The copies among reports in order of id, from their fingerprints; texts are asked for as pairs need them."""
    runs = Runs(text_of)
    judged = (judge_copy(names[i], names[j], runs[i], runs[j]) for i, j in find_candidates(sketches, new))
    return [copy for copy in judged if copy is not None]
