"""Events with their slots: triggers of lexicon and model, parties from the parse, status, counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dateline.extract.contexts import FindContexts
from dateline.extract.counts import find_counts
from dateline.extract.phrases import Mentions
from dateline.extract.slots import Filled, FillSlots
from dateline.extract.status import FindStatus, StatusReading
from dateline.extract.tree import Tree
from dateline.extract.triggers import FindTriggers, Trigger
from dateline.lexicon.triggers import EventLexicon, load_event_lexicon
from dateline.models import Confidence
from dateline.ontology import Plover
from dateline.records import Binding, Document, Event, Mention, Sentence, Tag, TimeRef
from dateline.records.events import Status

LONGEST_SENTENCE = 400  # tokens; what is longer is no sentence, and is not coded
LIKELY = 0.5
SLOTS = ("actor", "recipient", "place", "time")
PROMISED = {
    "CONSULT": "AGREE",
    "SUPPORT": "AGREE",
    "COOPERATE": "AGREE",
    "AID": "AGREE",
    "RETREAT": "CONCEDE",
}
REFUSED = {"CONSULT": ("meet",), "AID": ("assist",), "RETREAT": ("yield",)}


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is known of an event by itself, before those beside it are looked at."""

    trigger: Trigger
    filled: Filled
    tags: Mapping[str, list[Tag]]
    status: StatusReading


class FindEvents:
    """Adds events, and the mentions that their slots need.

    `least`: how sure an event, and a slot, has to be; less sure ones are left out, or stay empty.
    """

    def __init__(
        self, plover: Plover, lexicon: EventLexicon | None = None, confidence: Confidence | None = None,
        least: tuple[float, float] = (0.0, 0.0),
    ) -> None:  # fmt: skip
        self.least_event, self.least_slot = least
        self.plover = plover
        self.confidence = confidence if confidence is not None else Confidence({}, {})
        self.lexicon = lexicon if lexicon is not None else load_event_lexicon()
        self.triggers = FindTriggers(self.lexicon)
        self.slots = FillSlots(self.lexicon)
        self.status = FindStatus(self.lexicon.tables["status_cues"])
        self.contexts = FindContexts(
            self.lexicon.tables["contexts_words"], self.lexicon.tables["weapons"], self.lexicon.lists["weapon_bearers"]
        )

    def __call__(self, document: Document) -> Document:
        """The document with its events."""
        mentions = Mentions(document.report.report_id, document.mentions, self.lexicon, document.report.text)
        published = document.report.published.date() if document.report.published else None
        tags, times = _by_sentence(document)
        events: list[Event] = []
        for sentence in document.sentences:
            if sentence.part == "body" and 0 < len(sentence.tokens) <= LONGEST_SENTENCE:
                found = self._sentence(
                    document,
                    sentence,
                    tags.get(sentence.index, []),
                    times.get(sentence.index, []),
                    mentions,
                    published,
                )
                events += found
        everyone = (
            sorted((*document.mentions, *mentions.new), key=_order) if mentions.new else document.mentions
        )
        return replace(document, events=tuple(events), mentions=tuple(everyone))

    def _sentence(
        self,
        document: Document,
        sentence: Sentence,
        tags: list[Tag],
        times: list[TimeRef],
        mentions: Mentions,
        published: date | None,
    ) -> list[Event]:
        tree = Tree(sentence)
        own = [tag for tag in tags if tag.layer == "own"]
        triggers = self.triggers(tree, [tag for tag in tags if tag.layer == "trigger"], bool(document.tags), own)
        contexts = self.contexts.contexts_of(tree) if triggers else ()
        drafts = [self._draft(tree, trigger, tags, times, mentions, published) for trigger in triggers]
        ids: set[str] = set()
        events = []
        for k, draft in enumerate(drafts):
            beside = [other.status for i, other in enumerate(drafts) if i != k]
            event = self._event(document.report.report_id, tree, draft, beside, contexts)
            if event.event_id not in ids and event.confidence >= self.least_event:
                ids.add(event.event_id)
                events.append(event)
        return events

    def _draft(
        self, tree: Tree, trigger: Trigger, tags: list[Tag], times: list[TimeRef], mentions: Mentions,
        published: date | None,
    ) -> _Draft:  # fmt: skip
        read = trigger.read or trigger.span
        filled = self.slots(
            tree, trigger, mentions, times, [tag for tag in tags if tag.layer == "slot" and tag.anchor == read]
        )
        own = {
            layer: [tag for tag in tags if tag.layer == layer and tag.span == read]
            for layer in ("mode", "context", "status", "negated")
        }
        return _Draft(trigger, filled, own, self.status.status(tree, trigger, filled.time, published, own["status"]))

    def _event(
        self, report_id: str, tree: Tree, draft: _Draft, beside: Sequence[StatusReading], contexts: tuple[str, ...]
    ) -> Event:
        trigger, filled, own = draft.trigger, draft.filled, draft.tags
        status, cue = draft.status.beside(beside)
        negation = self.status.negation(tree, trigger, named=self._is_named(tree, trigger))
        negated = negation is not None or any(tag.score >= LIKELY for tag in own["negated"])
        if trigger.method == "lexicon":
            trigger, status, negated = as_promised(trigger, status, negated)
        weapon, weapon_modes = self.contexts.weapon(tree, trigger)
        killed, injured = find_counts(tree, trigger) if trigger.event_type == "ASSAULT" else (None, None)
        bindings = list(filled.bindings)
        for slot, span in (
            ("weapon", weapon),
            ("killed", killed.span if killed else None),
            ("injured", injured.span if injured else None),
        ):
            if span is not None:
                bindings.append(Binding(slot=slot, target=None, method="clause", score=0.8, span=span))
        event = Event(
            event_id=f"{report_id}:e{trigger.span.start}-{trigger.span.end}",
            report_id=report_id,
            sentence=tree.sentence.index,
            trigger=trigger.span,
            event_type=trigger.event_type,
            modes=self._modes(trigger, own["mode"], weapon_modes),
            contexts=_likely(own["context"]) or contexts,
            actors=tuple(filled.actors),
            recipients=tuple(filled.recipients),
            place=filled.place,
            time=filled.time.time_id if filled.time else None,
            status=status,
            status_cue=cue,
            negated=negated,
            negation_cue=negation if negated else None,
            killed=killed,
            injured=injured,
            weapon=weapon,
            bindings=tuple(self._weighed(binding) for binding in bindings),
            confidence=round(self.confidence.event(trigger.method, trigger.score), 4),
            method=trigger.method,
        )
        return without_unsure(event, self.least_slot) if self.least_slot else event

    def _is_named(self, tree: Tree, trigger: Trigger) -> bool:
        """Whether the lexicon knows the trigger's word as a word of its type."""
        lemma = tree.lemma(trigger.head)
        known = (self.lexicon.verbs, self.lexicon.nouns, self.lexicon.phrases)
        return any(sense.event_type == trigger.event_type for senses in known for sense in senses.get(lemma, ()))

    def _weighed(self, binding: Binding) -> Binding:
        if binding.target is None:
            return binding
        return replace(binding, score=round(self.confidence.slot(binding.slot, binding.method, binding.score), 4))

    def _modes(self, trigger: Trigger, tags: Sequence[Tag], weapon: tuple[str, ...]) -> tuple[str, ...]:
        found = _likely(tags) or [*trigger.modes, *(mode for mode in weapon if not trigger.modes)]
        allowed = self.plover.modes_of(trigger.event_type)
        return (*dict.fromkeys(mode for mode in found if mode in allowed), *trigger.own)


