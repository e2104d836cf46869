"""Word lists and gazetteers as data files, with their loaders and sources."""

from __future__ import annotations

from dateline.lexicon.actors import ActorBase, Sense, load_actors
from dateline.lexicon.causes import Causes, SameEvent, load_causes, load_same_event
from dateline.lexicon.countries import Countries, Country, load_countries
from dateline.lexicon.cues import Cue, Cues, load_cues
from dateline.lexicon.gazetteer import Candidate, Gazetteer, load_gazetteer

__all__ = [
    "ActorBase",
    "Candidate",
    "Causes",
    "Countries",
    "Country",
    "Cue",
    "Cues",
    "Gazetteer",
    "SameEvent",
    "Sense",
    "load_actors",
    "load_causes",
    "load_countries",
    "load_cues",
    "load_gazetteer",
    "load_same_event",
]

