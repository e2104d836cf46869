"""Early stopping: how far a network is from reports that it does not learn, and which of its weights were nearest."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import torch

from dateline.models.windows import pad
from dateline.training.data import Example
from dateline.training.losses import batch_loss
from dateline.training.network import ReaderNetwork

LOG = logging.getLogger(__name__)
BATCH = 8


class Held:
    """Looks at `examples` from time to time; the weights that were nearest are kept in `path`.

    `patience`: after how many looks without gain it says that training should stop; 0 is never.
    """

    def __init__(self, examples: Sequence[Example], path: Path, patience: int) -> None:
        self.examples, self.path, self.patience = examples, path, patience
        self.best = float(torch.load(path, weights_only=True)["loss"]) if path.exists() else float("inf")
        self.waited = 0

    def is_over(self, network: ReaderNetwork, weights: dict[str, float], device: str) -> bool:
        """Takes a look, and tells whether the best one lies too far back."""
        losses = held_losses(network, self.examples, device)
        total = sum(weights[name] * loss for name, loss in losses.items())
        LOG.info("held apart %.3f: %s", total, " ".join(f"{name} {loss:.3f}" for name, loss in sorted(losses.items())))
        if total < self.best:
            self.best, self.waited = total, 0
            mean = {f"module.{name}": value for name, value in network.state_dict().items()}
            torch.save({"loss": total, "mean": mean}, self.path)
        else:
            self.waited += 1
        return 0 < self.patience <= self.waited


def held_losses(network: ReaderNetwork, examples: Sequence[Example], device: str) -> dict[str, float]:
    """The mean loss of each head over the examples; nothing is learned."""
    network.eval()
    sums: dict[str, list[float]] = {}
    for at in range(0, len(examples), BATCH):
        batch = examples[at : at + BATCH]
        with torch.no_grad():
            output = network(*(torch.tensor(rows).to(device) for rows in pad([one.window for one in batch])))
        for name, loss in batch_loss(network, output.float().cpu(), batch).items():
            sums.setdefault(name, []).append(loss.item())
    return {name: sum(values) / len(values) for name, values in sums.items()}
