"""Rows of cells in files: comma- or tab-separated, under a heading or without."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dateline.export.tables import safe_cell

Row = Mapping[str, Any]


def write_delimited(
    path: Path,
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    delimiter: str = ",",
    heading: bool = True,
    under: Sequence[str] | None = None,
) -> int:
    """Writes the named columns of the rows; gives how many rows. `under` is a second line below the heading."""
    number = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        if heading:
            writer.writerow(columns)
        if under is not None:
            writer.writerow(under)
        for number, row in enumerate(rows, 1):  # noqa: B007 - asked for after the loop
            writer.writerow([cell(row.get(name), delimiter) for name in columns])
    return number


def cell(value: Any, delimiter: str = ",") -> Any:
    """The value as a cell: lists joined, line ends and tabs as blanks, formulas made harmless."""
    if isinstance(value, list | tuple):
        value = "; ".join("" if one is None else str(one) for one in value)
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return value
    if delimiter == "\t" or "\n" in value or "\r" in value:
        value = " ".join(value.split())
    return safe_cell(value)
