"""Which stretches of a text are not story text, and what they say about the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dateline.read.boilerplate import Boilerplate, load_boilerplate
from dateline.read.datelines import Dateline, find_dateline
from dateline.read.days import MONTH, parse_when
from dateline.records import Part, Span

_LONGEST = 400  # characters of a line that may be boilerplate
_HEAD = 8  # blocks in which headline, byline, date and dateline stand
_HEADLINE = 140
_HEADING = 80
_LINE = re.compile(r"[^\n]+")
_CLOSING = ".!?…:;,\"'”’»)]"
_SET_OFF = (" .", " ?", " !")
_SENTENCE_END = re.compile(r"[.!?…;:,।。！？][\"'”’»)\]]*$")
_BULLET = re.compile(r"[\-–—•*·▪◦●>]|\(?\d{1,2}[.)]\s")
_DATE_LINE = re.compile(
    rf"(?:\W|\d|\b(?:{MONTH}|(?:mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?|at|on|am|pm|a\.m\.?|p\.m\.?"
    r"|st|nd|rd|th|[a-z]{1,2}t|gmt|utc|hrs?|local time|z|t)\b){6,80}",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:by|authors?|reporters?|journalists?|correspondents?)[:\s]\s*", re.IGNORECASE)
_NAME_END = re.compile(r"\s?(?:[|/–—]|\s-\s|,|\d|\bin\b|\bfor\b)")


@dataclass(slots=True)
class Layout:
    """What stands where in a text: parts in order, and what headline, byline and date lines say."""

    parts: list[Part] = field(default_factory=list)
    title: str | None = None
    byline: str | None = None
    dateline: Dateline | None = None
    published: datetime | None = None

    def mark(self, kind: str, span: Span) -> None:
        """Adds a part."""
        self.parts.append(Part(kind=kind, span=span))


def find_layout(text: str, title: str | None, headings: Sequence[tuple[int, int]]) -> Layout:
    """The parts of the text that are not story text, with what they say about the report."""
    words = load_boilerplate()
    layout = Layout()
    blocks = list(_blocks(text))
    kinds: list[str | None] = [_line_kind(text, block, words) for block in blocks]
    _mark_dates(text, blocks, kinds, layout, words)
    _mark_headline(text, title, blocks, kinds, layout)
    _mark_dateline(text, blocks, kinds, layout)
    _mark_headings(text, blocks, kinds, headings, layout)
    _mark_related(text, blocks, kinds)
    _keep_some_body(blocks, kinds, layout)
    for block, kind in zip(blocks, kinds, strict=True):
        if kind is not None:
            layout.mark("notice" if kind in ("related", "date") else kind, block)
            if kind == "byline" and layout.byline is None:
                layout.byline = _name(block.of(text))
    _mark_tails(text, blocks, kinds, layout, words)
    layout.parts.sort(key=lambda part: part.span)
    return layout


def _blocks(text: str) -> Iterator[Span]:
    """The lines of the text; where it is wrapped by hand, its paragraphs. Blank at neither end."""
    lines = [match for match in _LINE.finditer(text) if not match.group().isspace()]
    wrapped = _is_wrapped([match.group() for match in lines])
    start = end = -1
    for match in lines:
        if wrapped and start >= 0 and match.start() == end + 1 and not _stands_alone(text, start, end):
            end = match.end()
            continue
        if start >= 0:
            yield _trimmed(text, start, end)
        start, end = match.span()
    if start >= 0:
        yield _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


def _is_wrapped(lines: list[str]) -> bool:
    """Whether long lines break off in mid-sentence, all at about the same width."""
    if len(lines) < 4 or max(map(len, lines)) > 110:
        return False
    long = [line for line in lines if len(line) > 50]
    broken = [line for line in long if not _SENTENCE_END.search(line.rstrip())]
    return len(long) * 2 > len(lines) and len(broken) * 2 > len(long)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a first short line of a wrapped text breaks off early: a headline or byline, no paragraph."""
    return "\n" not in text[start:end] and end - start < 50


