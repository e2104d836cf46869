"""The parser and the ONNX reader, with their weights."""

from __future__ import annotations

from typing import Any


def load_parser() -> Any:
    """The spaCy pipeline that parses sentences."""
    return None


def load_reader(threads: int = 1) -> Any:
    """The reader: one pass of the multi-task model."""
    return None
