"""Finds the words and phrases of named lists in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dateline.extract.tree import Tree
from dateline.records import Span


class PhraseFinder:
    """Finds lemmas and phrases of named lists in a sentence."""

    def __init__(self, lists: Mapping[str, Iterable[object]]) -> None:
        self.index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, words in lists.items():
            for word in words:
                parts = tuple(str(word).lower().replace("-", " - ").split())
                self.index.setdefault(parts[0], []).append((parts, name))

    def find(self, tree: Tree, members: list[int] | None = None) -> list[tuple[str, Span, int]]:
        """(list's name, span, words) of each hit, longest first at each place."""
        lemmas = [token.lemma.lower() for token in tree.tokens]
        texts = [token.text.lower() for token in tree.tokens]
        found: list[tuple[str, Span, int]] = []
        for i in members if members is not None else range(len(lemmas)):
            for key in {lemmas[i], texts[i]}:
                for parts, name in self.index.get(key, ()):
                    size = len(parts)
                    if i + size <= len(lemmas) and all(
                        parts[k] in (lemmas[i + k], texts[i + k]) for k in range(1, size)
                    ):
                        found.append((name, tree.span(i, i + size - 1), size))
        return found
