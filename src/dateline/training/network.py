"""The reader network: a small BERT encoder with word-shape embeddings and one linear layer for all heads."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from dateline.models.labels import DISTANCES, PAIR_WIDTH, ROLES, SLOT_WIDTH, Labels
from dateline.models.windows import SHAPES


class ReaderNetwork(nn.Module):
    """pieces, shapes, mask (each batch × length) → token-wise head outputs (batch × length × width).

    Slots are scored outside: for trigger vector t and word vector w of each of 2 × roles outputs (begin, inside),
    `t · w / sqrt(SLOT_WIDTH) + distance_bias`.
    """

    def __init__(self, encoder: Any, labels: Labels) -> None:
        super().__init__()
        self.encoder = encoder
        self.labels = labels
        hidden = encoder.config.hidden_size
        self.shape_embedding = nn.Embedding(SHAPES, hidden)
        nn.init.zeros_(self.shape_embedding.weight)
        self.sizes = labels.heads()
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.Linear(hidden, sum(self.sizes.values()))
        self.distance_bias = nn.Parameter(torch.zeros(DISTANCES, 2 * len(ROLES)))

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor | None) -> Tensor:
        """The concatenated head outputs, in the order of `Labels.heads`; no mask where nothing is padded."""
        embedded = self.encoder.embeddings.word_embeddings(pieces) + self.shape_embedding(shapes)
        states = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        output: Tensor = self.heads(self.dropout(states))
        return output

    def split(self, output: Tensor) -> dict[str, Tensor]:
        """The output by head."""
        return dict(zip(self.sizes, output.split(list(self.sizes.values()), dim=-1), strict=True))

    def slot_scores(self, trigger: Tensor, words: Tensor, buckets: Tensor) -> Tensor:
        """Scores (words × 2·roles) of the slots of one trigger (its vector), given the words' vectors and buckets."""
        outputs = 2 * len(ROLES)
        left = trigger.view(1, outputs, SLOT_WIDTH)
        right = words.view(-1, outputs, SLOT_WIDTH)
        return (left * right).sum(-1) / SLOT_WIDTH**0.5 + self.distance_bias[buckets]

    def root_scores(self, heads: dict[str, Tensor], words: slice, source: slice | None, target: slice | None) -> Tensor:
        """Scores of the roots of what the words of a sentence say that `source` does to `target`.

        Each word speaks for roots by itself (log-sum-exp over the sentence); each party has a say of its own, and the
        two together `s · t / sqrt(PAIR_WIDTH)`.
        """
        scores = heads["root_word"][words].logsumexp(0)
        roots = len(scores)
        sides = []
        for name, side in (("root_source", source), ("root_target", target)):
            if side is not None:
                vector = heads[name][side].mean(0)
                scores = scores + vector[:roots]
                sides.append(vector[roots:].view(roots, PAIR_WIDTH))
        if len(sides) == 2:
            scores = scores + (sides[0] * sides[1]).sum(-1) / PAIR_WIDTH**0.5
        return scores
