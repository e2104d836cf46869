"""PLOVER as data: one YAML file per event type, plus contexts and sectors, and the loader."""

from __future__ import annotations

from dateline.ontology.markup import Mark, Marked, MarkupError, parse_markup
from dateline.ontology.types import EventType, Plover, load_plover

__all__ = ["EventType", "Mark", "Marked", "MarkupError", "Plover", "load_plover", "parse_markup"]
