"""All that comes from outside is hostile: names, origins, tokens, sizes, rates, titles, addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient
from tests.build import river
from tests.web.conftest import BASE

from dateline.store import open_store
from dateline.store.linking import link_store
from dateline.store.shared import SharedStore
from dateline.web.app import create_app
from dateline.web.desk import Desk
from dateline.web.security import POLICY, Door, is_loopback

REVIEW = {"verdict": "accept", "by": "ada", "event_id": "r-0:e1-2"}
TITLE = "<script>alert(1)</script>\u202egnp.exe =cmd|' /C calc'!A0"
TOKEN = "a-long-enough-token"


def ask(desk: Desk, door: Door | None = None, page: Path | None = None, base: str = BASE) -> TestClient:
    return TestClient(create_app(desk, door, page=page), base_url=base, raise_server_exceptions=False)


@pytest.mark.parametrize("path", ["/", "/api/info", "/api/nope", "/reports/r-1", "/openapi.json", "/api/events?q=("])
def test_every_answer_has_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers
    assert "unsafe" not in POLICY


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8600", 200), ("localhost", 200), ("[::1]:80", 200), ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("evil.example:8600", 421), ("127.0.0.1@evil.example", 421), ("localhost:x", 421), ("", 421), ("10.0.0.7", 421),
    ],
)  # fmt: skip
def test_other_names_are_turned_away(client: TestClient, host: str, status: int) -> None:
    assert client.get("/api/info", headers={"host": host}).status_code == status
    assert client.get("/", headers={"host": host}).status_code == status


def test_beyond_the_machine_numbers_and_given_names_are_known(desk: Desk) -> None:
    asked = ask(desk, Door(hosts=("desk.example",), numbers=True, token=TOKEN))
    signed = {"authorization": f"Bearer {TOKEN}"}
    for host, status in (("10.0.0.7:8600", 200), ("desk.example", 200), ("evil.example", 421)):
        assert asked.get("/api/info", headers={"host": host, **signed}).status_code == status


def test_a_token_is_wanted_and_becomes_a_cookie(desk: Desk) -> None:
    asked = ask(desk, Door(token=TOKEN))
    assert asked.get("/api/info").status_code == 401
    assert asked.get("/").status_code == 401
    assert asked.get("/openapi.json").status_code == 401
    assert asked.get("/api/info", headers={"authorization": "Bearer wrong"}).status_code == 401
    assert asked.get("/?token=wrong").status_code == 401
    assert asked.get("/api/info", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    answer = asked.get(f"/reports/r-1?token={TOKEN}&q=a%26b", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/reports/r-1?q=a%26b")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert asked.get("/api/info").status_code == 200


def test_the_redirect_stays_here(desk: Desk) -> None:
    answer = ask(desk, Door(token=TOKEN)).get(f"{BASE}//evil.example/?token={TOKEN}", follow_redirects=False)
    assert not answer.headers.get("location", "/").startswith("//")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": BASE}, 404), ({}, 404), ({"origin": "http://evil.example"}, 403), ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403), ({"origin": "http://127.0.0.1:8600.evil.example"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403), ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": BASE, "content-type": "text/plain"}, 422),
    ],
)  # fmt: skip
def test_only_our_own_pages_write(client: TestClient, headers: dict[str, str], status: int) -> None:
    given = {"content-type": "application/json", **headers}
    assert client.post("/api/review", content=json.dumps(REVIEW), headers=given).status_code == status


def test_other_sites_may_not_even_ask(client: TestClient) -> None:
    assert client.get("/api/info", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.get("/", headers={"sec-fetch-site": "cross-site"}).status_code == 200  # a link from elsewhere


def test_bodies_are_bounded(desk: Desk) -> None:
    asked = ask(desk, Door(most_bytes=10_000))
    long = {"text": "word " * 5_000}
    assert asked.post("/api/code", json=long).status_code == 413

    def blocks() -> Iterator[bytes]:  # of a length that nobody announced
        yield b'{"text": "'
        for _ in range(20):
            yield b"word " * 200
        yield b'"}'

    answer = asked.post("/api/code", content=blocks(), headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    files = [("files", ("a.txt", b"word " * 5_000))]
    assert asked.post("/api/upload", files=files).status_code == 413
    assert asked.post("/api/code", content=b"{}", headers={"content-length": "nan"}).status_code == 400


def test_writes_are_bounded_in_number(desk: Desk) -> None:
    asked = ask(desk, Door(writes_per_second=0.01, writes_at_once=3))
    statuses = [asked.post("/api/review", json=REVIEW).status_code for _ in range(5)]
    assert statuses == [404, 404, 404, 429, 429]
    assert int(asked.post("/api/review", json=REVIEW).headers["retry-after"]) > 0
    assert asked.get("/api/info").status_code == 200


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[TestClient]:
    with open_store(tmp_path / "s.duckdb") as store:
        store.save([river()], "v1")
        link_store(store)
    shared = SharedStore(open_store(tmp_path / "s.duckdb", read_only=True), read_only=True)
    yield ask(Desk(shared, "s.duckdb"))
    shared.close()


def test_a_read_only_desk_writes_nothing(closed: TestClient) -> None:
    event = closed.get("/api/events").json()["items"][0]["event_id"]
    incident = closed.get("/api/incidents").json()["items"][0]["incident_id"]
    asked: list[tuple[str, dict[str, Any]]] = [
        ("/api/review", {"json": {"verdict": "accept", "by": "a", "event_id": event}}),
        (f"/api/incidents/{incident}/pin", {"json": {"by": "a"}}),
        (f"/api/incidents/{incident}/merge", {"json": {"by": "a", "incidents": ["i-1"]}}),
        (f"/api/incidents/{incident}/split", {"json": {"by": "a", "events": [event]}}),
        ("/api/rulings/j-1/undo", {}), ("/api/quarantine/retry", {"json": {}}),
        ("/api/forecasts", {"json": {"left": "IRN", "right": "PAK"}}),
        ("/api/code", {"json": {"text": "Iran said so.", "save": True}}),
        ("/api/upload", {"files": [("files", ("a.txt", b"Iran said so."))]}),
    ]
    for path, given in asked:
        assert closed.post(path, **given).status_code == 403, path
    assert closed.get("/api/info").json()["read_only"]


def test_every_write_is_known_to_the_test_above(client: TestClient) -> None:
    spec = client.get("/openapi.json").json()
    writes = sorted(path for path, methods in spec["paths"].items() if set(methods) - {"get"})
    assert writes == [
        "/api/code", "/api/forecasts", "/api/incidents/{incident_id}/merge", "/api/incidents/{incident_id}/pin",
        "/api/incidents/{incident_id}/split", "/api/quarantine/retry", "/api/review", "/api/rulings/{ruling_id}/undo",
        "/api/upload",
    ]  # fmt: skip
    assert all(set(methods) <= {"get", "post"} for methods in spec["paths"].values())


def test_hostile_titles_are_data_and_nothing_else(tmp_path: Path) -> None:
    with open_store(tmp_path / "h.duckdb") as store:
        store.save([river()], "v1")
        store.rows("UPDATE flat_events SET title = ?, text = ?, url = 'javascript:alert(1)'", ["=1+1" + TITLE, TITLE])
        store.rows("UPDATE reports SET title = ?, url = 'JavaScript:alert(1)'", [TITLE])
    shared = SharedStore(open_store(tmp_path / "h.duckdb"), read_only=False)
    asked = ask(Desk(shared, "h.duckdb"))
    reports = asked.get("/api/reports").json()["items"]
    assert [(row["title"], row["url"]) for row in reports] == [(TITLE, None)]
    for accept in ("application/json", "text/csv", "application/geo+json"):
        answer = asked.get("/api/events", headers={"accept": accept})
        assert answer.headers["content-type"].startswith(accept)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "javascript:" not in answer.text
    lines = asked.get("/api/export?format=csv").text.splitlines()
    assert any("'=1+1" in line for line in lines)
    assert asked.get("/<script>alert(1)</script>").headers["content-type"] == "application/problem+json"
    shared.close()


def test_no_address_opens_a_file(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "page"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<title>page</title>")
    (folder / "assets" / "a.js").write_text("1;")
    (folder / ".hidden").write_text("secret")
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "out").symlink_to(tmp_path)
    asked = ask(desk, page=folder)
    assert asked.get("/assets/a.js").headers["content-type"] == "text/javascript; charset=utf-8"
    assert asked.get("/reports/r-1").text == asked.get("/").text == "<title>page</title>"
    for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/.hidden", "//etc/passwd",
                 "/assets/%00", "/assets\\..\\..\\secret.txt", f"/{tmp_path}/secret.txt"):  # fmt: skip
        assert "secret" not in asked.get(path).text
        assert "root:" not in asked.get(path).text


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "/etc/passwd", "a\x00b.txt", "a.TXT", "noending", "..", "con.html", "<b>.md", "x" * 900]
)
def test_names_of_uploads_go_nowhere(
    client: TestClient, desk: Desk, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []
    monkeypatch.setattr(desk.jobs, "start", lambda job: written.extend(sorted(job.folder.iterdir())))
    answer = client.post("/api/upload", files=[("files", (name, b"Iran said so."))])
    assert answer.status_code == 202, answer.text
    assert len(written) == 1
    assert written[0].stem == "0"
    assert written[0].parent.name.startswith("dateline-")


@pytest.mark.parametrize("name", ["a.parquet", "a.gz", "a.warc", "a.exe", "a.zip"])
def test_other_kinds_of_files_are_refused(client: TestClient, name: str) -> None:
    assert client.post("/api/upload", files=[("files", (name, b"PAR1"))]).status_code == 422


@pytest.mark.parametrize(
    "q",
    ["'; DROP TABLE reports; --", "title:\"' OR 1=1 --\"", "killed>=1e14", "\x00", "\ud7ff", "a" * 10_001, "(" * 60,
     "limit:0", "near:1,2,3e300", "type:{condition}", "%s ? $1 {0}", "date:9999999-01", "killed:..",
     "report:" + "x" * 5_000, ") OR (", "sort:-killed limit:2", "-", "NOT", "OR"],
)  # fmt: skip
def test_filters_are_never_sql(client: TestClient, q: str) -> None:
    for path in ("/api/events", "/api/counts", "/api/timeline", "/api/timeline?lanes=dyad", "/api/map",
                 "/api/dyads", "/api/incidents", "/api/reports", "/api/stories", "/api/review/queue",
                 "/api/dyads/IRN/PAK", "/api/export", "/api/export?format=stix"):  # fmt: skip
        answer = client.get(f"{path}{'&' if '?' in path else '?'}{urlencode({'q': q}, errors='surrogatepass')}")
        assert answer.status_code in (200, 400, 422), (path, answer.text)
    assert client.get("/api/reports").json()["total"] == 1


@pytest.mark.parametrize("cursor", ["x", "W10", "bnVsbA", "WyJhIl0", "a" * 3_999, "%00", "W1tbW1tbW10"])
def test_made_up_cursors_are_refused(client: TestClient, cursor: str) -> None:
    answer = client.get("/api/events", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["detail"][:7]) == (400, "cursor:")


def test_problems_tell_nothing_of_the_machine(client: TestClient, desk: Desk, tmp_path: Path) -> None:
    with desk.writing() as store:
        store.rows("DROP TABLE stories")
    answer = client.get("/api/stories")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert str(tmp_path) not in answer.text
    assert "stories" not in answer.text


@pytest.mark.parametrize(
    ("host", "near"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("::", False), ("10.1.1.1", False),
     ("a.example", False)],
)  # fmt: skip
def test_what_is_near(host: str, near: bool) -> None:
    assert is_loopback(host) is near
