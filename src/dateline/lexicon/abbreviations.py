"""Abbreviations and the words that tell whether a sentence ends at their stop."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from dateline.errors import ResourceError


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """What `abbreviations.yaml` holds; all in lower case, without the last stop."""

    before_name: frozenset[str]
    before_number: frozenset[str]
    either: frozenset[str]
    starters: frozenset[str]
    sayers: frozenset[str]


@cache
def load_abbreviations() -> Abbreviations:
    """The abbreviations; raises ResourceError where the file is malformed."""
    data = files("dateline.lexicon").joinpath("abbreviations.yaml").read_text("utf-8")
    try:
        # YAML reads a bare 'no' as false
        lists = {
            name: frozenset("no" if word is False else str(word) for word in words)
            for name, words in yaml.safe_load(data).items()
        }
        return Abbreviations(**lists)
    except (yaml.YAMLError, AttributeError, TypeError) as error:
        raise ResourceError(f"abbreviations.yaml: {error}") from error
