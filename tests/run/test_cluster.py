"""Coding on a Ray cluster of two nodes: what lost actors, lost nodes and deadly reports cost. Skipped without Ray."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline.errors import SettingsError
from dateline.records import Document, Report, make_id
from dateline.run import code_sources, find_manifest
from dateline.run.cluster import Cluster
from dateline.run.shards import finished_shards, keep_shard, make_shard
from dateline.store import Store, open_store, pack_batch
from dateline.store.parquet import read_tables

MANIFEST = "m-test"
pytestmark = pytest.mark.filterwarnings("default")  # Ray's own, and of what its processes leave open


def report(number: int, text: str = "") -> Report:
    words = text or f"The army shelled town {number}."
    return Report(report_id=make_id("r", words), source=f"{number}.txt", title=None, text=words)


def shard_of(*reports: Report) -> Any:
    return make_shard(pack_batch([Document(report=one) for one in reports], MANIFEST))


def test_a_shard_is_kept_whole_and_read_back(tmp_path: Path) -> None:
    shard = shard_of(report(1), report(2))
    folder = keep_shard(shard, tmp_path / "s", MANIFEST)
    assert keep_shard(shard, tmp_path / "s", MANIFEST) == folder
    (tmp_path / "s" / "shard-x.part").mkdir()
    assert list(finished_shards(tmp_path / "s", MANIFEST)) == [(folder, shard.note)]
    assert not list(finished_shards(tmp_path / "s", "m-other"))
    with open_store(tmp_path / "s.duckdb") as store:
        read_tables(store, folder)
        assert [one.report for one in store.documents()] == sorted(
            (report(1), report(2)), key=lambda one: one.report_id
        )


def test_without_such_an_engine(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="'slurm' is none of local, ray"):
        code_sources(tmp_path, tmp_path / "s.duckdb", engine="slurm")


class Fake:
    """A coder without models that dies over some words: once ('falls once'), or always ('kills')."""

    def __init__(self, manifest_id: str, threads: int) -> None:
        self.coded = 0

    def ready(self) -> None:
        pass

    def code(self, reports: list[Report]) -> Any:
        for one in reports:
            mark = Path(one.source).with_suffix(".fallen")
            if "kills" in one.text or ("falls once" in one.text and not mark.exists()):
                if "falls once" in one.text:
                    mark.touch()
                os._exit(1)
            if "slow" in one.text:
                time.sleep(2)
        return make_shard(pack_batch([Document(report=one) for one in reports], MANIFEST))


@pytest.fixture(scope="module")
def nodes() -> Iterator[Any]:
    """Two nodes on this machine, of one core each."""
    ray = pytest.importorskip("ray", reason="ray is not installed")
    ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])  # nodes cannot import a test
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster as Nodes

    made = Nodes(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    made.add_node(num_cpus=1)
    yield made
    made.shutdown()


def coded(nodes: Any, batches: list[list[Report]], folder: Path, count: int | None = None) -> Store:
    with Cluster(nodes.address, count, MANIFEST, coder=Fake) as cluster:
        assert cluster.count == (count or 2)
        for shard in cluster.code(batches):
            keep_shard(shard, folder, MANIFEST)
    store = open_store(folder / "s.duckdb")
    for path, _ in finished_shards(folder, MANIFEST):
        read_tables(store, path)
    return store


@pytest.mark.slow
def test_a_lost_actor_costs_its_shard_only(nodes: Any, tmp_path: Path) -> None:
    batches = [[report(10 * shard + one) for one in range(4)] for shard in range(4)]
    batches[1][2] = Report(
        report_id="r-fall", source=str(tmp_path / "fall"), title=None, text="Whoever codes this falls once."
    )
    batches[2][3] = report(0, "This kills every time.")
    with coded(nodes, batches, tmp_path) as store:
        assert {one.report.report_id for one in store.documents()} == {
            one.report_id for batch in batches for one in batch
        } - {batches[2][3].report_id}
        (aside,) = store.quarantined()
        assert (aside.report.report_id, aside.error) == (batches[2][3].report_id, "WorkerDied")


@pytest.mark.slow
def test_a_lost_node_costs_its_shards_only(nodes: Any, tmp_path: Path) -> None:
    batches = [[report(0, f"A slow report, number {number}.")] for number in range(6)]
    gone = nodes.add_node(num_cpus=1)
    with Cluster(nodes.address, 3, MANIFEST, coder=Fake) as cluster:
        found = []
        for shard in cluster.code(batches):
            if not found:
                nodes.remove_node(gone)
            found += shard.note.report_ids
    assert sorted(found) == sorted(one.report_id for batch in batches for one in batch)


@pytest.mark.slow
@pytest.mark.model
def test_the_same_store_as_on_one_machine(nodes: Any, tmp_path: Path) -> None:
    from tests.run.test_many import write_corpus
    from tests.store.test_store import everything

    corpus = write_corpus(tmp_path / "c.jsonl", 12)
    code_sources(corpus, tmp_path / "one.duckdb", workers=1)
    tally = code_sources(corpus, tmp_path / "ray.duckdb", workers=2, batch=4, engine="ray", address=nodes.address)
    assert (tally.coded, tally.quarantined) == (12, 0)
    assert everything(tmp_path / "one.duckdb") == everything(tmp_path / "ray.duckdb")
    (tmp_path / "ray.duckdb").unlink()  # what was coded is there as Parquet, and is taken in again
    again = code_sources(corpus, tmp_path / "ray.duckdb", workers=2, batch=4, engine="ray", address=nodes.address)
    assert (again.coded, again.skipped) == (12, 12)
    with open_store(tmp_path / "ray.duckdb", read_only=True) as store:
        assert store.known([row["report_id"] for row in store.query("reports")], find_manifest().manifest_id)
