"""What a teacher tells of windows, and how far a student is from it. Needs the training extra."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from dateline.models.labels import Labels  # noqa: E402
from dateline.models.windows import Window, pad  # noqa: E402
from dateline.records import Span  # noqa: E402
from dateline.training.data import Example  # noqa: E402
from dateline.training.losses import batch_loss  # noqa: E402
from dateline.training.network import ReaderNetwork  # noqa: E402
from dateline.training.soft import soften  # noqa: E402

LABELS = Labels(("AID", "ASSAULT"), ("bombing",), ("ORG",))


def network(seed: int) -> ReaderNetwork:
    torch.manual_seed(seed)
    config = transformers.BertConfig(
        vocab_size=200, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    made = ReaderNetwork(transformers.BertModel(config, add_pooling_layer=False), LABELS).eval()
    torch.nn.init.normal_(made.heads.weight, std=2.0)  # so that some word is a trigger
    return made


def example(words: int) -> Example:
    pieces = [101, *range(10, 10 + words), 102]
    spans = [Span(2 * i, 2 * i + 1) for i in range(words)]
    half = words // 2
    window = Window(pieces, [0] * len(pieces), list(range(1, words + 1)), spans, [0] * half + [1] * (words - half))
    return Example(window)


def soft_losses(student: ReaderNetwork, batch: list[Example]) -> dict[str, float]:
    with torch.no_grad():
        output = student(*(torch.tensor(rows) for rows in pad([one.window for one in batch])))
    losses = batch_loss(student, output, batch)
    return {name: value.item() for name, value in losses.items() if name.startswith("soft_")}


def test_teacher_is_nearest_to_itself(tmp_path: Path) -> None:
    teacher, batch = network(1), [example(9), example(14)]
    soften(batch, teacher, tmp_path / "soft.pt")
    assert all(one.soft is not None and one.soft.triggers for one in batch)
    assert not any(trigger.slots.requires_grad for one in batch for trigger in one.soft.triggers)
    own, other = soft_losses(teacher, batch), soft_losses(network(2), batch)
    assert own.keys() == other.keys() >= {"soft_trigger", "soft_status", "soft_slot"}
    assert all(own[name] < other[name] for name in own)


def test_kept_labels_are_read_again(tmp_path: Path) -> None:
    first, second = [example(9)], [example(9)]
    soften(first, network(1), tmp_path / "soft.pt")
    soften(second, network(2), tmp_path / "soft.pt")
    assert first[0].soft is not None
    assert second[0].soft is not None
    assert torch.equal(first[0].soft.words, second[0].soft.words)
