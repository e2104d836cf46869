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
_MODIFIERS = frozenset(("compound", "nmod", "poss", "amod"))


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
    at = index = bisect_left(tokens, start, key=lambda token: token.span.start)
    if index >= len(tokens):
        return None
    for _ in range(_STEPS):
        token = tokens[index]
        if token.pos in ("VERB", "AUX"):
            return _of_verb(tokens, index, at, words)
        if token.text.lower() in words.future_cues or _is_deadline(tokens, token, words):
            return "future"
        if token.head == index or (
            token.dep in _MODIFIERS
            and tokens[token.head].pos == "NOUN"
            and tokens[token.head].text.lower() not in words.future_cues
        ):
            return None
        index = token.head
    return None


def _is_deadline(tokens: Sequence[Token], token: Token, words: TimexWords) -> bool:
    """Whether the preposition sets a time to come: 'will leave by Friday', 'postponed until Friday'."""
    verb, word = tokens[token.head], token.text.lower()
    if token.dep != "prep" or word not in ("by", "until", "till"):
        return False
    if any(other.text.lower() == "had" and other.head == token.head and other.dep == "aux" for other in tokens):
        return False
    return verb.tag not in ("VBD", "VBN") or (word != "by" and verb.lemma.lower() not in words.lasting)


def _of_verb(tokens: Sequence[Token], index: int, at: int, words: TimexWords) -> Direction | None:
    verb = tokens[index]
    aids = [
        token
        for token in tokens[max(0, index - _WINDOW) : index]
        if token.head == index and token.dep in ("aux", "auxpass")
    ]
    if any(aid.tag == "MD" for aid in aids):
        return "past" if any(aid.text.lower() == "have" for aid in aids) else "future"
    cue = verb.text.lower() in words.future_cues and index < at
    if cue and verb.tag == "VBD" and verb.lemma.lower() in words.vows:
        cue = any(token.tag == "VB" for token in tokens[index + 1 : at])  # else 'they agreed in May to meet'
    if verb.tag == "VBN" and any(aid.dep == "auxpass" and aid.tag in ("VBZ", "VBP") for aid in aids):
        return "future"  # 'when the case is heard in May'
    if cue or (verb.tag == "VBG" and any(aid.tag in ("VBZ", "VBP") and aid.lemma == "be" for aid in aids)):
        return "future"
    if verb.tag == "VB" and any(aid.text.lower() == "to" for aid in aids):
        head = tokens[verb.head]
        ahead = head.text.lower() in words.future_cues or (head.lemma == "be" and head.tag in ("VBZ", "VBP"))
        return "future" if ahead or verb.dep in ("relcl", "acl") else None
    return "past" if verb.tag in ("VBD", "VBN") else None
