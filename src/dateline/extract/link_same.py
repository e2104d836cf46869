"""Whether two mentions tell of the same event: weighed evidence of words, parties, place, time and tolls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

from dateline.extract.tree import Tree
from dateline.records import Count, Document, Event, Link, Mention, Resolution, TimeRef

WINDOW = 60  # earlier events that are compared
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_OWNED = frozenset({"its", "their", "his", "her", "'s"})
_SMALL = frozenset({"of", "the", "a", "an", "in", "and", "for", "on", "to", "'s", "’s"})
# Types under which one deed may be told: announced and done, asked and granted, fought over and seized.
KINDRED = frozenset(
    {
        frozenset({"ASSAULT", "COERCE"}), frozenset({"AGREE", "COOPERATE"}),
        frozenset({"CONCEDE", "RETREAT"}),
        frozenset({"CONCEDE", "AGREE"}), frozenset({"CONSULT", "AGREE"}), frozenset({"ACCUSE", "REJECT"}),
        frozenset({"MOBILIZE", "ASSAULT"}), frozenset({"PROTEST", "ASSAULT"}), frozenset({"SUPPORT", "AID"}),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventView:
    """What is compared of an event: worked out once."""

    event: Event
    lemma: str
    stem: str
    noun: bool
    definite: bool
    owned: bool
    words: frozenset[str]  # content words of the trigger
    actors: frozenset[str]
    states: frozenset[str]  # the countries of the actors, where all are known
    recipients: frozenset[str]
    place: frozenset[str]
    time: tuple[str, object, object] | None
    order: int


class EventViews:
    """The views of one report's events."""

    def __init__(self, document: Document, trees: Mapping[int, Tree]) -> None:
        self.text = document.report.text
        self.trees = trees
        self.mentions: dict[str, Mention] = {mention.mention_id: mention for mention in document.mentions}
        self.resolutions: dict[str, list[Resolution]] = {}
        for resolution in document.resolutions:
            self.resolutions.setdefault(resolution.mention_id, []).append(resolution)
        self.times: dict[str, TimeRef] = {time.time_id: time for time in document.times}

    def of(self, event: Event, order: int) -> EventView:
        """The view of one event."""
        tree = self.trees.get(event.sentence)
        head = tree.head_of(event.trigger) if tree is not None else None
        lemma, noun, definite, owned, words = (
            event.trigger.of(self.text).lower(),
            False,
            False,
            False,
            frozenset[str](),
        )
        if tree is not None and head is not None:
            lemma = tree.lemma(head)
            noun = tree.tokens[head].pos in ("NOUN", "PROPN")
            near = {tree.tokens[child].text.lower() for child in tree.with_dep(head, "det", "poss", "case")}
            definite = bool(near & _DEFINITE)
            owned = bool(tree.with_dep(head, "poss"))
            words = frozenset(
                tree.lemma(i)
                for i in tree.inside(event.trigger)[:20]
                if tree.tokens[i].pos in ("NOUN", "VERB", "ADJ", "PROPN")
            )
        time = self.times.get(event.time or "")
        return EventView(
            event, lemma, stem_of(lemma), noun, definite, owned, words | {lemma},
            self._keys(event.actors), self._states(event.actors), self._keys(event.recipients),
            self._keys((event.place,) if event.place else ()),
            None if time is None else (time.value, time.earliest, time.latest), order,
        )  # fmt: skip

    def _states(self, mention_ids: Sequence[str]) -> frozenset[str]:
        found = [
            {one.country for one in self.resolutions.get(name, ()) if one.kind == "actor" and one.country}
            for name in mention_ids
        ]
        return frozenset().union(*found) if all(found) else frozenset()

    def _keys(self, mention_ids: Sequence[str]) -> frozenset[str]:
        """What the mentions stand for: the words of the fullest mention, and the known party or place."""
        keys: set[str] = set()
        for mention_id in mention_ids:
            for _ in range(5):
                mention = self.mentions.get(mention_id)
                if mention is None:
                    break
                keys.update(self._words(mention))
                for resolution in self.resolutions.get(mention_id, ()):
                    if resolution.target:
                        keys.add("=" + resolution.target)
                if mention.refers_to is None or mention.refers_to == mention_id:
                    break
                mention_id = mention.refers_to
        return frozenset(keys)

    def _words(self, mention: Mention) -> set[str]:
        if mention.label == "PRONOUN":
            return set()
        words = [word.strip(".,'’\"“”").lower() for word in mention.span.of(self.text).split()[:12]]
        return {stem_of(word) for word in words if word and word not in _SMALL}