def _line_kind(text: str, block: Span, words: Boilerplate) -> str | None:
    if block.end - block.start > _LONGEST:
        return None
    line = block.of(text)
    if words.related.fullmatch(line):
        return "related"
    for kind, pattern in words.kinds:
        if pattern.fullmatch(line):
            return kind
    return None


def _mark_dates(
    text: str, blocks: list[Span], kinds: list[str | None], layout: Layout, words: Boilerplate
) -> None:
    """Lines at the head that only give the publication date, or an update's."""
    updated: datetime | None = None
    for index, block in enumerate(blocks[:_HEAD]):
        line = block.of(text) if block.end - block.start <= 120 else ""
        lead = words.published.match(line)
        later = words.updated.match(line)
        found = _stated_day(line[(lead or later).end() :] if (lead or later) else line)  # type: ignore[union-attr]
        if found is None and kinds[index] == "byline":
            found = parse_when(line)
        elif found is not None:
            kinds[index] = "date"
        if found is not None and later and not lead:
            updated = updated or found
        elif found is not None:
            layout.published = layout.published or found
    layout.published = layout.published or updated


def _stated_day(line: str) -> datetime | None:
    line = line.strip()
    return parse_when(line) if _DATE_LINE.fullmatch(line) else None


def _mark_headline(
    text: str, title: str | None, blocks: list[Span], kinds: list[str | None], layout: Layout
) -> None:
    layout.title = title
    if title is None:
        for index, block in enumerate(blocks[:3]):
            if kinds[index] is None:
                if _is_headline(text, index, blocks, kinds):
                    kinds[index], layout.title = "headline", " ".join(block.of(text).split())
                break
    if not layout.title or not (wanted := fold_words(layout.title)):
        return
    for index, block in enumerate(blocks):
        near = block.end - block.start <= len(layout.title) + 60
        if near and (index < _HEAD or len(wanted) > 15) and fold_words(block.of(text)) == wanted:
            kinds[index] = "headline"
    first = next((index for index, kind in enumerate(kinds[:3]) if kind is None), None)
    if first is None or "headline" in kinds[:3]:
        return
    if count := _headline_lines(text, wanted, blocks[first : first + 4]):
        kinds[first : first + count] = ["headline"] * count
    else:
        _cut_headline(text, wanted, blocks, kinds, first)


def _headline_lines(text: str, wanted: str, blocks: list[Span]) -> int:
    """Over how many of the lines a known title runs, to the end of the last; 0 where it does not."""
    run = ""
    for count, block in enumerate(blocks, 1):
        run += fold_words(block.of(text)) if block.end - block.start <= 2 * _LONGEST else "\n"
        if run == wanted:
            return count
        if not wanted.startswith(run):
            break
    return 0


def _cut_headline(text: str, wanted: str, blocks: list[Span], kinds: list[str | None], first: int) -> None:
    """A known title that opens the first line of the story: the line is cut in two after it."""
    block = blocks[first]
    at, matched = block.start, 0
    while at < block.end and matched < len(wanted):
        folded = fold_words(text[at])
        if folded and not wanted.startswith(folded, matched):
            return
        matched += len(folded)
        at += 1
    closed = at
    while closed < block.end and (text[closed] in _CLOSING or text[closed : closed + 2] in _SET_OFF):
        closed += 1
    if matched < len(wanted) or not any(mark in text[at:closed] for mark in ".!?…:"):
        return
    rest = _trimmed(text, closed, block.end)
    blocks[first : first + 1] = [Span(block.start, closed), rest] if rest.start < rest.end else [block]
    kinds[first : first + 1] = ["headline", None] if rest.start < rest.end else ["headline"]


def fold_words(words: str) -> str:
    """The letters and digits, without regard to case: what two ways to print a headline have in common."""
    return "".join(character for character in words.casefold() if character.isalnum())


