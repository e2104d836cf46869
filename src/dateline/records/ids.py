"""Ids made from content, so that a second run writes the same rows."""

from __future__ import annotations

import hashlib


def make_id(prefix: str, *parts: str | None) -> str:
    """A short stable id of `parts`: the prefix, a dash and 16 hex digits of their SHA-256."""
    digest = hashlib.sha256("\x1f".join("\x00" if part is None else part for part in parts).encode(
        "utf-8", "surrogatepass"))
    return f"{prefix}-{digest.hexdigest()[:16]}"
