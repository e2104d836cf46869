"""Which way a time without a year or week points: back, as news mostly does, or ahead."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from dateline.annotate.timex_lexer import Lexeme
from dateline.annotate.timex_values import Direction
from dateline.lexicon.timex import TimexWords
from dateline.records import Sentence, Token

_STEPS = 12
_WINDOW = 10


def lean(sentence: Sentence, lexemes: Sequence[Lexeme], at: int, words: TimexWords) -> Direction | None:
    """The direction that the governing verb gives to the lexeme `at`, or None where nothing tells."""
    if sentence.tokens:
        return _by_parse(sentence.tokens, lexemes[at].start, words)
    for lexeme in reversed(lexemes[max(0, at - _WINDOW) : at]):
        word = lexeme.text.lower()
        if word in words.future_cues:
            return "future"
        if word in ("said", "told", ";"):
            return None
    return None


def _by_parse(tokens: Sequence[Token], start: int, words: TimexWords) -> Direction | None:
    index = bisect_left(tokens, start, key=lambda token: token.span.start)
    if index >= len(tokens):
        return None
    for _ in range(_STEPS):
        token = tokens[index]
        if token.pos in ("VERB", "AUX"):
            return _of_verb(tokens, index, words)
        if token.lemma.lower() in words.future_cues or token.head == index:
            break
        index = token.head
    return "future" if tokens[index].text.lower() in words.future_cues else None


def _of_verb(tokens: Sequence[Token], index: int, words: TimexWords) -> Direction | None:
    verb = tokens[index]
    low = max(0, index - _WINDOW)
    aids = [token for token in tokens[low:index] if token.head == index and token.dep in ("aux", "auxpass")]
    for aid in aids:
        if aid.lemma.lower() in ("will", "shall", "'ll", "’ll") or aid.text.lower() in ("will", "'ll", "’ll", "wo"):
            return "future"
    if verb.tag == "VB" and any(aid.text.lower() == "to" for aid in aids):
        head = tokens[verb.head]
        return "future" if head.text.lower() in words.future_cues or head.tag != "VBD" else None
    if verb.tag == "VBG" and any(aid.tag in ("VBZ", "VBP") for aid in aids):
        return "future"
    if verb.text.lower() in words.future_cues:
        return "future"
    if verb.tag == "VBD" or verb.tag == "VBN":
        return "past"
    return None
