"""The figures below which no change may take dateline: by file, then by metric."""

from __future__ import annotations

import json
from importlib.resources import files


def load_floors() -> dict[str, dict[str, float]]:
    """The floors; files are named from the folder of the data sets, `invented/…` from the repository's `data/`."""
    text = files("dateline.evaluate").joinpath("floors.json").read_text("utf-8")
    floors: dict[str, dict[str, float]] = json.loads(text)
    return floors
