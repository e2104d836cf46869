"""The words of a phrase, folded for look-up, with where they stand and what parts them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dateline.lexicon.countries import name_key

_WORD = re.compile(r"\d{1,3}(?:,\d{3})+|(?:[A-Za-z]\. ?){2,}|[^\W_](?:[\w.&’'ʼ-]*[\w])?", re.UNICODE)
_POSSESSIVE = re.compile(r"(?:[’']s|(?<=s)[’'])$", re.IGNORECASE)
_BREAKS = frozenset(",;:()[]—–")
_LONGEST = 60  # letters; a longer run is no name


@dataclass(frozen=True, slots=True)
class Word:
    """One folded word. `possessive`: it carried 's; `cut`: a comma, bracket or dash stands before it.

    `inner` is its key inside a longer name: "lords" in "Lord's Resistance Army".
    """

    key: str
    inner: str
    raw: str
    start: int
    end: int
    possessive: bool
    cut: bool


def split_words(text: str) -> list[Word]:
    """The words of `text` in order; a hyphened word gives its parts, as folded names have them.

    >>> [word.key for word in split_words("Iran’s al-Quds Force")]
    ['iran', 'al', 'quds', 'force']
    """
    words: list[Word] = []
    before = 0
    for match in _WORD.finditer(text):
        raw = match[0].rstrip()
        start = match.start()
        if len(raw) > _LONGEST:
            before = match.end()
            continue
        keys, inner, owns = _fold_word(raw)
        between = text[before:start]
        cut = between != " " and not _BREAKS.isdisjoint(between)
        end = start + len(raw)
        for key in keys[:-1]:
            words.append(Word(key, key, raw, start, end, False, cut))
            cut = False
        if keys:
            words.append(Word(keys[-1], inner, raw, start, end, owns, cut))
        before = match.end()
    return words


@lru_cache(maxsize=1 << 15)
def _fold_word(raw: str) -> tuple[tuple[str, ...], str, bool]:
    """The word's keys, the last one's key inside a longer name, and whether it is possessive."""
    bare = _POSSESSIVE.sub("", raw)
    keys = tuple(name_key(bare).split()) if bare.lower() != "the" else ("the",)
    owns = bare != raw
    last = keys[-1] if keys else ""
    return keys, last + "s" if owns and raw[-1] in "sS" else last, owns
