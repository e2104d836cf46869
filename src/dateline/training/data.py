"""Gold annotations as windows with labels. A label of −1 is unknown and does not count."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from dateline.evaluate.plover_relations import read_marks, told_root
from dateline.models.labels import ATTRIBUTION, CAUSAL, ROLES, ROOTS, STATUSES, Labels
from dateline.models.windows import Passage, Window, make_windows
from dateline.records import Span


@dataclass(slots=True)
class GoldTrigger:
    """One event's labels: word range, status, negation, modes, contexts, and each role's words (begin, inside)."""

    words: tuple[int, int]
    status: int
    negated: int
    modes: tuple[int, ...]
    contexts: tuple[int, ...] | None  # None: nobody said
    slots: list[tuple[int, int, int]]  # role, first word, end


@dataclass(frozen=True, slots=True)
class GoldPair:
    """What the words of a sentence say that one party does to another; a party may be unknown."""

    words: slice
    source: slice | None
    target: slice | None
    root: int


SOFT_HEADS = ("trigger", "status", "negated", "mode", "mention", "attribution", "causal_span")  # that a teacher tells


@dataclass(frozen=True, slots=True)
class SoftTrigger:
    """A trigger that a teacher sees: its words, and for each word of its sentence the chances of each slot's labels."""

    words: tuple[int, int]
    slots: Any  # Tensor, words of the sentence × roles × (outside, begin, inside)


@dataclass(frozen=True, slots=True)
class SoftLabels:
    """A teacher's scores of a window's words (words × `SOFT_HEADS` together), and the triggers that it sees."""

    words: Any
    triggers: list[SoftTrigger]


@dataclass(slots=True)
class Example:
    """A window with the labels of the tasks that its data set annotates."""

    window: Window
    trigger: list[int] | None = None
    triggers: list[GoldTrigger] = field(default_factory=list)
    mention: list[int] | None = None
    attribution: list[list[int]] | None = None  # three rows: source, cue, content; 0 O, 1 B, 2 I
    causal_span: list[list[int]] | None = None
    causal: list[tuple[int, int]] = field(default_factory=list)  # first word of a sentence, whether it tells a cause
    roots: list[GoldPair] = field(default_factory=list)
    soft: SoftLabels | None = None


def words_under(window: Window, start: int, end: int) -> tuple[int, int] | None:
    """The half-open range of the window's words that the characters touch, or None."""
    inside = [i for i, word in enumerate(window.words) if word.start < end and start < word.end]
    return (inside[0], inside[-1] + 1) if inside else None


def event_examples(
    rows: Sequence[dict[str, Any]], tokenizer: Any, labels: Labels, size: int, namer: Any = None
) -> Iterator[Example]:
    """Examples of the event corpus's format."""
    for row in rows:
        passage = Passage(row["text"], tuple(Span(*s) for s in row["sentences"]), year_of(row.get("date")))
        names = namer(row["text"]) if namer and not row["text"].isupper() else None  # it cannot read capitals
        for window in make_windows(tokenizer, passage, size):
            example = Example(window, trigger=[0] * len(window.words))
            for event in row["events"]:
                _add_event(example, event, labels)
            if names is not None:
                example.mention = _typed_bio(window, names, labels.mentions)
            yield example


