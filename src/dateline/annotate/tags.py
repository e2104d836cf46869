"""The model's readings of the sentences, as tags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from dateline.models import Passage
from dateline.records import Document, Tag


class Reads(Protocol):
    """What this stage needs of a model."""

    def read(self, passages: Sequence[Passage]) -> list[list[Tag]]:
        """The tags of each passage."""


class FindTags:
    """Adds the model's tags; without a model, none."""

    def __init__(self, reader: Reads | None) -> None:
        self.reader = reader

    def __call__(self, document: Document) -> Document:
        """The document with the model's tags."""
        return self.many([document])[0]

    def many(self, documents: Sequence[Document]) -> list[Document]:
        """The documents with the model's tags, read as one batch."""
        if self.reader is None:
            return list(documents)
        found = self.reader.read([_passage(document) for document in documents])
        return [replace(document, tags=tuple(tags)) for document, tags in zip(documents, found, strict=True)]


def _passage(document: Document) -> Passage:
    published = document.report.published
    spans = tuple(sentence.span for sentence in document.sentences if sentence.part == "body")
    return Passage(document.report.text, spans, published.year if published else None)
