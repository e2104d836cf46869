"""Reports: the list, and one with everything found in it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from dateline.store import Store
from dateline.store.filter_sql import condition_of
from dateline.store.filters import parse_filter
from dateline.store.paging import Key
from dateline.store.reviews import last_reviews, reviewed_document
from dateline.web.desk import TheDesk
from dateline.web.lists import Cursor, Limit, Q, page
from dateline.web.problems import Refusal
from dateline.web.reading import safe_url, say_report
from dateline.web.routes import FINDING, LISTING
from dateline.web.schemas.base import Page
from dateline.web.schemas.report import ReportRow, ReportView
from dateline.web.tables import columns_of

router = APIRouter(tags=["reports"])
ReportId = Annotated[str, Path(max_length=100, examples=["r-0123456789abcdef"])]
_KEYS = (Key("published", True, datetime), Key("report_id"))
_COLUMNS = "report_id, title, publisher, published, language, url"


@router.get("/api/reports", response_model=Page[ReportRow], responses=LISTING)
def list_reports(request: Request, desk: TheDesk, q: Q = "", cursor: Cursor = None, limit: Limit = 50) -> Response:
    """Reports with events that pass the filter, the latest published first; without a filter, all."""
    return desk.answer(request, lambda store: _list(store, q, cursor, limit), columns_of(ReportRow))


@router.get("/api/reports/{report_id}", response_model=ReportView, responses=FINDING)
def get_report(request: Request, desk: TheDesk, report_id: ReportId) -> Response:
    """One report: its text, and every span that lies over it."""
    return desk.answer(request, lambda store: view_report(store, report_id))


def view_report(store: Store, report_id: str) -> dict[str, Any]:
    """A stored report as the page shows it; raises Refusal where there is none of that id."""
    if not store.rows("SELECT 1 FROM documents WHERE report_id = ?", [report_id]):
        raise Refusal(404, "no report has that id")
    document = reviewed_document(store, report_id)
    incidents = {
        row["event_id"]: row["incident_id"]
        for row in store.rows("SELECT event_id, incident_id FROM cards WHERE report_id = ?", [report_id])
    }
    return say_report(document, incidents=incidents, reviews=last_reviews(store, report_id))


def _list(store: Store, q: str, cursor: str | None, limit: int) -> dict[str, Any]:
    found = parse_filter(q)
    source, parameters = "reports", list[object]()
    if found.condition.parts:
        condition = condition_of(found)
        passing = f"SELECT report_id, count(*) AS events FROM flat_events WHERE {condition.sql} GROUP BY report_id"
        source, parameters = f"({passing}) JOIN reports USING (report_id)", condition.parameters
    told = page(
        store,
        select=f"SELECT {_COLUMNS}{', events' if found.condition.parts else ''} FROM {source}",
        where="true", parameters=parameters, keys=_KEYS, mark=f"reports {q}", cursor=cursor, limit=limit,
        total=f"SELECT count(*) FROM {source}",
    )  # fmt: skip
    ids = [row["report_id"] for row in told["items"]]
    events, claims = _counts(store, "flat_events", ids), _counts(store, "claims", ids)
    for row in told["items"]:
        row["url"] = safe_url(row["url"])
        row.setdefault("events", events.get(row["report_id"], 0))
        row["claims"] = claims.get(row["report_id"], 0)
    return told


def _counts(store: Store, table: str, ids: list[str]) -> dict[str, int]:
    rows = store.rows(
        f"SELECT report_id, count(*) AS n FROM {table} WHERE report_id IN (SELECT unnest(?::VARCHAR[])) GROUP BY ALL",
        [ids],
    )
    return {row["report_id"]: row["n"] for row in rows}
