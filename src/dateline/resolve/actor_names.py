"""Long names that are written a little otherwise than the base has them."""

from __future__ import annotations

from collections import defaultdict

from rapidfuzz import fuzz, process

from dateline.lexicon.actors import ActorBase
from dateline.lexicon.countries import name_key
from dateline.resolve.actor_senses import Reading, Setting, read_partly

_SHORTEST, _LONGEST = 9, 60
_CUTOFF = 90.0


class FuzzyNames:
    """Finds known parties by transliterated or misspelt long names: 'Jaish al Adel' for Jaish al-Adl."""

    def __init__(self, base: ActorBase) -> None:
        self._base = base
        self._keys: dict[str, list[str]] = defaultdict(list)
        for key, senses in base.senses.items():
            known = any(sense.kind in ("actor", "person") and not sense.local for sense in senses)
            if known and len(key) >= _SHORTEST and " " in key:
                self._keys[key[0]].append(key)

    def find(self, name: str, setting: Setting) -> Reading | None:
        """The known party whose name is nearly the same, or None."""
        key = name_key(name)
        if not _SHORTEST <= len(key) <= _LONGEST or " " not in key:
            return None
        keys = self._keys.get(key[0], ())
        best = process.extractOne(key, keys, scorer=fuzz.ratio, score_cutoff=_CUTOFF)
        if best is None:
            return None
        sense = next(s for s in self._base.senses[best[0]] if s.kind in ("actor", "person"))
        if setting.weights and sense.country not in ("INT", "IGO") and sense.country not in setting.weights:
            return None
        return read_partly(sense, "fuzzy name", 0.8 * best[1] / 100)
