"""A reader tuned on a user's own corrections: gold records of reviewed reports, in the event corpus's format."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from dateline.errors import ReadError
from dateline.evaluate.rows import read_rows
from dateline.models.reader import FOLDER
from dateline.training.data import event_examples
from dateline.training.export import export_reader
from dateline.training.fit import Plan, load_tokenizer, train
from dateline.training.restore import restore_network

LOG = logging.getLogger(__name__)
KEPT = 0.5  # of the old weights in the new reader: what it knew must not go for a few corrections
NEEDED = frozenset({"text", "sentences", "events"})


def tune_reader(reviews: Path, folder: Path, base: Path | None = None, passes: float = 4.0, seed: int = 7) -> Path:
    """The folder of a reader that has learned from `reviews` (JSON lines), ready for the setting `reader`.

    The weights are half those of `base` (the shipped reader) and half those that the corrections lead to (Wortsman
    and others 2022, "Robust fine-tuning"), so that a few reports do not undo what many taught.

    Raises ReadError where the file holds no reviewed report, or one that lacks a field.
    """
    base = base or FOLDER
    rows = _rows(reviews)
    network = restore_network(base)
    labels = network.labels
    tokenizer = load_tokenizer(base / "tokenizer.json")
    known = [{**row, "events": [e for e in row["events"] if e["event_type"] in labels.event_types]} for row in rows]
    tasks = {"events": list(event_examples(known, tokenizer, labels, 128))}
    plan = replace(Plan(), passes={"events": passes}, rate=5e-5, head_rate=2e-4, average=0.9, seed=seed)
    old = {name: value.clone() for name, value in network.state_dict().items()}
    torch.manual_seed(seed)
    new = train(network, tasks, plan, folder).cpu().state_dict()
    network = restore_network(base)
    network.load_state_dict({name: KEPT * old[name] + (1 - KEPT) * new[name] for name in old})
    (folder / "checkpoint.pt").unlink()
    card = json.loads((base / "manifest.json").read_text("utf-8"))
    card = {key: value for key, value in card.items() if key not in ("files", "architecture")}
    card["reviews"] = {"reports": len(rows), "sha256": hashlib.sha256(reviews.read_bytes()).hexdigest()}
    export_reader(network, labels, base / "tokenizer.json", folder / "reader", card)
    LOG.info("%d reviewed reports: %s", len(rows), folder / "reader")
    return folder / "reader"


def _rows(path: Path) -> Sequence[dict[str, Any]]:
    rows = list(read_rows(path))
    for number, row in enumerate(rows, 1):
        if not row.keys() >= NEEDED:
            raise ReadError(f"{path}, line {number}: no reviewed report (needs {', '.join(sorted(NEEDED))})")
    if not rows:
        raise ReadError(f"{path}: no reviewed report")
    return rows
