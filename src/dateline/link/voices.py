"""The independent sources behind reports: copies of one text count once, and so do a publisher's own reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dateline.records import Family


def find_voices(publishers: Mapping[str, str | None], families: Iterable[Family]) -> dict[str, str]:
    """The voice of each report: its publisher, or its family where several publishers print one text, or itself."""
    voices = {name: f"publisher:{publisher}" if publisher else name for name, publisher in publishers.items()}
    for family in families:
        named = {publishers.get(name) for name in family.reports}
        if len(named) == 1 and None not in named:
            continue
        for name in family.reports:
            voices[name] = family.family_id
    return voices
