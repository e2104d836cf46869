"""The parser and the ONNX reader, with their weights."""

from __future__ import annotations

from dateline.models.confidence import Confidence, load_confidence
from dateline.models.own_types import load_own_types
from dateline.models.parser import Parse, Parser, Words, load_parser
from dateline.models.reader import Reader, load_reader
from dateline.models.windows import Passage

__all__ = [
    "Confidence", "Parse", "Parser", "Passage", "Reader", "Words", "load_confidence", "load_own_types", "load_parser",
    "load_reader",
]  # fmt: skip
