"""The loss of a batch, head by head; heads whose labels a data set lacks do not count."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

from dateline.models.labels import ROLES, distance_bucket
from dateline.training.data import Example, GoldTrigger
from dateline.training.network import ReaderNetwork


def batch_loss(network: ReaderNetwork, output: Tensor, batch: Sequence[Example]) -> dict[str, Tensor]:
    """The losses of the batch by head; `output` is batch × length × width."""
    collected: dict[str, list[Tensor]] = {}
    for row, example in zip(output, batch, strict=True):
        heads = network.split(row[torch.tensor(example.window.first)])
        for name, loss in _example_losses(network, heads, example):
            collected.setdefault(name, []).append(loss)
    return {name: torch.cat(losses).mean() for name, losses in collected.items()}


def _example_losses(
    network: ReaderNetwork, heads: dict[str, Tensor], example: Example
) -> list[tuple[str, Tensor]]:
    losses: list[tuple[str, Tensor]] = []
    if example.trigger is not None:
        losses.append(("trigger", _cross_entropy(heads["trigger"], example.trigger)))
        for gold in example.triggers:
            losses += _trigger_losses(network, heads, example, gold)
    for pair in example.roots:
        scores = network.root_scores(heads, pair.words, pair.source, pair.target)
        losses.append(("root", F.cross_entropy(scores, torch.tensor(pair.root), reduction="none").view(1)))
    if example.mention is not None:
        losses.append(("mention", _cross_entropy(heads["mention"], example.mention)))
    for name, rows in (("attribution", example.attribution), ("causal_span", example.causal_span)):
        if rows is not None:
            scores = heads[name].view(-1, len(rows), 3)
            losses += [(name, _cross_entropy(scores[:, i], row)) for i, row in enumerate(rows)]
    if example.causal:
        target = torch.tensor([float(label) for _, label in example.causal])
        scores = heads["causal"][[word for word, _ in example.causal], 0]
        losses.append(("causal", F.binary_cross_entropy_with_logits(scores, target, reduction="none")))
    return losses


def _trigger_losses(
    network: ReaderNetwork, heads: dict[str, Tensor], example: Example, gold: GoldTrigger
) -> list[tuple[str, Tensor]]:
    here = slice(*gold.words)
    losses = _state_losses(heads, here, gold)
    sentence = example.window.sentence[gold.words[0]]
    words = [i for i, number in enumerate(example.window.sentence) if number == sentence]
    buckets = torch.tensor([distance_bucket(i - gold.words[0]) for i in words])
    scores = network.slot_scores(heads["slot_trigger"][here].mean(0), heads["slot_word"][words], buckets)
    target = torch.zeros(len(words), len(ROLES), dtype=torch.long)
    place = {word: i for i, word in enumerate(words)}
    for role, first, end in gold.slots:
        for word in range(first, end):
            if word in place:
                target[place[word], role] = 1 if word == first else 2
    outside = torch.zeros(len(words), len(ROLES), 1)
    logits = torch.cat([outside, scores.view(len(words), len(ROLES), 2)], dim=-1)
    slot = F.cross_entropy(logits.reshape(-1, 3), target.reshape(-1), reduction="none")
    return [*losses, ("slot", slot)]


def _state_losses(heads: dict[str, Tensor], here: slice, gold: GoldTrigger) -> list[tuple[str, Tensor]]:
    modes = torch.zeros(heads["mode"].shape[-1])
    modes[list(gold.modes)] = 1.0
    status = F.cross_entropy(heads["status"][here].mean(0), torch.tensor(gold.status), reduction="none")
    negated = F.binary_cross_entropy_with_logits(
        heads["negated"][here].mean(0), torch.tensor([float(gold.negated)]), reduction="none"
    )
    mode = F.binary_cross_entropy_with_logits(heads["mode"][here].mean(0), modes, reduction="none").sum()
    return [("status", status.view(1)), ("negated", negated.view(1)), ("mode", mode.view(1))]


def _cross_entropy(scores: Tensor, labels: Sequence[int]) -> Tensor:
    known = [i for i, label in enumerate(labels) if label >= 0]
    return F.cross_entropy(scores[known], torch.tensor([labels[i] for i in known]), reduction="none")
