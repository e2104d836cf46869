"""The desk on a store of a million events: how long lists, counts and maps take, and 200 readers beside a writer.

    python benchmarks/desk.py --events 1000000 --store out/desk.duckdb
    python benchmarks/desk.py --store out/desk.duckdb --keep --readers 200 --seconds 60

The store is that of benchmarks/store.py, a part of it repeated on other days and in other reports. No question is asked
twice, so that nothing is answered from memory. Times are those that a client on the same machine sees.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from dateline.store import Store, open_store
from store import document, fill

PART = 50_000  # events that are made one by one; the others repeat these
BAR = 150.0  # milliseconds

# {d} is a day, {m} a month, {n} a number: another one each time
QUESTIONS = {
    "list": [
        "/api/events?q=published>={d}", "/api/events?q=actor:{a} until:{d}",
        "/api/events?q=type:ASSAULT status:current since:{d}&sort=-killed", "/api/events?q={word} since:{d}",
        "/api/events?q=confidence>=0.{n}&sort=type,-date", "/api/events?q=box:20,40,40,80 killed>={n}",
    ],
    "aggregate": [
        "/api/counts?q=since:{d}&by=type", "/api/counts?q=until:{d} status:current&by=actor,recipient",
        "/api/counts?q=since:{d} type:ASSAULT&by=country,month", "/api/timeline?q=since:{d}&bin=month",
        "/api/timeline?q=actor:{a} until:{d}&bin=week", "/api/timeline?q=until:{d}&lanes=dyad&bin=year",
        "/api/dyads?q=since:{d}", "/api/dyads/{a}/{b}?q=until:{d}",
    ],
    "map": [
        "/api/map?q=since:{d}&zoom=1", "/api/map?q=until:{d}&zoom=3&bbox=-20,0,60,60",
        "/api/map?q=since:{d} type:ASSAULT&zoom=5&bbox=20,20,60,50", "/api/map?q=actor:{a} until:{d}&zoom=2",
        "/api/map?q=killed>={n} since:{d}&zoom=6&bbox=30,25,45,40",
    ],
}  # fmt: skip


def make(path: Path, events: int) -> dict[str, str]:
    """A store of so many events; gives values to ask for."""
    path.unlink(missing_ok=True)
    with open_store(path) as store:
        values = fill(store, min(PART, events))
        for copy in range(1, events // PART):
            repeat(store, copy)
        store.rows(
            "INSERT INTO reports (report_id, source, title, text, language, published, publisher, manifest_id) "
            "SELECT report_id, 'made', any_value(title), '', 'en', any_value(published), any_value(publisher), 'v' "
            "FROM flat_events GROUP BY report_id"
        )
        store.rows("CHECKPOINT")
    return values


def repeat(store: Store, copy: int) -> None:
    """Adds the first part once more, in other reports, on other days, some way off."""
    report = f"'r-{copy:04x}' || substr(report_id, 7)"
    days = f"INTERVAL ({copy * 37 % 900}) DAY"
    store.rows(
        f"INSERT INTO flat_events SELECT * REPLACE ({report} AS report_id, "
        f"'r-{copy:04x}' || substr(event_id, 7) AS event_id, (earliest + {days})::DATE AS earliest, "
        f"(latest + {days})::DATE AS latest, (published + {days})::DATE AS published, "
        f"latitude + {copy % 7} * 0.11 AS latitude, longitude + {copy % 5} * 0.13 AS longitude) "
        f"FROM flat_events WHERE starts_with(report_id, 'r-0000')"
    )


@contextmanager
def served(path: Path, *flags: str) -> Iterator[str]:
    """The address of a desk that serves the store, in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "dateline", "serve", "--store", str(path), "--port", str(port), *flags]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                httpx.get(f"{base}/api/feeds", timeout=60).raise_for_status()
                break
            except httpx.TransportError:
                time.sleep(0.2)
        yield base
    finally:
        process.terminate()
        process.wait(60)


