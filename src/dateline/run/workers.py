"""Processes that code batches: started once, each with its own models, and replaced when one dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import wait
from types import TracebackType

from dateline import __version__
from dateline.records import Quarantined, Report
from dateline.store import PackedBatch, pack_batch

Batch = Sequence[Report | Quarantined]


@dataclass(slots=True)
class Job:
    """A batch on its way. `packed` is None until it was coded in this process."""

    reports: Batch
    future: Future[PackedBatch] | None


class Workers:
    """`count` processes that turn batches of reports into rows; one means this process itself."""

    def __init__(self, count: int, manifest_id: str, threads: int = 1) -> None:
        self.count = count
        self.manifest_id = manifest_id
        self.threads = threads
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            if error is not None:  # nobody waits for what they are coding: it is coded again by the next run
                for process in dict(getattr(self._pool, "_processes", None) or {}).values():
                    process.kill()
            self._pool.shutdown(wait=error is None, cancel_futures=True)

    def submit(self, reports: Batch) -> Job:
        """Hands a batch over; returns at once."""
        if self.count <= 1:
            return Job(reports, None)
        for _ in range(3):
            try:
                self._pool = self._pool or _start(self.count)
                return Job(reports, self._pool.submit(code_rows, list(reports), self.manifest_id, self.threads))
            except BrokenProcessPool:
                self._pool = None
        return Job(reports, None)

    def result(self, job: Job) -> PackedBatch:
        """The rows of a batch; where a process died over it, its reports are coded one by one."""
        if job.future is None:
            return code_rows(list(job.reports), self.manifest_id, self.threads)
        try:
            return job.future.result()
        except BrokenProcessPool:
            self._pool = None
            return self._one_by_one(job.reports)

    def _one_by_one(self, reports: Batch) -> PackedBatch:
        """One monstrous report may have killed the process (memory, a fault in a library): find it."""
        parts = []
        pool = _start(1)
        for report in reports:
            try:
                parts.append(pool.submit(code_rows, [report], self.manifest_id, self.threads).result())
            except BrokenProcessPool:
                parts.append(pack_batch([died(report)], self.manifest_id))
                pool = _start(1)
        pool.shutdown()
        return merge(parts)


def code_rows(reports: list[Report | Quarantined], manifest_id: str, threads: int) -> PackedBatch:
    """The rows of a batch, coded in this process."""
    from dateline.run.single import code_batch, shared_pipeline

    return pack_batch(code_batch(shared_pipeline(threads), reports), manifest_id)


def merge(parts: Sequence[PackedBatch]) -> PackedBatch:
    """Several batches as one, in order."""
    tables: dict[str, list[bytes]] = {}
    for part in parts:
        for table, arrays in part.tables.items():
            tables.setdefault(table, []).extend(arrays)
    return PackedBatch(
        tables=tables,
        report_ids=tuple(one for part in parts for one in part.report_ids),
        coded=sum(part.coded for part in parts), empty=sum(part.empty for part in parts),
        quarantined=sum(part.quarantined for part in parts),
        causes=tuple(one for part in parts for one in part.causes),
    )  # fmt: skip


def died(report: Report | Quarantined) -> Quarantined:
    """The record of a report over which its process died."""
    if isinstance(report, Quarantined):
        return report
    return Quarantined(
        report=report, stage="process", error="WorkerDied",
        message="the coding process died over this report",
        traceback="", version=__version__, at=datetime.now(UTC),
    )  # fmt: skip


def _start(count: int) -> ProcessPoolExecutor:
    # spawned, not forked: the parent holds DuckDB's threads, and a fork would copy their locks
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"), initializer=_prepare)


def _prepare() -> None:
    """In a new process: Ctrl-C is the parent's business; and when the parent is gone, so are we."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel
        threading.Thread(target=lambda: (wait([sentinel]), os._exit(1)), daemon=True).start()
