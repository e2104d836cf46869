"""Time expressions of the body: TIMEX3 type and value, reckoned from publication and the times before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dateline.annotate.timex_checks import is_time
from dateline.annotate.timex_grammar import GRAMMAR
from dateline.annotate.timex_lexer import Lexeme, lex
from dateline.annotate.timex_meaning import Meaning
from dateline.annotate.timex_readers import read_meaning
from dateline.annotate.timex_tense import lean
from dateline.annotate.timex_values import Direction, Reading, Reckoner
from dateline.lexicon.timex import TimexWords, load_timex
from dateline.records import Document, Sentence, Span, TimeRef


@dataclass(frozen=True, slots=True)
class _Found:
    sentence: Sentence
    span: Span
    meaning: Meaning
    direction: Direction | None


class FindTimes:
    """Adds time expressions."""

    def __init__(self, words: TimexWords | None = None) -> None:
        self.words = words or load_timex()

    def __call__(self, document: Document) -> Document:
        """The document with its time expressions, in the order of the text."""
        report = document.report
        found = [
            time
            for sentence in document.sentences
            if sentence.part == "body"
            for time in self._find(report.text, sentence)
        ]
        published = report.published.date() if report.published else None
        said = [time.meaning for time in found if time.meaning.kind == "calendar" and not time.meaning.bygone]
        stated = [meaning.year for meaning in said if meaning.year is not None and not meaning.aside]
        reckoner = Reckoner(published, _is_narrative(found, published.year if published else None), stated)
        times = []
        for time in found:
            reading = reckoner.reckon(time.meaning, time.direction)
            if reading is not None:
                times.append(_time_ref(report.report_id, time, reading))
        return replace(document, times=tuple(times))

    def _find(self, text: str, sentence: Sentence) -> Iterable[_Found]:
        lexemes = lex(text, sentence.span.start, sentence.span.end, self.words)
        letters = "".join(lexeme.letter for lexeme in lexemes)
        for match in GRAMMAR.finditer(letters):
            name = match.lastgroup or ""
            if not is_time(name, lexemes, match.start(), match.end(), self.words):
                continue
            inside: Sequence[Lexeme] = lexemes[match.start() : match.end()]
            direction = lean(sentence, lexemes, match.start(), self.words)
            for meaning, first, last in read_meaning(name, inside, match.group()):
                span = Span(inside[first].start, inside[last].end)
                aside = text[max(0, span.start - 1) : span.end + 1] == f"({meaning.year})"
                yield _Found(sentence, span, replace(meaning, aside=aside), direction)


def _is_narrative(found: Sequence[_Found], year: int | None) -> bool:
    """Whether the report tells of another time: then dates without a year lean on the years it names."""
    if year is None:
        return True
    bygone = sum(1 for time in found if time.meaning.year is not None and abs(time.meaning.year - year) > 1)
    news = sum(
        1
        for time in found
        if time.meaning.weekday is not None
        or (
            time.meaning.kind == "shift"
            and time.meaning.anchor == "publication"
            and time.meaning.shift is not None
        )
    )
    return bygone >= 4 and bygone > 2 * news


def _time_ref(report_id: str, time: _Found, reading: Reading) -> TimeRef:
    earliest, latest = reading.interval or (None, None)
    return TimeRef(
        time_id=f"{report_id}:t{time.span.start}-{time.span.end}",
        span=time.span,
        timex_type=reading.timex_type,
        value=reading.value,
        sentence=time.sentence.index,
        mod=reading.mod,
        earliest=earliest,
        latest=latest,
        basis=reading.basis,
    )
