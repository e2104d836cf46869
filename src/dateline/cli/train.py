"""`dateline train`: a reader of one's own."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from dateline.errors import SettingsError

OUT = "The folder of the run; the reader will lie in its folder `reader`."


def train_command(
    out: Annotated[Path, typer.Option(help=OUT)],
    from_reviews: Annotated[Path | None, typer.Option(help="Reviewed reports, JSON lines (gold).")] = None,
    base: Annotated[Path | None, typer.Option(help="The reader to begin with.", show_default="the shipped one")] = None,
    passes: Annotated[float, typer.Option(help="How often each report is read.", min=0.1)] = 4.0,
    seed: Annotated[int, typer.Option(help="Of the random order.")] = 7,
) -> None:
    """Tune the reader on your own corrections. To train one from the data sets: python -m dateline.training --help."""
    missing = [name for name in ("torch", "transformers", "onnx") if find_spec(name) is None]
    if missing:
        raise SettingsError(f"{', '.join(missing)}: not installed; pip install 'dateline[train]'")
    if from_reviews is None:
        raise SettingsError("--from-reviews: which file? (dateline export, or the desk's gold.jsonl)")
    from dateline.training.reviews import tune_reader

    logging.getLogger("dateline").setLevel(logging.INFO)
    folder = tune_reader(from_reviews, out, base, passes, seed)
    print(f'{folder}: put reader = "{folder}" into dateline.toml to use it')
