"""The words that say that one thing came of another (`causes.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

from dateline.errors import ResourceError


@dataclass(frozen=True, slots=True)
class Causes:
    """The signals of cause: by construction, with the strength of each between events."""

    prepositions: Mapping[tuple[str, ...], float]  # the words of the phrase
    marks: Mapping[tuple[str, ...], float]
    verbs: Mapping[str, frozenset[str]]  # lemma → prepositions or particles it needs; empty: an object
    result_verbs: Mapping[str, frozenset[str]]
    result_participles: frozenset[str]
    purpose_participles: frozenset[str]
    openers: frozenset[tuple[str, ...]]
    loose: frozenset[str]  # words of `prepositions`, `marks` and verbs that are no signal by themselves
    time_nouns: frozenset[str]
    answering: frozenset[str]
    answered_types: frozenset[str]
    later: frozenset[str]
    earlier: frozenset[str]
    weights: Mapping[str, float]  # evidence on two events of a sentence → log-odds (`cause_weights.yaml`)
    threshold: float  # least probability of a link


def load_causes() -> Causes:
    """The signals of cause; raises ResourceError where the file is missing or malformed."""
    try:
        text = (files("dateline.lexicon") / "causes.yaml").read_text("utf-8")
        data: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        weighed = _load_weights("cause_weights.yaml")
        return Causes(
            prepositions=_phrases(data["prepositions"]), marks=_phrases(data["marks"]),
            verbs=_needs(data["verbs"]), result_verbs=_needs(data["result_verbs"]),
            result_participles=frozenset(data["result_participles"]),
            purpose_participles=frozenset(data["purpose_participles"]),
            openers=frozenset(tuple(phrase.split()) for phrase in data["openers"]),
            loose=frozenset(data["loose"]), time_nouns=frozenset(data["time_nouns"]),
            answering=frozenset(data["answering"]), answered_types=frozenset(data["answered_types"]),
            later=frozenset(data["later"]), earlier=frozenset(data["earlier"]), weights=weighed.weights,
            threshold=weighed.threshold,
        )  # fmt: skip
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise ResourceError(f"the signals of cause cannot be read: {error!r}") from error


@dataclass(frozen=True, slots=True)
class SameEvent:
    """How two mentions are weighed as one event: log-odds by evidence, and the least probability."""

    weights: Mapping[str, float]
    threshold: float


def load_same_event() -> SameEvent:
    """The weights of the evidence for one event; raises ResourceError where the file is faulty."""
    return _load_weights("same_event.yaml")


def _load_weights(name: str) -> SameEvent:
    try:
        text = (files("dateline.lexicon") / name).read_text("utf-8")
        data: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        weights = {evidence: float(weight) for evidence, weight in data["weights"].items()}
        return SameEvent(weights, float(data["threshold"]))
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise ResourceError(f"{name} cannot be read: {error!r}") from error


def _phrases(strengths: Mapping[str, Any]) -> dict[tuple[str, ...], float]:
    return {tuple(phrase.split()): float(strength) for phrase, strength in strengths.items()}


def _needs(verbs: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    return {lemma: frozenset(words) for lemma, words in verbs.items()}
