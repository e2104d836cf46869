"""One folding of names, for building the gazetteer and for looking things up in it."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({
    "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "ae",
    "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th", "ð": "d", "Ð": "d", "ə": "a", "Ə": "a", "ħ": "h", "Ħ": "h",
    "ŋ": "n", "Ŋ": "n",
    "'": None, "’": None, "‘": None, "ʼ": None, "ʻ": None, "`": None, "´": None, "ʹ": None,
})  # fmt: skip
_OTHER = re.compile(r"[^a-z0-9]+")


def fold(name: str) -> str:
    """The name in plain lower-case ASCII words: "Sana'a" → 'sanaa', 'Århus-Nord' → 'arhus nord'."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name.translate(_LETTERS))
        name = "".join(c for c in name if not unicodedata.combining(c))
    else:
        name = name.replace("'", "").replace("`", "")
    return _OTHER.sub(" ", name.lower()).strip()
