"""The loss of a batch, head by head; heads whose labels a data set lacks do not count.

Everything of one kind in the batch is scored at once: many small products would take longer than the encoder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F
from torch.nn.utils.rnn import pad_sequence

from dateline.models.labels import ROLES, distance_bucket
from dateline.training.data import SOFT_HEADS, Example, GoldPair, GoldTrigger
from dateline.training.network import ReaderNetwork

UNKNOWN = -1
Placed = Sequence[tuple[int, Example]]  # a window and where its words begin among those of the batch


def batch_loss(network: ReaderNetwork, output: Tensor, batch: Sequence[Example]) -> dict[str, Tensor]:
    """The losses of the batch by head; `output` is batch × length × width."""
    rows = torch.tensor([i for i, example in enumerate(batch) for _ in example.window.first])
    pieces = torch.tensor([piece for example in batch for piece in example.window.first])
    heads = network.split(output[rows, pieces])  # the words of all windows, one after the other
    starts = [0]
    for example in batch:
        starts.append(starts[-1] + len(example.window.first))
    losses = _word_losses(heads, batch)
    placed = list(zip(starts, batch, strict=False))
    triggers = [(start, example, gold) for start, example in placed for gold in example.triggers]
    if triggers:
        losses |= _state_losses(heads, triggers)
        losses["slot"] = _slot_loss(network, heads, triggers)
    pairs = [(start, pair) for start, example in placed for pair in example.roots]
    if pairs:
        losses["root"] = _root_loss(network, heads, pairs)
    causes = [(start + word, label) for start, example in placed for word, label in example.causal]
    if causes:
        target = torch.tensor([float(label) for _, label in causes])
        scores = heads["causal"][[word for word, _ in causes], 0]
        losses["causal"] = F.binary_cross_entropy_with_logits(scores, target)
    if any(example.soft is not None for example in batch):
        losses |= _soft_losses(network, heads, placed)
    return losses


def _word_losses(heads: dict[str, Tensor], batch: Sequence[Example]) -> dict[str, Tensor]:
    """The losses of the heads that label every word."""
    losses = {}
    for name in ("trigger", "mention"):
        labels = [
            label for example in batch for label in _or_unknown(getattr(example, name), len(example.window.first))
        ]
        if any(label != UNKNOWN for label in labels):
            losses[name] = F.cross_entropy(heads[name], torch.tensor(labels), ignore_index=UNKNOWN)
    for name in ("attribution", "causal_span"):
        roles = heads[name].shape[-1] // 3
        labels = [
            label for role in range(roles) for example in batch
            for label in _or_unknown(
                getattr(example, name)[role] if getattr(example, name) is not None else None, len(example.window.first)
            )
        ]  # fmt: skip
        if any(label != UNKNOWN for label in labels):
            scores = heads[name].view(-1, roles, 3).transpose(0, 1).reshape(-1, 3)
            losses[name] = F.cross_entropy(scores, torch.tensor(labels), ignore_index=UNKNOWN)
    return losses


def _or_unknown(labels: Sequence[int] | None, size: int) -> Sequence[int]:
    return labels if labels is not None else [UNKNOWN] * size


Found = Sequence[tuple[int, Example, GoldTrigger]]


def _means(rows: Tensor, triggers: Found) -> Tensor:
    """The mean row of each trigger's words."""
    return _means_of(rows, [range(start + gold.words[0], start + gold.words[1]) for start, _, gold in triggers])


def _means_of(rows: Tensor, parts: Sequence[range]) -> Tensor:
    """The mean row of each part; zeros for an empty one."""
    sizes = torch.tensor([len(part) for part in parts])
    owner = torch.repeat_interleave(torch.arange(len(parts)), sizes)
    words = torch.tensor([word for part in parts for word in part], dtype=torch.long)
    sums = torch.zeros(len(parts), rows.shape[-1], dtype=rows.dtype).index_add(0, owner, rows[words])
    return sums / sizes.clamp(min=1).unsqueeze(1)


def _root_loss(network: ReaderNetwork, heads: dict[str, Tensor], pairs: Sequence[tuple[int, GoldPair]]) -> Tensor:
    sentences = [range(start + pair.words.start, start + pair.words.stop) for start, pair in pairs]
    longest = max(map(len, sentences))
    words = torch.tensor([[*sentence, *[sentence[0]] * (longest - len(sentence))] for sentence in sentences])
    mask = torch.arange(longest) < torch.tensor([len(sentence) for sentence in sentences]).unsqueeze(1)
    source, target = (
        _means_of(heads[name], [_placed(getattr(pair, side), start) for start, pair in pairs])
        for name, side in (("root_source", "source"), ("root_target", "target"))
    )
    scores = network.root_scores(heads["root_word"][words], mask, source, target)
    return F.cross_entropy(scores, torch.tensor([pair.root for _, pair in pairs]))


def _placed(part: slice | None, start: int) -> range:
    return range(0) if part is None else range(part.start + start, part.stop + start)


def _state_losses(heads: dict[str, Tensor], triggers: Found) -> dict[str, Tensor]:
    golds = [gold for _, _, gold in triggers]
    modes = torch.zeros(len(golds), heads["mode"].shape[-1])
    for row, gold in zip(modes, golds, strict=True):
        row[list(gold.modes)] = 1.0
    negated = torch.tensor([[float(gold.negated)] for gold in golds])
    mode = F.binary_cross_entropy_with_logits(_means(heads["mode"], triggers), modes, reduction="none")
    losses = {
        "status": F.cross_entropy(_means(heads["status"], triggers), torch.tensor([gold.status for gold in golds])),
        "negated": F.binary_cross_entropy_with_logits(_means(heads["negated"], triggers), negated),
        "mode": mode.sum(-1).mean(),
    }
    said = [(i, gold.contexts) for i, gold in enumerate(golds) if gold.contexts is not None]
    if said and heads["context"].shape[-1]:
        contexts = torch.zeros(len(said), heads["context"].shape[-1])
        for row, (_, labels) in zip(contexts, said, strict=True):
            row[list(labels)] = 1.0
        scores = _means(heads["context"], triggers)[[i for i, _ in said]]
        losses["context"] = F.binary_cross_entropy_with_logits(scores, contexts, reduction="none").sum(-1).mean()
    return losses


