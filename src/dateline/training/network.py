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
        output: Tensor = self.heads(self.dropout(self.states(pieces, shapes, mask)))
        return output

    def states(self, pieces: Tensor, shapes: Tensor, mask: Tensor | None) -> Tensor:
        """The encoder's last states, batch × length × hidden."""
        embedded = self.encoder.embeddings.word_embeddings(pieces) + self.shape_embedding(shapes)
        states: Tensor = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        return states

    def split(self, output: Tensor) -> dict[str, Tensor]:
        """The output by head."""
        return dict(zip(self.sizes, output.split(list(self.sizes.values()), dim=-1), strict=True))

    def slot_scores(self, triggers: Tensor, words: Tensor, buckets: Tensor) -> Tensor:
        """Scores (triggers × words × 2·roles), given each trigger's vector and its words' vectors and buckets."""
        outputs = 2 * len(ROLES)
        left = triggers.view(-1, 1, outputs, SLOT_WIDTH)
        right = words.view(*words.shape[:2], outputs, SLOT_WIDTH)
        return (left * right).sum(-1) / SLOT_WIDTH**0.5 + self.distance_bias[buckets]

    def root_scores(self, words: Tensor, mask: Tensor, source: Tensor, target: Tensor) -> Tensor:
        """Scores (pairs × roots) of what a sentence says that `source` does to `target`.

        Each word of the sentence (`words`, pairs × words × roots, where `mask` is set) speaks for roots by itself
        (log-sum-exp); each party has a say of its own, and the two together `s · t / sqrt(PAIR_WIDTH)`. `source`,
        `target`: their mean head outputs, pairs × roots · (1 + PAIR_WIDTH); zeros where a party is unknown.
        """
        roots = words.shape[-1]
        scores = words.masked_fill(~mask.unsqueeze(-1), float("-inf")).logsumexp(1)
        both = (source[:, roots:] * target[:, roots:]).view(-1, roots, PAIR_WIDTH).sum(-1)
        return scores + source[:, :roots] + target[:, :roots] + both / PAIR_WIDTH**0.5
