"""Direct speech: quotation marks over sentences and paragraphs, and who is quoted."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from dateline.extract.claim_clauses import cue_span, source_of
from dateline.extract.claim_draft import Draft, spans_of
from dateline.extract.tree import Tree
from dateline.lexicon import Cues
from dateline.records import Span

_MARK = re.compile(r"[“”„«»]|``|''|\"|\n\s*")
_OPENS, _CLOSES, _EITHER = frozenset("“„«") | {"``"}, frozenset("”»"), frozenset({'"', "''"})
_SPEAKER = re.compile(r"^[ \t]*[“\"]?([A-Z][A-Z.'’\- ]{1,40}(?:\([^)\n]{1,40}\))?)(:)[ \t]+(?=\S)", re.MULTILINE)
_TITLE = re.compile(r"\s*((?:[A-Z][\w.'’-]*\s){0,3}[A-Z][\w.'’-]*)(:)[ \t]+(?=\S)")
_SIGNATURE = re.compile(  # '“…” — Mariam Haddad, 34'
    r"\s{0,3}([―—–]|--?)[ \t]?([^\W\d_a-z][\w.'’-]*(?:[ \t][^\W\d_a-z][\w.'’-]*){0,4})(?=[^\S\n]*(?:[,.(\n“”]|\Z))"
)
_WORD = re.compile(r"\w+")
_BETWEEN = " \n\t\r.,"
MAX_QUOTE = 4_000  # characters; a longer one has lost its closing mark


def find_quotes(text: str) -> list[Span]:
    """The quotations with their marks, in order; one over several paragraphs is a span for each."""
    found: list[Span] = []
    start: int | None = None
    paragraph = 0
    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        if mark[0] == "\n":
            if start is not None:
                _close(found, text, start, at)
            start, paragraph = None, match.end()
        elif start is None:
            if (
                mark in _OPENS
                or (mark in _EITHER and (at == paragraph or _opens(text, match.end())))
                or (mark == "”" and at == paragraph)  # set the wrong way round
            ):
                start = at
        elif mark in _CLOSES or mark in _EITHER:
            _close(found, text, start, match.end())
            start = None
    if start is not None:
        _close(found, text, start, len(text))
    return found


def _opens(text: str, end: int) -> bool:
    """Whether a mark that serves both sides stands before a word."""
    return end >= len(text) or not text[end].isspace()


def _close(found: list[Span], text: str, start: int, end: int) -> None:
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start <= MAX_QUOTE:
        found.append(Span(start, end))


def is_speech(text: str, quote: Span) -> bool:
    """Whether a quotation is long enough to be speech rather than a term or a title in marks."""
    return len(_WORD.findall(text, quote.start, quote.end)) > 3


class Quotations:
    """The direct speech of one report: gives each quotation to the attribution that it belongs to."""

    def __init__(self, text: str, trees: Sequence[Tree | None], cues: Cues) -> None:
        self.text, self.trees, self.cues = text, trees, cues
        self.starts = [tree.sentence.span.start if tree is not None else -1 for tree in trees]
        self.quotes = find_quotes(text)
        self.speech = [quote for quote in self.quotes if is_speech(text, quote)]
        self._speech_starts = [quote.start for quote in self.speech]

    def inside(self, span: Span) -> bool:
        """Whether the span lies inside a quotation that is speech."""
        at = bisect_right(self._speech_starts, span.start) - 1
        return at >= 0 and self.speech[at].covers(span)

    def attribute(self, drafts: list[Draft]) -> list[Draft]:
        """The drafts with their quotations, and a new one where only the neighbourhood attributes."""
        by_sentence: dict[int, list[Draft]] = {}
        for draft in drafts:
            by_sentence.setdefault(draft.sentence, []).append(draft)
        last: Draft | None = None
        last_end = 0
        for quote in self.quotes:
            speech = is_speech(self.text, quote)
            owner = self._overlapping(quote, by_sentence)
            if owner is None and speech:
                owner = self._signed(quote) or self._nearby(quote, by_sentence)
                if owner is None and last is not None and self._continues(last_end, quote):
                    owner = last
                elif owner is not None and owner not in by_sentence.get(owner.sentence, ()):
                    by_sentence.setdefault(owner.sentence, []).append(owner)
                    drafts.append(owner)
            if owner is not None:
                owner.quoted.append(quote)
                owner.content = _merge([*owner.content, quote])
                if speech:
                    last, last_end = owner, max(quote.end, self.trees_end(owner.sentence))
        return drafts

    def trees_end(self, sentence: int) -> int:
        """Where the sentence ends."""
        tree = self.trees[sentence]
        return tree.sentence.span.end if tree is not None else 0

    def _sentences(self, quote: Span) -> range:
        first = max(bisect_right(self.starts, quote.start) - 1, 0)
        return range(first, max(bisect_left(self.starts, quote.end), first + 1))

    def _overlapping(self, quote: Span, by_sentence: dict[int, list[Draft]]) -> Draft | None:
        best: Draft | None = None
        for index in self._sentences(quote):
            for draft in by_sentence.get(index, ()):
                if quote.covers(draft.cue) or not any(span.overlaps(quote) for span in draft.content):
                    continue
                if best is None or _distance(draft.cue, quote) < _distance(best.cue, quote):
                    best = draft
        return best

    def _nearby(self, quote: Span, by_sentence: dict[int, list[Draft]]) -> Draft | None:
        """An attribution made of the nearest verb of saying outside the quotation."""
        sentences = self._sentences(quote)
        best: tuple[int, Tree, int] | None = None
        candidates = list(sentences)
        if sentences.start > 0 and self._introduces(sentences.start - 1, quote):
            candidates.insert(0, sentences.start - 1)
        if sentences.stop < len(self.trees) and self._closes(sentences.stop, quote):
            candidates.append(sentences.stop)
        for index in candidates:
            tree = self.trees[index]
            if tree is None:
                continue
            for i, token in enumerate(tree.tokens):
                if token.pos not in ("VERB", "NOUN") or quote.covers(token.span):
                    continue
                cue = self.cues.verbs.get(token.lemma.lower())
                if cue is None or not cue.quotes:
                    continue
                distance = _distance(token.span, quote)
                if distance < 160 and (best is None or distance < best[0]) and not self.inside(token.span):
                    best = distance, tree, i
        if best is None:
            return None
        _, tree, i = best
        for draft in by_sentence.get(tree.sentence.index, ()):
            if draft.head == i:
                return draft
        lemma = tree.lemma(i)
        draft = Draft(
            tree.sentence.index,
            cue_span(tree, i),
            i,
            lemma,
            self.cues.verbs.get(lemma),
            [],
            "quotation",
            score=0.75,
        )
        source = source_of(tree, i, self.cues)
        if source is not None and not quote.covers(tree.tokens[source[1]].span):
            spans = [span for span in spans_of(tree, source[0]) if not span.overlaps(quote)]
            if spans:
                draft.source, draft.source_head = spans[0], tree.tokens[source[1]].span
        return draft

    def _signed(self, quote: Span) -> Draft | None:
        """An attribution made of the dash and name that sign the quotation."""
        found = _SIGNATURE.match(self.text, quote.end, quote.end + 120)
        if found is None:
            return None
        cue, name = Span(*found.span(1)), Span(*found.span(2))
        index = self._sentences(cue).start
        tree = self.trees[index]
        if tree is None:
            return None
        head = tree.head_of(name)
        source_head = tree.tokens[head].span if head is not None else name
        return Draft(
            index, cue, head or 0, found.group(1), None, [], "signature",
            source=name, source_head=source_head, score=0.9,
        )  # fmt: skip

    def _introduces(self, index: int, quote: Span) -> bool:
        tree = self.trees[index]
        if tree is None or not tree.tokens:
            return False
        end = tree.tokens[-1].span.end
        return tree.tokens[-1].text in (":", ",") and not self.text[end : quote.start].strip()

    def _closes(self, index: int, quote: Span) -> bool:
        """Whether a sentence cut off after the quotation holds its cue: '"Why?" he asked.'"""
        tree = self.trees[index]
        return (
            tree is not None
            and 1 < len(tree) <= 25
            and not self.text[quote.end : tree.sentence.span.start].strip(" ")
            and (tree.tokens[0].text[:1].islower() or self.text[quote.end - 2 : quote.end - 1] in ",?!")
        )  # fmt: skip

    def _continues(self, last_end: int, quote: Span) -> bool:
        """Whether nothing but white space lies between the last attributed words and the quotation."""
        return not self.text[last_end : quote.start].strip(_BETWEEN)

    def speakers(self) -> list[Draft]:
        """The turns of a transcript ('SPEAKER: words'), and a title like 'Mayor: We Will Stay'."""
        title = _TITLE.match(self.text)
        if title is not None and title.group(1).isupper():  # a dateline
            title = None
        turns = list(_SPEAKER.finditer(self.text))
        turns = turns if len(turns) > 1 else []
        ends = [turn.start() for turn in turns[1:]]
        if turns:
            ends.append(self._end("\n\n", turns[-1].end()))
        found = [self._turn(turn, end) for turn, end in zip(turns, ends, strict=True)]
        if title is not None:
            found.append(self._turn(title, self._end("\n", title.end())))
        return [draft for draft in found if draft is not None]

    def _end(self, mark: str, start: int) -> int:
        end = self.text.find(mark, start)
        return len(self.text) if end < 0 else end

    def _turn(self, turn: re.Match[str], end: int) -> Draft | None:
        content = Span(turn.end(), turn.end() + len(self.text[turn.end() : end].rstrip()))
        index = max(bisect_right(self.starts, turn.start(1)) - 1, 0)
        if content.start >= content.end or index >= len(self.trees) or self.trees[index] is None:
            return None
        name = Span(turn.start(1), turn.start(1) + len(turn.group(1).rstrip()))
        return Draft(
            index, Span(*turn.span(2)), 0, ":", None, [content], "transcript",
            source=name, source_head=name, quoted=[content], score=0.9,
        )  # fmt: skip


def _distance(span: Span, other: Span) -> int:
    return max(other.start - span.end, span.start - other.end, 0)


def _merge(spans: list[Span]) -> list[Span]:
    """The spans in order, joined where they overlap or touch."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end + 1:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged
