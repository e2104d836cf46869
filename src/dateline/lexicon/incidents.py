"""The weights and rules of linking across reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dateline.errors import ResourceError


@dataclass(frozen=True, slots=True)
class LinkRules:
    """What `incidents.yaml` holds; `groups` gives each event type the group in which it is compared."""

    threshold: float
    keep: float
    conflict_share: float
    groups: Mapping[str, str]
    weights: Mapping[str, float]
    small: frozenset[str]
    official: frozenset[str]
    described: frozenset[str]
    weak: frozenset[str]
    story_days: int
    answer_days: int
    hostile: frozenset[str]
    answers: frozenset[str]


@cache
def load_link_rules() -> LinkRules:
    """The rules; raises ResourceError where the file is faulty."""
    try:
        text = files("dateline.lexicon").joinpath("incidents.yaml").read_text("utf-8")
        data: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        grades, stories = data["grades"], data["stories"]
        return LinkRules(
            threshold=float(data["threshold"]), keep=float(data["keep"]),
            conflict_share=float(data["conflict_share"]),
            groups={name: group for group, names in data["groups"].items() for name in names},
            weights={name: float(weight) for name, weight in data["weights"].items()},
            small=frozenset(data["small"]),
            official=frozenset(grades["official"]), described=frozenset(grades["described"]),
            weak=frozenset(grades["weak"]), story_days=int(stories["days"]),
            answer_days=int(stories["answer_days"]), hostile=frozenset(stories["hostile"]),
            answers=frozenset(stories["answers"]),
        )  # fmt: skip
    except (OSError, KeyError, TypeError, ValueError, AttributeError, yaml.YAMLError) as error:
        raise ResourceError(f"incidents.yaml: {error!r}") from error
