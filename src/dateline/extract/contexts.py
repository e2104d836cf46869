"""What an event is about, what was used, and the modes that follow: by the words around the trigger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dateline.extract.tree import Tree
from dateline.extract.triggers import Trigger
from dateline.extract.word_lists import PhraseFinder
from dateline.records import Span


class FindContexts:
    """Reads contexts, weapon and weapon modes."""

    def __init__(
        self, contexts: Mapping[str, Any], weapons: Mapping[str, Any], bearers: Iterable[str] = ()
    ) -> None:
        self.contexts = PhraseFinder(contexts)
        self.weapons = PhraseFinder(weapons)
        self.bearers = frozenset(bearers)  # words that show a weapon and name who bears it: 'gunman'

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
        stop = frozenset({"ccomp", "relcl", "acl", "conj", "advcl", "nsubjpass", "parataxis"})
        members |= set(tree.subtree(trigger.head, stop=stop))
        if trigger.light is not None:
            members |= set(tree.subtree(trigger.light, stop=stop))
        hits = sorted(self.weapons.find(tree, sorted(members)), key=lambda hit: -hit[2])
        if not hits:
            return None, ()
        modes = tuple(dict.fromkeys(name for name, span, _ in hits if span.overlaps(hits[0][1])))
        borne = tree.lemma(tree.inside(hits[0][1])[-1]) in self.bearers
        return None if borne else hits[0][1], modes
