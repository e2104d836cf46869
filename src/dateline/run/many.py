"""Many reports into a store: read here, coded in processes, written here, batch by batch."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from dateline.errors import ReadError, SettingsError
from dateline.read import read_reports
from dateline.read.sources import find_sources
from dateline.records import Quarantined, Report, make_id
from dateline.run.cluster import Cluster
from dateline.run.manifest import find_manifest
from dateline.run.shards import finished_shards, keep_shard
from dateline.run.workers import Batch, Job, Workers
from dateline.settings import load_settings
from dateline.store import PackedBatch, Store, open_store
from dateline.store.parquet import read_tables

ENGINES = ("local", "ray")
_COUNTING_SECONDS = 2.0


@dataclass(slots=True)
class Tally:
    """How far a run is: after every batch, and at the end."""

    run_id: str
    manifest_id: str
    coded: int = 0
    empty: int = 0
    quarantined: int = 0
    skipped: int = 0
    seconds: float = 0.0
    causes: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def done(self) -> int:
        """Reports dealt with, in whichever way."""
        return self.coded + self.quarantined + self.skipped

    @property
    def rate(self) -> float:
        """Reports coded or set aside per second."""
        return (self.coded + self.quarantined) / self.seconds if self.seconds > 0 else 0.0

    @property
    def quarantined_share(self) -> float:
        """Of the reports that were not skipped, the part set aside."""
        fresh = self.coded + self.quarantined
        return self.quarantined / fresh if fresh else 0.0


def code_sources(
    sources: str | Path | Sequence[str | Path],
    store: str | Path | Store,
    *,
    workers: int | None = 2,
    batch: int = 16,
    threads: int = 1,
    published: datetime | None = None,
    fields: Mapping[str, str] | None = None,
    on_batch: Callable[[Tally], None] | None = None,
    engine: str = "local",
    address: str | None = None,
) -> Tally:
    """Codes every report of the sources into the store; returns the counts.

    Each batch is one transaction. Reports already there under the same manifest are skipped before they are
    coded, so a run that was killed goes on where it was when it is started again.

    Args:
        store: a path, opened for the run, or an open store.
        workers: processes; 1 codes in this one. With Ray: actors, None for one a core of the cluster.
        published: the date of reports that state none.
        on_batch: called after each batch is written.
        engine: 'local', or 'ray' for a cluster; its batches are kept as Parquet in a folder beside the store.
        address: of the cluster; without it Ray starts one on this machine.

    Raises:
        SettingsError: no such engine, or none at that address.
        ReadError: one of the sources is not there (before anything is coded).
        StoreError: the store cannot be opened or written.
    """
    if engine not in ENGINES:
        raise SettingsError(f"engine: {engine!r} is none of {', '.join(ENGINES)}")
    locations = [sources] if isinstance(sources, str | Path) else list(sources)
    for location in locations:
        next(find_sources(location), None)  # raises for what is not there
    if not isinstance(store, Store):
        with open_store(store) as opened:
            return code_sources(
                locations,
                opened,
                workers=workers,
                batch=batch,
                threads=threads,
                published=published,
                fields=fields,
                on_batch=on_batch,
                engine=engine,
                address=address,
            )
    manifest = find_manifest(load_settings())
    started = datetime.now(UTC)
    name = ", ".join(map(str, locations))
    tally = Tally(make_id("run", manifest.manifest_id, name, started.isoformat()), manifest.manifest_id)
    store.start_run({
        "run_id": tally.run_id, "input": name, "manifest_id": manifest.manifest_id,
        "version": manifest.version,
        "code_hash": manifest.code_hash, "lexicon_hash": manifest.lexicon_hash,
        "ontology_hash": manifest.ontology_hash, "model_hash": manifest.model_hash,
        "library_hash": manifest.library_hash, "started": started,
    })  # fmt: skip
    reports = (found for location in locations for found in read_reports(location, published=published, fields=fields))
    run = _Run(store, tally, batch, on_batch or (lambda _: None))
    if engine == "ray":
        with Cluster(address, workers, manifest.manifest_id, threads) as cluster:
            run.go_shards(cluster, reports, Path(f"{store.path}.shards"))
    else:
        with Workers(workers or 2, manifest.manifest_id, threads) as pool:
            run.go(pool, reports)
    store.finish_run(tally.run_id, datetime.now(UTC), run.unwritten_skips)
    return tally


class _Run:
    """One run's state: what is under way, and what has been counted."""

    def __init__(self, store: Store, tally: Tally, size: int, on_batch: Callable[[Tally], None]) -> None:
        self.store = store
        self.tally = tally
        self.size = size
        self.on_batch = on_batch
        self.unwritten_skips = 0
        self._clock = time.monotonic()
        self._pending: set[str] = set()

    def go(self, pool: Workers, reports: Iterator[Report | Quarantined]) -> None:
        """Keeps every process busy with one batch waiting behind it; writes in the order of reading."""
        jobs: deque[Job] = deque()
        for batch in self._batches(reports):
            jobs.append(pool.submit(batch))
            while len(jobs) > (2 * pool.count if pool.count > 1 else 0) or (
                jobs and jobs[0].future and jobs[0].future.done()
            ):
                self._write(pool, jobs.popleft())
        while jobs:
            self._write(pool, jobs.popleft())

    def go_shards(self, cluster: Cluster, reports: Iterator[Report | Quarantined], folder: Path) -> None:
        """Takes in the shards that an earlier run left, then those of the cluster as they are done."""
        for path, note in finished_shards(folder, self.tally.manifest_id):
            if set(note.report_ids) - self.store.known(note.report_ids, self.tally.manifest_id):
                self._take(path, note)
        for shard in cluster.code(self._batches(reports)):
            self._take(keep_shard(shard, folder, self.tally.manifest_id), shard.note)

    def _take(self, path: Path, note: PackedBatch) -> None:
        with self.store.transaction():
            read_tables(self.store, path)
            self.store.count_in_run(self.tally.run_id, note, self.unwritten_skips)
        self._count(note)

    def _batches(self, reports: Iterator[Report | Quarantined]) -> Iterator[Batch]:
        """Reports that the store lacks, in batches; never more in memory than are under way."""
        fresh: list[Report | Quarantined] = []
        chunk: list[Report | Quarantined] = []
        for report in reports:
            chunk.append(report)
            if len(chunk) >= self.size:
                fresh += self._unknown(chunk)
                chunk = []
            if len(fresh) >= self.size:
                yield fresh[: self.size]
                fresh = fresh[self.size :]
        fresh += self._unknown(chunk)
        if fresh:
            yield fresh

    def _unknown(self, chunk: list[Report | Quarantined]) -> list[Report | Quarantined]:
        """Those not in the store under this manifest, nor under way; the others are counted as skipped."""
        ids = [_report_id(one) for one in chunk]
        known = self.store.known(ids, self.tally.manifest_id) | self._pending
        fresh: dict[str, Report | Quarantined] = {}
        for report_id, report in zip(ids, chunk, strict=True):
            if report_id not in known:
                fresh.setdefault(report_id, report)
        self._pending.update(fresh)
        skipped = len(chunk) - len(fresh)
        self.tally.skipped += skipped
        self.unwritten_skips += skipped
        if skipped:
            self._report()
        return list(fresh.values())

    def _write(self, pool: Workers, job: Job) -> None:
        packed: PackedBatch = pool.result(job)
        self.store.save_packed(packed, self.tally.run_id, self.unwritten_skips)
        self._count(packed)

    def _count(self, packed: PackedBatch) -> None:
        self.unwritten_skips = 0
        self._pending.difference_update(packed.report_ids)
        self.tally.coded += packed.coded
        self.tally.empty += packed.empty
        self.tally.quarantined += packed.quarantined
        self.tally.causes.update(packed.causes)
        self._report()

    def _report(self) -> None:
        self.tally.seconds = time.monotonic() - self._clock
        self.on_batch(self.tally)