def stem_of(word: str) -> str:
    """A crude stem under which 'retaliate' and 'retaliation', 'Iranian' and 'Iran' meet."""
    for ending in (
        "ations",
        "ation",
        "ments",
        "ment",
        "ings",
        "ing",
        "ions",
        "ion",
        "ians",
        "ian",
        "ers",
        "ed",
        "er",
        "es",
        "s",
        "e",
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def pair_features(left: EventView, right: EventView, distance: int) -> dict[str, float]:
    """The evidence on the pair, `left` the later mention, by name; `distance` in sentences."""
    a, b = left.event, right.event
    found: dict[str, float] = {"bias": 1.0}
    found["same type"] = float(a.event_type == b.event_type)
    found["kindred type"] = float(frozenset({a.event_type, b.event_type}) in KINDRED)
    found["same lemma"] = float(left.lemma == right.lemma)
    found["same stem"] = float(left.stem == right.stem and left.lemma != right.lemma)
    found["shared trigger word"] = float(bool(left.words & right.words) and left.stem != right.stem)
    found["noun"] = float(left.noun)
    found["definite"] = float(left.definite)
    found["owned"] = float(left.owned)
    found["indefinite noun"] = float(left.noun and not left.definite and not left.owned)
    for name, mine, theirs in (
        ("actor", left.actors, right.actors), ("recipient", left.recipients, right.recipients),
        ("place", left.place, right.place),
    ):  # fmt: skip
        both = bool(mine and theirs)
        found[f"{name} shared"] = float(bool(mine & theirs))
        found[f"{name} differs"] = float(both and not mine & theirs)
        found[f"{name} missing"] = float(not mine)
    found["parties crossed"] = float(bool(left.actors & right.recipients and left.recipients & right.actors))
    found["modes shared"] = float(bool(set(a.modes) & set(b.modes)))
    found["modes differ"] = float(bool(a.modes and b.modes and not set(a.modes) & set(b.modes)))
    found["same status"] = float(a.status == b.status)
    found["negation differs"] = float(a.negated != b.negated)
    found["time same"] = float(
        left.time is not None and right.time is not None and _meet(left.time, right.time)
    )
    found["time differs"] = float(
        left.time is not None and right.time is not None and not _meet(left.time, right.time)
    )
    found["toll same"] = float(_tolls(a.killed, b.killed) is True)
    found["toll differs"] = float(_tolls(a.killed, b.killed) is False)
    found["same sentence"] = float(distance == 0)
    found["next sentence"] = float(distance == 1)
    found["distance"] = min(distance, 20) / 10
    found["nearest of type"] = 0.0
    return found


def _meet(left: tuple[str, object, object], right: tuple[str, object, object]) -> bool:
    if left[0] == right[0]:
        return True
    (_, start, end), (_, other_start, other_end) = left, right
    if start is None or end is None or other_start is None or other_end is None:
        return False
    return bool(start <= other_end and other_start <= end)  # type: ignore[operator]


def _tolls(left: Count | None, right: Count | None) -> bool | None:
    if left is None or right is None:
        return None
    return left.low <= right.high and right.low <= left.high


def score_of(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The probability that the pair is one event."""
    total = sum(value * weights.get(name, 0.0) for name, value in features.items() if value)
    return 1 / (1 + exp(-max(min(total, 30.0), -30.0)))


def find_same_events(
    views: Sequence[EventView], weights: Mapping[str, float], threshold: float
) -> list[Link]:
    """A link from each event to the earlier mention that it most likely repeats."""
    found: list[Link] = []
    for at, left in enumerate(views):
        best: tuple[float, EventView] | None = None
        seen: set[str] = set()
        for right in reversed(views[max(0, at - WINDOW) : at]):
            distance = left.event.sentence - right.event.sentence
            features = pair_features(left, right, distance)
            if not features["same type"] and not features["kindred type"]:
                continue
            if left.states and right.states and not left.states & right.states:
                continue  # what two countries did is two deeds
            features["nearest of type"] = float(right.event.event_type not in seen)
            seen.add(right.event.event_type)
            score = score_of(features, weights)
            if score >= threshold and (best is None or score > best[0]):
                best = score, right
        if best is not None:
            score, right = best
            found.append(
                Link(
                    left=left.event.event_id,
                    right=right.event.event_id,
                    relation="same_as",
                    score=round(score, 4),
                    method="weighed pair",
                )
            )
    return found
