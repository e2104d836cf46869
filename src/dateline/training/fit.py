"""Trains a reader: seeded, resumable, on CPU or GPU, from data sets to a checkpoint."""

from __future__ import annotations

import json
import logging
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor
from transformers import AutoModel

from dateline.models.labels import Labels
from dateline.models.windows import CLS, MASK, PAD, SEP, pad
from dateline.training.data import Example, shuffled_batches
from dateline.training.held import Held
from dateline.training.losses import batch_loss
from dateline.training.network import ReaderNetwork

LOG = logging.getLogger(__name__)
SOFT = 1.0  # of a teacher's labels beside those of a set
WEIGHTS = {
    "trigger": 1.0, "status": 0.5, "negated": 0.2, "mode": 0.3, "slot": 1.5, "mention": 0.5,
    "attribution": 1.0, "causal_span": 0.7, "causal": 0.3, "root": 0.4, "context": 0.2,
}  # fmt: skip
WEIGHTS |= {f"soft_{name}": SOFT * weight for name, weight in WEIGHTS.items()}


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to train. `shares`: word pieces of each task to read, in passes over its data."""

    passes: dict[str, float] = field(default_factory=dict)
    pieces: int = 1024
    rate: float = 2e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    average: float = 0.998  # of the running mean of weights that is kept in the end
    hidden: float = 0.06  # share of word pieces that are masked, so that context must do
    seed: int = 7
    save_every: int = 200


def schedule(tasks: Mapping[str, Sequence[Example]], plan: Plan) -> Iterator[tuple[str, list[Example]]]:
    """All batches of the plan, tasks mixed evenly over the whole run."""
    rng = random.Random(plan.seed)
    stream: list[tuple[float, str, list[Example]]] = []
    for name, examples in tasks.items():
        batches: list[list[Example]] = []
        passes = plan.passes[name]
        while passes > 0:
            one = shuffled_batches(examples, plan.pieces, rng)
            batches += one[: round(len(one) * min(passes, 1.0))]
            passes -= 1
        stream += [((i + rng.random()) / len(batches), name, batch) for i, batch in enumerate(batches)]
    for _, name, batch in sorted(stream, key=lambda item: item[0]):
        yield name, batch


def fit(
    encoder: Path, labels: Labels, tasks: Mapping[str, Sequence[Example]], plan: Plan, folder: Path,
    device: str = "cpu", bfloat: bool = False, start: Path | None = None, held: Held | None = None,
) -> ReaderNetwork:  # fmt: skip
    """The trained network; `folder` keeps a checkpoint from which a killed run goes on.

    `start`: another run's checkpoint, of the same labels, whose weights this one begins with.
    """
    torch.manual_seed(plan.seed)
    network = ReaderNetwork(load_encoder(encoder), labels)
    if start is not None:
        _begin_with(network, _mean_of(start))
    return train(network, tasks, plan, folder, device, bfloat, held)


def train(
    network: ReaderNetwork, tasks: Mapping[str, Sequence[Example]], plan: Plan, folder: Path,
    device: str = "cpu", bfloat: bool = False, held: Held | None = None,
) -> ReaderNetwork:  # fmt: skip
    """The network after the plan: the running mean of its weights; with `held`, the one nearest to what it holds."""
    network.encoder.embeddings.word_embeddings.weight.requires_grad_(False)  # faster, and rare words keep sense
    network.to(device)
    groups = [
        {"params": [p for p in network.encoder.parameters() if p.requires_grad], "lr": plan.rate},
        {"params": [*network.heads.parameters(), *network.shape_embedding.parameters(), network.distance_bias],
         "lr": plan.head_rate},
    ]  # fmt: skip
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = list(schedule(tasks, plan))
    warm = max(1, int(len(steps) * plan.warmup))
    scheduler = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.02, (len(steps) - step) / (len(steps) - warm + 1)))
    )
    mean = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(plan.average)
    )
    done = _resume(folder / "checkpoint.pt", network, mean, optimizer, scheduler)
    noise = torch.Generator().manual_seed(plan.seed + done)
    LOG.info("%d steps, %d done", len(steps), done)
    network.train()
    means: dict[str, float] = {}
    began = time.monotonic()
    for step, (_, batch) in enumerate(steps):
        if step < done:
            continue
        losses = _step(network, batch, plan.hidden, noise, device, bfloat)
        total = torch.stack([WEIGHTS[name] * loss for name, loss in losses.items()]).sum()
        optimizer.zero_grad()
        total.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        scheduler.step()
        mean.update_parameters(network)
        for name, loss in losses.items():
            means[name] = 0.98 * means.get(name, loss.item()) + 0.02 * loss.item()
        if (step + 1) % 25 == 0:
            rate = (step + 1 - done) / (time.monotonic() - began)
            LOG.info("step %d/%d %.2f/s %s", step + 1, len(steps), rate,
                     " ".join(f"{name} {value:.3f}" for name, value in sorted(means.items())))  # fmt: skip
        if (step + 1) % plan.save_every == 0 or step + 1 == len(steps):
            _save(folder / "checkpoint.pt", step + 1, network, mean, optimizer, scheduler)
            if held is not None and held.is_over(mean.module, WEIGHTS, device):
                LOG.info("no gain any more: stopped after %d steps", step + 1)
                break
    (folder / "plan.json").write_text(json.dumps({"plan": asdict(plan)}, indent=1), "utf-8")
    if held is not None and held.patience:
        mean.module.load_state_dict(_mean_of(held.path))
    return mean.module.eval()


def load_encoder(folder: Path) -> Any:
    """A BERT or MPNet encoder that reads BERT's uncased word pieces."""
    encoder = AutoModel.from_pretrained(folder, add_pooling_layer=False)
    if encoder.config.model_type == "mpnet":  # its vocabulary is BERT's behind four marks of its own, <mask> at the end
        old = encoder.embeddings.word_embeddings.weight.data
        new = old[4:-1].clone()
        new[[CLS, SEP, MASK, PAD]] = old[[0, 2, -1, 1]]
        encoder.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(new, padding_idx=PAD)
    return encoder