def _is_headline(text: str, index: int, blocks: list[Span], kinds: list[str | None]) -> bool:
    """Whether the first line reads like a headline: short, no stop at its end, and a story after it."""
    block = blocks[index]
    line = block.of(text)
    if not 8 <= len(line) <= _HEADLINE or "\n" in line or len(line.split()) < 2 or index + 1 >= len(blocks):
        return False
    if line[-1] in ".…:;," or line[:1].islower() or _BULLET.match(line):
        return False
    after = index + 1
    if kinds[after] in ("byline", "date", "caption"):
        return True
    following = blocks[after].of(text)
    if find_dateline(text, blocks[after].start, blocks[after].end):
        return True
    gap = text[block.end : blocks[after].start].count("\n") > 1
    return len(following) >= 60 if gap else len(following) >= 100 and bool(_SENTENCE_END.search(following))


def _mark_dateline(text: str, blocks: list[Span], kinds: list[str | None], layout: Layout) -> None:
    for index, block in enumerate(blocks[:_HEAD]):
        if kinds[index] in ("headline", "byline", "date"):
            continue
        if found := find_dateline(text, block.start, block.end):
            kinds[index] = None
            layout.dateline = found
            layout.mark("dateline", found.span)
            return
        if kinds[index] is None and block.end - block.start > 200:
            return  # the story has begun


def _mark_headings(
    text: str,
    blocks: list[Span],
    kinds: list[str | None],
    headings: Sequence[tuple[int, int]],
    layout: Layout,
) -> None:
    known = set(headings)
    for index, block in enumerate(blocks):
        if kinds[index] is not None or (layout.dateline and block.covers(layout.dateline.span)):
            continue
        if (block.start, block.end) in known or _is_heading(text, index, blocks):
            kinds[index] = "heading"


def _is_heading(text: str, index: int, blocks: list[Span]) -> bool:
    """Whether a line between paragraphs is a heading: short, no stop, a capital first, a paragraph after."""
    block = blocks[index]
    if block.end - block.start > _HEADING or index + 1 >= len(blocks):
        return False
    line, after = block.of(text), blocks[index + 1]
    if "\n" in line or line[:1].islower() or not line[:1].isalnum() or len(line.split()) > 10:
        return False
    stopped = _SENTENCE_END.search(line) and not (line.isupper() and line.endswith("."))
    if stopped or _BULLET.match(line) or after.end - after.start < 100:
        return False
    return text[block.end : after.start].count("\n") > 1 or (index > 0 and after.end - after.start > 200)


def _mark_related(text: str, blocks: list[Span], kinds: list[str | None]) -> None:
    """The short lines without a stop that follow a line such as 'More on this story'."""
    listing = False
    for index, block in enumerate(blocks):
        if kinds[index] == "related":
            lead, _, rest = block.of(text).partition(":")
            listing = len(lead) <= 60 and not rest
        elif listing:
            line = block.of(text)
            listing = len(line) <= _HEADLINE and not (line.endswith(".") or line[:1].islower())
            if listing and kinds[index] in (None, "heading"):
                kinds[index] = "related"


def _keep_some_body(blocks: list[Span], kinds: list[str | None], layout: Layout) -> None:
    """A text that is all headline is read as story: there is nothing else to read."""
    if None in kinds or layout.dateline:
        return
    for wanted in ("heading", "headline"):
        if wanted in kinds:
            kinds[kinds.index(wanted)] = None
            return


def _mark_tails(
    text: str, blocks: list[Span], kinds: list[str | None], layout: Layout, words: Boilerplate
) -> None:
    for block, kind in zip(blocks[-6:], kinds[-6:], strict=True):
        if kind is not None:
            continue
        start = max(block.start, block.end - _LONGEST)
        for part, pattern in words.tails:
            if match := pattern.search(text[start : block.end]):
                span = _trimmed(text, start + match.start(), block.end)
                layout.mark(part, span)
                layout.byline = layout.byline or (_name(span.of(text)) if part == "byline" else None)
                break


def _name(line: str) -> str | None:
    """The names in a byline such as 'By Jane Doe, Nairobi', or the whole line where they cannot be told."""
    line = " ".join(line.split()).strip("()[] ")
    lead = _BY.match(line)
    if lead is None:
        return line or None
    rest = line[lead.end() :]
    end = _NAME_END.search(rest)
    return (rest[: end.start()] if end else rest).strip(" .,") or None