def _slot_loss(network: ReaderNetwork, heads: dict[str, Tensor], triggers: Found) -> Tensor:
    """Cross-entropy of outside, begin, inside over each trigger's sentence (triggers × words × roles)."""
    logits = _slot_logits(network, heads, [(start, example, gold.words) for start, example, gold in triggers])
    target = torch.full(logits.shape[:-1], UNKNOWN)
    for i, (_, example, gold) in enumerate(triggers):
        sentence = sentence_words(example, gold.words[0])
        first, size = sentence.start, len(sentence)
        target[i, :size] = 0
        for role, begin, end in gold.slots:
            for word in range(max(begin, first), min(end, first + size)):
                target[i, word - first, role] = 1 if word == begin else 2
    return F.cross_entropy(logits.reshape(-1, 3), target.reshape(-1), ignore_index=UNKNOWN)


def _slot_logits(
    network: ReaderNetwork, heads: dict[str, Tensor], triggers: Sequence[tuple[int, Example, tuple[int, int]]]
) -> Tensor:
    """Triggers × words of the sentence × roles × (outside, begin, inside); what is behind a sentence's end is noise."""
    sentences = [sentence_words(example, words[0]) for _, example, words in triggers]
    longest = max(map(len, sentences))
    rows = torch.zeros(len(triggers), longest, dtype=torch.long)
    buckets = torch.zeros(len(triggers), longest, dtype=torch.long)
    for i, ((start, _, words), sentence) in enumerate(zip(triggers, sentences, strict=True)):
        rows[i, : len(sentence)] = torch.arange(start + sentence.start, start + sentence.stop)
        buckets[i, : len(sentence)] = torch.tensor([distance_bucket(word - words[0]) for word in sentence])
    means = _means_of(
        heads["slot_trigger"], [range(start + words[0], start + words[1]) for start, _, words in triggers]
    )
    scores = network.slot_scores(means, heads["slot_word"][rows], buckets).view(*rows.shape, len(ROLES), 2)
    return torch.cat([torch.zeros(*scores.shape[:3], 1), scores], dim=-1)


def sentence_words(example: Example, word: int) -> range:
    """The words of the sentence in which `word` stands (a sentence's words stand together)."""
    numbers = example.window.sentence
    first = end = word
    while first > 0 and numbers[first - 1] == numbers[word]:
        first -= 1
    while end < len(numbers) and numbers[end] == numbers[word]:
        end += 1
    return range(first, end)


def _soft_losses(network: ReaderNetwork, heads: dict[str, Tensor], batch: Placed) -> dict[str, Tensor]:
    """How far the heads are from a teacher's, by head, as `soft_…`."""
    soft = [example.soft for _, example in batch if example.soft is not None]
    rows = torch.cat([torch.arange(start, start + len(example.window.first)) for start, example in batch
                      if example.soft is not None])  # fmt: skip
    sizes = [network.sizes[name] for name in SOFT_HEADS]
    told = dict(zip(SOFT_HEADS, torch.cat([one.words for one in soft]).float().split(sizes, dim=-1), strict=True))
    losses = {
        f"soft_{name}": F.cross_entropy(_by_label(name, heads[name][rows]), _by_label(name, told[name]).softmax(-1))
        for name in ("trigger", "mention", "attribution", "causal_span")
    }
    triggers = [
        (start, example, trigger)
        for start, example in batch if example.soft is not None for trigger in example.soft.triggers
    ]  # fmt: skip
    if triggers:
        place = {int(row): i for i, row in enumerate(rows)}
        losses |= _soft_state_losses(heads, told, place, triggers)
        losses["soft_slot"] = _soft_slot_loss(network, heads, triggers)
    return losses


def _by_label(name: str, scores: Tensor) -> Tensor:
    return scores.reshape(-1, 3) if name in ("attribution", "causal_span") else scores


def _soft_state_losses(
    heads: dict[str, Tensor], told: dict[str, Tensor], place: Mapping[int, int], triggers: Sequence[Any]
) -> dict[str, Tensor]:
    own = [range(start + t.words[0], start + t.words[1]) for start, _, t in triggers]
    theirs = [range(place[part.start], place[part.start] + len(part)) for part in own]
    status, negated, mode = (
        (_means_of(heads[name], own), _means_of(told[name], theirs)) for name in ("status", "negated", "mode")
    )
    return {
        "soft_status": F.cross_entropy(status[0], status[1].softmax(-1)),
        "soft_negated": F.binary_cross_entropy_with_logits(negated[0], negated[1].sigmoid()),
        "soft_mode": F.binary_cross_entropy_with_logits(mode[0], mode[1].sigmoid(), reduction="none").sum(-1).mean(),
    }


def _soft_slot_loss(network: ReaderNetwork, heads: dict[str, Tensor], triggers: Sequence[Any]) -> Tensor:
    scores = _slot_logits(network, heads, [(start, example, t.words) for start, example, t in triggers])
    chances = pad_sequence([t.slots.float() for _, _, t in triggers], batch_first=True)
    known = chances.sum(-1) > 0
    return F.cross_entropy(scores[known], chances[known])
