"""Files of incidents: each happening once, however many reports tell it. What shapes lose stands in `exchange.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from dateline.errors import ExportError
from dateline.export.delimited import Row, write_delimited
from dateline.export.plain import write_geojson, write_lines
from dateline.export.rivals import write_acled, write_ged
from dateline.store import Store
from dateline.store.incident_rows import INCIDENT_COLUMNS, as_events, stream_incidents
from dateline.store.parquet import write_incidents

Writer = Callable[[Store, str, Path], int]


def _csv(store: Store, text: str, path: Path) -> int:
    return write_delimited(path, INCIDENT_COLUMNS, stream_incidents(store, text))


def _jsonl(store: Store, text: str, path: Path) -> int:
    return write_lines(stream_incidents(store, text), path)


def _geojson(store: Store, text: str, path: Path) -> int:
    return write_geojson(stream_incidents(store, text), path, INCIDENT_COLUMNS, "incident_id")


def _parquet(store: Store, text: str, path: Path) -> int:
    return write_incidents(store, path, text)


def _acled(store: Store, text: str, path: Path) -> int:
    return write_acled(_happened(store, text), path)


def _ged(store: Store, text: str, path: Path) -> int:
    return write_ged(_happened(store, text), path)


def _happened(store: Store, text: str) -> Iterator[Row]:
    """What is told as having happened now, in the columns of events."""
    rows = stream_incidents(store, text)
    return as_events(store, (row for row in rows if row["status"] == "current" and not row["negated"]))


INCIDENT_WRITERS: dict[str, Writer] = {
    "csv": _csv, "jsonl": _jsonl, "geojson": _geojson, "parquet": _parquet, "acled": _acled, "ged": _ged,
}  # fmt: skip


def writer_of_incidents(shape: str) -> Writer:
    """The function that writes incidents in a shape; raises ExportError for an unknown one."""
    if shape not in INCIDENT_WRITERS:
        raise ExportError(f"incidents: unknown format {shape!r}: choose one of {', '.join(INCIDENT_WRITERS)}")
    return INCIDENT_WRITERS[shape]
