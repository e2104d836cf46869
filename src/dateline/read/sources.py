"""Where bytes come from: files, folders, patterns, standard input, gzip; always within limits."""

from __future__ import annotations

import gzip
import io
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path
from typing import Any, TypeAlias

from dateline.errors import ReadError
from dateline.read.draft import MAX_BYTES

Bytes: TypeAlias = "io.BufferedReader[Any]"

_GZIP = b"\x1f\x8b"
_SKIPPED = 2_000_000_000  # bytes of one endless line that are passed over before the source is given up


@dataclass(slots=True)
class Source:
    """One file, or standard input where `path` is None."""

    name: str
    path: Path | None = None
    _input: Bytes | None = None

    @property
    def file_name(self) -> str:
        """The last part of the name, without '.gz'."""
        name = self.path.name if self.path else ""
        return name[:-3] if name.lower().endswith(".gz") else name

    @contextmanager
    def open(self) -> Iterator[Bytes]:
        """The source's bytes, unpacked where they are gzip; raises ReadError where they cannot be had.

        Standard input is one stream however often it is opened: what was only looked at is still there.
        """
        try:
            if self.path is None:
                self._input = self._input or _unpacked(sys.stdin.buffer)
                yield self._input
                return
            with self.path.open("rb") as file:
                yield _unpacked(file)
        except (OSError, EOFError, zlib.error) as error:
            raise ReadError(f"{self.name}: {error}") from error

    def read(self, limit: int = MAX_BYTES) -> bytes:
        """All bytes; raises ReadError where there are more than `limit` or the packing is broken."""
        with self.open() as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise ReadError(f"{self.name}: more than {limit:,} bytes")
        return data


def _unpacked(raw: Any) -> Bytes:
    stream: Bytes = raw if hasattr(raw, "peek") else io.BufferedReader(raw)
    packed: Any = gzip.GzipFile(fileobj=stream) if stream.peek(2)[:2] == _GZIP else None
    return io.BufferedReader(packed) if packed is not None else stream


def find_sources(location: str | Path) -> Iterator[Source]:
    """The files that a path, folder, pattern or '-' stands for, in sorted order.

    In folders and below, hidden files and folders are passed over. Raises ReadError where nothing is there.
    """
    if str(location) == "-":
        yield Source("-")
        return
    path = Path(location)
    try:
        exists = path.exists()
    except (OSError, ValueError) as error:
        raise ReadError(f"{location}: {error}") from error
    if exists:
        yield from _files(path)
    elif has_magic(str(location)) and (found := sorted(glob(str(location), recursive=True))):
        for name in found:
            yield from _files(Path(name))
    else:
        raise ReadError(f"{location}: no such file or folder")


def _files(path: Path) -> Iterator[Source]:
    if not path.is_dir():
        yield Source(str(path), path)
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if not name.startswith(".") and file.is_file():
                yield Source(str(file), file)


def read_lines(stream: Bytes, limit: int = MAX_BYTES) -> Iterator[bytes | None]:
    """The lines of the stream, each without its end; None for one over `limit`, passed over."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line.rstrip(b"\r\n")
            continue
        yield None
        skipped = 0
        while line and not line.endswith(b"\n"):
            line = stream.readline(1 << 20)
            skipped += len(line)
            if skipped > _SKIPPED:
                raise ReadError(f"a line of more than {_SKIPPED:,} bytes")
