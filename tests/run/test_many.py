"""Runs over many reports: what is skipped, what survives a kill, what a dying process costs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.store.test_store import aside, everything

from dateline.errors import ReadError
from dateline.records import Quarantined, Report
from dateline.run import code_sources, count_reports, find_manifest, retry_quarantined
from dateline.run.workers import Workers, merge
from dateline.store import open_store, pack_batch

NAMES = ("Norland", "Sorland", "Estria", "Westria", "Ostria", "Velland")
ACTS = ("shelled", "condemned", "praised", "warned", "met", "sanctioned", "accused")


def write_corpus(path: Path, number: int) -> Path:
    """A JSONL file of `number` small reports, all different."""
    with path.open("w") as file:
        for i in range(number):
            actor, other, act = NAMES[i % 6], NAMES[(i + 1 + i // 6) % 6], ACTS[i % 7]
            text = (
                f"The army of {actor} {act} {other} on Monday, {i + 2} officials said. "
                f"{other} denied report {i}."
            )
            file.write(
                json.dumps({"title": f"{actor} and {other}", "text": text, "published": "2024-03-05"}) + "\n"
            )
    return path


def test_a_second_run_skips_everything(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "c.jsonl", 20)
    with open_store(tmp_path / "s.duckdb") as store:
        seen: list[int] = []
        first = code_sources(
            corpus, store, workers=1, batch=8, on_batch=lambda tally: seen.append(tally.done)
        )
        assert (first.coded, first.skipped, first.quarantined) == (20, 0, 0)
        assert seen == [8, 16, 20]
        second = code_sources([corpus, corpus], store, workers=1)
        assert (second.coded, second.skipped) == (0, 40)
        assert store.counts()["reports"] == 20
        runs = store.query("runs")
        assert [(run["coded"], run["skipped"]) for run in runs] == [(0, 40), (20, 0)]
        assert all(run["finished"] and run["manifest_id"] == find_manifest().manifest_id for run in runs)


def test_doubles_in_one_run_are_coded_once(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "c.jsonl", 6)
    with open_store(tmp_path / "s.duckdb") as store:
        tally = code_sources([corpus, corpus], store, workers=1, batch=4)
        assert (tally.coded, tally.skipped) == (6, 6)


def test_processes_give_the_rows_of_one(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "c.jsonl", 40)
    code_sources(corpus, tmp_path / "one.duckdb", workers=1)
    code_sources(corpus, tmp_path / "two.duckdb", workers=2, batch=4)
    assert everything(tmp_path / "one.duckdb") == everything(tmp_path / "two.duckdb")


def test_what_cannot_be_read_is_kept_with_its_cause(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_text("")
    (tmp_path / "in" / "fine.txt").write_text("Norland shelled Sorland on Monday.")
    with open_store(tmp_path / "s.duckdb") as store:
        tally = code_sources(tmp_path / "in", store, workers=1)
        assert (tally.coded, tally.quarantined) == (1, 1)
        assert tally.quarantined_share == 0.5
        assert next(store.quarantined()).stage == "read"
        retried = retry_quarantined(store)
        assert (retried.coded, retried.skipped) == (0, 1)


def test_retry_codes_what_was_set_aside(tmp_path: Path) -> None:
    report = Report(report_id="r-1", source="x", text="Norland shelled Sorland on Monday.")
    with open_store(tmp_path / "s.duckdb") as store:
        store.save([aside(report)], "v0")
        assert retry_quarantined(store).coded == 1
        assert store.counts()["quarantined"] == 0
        assert store.counts()["reports"] == 1


def test_a_missing_source_stops_before_anything_is_coded(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "c.jsonl", 2)
    with pytest.raises(ReadError, match="no such file"):
        code_sources([corpus, tmp_path / "none.txt"], tmp_path / "s.duckdb")
    assert not (tmp_path / "s.duckdb").exists()


def test_counting(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "c.jsonl", 7)
    (tmp_path / "a.txt").write_text("a")
    assert count_reports([corpus]) == 7
    assert count_reports([tmp_path]) == 8
    assert count_reports(["-"]) is None


def _rows_or_death(reports: list[Report | Quarantined], manifest_id: str, threads: int) -> object:
    if any("deadly" in one.text for one in reports if isinstance(one, Report)):
        os.kill(os.getpid(), signal.SIGKILL)
    return pack_batch([aside(one) for one in reports if isinstance(one, Report)], manifest_id)


def test_a_report_that_kills_its_process_is_set_aside_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.run.workers.code_rows", _rows_or_death)
    reports = [Report(report_id=f"r-{i}", source="x", text="deadly" if i == 2 else "fine") for i in range(5)]
    with Workers(2, "v1") as pool:
        jobs = [pool.submit(reports[:4]), pool.submit(reports[4:])]
        packed = merge([pool.result(job) for job in jobs])
        again = pool.result(pool.submit(reports[4:]))
    assert packed.report_ids == ("r-0", "r-1", "r-2", "r-3", "r-4")
    assert packed.causes.count(("process", "WorkerDied")) == 1
    assert again.report_ids == ("r-4",)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_killed_at_any_moment_a_run_completes_later(tmp_path: Path, workers: int) -> None:
    corpus = write_corpus(tmp_path / "c.jsonl", 120)
    whole, broken = tmp_path / "whole.duckdb", tmp_path / "broken.duckdb"
    code_sources(corpus, whole, workers=1)
    command = [
        sys.executable,
        "-m",
        "dateline",
        "code",
        str(corpus),
        "--store",
        str(broken),
        "--workers",
        str(workers),
    ]
    finished = 0
    for delay in (0.3, 0.0, 0.05, 0.15):
        child = subprocess.Popen(
            command, env={**os.environ, "DATELINE_BATCH": "4"}, stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 60
        while child.poll() is None and time.monotonic() < deadline:
            if _growing(broken):
                break
            time.sleep(0.02)
        time.sleep(delay)
        child.kill()
        child.wait()
        with open_store(broken, read_only=True) as store:  # readable as it lies there
            count = store.counts()["reports"]
            half = store.rows(
                "SELECT count(*) AS n FROM reports r "
                "WHERE NOT EXISTS (FROM documents d WHERE d.report_id = r.report_id)"
            )
        assert half[0]["n"] == 0
        assert count >= finished, "a finished batch is never lost"
        finished = count
    tally = code_sources(corpus, broken, workers=workers)
    assert tally.skipped == finished
    assert tally.coded == 120 - finished
    assert everything(broken) == everything(whole)
    assert _no_orphans(str(corpus))


@pytest.mark.slow
def test_interrupted_by_hand_it_ends_at_once_and_says_what_is_kept(tmp_path: Path) -> None:
    corpus, store = write_corpus(tmp_path / "c.jsonl", 2000), tmp_path / "s.duckdb"
    command = [sys.executable, "-m", "dateline", "code", str(corpus), "--store", str(store)]
    child = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not _growing(store) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(1.0)
    child.send_signal(signal.SIGINT)
    _, told = child.communicate(timeout=60)
    assert child.returncode == 130
    assert "every finished batch is in" in told
    assert "Traceback" not in told
    with open_store(store, read_only=True) as opened:
        assert opened.query("runs")[0]["finished"] is None
    assert _no_orphans(str(corpus))


def _growing(path: Path) -> bool:
    """Whether the run writes to its store: the journal is there, or has gone into the file."""
    return Path(f"{path}.wal").exists() or (path.exists() and path.stat().st_size > 100_000)


def _no_orphans(word: str) -> bool:
    """Whether no process of a killed run is left after a moment."""
    for _ in range(100):
        lines = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                lines.append((folder / "cmdline").read_bytes().decode("utf-8", "replace"))
            except OSError:
                continue
        if not any(word in line for line in lines):
            return True
        time.sleep(0.1)
    return False
