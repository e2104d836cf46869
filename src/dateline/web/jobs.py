"""Files that were handed in, coded in a process of their own, batch by batch, while their job tells how far it is."""

from __future__ import annotations

import logging
import queue
import re
import shutil
import tempfile
import threading
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from dateline.errors import DatelineError
from dateline.export.wording import clean
from dateline.read import read_reports
from dateline.read.kinds import SUFFIXES
from dateline.records import Quarantined, Report
from dateline.run import find_manifest
from dateline.run.workers import Workers
from dateline.store.shared import SharedStore

LOG = logging.getLogger(__name__)
_BATCH = 8
_KEPT = 100  # jobs that are remembered
_WAITING = 20  # jobs that may wait
_REFUSED = ("parquet", "warc")  # formats that need more than text to be read
_SUFFIX = re.compile(r"\.([a-z0-9]{1,8})$")
KINDS = tuple(sorted(suffix for suffix, kind in SUFFIXES.items() if kind not in _REFUSED))


@dataclass(slots=True)
class Job:
    """How far a job is. `state`: waiting, running, done, failed. `last`: the report that was dealt with last.

    `again`: reports that were set aside, to be coded once more in the place of files.
    """

    job_id: str
    files: list[str]
    started: datetime
    folder: Path
    total: int | None = None
    done: int = 0
    coded: int = 0
    empty: int = 0
    quarantined: int = 0
    skipped: int = 0
    state: str = "waiting"
    message: str | None = None
    last: str | None = None
    reports: list[str] = field(default_factory=list)
    again: list[Report] = field(default_factory=list)


class Full(Exception):
    """Too many jobs wait."""


class Jobs:
    """Runs one job after another."""

    def __init__(self, shared: SharedStore, after: Callable[[], None], workers: int = 2) -> None:
        self._shared = shared
        self._after = after
        self._workers = workers
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._waiting: queue.Queue[Job | None] = queue.Queue(_WAITING)
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()
        self._lock = threading.Lock()

    def new(self, names: list[str]) -> Job:
        """A job with a folder for its files, which wait to be put there."""
        folder = Path(tempfile.mkdtemp(prefix="dateline-"))
        return Job(f"job-{token_hex(8)}", names, datetime.now(UTC), folder)

    def start(self, job: Job) -> None:
        """Lets a job wait for its turn; raises Full where too many do."""
        try:
            self._waiting.put_nowait(job)
        except queue.Full:
            shutil.rmtree(job.folder, ignore_errors=True)
            raise Full from None
        with self._lock:
            self._jobs[job.job_id] = job
            while len(self._jobs) > _KEPT:
                self._jobs.popitem(last=False)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="dateline-jobs", daemon=True)
                self._thread.start()

    def get(self, job_id: str) -> Job | None:
        """The job of that id."""
        return self._jobs.get(job_id)

    def all(self) -> list[Job]:
        """The jobs, the latest first."""
        return list(reversed(self._jobs.values()))

    def close(self) -> None:
        """Ends after the batch that is under way."""
        self._closed.set()
        if self._thread is not None:
            while not self._waiting.empty():
                self._waiting.get_nowait()
            self._waiting.put(None)
            self._thread.join(20)

    def _run(self) -> None:
        while not self._closed.is_set() and (job := self._waiting.get()) is not None:
            job.state = "running"
            try:
                self._code(job)
                job.state = "done"
            except DatelineError as error:
                LOG.warning("job %s: %s", job.job_id, error)
                job.state, job.message = "failed", "the store could not be written"
            except Exception:  # noqa: BLE001 - one broken job must not stop those that wait
                LOG.error("job %s: %s", job.job_id, traceback.format_exc())
                job.state, job.message = "failed", "the job broke; the log of the server says why"
            finally:
                shutil.rmtree(job.folder, ignore_errors=True)

    def _code(self, job: Job) -> None:
        manifest = find_manifest().manifest_id
        reports: list[Report | Quarantined] = [*job.again] or list(_read(job))
        job.total = len(reports)
        with Workers(self._workers, manifest) as pool:
            for start in range(0, len(reports), _BATCH):
                if self._closed.is_set():
                    job.message = "the desk was closed"
                    return
                self._batch(job, pool, manifest, reports[start : start + _BATCH])
        self._after()

    def _batch(self, job: Job, pool: Workers, manifest: str, batch: list[Report | Quarantined]) -> None:
        ids = [one.report.report_id if isinstance(one, Quarantined) else one.report_id for one in batch]
        with self._shared.reading() as store:
            known = set() if job.again else store.known(ids, manifest)
        fresh = [one for one, name in zip(batch, ids, strict=True) if name not in known]
        if fresh:
            packed = pool.result(pool.submit(fresh))
            with self._shared.writing() as store:
                store.save_packed(packed)
            job.coded += packed.coded
            job.empty += packed.empty
            job.quarantined += packed.quarantined
        job.skipped += len(batch) - len(fresh)
        job.done += len(batch)
        job.last = _title(batch[-1])
        job.reports = [*job.reports, *(name for name in ids)][:500]


def _read(job: Job) -> Iterator[Report | Quarantined]:
    """The reports of a job's files; their source is the name that the file had where it came from."""
    for number, name in enumerate(job.files):
        for found in read_reports(next(job.folder.glob(f"{number}.*"))):
            source = f"upload: {name}"
            if isinstance(found, Quarantined):
                message = found.message.replace(str(job.folder), "")
                yield replace(found, report=replace(found.report, source=source), message=message)
            else:
                yield replace(found, source=source)


def _title(one: Report | Quarantined) -> str:
    report = one.report if isinstance(one, Quarantined) else one
    return clean(report.title or report.text, 120)


def suffix_of(name: str) -> str | None:
    """The ending under which an uploaded file is read: one of those that we know, or None."""
    match = _SUFFIX.search(name.lower())
    if match is None:
        return "txt"
    return match[1] if match[1] in KINDS or match[1] == "xml" else None
