"""IndiaPoliceEvents (Halterman and others, 2021): which sentences, and which reports, tell of police action.

Labels: KILL, ARREST, FAIL (to act), FORCE, ANY_ACTION. A report has the labels of its sentences. F1 of each
label, and their means: `sentence_mean_f1`, `document_mean_f1`; `events_sentence_mean_f1` is what the coded
events reach without any words of the table. A gold sentence has what was coded in its stretch of the text:

- ARREST: an event COERCE arrest that is not negated, by police or by nobody named.
- FORCE: an event ASSAULT by police that is not negated; KILL: one with killed people.
- FAIL: a negated event of police, or an ACCUSE against police.
- ANY_ACTION: ARREST, FORCE or KILL, any other event by police that is not negated, or a police party as
  the subject or agent of a verb that does not merely say or be, or named beside words for their work
  ('patrol').

Police are parties with sector COP or MIL, or whose words `police_events.yaml` lists. PLOVER has no type for
failing to act, and none for acts without a political side; there, and where force is told as 'police
firing', the words of the table decide, in sentences that name police. The table was written with the
development part in view.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dateline.errors import ResourceError
from dateline.records import Document, Event, Report, Sentence, Token, make_id

LABELS = ("KILL", "ARREST", "FAIL", "FORCE", "ANY_ACTION")
_SECTORS = frozenset(("COP", "MIL"))
_ACTING = frozenset(("nsubj", "nsubjpass", "agent"))
_MODIFYING = frozenset(("compound", "nmod", "poss", "amod"))


@dataclass(frozen=True, slots=True)
class PoliceWords:
    """What `police_events.yaml` holds."""

    police: frozenset[str]
    phrases: re.Pattern[str]
    no_action: frozenset[str]
    signs: dict[str, re.Pattern[str]]


@dataclass(slots=True)
class PoliceScorer:
    """Collects labels of sentences and reports; `misses` holds what was wrong, for reading."""

    sentences: dict[str, list[int]] = field(default_factory=lambda: {label: [0, 0, 0] for label in LABELS})
    documents: dict[str, list[int]] = field(default_factory=lambda: {label: [0, 0, 0] for label in LABELS})
    by_events: dict[str, list[int]] = field(default_factory=lambda: {name: [0, 0, 0] for name in LABELS})
    misses: list[dict[str, Any]] = field(default_factory=list)

    def add(
        self, row: Mapping[str, Any], found: list[frozenset[str]], by_events: list[frozenset[str]]
    ) -> None:
        """Counts one report: the labels of each gold sentence, and those that events alone give."""
        for sentence, labels, alone in zip(row["sentences"], found, by_events, strict=True):
            gold = frozenset(sentence["labels"])
            _count(self.sentences, gold, labels)
            _count(self.by_events, gold, alone)
            for label in LABELS:
                if (label in gold) != (label in labels):
                    kind = "missed" if label in gold else "spurious"
                    self.misses.append(
                        {"doc_id": row["doc_id"], "kind": kind, "label": label, "text": sentence["text"]}
                    )
        _count(self.documents, frozenset(row["labels"]), frozenset().union(*found))

    def metrics(self) -> dict[str, float]:
        """The scores by name."""
        scores: dict[str, float] = {}
        for level, counts in (("sentence", self.sentences), ("document", self.documents)):
            f1 = {label: _f1(*counts[label]) for label in LABELS}
            scores[f"{level}_mean_f1"] = sum(f1.values()) / len(f1)
            scores |= {f"{level}_{label.lower()}_f1": value for label, value in f1.items()}
        alone = [_f1(*counts) for counts in self.by_events.values()]
        scores["events_sentence_mean_f1"] = sum(alone) / len(alone)
        return scores


def score_police_events(
    rows: Iterable[Mapping[str, Any]], code: Callable[[Report], Document]
) -> PoliceScorer:
    """The scorer after reading every row; `code` is the whole path."""
    scorer = PoliceScorer()
    for row in rows:
        document = code(report_of(row))
        scorer.add(row, found_labels(row, document), found_labels(row, document, words=False))
    return scorer


def report_of(row: Mapping[str, Any]) -> Report:
    """The row's text as a report."""
    return Report(
        report_id=make_id("r", row["doc_id"], row["text"]), source=row["doc_id"], text=row["text"],
        language="en", url=row.get("url"),
        published=datetime.fromisoformat(row["date"]) if row.get("date") else None,
    )  # fmt: skip


