"""ACLED's sub-event types (CASE 2021, task 2): one of 30 labels for a snippet, from what was coded in it.

The table `acled_types.yaml` says how events, with the sectors of their parties, and words become a label.
Five of the labels, and some of ACLED's, have no PLOVER type: disasters, crime and new bases are told by
words alone. `weighted_f1` weighs each label's F1 by its gold count, `macro_f1` does not; `accuracy` is also
the micro F1. `events_weighted_f1` is what the rules without words reach: how far the coded events alone
lead.

The table was written with the development part in view: only another part's score says how good it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dateline.errors import ResourceError
from dateline.records import Document, Event, Report, make_id

OTHER = "OTHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A condition on a coded snippet, and what it adds to a label's score."""

    label: str
    weight: float
    events: frozenset[str] = frozenset()
    actor: frozenset[str] = frozenset()
    recipient: frozenset[str] = frozenset()
    words: re.Pattern[str] | None = None
    without: re.Pattern[str] | None = None


@dataclass(slots=True)
class AcledScorer:
    """Collects labels snippet by snippet; `misses` holds what was wrong, for reading."""

    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_events: Counter[tuple[str, str]] = field(default_factory=Counter)
    misses: list[dict[str, Any]] = field(default_factory=list)

    def add(self, gold: str, found: str, by_events: str = OTHER, row_id: str = "", text: str = "") -> None:
        """Counts one snippet; `by_events` is the label that its events alone give."""
        self.pairs[gold, found] += 1
        self.by_events[gold, by_events] += 1
        if gold != found:
            self.misses.append({"doc_id": row_id, "gold": gold, "found": found, "text": text})

    def metrics(self) -> dict[str, float]:
        """The scores by name."""
        scores = _scores(self.pairs)
        return scores | {"events_weighted_f1": _scores(self.by_events)["weighted_f1"]}


def _scores(pairs: Counter[tuple[str, str]]) -> dict[str, float]:
    gold: Counter[str] = Counter()
    guessed: Counter[str] = Counter()
    for (wanted, found), count in pairs.items():
        gold[wanted] += count
        guessed[found] += count
    f1 = {label: 2 * pairs[label, label] / (gold[label] + guessed[label]) for label in gold}
    rows = gold.total()
    return {
        "weighted_f1": sum(f1[label] * gold[label] for label in gold) / rows if rows else 0.0,
        "macro_f1": sum(f1.values()) / len(f1) if f1 else 0.0,
        "accuracy": sum(pairs[label, label] for label in gold) / rows if rows else 0.0,
    }


def score_acled_types(rows: Iterable[Mapping[str, Any]], code: Callable[[Report], Document]) -> AcledScorer:
    """The scorer after reading every row; `code` is the whole path."""
    scorer = AcledScorer()
    for row in rows:
        document = code(report_of(row))
        by_events = label_of(document, words=False)
        scorer.add(row["label"], label_of(document), by_events, row["id"], row["text"])
    return scorer


def report_of(row: Mapping[str, Any]) -> Report:
    """The snippet as a report."""
    return Report(
        report_id=make_id("r", row["id"], row["text"]), source=row["id"], text=row["text"], language="en"
    )


def label_of(document: Document, *, words: bool = True) -> str:
    """The label that the table gives to a coded snippet; without `words`, by the rules that have none."""
    sectors: dict[str, set[str]] = {}
    for resolution in document.resolutions:
        sectors.setdefault(resolution.mention_id, set()).update(resolution.sectors)
    scores: dict[str, float] = {}
    for rule in load_rules():
        if (words or rule.words is None) and _holds(rule, document, sectors):
            scores[rule.label] = scores.get(rule.label, 0.0) + rule.weight
    return max(scores, key=lambda label: scores[label], default=OTHER)


def _holds(rule: Rule, document: Document, sectors: Mapping[str, set[str]]) -> bool:
    text = document.report.text
    if rule.words is not None and not rule.words.search(text):
        return False
    if rule.without is not None and rule.without.search(text):
        return False
    return not rule.events or any(_fits(rule, event, sectors) for event in document.events)


def _fits(rule: Rule, event: Event, sectors: Mapping[str, set[str]]) -> bool:
    names = {event.event_type, *(f"{event.event_type}:{mode}" for mode in event.modes)}
    if event.negated or not names & rule.events:
        return False
    return all(
        not wanted or any(wanted & sectors.get(mention, set()) for mention in mentions)
        for wanted, mentions in ((rule.actor, event.actors), (rule.recipient, event.recipients))
    )


@cache
def load_rules() -> tuple[Rule, ...]:
    """The rules in the table's order; raises ResourceError where it is malformed."""
    text = files("dateline.evaluate").joinpath("acled_types.yaml").read_text("utf-8")
    try:
        table = yaml.safe_load(text)["rules"]
        return tuple(_rule(label, row) for label, rows in table.items() for row in rows)
    except (yaml.YAMLError, re.error, KeyError, TypeError, AttributeError) as error:
        raise ResourceError(f"acled_types.yaml: {error}") from error


def _rule(label: str, row: Mapping[str, Any]) -> Rule:
    return Rule(
        label=label,
        weight=float(row["weight"]),
        events=frozenset(row.get("event", ())),
        actor=frozenset(row.get("actor", ())),
        recipient=frozenset(row.get("recipient", ())),
        words=_words(row.get("words")),
        without=_words(row.get("without")),
    )


def _words(pattern: str | None) -> re.Pattern[str] | None:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE | re.DOTALL) if pattern else None
