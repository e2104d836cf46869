"""Lists as CSV by the Accept header; words looked for in one scan; and reports that were set aside, once more."""

from __future__ import annotations

import csv
import io
import time
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from dateline.records import Quarantined, Report
from dateline.web.desk import Desk
from dateline.web.schemas.linked import IncidentRow
from dateline.web.tables import columns_of, table

LISTS = [
    "/api/reports", "/api/events", "/api/incidents", "/api/stories", "/api/dyads?domestic=true", "/api/timeline",
    "/api/timeline?lanes=dyad&domestic=true", "/api/counts?by=type,country", "/api/review/queue", "/api/review/log",
    "/api/rulings", "/api/jobs", "/api/feeds", "/api/quarantine", "/api/forecasts", "/api/forecasts/scores",
    "/api/scenarios",
]  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_every_list_is_a_table_to_who_asks_for_one(client: TestClient, path: str) -> None:
    rows = client.get(path).json()["items"]
    answer = client.get(path, headers={"accept": "text/csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    told = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(told) == len(rows)
    assert all(None not in row and None not in row.values() for row in told)


def test_what_lies_within_another_shape_has_a_column_of_its_own() -> None:
    columns = columns_of(IncidentRow)
    assert {"place.name", "place.lat", "killed.best", "countries"} <= set(columns)
    assert "place" not in columns
    row = {"place": {"name": "=cmd()"}, "countries": ["A", "B"], "pinned": True, "killed": None}
    told = next(csv.DictReader(io.StringIO(table([row], columns).decode())))
    assert (told["place.name"], told["countries"], told["pinned"]) == ("'=cmd()", "A; B", "true")
    assert told["killed.best"] == ""


def test_words_find_the_same_page_by_page_as_at_once(client: TestClient) -> None:
    whole = client.get("/api/events?q=shelling OR shelled&limit=500").json()
    assert whole["total"] == len(whole["items"]) > 1
    found, cursor = [], ""
    while cursor is not None:
        told = client.get(f"/api/events?q=shelling OR shelled&limit=1&cursor={cursor}").json()
        found += told["items"]
        cursor = told["next"]
    assert found == whole["items"]
    none = client.get("/api/events?q=nobodysaidthis").json()
    assert (none["items"], none["next"], none["total"]) == ([], None, 0)


def aside(name: str, stage: str) -> Quarantined:
    return Quarantined(
        report=Report(report_id=name, source=f"{name}.txt", text="Norway condemned Russia on Thursday.", title=None),
        stage=stage, error="ValueError", message="no", traceback="", version="0", at=datetime(2024, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def test_what_was_set_aside_is_coded_once_more(desk: Desk, client: TestClient) -> None:
    with desk.shared.writing() as store:
        store.save([aside("r-again", "events"), aside("r-unread", "read")], "v1")
    assert client.post("/api/quarantine/retry", json={"report_id": "r-unread"}).status_code == 404
    assert client.post("/api/quarantine/retry", json={"report_id": "r-ag"}).status_code == 404
    told = client.post("/api/quarantine/retry", json={})
    assert (told.status_code, told.json()["files"]) == (202, 1)
    for _ in range(1200):
        job = client.get(f"/api/jobs/{told.json()['job']}").json()
        if job["state"] in ("done", "failed"):
            break
        time.sleep(0.1)
    assert (job["state"], job["coded"], job["quarantined"]) == ("done", 1, 0)
    assert [one["report_id"] for one in client.get("/api/quarantine").json()["items"]] == ["r-unread"]
    foreign = client.post("/api/quarantine/retry", json={}, headers={"origin": "http://elsewhere.example"})
    assert foreign.status_code == 403
