"""The word patterns of boilerplate, read from `boilerplate.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from dateline.errors import ResourceError

KINDS = ("byline", "caption", "notice", "footer")


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """What `boilerplate.yaml` holds. `kinds` match a whole line, the first wins; `tails` its end."""

    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    related: re.Pattern[str]
    tails: tuple[tuple[str, re.Pattern[str]], ...]
    published: re.Pattern[str]
    updated: re.Pattern[str]
    not_places: frozenset[str]
    agencies: frozenset[str]


@cache
def load_boilerplate() -> Boilerplate:
    """The patterns; raises ResourceError where the file is malformed."""
    text = files("dateline.read").joinpath("boilerplate.yaml").read_text("utf-8")
    try:
        data = yaml.safe_load(text)
        cased = tuple((kind, re.compile(_any(patterns))) for kind, patterns in data["cased"].items())
        free = tuple((kind, re.compile(_any(data[kind]), re.IGNORECASE)) for kind in KINDS)
        return Boilerplate(
            kinds=cased + free,
            related=re.compile(_any(data["related"]), re.IGNORECASE),
            tails=tuple((kind, re.compile(pattern)) for kind, pattern in data["tail"].items()),
            published=re.compile(data["date_leads"]["published"], re.IGNORECASE),
            updated=re.compile(data["date_leads"]["updated"], re.IGNORECASE),
            not_places=frozenset(data["not_places"]),
            agencies=frozenset(data["agencies"]),
        )
    except (yaml.YAMLError, re.error, KeyError, TypeError, AttributeError) as error:
        raise ResourceError(f"boilerplate.yaml: {error}") from error


def _any(patterns: list[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)
