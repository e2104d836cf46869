"""The nouns and pronouns that can stand for a party or a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from dateline.errors import ResourceError

LABELS = ("OTHER", "GROUP", "FACILITY", "PLACE", "ORG", "OFFICE")  # a noun of two lists takes the later label


@dataclass(frozen=True, slots=True)
class PartyNouns:
    """What `party_nouns.yaml` holds; `label` gives the label of a mention by the lemma of its head."""

    label: Mapping[str, str]
    titles: frozenset[str]
    pronouns: frozenset[str]
    quantities: frozenset[str]
    never: frozenset[str]
    where: frozenset[str]
    directions: frozenset[str]
    takes_to: frozenset[str]
    takes_for: frozenset[str]
    speech: frozenset[str]


@cache
def load_party_nouns() -> PartyNouns:
    """The nouns; raises ResourceError where the file is malformed."""
    data = files("dateline.lexicon").joinpath("party_nouns.yaml").read_text("utf-8")
    try:
        lists = {
            name: frozenset("on" if word is True else str(word) for word in words)
            for name, words in yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)).items()
        }
        label = {word: kind for kind in LABELS for word in lists.pop(kind)}
        return PartyNouns(label=label, **lists)
    except (yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        raise ResourceError(f"party_nouns.yaml: {error}") from error
