"""How quick the desk's page is in a real browser over a generated store of 100,000 events.

    python benchmarks/desk_page.py --events 100000

Tells the first contentful paint of a cold load, the time until rows, map and charts are drawn, and for each kind of
interaction the time from the key or click to the next frame that the page has painted after it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from dateline.store import open_store

sys.path.insert(0, str(Path(__file__).parent))
from store import fill

# The time from an input to the frame that answers it, as Event Timing measures it, rounded to 8 ms by the browser.
WATCH = """
window.__slow = [];
new PerformanceObserver(list => {
    for (const one of list.getEntries()) if (one.interactionId) window.__slow.push(one.duration);
}).observe({type: 'event', durationThreshold: 16, buffered: true});
"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


@contextmanager
def served(store: Path) -> Iterator[str]:
    """The address of a desk over the store."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "dateline", "serve", "--store", str(store), "--port", str(port), "--read-only"],
        stdout=subprocess.DEVNULL, env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{url}/api/info", timeout=10).close()
                break
            except OSError:
                time.sleep(0.2)
        yield url
    finally:
        server.terminate()
        server.wait(30)


def load(browser: Any, url: str) -> tuple[float, float]:
    """First contentful paint and the time until everything is drawn, in milliseconds, with nothing cached."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    start = time.perf_counter()
    page.goto(url)
    page.wait_for_selector(".row")
    page.wait_for_selector(".cluster, .area")
    whole = (time.perf_counter() - start) * 1000
    paint = page.evaluate(PAINT)
    context.close()
    return float(paint), whole


def interact(page: Page, times: int) -> None:
    """What an analyst does in a minute."""
    for turn in range(times):
        page.locator(".facet-row").nth(turn % 8).click()
        page.wait_for_load_state("networkidle")
        page.locator(".row").first.click()
        page.wait_for_selector(".evidence")
        page.keyboard.press("Escape")
        page.locator(".row").first.focus()
        for _ in range(6):
            page.keyboard.press("ArrowDown")
        page.locator(".table-box").evaluate("(box, by) => { box.scrollTop += by; }", 1500)
        page.locator(".map").get_by_role("button", name="Closer").click()
        page.locator(".map").get_by_role("button", name="Further").click()
        page.locator(".facet-row").nth(turn % 8).click()
        page.wait_for_load_state("networkidle")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--store", type=Path, help="an earlier store of this benchmark")
    parser.add_argument("--times", type=int, default=6)
    given = parser.parse_args()
    chromium = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
    with tempfile.TemporaryDirectory() as folder:
        path = given.store or Path(folder) / "desk.duckdb"
        if not path.exists():
            with open_store(path) as store:
                fill(store, given.events)
        with served(path) as url, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            loads = [load(browser, url) for _ in range(given.times)]
            page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
            page.add_init_script(WATCH)
            page.goto(url)
            page.wait_for_selector(".row")
            interact(page, given.times)
            slow = sorted(page.evaluate("window.__slow"))
            browser.close()
    paints, wholes = zip(*loads, strict=True)
    print(f"first contentful paint   median {statistics.median(paints):5.0f} ms, worst {max(paints):5.0f} ms")
    print(f"everything drawn         median {statistics.median(wholes):5.0f} ms, worst {max(wholes):5.0f} ms")
    if slow:
        at = slow[min(len(slow) - 1, int(0.95 * len(slow)))]
        print(f"interaction to paint     median {statistics.median(slow):5.0f} ms, p95 {at:5.0f} ms of {len(slow)}")


if __name__ == "__main__":
    main()
