"""The parser and the ONNX reader, with their weights."""

from __future__ import annotations

from typing import Any

from dateline.models.parser import Parse, Parser, Words, load_parser

__all__ = ["Parse", "Parser", "Words", "load_parser", "load_reader"]


def load_reader(threads: int = 1) -> Any:
    """The reader: one pass of the multi-task model."""
    return None
