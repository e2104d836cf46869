"""Lemmas and universal parts of speech, looked up in spaCy's tables word by word and remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_POS = {
    "$": "SYM", "''": "PUNCT", ",": "PUNCT", "-LRB-": "PUNCT", "-RRB-": "PUNCT", ".": "PUNCT", ":": "PUNCT",
    "``": "PUNCT", "HYPH": "PUNCT", "NFP": "PUNCT", "ADD": "X", "AFX": "ADJ", "CC": "CCONJ", "CD": "NUM",
    "DT": "DET", "EX": "PRON", "FW": "X", "IN": "ADP", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ", "LS": "X",
    "MD": "AUX", "NN": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "NNS": "NOUN", "PDT": "DET", "POS": "PART",
    "PRP": "PRON", "PRP$": "PRON", "RB": "ADV", "RBR": "ADV", "RBS": "ADV", "RP": "ADP", "SYM": "SYM",
    "TO": "PART", "UH": "INTJ", "VB": "VERB", "VBD": "VERB", "VBG": "VERB", "VBN": "VERB", "VBP": "VERB",
    "VBZ": "VERB", "WDT": "PRON", "WP": "PRON", "WP$": "PRON", "WRB": "ADV", "XX": "X", "_SP": "SPACE",
}  # fmt: skip
_BE = {
    "am": "be", "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "being": "be", "'s": "be",
    "'re": "be", "'m": "be", "’s": "be", "’re": "be", "’m": "be", "has": "have", "had": "have", "'ve": "have",
    "’ve": "have", "having": "have", "does": "do", "did": "do", "done": "do", "'ll": "will", "’ll": "will",
    "wo": "will", "ca": "can", "'d": "would", "’d": "would", "n't": "not", "n’t": "not",
}  # fmt: skip
_TABLE = {"NOUN": "noun", "VERB": "verb", "AUX": "verb", "ADJ": "adj", "ADV": "adv"}


class Lemmas:
    """Lemmas by exception lists, then by rules whose outcome must be a known word."""

    def __init__(
        self,
        exceptions: Mapping[str, Mapping[str, Sequence[str]]],
        rules: Mapping[str, Sequence[Sequence[str]]],
        known: Mapping[str, frozenset[str]],
    ) -> None:
        self._exceptions = exceptions
        self._rules = rules
        self._known = known
        self._memory: dict[tuple[str, str], str] = {}

    @classmethod
    def of_spacy(cls, tables: Any, strings: Any) -> Lemmas:
        """Lemmas over the lookup tables of a spaCy rule lemmatiser."""
        kinds = set(_TABLE.values())
        exceptions, rules, index = (tables.get_table(name) for name in ("lemma_exc", "lemma_rules", "lemma_index"))
        return cls(
            {kind: exceptions[kind] for kind in kinds},
            {kind: rules[kind] for kind in kinds if kind in rules},
            {kind: frozenset(index[kind]) for kind in kinds},
        )

    def pos(self, tag: str, word: str, dep: str) -> str:
        """The universal part of speech of a Penn tag."""
        if tag == "IN":
            return "SCONJ" if dep == "mark" else "ADP"
        if tag.startswith("VB") and (dep in ("aux", "auxpass") or _BE.get(word.lower()) == "be" or word.lower() == "be"):
            return "AUX"
        return _POS.get(tag, "X")

    def knows(self, word: str) -> bool:
        """Whether a lower-case word is in the tables, inflected or not."""
        return any(
            word in known or self._look_up(word, kind) in known for kind, known in self._known.items()
        )

    def lemma(self, word: str, pos: str) -> str:
        """The lemma; names keep their letters, all else is lower case."""
        key = (word, pos)
        found = self._memory.get(key)
        if found is None:
            if len(self._memory) > 200_000:
                self._memory.clear()
            found = self._memory[key] = self._find(word, pos)
        return found

    def _find(self, word: str, pos: str) -> str:
        if pos == "PROPN":
            return word
        lower = word.lower()
        if pos in ("AUX", "VERB") and lower in _BE:
            return _BE[lower]
        if pos == "ADV" and lower in ("n't", "n’t"):
            return "not"
        return self._look_up(lower, _TABLE[pos]) if pos in _TABLE else lower

    def _look_up(self, lower: str, kind: str) -> str:
        if (listed := self._exceptions[kind].get(lower)) is not None:
            return listed[0]
        known = self._known[kind]
        if lower in known and not (kind == "verb" and lower.endswith(("ed", "ing"))):
            return lower
        for old, new in self._rules.get(kind, ()):
            if lower.endswith(old):
                form = lower[: len(lower) - len(old)] + new
                if form in known:
                    return form
        return lower
