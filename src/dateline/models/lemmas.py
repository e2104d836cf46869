"""Lemmas and universal parts of speech, looked up in spaCy's tables word by word and remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

import yaml

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
        tables = yaml.safe_load(files("dateline.models").joinpath("lemmas.yaml").read_text("utf-8"))
        self._pos: Mapping[str, str] = tables["pos"]
        self._irregular: Mapping[str, str] = tables["irregular"]
        self._plural_only = frozenset(tables["plural_only"])
        self._memory: dict[tuple[str, str], str] = {}

    @classmethod
    def of_spacy(cls, tables: Any, strings: Any) -> Lemmas:
        """Lemmas over the lookup tables of a spaCy rule lemmatiser."""
        kinds = set(_TABLE.values())
        exceptions, rules, index = (
            tables.get_table(name) for name in ("lemma_exc", "lemma_rules", "lemma_index")
        )
        return cls(
            {kind: exceptions[kind] for kind in kinds},
            {kind: rules[kind] for kind in kinds if kind in rules},
            {kind: frozenset(index[kind]) for kind in kinds},
        )

    def pos(self, tag: str, word: str, dep: str) -> str:
        """The universal part of speech of a Penn tag."""
        if tag == "IN":
            return "SCONJ" if dep == "mark" else "ADP"
        if tag.startswith("VB") and (dep in ("aux", "auxpass") or self._irregular.get(word.lower()) == "be"):
            return "AUX"
        return self._pos.get(tag, "X")

    def knows(self, word: str) -> bool:
        """Whether a lower-case word is in the tables, inflected or not."""
        return any(word in known or self._look_up(word, kind) in known for kind, known in self._known.items())

    def lemma(self, word: str, pos: str, tag: str = "") -> str:
        """The lemma; names keep their letters, all else is lower case. `tag`: the Penn tag, where known."""
        key = (word, "NNS" if tag == "NNS" else pos)
        found = self._memory.get(key)
        if found is None:
            if len(self._memory) > 200_000:
                self._memory.clear()
            found = self._memory[key] = self._singular(word.lower()) if tag == "NNS" else self._find(word, pos)
        return found

    def _singular(self, lower: str) -> str:
        """The singular of a plural noun: the tables list many a plural as a word of its own ('leaders')."""
        if lower in self._plural_only:
            return lower
        if (listed := self._exceptions["noun"].get(lower)) is not None:
            return listed[0]
        known = self._known["noun"]
        for old, new in self._rules["noun"]:
            form = lower[: len(lower) - len(old)] + new
            if lower.endswith(old) and form in known and form != lower:
                return form
        if not lower.endswith("s") or lower.endswith("ss") or len(lower) < 4:
            return lower
        if lower.endswith("ies"):
            return lower[:-3] + "y"
        return lower[:-2] if lower.endswith(("sses", "xes", "ches", "shes")) else lower[:-1]

    def _find(self, word: str, pos: str) -> str:
        if pos == "PROPN":
            return word
        lower = word.lower()
        if pos in ("AUX", "VERB") and lower in self._irregular:
            return self._irregular[lower]
        if pos == "ADV" and lower in ("n't", "n’t"):
            return "not"
        return self._look_up(lower, _TABLE[pos]) if pos in _TABLE else lower

    def _look_up(self, lower: str, kind: str) -> str:
        if (listed := self._exceptions[kind].get(lower)) is not None:
            return listed[0]
        known = self._known[kind]
        if lower in known and not lower.endswith(("ed", "ing") if kind == "verb" else "ies"):
            return lower
        for old, new in self._rules.get(kind, ()):
            if lower.endswith(old):
                form = lower[: len(lower) - len(old)] + new
                if form in known:
                    return form
        return lower
