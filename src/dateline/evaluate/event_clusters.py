"""Clusters of gold event mentions over documents: those of one happening, then one word one event.

Documents are joined where their words (tf-idf) are alike; within a group of documents, mentions with the
same head lemma or stem, or with words of one class (`lexicon/same_words.yaml`), are one event; but each telling
('said') is an event of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dateline.extract.event_view import stem_of
from dateline.lexicon.same_words import load_same_words

_WORD = re.compile(r"[^\W\d_]{3,}|\d{2,}")
DOCUMENT_SIMILARITY = 0.18


@dataclass(frozen=True, slots=True)
class EventMention:
    """One event mention: its key, document, head lemma and stem."""

    key: Hashable
    document: str
    lemma: str
    stem: str


def head_lemma_clusters(mentions: Sequence[EventMention]) -> list[frozenset[Hashable]]:
    """The baseline: one cluster for each head lemma."""
    groups: dict[str, set[Hashable]] = {}
    for mention in mentions:
        groups.setdefault(mention.lemma, set()).add(mention.key)
    return [frozenset(group) for group in groups.values()]


def cluster_mentions(mentions: Sequence[EventMention], texts: Mapping[str, str]) -> list[frozenset[Hashable]]:
    """The clusters of the mentions, by document group and class of words."""
    group_of = group_documents(texts, DOCUMENT_SIMILARITY)
    words = load_same_words()
    class_of, telling = words.by_stem(stem_of), {stem_of(word) for word in words.telling}
    groups: dict[Hashable, set[Hashable]] = {}
    for mention in mentions:
        same = class_of.get(mention.lemma) or class_of.get(mention.stem) or mention.stem
        own = mention.stem in telling
        groups.setdefault(mention.key if own else (group_of[mention.document], same), set()).add(mention.key)
    return [frozenset(group) for group in groups.values()]


def group_documents(texts: Mapping[str, str], threshold: float) -> dict[str, int]:
    """The number of the group of each document: average linkage on tf-idf cosines down to `threshold`."""
    names = sorted(texts)
    similarity = similarities([texts[name] for name in names])
    groups = merge_groups(similarity, threshold)
    return {names[i]: number for number, members in enumerate(groups) for i in members}


def similarities(texts: Sequence[str]) -> np.ndarray:
    """The cosine of each pair of texts by tf-idf; words of one text or of most texts left out."""
    counts = [Counter(word.lower() for word in _WORD.findall(text)) for text in texts]
    spread = Counter(word for words in counts for word in words)
    kept = sorted(word for word, number in spread.items() if 1 < number <= max(2, len(texts) // 3))
    place = {word: i for i, word in enumerate(kept)}
    matrix = np.zeros((len(texts), len(kept)), dtype=np.float32)
    for row, words in enumerate(counts):
        for word, number in words.items():
            if word in place:
                matrix[row, place[word]] = (1 + np.log(number)) * np.log(len(texts) / spread[word])
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix /= np.where(norms > 0, norms, 1)
    return np.asarray(matrix @ matrix.T, dtype=np.float64)


def merge_groups(similarity: np.ndarray, threshold: float) -> list[list[int]]:
    """Groups by average linkage: the two most alike are joined until none is at least `threshold` alike."""
    size = len(similarity)
    members = [[i] for i in range(size)]
    sums = similarity.copy()
    np.fill_diagonal(sums, -np.inf)
    counts = np.ones(size)
    alive = np.ones(size, dtype=bool)
    for _ in range(size - 1):
        average = np.where(alive[:, None] & alive[None, :], sums / np.outer(counts, counts), -np.inf)
        i, j = divmod(int(np.argmax(average)), size)
        if not average[i, j] >= threshold:
            break
        sums[i] += sums[j]
        sums[:, i] = sums[i]
        sums[i, i] = -np.inf
        counts[i] += counts[j]
        alive[j] = False
        members[i] += members[j]
        members[j] = []
    return [sorted(group) for group in members if group]
