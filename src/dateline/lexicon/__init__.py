"""Word lists and gazetteers as data files, with their loaders and sources."""

from __future__ import annotations

from typing import Any


def load_cues() -> Any:
    """The cues of attribution."""
    return None


def load_actors() -> Any:
    """The base of known actors."""
    return None


def load_gazetteer() -> Any:
    """The gazetteer."""
    return None
