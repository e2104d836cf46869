"""Every shape is written from one store, and read back by an independent reader of that format."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.build import river

from dateline.errors import ExportError
from dateline.export.codes import cameo_code, gdelt_quad, goldstein, load_cameo
from dateline.export.exchange import export_events, load_shapes
from dateline.export.rivals import load_rivals
from dateline.ontology import load_plover
from dateline.store import Store, find_events, open_store
from dateline.store.flat import COLUMNS

HAPPENED = "status:current negated:no repeated:no"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("exchange") / "s.duckdb") as opened:
        opened.save([river()], "v1")
        yield opened


def table(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def test_csv_has_every_column(store: Store, tmp_path: Path) -> None:
    assert export_events(store, "csv", tmp_path / "a" / "x.csv") == len(find_events(store))
    rows = table(tmp_path / "a" / "x.csv")
    assert list(rows[0]) == list(COLUMNS)
    assert {row["event_id"] for row in rows} == {row["event_id"] for row in find_events(store)}


def test_geojson_is_read_by_geojson(store: Store, tmp_path: Path) -> None:
    geojson = pytest.importorskip("geojson")
    export_events(store, "geojson", tmp_path / "x.geojson")
    found = geojson.loads((tmp_path / "x.geojson").read_text("utf-8"))
    assert found.is_valid, found.errors()
    assert {one["id"] for one in found["features"]} == {row["event_id"] for row in find_events(store)}
    row = find_events(store, "has:point")[0]
    point = next(one for one in found["features"] if one["id"] == row["event_id"])["geometry"]["coordinates"]
    assert point == pytest.approx([row["longitude"], row["latitude"]], abs=1e-6)
    assert any(one["geometry"] is None for one in found["features"]) == bool(find_events(store, "NOT has:point"))
    export_events(store, "geojson", tmp_path / "none.geojson", "killed>9999")
    assert geojson.loads((tmp_path / "none.geojson").read_text())["features"] == []


def test_plover_lines_have_what_the_manual_asks_for(store: Store, tmp_path: Path) -> None:
    export_events(store, "plover", tmp_path / "x.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "x.jsonl").read_text("utf-8").splitlines()]
    plover = load_plover()
    auxiliary = {"historical", "future", "hypothetical", "negation"}
    for line in lines:
        assert {"id", "date", "actor", "event"} <= set(line)
        (event,) = line["event"]
        assert set(event.get("mode", [])) <= {*plover.types[event["event_type"]].modes, *auxiliary}
        assert set(line.get("context", [])) <= set(plover.contexts)
    shelled = next(line for line in lines if line["event_text"] == ["shelled"])
    assert shelled["size"]["dead"] == 9
    assert shelled["date"] == "2021-03-11"


def test_hxl_has_a_row_of_tags(store: Store, tmp_path: Path) -> None:
    export_events(store, "hxl", tmp_path / "x.csv", "killed>=1")
    tags, *rows = table(tmp_path / "x.csv")
    assert all(tag.startswith("#") for tag in tags.values())
    assert len(set(tags.values())) == len(tags)
    shelled = next(row for row in rows if row["killed"] == "9")
    assert (shelled["date"], shelled["country"]) == ("2021-03-11", "MRV")


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
def test_jsonld_is_read_by_rdflib(store: Store, tmp_path: Path) -> None:
    rdflib = pytest.importorskip("rdflib")
    export_events(store, "jsonld", tmp_path / "x.jsonld")
    graph = rdflib.Graph().parse(tmp_path / "x.jsonld", format="json-ld")
    sem = rdflib.Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
    events = set(graph.subjects(rdflib.RDF.type, sem.Event))
    assert len(events) == len(find_events(store))
    (shelled,) = [one for one in events if str(graph.value(one, rdflib.RDFS.label)) == "shelled"]
    assert graph.value(shelled, sem.hasLatestEndTimeStamp).toPython() == date(2021, 3, 11)
    actor = graph.value(shelled, sem.hasActor)
    assert (
        str(graph.value(actor, rdflib.RDFS.label))
        == find_events(store, "shelled type:ASSAULT killed:9")[0]["actor_names"][0]
    )
    assert graph.value(shelled, rdflib.URIRef("http://www.w3.org/ns/prov#wasDerivedFrom")) is not None
    claimed = find_events(store, "has:source")
    assert len(set(graph.subjects(rdflib.RDF.type, rdflib.URIRef("https://schema.org/Claim")))) == len(claimed)
    assert all(str(one).startswith(("urn:", "http")) for one in graph.all_nodes() if isinstance(one, rdflib.URIRef))


def test_ftm_is_read_by_followthemoney(store: Store, tmp_path: Path) -> None:
    ftm = pytest.importorskip("followthemoney", reason="followthemoney is not installed")
    number = export_events(store, "ftm", tmp_path / "x.json")
    entities = [ftm.model.get_proxy(json.loads(line), cleaned=False)
                for line in (tmp_path / "x.json").read_text("utf-8").splitlines()]  # fmt: skip
    events = {one.id: one for one in entities if one.schema.name == "Event"}
    assert len(events) == number == len(find_events(store))
    for one in events.values():
        assert one.first("name")
        assert set(one.get("involved")) <= {entity.id for entity in entities}
    assert any(one.first("startDate") == "2021-03-11" for one in events.values())


def test_stix_is_read_by_stix2(store: Store, tmp_path: Path) -> None:
    stix2 = pytest.importorskip("stix2")
    export_events(store, "stix", tmp_path / "x.json")
    bundle = stix2.parse((tmp_path / "x.json").read_text("utf-8"), allow_custom=False, version="2.1")
    kinds = [one["type"] for one in bundle.objects]
    assert kinds.count("incident") == len(find_events(store))
    assert kinds.count("report") == 1
    ids = {one["id"] for one in bundle.objects}
    assert len(ids) == len(kinds)
    for one in bundle.objects:
        refs = [one.get("source_ref"), one.get("target_ref"), *one.get("object_refs", [])]
        assert {ref for ref in refs if ref} <= ids
    export_events(store, "stix", tmp_path / "again.json")
    assert (tmp_path / "x.json").read_bytes() == (tmp_path / "again.json").read_bytes()
    export_events(store, "stix", tmp_path / "none.json", "killed>9999")
    assert "objects" not in json.loads((tmp_path / "none.json").read_text("utf-8"))


def test_acled(store: Store, tmp_path: Path) -> None:
    export_events(store, "acled", tmp_path / "x.csv")
    rows = table(tmp_path / "x.csv")
    assert len(rows[0]) == 31
    shelled = next(row for row in rows if row["event_date"] == "2021-03-11")
    assert (shelled["event_type"], shelled["sub_event_type"], shelled["fatalities"]) == (
        "Explosions/Remote violence", "Shelling/artillery/missile attack", "9")  # fmt: skip
    assert {row["event_id_cnty"] for row in rows} <= {row["event_id"] for row in find_events(store, HAPPENED)}
    modes = {name: set(one.modes) | {"other"} for name, one in load_plover().types.items()}
    assert all(set(of) <= modes[name] for name, of in load_rivals()["acled"]["types"].items())


def test_ged(store: Store, tmp_path: Path) -> None:
    export_events(store, "ged", tmp_path / "x.csv")
    rows = table(tmp_path / "x.csv")
    assert len(rows) == len(find_events(store, f"type:ASSAULT killed>=1 {HAPPENED}"))
    shelled = next(row for row in rows if row["best"] == "9")
    assert int(shelled["low"]) <= 9 <= int(shelled["high"])
    assert (shelled["date_start"], shelled["date_prec"], shelled["year"]) == ("2021-03-11", "1", "2021")
    assert shelled["geom_wkt"] == f"POINT ({shelled['longitude']} {shelled['latitude']})"
    assert 1 <= int(shelled["priogrid_gid"]) <= 259_200


def test_gdelt(store: Store, tmp_path: Path) -> None:
    export_events(store, "gdelt", tmp_path / "x.CSV")
    names = load_rivals()["gdelt"]["columns"]
    assert len(names) == 61
    with (tmp_path / "x.CSV").open(encoding="utf-8", newline="") as file:
        rows = [dict(zip(names, row, strict=True)) for row in csv.reader(file, delimiter="\t")]
    assert rows
    for row in rows:
        assert date.fromisoformat(f"{row['Day'][:4]}-{row['Day'][4:6]}-{row['Day'][6:]}").year == int(row["Year"])
        assert row["EventCode"].startswith(row["EventRootCode"])
        assert row["QuadClass"] in "1234"
    shelled = next(row for row in rows if row["EventCode"] == "194")
    assert (shelled["Day"], shelled["GoldsteinScale"]) == ("20210311", "-10.0")


@pytest.mark.parametrize(("shape", "number"), [("icews", 20), ("polecat", 40)])
def test_icews_and_polecat(store: Store, tmp_path: Path, shape: str, number: int) -> None:
    export_events(store, shape, tmp_path / "x.tab")
    rows = table(tmp_path / "x.tab", "\t")
    assert len(rows[0]) == number
    shelled = next(row for row in rows if row["Event Date"] == "2021-03-11")
    place = find_events(store, "killed:9")[0]
    assert float(shelled["Latitude"]) == place["latitude"]
    if shape == "icews":
        assert shelled["CAMEO Code"] == "194"
        assert shelled["Source Name"] == "Marovian forces"
    else:
        assert (shelled["Event Type"], shelled["Event Mode"]) == ("ASSAULT", "heavy-weapons")
        assert shelled["Recipient Name"].count("; ") == len(place["recipient_names"]) - 1


def test_every_type_and_mode_has_a_cameo_code() -> None:
    plover = load_plover()
    wanted = {(name, mode) for name, one in plover.types.items() for mode in ("", *one.modes)}
    assert set(load_cameo()) == wanted
    assert all(goldstein(code) is not None and gdelt_quad(code) in (1, 2, 3, 4) for code in load_cameo().values())
    assert cameo_code("ASSAULT", ("targeted", "drone")) == "186"
    assert cameo_code("NOTHING", ()) is None


def test_files_are_whole_or_not_there(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="unknown format 'pdf': choose one of csv"):
        export_events(store, "pdf", tmp_path / "x")
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportError, match="cannot write"):
        export_events(store, "csv", tmp_path / "file" / "x.csv")
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_the_guide_tells_what_is_lost() -> None:
    guide = (Path(__file__).parent.parent.parent / "docs" / "exchange.md").read_text("utf-8")
    for name, shape in load_shapes().items():
        assert f"### `{name}`" in guide
        for loss in shape.loses:
            assert f"- {loss}" in guide


def test_hostile_words_stay_in_their_cells(store: Store, tmp_path: Path) -> None:
    row: dict[str, Any] = {**find_events(store, "killed:9")[0], "text": '=cmd()\t"x"\r\n<b>', "actor_names": ["=1+1"]}
    from dateline.export.exchange import writer_of

    for shape in load_shapes():
        assert writer_of(shape)([row], tmp_path / shape) == 1
    assert table(tmp_path / "csv")[0]["text"].startswith("'=cmd()")
    assert len(table(tmp_path / "icews", "\t")) == 1
    assert json.loads((tmp_path / "geojson").read_text())["features"][0]["properties"]["text"] == row["text"]
