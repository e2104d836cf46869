"""From judged pairs to groups of events: what belongs together is joined, what conflicts stays apart."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence

from dateline.lexicon.incidents import LinkRules
from dateline.link.pairs import conflict
from dateline.records import Card, Pair, Ruling

_MATCHES = 3  # in the other group, that an event needs where there are so many
_SAMPLE = 12  # events of a group that stand for it where conflicts are looked for


def cluster_events(
    cards: Mapping[str, Card], pairs: Iterable[Pair], rulings: Sequence[Ruling], rules: LinkRules
) -> list[list[str]]:
    """The groups, each sorted, in order of their first events; every card is in one.

    Groups grow from the surest pair down. Two are joined where the events of the smaller each have, on average, a
    match in the larger at the threshold; unless more than a share of the pairs between them conflict, or an analyst
    ruled them different. What an analyst ruled the same is joined first.
    """
    grow = _Grow(cards, pairs, rulings, rules)
    return grow.groups()


class _Grow:
    def __init__(
        self, cards: Mapping[str, Card], pairs: Iterable[Pair], rulings: Sequence[Ruling], rules: LinkRules
    ) -> None:
        self.cards, self.rules = cards, rules
        self.members: dict[str, list[str]] = {name: [name] for name in sorted(cards)}
        self.home = {name: name for name in self.members}
        self.scores: dict[str, dict[str, float]] = {}
        for pair in pairs:
            if pair.left in cards and pair.right in cards:
                self.scores.setdefault(pair.left, {})[pair.right] = pair.score
                self.scores.setdefault(pair.right, {})[pair.left] = pair.score
        self.apart: dict[str, set[str]] = {}
        known = [one for one in rulings if one.left in cards and one.right in cards]
        for ruling in known:
            if ruling.verdict == "different":
                self.apart.setdefault(ruling.left, set()).add(ruling.right)
                self.apart.setdefault(ruling.right, set()).add(ruling.left)
        for ruling in known:
            if ruling.verdict == "same":
                self._join(self.home[ruling.left], self.home[ruling.right])

    def groups(self) -> list[list[str]]:
        """Joins until nothing is left to join."""
        heap: list[tuple[float, str, str]] = []
        for left, others in self.scores.items():
            for right, score in others.items():
                if left > right and score >= self.rules.threshold and self.home[left] != self.home[right]:
                    self._push(heap, self.home[left], self.home[right])
        seen: set[tuple[str, str, int]] = set()
        while heap:
            minus, one, other = heapq.heappop(heap)
            if self.home[one] != one or self.home[other] != other:
                continue
            state = (one, other, len(self.members[one]) * 1_000_003 + len(self.members[other]))
            if state in seen or -minus != self._similarity(one, other):
                continue
            seen.add(state)
            if self._forbidden(one, other):
                continue
            joined = self._join(one, other)
            for near in sorted(self._neighbours(joined)):
                self._push(heap, joined, near)
        return sorted(sorted(group) for group in self.members.values())

    def _push(self, heap: list[tuple[float, str, str]], one: str, other: str) -> None:
        one, other = sorted((one, other))
        similarity = self._similarity(one, other)
        if similarity >= self.rules.threshold:
            heapq.heappush(heap, (-similarity, one, other))

    def _similarity(self, one: str, other: str) -> float:
        """The mean, over the smaller group, of each event's best match in the larger."""
        small, large = sorted((one, other), key=lambda name: (len(self.members[name]), name))
        within = large
        total = 0.0
        for event in self.members[small]:
            matches = [score for name, score in self.scores.get(event, {}).items() if self.home[name] == within]
            need = min(_MATCHES, len(self.members[large]))
            total += sum(sorted(matches, reverse=True)[:need]) / need
        return round(total / len(self.members[small]), 6)

    def _neighbours(self, name: str) -> set[str]:
        threshold = self.rules.threshold
        return {
            self.home[other]
            for event in self.members[name]
            for other, score in self.scores.get(event, {}).items()
            if score >= threshold and self.home[other] != name
        }

    def _forbidden(self, one: str, other: str) -> bool:
        for event in self.members[one]:
            if any(self.home[name] == other for name in self.apart.get(event, ())):
                return True
        left, right = self.members[one][:_SAMPLE], self.members[other][:_SAMPLE]
        bad = sum(conflict(self.cards[a], self.cards[b]) for a in left for b in right)
        return bad > self.rules.conflict_share * len(left) * len(right)

    def _join(self, one: str, other: str) -> str:
        if one == other:
            return one
        keep, gone = sorted((one, other))
        for event in self.members[gone]:
            self.home[event] = keep
        self.members[keep] = sorted((*self.members[keep], *self.members.pop(gone)))
        return keep


def components(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The connected groups of names, each sorted, in order of first names; lone ones too."""
    parent = {name: name for name in names}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for left, right in pairs:
        if left in parent and right in parent:
            low, high = sorted((root(left), root(right)))
            parent[high] = low
    found: dict[str, list[str]] = {}
    for name in parent:
        found.setdefault(root(name), []).append(name)
    return sorted(sorted(group) for group in found.values())
