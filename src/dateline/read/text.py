"""Plain text: one file, one report."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.read.addresses import address_of_name
from dateline.read.decode import decode
from dateline.read.draft import Draft, Failure, Options
from dateline.read.sources import Source


def read_text(source: Source, options: Options) -> Iterator[Draft | Failure]:
    """The file as one draft."""
    yield Draft(source=source.name, text=decode(source.read()), url=address_of_name(source.file_name))
