"""Sentences and name labels from a spaCy pipeline: silver labels for sets that have no mentions of their own."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import spacy

from dateline.records import Span

MENTION_LABELS = ("EVENT", "FAC", "GPE", "LOC", "NORP", "ORG", "PERSON")


class SilverNames:
    """Sentences and names of texts, read once and kept in a file."""

    def __init__(self, pipeline: str, cache: Path) -> None:
        self.pipeline = pipeline
        self.cache = cache
        self.known: dict[str, dict[str, Any]] = json.loads(cache.read_text("utf-8")) if cache.exists() else {}

    def prepare(self, texts: Iterable[str]) -> None:
        """Reads the texts that are not known yet."""
        missing = [text for text in texts if text not in self.known]
        if not missing:
            return
        nlp = spacy.load(self.pipeline, exclude=["lemmatizer", "attribute_ruler"])
        for text, doc in zip(missing, nlp.pipe(missing, batch_size=8), strict=True):
            self.known[text] = {
                "sentences": [(sent.start_char, sent.end_char) for sent in doc.sents],
                "names": [
                    (ent.start_char + 4 * ent.text.lower().startswith("the "), ent.end_char, ent.label_)
                    for ent in doc.ents
                    if ent.label_ in MENTION_LABELS
                ],
            }
        self.cache.parent.mkdir(parents=True, exist_ok=True)
        self.cache.write_text(json.dumps(self.known), "utf-8")

    def names(self, text: str) -> list[tuple[int, int, str]]:
        """Start, end and label of the names in a prepared text."""
        return [(start, end, label) for start, end, label in self.known[text]["names"]]

    def sentences(self, text: str) -> list[Span]:
        """The sentences of a prepared text."""
        return [Span(start, end) for start, end in self.known[text]["sentences"]]
