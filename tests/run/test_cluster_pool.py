"""What the pool of actors does when some are lost, with a stand-in for Ray that codes in this process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from dateline.errors import SettingsError
from dateline.records import Document, Report, make_id
from dateline.run.cluster import Cluster
from dateline.run.shards import make_shard
from dateline.store import pack_batch


class Lost(Exception):
    """Ray's word for an actor that is gone."""


class FakeRay:
    """Actors that do their work when they are waited for; those told to die do."""

    exceptions = SimpleNamespace(RayError=Lost)

    def __init__(self, cores: int) -> None:
        self.cores, self.started, self.killed = cores, 0, 0

    def init(self, address: str | None, **_: object) -> None:
        if address == "nowhere":
            raise ConnectionError("nobody there")

    def shutdown(self) -> None:
        pass

    def cluster_resources(self) -> dict[str, float]:
        return {"CPU": float(self.cores)}

    def remote(self, **_: object) -> Callable[[type], Any]:
        def made(coder: type) -> Any:
            def start(*values: object) -> Any:
                self.started += 1
                held: list[Any] = []

                def method(name: str) -> Any:
                    def call(*given: Any) -> Any:
                        if not held:
                            held.append(coder(*values))
                        return getattr(held[0], name)(*given)

                    return SimpleNamespace(remote=lambda *given: (id(held), name, lambda: call(*given)))

                return SimpleNamespace(ready=method("ready"), code=method("code"))

            return SimpleNamespace(remote=start)

        return made

    def wait(self, refs: list[Any], num_returns: int) -> tuple[list[Any], list[Any]]:
        return refs[:num_returns], refs[num_returns:]

    def get(self, ref: Any) -> Any:
        return ref[2]()

    def kill(self, actor: Any) -> None:
        self.killed += 1


class Coder:
    """Dies over some words: once, or always."""

    fallen: set[str] = set()  # noqa: RUF012 - shared by all actors, as a disk would be

    def __init__(self, manifest_id: str, threads: int) -> None:
        if manifest_id == "other":
            raise Lost("another dateline")
        self.manifest_id = manifest_id

    def ready(self) -> None:
        pass

    def code(self, reports: list[Report]) -> Any:
        for one in reports:
            if "kills" in one.text or ("falls once" in one.text and one.text not in self.fallen):
                self.fallen.add(one.text)
                raise Lost("gone")
        return make_shard(pack_batch([Document(report=one) for one in reports], self.manifest_id))


def report(text: str) -> Report:
    return Report(report_id=make_id("r", text), source="x.txt", title=None, text=text)


@pytest.fixture
def ray(monkeypatch: pytest.MonkeyPatch) -> FakeRay:
    made = FakeRay(cores=3)
    monkeypatch.setitem(sys.modules, "ray", made)  # type: ignore[arg-type]
    monkeypatch.setattr(Coder, "fallen", set())
    return made


def coded(batches: list[list[Report]], count: int | None = None) -> tuple[list[str], list[str]]:
    """The ids that were coded, and those that were set aside."""
    found, aside = [], []
    with Cluster(None, count, "m", coder=Coder) as cluster:
        for shard in cluster.code(batches):
            (aside if shard.note.quarantined else found).extend(shard.note.report_ids)
    return sorted(found), sorted(aside)


def test_every_shard_is_coded_once_by_an_actor_for_each_core(ray: FakeRay) -> None:
    batches = [[report(f"{shard} {one}") for one in range(3)] for shard in range(7)]
    found, aside = coded(batches)
    assert found == sorted(one.report_id for batch in batches for one in batch)
    assert (aside, ray.started, ray.killed) == ([], 3, 0)


def test_a_lost_actor_costs_its_shard_only(ray: FakeRay) -> None:
    batches = [[report(f"{shard} {one}") for one in range(4)] for shard in range(5)]
    batches[1][2] = report("falls once")
    batches[3][1] = report("kills")
    found, aside = coded(batches, 2)
    assert aside == [batches[3][1].report_id]
    assert found == sorted({one.report_id for batch in batches for one in batch} - set(aside))
    # once for the one; twice for the four, then once for its two and once for itself
    assert (ray.killed, ray.started) == (5, 7)


def test_without_batches_nothing_is_waited_for(ray: FakeRay) -> None:
    assert coded([]) == ([], [])


def test_nodes_of_another_version_end_the_run(ray: FakeRay) -> None:
    with Cluster(None, 2, "other", coder=Coder) as cluster, pytest.raises(SettingsError, match="another dateline"):
        list(cluster.code([[report("x")]]))


def test_no_cluster_or_no_ray(ray: FakeRay, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="--address nowhere: nobody there"), Cluster("nowhere", 1, "m"):
        pass
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(SettingsError, match=r"pip install 'dateline\[ray\]'"), Cluster(None, 1, "m"):
        pass
