"""How likely something is, in words with numbers; and how sure a judgement is, which is another thing."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml


@lru_cache(maxsize=1)
def _steps() -> list[tuple[float, str]]:
    rows: Any = yaml.safe_load(files("dateline.analyse").joinpath("words.yaml").read_text("utf-8"))
    return [(float(row["above"]), str(row["word"])) for row in rows["likelihood"]]


def likelihood_word(chance: float) -> str:
    """'very likely' for 0.9: the words of ICD 203."""
    return next(word for above, word in _steps() if chance > above)


def likelihood_words() -> list[str]:
    """All words for likelihood, the surest first."""
    return [word for _, word in _steps()]


def say_chance(chance: float) -> str:
    """'very likely (90 %)'; never nought or a hundred."""
    percent = min(max(round(100 * chance), 1), 99)
    return f"{likelihood_word(chance)} ({percent} %)"
