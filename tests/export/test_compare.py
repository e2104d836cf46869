"""Coded events beside other sets': read from their files, paired one to one, and told apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dateline.errors import ReadError
from dateline.export.compare import compare_events
from dateline.export.foreign import ForeignEvent, parse_day, read_foreign
from dateline.export.rivals import load_rivals


def row(**changes: Any) -> dict[str, Any]:
    base = {
        "event_id": "r:e1", "event_type": "ASSAULT", "quad_class": 4, "earliest": date(2024, 1, 16),
        "latest": date(2024, 1, 16), "published": date(2024, 1, 18), "actor_countries": ["IRN"],
        "recipient_countries": [None], "place_country": "PAK", "latitude": 26.97, "longitude": 64.09,
        "precision": "town", "killed_low": 2, "killed_best": 2, "killed_high": 3,
    }  # fmt: skip
    return base | changes


def theirs(**changes: Any) -> ForeignEvent:
    base: dict[str, Any] = {
        "event_id": "x1", "first": date(2024, 1, 17), "last": date(2024, 1, 17), "quad": 4, "event_type": "ASSAULT",
        "countries": frozenset({"IRN"}), "country": "PAK", "point": (27.0, 64.1), "killed": 2, "words": "",
    }  # fmt: skip
    return ForeignEvent(**(base | changes))


def test_the_same_happening_is_one_pair() -> None:
    found = compare_events([row()], [theirs()])
    assert len(found.pairs) == 1
    assert found.by_quad() == {4: (1, 0, 0)}
    assert found.agreement() == {"type": (1, 1), "killed": (1, 1)}


@pytest.mark.parametrize(
    "other",
    [
        {"quad": 1, "event_type": "CONSULT"},
        {"first": date(2024, 1, 25), "last": date(2024, 1, 25)},
        {"countries": frozenset({"IND"})},
        {"country": "AFG"},
        {"point": (33.6, 73.0)},
        {"countries": frozenset(), "country": None, "point": None},
    ],
    ids=["class", "day", "parties", "country", "far", "nothing shared"],
)
def test_what_speaks_against_it_keeps_events_apart(other: dict[str, Any]) -> None:
    found = compare_events([row()], [theirs(**other)])
    assert not found.pairs
    assert (len(found.only_here), len(found.only_there)) == (1, 1)


def test_each_event_has_one_partner_the_likeliest() -> None:
    found = compare_events([row()], [theirs(event_id="far", killed=None, point=None), theirs(event_id="near")])
    assert [event.event_id for _, event, _ in found.pairs] == ["near"]
    assert [event.event_id for event in found.only_there] == ["far"]


def test_without_a_day_publication_stands_in_with_more_room() -> None:
    undated = row(earliest=None, latest=None)
    early = theirs(first=date(2024, 1, 13), last=date(2024, 1, 13))
    assert compare_events([undated], [early]).pairs
    late = theirs(first=date(2024, 1, 22), last=date(2024, 1, 22))
    assert not compare_events([undated], [late]).pairs


def test_rows_of_each_set_are_read(tmp_path: Path) -> None:
    cells = {
        "acled": {"event_id_cnty": "PAK1", "event_date": "16 January 2024", "event_type": "Explosions/Remote violence",
                  "sub_event_type": "Air/drone strike", "actor1": "Military Forces of Iran (1989-)",
                  "actor2": "JAA: Army of Justice", "country": "Pakistan", "latitude": "26.97", "longitude": "64.09",
                  "fatalities": "2"},
        "ged": {"id": "9", "date_start": "2024-01-16 00:00:00.000", "date_end": "2024-01-16 00:00:00.000",
                "side_a": "Government of Iran", "side_b": "Jaish", "country": "Pakistan", "latitude": "26.97",
                "longitude": "64.09", "best": "2"},
        "icews": {"Event ID": "7", "Event Date": "2024-01-16", "CAMEO Code": "190", "Source Country": "Iran",
                  "Target Country": "Pakistan", "Country": "Pakistan", "Latitude": "26.97", "Longitude": "64.09"},
        "polecat": {"Event ID": "5", "Event Date": "2024-01-16", "Event Type": "ASSAULT", "Actor Country": "IRN",
                    "Recipient Country": "PAK", "Country": "PAK", "Latitude": "26.97", "Longitude": "64.09"},
        "gdelt": {"GLOBALEVENTID": "12", "Day": "20240116", "EventCode": "190", "Actor1CountryCode": "IRN",
                  "Actor2CountryCode": "PAK", "ActionGeo_Lat": "26.97", "ActionGeo_Long": "64.09"},
    }  # fmt: skip
    for shape, given in cells.items():
        columns = load_rivals()[shape]["columns"]
        path, tab = tmp_path / f"{shape}.txt", "\t" if shape in ("gdelt", "icews", "polecat") else ","
        heading = "" if shape == "gdelt" else tab.join(columns) + "\n"
        path.write_text(heading + tab.join(given.get(name, "") for name in columns) + "\n", "utf-8")
        (event,) = read_foreign(path)
        assert event.first == event.last == date(2024, 1, 16), shape
        assert event.quad == 4, shape
        assert "IRN" in event.countries, shape
        assert event.point == (26.97, 64.09), shape
        if shape in ("acled", "ged"):
            assert event.killed == 2
        if shape != "gdelt":
            assert event.country == "PAK", shape


def test_an_unknown_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(ReadError, match=r"list\.csv: columns of no known set"):
        list(read_foreign(path))
    with pytest.raises(ReadError, match="nowhere"):
        list(read_foreign(tmp_path / "nowhere.csv"))
    with pytest.raises(ReadError, match="no such shape"):
        list(read_foreign(path, "excel"))


def test_days() -> None:
    assert parse_day("2024-02-30") is None
    assert parse_day("3 Xyz 2024") is None
    assert parse_day("03-Jan-2024") == date(2024, 1, 3)
