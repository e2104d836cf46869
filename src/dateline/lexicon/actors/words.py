"""The words of a phrase, folded for look-up, with where they stand and what parts them."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
        if len(raw) > _LONGEST:
            before = match.end()
            continue
        bare = _POSSESSIVE.sub("", raw)
        cut = not _BREAKS.isdisjoint(text[before : match.start()])
        keys = name_key(bare).split() if bare.lower() != "the" else ["the"]
        last = len(keys) - 1
        for i, key in enumerate(keys):
            owns = i == last and bare != raw
            inner = key + "s" if owns and raw[-1] in "sS" else key
            words.append(
                Word(key, inner, raw, match.start(), match.start() + len(raw), owns, cut and i == 0)
            )
        before = match.end()
    return words
