"""The reader: one pass of the multi-task model over a report's sentences, decoded to tags."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.errors import ResourceError
from dateline.models.labels import (
    ATTRIBUTION,
    CAUSAL,
    PAIR_WIDTH,
    ROLES,
    SLOT_WIDTH,
    STATUSES,
    Labels,
    distance_bucket,
)
from dateline.models.own_types import OwnTypes
from dateline.models.windows import Passage, Window, make_windows
from dateline.records import Span, Tag

Array = npt.NDArray[np.float32]
FOLDER = Path(__file__).parent / "reader"
TRIGGER_FLOOR = 0.2  # what is less probable is not even told; those who use the tags set their own bars
MODE_FLOOR = 0.3  # of modes and contexts
STATUS_FLOOR = 0.05
CAUSE_FLOOR = 0.3
STRETCH = 0.5  # added to a word's log odds of being in a cause or effect: their edges are doubtful, and long is right


@dataclass(frozen=True, slots=True)
class Reader:
    """A session of the model with its tokenizer and labels."""

    session: Any
    tokenizer: Any
    labels: Labels
    distance_bias: Array
    own: OwnTypes | None = None  # a user's event types, found by likeness to examples

    def read(self, passages: Sequence[Passage]) -> list[list[Tag]]:
        """The tags of each passage, in the order of its text.

        Windows are run one by one: int8 scales are taken over a whole run's input, so that in a larger batch a
        report's tags would depend on its neighbours.
        """
        return [self._read(passage) for passage in passages]

    def relate(self, sentence: str, source: Span | None, target: Span | None) -> dict[str, float]:
        """Probabilities of what the sentence says that `source` does to `target`, by root; empty where untrained."""
        window = next(iter(make_windows(self.tokenizer, Passage(sentence, (Span(0, len(sentence)),)))), None)
        if window is None or not self.labels.roots:
            return {}
        (output,) = self._run(window, "output")
        heads = self._heads(output)
        roots = len(self.labels.roots)
        top = heads["root_word"].max(0)
        scores = top + np.log(np.exp(heads["root_word"] - top).sum(0))
        sides = []
        for name, side in (("root_source", source), ("root_target", target)):
            words = [i for i, word in enumerate(window.words) if side is not None and word.overlaps(side)]
            if words:
                vector = heads[name][words].mean(0)
                scores = scores + vector[:roots]
                sides.append(vector[roots:].reshape(roots, PAIR_WIDTH))
        if len(sides) == 2:
            scores = scores + (sides[0] * sides[1]).sum(-1) / PAIR_WIDTH**0.5
        return dict(zip(self.labels.roots, _softmax(scores).tolist(), strict=True))

    def _run(self, window: Window, *outputs: str) -> list[Array]:
        """The named outputs of the model for the window's words."""
        feed = {name: np.array([getattr(window, name)], dtype=np.int64) for name in ("pieces", "shapes")}
        return [found[0][window.first] for found in self.session.run(list(outputs), feed)]

    def states(self, passage: Passage) -> Iterator[tuple[Window, Array]]:
        """Each window with its words' states (words × hidden): what they mean in context to the encoder.

        Raises ResourceError where the reader's file does not give them.
        """
        if "states" not in {output.name for output in self.session.get_outputs()}:
            raise ResourceError("this reader gives no states: export it anew")
        for window in make_windows(self.tokenizer, passage):
            yield window, self._run(window, "states")[0]

    def _read(self, passage: Passage) -> list[Tag]:
        tags: list[Tag] = []
        for window in make_windows(self.tokenizer, passage):
            output, *states = self._run(window, "output", *(("states",) if self.own else ()))
            tags += self._decode(window, self._heads(output))
            if self.own is not None:
                tags += self.own.tags(window, states[0])
        return tags

    def _heads(self, output: Array) -> dict[str, Array]:
        sizes = self.labels.heads()
        edges = np.cumsum(list(sizes.values()))[:-1]
        return dict(zip(sizes, np.split(output, edges, axis=-1), strict=True))

    def _decode(self, window: Window, heads: dict[str, Array]) -> Iterator[Tag]:
        yield from self._triggers(window, heads)
        for start, end, kind, score in typed_spans(_softmax(heads["mention"]), window.sentence, 0.5):
            yield Tag(layer="mention", label=self.labels.mentions[kind], span=_span(window, start, end), score=score)
        scores = heads["attribution"].reshape(-1, len(ATTRIBUTION), 3)
        for i, role in enumerate(ATTRIBUTION):
            for start, end, _, score in typed_spans(_softmax(scores[:, i]), window.sentence, 0.5):
                yield Tag(layer="attribution", label=role, span=_span(window, start, end), score=score)
        yield from self._causes(window, heads)

    def _causes(self, window: Window, heads: dict[str, Array]) -> Iterator[Tag]:
        """For each sentence that may tell a cause: how surely, and which words are cause, effect and signal."""
        chances = heads["causal_span"].reshape(-1, len(CAUSAL), 3)
        for first, end in _sentences(window):
            score = float(_sigmoid(heads["causal"][first])[0])
            if score < CAUSE_FLOOR:
                continue
            yield Tag(layer="causal", label="yes", span=_span(window, first, end), score=score)
            odds = [_inside_odds(chances[first:end, i]) for i in range(len(CAUSAL))]
            for role, (start, stop) in zip(CAUSAL, _three_stretches(odds), strict=True):
                if stop > start:
                    sure = float(_sigmoid(odds[CAUSAL.index(role)][start:stop].mean(keepdims=True))[0])
                    span = _span(window, first + start, first + stop)
                    yield Tag(layer="causal", label=role, span=span, score=sure)

    def _triggers(self, window: Window, heads: dict[str, Array]) -> Iterator[Tag]:
        for start, end, kind, score in typed_spans(_softmax(heads["trigger"]), window.sentence, TRIGGER_FLOOR):
            span = _span(window, start, end)
            yield Tag(layer="trigger", label=self.labels.event_types[kind], span=span, score=score)
            status = _softmax(heads["status"][start:end].mean(0))
            for i in np.flatnonzero(status >= STATUS_FLOOR):
                yield Tag(layer="status", label=STATUSES[i], span=span, score=float(status[i]))
            negated = float(_sigmoid(heads["negated"][start:end].mean(0))[0])
            if negated >= MODE_FLOOR:
                yield Tag(layer="negated", label="yes", span=span, score=negated)
            modes = _sigmoid(heads["mode"][start:end].mean(0))
            for mode in np.flatnonzero(modes >= MODE_FLOOR):
                yield Tag(layer="mode", label=self.labels.modes[mode], span=span, score=float(modes[mode]))
            contexts = _sigmoid(heads["context"][start:end].mean(0))
            for context in np.flatnonzero(contexts >= MODE_FLOOR):
                score = float(contexts[context])
                yield Tag(layer="context", label=self.labels.contexts[context], span=span, score=score)
            yield from self._slots(window, heads, start, end, span)

    def _slots(self, window: Window, heads: dict[str, Array], start: int, end: int, trigger: Span) -> Iterator[Tag]:
        words = [i for i, number in enumerate(window.sentence) if number == window.sentence[start]]
        outputs = 2 * len(ROLES)
        left = heads["slot_trigger"][start:end].mean(0).reshape(1, outputs, SLOT_WIDTH)
        right = heads["slot_word"][words].reshape(-1, outputs, SLOT_WIDTH)
        bias = self.distance_bias[[distance_bucket(i - start) for i in words]]
        scores = ((left * right).sum(-1) / SLOT_WIDTH**0.5 + bias).reshape(-1, len(ROLES), 2)
        full = np.concatenate([np.zeros((*scores.shape[:2], 1), np.float32), scores], axis=-1)
        sentences = [0] * len(words)
        for i, role in enumerate(ROLES):
            for first, last, _, score in typed_spans(_softmax(full[:, i]), sentences, 0.4):
                span = _span(window, words[first], words[last - 1] + 1)
                yield Tag(layer="slot", label=role, span=span, score=score, anchor=trigger)


