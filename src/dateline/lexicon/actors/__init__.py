"""The base of known parties: names, offices and role nouns, in tables that are written by hand or built."""

from __future__ import annotations

from dateline.lexicon.actors.base import ActorBase, Found, Sense, Term, load_actors
from dateline.lexicon.actors.words import Word, split_words

__all__ = ["ActorBase", "Found", "Sense", "Term", "Word", "load_actors", "split_words"]
