"""Shards coded by the actors of a Ray cluster: each loads the models once; one that is lost costs its shard."""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from dateline.errors import SettingsError
from dateline.records import Quarantined, Report
from dateline.run.manifest import find_manifest
from dateline.run.shards import Shard, make_shard
from dateline.run.workers import Batch, code_rows, died
from dateline.settings import load_settings
from dateline.store import pack_batch

LOG = logging.getLogger(__name__)
_TRIES = 2  # of a shard, before it is halved, and of a single report, before it is set aside
_STARTS = 3  # of all actors in a row that may fail before the run is given up


class Coder:
    """What an actor is: a process with its own models."""

    def __init__(self, manifest_id: str, threads: int) -> None:
        from dateline.run.single import shared_pipeline

        if (own := find_manifest(load_settings()).manifest_id) != manifest_id:
            raise SettingsError(f"a node has another dateline, or other models ({own}, not {manifest_id})")
        self.manifest_id, self.threads = manifest_id, threads
        shared_pipeline(threads)

    def ready(self) -> None:
        """Returns once the models are loaded."""

    def code(self, reports: list[Report | Quarantined]) -> Shard:
        """The reports' rows as Parquet."""
        return make_shard(code_rows(reports, self.manifest_id, self.threads))


@dataclass(slots=True)
class _Task:
    reports: Batch
    tries: int = 0


class Cluster:
    """The actors of a cluster: `count` of them, else one for each of its cores."""

    def __init__(
        self, address: str | None, count: int | None, manifest_id: str, threads: int = 1, coder: type = Coder
    ) -> None:
        self.address, self.count, self.manifest_id, self.threads, self.coder = (
            address, count, manifest_id, threads, coder,
        )  # fmt: skip
        self._ray: Any = None
        self._actor: Any = None
        self._working: dict[Any, tuple[Any, _Task | None]] = {}  # by what is awaited; no task: the actor starts
        self._idle: list[Any] = []
        self._queue: deque[_Task] = deque()
        self._failed_starts = 0

    def __enter__(self) -> Cluster:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing of ours goes over the network unasked
        try:
            import ray
        except ImportError:
            raise SettingsError("--engine ray needs Ray: pip install 'dateline[ray]'") from None
        try:
            ray.init(address=self.address, log_to_driver=False, include_dashboard=None if self.address else False)
        except (ConnectionError, ValueError) as error:
            raise SettingsError(f"--address {self.address}: {str(error).splitlines()[0]}") from error
        self._ray = ray
        self._actor = ray.remote(num_cpus=self.threads, max_restarts=0)(self.coder)
        self.count = self.count or max(1, int(ray.cluster_resources().get("CPU", 1)) // self.threads)
        for _ in range(self.count):
            self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ray.shutdown()

    def code(self, batches: Iterable[Batch]) -> Iterator[Shard]:
        """A shard for each batch, as they are done; batches are taken when an actor is free."""
        rest = iter(batches)
        while self._fill(rest):
            (ref,), _ = self._ray.wait(list(self._working), num_returns=1)
            actor, task = self._working.pop(ref)
            try:
                shard = self._ray.get(ref)
            except self._ray.exceptions.RayError as error:
                LOG.warning("an actor failed: %s", str(error).splitlines()[0])
                if task is None:
                    self._count_failed_start(error)
                else:
                    yield from self._again(task)
                self._ray.kill(actor)
                self._start()
                continue
            self._idle.append(actor)
            if task is not None:
                self._failed_starts = 0
                self._fill(rest)  # the actors code on while the caller writes
                yield shard

    def _start(self) -> None:
        actor = self._actor.remote(self.manifest_id, self.threads)
        self._working[actor.ready.remote()] = (actor, None)

    def _fill(self, rest: Iterator[Batch]) -> bool:
        """Gives every free actor a task; whether there is anything left to wait for."""
        while self._idle:
            task = self._queue.popleft() if self._queue else next((_Task(batch) for batch in rest), None)
            if task is None:
                break
            actor = self._idle.pop()
            self._working[actor.code.remote(list(task.reports))] = (actor, task)
        waiting = bool(self._queue) or not self._idle
        return waiting or any(task is not None for _, task in self._working.values())

    def _again(self, task: _Task) -> Iterator[Shard]:
        """Queues what an actor was lost over; after that, its halves, until the report is found that does it."""
        task.tries += 1
        if task.tries < _TRIES:
            self._queue.append(task)
        elif len(task.reports) > 1:
            half = len(task.reports) // 2
            self._queue += [_Task(part, task.tries - 1) for part in (task.reports[:half], task.reports[half:])]
        else:
            yield make_shard(pack_batch([died(task.reports[0])], self.manifest_id))

    def _count_failed_start(self, error: Exception) -> None:
        self._failed_starts += 1
        if self._failed_starts > _STARTS * (self.count or 1):
            raise SettingsError(f"--engine ray: no actor starts: {str(error).splitlines()[-1]}")
