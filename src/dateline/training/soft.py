"""What a larger network makes of the examples: soft labels from which a small one learns (Hinton and others 2015)."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from dateline.models.labels import ROLES, distance_bucket
from dateline.models.reader import typed_spans
from dateline.models.windows import pad
from dateline.training.data import SOFT_HEADS, Example, SoftLabels, SoftTrigger
from dateline.training.losses import sentence_words
from dateline.training.network import ReaderNetwork

LOG = logging.getLogger(__name__)
FLOOR = 0.3  # the least chance of a trigger whose status, modes and slots are told
PIECES = 4096  # word pieces of a batch
MIXED = 16  # windows of a batch
SAVE_EVERY = 100  # batches
SHARES = {"trigger": 0.5, "status": 0.7}  # of the teacher's chances in mixed labels; of the other heads it has none


def soften(
    examples: Sequence[Example], teacher: ReaderNetwork, cache: Path, device: str = "cpu", bfloat: bool = False,
    beside: ReaderNetwork | None = None,
) -> None:  # fmt: skip
    """Gives every example the teacher's soft labels; `cache` keeps them, so that a killed run goes on.

    `beside`: a reader trained for longer than the teacher, whose chances are mixed with the teacher's by `SHARES`.
    """
    known: dict[str, Any] = torch.load(cache, weights_only=False) if cache.exists() else {}
    missing = sorted(
        {_key(e): e for e in examples if _key(e) not in known}.items(), key=lambda item: len(item[1].window.pieces)
    )
    teacher.to(device).eval()
    began, done, at = time.monotonic(), 0, 0
    while at < len(missing):
        size = max(1, PIECES // len(missing[at][1].window.pieces))
        batch = missing[at : at + size]
        for (key, _), labels in zip(batch, _soft_labels(teacher, [e for _, e in batch], device, bfloat), strict=True):
            known[key] = labels
        at, done = at + size, done + 1
        if done % SAVE_EVERY == 0 or at >= len(missing):
            _save(known, cache)
            LOG.info("soft labels: %d of %d windows, %.0f s", at, len(missing), time.monotonic() - began)
    for example in examples:
        example.soft = known[_key(example)]
    if beside is not None:
        _mix(sorted(examples, key=lambda example: len(example.window.pieces)), beside, device, bfloat)


def _key(example: Example) -> str:
    window = example.window
    return hashlib.sha256(repr((window.pieces, window.shapes)).encode()).hexdigest()[:24]


def _save(known: dict[str, Any], cache: Path) -> None:
    cache.parent.mkdir(parents=True, exist_ok=True)
    partial = cache.with_suffix(".part")
    torch.save(known, partial)
    partial.replace(cache)


def _soft_labels(network: ReaderNetwork, batch: Sequence[Example], device: str, bfloat: bool) -> list[SoftLabels]:
    return [_soft(network, example, heads) for example, heads in _read(network, batch, device, bfloat)]


def _read(
    network: ReaderNetwork, batch: Sequence[Example], device: str, bfloat: bool
) -> Iterator[tuple[Example, dict[str, Tensor]]]:
    """Each example with the head outputs of its words."""
    rows = (torch.tensor(values).to(device) for values in pad([example.window for example in batch]))
    with torch.no_grad(), torch.autocast(device, dtype=torch.bfloat16, enabled=bfloat):
        output = network(*rows)
    for i, example in enumerate(batch):
        yield example, network.split(output[i, example.window.first].float().cpu())


def _soft(network: ReaderNetwork, example: Example, heads: dict[str, Tensor]) -> SoftLabels:
    """The labels of the heads; the slots of the triggers that they show are scored by the network."""
    chances = heads["trigger"].softmax(-1).numpy()
    triggers = [
        SoftTrigger((start, end), _slot_chances(network, heads, example, start, end))
        for start, end, _, _ in typed_spans(chances, example.window.sentence, FLOOR)
    ]
    return SoftLabels(torch.cat([heads[name] for name in SOFT_HEADS], dim=-1).half(), triggers)


def _mix(examples: Sequence[Example], beside: ReaderNetwork, device: str, bfloat: bool) -> None:
    beside.to(device).eval()
    sizes = [beside.sizes[name] for name in SOFT_HEADS]
    for at in range(0, len(examples), MIXED):
        for example, heads in _read(beside, examples[at : at + MIXED], device, bfloat):
            assert example.soft is not None
            told = dict(zip(SOFT_HEADS, example.soft.words.float().split(sizes, dim=-1), strict=True))
            for name, share in SHARES.items():
                chances = share * told[name].softmax(-1) + (1 - share) * heads[name].softmax(-1)
                heads[name] = chances.clamp(min=1e-6).log()
            example.soft = _soft(beside, example, heads)


def _slot_chances(network: ReaderNetwork, heads: dict[str, Tensor], example: Example, start: int, end: int) -> Tensor:
    """Words of the trigger's sentence × roles × (outside, begin, inside)."""
    words = sentence_words(example, start)
    buckets = torch.tensor([[distance_bucket(word - start) for word in words]])
    left = heads["slot_trigger"][start:end].mean(0, keepdim=True)
    scores = network.slot_scores(left, heads["slot_word"][list(words)].unsqueeze(0), buckets)
    scores = scores.view(len(words), len(ROLES), 2)
    return torch.cat([torch.zeros(*scores.shape[:2], 1), scores], dim=-1).softmax(-1).half().detach()
