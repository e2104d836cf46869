"""Incidents as files, each read back by an independent reader of its format."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.link.made import week

from dateline.errors import ExportError
from dateline.export.exchange import export_incidents, load_shapes
from dateline.export.incidents import INCIDENT_WRITERS
from dateline.store import Store, open_store
from dateline.store.incident_rows import INCIDENT_COLUMNS, stream_incidents
from dateline.store.linking import link_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("incidents") / "s.duckdb") as opened:
        opened.save(week(), "v1")
        link_store(opened)
        yield opened


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_rows_say_what_incidents_say(store: Store) -> None:
    rows = {row["incident_id"]: row for row in stream_incidents(store)}
    known = {row["incident_id"]: row for row in store.rows("SELECT * FROM incidents")}
    assert rows.keys() == known.keys()
    for name, row in rows.items():
        assert tuple(row) == INCIDENT_COLUMNS
        assert (row["events"], row["reports"]) == (len(row["event_ids"]), len(row["report_ids"]))
        assert row["best_event"] in row["event_ids"]
        assert (row["killed_best"], row["latest"]) == (known[name]["killed_best"], known[name]["latest"])
    (shelling,) = [row for row in rows.values() if row["reports"] == 4]
    assert shelling["actor_countries"] == ["MRV"]
    assert shelling["actor_sectors"] == ["MIL"]
    assert shelling["denies"] == ["The army"]
    assert (shelling["date_basis"], shelling["status"], shelling["negated"]) == ("stated", "current", False)
    assert shelling["publishers"] == ["Hill Courier", "Lowland Wire", "Port Gazette"]


def test_a_filter_chooses_by_events(store: Store, tmp_path: Path) -> None:
    chosen = list(stream_incidents(store, "killed>=9"))
    assert [row["reports"] for row in chosen] == [4]
    assert export_incidents(store, "csv", tmp_path / "x.csv", "killed>=999") == 0
    assert len(list(stream_incidents(store, "limit:1"))) == 1


def test_csv_and_jsonl(store: Store, tmp_path: Path) -> None:
    number = export_incidents(store, "csv", tmp_path / "x.csv")
    assert export_incidents(store, "jsonl", tmp_path / "x.jsonl") == number
    lines = [json.loads(line) for line in (tmp_path / "x.jsonl").read_text("utf-8").splitlines()]
    rows = table(tmp_path / "x.csv")
    assert list(rows[0]) == list(lines[0]) == list(INCIDENT_COLUMNS)
    assert [row["incident_id"] for row in rows] == [line["incident_id"] for line in lines]
    assert [row["publishers"] for row in rows] == ["; ".join(line["publishers"]) for line in lines]


def test_geojson_is_read_by_geojson(store: Store, tmp_path: Path) -> None:
    geojson = pytest.importorskip("geojson")
    number = export_incidents(store, "geojson", tmp_path / "x.geojson")
    found = geojson.loads((tmp_path / "x.geojson").read_text("utf-8"))
    assert found.is_valid, found.errors()
    assert len(found["features"]) == number
    points = {one["id"]: one["geometry"] and one["geometry"]["coordinates"] for one in found["features"]}
    for row in stream_incidents(store):
        assert points[row["incident_id"]] == (None if row["latitude"] is None else [row["longitude"], row["latitude"]])


def test_parquet_is_read_by_pyarrow(store: Store, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    export_incidents(store, "parquet", tmp_path / "x.parquet", "type:ASSAULT")
    assert parquet.read_table(tmp_path / "x.parquet").to_pylist() == list(stream_incidents(store, "type:ASSAULT"))


def test_acled_has_each_happening_once(store: Store, tmp_path: Path) -> None:
    assert export_incidents(store, "acled", tmp_path / "x.csv") == 3
    rows = {row["event_id_cnty"]: row for row in table(tmp_path / "x.csv")}
    (shelling,) = [row for row in stream_incidents(store) if row["reports"] == 4]
    told = rows[shelling["incident_id"]]
    assert (told["event_date"], told["time_precision"], told["tags"]) == ("2021-03-11", "1", "")
    assert (told["fatalities"], told["location"]) == (str(shelling["killed_low"]), "Kelva")
    assert told["source"] == "Hill Courier; Lowland Wire; Port Gazette"


def test_ged_counts_sources(store: Store, tmp_path: Path) -> None:
    assert export_incidents(store, "ged", tmp_path / "x.csv") == 2
    rows = {row["relid"]: row for row in table(tmp_path / "x.csv")}
    (shelling,) = [row for row in stream_incidents(store) if row["reports"] == 4]
    told = rows[shelling["incident_id"]]
    assert (told["low"], told["best"], told["high"]) == tuple(
        str(shelling[f"killed_{bound}"]) for bound in ("low", "best", "high")
    )
    assert told["number_of_sources"] == str(shelling["voices"])


def test_every_shape_is_documented(store: Store, tmp_path: Path) -> None:
    guide = (Path(__file__).parent.parent.parent / "docs" / "exchange.md").read_text("utf-8")
    assert list(load_shapes("incidents")) == list(INCIDENT_WRITERS)
    for name, shape in load_shapes("incidents").items():
        assert f"### `{name}` of incidents" in guide
        assert all(f"- {loss}" in guide for loss in shape.loses)
    with pytest.raises(ExportError, match="unknown format 'icews': choose one of csv"):
        export_incidents(store, "icews", tmp_path / "x")
    assert not list(tmp_path.iterdir())