def _add_event(example: Example, event: dict[str, Any], labels: Labels) -> None:
    window = example.window
    found = words_under(window, event["trigger"]["start"], event["trigger"]["end"])
    if found is None or event["sentence"] not in window.sentence[found[0] : found[1]]:
        return
    assert example.trigger is not None
    kind = labels.event_types.index(event["event_type"]) if labels.event_types else 0
    if not any(example.trigger[found[0] : found[1]]):  # of overlapping triggers the first is learned as a span
        for i in range(*found):
            example.trigger[i] = 1 + 2 * kind + (i > found[0])
    slots = []
    for role, spans in zip(ROLES, _role_spans(event), strict=True):
        for span in spans:
            words = words_under(window, span["start"], span["end"])
            if words is not None and window.words[words[0]].start == span["start"]:  # else 'he' in 'The'
                slots.append((ROLES.index(role), *words))
    modes = tuple(labels.modes.index(mode) for mode in event["modes"] if mode in labels.modes)
    about = event.get("contexts")
    contexts = tuple(labels.contexts.index(one) for one in about if one in labels.contexts) if about else None
    status, negated = STATUSES.index(event["status"]), int(event["negated"])
    example.triggers.append(GoldTrigger(found, status, negated, modes, contexts, slots))
    _add_pair(example, event, {ROLES[role]: slice(first, end) for role, first, end in reversed(slots)}, found)


def _add_pair(example: Example, event: dict[str, Any], parties: dict[str, slice], trigger: tuple[int, int]) -> None:
    """The event as a relation between its first actor and recipient, where it has both and is said to be so."""
    if "actor" in parties and "recipient" in parties and event["status"] != "hypothetical":
        number = example.window.sentence[trigger[0]]
        root = told_root(event["event_type"], future=event["status"] == "future", negated=event["negated"])
        words = _sentence_words(example.window, number)
        example.roots.append(GoldPair(words, parties["actor"], parties["recipient"], ROOTS.index(root)))


def _sentence_words(window: Window, number: int) -> slice:
    inside = [i for i, sentence in enumerate(window.sentence) if sentence == number]
    return slice(inside[0], inside[-1] + 1)


def _role_spans(event: dict[str, Any]) -> list[list[dict[str, Any]]]:
    return [
        event["actors"], event["recipients"],
        *([event[key]] if event.get(key) else [] for key in ("place", "time", "reported_by")),
    ]  # fmt: skip


def attribution_examples(
    rows: Sequence[dict[str, Any]], tokenizer: Any, labels: Labels, size: int, splitter: Any, namer: Any = None
) -> Iterator[Example]:
    """Examples of PolNeAR's format; `splitter` gives the sentences of a text."""
    for row in rows:
        passage = Passage(row["text"], tuple(splitter(row["text"])), year_of(row.get("date")))
        names = namer(row["text"]) if namer else None
        spans = [
            (ATTRIBUTION.index(role), piece["start"], piece["end"])
            for item in row["attributions"] for role in ATTRIBUTION for piece in item[role]
        ]  # fmt: skip
        for window in make_windows(tokenizer, passage, size):
            example = Example(window, attribution=_role_bio(window, spans, len(ATTRIBUTION)))
            if names is not None:
                example.mention = _typed_bio(window, names, labels.mentions)
            yield example


def plain_examples(
    texts: Sequence[tuple[str, int | None]], tokenizer: Any, size: int, splitter: Any
) -> Iterator[Example]:
    """Examples without labels, for a teacher to read; `texts` are (text, year of publication)."""
    for text, year in texts:
        for window in make_windows(tokenizer, Passage(text, tuple(splitter(text)), year), size):
            yield Example(window)


def relation_examples(rows: Sequence[dict[str, Any]], tokenizer: Any, size: int) -> Iterator[Example]:
    """Examples of sentences with marked source and target and the root of their relation (plover_relations)."""
    for row in rows:
        text, source, target = read_marks(row["marked_sentence"])
        window = next(iter(make_windows(tokenizer, Passage(text, (Span(0, len(text)),)), size)), None)
        if window is None:
            continue
        sides = [words_under(window, span.start, span.end) if span else None for span in (source, target)]
        parties = [slice(*side) if side else None for side in sides]
        pair = GoldPair(slice(0, len(window.words)), parties[0], parties[1], ROOTS.index(row["root"]))
        yield Example(window, roots=[pair])


