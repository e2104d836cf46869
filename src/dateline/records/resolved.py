"""What spans stand for: actors and places with ids, and the judgement that says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A known party. Country: ISO 3166-1 alpha-3, IGO or INT; sectors: PLOVER's."""

    actor_id: str
    name: str
    country: str | None = None
    sectors: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A gazetteer entry. `precision`: exact, town, ADM2, ADM1, country, region, relative, unknown.

    `radius_km`: how far from the point the place of a relative phrase may lie.
    """

    place_id: str
    name: str
    country: str | None = None  # ISO 3166-1 alpha-3
    admin1: str | None = None
    admin2: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str = "unknown"
    feature: str | None = None  # GeoNames class and code
    radius_km: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What a mention stands for. Without a target it may still have country and sectors ('gunmen': REB)."""

    mention_id: str
    kind: Literal["actor", "place"]
    target: str | None = None  # actor or place id
    name: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    place: Place | None = None
    score: float = 0.0
    method: str = ""
