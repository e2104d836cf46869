"""How wide a place may be, by how exactly it is known: what is drawn as an area has one, and no point pretends."""

from __future__ import annotations

RADII: dict[str, float | None] = {
    "exact": 1.0, "town": 5.0, "ADM2": 30.0, "relative": 40.0, "ADM1": 100.0, "region": 250.0, "country": None,
    "unknown": None,
}  # fmt: skip
"""Kilometres by precision; None: as wide as the country, or nobody knows."""


def radius_of(precision: str | None) -> float | None:
    """The kilometres that a place of this precision may be away from its point."""
    return RADII.get(precision or "unknown")
