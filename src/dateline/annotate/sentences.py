"""Sentences and their parsed tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dateline.annotate.boundaries import find_boundaries
from dateline.annotate.recase import Recase
from dateline.lexicon.abbreviations import load_abbreviations
from dateline.models.parser import Parse, Words
from dateline.records import Document, Sentence, Span, Token

MAX_WORDS = 200  # words of one sentence that are parsed together
MAX_BODY = 200_000  # characters of a report that are parsed; what follows is one sentence of part 'excess'
MIN_COST = 20  # characters that a sentence counts for at least

_AFTER_DATELINE = re.compile(r"[\s\-–—:,]{0,10}")


@dataclass(slots=True)
class _Piece:
    """A sentence on its way."""

    span: Span
    part: str
    offsets: list[tuple[int, int]]
    words: Words | None = None  # None: not parsed


class FindSentences:
    """Adds sentences: split by rules, tagged and parsed where they are body text.

    Sentences outside the body have tokens without tag and relation. A report longer than `MAX_BODY` is read
    up to the sentence that passes the mark; the rest lies in one sentence of part 'excess', without tokens.
    """

    def __init__(self, parser: Any) -> None:
        self.parser = parser
        self._abbreviations = load_abbreviations()
        self._recase = Recase(parser.knows)

    def __call__(self, document: Document) -> Document:
        """The document with its sentences."""
        return self.many([document])[0]

    def many(self, documents: Sequence[Document]) -> list[Document]:
        """The documents with their sentences, parsed in one batch."""
        pieces = [list(self._pieces(document)) for document in documents]
        wanted = [[piece.words for piece in report if piece.words is not None] for report in pieces]
        parses = self.parser.parse(wanted)
        return [
            replace(document, sentences=tuple(_sentences(document.report.text, report, iter(parsed))))
            for document, report, parsed in zip(documents, pieces, parses, strict=True)
        ]

    def _pieces(self, document: Document) -> Iterator[_Piece]:
        text = document.report.text
        read = 0
        for span, part in self._split(document):
            if read > MAX_BODY:
                yield _Piece(Span(span.start, len(text.rstrip())), "excess", [])
                return
            read += max(MIN_COST, span.end - span.start)
            yield from self._piece(text, span, part)

    def _split(self, document: Document) -> Iterator[tuple[Span, str]]:
        text = document.report.text
        for start, end, part in _stretches(document):
            if part == "dateline":
                yield Span(start, end), part
            else:
                for span in find_boundaries(text, start, end, self._abbreviations):
                    yield span, part

    def _piece(self, text: str, span: Span, part: str) -> Iterator[_Piece]:
        words = span.of(text)
        cased = self._recase(words) if part == "body" else words
        offsets = self.parser.tokenize(cased)
        for first, last in _portions(cased, offsets):
            portion = offsets[first:last]
            whole = Span(span.start + portion[0][0], span.start + portion[-1][1])
            if first == 0:
                whole = Span(span.start, whole.end)
            if last == len(offsets):
                whole = Span(whole.start, span.end)
            parse = None
            if part == "body":
                parse = Words(
                    [cased[a:b] for a, b in portion], [cased[b : b + 1].isspace() for _, b in portion]
                )
            yield _Piece(whole, part, [(span.start + a, span.start + b) for a, b in portion], parse)
        if not offsets:
            yield _Piece(span, part, [])


def _stretches(document: Document) -> Iterator[tuple[int, int, str]]:
    """The text cut at its parts: stretches with the kind of each."""
    text = document.report.text
    at = 0
    for part in sorted(document.report.parts, key=lambda part: (part.span, part.kind)):
        start, end = max(part.span.start, at), min(part.span.end, len(text))
        if part.kind == "dateline" and end > start:
            match = _AFTER_DATELINE.match(text, end)
            end = match.end() if match else end
        if start >= end or not text[start:end].strip():
            continue
        yield at, start, "body"
        stretch = text[start:end]
        left = start + len(stretch) - len(stretch.lstrip())
        yield left, start + len(stretch.rstrip()), part.kind
        at = end
    yield at, len(text), "body"


def _portions(text: str, offsets: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs of at most `MAX_WORDS` words, cut after a semicolon or comma of the second half, or hard."""
    first = 0
    while len(offsets) - first > MAX_WORDS:
        last = first + MAX_WORDS
        for mark in ";,":
            half = range(first + MAX_WORDS // 2, last)
            cuts = [i + 1 for i in half if text[offsets[i][0] : offsets[i][1]] == mark]
            if cuts:
                last = cuts[-1]
                break
        yield first, last
        first = last
    if first < len(offsets):
        yield first, len(offsets)


def _sentences(text: str, pieces: list[_Piece], parses: Iterator[Parse]) -> Iterator[Sentence]:
    for index, piece in enumerate(pieces):
        tokens = _parsed(text, piece, next(parses)) if piece.words is not None else _plain(text, piece)
        yield Sentence(index=index, span=piece.span, tokens=tokens, part=piece.part)


def _parsed(text: str, piece: _Piece, parse: Parse) -> tuple[Token, ...]:
    return tuple(
        Token(span=Span(start, end), text=text[start:end], lemma=lemma, pos=pos, tag=tag, dep=dep, head=head)
        for (start, end), lemma, pos, tag, dep, head in zip(
            piece.offsets, parse.lemmas, parse.pos, parse.tags, parse.deps, parse.heads, strict=True
        )
    )


def _plain(text: str, piece: _Piece) -> tuple[Token, ...]:
    return tuple(
        Token(span=Span(start, end), text=word, lemma=word.lower(), pos="X", tag="", dep="", head=i)
        for i, (start, end) in enumerate(piece.offsets)
        for word in (text[start:end],)
    )
