"""`dateline evaluate`: scores against gold annotations."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def evaluate_command(
    name: Annotated[str, typer.Argument(help="The set, such as event_corpus.", metavar="SET")],
    path: Annotated[Path, typer.Argument(help="A file in the set's format, plain or gzip.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    errors: Annotated[int, typer.Option(help="Also list the worst misses.", min=0)] = 0,
) -> None:
    """Score dateline against gold annotations."""
    raise typer.Exit(2)
