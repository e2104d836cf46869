"""Hits, misses and false alarms."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Counts:
    """Hits, misses and false alarms."""

    hits: int = 0
    missed: int = 0
    spurious: int = 0

    def add(self, hits: int, missed: int, spurious: int) -> None:
        """Adds to the three."""
        self.hits += hits
        self.missed += missed
        self.spurious += spurious

    @property
    def precision(self) -> float:
        """Hits over all predicted."""
        return self.hits / (self.hits + self.spurious) if self.hits else 0.0

    @property
    def recall(self) -> float:
        """Hits over all gold."""
        return self.hits / (self.hits + self.missed) if self.hits else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.hits / (2 * self.hits + self.missed + self.spurious) if self.hits else 0.0
