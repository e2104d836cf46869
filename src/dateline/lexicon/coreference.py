"""The words that decide which mentions can stand for the same party."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from dateline.errors import ResourceError


@dataclass(frozen=True, slots=True)
class CoreferenceWords:
    """What `coreference.yaml` holds; `hypernyms` gives the labels that a definite noun can stand for."""

    male: frozenset[str]
    female: frozenset[str]
    female_names: frozenset[str]
    hypernyms: Mapping[str, frozenset[str]]
    speech: frozenset[str]
    small: frozenset[str]
    plural: frozenset[str]


@cache
def load_coreference_words() -> CoreferenceWords:
    """The words; raises ResourceError where the file is malformed."""
    text = files("dateline.lexicon").joinpath("coreference.yaml").read_text("utf-8")
    try:
        data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        by_noun: dict[str, set[str]] = {}
        for label, nouns in data.pop("hypernyms").items():
            for noun in nouns:
                by_noun.setdefault(noun, set()).add(label)
        lists = {
            name: frozenset("on" if word is True else str(word) for word in words)
            for name, words in data.items()
        }
        hypernyms = {noun: frozenset(found) for noun, found in by_noun.items()}
        return CoreferenceWords(hypernyms=hypernyms, **lists)
    except (yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        raise ResourceError(f"coreference.yaml: {error}") from error
