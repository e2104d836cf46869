"""Which events a claim states, and which claim reports an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.extract.claim_draft import Draft
from dateline.extract.claim_sources import Sources
from dateline.extract.tree import Tree
from dateline.records import Claim, Event, Span, Tag

# What was said in public is known without the source that repeats it; deeds are known through their source.
VERBAL_TYPES = frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN", "SUPPORT"})
MIN_SCORE = 0.6  # of the model's source slots
_REPORTING_KINDS = frozenset({"speech", "evidence", "think"})
_REPORTING_STANCES = frozenset({"asserts", "suspects", "claims_responsibility", "denies"})
_GIVEN = frozenset({"the", "this", "that", "these", "those"})


def events_inside(events: Sequence[Event], draft: Draft) -> tuple[str, ...]:
    """The ids of the events whose trigger lies in the draft's content, without the event of saying itself."""
    return tuple(
        event.event_id
        for event in events
        if not event.trigger.overlaps(draft.cue) and any(span.covers(event.trigger) for span in draft.content)
    )


class Attribute:
    """Says which claim reports an event: the innermost one whose source asserts that the event took place.

    None for what may yet happen, for what is only presupposed (definite nouns, relative clauses), for what
    stands in direct speech or in another sentence than the cue, for what was said in public, and for the
    source's own deeds. Where the model names a source for the event, its word counts.
    """

    def __init__(self, trees: Sequence[Tree | None], sources: Sources, tags: Sequence[Tag] = ()) -> None:
        self.trees, self.sources = trees, sources
        self.named: dict[Span, Tag] = {}  # trigger → the model's source for it
        for tag in tags:
            if (
                tag.layer == "slot"
                and tag.label == "source"
                and tag.anchor is not None
                and tag.score >= MIN_SCORE
            ):
                best = self.named.get(tag.anchor)
                if best is None or best.score < tag.score:
                    self.named[tag.anchor] = tag

    def __call__(self, events: Sequence[Event], claims: Sequence[tuple[Claim, Draft]]) -> tuple[Event, ...]:
        """The events, each with the claim that reports it, if any."""
        by_id = {event.event_id: event for event in events}
        reporters: dict[str, Claim] = {}
        for claim, draft in claims:
            if not _reports(claim, draft):
                continue
            for event_id in claim.events:
                best = reporters.get(event_id)
                if (best is None or _size(claim) < _size(best)) and self._is_told(
                    by_id[event_id], claim, draft
                ):
                    reporters[event_id] = claim
        for event in events:
            named = self._named_claim(event, claims)
            if named is not None:
                reporters[event.event_id] = named
        return tuple(
            replace(event, reported_by=reporters[event.event_id].claim_id)
            if event.event_id in reporters
            else event
            for event in events
        )

    def _named_claim(self, event: Event, claims: Sequence[tuple[Claim, Draft]]) -> Claim | None:
        """The claim of the source that the model names: one that states the event, else the nearest."""
        tag = self.named.get(event.trigger)
        if tag is None:
            return None
        by_source = [
            claim
            for claim, draft in claims
            if claim.source_span is not None and claim.source_span.overlaps(tag.span)
            and not claim.cue.overlaps(event.trigger) and not draft.method.startswith("unsourced")
        ]  # fmt: skip
        stating = [claim for claim in by_source if event.event_id in claim.events]
        near = stating or [claim for claim in by_source if abs(claim.sentence - event.sentence) <= 1]
        return min(
            near, key=lambda claim: (abs(claim.cue.start - event.trigger.start), claim.cue), default=None
        )

    def _is_told(self, event: Event, claim: Claim, draft: Draft) -> bool:
        """Whether at most one weak reason, and no strong one, speaks against it."""
        if draft.method in ("according to", "responsibility"):
            return True
        strong = (
            event.status == "hypothetical", event.sentence != claim.sentence, claim.speech == "direct",
            event.event_type in VERBAL_TYPES and draft.method == "model", self._is_presupposed(event, claim),
        )  # fmt: skip
        if any(strong):
            return False
        weak = (
            claim.speech != "indirect", claim.stance == "denies", event.event_type in VERBAL_TYPES,
            draft.method in ("noun", "model"), self._own_deed(event, claim),
        )  # fmt: skip
        return sum(weak) <= 1

    def _is_presupposed(self, event: Event, claim: Claim) -> bool:
        tree = self.trees[event.sentence] if event.sentence < len(self.trees) else None
        head = tree.head_of(event.trigger) if tree is not None else None
        if tree is None or head is None:
            return False
        if not tree.is_verb(head) and (
            tree.with_dep(head, "poss")
            or any(tree.tokens[child].text.lower() in _GIVEN for child in tree.with_dep(head, "det"))
        ):
            return True
        for above in (head, *tree.ancestors(head)):
            if not any(span.covers(tree.tokens[above].span) for span in claim.content):
                return False
            if tree.dep(above) == "relcl":
                return True
        return False

    def _own_deed(self, event: Event, claim: Claim) -> bool:
        source = self.sources.by_id.get(claim.source or "") or self.sources.made.get(claim.source or "")
        party = self.sources.antecedent(source)
        for actor_id in event.actors:
            actor = self.sources.by_id.get(actor_id)
            if actor is None or claim.source_span is None:
                continue
            if actor.span.overlaps(claim.source_span):
                return True
            actor_party = self.sources.antecedent(actor)
            if party is not None and actor_party is not None and party.mention_id == actor_party.mention_id:
                return True
        return False


def _size(claim: Claim) -> int:
    return sum(span.end - span.start for span in claim.content)


def _reports(claim: Claim, draft: Draft) -> bool:
    """Whether the source says that the content took place, rather than judging or forecasting it."""
    if claim.source_span is None or draft.method.startswith("unsourced"):
        return False
    if claim.stance not in _REPORTING_STANCES:
        return False
    if draft.word is None:
        return draft.method != "model"
    return draft.word.kind in _REPORTING_KINDS
