"""Words under which one happening is told again: 'blast' and 'explosion', 'flee' and 'escape'."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from dateline.errors import ResourceError


@dataclass(frozen=True, slots=True)
class SameWords:
    """The classes of words, and the words of telling, each of which is a happening of its own."""

    classes: tuple[tuple[str, ...], ...]
    telling: frozenset[str]

    def by_stem(self, stem_of: Callable[[str], str]) -> dict[str, str]:
        """The stem of its class's first word, for each word and each stem; of two classes the first holds."""
        found: dict[str, str] = {}
        for words in self.classes:
            for word in words:
                found.setdefault(word, stem_of(words[0]))
                found.setdefault(stem_of(word), stem_of(words[0]))
        return found


@cache
def load_same_words() -> SameWords:
    """The words; raises ResourceError where the file is faulty or a word stands in two classes."""
    try:
        text = files("dateline.lexicon").joinpath("same_words.yaml").read_text("utf-8")
        data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        classes = tuple(tuple(str(word) for word in words) for words in data["classes"])
        words = [word for group in classes for word in group]
        twice = sorted({word for word in words if words.count(word) > 1})
        if twice:
            raise ResourceError(f"same_words.yaml: {', '.join(twice)} in two classes")
        return SameWords(classes, frozenset(str(word) for word in data["telling"]))
    except (OSError, KeyError, TypeError, yaml.YAMLError) as error:
        raise ResourceError(f"same_words.yaml: {error!r}") from error
