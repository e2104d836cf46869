"""What WikiEvents and RAMS share: gold events of another ontology, scored where it has a PLOVER
counterpart.

A gold event is scored where its type maps to PLOVER exactly or broadly; where the mapping is
conditional or missing it is neutral: a found event on it counts neither way. Found events of PLOVER
types that no scored source type maps to are left out. Triggers are paired one to one by overlap.

Arguments are scored on paired triggers, by head: the word of the span that the parse hangs on a word
outside it. A found argument agrees where its head, or the head of the mention that it refers to, is the
gold argument's; actors and recipients of a `party` role may stand in either slot. Roles without a
counterpart are not scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from dateline.evaluate.temporal import pair_by_overlap
from dateline.records import Document, Event, Sentence, Span

SLOTS = ("actor", "recipient", "place")
ROLES = (*SLOTS, "party")
_SCORED = frozenset(("exact", "broad"))


@dataclass(frozen=True, slots=True)
class TypeMap:
    """The PLOVER type and fit of each source type, and the slot of each source role."""

    types: dict[str, tuple[str, str]]
    roles: dict[str, str]

    def type_of(self, source: str) -> str | None:
        """The PLOVER type that `source` scores as, or None where it is neutral."""
        entry = self.types.get(source) or self.types.get(".".join(source.split(".")[:2]))
        return entry[0] if entry is not None and entry[1] in _SCORED else None

    @property
    def scored_types(self) -> frozenset[str]:
        """The PLOVER types that some scored source type maps to."""
        return frozenset(plover for plover, fit in self.types.values() if fit in _SCORED)


@cache
def load_type_map(name: str) -> TypeMap:
    """The mapping of one set: `wikievents` or `rams`."""
    types: dict[str, tuple[str, str]] = {}
    roles: dict[str, str] = {}
    for line in files("dateline.evaluate").joinpath(f"{name}.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            source, target, _, fit = line.split("\t")
            if fit == "role":
                roles[source] = target
            else:
                types[source] = (target, fit)
    return TypeMap(types, roles)


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """A gold event: PLOVER type (None: neutral) and arguments as (slot, span)."""

    trigger: Span
    plover: str | None
    arguments: tuple[tuple[str, Span], ...] = ()


@dataclass(slots=True)
class DocEventScorer:
    """Collects counts text by text; `misses` holds what was wrong, for reading."""

    scored_types: frozenset[str]
    exhaustive: bool = (
        True  # False: only some events of a text are gold, so precision of triggers means nothing
    )
    gold: int = 0
    found: int = 0
    paired: int = 0
    typed: int = 0
    arguments: dict[str, list[int]] = field(default_factory=lambda: {slot: [0, 0, 0] for slot in SLOTS})
    misses: list[dict[str, Any]] = field(default_factory=list)

    def add(self, document: Document, gold: Sequence[GoldEvent], doc_id: str = "") -> None:
        """Counts one text."""
        text = document.report.text
        scored = [event for event in gold if event.plover is not None]
        pairs = pair_by_overlap(
            [event.trigger for event in scored], [event.trigger for event in document.events]
        )
        taken = {j for _, j in pairs}
        neutral = [event.trigger for event in gold if event.plover is None]
        for j, event in enumerate(document.events):
            off = (
                any(event.trigger.overlaps(span) for span in neutral)
                or event.event_type not in self.scored_types
            )
            if j in taken or not off:
                self.found += 1
            if j not in taken and not off and self.exhaustive:
                self._note(doc_id, text, "spurious", event.trigger, None, event.event_type)
        self.gold += len(scored)
        self.paired += len(pairs)
        heads = Heads(document)
        for i, j in pairs:
            wanted, given = scored[i], document.events[j]
            self.typed += wanted.plover == given.event_type
            if wanted.plover != given.event_type:
                self._note(doc_id, text, "type", wanted.trigger, wanted.plover, given.event_type)
            self._add_arguments(heads, wanted, given)
        for i in set(range(len(scored))) - {i for i, _ in pairs}:
            self._note(doc_id, text, "missed", scored[i].trigger, scored[i].plover, None)

    def _add_arguments(self, heads: Heads, gold: GoldEvent, found: Event) -> None:
        given = heads.of_event(found)
        used: set[tuple[str, int]] = set()
        for slot, span in gold.arguments:
            head = heads.of_span(span)
            slots = ("actor", "recipient") if slot == "party" else (slot,)
            hit = next(
                ((name, k) for name in slots for k, words in enumerate(given[name])
                 if head in words and (name, k) not in used),
                None,
            )  # fmt: skip
            if hit is not None:
                used.add(hit)
            counts = self.arguments[hit[0] if hit else slots[0]]
            counts[0] += hit is not None
            counts[1] += 1
        for name, arguments in given.items():
            self.arguments[name][2] += len(arguments)

    def _note(
        self, doc_id: str, text: str, kind: str, span: Span, gold: str | None, found: str | None
    ) -> None:
        context = " ".join(text[max(0, span.start - 50) : span.end + 50].split())
        miss = {"doc_id": doc_id, "kind": kind, "text": span.of(text), "context": context}
        self.misses.append(miss | {"gold": gold, "found": found})

    def metrics(self) -> dict[str, float]:
        """The scores by name; those of triggers' precision only where the gold is exhaustive."""
        scores = {
            "trigger_recall": _share(self.paired, self.gold),
            "typed_trigger_recall": _share(self.typed, self.gold),
            "type_accuracy": _share(self.typed, self.paired),
        }
        if self.exhaustive:
            scores |= {
                "trigger_precision": _share(self.paired, self.found),
                "trigger_f1": _share(2 * self.paired, self.gold + self.found),
                "typed_trigger_f1": _share(2 * self.typed, self.gold + self.found),
            }
        hits, gold, found = (sum(counts[k] for counts in self.arguments.values()) for k in range(3))
        scores["argument_head_f1"] = _share(2 * hits, gold + found)
        scores["argument_head_precision"] = _share(hits, found)
        scores["argument_head_recall"] = _share(hits, gold)
        for slot, (hit, wanted, given) in self.arguments.items():
            scores[f"{slot}_head_f1"] = _share(2 * hit, wanted + given)
        return scores


