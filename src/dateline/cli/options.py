"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from dateline.errors import SettingsError

StoreFile = Annotated[Path, typer.Option("--store", help="The store's file.", metavar="FILE")]
Published = Annotated[
    str | None,
    typer.Option(help="Publication date (YYYY-MM-DD) of reports that state none.", metavar="DATE"),
]
Fields = Annotated[
    list[str] | None,
    typer.Option(
        "--field", help="For JSON rows: where a field is, such as text=data.body.", metavar="NAME=PATH"
    ),
]


def parse_day(value: str | None) -> datetime | None:
    """The day as midnight UTC; raises SettingsError where it is no ISO date."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise SettingsError(f"--published: {value!r} is not a date such as 2024-01-18") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def parse_fields(values: list[str] | None) -> dict[str, str]:
    """`['text=body']` as a mapping; raises SettingsError for one without '='."""
    found = {}
    for value in values or ():
        name, equals, path = value.partition("=")
        if not equals or not name or not path:
            raise SettingsError(f"--field: {value!r} is not NAME=PATH, such as text=body")
        found[name] = path
    return found


def wants_colour() -> bool:
    """Whether standard output is a terminal that shows colours (NO_COLOR and FORCE_COLOR are heeded)."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def page_width(width: int | None) -> int:
    """The width asked for, else the terminal's up to 100 columns, else 80."""
    if width is not None:
        return width
    return min(shutil.get_terminal_size((80, 24)).columns, 100) if sys.stdout.isatty() else 80
