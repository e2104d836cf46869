"""Errors as problem documents (RFC 9457): nothing of the machine is told, and nothing that was sent is sent back."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from dateline.errors import DatelineError, StoreError
from dateline.store.shared import BusyStore

if TYPE_CHECKING:
    from fastapi import FastAPI, Request

LOG = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"


class Refusal(Exception):
    """A request that is refused, with HTTP's status and what the one who asked should know."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers or {}


def problem(status: int, detail: str, headers: dict[str, str] | None = None, **more: object) -> JSONResponse:
    """The problem document of a refusal."""
    content = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    told = {"Cache-Control": "no-store", **(headers or {})}
    return JSONResponse(content, status, headers=told, media_type=MEDIA_TYPE)


def add_handlers(app: FastAPI) -> None:
    """Answers every error of the app with a problem document."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(DatelineError, _ours)
    app.add_exception_handler(Exception, _broken)


async def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)
    return problem(error.status, error.detail, error.headers)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    known = {404: "nothing is here", 405: "this address does not take that method"}
    detail = known.get(error.status_code, "the request cannot be answered")
    if error.status_code == 413:
        detail = str(error.detail)
    return problem(error.status_code, detail, dict(error.headers or {}))


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    wrong = [
        {"where": ".".join(str(part) for part in one["loc"])[:200], "what": str(one["msg"])[:300]}
        for one in error.errors()[:20]
    ]
    first = f"{wrong[0]['where']}: {wrong[0]['what']}" if wrong else "the request does not fit"
    return problem(422, first, errors=wrong)


async def _ours(request: Request, error: Exception) -> JSONResponse:
    message = str(error)
    if isinstance(error, BusyStore):
        return problem(503, message, {"Retry-After": "5"})
    if isinstance(error, StoreError) and message.startswith(("filter:", "cursor:")):
        return problem(400, message)
    LOG.error("%s: %s", request.url.path, message)
    return problem(500, "the store could not answer; the log of the server says why")


async def _broken(request: Request, error: Exception) -> JSONResponse:
    LOG.error("%s", request.url.path, exc_info=error)
    return problem(500, "the server failed; its log says why")
