"""PLOVER as data: one YAML file per event type, plus contexts and sectors, and the loader."""

from __future__ import annotations

from typing import Any


def load_plover() -> Any:
    """The ontology."""
    return None
