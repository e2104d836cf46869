"""A trained reader as files that run without torch: int8 ONNX, tokenizer, labels, and a manifest with checksums."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from dateline.models.labels import Labels
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


def export_reader(network: ReaderNetwork, labels: Labels, tokenizer: Path, folder: Path, card: dict[str, Any]) -> None:
    """Writes model.onnx (int8), tokenizer.json, labels.json and manifest.json into `folder`."""
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
    (folder / "manifest.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")
