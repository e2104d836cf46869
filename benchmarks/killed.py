"""Kills `dateline code` at random moments, the whole run or one of its processes, and checks that nothing is lost.

    python benchmarks/killed.py reports.jsonl [--kills 10] [--seed 7]

After each kill the store must open and hold whole batches only; the run is started again. At the end the store must
hold the same events, report by report, as one that was coded without interruption, and no report twice.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from throughput import tree_of

from dateline.store import open_store
from dateline.store.upkeep import verify


def start(source: Path, store: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dateline", "code", str(source), "--store", str(store), "--workers", "2"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def state(path: Path) -> dict[str, list[str]]:
    """The events of each report."""
    with open_store(path, read_only=True) as store:
        found: dict[str, list[str]] = {row["report_id"]: [] for row in store.rows("SELECT report_id FROM reports")}
        for row in store.rows("SELECT report_id, event_id FROM events ORDER BY event_id"):
            found[row["report_id"]].append(row["event_id"])
        return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    with TemporaryDirectory() as folder:
        whole, broken = Path(folder) / "whole.duckdb", Path(folder) / "broken.duckdb"
        began = time.monotonic()
        start(options.path, whole).wait()
        seconds = time.monotonic() - began
        wanted = state(whole)
        print(f"{len(wanted):,} reports in {seconds:.0f} s without interruption")
        for number in range(options.kills):
            process = start(options.path, broken)
            time.sleep(rng.uniform(1.0, max(4.0, seconds / 2)))
            kin = [one for one in tree_of(process.pid) if one != process.pid]
            victim = rng.choice(kin) if kin and number % 2 else process.pid
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
            if victim != process.pid:  # the run goes on with another process; end it too, a little later
                time.sleep(rng.uniform(0.5, 3.0))
                process.kill()
            process.wait()
            time.sleep(1.0)  # the processes below notice that they are alone
            if broken.exists():
                have = state(broken)
                bad = [check.says for check in verify(broken) if check.wrong]
                lost = [one for one, events in have.items() if wanted.get(one) != events]
                print(f"kill {number + 1}: {len(have):,} reports kept, {len(lost)} of them wrong, checks failed: {bad}")
        start(options.path, broken).wait()
        have = state(broken)
        print("complete and the same" if have == wanted else f"DIFFERENT: {len(have):,} of {len(wanted):,} reports")
        sys.exit(0 if have == wanted else 1)


if __name__ == "__main__":
    main()
