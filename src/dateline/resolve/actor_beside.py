"""The office in front of a name and the apposition behind it, here or elsewhere in the report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.lexicon.actors import Word, split_words
from dateline.resolve.actor_phrases import PhraseReader
from dateline.resolve.actor_senses import LAND_METHODS, Reading, Setting

_AFTER = 120  # characters behind a name in which its office may stand
_BEFORE = 60
_LOOKS = 4  # other places of a name that are looked at
_LETTERS = 4
_SEARCHED = 200_000  # characters of the text
_ARTICLES = frozenset({"a", "an", "the", "one", "its", "his", "her", "then", "former"})
_NAME_BEFORE = re.compile(r"([A-Z][\w.'’-]{0,30}) $")
_ENDS = ",.;)(\n"


class NameSurroundings:
    """Reads what stands beside the names of one text."""

    def __init__(self, reader: PhraseReader, text: str, setting: Setting) -> None:
        self.reader = reader
        self.text = text
        self.setting = setting

    def read(self, start: int, end: int) -> Reading | None:
        """What the office or apposition beside the name says, else beside the name's first other places."""
        return self._apposition(end) or self._title(start) or self._elsewhere(start, end)

    def _elsewhere(self, start: int, end: int) -> Reading | None:
        last = self.text[start:end].rsplit(" ", 1)[-1]
        if len(last) < _LETTERS:
            return None
        at = -1
        for _ in range(_LOOKS):
            at = self.text.find(last, at + 1, _SEARCHED)
            if at < 0:
                return None
            if not start <= at < end:
                reading = self._apposition(at + len(last)) or self._title(self._name_start(at))
                if reading is not None:
                    return reading
        return None

    def _name_start(self, at: int) -> int:
        """Where the whole name begins whose last word is at `at`: first names are no words that we know."""
        for _ in range(3):
            lead = _NAME_BEFORE.search(self.text[max(0, at - 40) : at])
            if lead is None or self.reader.base.look_up(lead[1]):
                break
            at -= len(lead[0])
        return at

    def _apposition(self, end: int) -> Reading | None:
        after = self.text[end : end + _AFTER]
        if after[:2] not in (", ", " ("):
            return None
        stop = min((i for i in (after.find(c, 2) for c in _ENDS) if i > 0), default=len(after))
        phrase = after[2:stop].removeprefix("who is ").removeprefix("who was ")
        first = phrase.split(" ", 1)[0]
        if not (first in _ARTICLES or first.endswith(("'s", "’s")) or first[:1].isupper()):
            return None
        reading = self.reader.read(split_words(phrase), self.setting)
        if reading is None or not reading.sectors or reading.method in LAND_METHODS:
            return None
        return replace(self._as_culprit(reading, split_words(phrase)), target=None, name=None,
                       score=min(reading.score, 0.65), method=f"apposition: {reading.method}")  # fmt: skip

    def _title(self, start: int) -> Reading | None:
        before = self.text[max(0, start - _BEFORE) : start]
        words = split_words(before)
        if not words or before[-1:] != " " or before.rstrip()[-1:] in ",;:.)\"”-–—":
            return None
        at = len(words)
        for one in reversed(list(self.reader.base.find(words))):
            if one.end != at or (words[one.end - 1].cut and one.end != len(words)):
                break
            if at == len(words) and all(sense.kind == "modifier" for sense in one.senses):
                break  # 'the court convicted' somebody
            at = one.start
        reading = self.reader.read(words[at:], self.setting) if at < len(words) else None
        if reading is None or not reading.sectors or not reading.method.startswith("role"):
            return None
        reading = self._as_culprit(reading, words[at:])
        return replace(reading, target=None, name=None, method=f"title: {reading.method}")

    def _as_culprit(self, reading: Reading, words: Sequence[Word]) -> Reading:
        """The reading, of no country where the words say a suspect's or attacker's."""
        return replace(reading, unplaced=True) if self.reader.shape.is_culprit(words) else reading
