"""Scores of whole event records on running text: the event corpus, from raw text to links.

- Triggers: gold and found events of a report are paired one to one where their triggers overlap, first those of the
  same type, then by shared characters. `trigger_f1` counts pairs, `typed_trigger_f1` pairs of the same type,
  `exact_trigger_f1` pairs with equal spans; `typed_f1_TYPE` one type.
- On pairs: `status_accuracy`, `type_accuracy`, `negation_f1`, `context_f1`, `mode_f1` (a second mention without modes
  may have any).
- Slots, `actor`, `recipient`, `place`, `time`, `reported_by`: spans that overlap agree. `…_f1` counts on paired events,
  `…_exact_f1` likewise with equal spans (a leading article apart), `…_all_f1` over all gold and all found events.
- `actor_country_accuracy`, `actor_sector_accuracy`: of actors and recipients found on pairs; GOV is accepted for MIL
  where a country's bare name acts. `null` must be answered with None.
- `event_confidence_error`, `slot_confidence_error`: expected calibration error of `Event.confidence` (right: paired and
  of the same type) and of `Binding.score` (right: overlaps a gold span; on pairs).
- `cause_f1`, `same_as_f1`: over all events; mentions of one event (`same_as`) count as one for causes; `same_as_f1`
  counts pairs of mentions of one event. Only links with a positive judgement are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

from dateline.evaluate.counts import Counts
from dateline.records import Document, Event, Mention, Report, Resolution, Span, make_id

SLOTS = ("actor", "recipient", "place", "time", "reported_by")
_BARE = ("country name", "capital", "nationality", "metonym")
_ARTICLES = ("the ", "a ", "an ")


@dataclass(slots=True)
class EventCorpusScorer:
    """Collects counts report by report; `misses` holds what was wrong, for reading."""

    counts: dict[str, Counts] = field(default_factory=dict)
    right: dict[str, list[bool]] = field(default_factory=dict)
    misses: list[dict[str, Any]] = field(default_factory=list)
    sure: dict[str, list[tuple[float, bool]]] = field(default_factory=dict)

    def add(self, row: Mapping[str, Any], document: Document) -> None:
        """Counts one report."""
        gold, found = row["events"], document.events
        pairs = pair_triggers(gold, found)
        paired_gold, paired_found = {i for i, _ in pairs}, {j for _, j in pairs}
        self._triggers(row, gold, found, pairs)
        reader = _Slots(row["text"], document)
        typed = {j for i, j in pairs if gold[i]["event_type"] == found[j].event_type}
        for j, other in enumerate(found):
            self.sure.setdefault("event", []).append((other.confidence, j in typed))
        for i, j in pairs:
            self._sure_slots(gold[i], found[j], reader)
            self._pair(gold[i], found[j], reader)
        for slot in SLOTS:
            for i, event in enumerate(gold):
                if i not in paired_gold:
                    self._count(f"{slot}_all", 0, len(gold_spans(event, slot)), 0)
            for j, other in enumerate(found):
                if j not in paired_found:
                    self._count(f"{slot}_all", 0, 0, len(reader.spans(other, slot)))
        self._links(gold, document, pairs)

    def _count(self, name: str, hits: int, missed: int, spurious: int) -> None:
        self.counts.setdefault(name, Counts()).add(hits, missed, spurious)

    def _triggers(
        self, row: Mapping[str, Any], gold: Sequence[Mapping[str, Any]], found: Sequence[Event],
        pairs: Sequence[tuple[int, int]],
    ) -> None:  # fmt: skip
        typed = {(i, j) for i, j in pairs if gold[i]["event_type"] == found[j].event_type}
        exact = sum(_span(gold[i]["trigger"]) == found[j].trigger for i, j in pairs)
        for name, hits in (("trigger", len(pairs)), ("typed_trigger", len(typed)), ("exact_trigger", exact)):
            self._count(name, hits, len(gold) - hits, len(found) - hits)
        kinds = {event["event_type"] for event in gold} | {event.event_type for event in found}
        for kind in sorted(kinds):
            hits = sum(gold[i]["event_type"] == kind for i, _ in typed)
            wanted = sum(event["event_type"] == kind for event in gold)
            given = sum(event.event_type == kind for event in found)
            self._count(f"typed_{kind}", hits, wanted - hits, given - hits)
        self.misses += _trigger_misses(row, gold, found, pairs, typed)

    def _pair(self, gold: Mapping[str, Any], found: Event, reader: _Slots) -> None:
        self.right.setdefault("status_accuracy", []).append(gold["status"] == found.status)
        self.right.setdefault("type_accuracy", []).append(gold["event_type"] == found.event_type)
        both = gold["negated"] and found.negated
        self._count("negation", both, gold["negated"] and not both, found.negated and not both)
        wanted, given = set(gold["modes"]), set(found.modes)
        if wanted or not gold.get("same_as"):
            shared = len(wanted & given)
            self._count("mode", shared, len(wanted) - shared, len(given) - shared)
        about, said = set(gold.get("contexts") or ()), set(found.contexts)
        if about:
            self._count("context", len(about & said), len(about - said), len(said - about))
        for slot in SLOTS:
            self._slot(slot, gold, found, reader)

    def _slot(self, slot: str, gold: Mapping[str, Any], found: Event, reader: _Slots) -> None:
        wanted, given = gold_spans(gold, slot), reader.spans(found, slot)
        pairs = pair_spans(wanted, [span for span, _ in given])
        exact = sum(reader.core(wanted[i]) == reader.core(given[j][0]) for i, j in pairs)
        for name, hits in ((slot, len(pairs)), (f"{slot}_all", len(pairs)), (f"{slot}_exact", exact)):
            self._count(name, hits, len(wanted) - hits, len(given) - hits)
        if slot in ("actor", "recipient"):
            parties = gold["actors" if slot == "actor" else "recipients"]
            for i, j in pairs:
                self._party(parties[i], given[j][1], reader)

    def _sure_slots(self, gold: Mapping[str, Any], found: Event, reader: _Slots) -> None:
        for binding in found.bindings:
            if binding.target is not None and binding.span is not None and binding.slot in SLOTS:
                right = any(binding.span.overlaps(span) for span in gold_spans(gold, binding.slot))
                self.sure.setdefault("slot", []).append((binding.score, right))

    def _party(self, gold: Mapping[str, Any], mention: str | None, reader: _Slots) -> None:
        resolution = reader.resolutions.get(mention or "")
        country = resolution.country if resolution else None
        self.right.setdefault("actor_country_accuracy", []).append(country == gold.get("country"))
        sectors = resolution.sectors if resolution else ()
        wanted = gold.get("sector")
        right = sectors[:1] == ((wanted,) if wanted else ())
        if not right and wanted == "MIL" and resolution and sectors[:1] == ("GOV",):
            right = resolution.method.startswith(_BARE)
        self.right.setdefault("actor_sector_accuracy", []).append(right)

    def _links(self, gold: Sequence[Mapping[str, Any]], document: Document, pairs: Sequence[tuple[int, int]]) -> None:
        names = {document.events[j].event_id: gold[i]["id"] for i, j in pairs}
        cluster = _clusters([event["id"] for event in gold],
                            [(event["id"], event["same_as"]) for event in gold if event.get("same_as")])  # fmt: skip
        positive = [link for link in document.links if link.judgement == "positive"]
        wanted = {(cluster[event["id"]], cluster[cause]) for event in gold for cause in event["caused_by"]
                  if cause in cluster}  # fmt: skip
        given = {
            tuple(cluster.get(names.get(side, side), side) for side in (link.left, link.right))
            for link in positive if link.relation == "caused_by"
        }  # fmt: skip
        self._compare("cause", wanted, given)
        found = _clusters([names.get(event.event_id, event.event_id) for event in document.events],
                          [(names.get(link.left, link.left), names.get(link.right, link.right))
                           for link in positive if link.relation == "same_as"])  # fmt: skip
        self._compare("same_as", _together(cluster), _together(found))

    def _compare(self, name: str, wanted: set[Any], given: set[Any]) -> None:
        hits = len(wanted & given)
        self._count(name, hits, len(wanted) - hits, len(given) - hits)

    def metrics(self) -> dict[str, float]:
        """All scores by name."""
        result: dict[str, float] = {}
        for name in ("trigger", "typed_trigger", "exact_trigger"):
            counts = self.counts.get(name, Counts())
            result |= {f"{name}_f1": counts.f1, f"{name}_precision": counts.precision, f"{name}_recall": counts.recall}
        slots = [slot + kind for slot in SLOTS for kind in ("", "_exact", "_all")]
        rest = ["mode", "context", "negation", *slots, "cause", "same_as"]
        result |= {f"{name}_f1": self.counts.get(name, Counts()).f1 for name in rest}
        result |= {name: sum(rights) / len(rights) for name, rights in sorted(self.right.items())}
        result |= {f"{name}_confidence_error": calibration_error(sure) for name, sure in sorted(self.sure.items())}
        typed = sorted(name for name in self.counts if name.startswith("typed_") and name != "typed_trigger")
        return result | {name.replace("typed_", "typed_f1_"): self.counts[name].f1 for name in typed}


def score_event_corpus(rows: Iterable[Mapping[str, Any]], code: Callable[[Report], Document]) -> EventCorpusScorer:
    """The scorer after reading every row; `code` is the whole path."""
    scorer = EventCorpusScorer()
    for row in rows:
        scorer.add(row, code(report_of(row)))
    return scorer


def calibration_error(sure: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error over bins of equal size: mean gap of stated confidence and share that was right."""
    ranked = sorted(sure)
    error = 0.0
    for k in range(bins):
        part = ranked[k * len(ranked) // bins : (k + 1) * len(ranked) // bins]
        error += abs(sum(score for score, _ in part) - sum(right for _, right in part))
    return error / len(ranked) if ranked else 0.0


def report_of(row: Mapping[str, Any]) -> Report:
    """The row's text as a report, published on its date if it has one."""
    day = row.get("date")
    published = datetime.fromisoformat(day[:10]).replace(tzinfo=UTC) if day and len(day) >= 10 else None
    return Report(
        report_id=make_id("r", row["doc_id"], row["text"]), source=row["doc_id"], text=row["text"],
        title=row.get("title"), language="en", published=published, published_basis="given" if published else None,
    )  # fmt: skip


def pair_triggers(gold: Sequence[Mapping[str, Any]], found: Sequence[Event]) -> list[tuple[int, int]]:
    """One-to-one pairs of overlapping triggers, those of the same type first, then by shared characters."""
    scored = []
    for i, event in enumerate(gold):
        span = _span(event["trigger"])
        for j, other in enumerate(found):
            shared = min(span.end, other.trigger.end) - max(span.start, other.trigger.start)
            if shared > 0:
                scored.append((event["event_type"] != other.event_type, -shared, i, j))
    return _greedy(scored)


def pair_spans(gold: Sequence[Span], found: Sequence[Span]) -> list[tuple[int, int]]:
    """One-to-one pairs of overlapping spans, by shared characters."""
    scored = [
        (False, max(one.start, other.start) - min(one.end, other.end), i, j)
        for i, one in enumerate(gold) for j, other in enumerate(found) if one.overlaps(other)
    ]  # fmt: skip
    return _greedy(scored)


def _greedy(scored: list[tuple[bool, int, int, int]]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for *_, i, j in sorted(scored):
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return sorted(pairs)


def gold_spans(event: Mapping[str, Any], slot: str) -> list[Span]:
    """The gold spans of one slot."""
    if slot in ("actor", "recipient"):
        return [_span(item) for item in event["actors" if slot == "actor" else "recipients"]]
    return [_span(event[slot])] if event.get(slot) else []


def _span(item: Mapping[str, Any]) -> Span:
    return Span(item["start"], item["end"])


class _Slots:
    """Reads the spans of an event's slots out of a document."""

    def __init__(self, text: str, document: Document) -> None:
        self.text = text
        self.mentions: dict[str, Mention] = {mention.mention_id: mention for mention in document.mentions}
        self.times = {time.time_id: time for time in document.times}
        self.claims = {claim.claim_id: claim for claim in document.claims}
        self.resolutions: dict[str, Resolution] = {
            resolution.mention_id: resolution for resolution in document.resolutions if resolution.kind == "actor"
        }

    def spans(self, event: Event, slot: str) -> list[tuple[Span, str | None]]:
        """The spans that fill a slot, with their mention ids."""
        return list(self._spans(event, slot))

    def _spans(self, event: Event, slot: str) -> Iterator[tuple[Span, str | None]]:
        if slot in ("actor", "recipient"):
            for name in event.actors if slot == "actor" else event.recipients:
                yield self.mentions[name].span, name
        elif slot == "place" and event.place:
            yield self.mentions[event.place].span, event.place
        elif slot == "time" and event.time and (span := self.times[event.time].span):
            yield span, None
        elif slot == "reported_by" and event.reported_by:
            claim = self.claims[event.reported_by]
            if claim.source_span:
                yield claim.source_span, claim.source

    def core(self, span: Span) -> Span:
        """The span without a leading article."""
        words = self.text[span.start : span.end].lower()
        cut = next((len(article) for article in _ARTICLES if words.startswith(article)), 0)
        return Span(span.start + cut, span.end)


def _clusters(names: Sequence[str], links: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Each name with the name that stands for its cluster."""
    root = {name: name for name in names}

    def find(name: str) -> str:
        while root[name] != name:
            name = root[name]
        return name

    for left, right in links:
        if left in root and right in root:
            one, other = sorted((find(left), find(right)))
            root[other] = one
    return {name: find(name) for name in names}


def _together(cluster: Mapping[str, str]) -> set[frozenset[str]]:
    members: dict[str, list[str]] = {}
    for name, head in cluster.items():
        members.setdefault(head, []).append(name)
    return {frozenset(pair) for group in members.values() for pair in combinations(group, 2)}


def _trigger_misses(
    row: Mapping[str, Any], gold: Sequence[Mapping[str, Any]], found: Sequence[Event],
    pairs: Sequence[tuple[int, int]], typed: set[tuple[int, int]],
) -> Iterator[dict[str, Any]]:  # fmt: skip
    paired_gold, paired_found = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, j in pairs:
        if (i, j) not in typed:
            yield _miss(row, _span(gold[i]["trigger"]), "type", gold[i]["event_type"], found[j].event_type)
    for i, event in enumerate(gold):
        if i not in paired_gold:
            yield _miss(row, _span(event["trigger"]), "missed", event["event_type"], None)
    for j, other in enumerate(found):
        if j not in paired_found:
            yield _miss(row, other.trigger, "spurious", None, other.event_type)


def _miss(row: Mapping[str, Any], span: Span, kind: str, gold: str | None, found: str | None) -> dict[str, Any]:
    text = row["text"]
    context = f"{text[max(0, span.start - 60) : span.start]}[{span.of(text)}]{text[span.end : span.end + 60]}"
    return {"doc_id": row["doc_id"], "kind": kind, "gold": gold, "found": found, "text": context}
