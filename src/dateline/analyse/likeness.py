"""Likeness of parties: vectors by which parties with the same partners lie close, from a low-rank picture of ties."""

from __future__ import annotations

import numpy as np

from dateline.analyse.recurrency import Floats, Memory, run_starts

WIDTH = 64
_SEED = 7


class Likeness:
    """Vectors of parties; `refresh` takes in what was observed since."""

    def __init__(self, parties: int) -> None:
        self._basis: Floats | None = None
        self.vectors: Floats = np.zeros((parties, WIDTH), np.float32)  # scaled: products are strengths of ties
        self.signs: Floats = np.ones(WIDTH, np.float32)
        self.directions: Floats = self.vectors  # of length one
        self.degrees: Floats = np.ones(parties, np.float32)

    def strengths(self, subject: int) -> Floats:
        """How strong a tie of the subject with each party the low-rank picture expects."""
        return np.asarray(self.vectors @ (self.vectors[subject] * self.signs), np.float32)

    def refresh(self, memory: Memory, day: int) -> None:
        """Take the vectors anew from all ties as of a day, starting from the last ones."""
        entries = memory.ties.take(slice(None), day)
        pairs = entries.keys // memory.relations
        starts = run_starts(pairs)
        if not len(starts):
            return
        mass = entries.faded @ np.array([0.5, 0.5, 1, 1], np.float32) + 0.05 * entries.counts
        weights = np.log1p(np.add.reduceat(mass, starts))
        rows, columns = np.divmod(pairs[starts], memory.parties)
        degrees = np.bincount(rows, weights, memory.parties) + 1
        weights = (weights / np.sqrt(degrees[rows] * degrees[columns])).astype(np.float32)
        row_starts = run_starts(rows)
        distinct = rows[row_starts]

        def spread(basis: Floats) -> Floats:
            out = np.zeros_like(basis)
            out[distinct] = np.add.reduceat(weights[:, None] * basis[columns], row_starts, axis=0)
            return out

        turns = 2 if self._basis is not None else 6
        basis = self._basis
        if basis is None:
            basis = np.random.default_rng(_SEED).standard_normal((memory.parties, WIDTH)).astype(np.float32)
        for _ in range(turns):
            basis = np.linalg.qr(spread(basis))[0]
        inner = basis.T @ spread(basis)
        values, turn = np.linalg.eigh((inner + inner.T) / 2)
        basis = basis @ turn
        self._basis = basis
        self.vectors = np.asarray(basis * np.sqrt(np.abs(values)), np.float32)
        self.signs = np.sign(values).astype(np.float32)
        self.directions = self.vectors / (np.linalg.norm(self.vectors, axis=1, keepdims=True) + 1e-6)
        self.degrees = degrees.astype(np.float32)
