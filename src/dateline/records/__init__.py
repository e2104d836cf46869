"""What flows through dateline: frozen typed records, and one codec to JSON."""

from __future__ import annotations

from dateline.records.codec import from_json, to_builtins, to_json
from dateline.records.document import Document, Quarantined, StageRun
from dateline.records.events import Binding, Claim, Count, Event, Link
from dateline.records.ids import make_id
from dateline.records.linked import (
    Card,
    Chain,
    Change,
    Copy,
    Edition,
    Family,
    Incident,
    Pair,
    Ruling,
    Story,
    Toll,
    TollPoint,
    Version,
    Where,
)
from dateline.records.report import Part, Report
from dateline.records.resolved import Actor, Place, Resolution
from dateline.records.spans import Mention, Sentence, Span, Tag, TimeRef, Token

__all__ = [
    "Actor", "Binding", "Card", "Chain", "Change", "Claim", "Copy", "Count", "Document", "Edition",
    "Event", "Family", "Incident", "Link", "Mention", "Pair", "Part", "Place", "Quarantined", "Report",
    "Resolution", "Ruling", "Sentence", "Span", "StageRun", "Story", "Tag", "TimeRef", "Token", "Toll",
    "TollPoint", "Version", "Where", "from_json", "make_id", "to_builtins", "to_json",
]  # fmt: skip