def _begin_with(network: ReaderNetwork, weights: dict[str, Tensor]) -> None:
    """Takes over the weights; heads that came later begin anew."""
    for name, own in network.state_dict().items():
        old = weights[name]
        if old.shape[1:] == own.shape[1:]:
            own[: len(old)].copy_(old)


def load_network(encoder: Path, labels: Labels, checkpoint: Path) -> ReaderNetwork:
    """The network of a checkpoint, ready to read."""
    network = ReaderNetwork(load_encoder(encoder), labels)
    network.load_state_dict(_mean_of(checkpoint))
    return network.eval()


def _mean_of(checkpoint: Path) -> dict[str, Tensor]:
    state = torch.load(checkpoint, weights_only=True)["mean"]
    return {name.removeprefix("module."): value for name, value in state.items() if "." in name}


def load_tokenizer(path: Path) -> Any:
    """The tokenizer of `path`, without padding or truncation."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _step(
    network: ReaderNetwork, batch: list[Example], hidden: float, noise: torch.Generator, device: str, bfloat: bool
) -> dict[str, Tensor]:
    pieces, shapes, mask = (torch.tensor(rows) for rows in pad([e.window for e in batch]))
    drop = (torch.rand(pieces.shape, generator=noise) < hidden) & (pieces > MASK)
    pieces = pieces.masked_fill(drop, MASK)
    pieces, shapes, mask = (rows.to(device) for rows in (pieces, shapes, mask))
    with torch.autocast(device, dtype=torch.bfloat16, enabled=bfloat):
        output = network(pieces, shapes, mask)
    return batch_loss(network, output.float().cpu() if device == "cpu" else output.float(), batch)


def _save(path: Path, step: int, network: Any, mean: Any, optimizer: Any, scheduler: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    parts = {"network": network, "mean": mean, "optimizer": optimizer, "scheduler": scheduler}
    state = {"step": step, **{name: part.state_dict() for name, part in parts.items()}}
    partial = path.with_suffix(".part")
    torch.save(state, partial)
    partial.replace(path)


def _resume(path: Path, network: Any, mean: Any, optimizer: Any, scheduler: Any) -> int:
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    network.load_state_dict(state["network"])
    mean.load_state_dict(state["mean"])
    optimizer.load_state_dict(state["optimizer"])
    scheduler.load_state_dict(state["scheduler"])
    return int(state["step"])
