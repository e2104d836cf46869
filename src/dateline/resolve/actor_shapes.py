"""How a party's phrase is cut: its head, and what completes it."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.lexicon.actors import ActorBase, Found, Word
from dateline.lexicon.actors.grammar import PhraseGrammar
from dateline.resolve.actor_senses import NAMES, has_kind

_OF_STATES = ("GOV",)


class PhraseShape:
    """Cuts phrases with the phrase grammar."""

    def __init__(self, base: ActorBase, grammar: PhraseGrammar) -> None:
        self.base = base
        self.grammar = grammar

    def trim(self, words: Sequence[Word]) -> Sequence[Word]:
        """The words without determiners in front."""
        start = 0
        while start < len(words) - 1 and words[start].key in self.grammar.determiners:
            if words[start].raw.isupper() and len(words[start].raw) > 1:
                break
            start += 1
        return words[start:]

    def head_end(self, words: Sequence[Word], found: Sequence[Found], start: int = 0) -> int:
        """Where the part that begins at `start` ends: before a preposition, a comma or a relative clause."""
        inside = {i for one in found for i in range(one.start + 1, one.end)}
        inside |= {one.start for one in found if one.end - one.start > 1}
        for i in range(start + 1, len(words)):
            joins = words[i].key in self.grammar.connectors and "-" not in words[i].raw
            adds = words[i].key in ("and", "or") and any(
                start <= one.start and one.end <= i and has_kind(one, "role", *NAMES) for one in found
            )
            if i not in inside and (words[i].cut or joins or adds):
                return i
        return len(words)

    def complements(self, words: Sequence[Word], found: Sequence[Found], end: int) -> list[tuple[int, int]]:
        """The parts after the head, each from its preposition or comma on."""
        parts, start = [], end
        while start < len(words):
            stop = max(self.head_end(words, found, start), start + 1)
            parts.append((start, stop))
            start = stop
        return parts

    def is_quantity(self, words: Sequence[Word]) -> bool:
        """Whether the words only count: 'dozens', 'some of', 'about 30'."""
        counting = self.grammar.quantities | self.grammar.determiners
        return bool(words) and all(word.key in counting or word.key.isdigit() for word in words)

    def is_several(self, words: Sequence[Word]) -> bool:
        """Whether the phrase speaks of parties of more than one country: 'both sides', 'its allies'."""
        found = list(self.base.find(words))
        head = words[: self.head_end(words, found)]
        if not head:
            return False
        if head[-1].key in self.grammar.several or head[0].key in ("both", "neither"):
            return True
        return any(word.key in self.grammar.pairs for word in head[:2]) and any(
            sense.sectors[0] in _OF_STATES for one in found if one.end == len(head) for sense in one.senses
            if sense.kind == "role"
        )  # fmt: skip

    def is_unplaced(self, words: Sequence[Word]) -> bool:
        """Whether the phrase is of people who may be of any country: 'detainees', 'any party'."""
        bare = self.trim(words)
        found = list(self.base.find(bare))
        end = self.head_end(bare, found)
        if not end or words[0].key in self.grammar.anybodys:
            return bool(end)
        return bare[end - 1].key in self.grammar.unplaced or self.is_culprit(bare[:end])

    def is_manifold(self, words: Sequence[Word]) -> bool:
        """Whether the phrase's head says that its party is of several countries: 'African troops'."""
        bare = self.trim(words)
        found = list(self.base.find(bare))
        inside = {i for one in found if one.end - one.start > 1 for i in range(one.start, one.end)}
        end = self.head_end(bare, found)
        return any(bare[i].key in self.grammar.manifold for i in range(end) if i not in inside)

    def is_culprit(self, words: Sequence[Word]) -> bool:
        """Whether the phrase calls its party the doer of a violent deed: 'the second bomber'."""
        return not self.grammar.culprits.isdisjoint(word.key for word in words)

    def is_abroad(self, words: Sequence[Word]) -> bool:
        """Whether the phrase is of people who stay in other countries: 'ambassador in Paris'."""
        return not self.grammar.abroad.isdisjoint(word.key for word in words)

    def is_disowned(self, words: Sequence[Word], one: Found) -> bool:
        """Whether the found words say whose friend or foe the party is, not what it is: 'Iran-backed'."""
        after = words[one.end].key if one.end < len(words) else ""
        before = words[one.start - 1].key if one.start else ""
        return after in self.grammar.not_own or before in self.grammar.not_own_before
