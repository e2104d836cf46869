"""`dateline read`: files in, a brief (or JSON, CSV, Markdown, HTML) out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.options import Fields, Published, page_width, parse_day, parse_fields, wants_colour
from dateline.errors import ExportError, ReadError, SettingsError

if TYPE_CHECKING:
    from dateline.records import Document
    from dateline.records import Quarantined as Failed


def read_command(
    files: Annotated[list[str], typer.Argument(help="Files, folders or patterns; - is standard input.")],
    shape: Annotated[
        str,
        typer.Option("--format", "-f", help="brief, json, jsonl, csv, markdown or html.", metavar="FORMAT"),
    ] = "brief",
    published: Published = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Write to this file instead.", metavar="FILE")
    ] = None,
    width: Annotated[int | None, typer.Option(help="Columns of the brief.", min=40, max=400)] = None,
    fields: Fields = None,
) -> None:
    """Print what reports say: who did what to whom, where, when, according to whom."""
    from dateline.export import RENDERERS, render, write
    from dateline.records import Quarantined

    if shape not in RENDERERS:
        raise SettingsError(f"--format: {shape!r} is none of {', '.join(RENDERERS)}")
    results = _results(files, published, fields)
    colour = out is None and wants_colour()
    columns = page_width(width)
    failed = coded = 0
    documents: list[Document] = []
    streams = out is None and shape in ("brief", "jsonl")  # shapes that can be printed report by report
    for result in results:
        if isinstance(result, Quarantined):
            failed += 1
            sys.stderr.write(
                f"dateline: {result.report.source}: {result.stage}: {result.error}: {result.message}\n"
            )
            continue
        coded += 1
        if streams:
            _print(
                ("\n\n" if shape == "brief" and coded > 1 else "")
                + render(result, shape, width=columns, colour=colour)
            )
        else:
            documents.append(result)
    if not coded:
        raise ReadError(f"nothing could be read ({failed} set aside)" if failed else "nothing to read")
    if out is not None:
        write(render(documents, shape, width=columns), out)
        sys.stderr.write(f"wrote {out}\n")
    elif documents:
        _print(render(documents, shape, width=columns, colour=colour))
    if failed:
        raise typer.Exit(3)


def _results(
    files: list[str], published: str | None, fields: list[str] | None
) -> Iterator[Document | Failed]:
    from dateline.read import read_reports
    from dateline.run import code_reports

    day, mapping = parse_day(published), parse_fields(fields)
    for name in files:
        # one by one: the first brief is on the screen while the second report is still being read
        yield from code_reports(read_reports(name, published=day, fields=mapping), batch=1)


def _print(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except UnicodeEncodeError as error:
        raise ExportError(
            f"standard output cannot show {error.object[error.start]!r}: set PYTHONUTF8=1"
        ) from error
