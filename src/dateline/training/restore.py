"""A shipped reader's weights as they were before quantisation, nearly: what fine-tuning begins with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor
from transformers import AutoConfig, AutoModel

from dateline.models.labels import Labels
from dateline.training.network import ReaderNetwork

_PREFIX = "network."


def restore_weights(folder: Path) -> dict[str, Tensor]:
    """The weights of the reader in `folder`, by the names of `ReaderNetwork.state_dict`; int8 becomes float again."""
    graph = onnx.load(str(folder / "model.onnx")).graph
    values = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    weights: dict[str, Any] = {}
    for name, value in values.items():
        if name.startswith(_PREFIX) and name.endswith("_quantized"):
            weights[name.removesuffix("_quantized")] = _float(values, name.removesuffix("_quantized"))
        elif name.startswith(_PREFIX) and value.dtype == np.float32 and not name.endswith("_scale"):
            weights[name] = value
    for node in graph.node:  # a product's weights have lost their name, but the node says whose they are
        if node.op_type == "MatMulInteger" and node.input[1].endswith("_quantized"):
            module = node.name.removesuffix("/MatMul_quant").strip("/").replace("/", ".")
            weights[f"{module}.weight"] = _float(values, node.input[1].removesuffix("_quantized")).T
    description = json.loads((folder / "labels.json").read_text("utf-8"))
    weights[_PREFIX + "distance_bias"] = np.array(description["distance_bias"], np.float32)
    return {name.removeprefix(_PREFIX): torch.tensor(value) for name, value in weights.items()}


def restore_network(folder: Path) -> ReaderNetwork:
    """The reader in `folder` as a network that can be trained on."""
    card = json.loads((folder / "manifest.json").read_text("utf-8"))
    config = dict(card["architecture"])
    encoder = AutoModel.from_config(AutoConfig.for_model(config.pop("model_type"), **config), add_pooling_layer=False)
    network = ReaderNetwork(encoder, restore_labels(folder))
    network.load_state_dict(restore_weights(folder))
    return network


def restore_labels(folder: Path) -> Labels:
    """The label set of the reader in `folder`."""
    description = json.loads((folder / "labels.json").read_text("utf-8"))
    return Labels(**{name: tuple(values) for name, values in description["labels"].items()})


def _float(values: dict[str, Any], name: str) -> Any:
    shifted = values[f"{name}_quantized"].astype(np.float32) - values[f"{name}_zero_point"].astype(np.float32)
    return shifted * values[f"{name}_scale"]
