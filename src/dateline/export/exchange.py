"""Events out of a store into a file, in the shape that other people's tools read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from dateline.errors import ExportError
from dateline.store import Store, stream_events

Writer = Callable[[Iterable[Mapping[str, Any]], Path], int]

# A new shape is a writer here and its lines in exchange.yaml; each loads its own module when it is first used.
_HOMES = {
    "csv": "plain", "plover": "plain", "geojson": "plain", "hxl": "plain",
    "jsonld": "linked", "ftm": "linked", "stix": "linked",
    "acled": "rivals", "ged": "rivals", "gdelt": "rivals", "icews": "rivals", "polecat": "rivals",
}  # fmt: skip
_HAPPENED = "status:current negated:no repeated:no"


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of file. `happened`: holds only what happened now, each once a report."""

    name: str
    title: str
    suffix: str
    happened: bool
    loses: tuple[str, ...]


@lru_cache(maxsize=2)
def load_shapes(of: str = "events") -> dict[str, Shape]:
    """The shapes of `events` or `incidents` by name, with what each cannot say."""
    text = files("dateline.export").joinpath("exchange.yaml").read_text("utf-8")
    tables: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {
        name: Shape(name, row["title"], row["suffix"], row["keeps"] == "happened", tuple(row["loses"]))
        for name, row in tables[of].items()
    }


def writer_of(shape: str) -> Writer:
    """The function that writes a shape; raises ExportError for an unknown one."""
    if shape not in _HOMES:
        raise ExportError(f"unknown format {shape!r}: choose one of {', '.join(_HOMES)}")
    writer: Writer = getattr(import_module(f"dateline.export.{_HOMES[shape]}"), f"write_{shape}")
    return writer


def export_events(store: Store, shape: str, path: str | Path, text: str = "") -> int:
    """Writes the events that a filter lets through; gives how many. The file is there whole, or not at all."""
    write = writer_of(shape)
    if load_shapes()[shape].happened:
        text = f"({text}) {_HAPPENED}"
    return _whole(Path(path), lambda part: write(stream_events(store, text), part))


def export_incidents(store: Store, shape: str, path: str | Path, text: str = "") -> int:
    """Writes the incidents of which an event passes the filter; gives how many. Whole, or not at all."""
    from dateline.export.incidents import writer_of_incidents

    write = writer_of_incidents(shape)
    return _whole(Path(path), lambda part: write(store, text, part))


def _whole(path: Path, write: Callable[[Path], int]) -> int:
    """Writes beside the path and moves it there when it is done; gives what `write` gives."""
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number = write(part)
        os.replace(part, path)
    except OSError as error:
        raise ExportError(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return number
