"""placeholder"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.records import Document


def render_html(documents: Sequence[Document]) -> str:
    """One page."""
    return ""
