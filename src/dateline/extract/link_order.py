"""Chronological order of a report's events, apart from the telling; and who contradicts whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from dateline.extract.tree import Tree
from dateline.lexicon import Causes
from dateline.records import Claim, Event, Link, Span, TimeRef

MAX_CHAIN = 200  # dated events that are put in order


def find_order(
    events: Sequence[Event], times: Mapping[str, TimeRef], trees: Mapping[int, Tree], causes: Causes
) -> list[Link]:
    """Links `left follows right`: by calendar days, to the latest earlier one, and by connectives."""
    return [*_by_days(events, times), *_by_words(events, trees, causes)]


def _by_days(events: Sequence[Event], times: Mapping[str, TimeRef]) -> Iterator[Link]:
    """Each event follows those that end on the latest day before its own earliest."""
    dated: list[tuple[date, date, Event]] = []
    for event in events:
        time = times.get(event.time or "")
        if time is not None and time.earliest is not None and time.latest is not None and not event.negated:
            dated.append((time.earliest, time.latest, event))
    dated = dated[:MAX_CHAIN]
    for earliest, _, event in dated:
        before = [(end, other) for _, end, other in dated if end < earliest]
        if before:
            last = max(end for end, _ in before)
            nearest = min(
                (other for end, other in before if end == last), key=lambda other: _gap(event, other)
            )
            yield Link(
                left=event.event_id,
                right=nearest.event_id,
                relation="follows",
                score=0.9,
                method="calendar days",
            )


def _gap(left: Event, right: Event) -> tuple[int, Span]:
    return abs(left.sentence - right.sentence), right.trigger


def _by_words(events: Sequence[Event], trees: Mapping[int, Tree], causes: Causes) -> Iterator[Link]:
    """'X after Y', 'X before Y', 'X, then Y' within a sentence."""
    by_sentence: dict[int, list[Event]] = {}
    for event in events:
        by_sentence.setdefault(event.sentence, []).append(event)
    for index, inside in by_sentence.items():
        tree = trees.get(index)
        if tree is None or not 1 < len(inside) <= 40:
            continue
        heads = {head: event for event in inside if (head := tree.head_of(event.trigger)) is not None}
        for i, event in heads.items():
            yield from _connected(tree, i, event, heads, causes)


def _connected(
    tree: Tree, i: int, event: Event, heads: Mapping[int, Event], causes: Causes
) -> Iterator[Link]:
    for child in tree.children[i]:
        dep, target, cue = tree.dep(child), None, None
        if dep == "prep":
            inner = tree.with_dep(child, "pobj", "pcomp")
            target, cue = (inner[0], child) if inner else (None, None)
        elif dep == "advcl":
            marks = [
                mark for mark in tree.children[child] if tree.dep(mark) in ("mark", "advmod") and mark < child
            ]
            target, cue = (child, marks[0]) if marks else (None, None)
        elif dep == "conj":
            adverbs = [
                word
                for word in tree.with_dep(child, "advmod")
                if tree.lemma(word) in ("then", "later", "subsequently")
            ]
            if adverbs and child in heads:
                yield _follows(heads[child], event, tree, adverbs[0])
            continue
        if target is None or cue is None or target not in heads or heads[target] is event:
            continue
        word = tree.tokens[cue].text.lower()
        if word in ("after", "following", "since", "once"):
            yield _follows(event, heads[target], tree, cue)
        elif word in ("before", "until", "till"):
            yield _follows(heads[target], event, tree, cue)


def _follows(left: Event, right: Event, tree: Tree, cue: int) -> Link:
    return Link(
        left=left.event_id, right=right.event_id, relation="follows", score=0.8,
        method="connective: " + tree.tokens[cue].text.lower(), cue=tree.tokens[cue].span,
    )  # fmt: skip


def find_contradictions(
    events: Sequence[Event], claims: Sequence[Claim], same: Sequence[Link]
) -> Iterator[Link]:
    """Links `left contradicts right`: one event denied by one source and asserted, or told, elsewhere."""
    denied = {event_id: claim for claim in claims if claim.stance == "denies" for event_id in claim.events}
    by_id = {event.event_id: event for event in events}
    for link in same:
        if link.left not in by_id or link.right not in by_id:
            continue
        first, second = by_id[link.left], by_id[link.right]
        against, other = denied.get(link.left), denied.get(link.right)
        if (against is None) != (other is None) or first.negated != second.negated:
            claim = against or other
            yield Link(
                left=link.left, right=link.right, relation="contradicts", score=round(link.score * 0.9, 4),
                method="denied" if claim is not None else "negated",
                cue=claim.cue if claim is not None else first.negation_cue,
            )  # fmt: skip
