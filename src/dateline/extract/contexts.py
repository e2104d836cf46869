"""What an event is about, what was used, and the modes that follow: by the words around the trigger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dateline.extract.tree import Tree
from dateline.extract.triggers import Trigger
from dateline.records import Span

BY_TYPE = {"ASSAULT": {"military": ("rebel", "soldier", "troop", "army", "military", "missile")}}


class PhraseFinder:
    """Finds lemmas and phrases of named lists in a sentence."""

    def __init__(self, lists: Mapping[str, Any]) -> None:
        self.index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, words in lists.items():
            for word in words:
                parts = tuple(str(word).lower().replace("-", " - ").split())
                self.index.setdefault(parts[0], []).append((parts, name))

    def find(self, tree: Tree, members: list[int] | None = None) -> list[tuple[str, Span, int]]:
        """(list's name, span, words) of each hit, longest first at each place."""
        lemmas = [token.lemma.lower() for token in tree.tokens]
        texts = [token.text.lower() for token in tree.tokens]
        found: list[tuple[str, Span, int]] = []
        for i in members if members is not None else range(len(lemmas)):
            for key in {lemmas[i], texts[i]}:
                for parts, name in self.index.get(key, ()):
                    size = len(parts)
                    if i + size <= len(lemmas) and all(parts[k] in (lemmas[i + k], texts[i + k]) for k in range(1, size)):
                        found.append((name, tree.span(i, i + size - 1), size))
        return found


class FindContexts:
    """Reads contexts, weapon and weapon modes."""

    def __init__(self, contexts: Mapping[str, Any], weapons: Mapping[str, Any]) -> None:
        self.contexts = PhraseFinder(contexts)
        self.weapons = PhraseFinder(weapons)

    def contexts_of(self, tree: Tree) -> tuple[str, ...]:
        """The contexts of the sentence, those with most words first."""
        seen: dict[str, set[Span]] = {}
        for name, span, _ in self.contexts.find(tree):
            seen.setdefault(name, set()).add(span)
        ranked = sorted(seen, key=lambda name: (-len(seen[name]), name))
        return tuple(ranked[:3])

    def weapon(self, tree: Tree, trigger: Trigger) -> tuple[Span | None, tuple[str, ...]]:
        """The weapon's words in the trigger's own phrase, and the modes that it shows."""
        if trigger.event_type != "ASSAULT":
            return None, ()
        members = set(tree.inside(trigger.span)) | {trigger.head}
        stop = frozenset({"ccomp", "relcl", "conj", "advcl", "nsubjpass", "parataxis"})
        members |= set(tree.subtree(trigger.head, stop=stop))
        if trigger.light is not None:
            members |= set(tree.subtree(trigger.light, stop=stop))
        hits = sorted(self.weapons.find(tree, sorted(members)), key=lambda hit: -hit[2])
        if not hits:
            return None, ()
        modes = tuple(dict.fromkeys(name for name, span, _ in hits if span.overlaps(hits[0][1])))
        return hits[0][1], modes
