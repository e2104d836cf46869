"""The cues of attribution: words of saying with their frames, and the words beside them.

`cues.tsv` has a row for each lemma and part of speech. `kind`: speech, judge ('criticised X'), evidence
('the poll shows'), think, act ('refused to'). `frames` says where the content stands: `clause`,
`infinitive`, `object`, `complement` ('called it a sham'), `passive` (the subject: 'was announced'),
`quote` (may introduce or close a direct quotation), or the preposition before it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

from dateline.errors import ResourceError

KINDS = frozenset({"speech", "judge", "evidence", "think", "act"})
STANCES = frozenset(
    {"asserts", "denies", "claims_responsibility", "suspects", "predicts", "recommends", "explains"}
)
CERTAINTIES = frozenset({"certain", "probable", "possible", "unknown"})


@dataclass(frozen=True, slots=True)
class Cue:
    """One lemma that attributes, with the frames in which it does so."""

    lemma: str
    kind: str
    frames: frozenset[str]
    stance: str
    certainty: str

    @property
    def quotes(self) -> bool:
        """Whether it may introduce or close a direct quotation."""
        return self.kind == "speech" and ("clause" in self.frames or "quote" in self.frames)


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues: by part of speech and lemma, and the word lists beside them."""

    verbs: Mapping[str, Cue]
    nouns: Mapping[str, Cue]
    adjectives: Mapping[str, Cue]
    hearsay: Mapping[str, str]  # adverb → certainty
    certainty: Mapping[str, str]  # word → certainty
    source_kinds: Mapping[str, str]  # lemma of the source's head → kind
    numbers: Mapping[str, int]
    words: Mapping[str, frozenset[str]]  # the other lists, by name

    def has(self, name: str, word: str) -> bool:
        """Whether the list `name` holds the word."""
        return word in self.words[name]


def load_cues() -> Cues:
    """The cues of attribution; raises ResourceError where a file is missing or malformed."""
    folder = files("dateline.lexicon")
    try:
        rows = list(csv.DictReader((folder / "cues.tsv").read_text("utf-8").splitlines(), delimiter="\t"))
        lists = yaml.load((folder / "cue_words.yaml").read_text("utf-8"), Loader=_LOADER)
        by_pos: dict[str, dict[str, Cue]] = {"verb": {}, "noun": {}, "adjective": {}}
        for row in rows:
            cue = _cue(row)
            by_pos[row["pos"]][cue.lemma] = cue
        return _cues(by_pos, lists)
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise ResourceError(f"the cues of attribution cannot be read: {error!r}") from error


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _cue(row: Mapping[str, str]) -> Cue:
    if row["kind"] not in KINDS or row["stance"] not in STANCES or row["certainty"] not in CERTAINTIES:
        raise ValueError(f"cue {row['lemma']!r}: unknown kind, stance or certainty")
    return Cue(
        row["lemma"], row["kind"], frozenset(row["frames"].split(",")), row["stance"], row["certainty"]
    )


def _cues(by_pos: Mapping[str, Mapping[str, Cue]], lists: Mapping[str, Any]) -> Cues:
    kinds: dict[str, str] = {}
    for kind, lemmas in lists["source_kinds"].items():
        for lemma in lemmas:
            kinds.setdefault(lemma, kind)
    certainty = {word: level for level, words in lists["certainty"].items() for word in words}
    return Cues(
        verbs=by_pos["verb"], nouns=by_pos["noun"], adjectives=by_pos["adjective"],
        hearsay=dict(lists["hearsay"]), certainty=certainty, source_kinds=kinds,
        numbers={word: int(value) for word, value in lists["numbers"].items()},
        words={name: frozenset(words) for name, words in lists["words"].items()},
    )  # fmt: skip
