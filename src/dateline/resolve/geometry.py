"""Distances and directions on the globe."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

_EARTH_KM = 6371.0
_DEGREE_KM = 111.2
_BEARINGS = {"n": (1, 0), "s": (-1, 0), "e": (0, 1), "w": (0, -1)}


def distance_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """The great-circle distance."""
    a, b = radians(lat_a), radians(lat_b)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon_b - lon_a) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


def shifted(lat: float, lon: float, direction: str, km: float) -> tuple[float, float]:
    """The point `km` away in a direction made of n, s, e and w ('sw')."""
    north, east = (sum(_BEARINGS[letter][axis] for letter in direction) for axis in (0, 1))
    length = sqrt(north * north + east * east) or 1.0
    moved = max(-90.0, min(90.0, lat + north / length * km / _DEGREE_KM))
    turned = lon + east / length * km / (_DEGREE_KM * max(0.1, cos(radians(lat))))
    return round(moved, 4), round((turned + 180) % 360 - 180, 4)
