"""Links between the events of one report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dateline.extract.link_cause import CauseFound, find_event_causes, find_opened_cause
from dateline.extract.link_order import find_contradictions, find_order
from dateline.extract.link_read import find_read_causes
from dateline.extract.link_same import EventViews, find_same_events
from dateline.extract.tree import Tree
from dateline.lexicon import Causes, SameEvent
from dateline.records import Document, Event, Link, Tag

SURE = 0.45  # a weaker signal ('amid') leaves the link unsure
MAX_EVENTS = 400  # of one report, that are linked


class FindLinks:
    """Adds links: which events are the same, came of another, followed another, are disputed."""

    def __init__(self, causes: Causes, same_event: SameEvent) -> None:
        self.causes, self.same_event = causes, same_event

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
        views = EventViews(document, trees)
        same = find_same_events(
            [views.of(event, order) for order, event in enumerate(events)],
            self.same_event.weights, self.same_event.threshold,
        )  # fmt: skip
        times = {time.time_id: time for time in document.times}
        links = [
            *same,
            *self._causes(events, trees, document.tags),
            *find_order(events, times, trees, self.causes),
            *find_contradictions(events, document.claims, same),
        ]
        return replace(document, links=_unique(links))

    def _causes(self, events: Sequence[Event], trees: Mapping[int, Tree], tags: Sequence[Tag]) -> list[Link]:
        by_sentence: dict[int, list[Event]] = {}
        for event in events:
            by_sentence.setdefault(event.sentence, []).append(event)
        found: list[CauseFound] = []
        for index, inside in by_sentence.items():
            tree = trees.get(index)
            if tree is None or len(inside) > 60:
                continue
            found += find_event_causes(tree, inside, self.causes)
            opened = find_opened_cause(tree, inside, by_sentence.get(index - 1, []), self.causes)
            if opened is not None:
                found.append(opened)
            inner = [tag for tag in tags if tag.layer == "causal" and tree.sentence.span.covers(tag.span)]
            found += find_read_causes(tree, inside, inner)
        return [
            Link(
                left=cause.effect.event_id,
                right=cause.cause.event_id,
                relation="caused_by",
                score=round(cause.score, 4),
                method=cause.method,
                cue=cause.cue,
                judgement="positive" if cause.score >= SURE else "unsure",
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