def _report_id(one: Report | Quarantined) -> str:
    return one.report.report_id if isinstance(one, Quarantined) else one.report_id


def retry_quarantined(store: Store, *, report_id: str | None = None, threads: int = 1) -> Tally:
    """Codes what was set aside once more; what is coded now leaves the quarantine.

    Records of the stage 'read' stay: their text was never had in full, so their source has to be read again.
    """
    from dateline.run.workers import code_rows

    manifest = find_manifest(load_settings())
    started = datetime.now(UTC)
    tally = Tally(make_id("run", manifest.manifest_id, "retry", started.isoformat()), manifest.manifest_id)
    for record in store.quarantined(report_id):
        if record.stage == "read":
            tally.skipped += 1
            continue
        packed = code_rows([record.report], manifest.manifest_id, threads)
        store.save_packed(packed)
        tally.coded += packed.coded
        tally.empty += packed.empty
        tally.quarantined += packed.quarantined
        tally.causes.update(packed.causes)
    tally.seconds = (datetime.now(UTC) - started).total_seconds()
    return tally


def count_reports(sources: Sequence[str | Path]) -> int | None:
    """About how many reports the sources hold: lines of JSONL, else one a file; None for standard input."""
    total = 0
    end = time.monotonic() + _COUNTING_SECONDS
    for location in sources:
        for source in find_sources(location):
            if source.path is None or time.monotonic() > end:
                return None
            if not source.file_name.lower().endswith((".jsonl", ".ndjson")):
                total += 1
                continue
            try:
                with source.open() as stream:
                    while block := stream.read(1 << 20):
                        total += block.count(b"\n")
                        if time.monotonic() > end:
                            return None
            except ReadError:
                total += 1
    return total