def typed_spans(
    chances: Array, sentences: Sequence[int], floor: float
) -> Iterator[tuple[int, int, int, float]]:
    """Start, end, kind and probability of the spans in O, B, I, B, I … probabilities (words × labels).

    A word is inside where its chance of being outside is at most 1 − `floor`; a span ends at the end of its sentence,
    and where beginning is likelier than going on.
    """
    inside = 1.0 - chances[:, 0]
    begins, goes_on = chances[:, 1::2], chances[:, 2::2]
    begin_sum, on_sum = begins.sum(-1), goes_on.sum(-1)
    start = None
    for i in range(len(chances) + 1):
        ends = i == len(chances) or inside[i] < floor
        if start is not None and (ends or sentences[i] != sentences[i - 1] or begin_sum[i] > on_sum[i]):
            mass = (begins[start:i] + goes_on[start:i]).sum(0)
            yield start, i, int(mass.argmax()), float(inside[start:i].mean())
            start = None
        if not ends and start is None:
            start = i


def _inside_odds(scores: Array) -> Array:
    """Log odds that each word is inside, from scores of outside, begin and inside."""
    inside = np.logaddexp(scores[:, 1], scores[:, 2])
    odds: Array = inside - scores[:, 0] + STRETCH
    return odds


def _three_stretches(odds: Sequence[Array]) -> list[tuple[int, int]]:
    """Cause, effect and signal as one stretch each; the surer of cause and effect is found first, the other beside it.

    A stretch is that of the highest sum, so that a doubtful word does not break what its neighbours are sure of.
    """
    stretches = [(0, 0)] * len(odds)
    order = sorted((0, 1), key=lambda i: -_best_stretch(odds[i])[2])
    blocked = np.zeros(len(odds[0]), bool)
    for i in (*order, 2):
        start, stop, _ = _best_stretch(np.where(blocked, -1e3, odds[i]).astype(np.float32))
        stretches[i] = (start, stop)
        if i != 2:
            blocked[start:stop] = True
    return stretches


