"""The routes of the API: one module per group."""

from __future__ import annotations

from typing import Any

from dateline.web.problems import MEDIA_TYPE
from dateline.web.schemas.base import Problem

_SAYS = {
    400: "The filter or cursor cannot be read.",
    401: "A token is wanted.",
    403: "Refused: another site, or a read-only desk.",
    404: "Nothing of that name is here.",
    413: "Too much.",
    422: "A value does not fit.",
    429: "Too often.",
    503: "Busy; try again.",
}


def refusals(*statuses: int) -> dict[int | str, Any]:
    """The problem documents that a route may answer with, for its description."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": _SAYS[status], "model": Problem, "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in statuses
    }


_TABLE: dict[int | str, Any] = {
    200: {"description": "Rows; as CSV where the Accept header asks for it.", "content": {
        "text/csv": {"schema": {"type": "string"}}}}
}  # fmt: skip
READING = refusals(400, 401, 403, 422, 503)
FINDING = refusals(401, 403, 404, 422, 503)
WRITING = refusals(401, 403, 404, 413, 422, 429, 503)
LISTING = {**READING, **_TABLE}
