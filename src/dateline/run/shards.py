"""Shards: the rows of some reports as a folder of Parquet files. One that has its name is whole; `.part` is not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from dateline.errors import ExportError
from dateline.records import make_id
from dateline.store import PackedBatch, open_store
from dateline.store.parquet import write_tables

_NOTE = "done.json"


@dataclass(frozen=True, slots=True)
class Shard:
    """The files by name, and the counts of the batch that they hold (without its rows)."""

    files: dict[str, bytes]
    note: PackedBatch


def make_shard(packed: PackedBatch) -> Shard:
    """The batch as Parquet files, of the kind that `dateline import` reads."""
    with TemporaryDirectory() as folder:
        with open_store(Path(folder) / "shard.duckdb") as store:
            store.save_packed(packed)
            write_tables(store, Path(folder) / "tables")
        files = {file.name: file.read_bytes() for file in sorted((Path(folder) / "tables").iterdir())}
    return Shard(files, replace(packed, tables={}))


def keep_shard(shard: Shard, folder: Path, manifest_id: str) -> Path:
    """Writes the shard into a folder of its own; gives that. It is there whole, or not at all."""
    target = folder / make_id("shard", manifest_id, *shard.note.report_ids)
    part = target.with_name(f"{target.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for name, content in shard.files.items():
            (part / name).write_bytes(content)
        (part / _NOTE).write_bytes(msgspec.json.encode({"manifest_id": manifest_id, "batch": shard.note}))
        shutil.rmtree(target, ignore_errors=True)
        os.replace(part, target)
    except OSError as error:
        raise ExportError(f"cannot write {target}: {error.strerror or error}") from error
    return target


def finished_shards(folder: Path, manifest_id: str) -> Iterator[tuple[Path, PackedBatch]]:
    """The whole shards of a folder that were coded under this manifest, with their counts."""
    for file in sorted(folder.glob(f"*/{_NOTE}")):
        note = msgspec.json.decode(file.read_bytes())
        if note["manifest_id"] == manifest_id and not file.parent.name.endswith(".part"):
            yield file.parent, msgspec.convert(note["batch"], PackedBatch)
