"""Text in capitals as the parser would rather read it; every character keeps its place."""

from __future__ import annotations

import re
from collections.abc import Callable

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


class Recase:
    """Gives text in capitals ordinary case: known words small, all others as names."""

    def __init__(self, knows: Callable[[str], bool]) -> None:
        self._knows = knows

    def __call__(self, sentence: str) -> str:
        """The sentence, of the same length, recased if it is all capitals; else as it is."""
        capitals = sum(map(str.isupper, sentence))
        if capitals < 12 or capitals < 0.7 * sum(map(str.isalpha, sentence)):
            return sentence
        return _WORD.sub(self._word, sentence)

    def _word(self, match: re.Match[str]) -> str:
        word = match.group()
        lower = word.lower()
        if len(lower) != len(word):
            return word
        if len(word) == 1 and lower != "a":
            return word
        if self._knows(lower) and match.start() > 0:
            return lower
        return word[0] + lower[1:]