def ask(base: str, values: dict[str, str], times: int) -> bool:
    """Asks every question so many times; prints, and gives whether the bar is held."""
    chance, held = random.Random(3), True
    with httpx.Client(base_url=base, timeout=120) as client:
        for kind, questions in QUESTIONS.items():
            every: list[float] = []
            for question in questions:
                took = []
                for _ in range(times):
                    day = f"{chance.randint(2014, 2023)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
                    url = question.format(d=day, n=chance.randint(10, 99), **values)
                    clock = time.perf_counter()
                    answer = client.get(url)
                    took.append((time.perf_counter() - clock) * 1000)
                    answer.raise_for_status()
                every += took
                print(f"  {question:75s} median {statistics.median(took):5.0f} ms  worst {max(took):5.0f} ms")
            every.sort()
            late = every[min(len(every) - 1, int(len(every) * 0.95))]
            held = held and late <= BAR
            print(f"{kind:10s} median {statistics.median(every):5.0f} ms  95% {late:5.0f} ms")
    return held


async def crowd(base: str, readers: int, seconds: float) -> dict[str, int]:
    """Readers that ask all the time; each checks that an answer agrees with itself."""
    found = {"answers": 0, "errors": 0, "torn": 0}
    end = time.monotonic() + seconds
    limits = httpx.Limits(max_connections=readers, max_keepalive_connections=readers)
    async with httpx.AsyncClient(base_url=base, timeout=120, limits=limits) as client:

        async def read(number: int) -> None:
            for turn in itertools.count():
                if time.monotonic() > end:
                    return
                try:
                    answer = await client.get(f"/api/events?q=publisher:nobody confidence>=0.{number}{turn}&limit=500")
                    told = answer.json()
                    whole = len(told["items"]) == told["total"] or told["next"]
                    # each report of the writer has six events: another number was read in the middle of a write
                    reports = [row["report_id"] for row in told["items"]]
                    torn = not whole or any(reports.count(one) != 6 for one in set(reports[:-6]))
                    found["answers"] += 1
                    found["torn"] += torn
                    found["errors"] += answer.status_code != 200
                except (httpx.HTTPError, json.JSONDecodeError, KeyError):
                    found["errors"] += 1

        await asyncio.gather(*(read(number) for number in range(readers)))
    return found


def beside_a_writer(path: Path, readers: int, seconds: float) -> bool:
    """Readers beside a thread that saves reports; prints, and gives whether nothing went wrong."""
    import threading
    from dataclasses import replace

    import uvicorn

    from dateline.store.shared import SharedStore
    from dateline.web.app import create_app
    from dateline.web.desk import Desk

    shared = SharedStore(open_store(path), read_only=False)
    config = uvicorn.Config(create_app(Desk(shared, path.name)), port=8699, log_level="warning")
    server = uvicorn.Server(config)
    served_by = threading.Thread(target=server.run, daemon=True)
    served_by.start()
    while not server.started:
        time.sleep(0.1)
    done, written = threading.Event(), [0]

    def write() -> None:
        while not done.is_set():
            made = [document(10**7 + written[0] + number) for number in range(8)]
            made = [replace(one, report=replace(one.report, publisher="nobody")) for one in made]
            with shared.writing() as store:
                store.save(made, "v")
            written[0] += len(made)
            time.sleep(0.2)

    writer = threading.Thread(target=write)
    writer.start()
    found = asyncio.run(crowd("http://127.0.0.1:8699", readers, seconds))
    done.set()
    writer.join()
    server.should_exit = True
    served_by.join(20)
    shared.close()
    print(f"{readers} readers, {seconds:.0f} s, {written[0]} reports written meanwhile: {found}")
    return found["errors"] == found["torn"] == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--store", type=Path, default=Path("out/desk.duckdb"))
    parser.add_argument("--keep", action="store_true", help="ask a store that an earlier call made")
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--readers", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args()
    kept = given.store.with_suffix(".json")
    if not given.keep:
        clock = time.perf_counter()
        kept.write_text(json.dumps(make(given.store, given.events)))
        size = given.store.stat().st_size
        print(f"{given.events:,} events made in {time.perf_counter() - clock:.0f} s, {size:,} bytes")
    values = json.loads(kept.read_text())
    if given.readers:
        raise SystemExit(0 if beside_a_writer(given.store, given.readers, given.seconds) else 1)
    with served(given.store, "--read-only") as base:
        raise SystemExit(0 if ask(base, values, given.times) else 1)


if __name__ == "__main__":
    main()
