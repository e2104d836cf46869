"""The state of things: feeds, what was set aside, and events as files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query, Request
from starlette.responses import Response, StreamingResponse

from dateline.export.exchange import load_shapes, writer_of
from dateline.export.wording import clean
from dateline.store import Store, stream_events
from dateline.store.filters import parse_filter
from dateline.store.flat import COLUMNS
from dateline.store.paging import Key
from dateline.web.answers import GEOJSON, JSON, encode
from dateline.web.desk import Desk, TheDesk
from dateline.web.jobs import Full
from dateline.web.lists import Cursor, Limit, Q, page
from dateline.web.problems import Refusal
from dateline.web.reading import safe_url
from dateline.web.routes import LISTING, READING, WRITING
from dateline.web.routes.events import feature_of
from dateline.web.schemas.base import Rows
from dateline.web.schemas.work import FeedRow, QuarantinePage, QuarantineRow, RetryIn, Started
from dateline.web.tables import columns_of, csv_lines

router = APIRouter(tags=["keeping"])
Shape = Literal[
    "csv", "geojson", "jsonl", "plover", "hxl", "jsonld", "ftm", "stix", "acled", "ged", "gdelt", "icews", "polecat"
]  # fmt: skip
_KINDS = {"csv": "text/csv; charset=utf-8", "geojson": GEOJSON, "jsonl": "application/x-ndjson"}
_QUARANTINED = (Key("failed_at", True, datetime), Key("report_id"))
_ANY = "application/octet-stream"
_EXPORT_SECONDS = 900.0
_BLOCK = 1 << 16


@router.get("/api/feeds", response_model=Rows[FeedRow], responses=LISTING)
def list_feeds(request: Request, desk: TheDesk) -> Response:
    """Feeds that were watched, those that fail most first; `health` is ok, late or failing."""

    def make(store: Store) -> dict[str, Any]:
        rows = store.rows("SELECT * EXCLUDE (etag, last_modified) FROM feeds ORDER BY failures DESC, url LIMIT 5000")
        return {"items": [{**row, "health": _health(row)} for row in rows]}

    return desk.answer(request, make, columns_of(FeedRow))


def _health(row: dict[str, Any]) -> str:
    if row["failures"]:
        return "failing"
    late = row["due"] is not None and (datetime.now(UTC) - row["due"]).total_seconds() > 3600
    return "late" if late else "ok"


@router.get("/api/quarantine", response_model=QuarantinePage, responses=LISTING)
def list_quarantined(request: Request, desk: TheDesk, cursor: Cursor = None, limit: Limit = 50) -> Response:
    """Reports that could not be read or coded, the latest first."""

    def make(store: Store) -> dict[str, Any]:
        told = page(
            store, select="SELECT report_id, source, stage, error, message, version, failed_at FROM quarantined",
            where="true", parameters=[], keys=_QUARANTINED, mark="quarantine", cursor=cursor, limit=limit,
            total="SELECT count(*) FROM quarantined",
        )  # fmt: skip
        for row in told["items"]:
            row["title"] = None
            row["source"] = safe_url(row["source"]) or clean(row["source"].rpartition("/")[2], 200)
            row["message"] = clean(row["message"], 500)
        causes = store.rows(
            "SELECT stage, error, count(*) AS reports FROM quarantined GROUP BY ALL "
            "ORDER BY reports DESC, 1, 2 LIMIT 50"
        )
        return {**told, "causes": causes}

    return desk.answer(request, make, columns_of(QuarantineRow))


@router.post("/api/quarantine/retry", response_model=Started, responses=WRITING, status_code=202)
def post_retry(request: Request, desk: TheDesk, given: Annotated[RetryIn, Body()]) -> Response:
    """Codes one report that was set aside once more, or all; what is coded now leaves the quarantine.

    Those that could not be read stay: their text was never had in full.
    """
    desk.must_write()
    with desk.shared.reading() as store:
        found = [one for one in store.quarantined(given.report_id) if one.stage != "read"]
    if given.report_id is not None:
        found = [one for one in found if one.report.report_id == given.report_id]
    if not found:
        raise Refusal(404, "nothing that could be coded again was set aside")
    job = desk.jobs.new([])
    job.again = [one.report for one in found]
    try:
        desk.jobs.start(job)
    except Full:
        raise Refusal(503, "too many jobs wait", {"Retry-After": "60"}) from None
    return Response(encode({"job": job.job_id, "files": len(found)}), 202, media_type=JSON)


@router.get(
    "/api/export", response_class=StreamingResponse,
    responses={**READING, 200: {"description": "A file.", "content": {
        kind.partition(";")[0]: {"schema": {"type": "string"}} for kind in (*_KINDS.values(), _ANY)
    }}},
)  # fmt: skip
def get_export(
    request: Request,
    desk: TheDesk,
    q: Q = "",
    shape: Annotated[Shape, Query(alias="format", description="See docs/exchange.md.")] = "csv",
) -> Response:
    """Every event that passes the filter, as a file."""
    parse_filter(q)
    suffix = shape if shape in _KINDS else load_shapes()[shape].suffix.lstrip(".")
    headers = {
        "Content-Disposition": f'attachment; filename="events-{shape}.{suffix}"', "Cache-Control": "private, no-store",
    }  # fmt: skip
    body = _plain(desk, q, shape) if shape in _KINDS else _other(desk, q, shape)
    first = next(body, b"")  # what is wrong with the filter is told before anything is sent
    kind = _KINDS.get(shape, _ANY)
    return StreamingResponse(_joined(first, body), media_type=kind, headers=headers)


def _joined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _plain(desk: Desk, q: str, shape: str) -> Iterator[bytes]:
    """The file in blocks, straight from the store."""
    held, size = [], 0
    with desk.shared.reading(_EXPORT_SECONDS) as store:
        for line in _LINES[shape](stream_events(store, q)):
            held.append(line)
            size += len(line)
            if size > _BLOCK:
                yield b"".join(held)
                held, size = [], 0
    yield b"".join(held)


def _csv(rows: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    return csv_lines(rows, COLUMNS)


def _jsonl(rows: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    return (encode(row) + b"\n" for row in rows)


def _geojson(rows: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    yield b'{"type":"FeatureCollection","features":['
    for number, row in enumerate(rows):
        yield (b",\n" if number else b"\n") + encode(feature_of(row))
    yield b"\n]}\n"


_LINES = {"csv": _csv, "jsonl": _jsonl, "geojson": _geojson}


def _other(desk: Desk, q: str, shape: str) -> Iterator[bytes]:
    """The file as its exporter writes it, which goes by way of a file of ours."""
    text = f"({q}) status:current negated:no repeated:no" if load_shapes()[shape].happened and q.strip() else q
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        path = Path(folder) / "events"
        with desk.shared.reading(_EXPORT_SECONDS) as store:
            writer_of(shape)(stream_events(store, text), path)
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
