"""Files handed in, and the jobs that code them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, File, Path, Request, UploadFile
from starlette.responses import Response, StreamingResponse

from dateline.export.wording import clean
from dateline.web.answers import CSV, JSON, encode, wanted
from dateline.web.desk import TheDesk
from dateline.web.jobs import KINDS, Full, Job, suffix_of
from dateline.web.problems import Refusal
from dateline.web.routes import FINDING, LISTING, WRITING
from dateline.web.schemas.base import Rows
from dateline.web.schemas.work import JobOut, Started
from dateline.web.tables import columns_of, table

router = APIRouter(tags=["coding"])
JobId = Annotated[str, Path(max_length=40, examples=["job-0123456789abcdef"])]
_MOST_FILES = 200
_TICK = 0.3
_LONGEST = 3600.0  # seconds that one listener is served
_EVENTS = "text/event-stream"


@router.post("/api/upload", response_model=Started, responses=WRITING, status_code=202)
def post_upload(
    request: Request, desk: TheDesk, files: Annotated[list[UploadFile], File(max_length=_MOST_FILES)]
) -> Response:
    """Takes files of text, HTML, Markdown, JSON, CSV or feeds, and codes them into the store."""
    desk.must_write()
    suffixes = [suffix_of(one.filename or "") for one in files]
    if None in suffixes:
        raise Refusal(422, f"files of these kinds are read: {', '.join(KINDS)}")
    job = desk.jobs.new([clean(one.filename or "file", 100) for one in files])
    for number, (one, suffix) in enumerate(zip(files, suffixes, strict=True)):
        (job.folder / f"{number}.{suffix}").write_bytes(one.file.read())
    try:
        desk.jobs.start(job)
    except Full:
        raise Refusal(503, "too many jobs wait", {"Retry-After": "60"}) from None
    return Response(encode({"job": job.job_id, "files": len(files)}), 202, media_type=JSON)


@router.get("/api/jobs", response_model=Rows[JobOut], responses=LISTING)
def list_jobs(request: Request, desk: TheDesk) -> Response:
    """The jobs since the desk was opened, the latest first."""
    rows = [say_job(one) for one in desk.jobs.all()]
    told, kind = encode({"items": rows}), JSON
    if wanted(request, (JSON, CSV)) == CSV:
        told, kind = table(rows, columns_of(JobOut)), CSV
    return desk.answers.answer(request, hash(told), lambda: (told, kind))


@router.get("/api/jobs/{job_id}", response_model=JobOut, responses=FINDING)
def get_job(request: Request, desk: TheDesk, job_id: JobId) -> Response:
    """How far a job is."""
    told = encode(say_job(_find(desk.jobs.get(job_id))))
    return desk.answers.answer(request, hash(told), lambda: (told, JSON))


@router.get(
    "/api/jobs/{job_id}/events", response_class=StreamingResponse,
    responses={**FINDING, 200: {"content": {_EVENTS: {"schema": {"type": "string"}}}, "description": "Progress."}},
)  # fmt: skip
async def get_job_events(request: Request, desk: TheDesk, job_id: JobId) -> StreamingResponse:
    """A job's progress as server-sent events: `progress` whenever something is done, `end` at the end."""
    job = _find(desk.jobs.get(job_id))
    return StreamingResponse(_tell(request, job), media_type=_EVENTS, headers={"Cache-Control": "no-store"})


async def _tell(request: Request, job: Job) -> AsyncIterator[bytes]:
    before = b""
    for _ in range(int(_LONGEST / _TICK)):
        ended = job.state in ("done", "failed")
        now = encode(say_job(job))
        if now != before or ended:
            before = now
            yield b"event: " + (b"end" if ended else b"progress") + b"\ndata: " + now + b"\n\n"
        if ended or await request.is_disconnected():
            return
        await asyncio.sleep(_TICK)


def _find(job: Job | None) -> Job:
    if job is None:
        raise Refusal(404, "no job has that id")
    return job


def say_job(job: Job) -> dict[str, Any]:
    """The job in the shape of `JobOut`."""
    same = ("state", "started", "files", "total", "done", "coded", "empty", "quarantined", "skipped", "last", "message")
    return {"job": job.job_id, **{name: getattr(job, name) for name in same}, "reports": job.reports}
