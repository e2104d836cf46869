"""`dateline evaluate`: scores against gold annotations."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from dateline.errors import SettingsError


def evaluate_command(
    name: Annotated[str, typer.Argument(help="The set, such as event_corpus.", metavar="SET")],
    path: Annotated[Path, typer.Argument(help="A file in the set's format, plain or gzip.")],
    history: Annotated[
        Path | None, typer.Option(help="For tkg: the folder of the past that forecasts learn from.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    errors: Annotated[int, typer.Option(help="Also list the worst misses.", min=0)] = 0,
) -> None:
    """Score dateline against gold annotations."""
    evaluate_set = getattr(import_module("dateline.evaluate"), "evaluate_set", None)
    if evaluate_set is None:
        raise SettingsError("this dateline scores no sets yet")
    result = evaluate_set(name, path, errors=errors, history=history)
    if as_json:
        told = {"set": name, "path": str(path), "documents": result.documents, "seconds": result.seconds}
        print(json.dumps({**told, "metrics": result.metrics}))
    else:
        print(f"{name}: {result.documents:,} documents in {result.seconds:.1f} s")
        width = max(map(len, result.metrics), default=0)
        for metric, value in result.metrics.items():
            print(f"  {metric:<{width}}  {value:.4f}")
    for line in result.errors[:errors]:
        typer.echo(line, err=as_json)
