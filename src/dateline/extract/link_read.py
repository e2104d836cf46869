"""Cause and effect between events as the reader marks them, where no word has to license it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.extract.link_cause import CauseFound
from dateline.extract.tree import Tree
from dateline.records import Event, Tag

SURE_READING = 0.8  # of a cause in the sentence, for the reader alone to link two events


def find_read_causes(tree: Tree, events: Sequence[Event], tags: Sequence[Tag]) -> Iterator[CauseFound]:
    """The event that stands in the cause and the one in the effect that the reader marks in the sentence.

    `tags`: the reader's on causes, of this sentence. Of several events in a stretch the shallowest is meant.
    """
    sure = max((tag.score for tag in tags if tag.label == "yes"), default=0.0)
    cue = next((tag.span for tag in tags if tag.label == "signal"), None)
    effect, cause = (
        _shallowest(tree, events, [tag for tag in tags if tag.label == name]) for name in ("effect", "cause")
    )
    if effect is not None and cause is not None and effect is not cause and sure >= SURE_READING:
        yield CauseFound(effect, cause, round(0.7 * sure, 4), "reader", cue)


def _shallowest(tree: Tree, events: Sequence[Event], tags: Sequence[Tag]) -> Event | None:
    inside = [event for event in events if any(tag.span.covers(event.trigger) for tag in tags)]
    heads = {event.event_id: tree.head_of(event.trigger) for event in inside}
    return min(
        inside,
        key=lambda event: (sum(1 for _ in tree.ancestors(heads[event.event_id] or 0)), event.trigger),
        default=None,
    )
