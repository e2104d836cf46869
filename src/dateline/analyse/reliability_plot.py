"""Reliability diagrams as one SVG: what was said against what came, a panel for each test of a back-test."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dateline.analyse.backtest import Tested

_SIDE, _GAP, _COLUMNS = 150, 46, 3


def reliability_svg(tests: Sequence[Tested]) -> str:
    """The diagrams of the best method of each test.

    Events: on the diagonal, what was said came as often. Counts: bars alike, outcomes lie where they were expected.
    """
    rows = -(-len(tests) // _COLUMNS)
    width, height = _COLUMNS * (_SIDE + _GAP) + _GAP, rows * (_SIDE + _GAP + 16) + _GAP
    panels = [
        _panel(one, _GAP + number % _COLUMNS * (_SIDE + _GAP), _GAP + number // _COLUMNS * (_SIDE + _GAP + 16))
        for number, one in enumerate(tests)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="9" role="img" aria-label="Reliability">\n'
        f'<rect width="{width}" height="{height}" fill="white"/>\n{"".join(panels)}</svg>\n'
    )


def _panel(test: Tested, x: float, y: float) -> str:
    title = f"{test.target}, {test.horizon} days: {test.best}, error {test.error:.3f}"
    marks = "".join(_dots(test) if test.logs else _bars(test))
    diagonal = f'<path d="M0 {_SIDE}L{_SIDE} 0" stroke="#999" stroke-dasharray="3 3" fill="none"/>' if test.logs else ""
    ticks = "".join(
        f'<text x="{share * _SIDE:g}" y="{_SIDE + 11}" text-anchor="middle">{share:.0%}</text>' for share in (0, 0.5, 1)
    )
    return (
        f'<g transform="translate({x},{y})"><text y="-6">{escape(title)}</text>'
        f'<rect width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#333"/>{diagonal}{ticks}{marks}</g>\n'
    )


def _dots(test: Tested) -> list[str]:
    """A circle for each tenth, its area by the forecasts in it; across what was said, upward what came."""
    most = max(one.forecasts for one in test.bins)
    return [
        f'<circle cx="{one.mean * _SIDE:.1f}" cy="{(1 - one.share) * _SIDE:.1f}" '
        f'r="{2 + 6 * (one.forecasts / most) ** 0.5:.1f}" fill="#1f5fa8" fill-opacity="0.75">'
        f"<title>said {one.mean:.0%}, came {one.share:.0%}, of {one.forecasts}</title></circle>"
        for one in test.bins
    ]


def _bars(test: Tested) -> list[str]:
    """A bar for each tenth of the distributions: the share of outcomes in it, the line at a tenth."""
    top = max(0.2, *(one.share for one in test.bins))
    wide = _SIDE / len(test.bins)
    bars = [
        f'<rect x="{number * wide + 1:.1f}" y="{(1 - one.share / top) * _SIDE:.1f}" width="{wide - 2:.1f}" '
        f'height="{one.share / top * _SIDE:.1f}" fill="#1f5fa8" fill-opacity="0.75"/>'
        for number, one in enumerate(test.bins)
    ]
    line = (1 - 0.1 / top) * _SIDE
    return [*bars, f'<path d="M0 {line:.1f}H{_SIDE}" stroke="#999" stroke-dasharray="3 3"/>']
