"""Codes a corpus into a temporary store; says how fast, and how much memory its processes took over time.

    python benchmarks/throughput.py reports.jsonl.gz [--workers 2] [--times 1]
    python benchmarks/throughput.py reports.jsonl.gz --ratio [--workers 2]

`--times 3` codes the corpus three times over, under changed texts, to see whether memory stays flat. `--ratio` codes it
with one worker and with several, in turn and three times each, and prints how many times as fast these are; it fails
below 1.7. Nothing else should run meanwhile.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from dateline.run import Tally, code_sources

PAGE = os.sysconf("SC_PAGE_SIZE")
ROUNDS = 3
WANTED = 1.7


def tree_of(root: int) -> list[int]:
    """The process and all below it."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError, ValueError):
            continue
        parents.setdefault(parent, []).append(int(folder.name))
    found, queue = [], [root]
    while queue:
        one = queue.pop()
        found.append(one)
        queue += parents.get(one, [])
    return found


def memory_of(processes: list[int]) -> int:
    """Their memory in bytes, shared pages counted once (PSS), or RSS where that is hidden."""
    total = 0
    for one in processes:
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
            total += next(
                int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:")
            )
        except (OSError, StopIteration):
            try:
                total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * PAGE
            except OSError:
                continue
    return total


def many_times(source: Path, times: int, target: Path) -> Path:
    """The corpus again and again, each round with another last word, so that every report is new."""
    opener = gzip.open if source.suffix == ".gz" else open
    with target.open("w", encoding="utf-8") as out:
        for turn in range(times):
            with opener(source, "rt", encoding="utf-8") as lines:
                for line in lines:
                    row = json.loads(line)
                    if turn:
                        row["text"] = f"{row['text']}\n\nRound {turn}."
                    out.write(json.dumps(row) + "\n")
    return target


def rate_of(source: Path, workers: int, batch: int) -> float:
    """Reports a second after the first batch: models are loaded by then, in every process."""
    seen: list[Tally] = []
    with TemporaryDirectory() as folder:
        code_sources(
            source, Path(folder) / "store.duckdb", workers=workers, batch=batch,
            on_batch=lambda now: seen.append(replace(now)),
        )  # fmt: skip
    warm = 2 * workers
    if len(seen) <= warm:
        sys.exit(f"too few reports: {2 * workers + 1} batches of {batch} are the least")
    return (seen[-1].done - seen[warm - 1].done) / (seen[-1].seconds - seen[warm - 1].seconds)


def compare(source: Path, workers: int, batch: int) -> int:
    """Prints the ratio of the best of three rounds; gives the exit code."""
    rates: dict[int, list[float]] = {1: [], workers: []}
    for turn in range(ROUNDS):
        for count, found in rates.items():
            found.append(rate_of(source, count, batch))
            print(f"round {turn + 1}: {count} workers {found[-1]:.2f} reports/s", flush=True)
    ratio = max(rates[workers]) / max(rates[1])
    print(f"{workers} workers are {ratio:.2f} times as fast as one (best of {ROUNDS} rounds each; wanted {WANTED})")
    return 0 if ratio >= WANTED else 1


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--ratio", action="store_true")
    options = parser.parse_args()
    if options.ratio:
        sys.exit(compare(options.path, options.workers, options.batch))
    samples: list[tuple[float, int, int]] = []
    latest: list[Tally] = []
    stop = threading.Event()
    start = time.monotonic()

    def watch() -> None:
        while not stop.wait(0.5):
            done = latest[-1].done if latest else 0
            samples.append((time.monotonic() - start, done, memory_of(tree_of(os.getpid()))))

    with TemporaryDirectory() as folder:
        source = options.path
        if options.times > 1:
            source = many_times(source, options.times, Path(folder) / "corpus.jsonl")
        store = Path(folder) / "store.duckdb"
        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        tally = code_sources(
            source, store, workers=options.workers, batch=options.batch,
            on_batch=lambda now: latest.__setitem__(slice(None), [now]),
        )  # fmt: skip
        stop.set()
        watcher.join()
        size = store.stat().st_size
    speed = f"{tally.rate:.1f} reports/s, {options.workers} workers"
    print(f"{tally.coded:,} reports in {tally.seconds:.1f} s: {speed}")
    print(f"{tally.empty} empty, {tally.quarantined} quarantined; store {size / 1e6:.1f} MB")
    print(f"peak memory of all processes {max(sample[2] for sample in samples) / 1e6:.0f} MB")
    step = max(1, len(samples) // 10)
    for moment, done, memory in samples[::step]:
        print(f"  {moment:6.1f} s  {done:>7,} reports  {memory / 1e6:6.0f} MB")


if __name__ == "__main__":
    main()