def story_examples(rows: Sequence[dict[str, Any]], tokenizer: Any, size: int) -> Iterator[Example]:
    """Examples of stories that tell of one act, its root known and its parties not (plover_synthetic)."""
    for row in rows:
        text = re.sub(r"\s+", " ", row["text"])
        end = next((m.end() for m in re.finditer(r"[.?!][\"”’]?(?= [A-Z\"“]|$)", text) if m.end() > 60), len(text))
        window = next(iter(make_windows(tokenizer, Passage(text, (Span(0, end),)), size)), None)
        if window is not None:
            root = ROOTS.index(told_root(row["event"]))
            yield Example(window, roots=[GoldPair(slice(0, len(window.words)), None, None, root)])


def causal_examples(rows: Sequence[dict[str, Any]], tokenizer: Any, size: int) -> Iterator[Example]:
    """Examples of the Causal News Corpus's format: each sentence alone, and again with those of the same report."""
    reports: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        reports.setdefault(row["doc_id"], []).append(row)
        yield from _causal_windows([row], tokenizer, size)
    for group in reports.values():
        if len(group) > 1:
            yield from _causal_windows(group, tokenizer, size)


def _causal_windows(rows: Sequence[dict[str, Any]], tokenizer: Any, size: int) -> Iterator[Example]:
    starts, text = [], ""
    for row in rows:
        starts.append(len(text))
        text += row["text"] + " "
    sentences = tuple(Span(start, start + len(row["text"])) for start, row in zip(starts, rows, strict=True))
    spans = [
        (CAUSAL.index(role), base + piece["start"], base + piece["end"])
        for base, row in zip(starts, rows, strict=True)
        for relation in row["relations"] for role in CAUSAL for piece in relation[role]
    ]  # fmt: skip
    for window in make_windows(tokenizer, Passage(text, sentences), size):
        example = Example(window, causal_span=_role_bio(window, spans, len(CAUSAL)))
        for i, number in enumerate(window.sentence):
            row = rows[number]
            if i == 0 or window.sentence[i - 1] != number:
                example.causal.append((i, int(row["causal"])))
            if row["causal"] and not row["relations"] and example.causal_span is not None:
                for labels in example.causal_span:
                    labels[i] = -1  # a cause that nobody marked
        yield example


def _role_bio(window: Window, spans: Sequence[tuple[int, int, int]], roles: int) -> list[list[int]]:
    rows = [[0] * len(window.words) for _ in range(roles)]
    for role, start, end in spans:
        words = words_under(window, start, end)
        if words is None:
            continue
        opens = window.words[words[0]].end > start and window.words[words[0]].start <= start
        for i in range(*words):
            if rows[role][i] == 0 or (i == words[0] and opens):
                rows[role][i] = 1 if i == words[0] and opens else 2
    return rows


def _typed_bio(window: Window, names: Sequence[tuple[int, int, str]], kinds: Sequence[str]) -> list[int]:
    row = [0] * len(window.words)
    if not window.words:
        return row
    low, high = window.words[0].start, window.words[-1].end
    for start, end, kind in names:
        if kind not in kinds or end <= low or start >= high:
            continue
        words = words_under(window, start, end)
        if words is not None:
            for i in range(*words):
                row[i] = 1 + 2 * kinds.index(kind) + (i > words[0])
    return row


def year_of(value: str | None) -> int | None:
    """The year of an ISO date."""
    return int(value[:4]) if value and value[:4].isdigit() else None


def shuffled_batches(examples: Sequence[Example], pieces: int, rng: random.Random) -> list[list[Example]]:
    """The examples in batches of about `pieces` word pieces, alike in length, in random order."""
    order = sorted(examples, key=lambda example: len(example.window.pieces) + rng.random() * 24)
    batches: list[list[Example]] = []
    current: list[Example] = []
    for example in order:
        longest = max(len(example.window.pieces), *(len(e.window.pieces) for e in current)) if current else 0
        if current and longest * (len(current) + 1) > pieces:
            batches.append(current)
            current = []
        current.append(example)
    if current:
        batches.append(current)
    rng.shuffle(batches)
    return batches
