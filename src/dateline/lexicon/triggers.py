"""Which words state which event: the trigger lexicon and the word lists around it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import yaml

from dateline.errors import ResourceError

KINDS = ("verb", "noun", "phrase")
PIECES = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*\.?|[*\-]")


@dataclass(frozen=True, slots=True)
class Condition:
    """One demand on the words around: a role, classes or words; `wanted` False turns it round."""

    key: str
    names: tuple[str, ...] = ()
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Sense:
    """A word or phrase in one sense: the event that it states, under which conditions, how surely."""

    event_type: str
    modes: tuple[str, ...]
    kind: str
    words: tuple[str, ...]
    conditions: tuple[Condition, ...] = ()
    weight: float = 0.5
    to_object: bool = False


@dataclass(frozen=True, slots=True)
class EventLexicon:
    """Senses by anchor word (verbs and phrases: the first; nouns: the last), classes, word lists."""

    verbs: Mapping[str, tuple[Sense, ...]]
    nouns: Mapping[str, tuple[Sense, ...]]
    phrases: Mapping[str, tuple[Sense, ...]]
    classes: Mapping[str, frozenset[str]]
    lists: Mapping[str, frozenset[str]]
    tables: Mapping[str, Any] = field(default_factory=dict)

    @property
    def senses(self) -> int:
        """The number of senses."""
        return sum(
            len(senses) for index in (self.verbs, self.nouns, self.phrases) for senses in index.values()
        )


def load_event_lexicon() -> EventLexicon:
    """The trigger lexicon with its noun classes and word lists."""
    folder = files("dateline.lexicon")
    classes = _word_sets(_yaml("noun_classes.yaml"))
    senses = [
        sense
        for number, line in enumerate(folder.joinpath("triggers.txt").read_text("utf-8").splitlines(), 1)
        if line.strip() and not line.startswith("#")
        for sense in parse_senses(line, number, classes)
    ]
    return EventLexicon(
        verbs=_index(senses, "verb", 0),
        nouns=_index(senses, "noun", -1),
        phrases=_index(senses, "phrase", 0),
        classes=classes,
        lists=_word_sets(_yaml("event_words.yaml")),
        tables={name: _yaml(f"{name}.yaml") for name in ("weapons", "status_cues", "contexts_words")},
    )


def _yaml(name: str) -> Any:
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return yaml.load(files("dateline.lexicon").joinpath(name).read_text("utf-8"), Loader=loader)
    except (OSError, yaml.YAMLError) as error:
        raise ResourceError(f"lexicon file {name}: {error}") from error


def _word_sets(lists: Mapping[str, list[Any]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(str(word).lower() for word in words) for name, words in lists.items()}


def _index(senses: list[Sense], kind: str, anchor: int) -> dict[str, tuple[Sense, ...]]:
    index: dict[str, list[Sense]] = {}
    for sense in senses:
        if sense.kind == kind:
            index.setdefault(sense.words[anchor], []).append(sense)
    return {word: tuple(sorted(found, key=lambda sense: -len(sense.words))) for word, found in index.items()}


def parse_senses(line: str, number: int, classes: Mapping[str, frozenset[str]]) -> list[Sense]:
    """The senses of one line of triggers.txt; raises `ResourceError` with the number of a bad line."""
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 5 or parts[1] not in KINDS:
        raise ResourceError(f"triggers.txt:{number}: expected type | kind | words | conditions | weight")
    event_type, _, modes = parts[0].partition(":")
    conditions = [_condition(text.strip(), number, classes) for text in parts[3].split(";") if text.strip()]
    to_object = any(condition.key == "span" and condition.names == ("obj",) for condition in conditions)
    kept = tuple(condition for condition in conditions if condition.key != "span")
    return [
        Sense(
            event_type,
            tuple(modes.split("+")) if modes else (),
            parts[1],
            tuple(PIECES.findall(words.strip().lower())),
            kept,
            float(parts[4]),
            to_object,
        )
        for words in parts[2].split(",")
    ]


def _condition(text: str, number: int, classes: Mapping[str, frozenset[str]]) -> Condition:
    match = re.fullmatch(r"([a-z_]+(?::[a-z]+)?)(?:(!?=)([a-z_, ]+))?", text)
    if match is None:
        raise ResourceError(f"triggers.txt:{number}: cannot read condition {text!r}")
    key, sign, names = match.groups()
    values = tuple(name.strip() for name in names.split(",")) if names else ()
    if key in ("obj", "subj", "mod", "inf", "purpose", "poss") or ":" in key:
        unknown = [name for name in values if name not in classes and name != "no"]
        if unknown:
            raise ResourceError(f"triggers.txt:{number}: no class {unknown} in noun_classes.yaml")
    return Condition(key, values, sign != "!=")
