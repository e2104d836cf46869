"""What is compared of an event with the other events of its report, worked out once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.extract.tree import Tree
from dateline.records import Document, Event, Mention, Resolution, TimeRef

_DEFINITE = frozenset({"the", "that", "those", "both", "such"})
_POINTING = frozenset({"this", "these"})
_SMALL = frozenset({"of", "the", "a", "an", "in", "and", "for", "on", "to", "'s", "’s", "s", "'"})
_ANOTHER = frozenset(
    {
        "another", "other", "second", "third", "fourth", "new", "further", "more", "previous", "earlier", "similar",
        "separate", "additional", "different", "several", "many", "numerous", "subsequent", "past", "fresh",
    }
)  # fmt: skip
_LINKS = 5  # of coreference, that are followed


@dataclass(frozen=True, slots=True)
class EventView:
    """One event as it is compared. Parties and places are words and known ids; states are country codes."""

    event: Event
    order: int
    lemma: str
    stem: str
    kind: str | None  # the class of words under which its happening is told
    noun: bool
    plural: bool
    article: str  # definite, pointing, owned, indefinite or bare
    another: bool  # the words say that it is not the one told before
    words: frozenset[str]  # stems of the trigger
    described: frozenset[str]  # stems of what stands before its noun
    actors: frozenset[str]
    states: frozenset[str]  # of the actors
    recipients: frozenset[str]
    hit_states: frozenset[str]
    place: frozenset[str]
    place_states: frozenset[str]
    time: tuple[str, object, object] | None
    rivals: int = 1  # events of its type in the report
    first_of_type: int = 0  # the order of the first of them


def make_views(
    document: Document, events: Sequence[Event], trees: Mapping[int, Tree], kinds: Mapping[str, str]
) -> list[EventView]:
    """The views of a report's events, in the same order; `kinds`: the class of words and stems."""
    maker = _Views(document, trees, kinds)
    rivals = Counter(event.event_type for event in events)
    first: dict[str, int] = {}
    for order, event in enumerate(events):
        first.setdefault(event.event_type, order)
    return [
        maker.of(event, order, rivals[event.event_type], first[event.event_type]) for order, event in enumerate(events)
    ]


class _Views:
    def __init__(self, document: Document, trees: Mapping[int, Tree], kinds: Mapping[str, str]) -> None:
        self.text = document.report.text
        self.trees = trees
        self.kinds = kinds
        self.mentions: dict[str, Mention] = {mention.mention_id: mention for mention in document.mentions}
        self.resolutions: dict[str, list[Resolution]] = {}
        for resolution in document.resolutions:
            self.resolutions.setdefault(resolution.mention_id, []).append(resolution)
        self.times: dict[str, TimeRef] = {time.time_id: time for time in document.times}

    def of(self, event: Event, order: int, rivals: int, first: int) -> EventView:
        """The view of one event."""
        tree = self.trees.get(event.sentence)
        head = tree.head_of(event.trigger) if tree is not None else None
        place = (event.place,) if event.place else ()
        time = self.times.get(event.time or "")
        phrase = (
            _Phrase(event.trigger.of(self.text).lower()) if tree is None or head is None else _phrase(tree, head, event)
        )
        stem = stem_of(phrase.lemma)
        kind = next((self.kinds[w] for w in (phrase.lemma, stem, *sorted(phrase.words)) if w in self.kinds), None)
        return EventView(
            event=event, order=order, lemma=phrase.lemma, stem=stem, kind=kind, noun=phrase.noun, plural=phrase.plural,
            article=phrase.article, another=phrase.another, words=phrase.words | {stem}, described=phrase.described,
            actors=self._keys(event.actors), states=self._states(event.actors, "actor"),
            recipients=self._keys(event.recipients), hit_states=self._states(event.recipients, "actor"),
            place=self._keys(place), place_states=self._states(place, "place"),
            time=None if time is None else (time.value, time.earliest, time.latest),
            rivals=rivals, first_of_type=first,
        )  # fmt: skip

    def _states(self, mention_ids: Sequence[str], kind: str) -> frozenset[str]:
        """The countries of the mentions; none unless all are known."""
        found = [
            {one.country for one in self.resolutions.get(name, ()) if one.kind == kind and one.country}
            for name in mention_ids
        ]
        return frozenset().union(*found) if all(found) else frozenset()

    def _keys(self, mention_ids: Sequence[str]) -> frozenset[str]:
        """What the mentions stand for: the words of each mention on the way to the fullest, and known ids."""
        keys: set[str] = set()
        for mention_id in mention_ids:
            for _ in range(_LINKS):
                mention = self.mentions.get(mention_id)
                if mention is None:
                    break
                keys.update(self._words(mention))
                keys.update("=" + one.target for one in self.resolutions.get(mention_id, ()) if one.target)
                if mention.refers_to is None or mention.refers_to == mention_id:
                    break
                mention_id = mention.refers_to
        return frozenset(keys)

    def _words(self, mention: Mention) -> set[str]:
        if mention.label == "PRONOUN":
            return set()
        words = [word.strip(".,'’\"“”").lower() for word in mention.span.of(self.text).split()[:12]]
        return {stem_of(word.removesuffix("'s").removesuffix("’s")) for word in words if word and word not in _SMALL}


@dataclass(frozen=True, slots=True)
class _Phrase:
    lemma: str
    noun: bool = False
    plural: bool = False
    article: str = "bare"
    another: bool = False
    words: frozenset[str] = frozenset()
    described: frozenset[str] = frozenset()


def _phrase(tree: Tree, head: int, event: Event) -> _Phrase:
    """The words of a trigger and of the phrase around its noun."""
    noun = next((k for k in tree.with_dep(head, "dobj") if tree.tokens[k].span.overlaps(event.trigger)), head)
    before = [child for child in tree.children[noun] if child < noun]
    texts = {tree.tokens[child].text.lower() for child in before}
    is_noun = tree.tokens[head].pos in ("NOUN", "PROPN")
    full = [i for i in tree.inside(event.trigger)[:20] if tree.tokens[i].pos in ("NOUN", "VERB", "ADJ", "PROPN")]
    described = [k for k in before if tree.dep(k) in ("amod", "compound", "nmod") and tree.tokens[k].pos != "PROPN"]
    return _Phrase(
        lemma=tree.lemma(head), noun=is_noun, plural=tree.tokens[noun].tag in ("NNS", "NNPS"),
        article=_article(tree, noun, texts), another=bool(texts & _ANOTHER),
        words=frozenset(stem_of(tree.lemma(i)) for i in full),
        described=frozenset(stem_of(tree.lemma(i)) for i in described),
    )  # fmt: skip


def _article(tree: Tree, noun: int, texts: set[str]) -> str:
    if texts & _POINTING:
        return "pointing"
    if texts & _DEFINITE:
        return "definite"
    if tree.with_dep(noun, "poss"):
        return "owned"
    return "indefinite" if tree.with_dep(noun, "det", "nummod") else "bare"


_ENDINGS = (
    "ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion", "ians", "ian", "ers", "ed", "er", "es", "s", "e",
)  # fmt: skip


def stem_of(word: str) -> str:
    """A crude stem under which 'retaliate' and 'retaliation', 'Iranian' and 'Iran' meet."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