def _likely(tags: Sequence[Tag]) -> tuple[str, ...]:
    """The labels that the model thinks likely, the likeliest first."""
    return tuple(tag.label for tag in sorted(tags, key=lambda tag: -tag.score) if tag.score >= LIKELY)


def without_unsure(event: Event, least: float) -> Event:
    """The event without the slots that are less sure than `least`; their bindings say so."""
    unsure = [bound for bound in event.bindings if bound.score < least and bound.slot in SLOTS and bound.target]
    gone = {(bound.slot, bound.target) for bound in unsure}
    emptied = [replace(bound, target=None, method=f"unsure: {bound.method}") for bound in unsure]
    return replace(
        event,
        actors=tuple(one for one in event.actors if ("actor", one) not in gone),
        recipients=tuple(one for one in event.recipients if ("recipient", one) not in gone),
        place=None if ("place", event.place) in gone else event.place,
        time=None if ("time", event.time) in gone else event.time,
        bindings=(*(bound for bound in event.bindings if bound not in unsure), *emptied),
    )


def as_promised(trigger: Trigger, status: Status, negated: bool) -> tuple[Trigger, Status, bool]:
    """The trigger as the codebook types it where the act is only announced: promises, and refusals to act."""
    if status != "future" or trigger.event_type not in PROMISED:
        return trigger, status, negated
    if negated:
        return (
            replace(trigger, event_type="REJECT", modes=REFUSED.get(trigger.event_type, ())),
            "current",
            False,
        )
    return replace(trigger, event_type=PROMISED[trigger.event_type], modes=()), "current", False


def _by_sentence(document: Document) -> tuple[dict[int, list[Tag]], dict[int, list[TimeRef]]]:
    tags: dict[int, list[Tag]] = {}
    times: dict[int, list[TimeRef]] = {}
    for time in document.times:
        times.setdefault(time.sentence, []).append(time)
    bodies = [sentence for sentence in document.sentences if sentence.part == "body"]
    at = 0
    for tag in sorted(document.tags, key=lambda tag: (tag.anchor or tag.span).start):
        start = (tag.anchor or tag.span).start
        while at + 1 < len(bodies) and bodies[at].span.end <= start:
            at += 1
        if bodies and bodies[at].span.start <= start < bodies[at].span.end:
            tags.setdefault(bodies[at].index, []).append(tag)
    return tags, times


def _order(mention: Mention) -> tuple[int, int, str]:
    return mention.span.start, mention.span.end, mention.mention_id
