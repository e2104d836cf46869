"""Reading of JSON lines, plain or gzip."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.errors import ReadError


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a file, one a line; raises ReadError with the line."""
    try:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    try:
                        row = json.loads(line)
                    except ValueError as error:
                        raise ReadError(f"{path}, line {number}: {error}") from error
                    if not isinstance(row, dict):
                        raise ReadError(f"{path}, line {number}: not a JSON object")
                    yield row
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: {error}") from error
