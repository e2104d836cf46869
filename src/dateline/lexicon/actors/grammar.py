"""The closed word classes that give a party's phrase its shape, from `grammar.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

import yaml

from dateline.errors import ResourceError
from dateline.lexicon.countries import name_key


@dataclass(frozen=True, slots=True)
class PhraseGrammar:
    """Sets of folded words: what ends the head of a phrase, what may complete it, what does not count.

    `offices`: other words for an office, with its name.
    """

    connectors: frozenset[str]
    country_connectors: frozenset[str]
    member_connectors: frozenset[str]
    quantities: frozenset[str]
    not_own: frozenset[str]
    not_own_before: frozenset[str]
    titles: frozenset[str]
    determiners: frozenset[str]
    pronouns: frozenset[str]
    several: frozenset[str]
    abroad: frozenset[str]
    others: frozenset[str]
    possessives: frozenset[str]
    pairs: frozenset[str]
    unplaced: frozenset[str]
    anybodys: frozenset[str]
    aims: frozenset[str]
    manifold: frozenset[str]
    charged: frozenset[str]
    convicted: frozenset[str]
    pleading: frozenset[str]
    violent: frozenset[str]
    culprits: frozenset[str]
    offices: Mapping[str, str]


@lru_cache(maxsize=1)
def load_phrase_grammar() -> PhraseGrammar:
    """The word classes, read once."""
    path = Path(__file__).parent / "grammar.yaml"
    classes = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    names = [field.name for field in fields(PhraseGrammar)]
    if set(classes) != set(names):
        raise ResourceError(f"{path.name}: the classes are not {names}")
    offices = {name_key(word): name_key(office) for word, office in classes.pop("offices").items()}
    sets = {name: frozenset(map(str, words)) for name, words in classes.items()}
    return PhraseGrammar(**sets, offices=offices)
