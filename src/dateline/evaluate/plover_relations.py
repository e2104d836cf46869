"""Relations between a given source and target: one of 15 PLOVER roots, from the events of the sentence.

RETREAT and CONCEDE are one root here (YIELD). Chosen is the event whose actor and recipient meet the given
spans best, then the one nearest to the stretch between them; where no event was coded, the strongest word of
the lexicon that stands in the sentence, conditions aside.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dateline.lexicon.triggers import EventLexicon, Sense, load_event_lexicon
from dateline.records import Document, Event, Report, Span, Token, make_id

YIELD = frozenset({"RETREAT", "CONCEDE"})
PENTA = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "AID": 2, "COOPERATE": 2, "YIELD": 2, "REQUEST": 3, "ACCUSE": 3,
    "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "CONCEDE", "AGREE"})
FORCEFUL = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE"})
COMMONEST = "ACCUSE"
Relate = Callable[[str, Span | None, Span | None], dict[str, float]]
MARK = re.compile(r"</?[st]>")


@dataclass(slots=True)
class RelationScorer:
    """Collects pairs of gold and found roots; `misses` holds what was wrong, for reading."""

    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    pentas: Counter[tuple[int, int]] = field(default_factory=Counter)
    misses: list[dict[str, Any]] = field(default_factory=list)

    def add(self, gold: str, found: str, gold_penta: int, row_id: str = "", text: str = "") -> None:
        """Counts one relation."""
        self.pairs[gold, found] += 1
        self.pentas[gold_penta, PENTA[found]] += 1
        if gold != found:
            self.misses.append({"doc_id": row_id, "gold": gold, "found": found, "text": text})

    def metrics(self) -> dict[str, float]:
        """The scores by name."""
        rows = self.pairs.total()
        right = sum(count for (gold, found), count in self.pairs.items() if gold == found)
        return {
            "root_macro_f1": macro_f1(self.pairs),
            "root_accuracy": right / rows if rows else 0.0,
            "penta_macro_f1": macro_f1(self.pentas),
        }


def macro_f1(pairs: Counter[Any]) -> float:
    """The unweighted mean of the F1 of every gold class."""
    classes = {gold for gold, _ in pairs}
    scores = []
    for name in classes:
        gold = sum(count for (wanted, _), count in pairs.items() if wanted == name)
        found = sum(count for (_, guessed), count in pairs.items() if guessed == name)
        scores.append(2 * pairs[name, name] / (gold + found))
    return sum(scores) / len(scores) if scores else 0.0


def read_marks(marked: str) -> tuple[str, Span | None, Span | None]:
    """(text, source, target) of a sentence with <s>…</s> and <t>…</t>."""
    starts: dict[str, int] = {}
    spans: dict[str, Span] = {}
    text, at = "", 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        name = match.group()[-2]
        if match.group().startswith("</"):
            spans.setdefault(name, Span(starts.get(name, 0), len(text)))
        else:
            starts.setdefault(name, len(text))
    return text + marked[at:], spans.get("s"), spans.get("t")


def choose_root(document: Document, source: Span | None, target: Span | None, lexicon: EventLexicon) -> str:
    """The root of the relation between the two spans."""
    spans = {mention.mention_id: mention.span for mention in document.mentions}
    depths = _depths(document)
    ranked = sorted(
        document.events,
        key=lambda event: (
            -_fit(event, depths[event.event_id], spans, source, target),
            event.trigger.start,
            event.trigger.end,
        ),
    )
    if not ranked:
        return told_root(_strongest_word(document, lexicon))
    best = ranked[0]
    return told_root(best.event_type, future=best.status == "future", negated=best.negated)


def told_root(event_type: str, *, future: bool = False, negated: bool = False) -> str:
    """The root of an event, told as the promise, threat or refusal that it is while it has not happened."""
    if negated and event_type in COOPERATIVE:
        return "REJECT"
    if future and event_type in COOPERATIVE:
        return "AGREE"
    if future and event_type in FORCEFUL:
        return "THREATEN"
    return "YIELD" if event_type in YIELD else event_type


def _depths(document: Document) -> dict[str, int]:
    """How far each event's trigger stands below its sentence's root."""
    depths = {}
    sentences = {sentence.index: sentence.tokens for sentence in document.sentences}
    for event in document.events:
        tokens = sentences.get(event.sentence, ())
        inside = [i for i, token in enumerate(tokens) if token.span.overlaps(event.trigger)]
        depths[event.event_id] = min((_depth(tokens, i) for i in inside), default=9)
    return depths


def _depth(tokens: tuple[Token, ...], i: int) -> int:
    depth = 0
    while tokens[i].head != i and depth < 20:
        i, depth = tokens[i].head, depth + 1
    return depth


def _fit(
    event: Event, depth: int, spans: Mapping[str, Span], source: Span | None, target: Span | None
) -> float:
    score = event.confidence - (0.5 if event.status == "hypothetical" else 0.0) - 0.35 * depth
    for span, own, other in (
        (source, event.actors, event.recipients),
        (target, event.recipients, event.actors),
    ):
        if span is not None:
            score += 3.0 * any(spans[one].overlaps(span) for one in own if one in spans)
            score += 1.0 * any(spans[one].overlaps(span) for one in other if one in spans)
            score -= 2.0 * span.covers(event.trigger)
            score -= min(abs(event.trigger.start - span.end), abs(span.start - event.trigger.end)) / 150
    return score


def _strongest_word(document: Document, lexicon: EventLexicon) -> str:
    best: Sense | None = None
    for sentence in document.sentences:
        for token in sentence.tokens:
            index = lexicon.verbs if token.pos == "VERB" else lexicon.nouns
            for sense in index.get(token.lemma.lower(), ()):
                if len(sense.words) == 1 and (best is None or sense.weight > best.weight):
                    best = sense
    return best.event_type if best is not None else COMMONEST


def is_learned(name: str) -> bool:
    """Whether a row may be trained on; one in five is left to measure on (`benchmarks/scores.py`)."""
    return zlib.crc32(name.encode()) % 5 != 0


def score_plover_relations(
    rows: Iterable[Mapping[str, Any]], code: Callable[[Report], Document], relate: Relate | None = None
) -> RelationScorer:
    """The scorer after reading every row.

    Args:
        code: the whole path.
        relate: a reader's probabilities of the roots; where it gives none, the coded events decide.
    """
    scorer, lexicon = RelationScorer(), load_event_lexicon()
    for row in rows:
        text, source, target = read_marks(row["marked_sentence"])
        chances = relate(text, source, target) if relate is not None else {}
        if chances:
            found = max(chances, key=lambda root: chances[root])
        else:
            report = Report(report_id=make_id("r", str(row["id"])), source="plover_relations", text=text)
            found = choose_root(code(report), source, target, lexicon)
        scorer.add(row["root"], found, int(row["penta"]), str(row["id"]), text)
    return scorer
