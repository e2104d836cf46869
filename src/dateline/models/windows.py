"""Texts as the reader model sees them: windows of word pieces over whole sentences, with the words' offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.records import Span

WINDOW = 160  # word pieces, without the two marks at the ends
_YEAR = re.compile(r"(?:1[89]|20)\d\d")

# What the uncased vocabulary cannot see: the case of a word, and how a year lies to the report's own.
LOWER, TITLE, UPPER, MIXED, DIGITS, OTHER, YEAR_UNKNOWN, YEAR_SAME, YEAR_LAST, YEAR_OLDER, YEAR_FUTURE = range(11)
SHAPES = 11


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with the sentences that are to be read, and the year of publication if known."""

    text: str
    sentences: tuple[Span, ...]
    year: int | None = None


@dataclass(slots=True)
class Window:
    """Word pieces of consecutive sentences. `first[w]` is the piece that opens word w (0 is the [CLS] mark)."""

    pieces: list[int]
    shapes: list[int]
    first: list[int]
    words: list[Span]
    sentence: list[int]  # the index of each word's sentence in the passage


@dataclass(slots=True)
class _Unit:
    pieces: list[int]
    shapes: list[int]
    first: list[int]
    words: list[Span]
    sentence: int


def word_shape(word: str, year: int | None) -> int:
    """The shape class of one word."""
    if word.isdigit():
        if not _YEAR.fullmatch(word):
            return DIGITS
        if year is None:
            return YEAR_UNKNOWN
        gap = int(word) - year
        return YEAR_SAME if gap == 0 else YEAR_FUTURE if gap > 0 else YEAR_LAST if gap == -1 else YEAR_OLDER
    if word.islower():
        return LOWER
    if word.isupper():
        return UPPER if len(word) > 1 else TITLE
    if word.istitle():
        return TITLE
    return MIXED if any(character.isalpha() for character in word) else OTHER


def make_windows(tokenizer: Any, passage: Passage, size: int = WINDOW) -> Iterator[Window]:
    """Windows over the passage's sentences, in order; a sentence longer than `size` pieces is cut at a word."""
    window: Window | None = None
    for unit in _units(tokenizer, passage, size):
        if window is not None and len(window.pieces) + len(unit.pieces) > size + 1:
            yield _closed(window)
            window = None
        if window is None:
            window = Window([CLS], [OTHER], [], [], [])
        base = len(window.pieces)
        window.pieces += unit.pieces
        window.shapes += unit.shapes
        window.first += [base + first for first in unit.first]
        window.words += unit.words
        window.sentence += [unit.sentence] * len(unit.words)
    if window is not None:
        yield _closed(window)


CLS, SEP, MASK, PAD = 101, 102, 103, 0  # of BERT's uncased vocabulary, which every candidate encoder shares


def _closed(window: Window) -> Window:
    window.pieces.append(SEP)
    window.shapes.append(OTHER)
    return window


def _units(tokenizer: Any, passage: Passage, size: int) -> Iterator[_Unit]:
    spans = [span for span in passage.sentences if span.end > span.start]
    texts = [passage.text[span.start : span.end] for span in spans]
    numbers = [index for index, span in enumerate(passage.sentences) if span.end > span.start]
    encodings = tokenizer.encode_batch(texts, add_special_tokens=False)
    for number, span, text, encoding in zip(numbers, spans, texts, encodings, strict=True):
        unit = _Unit([], [], [], [], number)
        for pieces, start, end in _words(encoding):
            if unit.pieces and len(unit.pieces) + len(pieces) > size:
                yield unit
                unit = _Unit([], [], [], [], number)
            unit.first.append(len(unit.pieces))
            unit.words.append(Span(span.start + start, span.start + end))
            unit.pieces += pieces[:size]
            unit.shapes += [word_shape(text[start:end], passage.year)] * len(pieces[:size])
        if unit.pieces:
            yield unit


def _words(encoding: Any) -> Iterator[tuple[list[int], int, int]]:
    current: int | None = None
    pieces: list[int] = []
    start = end = 0
    for piece, word, (left, right) in zip(encoding.ids, encoding.word_ids, encoding.offsets, strict=True):
        if word != current and pieces:
            yield pieces, start, end
            pieces = []
        if not pieces:
            start = left
        current, end = word, right
        pieces.append(piece)
    if pieces:
        yield pieces, start, end


def pad(windows: Sequence[Window]) -> tuple[list[list[int]], list[list[int]], list[list[int]]]:
    """Pieces, shapes and attention mask of the windows, each padded to the longest."""
    longest = max(len(window.pieces) for window in windows)
    gaps = [longest - len(window.pieces) for window in windows]
    return (
        [window.pieces + [PAD] * gap for window, gap in zip(windows, gaps, strict=True)],
        [window.shapes + [OTHER] * gap for window, gap in zip(windows, gaps, strict=True)],
        [[1] * len(window.pieces) + [0] * gap for window, gap in zip(windows, gaps, strict=True)],
    )
