"""A text cut where any span begins or ends, so that spans may overlap freely on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from dateline.records import Span


@dataclass(frozen=True, slots=True)
class Layer:
    """A span with what it shows: a key that fields refer to, and style names."""

    span: Span
    key: str
    styles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch under the same layers from end to end; `starts` are the layers that begin with it."""

    span: Span
    layers: tuple[Layer, ...]
    starts: tuple[Layer, ...]


def cut(length: int, layers: Iterable[Layer], breaks: Iterable[int] = ()) -> Iterator[Segment]:
    """The segments of a text of `length`, in order and without gaps, also cut at `breaks`."""
    kept = [layer for layer in layers if 0 <= layer.span.start < layer.span.end <= length]
    opening: dict[int, list[Layer]] = {}
    closing: dict[int, list[Layer]] = {}
    for layer in kept:
        opening.setdefault(layer.span.start, []).append(layer)
        closing.setdefault(layer.span.end, []).append(layer)
    inner = {point for point in breaks if 0 < point < length}
    points = sorted({0, length, *opening, *closing, *inner})
    active: dict[int, Layer] = {}
    for start, end in pairwise(points):
        for layer in closing.get(start, ()):
            active.pop(id(layer), None)
        for layer in opening.get(start, ()):
            active[id(layer)] = layer
        yield Segment(Span(start, end), tuple(active.values()), tuple(opening.get(start, ())))
