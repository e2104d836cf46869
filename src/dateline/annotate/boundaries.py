"""Where sentences end: rules for wire copy, run before the parser and not left to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from dateline.lexicon.abbreviations import Abbreviations
from dateline.records import Span

MAX_CHARACTERS = 4000  # a longer sentence is none: cut it at white space

_CLOSERS = "\"'”’)]}»›"
_STOP = re.compile(
    r"[.!?…]{1,200}[\"'”’)\]}»›]{0,4}(?=\s|$)"
    r"|(?<=[a-zé])[.!?][”\"’']?(?=[A-Z“\"][a-z])"  # no space after the stop
    r"|[。！？؟۔।]"
)
_BREAK = re.compile(r"[^\S\n]*\n\s*\n\s*|\n")
_WORD = re.compile(r"[^\s\"“”‘’(\[{«—]{1,40}$")
_NEXT = re.compile(r"[\"'“‘”’(\[{«‹\-–—•*\s]{0,12}([^\W_]{1,30})")
_SAYER = re.compile(r"\s*(?:(?:[A-Z][\w’'.-]{0,30}|a|[a-z]{2,12})\s+){1,4}?([a-z]{4,9})\b")
_LONE_QUOTE = re.compile(r"\s?[\"”’](?=\s)")
_LIST = re.compile(r"[ \t]*(?:[-•*▪●–—·]|\(?\d{1,3}[.)]|[a-z]\))\s")
_LOWER_PREFIX = re.compile(r"(?:al|el|as|ad|ar|ash|an|at|e|i)-?[A-Z]")


def find_boundaries(text: str, start: int, end: int, words: Abbreviations) -> Iterator[Span]:
    """The sentences of `text[start:end]`, in order, without white space around them."""
    style = _Style(text[start:end])
    for left, right in _blocks(text, start, end, style.wrapped):
        for sentence in _sentences(text, left, right, words, style):
            yield from _cut(text, sentence)


class _Style:
    """How a text is set: hard-wrapped or not, with or without capitals."""

    def __init__(self, text: str) -> None:
        sample = text[:20_000]
        letters = sum(map(str.isalpha, sample))
        capitals = sum(map(str.isupper, sample))
        self.no_capitals = letters > 40 and capitals < 0.004 * letters
        self.all_capitals = letters > 20 and capitals > 0.8 * letters
        self.wrapped = _is_wrapped(sample)


def _is_wrapped(text: str) -> bool:
    """Whether lines are broken at a fixed width, so that a single line break means nothing."""
    lines = [line.rstrip() for line in text.split("\n")]
    inner = [line for line, after in pairwise(lines) if line and after.strip()]
    if len(inner) < 3:
        return False
    longest = max(map(len, inner))
    full = sum(len(line) > 0.75 * longest for line in inner)
    open_ended = sum(line[-1] not in '.!?:;”"’' for line in inner)
    return 40 <= longest <= 140 and full >= 0.6 * len(inner) and open_ended >= 0.6 * len(inner)


def _blocks(text: str, start: int, end: int, wrapped: bool) -> Iterator[tuple[int, int]]:
    at = start
    for match in _BREAK.finditer(text, start, end):
        if match.end() <= at:
            continue
        blank = text.count("\n", match.start(), match.end()) > 1
        if blank or not wrapped or _breaks_wrapped(text, match.end(), end):
            yield at, match.start()
            at = match.end()
    yield at, end


def _breaks_wrapped(text: str, after: int, end: int) -> bool:
    """Whether a line of wrapped text starts a new block: it is indented, or an item of a list."""
    indented = text.startswith(("   ", "\t"), after, end)
    return indented or _LIST.match(text, after, min(end, after + 10)) is not None


def _sentences(
    text: str, start: int, end: int, words: Abbreviations, style: _Style
) -> Iterator[tuple[int, int]]:
    at = start
    while at < end and text[at].isspace():
        at += 1
    for match in _STOP.finditer(text, at, end):
        stop = match.end()
        if stop >= end or stop <= at:
            continue
        if _ends(text, at, match.start(), stop, end, words, style):
            stop = _lone_quote(text, stop, end)
            yield at, stop
            at = stop
            while at < end and text[at].isspace():
                at += 1
    while end > at and text[end - 1].isspace():
        end -= 1
    if at < end:
        yield at, end


def _lone_quote(text: str, stop: int, end: int) -> int:
    """The end of the sentence when a closing quotation mark stands apart: `he left. " Then`."""
    match = _LONE_QUOTE.match(text, stop, end)
    return match.end() if match and text[stop - 1] not in _CLOSERS else stop


def _ends(text: str, start: int, mark: int, stop: int, end: int, words: Abbreviations, style: _Style) -> bool:
    following = _NEXT.match(text, stop, end)
    if following is None:
        return True
    after = following.group(1)
    lower = after.lower()
    if after[0].islower() and not style.no_capitals and not _LOWER_PREFIX.match(text, following.start(1)):
        return False
    if text[mark] != ".":
        return not (text[stop - 1] in _CLOSERS and _says(text, stop, end, words))
    if text.startswith("..", mark) or stop - mark > 1:  # an ellipsis, or a quotation mark after the stop
        return True
    return _ends_at_stop(text, start, mark, after, lower, words, style)


def _ends_at_stop(
    text: str, start: int, mark: int, after: str, lower: str, words: Abbreviations, style: _Style
) -> bool:
    found = _WORD.search(text, max(start, mark - 41), mark)
    if found is None:
        return True
    word = found.group().lower()
    if found.start() <= start and (word.isdigit() or len(word) == 1) and len(word) < 4:
        return False  # the number of an item: '1. Iran'
    if len(word) == 1 and found.group().isupper():
        return lower in words.starters and not style.all_capitals and after not in ("A", "I")
    if word in words.before_name:
        return not after[0].isalnum() or (word in ("no", "nos") and not after[0].isdigit())
    if word in words.before_number:
        return not after[0].isdigit()
    if word in words.either or ("-" in word and word.rpartition("-")[2] in words.either):
        return lower in words.starters
    if _is_initial(word):
        return lower in words.starters and not style.all_capitals and after not in ("A", "I")
    return True


def _is_initial(word: str) -> bool:
    letters = word.replace(".", "").replace("-", "")
    single = all(len(part) <= 1 for part in word.replace("-", ".").split("."))
    return letters.isalpha() and (len(letters) == 1 or ("." in word and single))


def _says(text: str, stop: int, end: int, words: Abbreviations) -> bool:
    match = _SAYER.match(text, stop, min(end, stop + 120))
    return match is not None and match.group(1) in words.sayers


def _cut(text: str, sentence: tuple[int, int]) -> Iterator[Span]:
    start, end = sentence
    while end - start > MAX_CHARACTERS:
        limit = start + MAX_CHARACTERS
        at = max(text.rfind("; ", start + 1, limit), text.rfind(" ", start + MAX_CHARACTERS // 2, limit))
        at = limit if at <= start else at + 1
        left = at
        while left > start and text[left - 1].isspace():
            left -= 1
        if left > start:
            yield Span(start, left)
        start = at
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield Span(start, end)
