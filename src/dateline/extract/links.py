"""Links between the events of one report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dateline.extract.event_view import EventView, make_views, stem_of
from dateline.extract.link_answers import find_answered
from dateline.extract.link_cause import CauseFound, find_opened_cause
from dateline.extract.link_order import find_contradictions, find_order
from dateline.extract.link_same import find_same_events
from dateline.extract.link_weighed import weigh_causes
from dateline.extract.tree import Tree
from dateline.lexicon import Causes, SameEvent
from dateline.lexicon.same_words import SameWords, load_same_words
from dateline.records import Document, Link, Tag

MAX_EVENTS = 400  # of one report, that are linked


class FindLinks:
    """Adds links: which events are the same, came of another, followed another, are disputed."""

    def __init__(self, causes: Causes, same_event: SameEvent, words: SameWords | None = None) -> None:
        self.causes, self.same_event = causes, same_event
        self.kinds = (words if words is not None else load_same_words()).by_stem(stem_of)

    def __call__(self, document: Document) -> Document:
        """The document with its links."""
        events = sorted(document.events, key=lambda event: (event.trigger, event.event_id))[:MAX_EVENTS]
        if len(events) < 2:
            return document
        wanted = {event.sentence for event in events}
        trees = {
            sentence.index: Tree(sentence)
            for sentence in document.sentences
            if sentence.index in wanted and sentence.part == "body"
        }
        views = make_views(document, events, trees, self.kinds)
        caused = self._causes(views, trees, document.tags)
        apart = {(link.left, link.right) for link in caused}
        same = find_same_events(views, self.same_event.weights, self.same_event.threshold, apart)
        times = {time.time_id: time for time in document.times}
        links = [
            *same,
            *caused,
            *find_order(events, times, trees, self.causes),
            *find_contradictions(events, document.claims, same),
        ]
        return replace(document, links=_unique(links))

    def _causes(self, views: Sequence[EventView], trees: Mapping[int, Tree], tags: Sequence[Tag]) -> list[Link]:
        by_sentence: dict[int, list[EventView]] = {}
        for view in views:
            by_sentence.setdefault(view.event.sentence, []).append(view)
        causal = [tag for tag in tags if tag.layer == "causal"]
        found: list[CauseFound] = []
        for index, inside in by_sentence.items():
            tree = trees.get(index)
            if tree is None:
                continue
            read = [tag for tag in causal if tree.sentence.span.covers(tag.span)]
            found += weigh_causes(tree, inside, read, self.causes)
            before = [view.event for view in by_sentence.get(index - 1, [])]
            opened = find_opened_cause(tree, [view.event for view in inside], before, self.causes)
            if opened is not None:
                found.append(opened)
        found += find_answered(views, trees, self.causes, found)
        return [
            Link(
                left=cause.effect.event_id,
                right=cause.cause.event_id,
                relation="caused_by",
                score=round(cause.score, 4),
                method=cause.method,
                cue=cause.cue,
            )
            for cause in found
        ]


def _unique(links: Iterable[Link]) -> tuple[Link, ...]:
    """The links without repeats (the best score stays) and without a cause that is also its own effect."""
    best: dict[tuple[str, str, str], Link] = {}
    for link in links:
        key = (link.left, link.right, link.relation)
        if link.left != link.right and (key not in best or best[key].score < link.score):
            best[key] = link
    for (left, right, relation), link in list(best.items()):
        other = best.get((right, left, relation))
        if other is not None and (other.score, other.left) > (link.score, link.left):
            del best[left, right, relation]
    return tuple(best.values())