def _best_stretch(odds: Array) -> tuple[int, int, float]:
    """Start, end and sum of the stretch with the highest sum; an empty one where nothing is above 0."""
    best, total, start = (0, 0, 0.0), 0.0, 0
    for i, value in enumerate(odds.tolist()):
        if total <= 0:
            total, start = 0.0, i
        total += value
        if total > best[2]:
            best = (start, i + 1, total)
    return best


def _sentences(window: Window) -> Iterator[tuple[int, int]]:
    """First word and end of each sentence in the window."""
    first = 0
    for i in range(1, len(window.words) + 1):
        if i == len(window.words) or window.sentence[i] != window.sentence[first]:
            yield first, i
            first = i


def _span(window: Window, start: int, end: int) -> Span:
    return Span(window.words[start].start, window.words[end - 1].end)


def _softmax(scores: Array) -> Array:
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    result: Array = raised / raised.sum(-1, keepdims=True)
    return result


def _sigmoid(scores: Array) -> Array:
    result: Array = np.reciprocal(1.0 + np.exp(-scores))
    return result


def load_reader(folder: Path | None = None, threads: int = 1) -> Reader | None:
    """The reader in `folder`, else the shipped one; None where that is not installed.

    Raises ResourceError where `folder` holds no reader, or one whose files are damaged.
    """
    if folder is not None and not (folder / "manifest.json").is_file():
        raise ResourceError(f"{folder}: no reader (no manifest.json)")
    folder = folder or FOLDER
    if not (folder / "manifest.json").is_file():
        return None
    import onnxruntime
    from tokenizers import Tokenizer

    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        for name, digest in manifest["files"].items():
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
                raise ResourceError(f"{folder / name}: not the file that its manifest names")
        description = json.loads((folder / "labels.json").read_text("utf-8"))
        labels = Labels(**{name: tuple(values) for name, values in description["labels"].items()})
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResourceError(f"{folder}: {error}") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
    )
    return Reader(session, tokenizer, labels, np.array(description["distance_bias"], np.float32))