def found_labels(row: Mapping[str, Any], document: Document, *, words: bool = True) -> list[frozenset[str]]:
    """The labels of each of the row's sentences; without `words`, those that events give."""
    found = []
    police = _police_mentions(document)
    for gold in row["sentences"]:
        start, end = gold["start"], gold["end"]
        events = [event for event in document.events if start <= event.trigger.start < end]
        labels = {label for event in events for label in _event_labels(event, police)}
        if words:
            parsed = [
                sentence
                for sentence in document.sentences
                if sentence.span.start < end and start < sentence.span.end
            ]
            _add_told(labels, document.report.text[start:end], start, end, parsed)
        if labels & {"KILL", "ARREST", "FORCE"}:
            labels.add("ANY_ACTION")
        found.append(frozenset(labels))
    return found


def _add_told(labels: set[str], text: str, start: int, end: int, parsed: list[Sentence]) -> None:
    """Adds what the words of a sentence tell."""
    words = load_police_words()
    named = words.phrases.search(text) is not None or any(
        _is_police(token)
        for sentence in parsed
        for token in sentence.tokens
        if start <= token.span.start < end
    )
    if words.signs["arrest"].search(text):
        labels.add("ARREST")
    if named:
        labels |= {label for label in ("FORCE", "FAIL") if words.signs[label.lower()].search(text)}
    if "FORCE" in labels and words.signs["kill"].search(text):
        labels.add("KILL")
    working = named and words.signs["action"].search(text)
    if working or any(_acts(sentence, start, end) for sentence in parsed):
        labels.add("ANY_ACTION")


def _event_labels(event: Event, police: set[str]) -> Iterator[str]:
    by_police = bool(police & set(event.actors))
    if event.event_type == "ACCUSE" and police & set(event.recipients):
        yield "FAIL"
    if event.negated:
        if by_police:
            yield "FAIL"
        return
    if "arrest" in event.modes and event.event_type == "COERCE" and (by_police or not event.actors):
        yield "ARREST"
    if by_police:
        yield "ANY_ACTION"
        if event.event_type == "ASSAULT":
            yield "FORCE"
            if event.killed is not None:
                yield "KILL"


def _police_mentions(document: Document) -> set[str]:
    words = load_police_words()
    found = {
        resolution.mention_id for resolution in document.resolutions if _SECTORS & set(resolution.sectors)
    }
    for mention in document.mentions:
        text = mention.span.of(document.report.text).lower()
        if words.phrases.search(text) or words.police & set(text.split()):
            found.add(mention.mention_id)
    return found


def _is_police(token: Token) -> bool:
    words = load_police_words()
    return token.lemma.lower() in words.police or token.text.lower() in words.police


def _acts(sentence: Sentence, start: int, end: int) -> bool:
    """Whether police are the subject or agent of a verb of doing."""
    words = load_police_words()
    for token in sentence.tokens:
        if not (start <= token.span.start < end and _is_police(token)):
            continue
        party = token
        while party.dep in _MODIFYING and party.head != _index(sentence, party):
            party = sentence.tokens[party.head]
        if party.dep == "pobj":
            party = sentence.tokens[party.head]
        verb = sentence.tokens[party.head]
        acting = party.dep in _ACTING and verb.pos in ("VERB", "AUX")
        if acting and verb.lemma.lower() not in words.no_action:
            return True
    return False


def _index(sentence: Sentence, token: Token) -> int:
    return next(index for index, other in enumerate(sentence.tokens) if other is token)


def _count(counts: dict[str, list[int]], gold: frozenset[str], found: frozenset[str]) -> None:
    for label in LABELS:
        counts[label][0] += label in gold and label in found
        counts[label][1] += label in gold
        counts[label][2] += label in found


def _f1(hits: int, gold: int, found: int) -> float:
    return 2 * hits / (gold + found) if gold + found else 0.0


@cache
def load_police_words() -> PoliceWords:
    """The words; raises ResourceError where the file is malformed."""
    text = files("dateline.evaluate").joinpath("police_events.yaml").read_text("utf-8")
    try:
        data = yaml.safe_load(text)
        signs = {
            name: re.compile(rf"\b(?:{data[name]})", re.IGNORECASE)
            for name in ("arrest", "force", "kill", "fail", "action")
        }
        return PoliceWords(
            police=frozenset(data["police"]),
            phrases=re.compile(rf"\b(?:{data['police_phrases']})", re.IGNORECASE),
            no_action=frozenset(data["no_action"]),
            signs=signs,
        )
    except (yaml.YAMLError, re.error, KeyError, TypeError, AttributeError) as error:
        raise ResourceError(f"police_events.yaml: {error}") from error
