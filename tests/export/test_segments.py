from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dateline.export.segments import Layer, cut
from dateline.records import Span

spans = st.tuples(st.integers(-2, 30), st.integers(-2, 30)).map(lambda pair: Span(*pair))


@given(st.integers(0, 25), st.lists(spans, max_size=12), st.lists(st.integers(-1, 30), max_size=4))
def test_segments_tile_the_text_under_the_right_layers(
    length: int, chosen: list[Span], breaks: list[int]
) -> None:
    layers = [Layer(span, str(number), ()) for number, span in enumerate(chosen)]
    segments = list(cut(length, layers, breaks))
    assert "".join("x" * (one.span.end - one.span.start) for one in segments) == "x" * length
    assert all(left.span.end == right.span.start for left, right in pairwise(segments))
    for layer in layers:
        if 0 <= layer.span.start < layer.span.end <= length:
            inside = [one.span for one in segments if layer in one.layers]
            assert (inside[0].start, inside[-1].end) == (layer.span.start, layer.span.end)
            assert sum(layer in one.starts for one in segments) == 1
        else:
            assert all(layer not in one.layers for one in segments)
