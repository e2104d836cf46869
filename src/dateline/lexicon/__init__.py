"""Word lists and gazetteers as data files, with their loaders and sources."""

from __future__ import annotations

from typing import Any

from dateline.lexicon.causes import Causes, SameEvent, load_causes, load_same_event
from dateline.lexicon.cues import Cue, Cues, load_cues
from dateline.lexicon.gazetteer import Candidate, Gazetteer, load_gazetteer

__all__ = [
    "Candidate",
    "Causes",
    "Cue",
    "Cues",
    "Gazetteer",
    "SameEvent",
    "load_actors",
    "load_causes",
    "load_cues",
    "load_gazetteer",
    "load_same_event",
]


def load_actors() -> Any:
    """The base of known actors."""
    return None

