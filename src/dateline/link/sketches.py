"""The fingerprint of a text: the smallest hashes of its runs of four words, with every number as one word.

Two texts share about as many of their smallest hashes as they share runs of words (a bottom-k sketch), so
candidates for copies are found by sorting fingerprints, whatever was cut, added or renumbered.
"""

from __future__ import annotations

import re
import zlib
from itertools import islice

import numpy as np
import numpy.typing as npt

from dateline.records import Report

Hashes = npt.NDArray[np.uint64]

RUN = 4  # words
SIZE = 64  # hashes kept of a text
MAX_WORDS = 20_000  # of a text, that are looked at
SILENT_PARTS = frozenset({"notice", "footer", "byline", "caption", "dateline"})

_WORD = re.compile(r"[^\W_]+")
_MULTIPLIERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_SHIFT = np.uint64(32)
_VOCABULARY = 500_000


class _Codes(dict[str, int]):
    """A word's hash, worked out once."""

    def __missing__(self, word: str) -> int:
        if len(self) > _VOCABULARY:
            self.clear()
        data = b"0" if word[0].isdigit() else word.encode("utf-8", "surrogatepass")
        code = self[word] = zlib.crc32(data) << 8 | len(data) & 0xFF
        return code


_codes = _Codes()


def told_text(report: Report) -> str:
    """The text that readers see as the report itself: without bylines, captions, notices and footers."""
    silent = sorted(part.span for part in report.parts if part.kind in SILENT_PARTS)
    if not silent:
        return report.text
    pieces, at = [], 0
    for span in silent:
        pieces.append(report.text[at : span.start])
        at = max(at, span.end)
    return "\n".join((*pieces, report.text[at:]))


def word_runs(text: str) -> Hashes:
    """The hashes of all runs of words, sorted, each once; none of a text without a run."""
    words = _WORD.findall(text.lower()) if len(text) < 200_000 else _first_words(text)
    words = words[:MAX_WORDS]
    codes = np.fromiter(map(_codes.__getitem__, words), dtype=np.uint64, count=len(words))
    count = len(codes) - RUN + 1
    if count < 1:
        return np.zeros(0, dtype=np.uint64)
    hashes = np.zeros(count, dtype=np.uint64)
    for offset, multiplier in enumerate(_MULTIPLIERS):
        hashes += codes[offset : offset + count] * np.uint64(multiplier)
    hashes ^= hashes >> _SHIFT
    hashes *= _MIX
    hashes ^= hashes >> _SHIFT
    hashes.sort()
    return hashes[np.concatenate(([True], hashes[1:] != hashes[:-1]))]


def _first_words(text: str) -> list[str]:
    return [match[0].lower() for match in islice(_WORD.finditer(text), MAX_WORDS)]


def sketch_of(runs: Hashes) -> Hashes:
    """The fingerprint: the smallest of the hashes."""
    return runs[:SIZE]
