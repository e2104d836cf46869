"""A text handed in, coded while one waits."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body, Request
from starlette.responses import Response

from dateline.run import find_manifest
from dateline.web.answers import JSON, encode
from dateline.web.desk import TheDesk
from dateline.web.problems import Refusal
from dateline.web.reading import say_report
from dateline.web.routes import WRITING
from dateline.web.routes.reports import view_report
from dateline.web.schemas.report import ReportView
from dateline.web.schemas.work import TextIn

router = APIRouter(tags=["coding"])


@router.post("/api/code", response_model=ReportView, responses=WRITING)
def post_code(request: Request, desk: TheDesk, given: Annotated[TextIn, Body()]) -> Response:
    """Everything found in a text, as for a stored report; with `save` it is stored too."""
    if given.save:
        desk.must_write()
    day: date | None = given.published
    if not any(map(str.isalnum, given.text)):
        raise Refusal(422, "the text has no words")
    document = desk.coder.code(given.text, given.title, day)
    if not given.save:
        return Response(encode(say_report(document, stored=False)), media_type=JSON)
    with desk.writing() as store:
        store.save([document], find_manifest().manifest_id)
        told = view_report(store, document.report.report_id)
    desk.relink_soon()
    return Response(encode(told), media_type=JSON)
