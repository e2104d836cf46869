"""A trained reader as files that run without torch: int8 ONNX, tokenizer, labels, and a manifest with checksums."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from dateline.models.labels import Labels
from dateline.training.data import Example
from dateline.training.network import ReaderNetwork


class OneWindow(nn.Module):
    """The network as the reader runs it: one window, so no padding and no mask."""

    def __init__(self, network: ReaderNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor]:
        """The head outputs, 1 × length × width, and the states under them, 1 × length × hidden."""
        states = self.network.states(pieces, shapes, None)
        return self.network.heads(states), states


def export_reader(
    network: ReaderNetwork, labels: Labels, tokenizer: Path, folder: Path, card: dict[str, Any],
    checks: Sequence[Example] = (),
) -> None:  # fmt: skip
    """Writes model.onnx (int8), tokenizer.json, labels.json and manifest.json into `folder`.

    On `checks` the int8 file is held against the network; how often they agree goes into the manifest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    full, prepared, small = folder / "full.onnx", folder / "prepared.onnx", folder / "model.onnx"
    example = (torch.ones(1, 16, dtype=torch.long), torch.ones(1, 16, dtype=torch.long))
    axes = {name: {1: "length"} for name in ("pieces", "shapes", "output", "states")}
    network.encoder.set_attn_implementation("eager")  # its graph has no mask to fill in and no check for NaN
    with torch.no_grad():
        torch.onnx.export(
            OneWindow(network.float().eval()), example, str(full), input_names=["pieces", "shapes"],
            output_names=["output", "states"], dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
    quant_pre_process(str(full), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(str(prepared), str(small), weight_type=QuantType.QInt8, per_channel=True)
    full.unlink()
    prepared.unlink()
    shutil.copy(tokenizer, folder / "tokenizer.json")
    description = {"labels": asdict(labels), "distance_bias": network.distance_bias.detach().tolist()}
    (folder / "labels.json").write_text(json.dumps(description, indent=1) + "\n", "utf-8")
    files = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
             for name in ("model.onnx", "tokenizer.json", "labels.json")}  # fmt: skip
    card = {"files": files, "architecture": network.encoder.config.to_diff_dict(), **card}
    if checks:
        card["int8_agrees"] = agreement(network, small, checks)
    (folder / "manifest.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")


def agreement(network: ReaderNetwork, model: Path, examples: Sequence[Example]) -> dict[str, float]:
    """The share of words, and for the status of gold triggers, to which the file and the network give one label."""
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    same: dict[str, list[Tensor]] = {"trigger": [], "status": []}
    for example in examples:
        pieces, shapes = (torch.tensor([getattr(example.window, name)]) for name in ("pieces", "shapes"))
        with torch.no_grad():
            full = network.split(network(pieces, shapes, None))
        found = session.run(["output"], {"pieces": pieces.numpy(), "shapes": shapes.numpy()})[0]
        small = network.split(torch.from_numpy(found))
        words = example.window.first
        triggers = [words[gold.words[0]] for gold in example.triggers]
        for name, places in (("trigger", words), ("status", triggers)):
            same[name].append((full[name].argmax(-1) == small[name].argmax(-1))[0, places].float())
    return {name: round(float(torch.cat(rows).mean()), 4) for name, rows in same.items()}
