"""Noun phrases of a parsed sentence: which words belong to the phrase of a head."""

from __future__ import annotations

from dateline.lexicon.party_nouns import PartyNouns
from dateline.records import Sentence

_BEFORE = frozenset({
    "amod", "compound", "nummod", "poss", "nmod", "quantmod", "advmod", "det", "predet", "punct", "npadvmod",
    "acl", "dep",
})  # fmt: skip
_OF_NAMES = frozenset({"for", "on", "against"})
_MAX = 30  # words of one phrase


class Phrases:
    """The phrases of one sentence, as pairs of first and last word (half-open), by their head."""

    def __init__(self, sentence: Sentence, nouns: PartyNouns) -> None:
        self.tokens = sentence.tokens
        self.nouns = nouns
        self.children: list[list[int]] = [[] for _ in self.tokens]
        for i, token in enumerate(self.tokens):
            if token.head != i:
                self.children[token.head].append(i)
        self._memory: dict[int, tuple[int, int]] = {}

    def of(self, head: int) -> tuple[int, int]:
        """The phrase of `head`: no leading preposition or determiner, no relative clause, no coordinate."""
        found = self._memory.get(head)
        if found is None:
            self._memory[head] = (head, head + 1)  # a parse with a ring must not hang
            found = self._memory[head] = (self._left(head), self._right(head))
        return found

    def _left(self, head: int) -> int:
        tokens = self.tokens
        left = head
        for child in reversed(self.children[head]):
            if child > head:
                continue
            if tokens[child].dep not in _BEFORE or head - child > _MAX:
                break
            left = self._first(child, 0)
        while left < head and (
            tokens[left].pos in ("DET", "PUNCT", "CCONJ", "ADP", "PART")
            and tokens[left].lemma not in ("no",)
            and not (tokens[left].pos == "ADP" and tokens[left + 1].pos == "NUM")
            and not self._is_counted(left)
        ):
            left += 1
        return left

    def _is_counted(self, at: int) -> bool:
        return self.tokens[at].text.lower() in ("at", "more", "less", "over", "about", "around") and any(
            token.pos == "NUM" for token in self.tokens[at + 1 : at + 4]
        )

    def _first(self, at: int, depth: int) -> int:
        first = at
        if depth < 8:
            for child in self.children[at]:
                if child < at:
                    first = min(first, self._first(child, depth + 1))
        return first

    def _right(self, head: int) -> int:
        tokens = self.tokens
        right = head + 1
        for child in self.children[head]:
            if child < head:
                continue
            token = tokens[child]
            if token.dep in ("nummod", "compound") and child == right:
                right = child + 1
            elif token.dep == "prep" and child <= right:
                right = max(right, self._complement(head, child, right))
        return right

    def _complement(self, head: int, prep: int, right: int) -> int:
        tokens = self.tokens
        word = tokens[prep].lemma
        objects = [child for child in self.children[prep] if tokens[child].dep == "pobj"]
        if not objects or prep - head > 2:
            return right
        target = objects[0]
        named = tokens[head].pos == "PROPN" and tokens[target].pos == "PROPN"
        lemma = tokens[head].lemma.lower()
        if (
            word == "of"
            or (named and word in _OF_NAMES)
            or (word == "to" and lemma in self.nouns.takes_to)
            or (word == "for" and lemma in self.nouns.takes_for)
        ):
            end = self.of(target)[1]
            for other in self.children[target]:
                if named and tokens[other].dep == "conj" and tokens[other].pos == "PROPN":
                    end = max(end, self.of(other)[1])
            return end if end - head <= _MAX else right
        return right