class Heads:
    """Head words of spans and of mentions, as token starts in the text."""

    def __init__(self, document: Document) -> None:
        self._sentences: Sequence[Sentence] = document.sentences
        self._mentions = {mention.mention_id: mention for mention in document.mentions}

    def of_event(self, event: Event) -> dict[str, list[frozenset[int]]]:
        """For each slot its arguments, each as the heads that it may be known by."""
        place = (event.place,) if event.place is not None else ()
        return {
            "actor": self._of_mentions(event.actors),
            "recipient": self._of_mentions(event.recipients),
            "place": self._of_mentions(place),
        }

    def _of_mentions(self, ids: Iterable[str]) -> list[frozenset[int]]:
        found = []
        for mention_id in ids:
            mention = self._mentions.get(mention_id)
            if mention is not None:
                target = self._mentions.get(mention.refers_to or "")
                found.append(
                    frozenset(self.of_span(one.span) for one in (mention, target) if one is not None)
                )
        return found

    def of_span(self, span: Span) -> int:
        """Where the head word of `span` begins; the span's own start where no token lies in it."""
        for sentence in self._sentences:
            if not sentence.span.overlaps(span):
                continue
            inside = {i for i, token in enumerate(sentence.tokens) if token.span.overlaps(span)}
            for i in sorted(inside):
                token = sentence.tokens[i]
                if token.head not in inside or token.head == i:
                    return token.span.start
        return span.start


def spans_of_tokens(tokens: Sequence[str], breaks: Mapping[int, str]) -> tuple[str, list[tuple[int, int]]]:
    """The tokens as one text, and their spans; `breaks`: what stands before a token instead of a space."""
    pieces: list[str] = []
    spans = []
    at = 0
    for i, token in enumerate(tokens):
        gap = breaks.get(i, " ") if i else ""
        pieces += [gap, token]
        at += len(gap)
        spans.append((at, at + len(token)))
        at += len(token)
    return "".join(pieces), spans


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
