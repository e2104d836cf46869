"""The pictures of the desk in docs/images, taken anew from a desk that runs over the examples.

    dateline serve --store out/news.duckdb
    python tools/desk_pictures.py --url http://127.0.0.1:8600
"""

from __future__ import annotations

import argparse
import json
import shutil
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parents[1] / "docs" / "images"
WIDE, PHONE = (1440, 900), (390, 844)
REPORT = "Iran and Pakistan"
PICTURES: tuple[tuple[str, str, str, tuple[int, int], str], ...] = (
    ("desk-situation", "/", ".cluster, .area", WIDE, "light"), ("desk-dark", "/", ".cluster, .area", WIDE, "dark"),
    ("desk-phone-situation", "/", ".row", PHONE, "light"), ("desk-report", "REPORT", ".card", WIDE, "light"),
    ("desk-phone", "REPORT", ".card", PHONE, "light"), ("desk-incident", "INCIDENT", ".incident-head", WIDE, "light"),
    ("desk-review", "/review", ".judge", WIDE, "light"), ("desk-pair", "PAIR", ".chances", WIDE, "light"),
    ("desk-pair-dark", "PAIR", ".chances", WIDE, "dark"), ("desk-phone-pair", "PAIR", ".chances", PHONE, "dark"),
    ("desk-brief", "BRIEF", ".cite", WIDE, "light"), ("desk-network", "/network", ".node", WIDE, "light"),
)  # fmt: skip


def ask(url: str, path: str) -> Any:
    """The items of a list."""
    with urllib.request.urlopen(url + path, timeout=300) as answer:
        return json.load(answer)["items"]


def places(url: str) -> dict[str, str]:
    """The addresses of one report, incident and pair of the store."""
    report = next(one for one in ask(url, "/api/reports?limit=500") if REPORT in (one["title"] or ""))
    incident = ask(url, "/api/incidents?limit=1&q=type:ASSAULT actor:PAK".replace(" ", "%20"))[0]
    pair = ask(url, "/api/dyads?limit=1")[0]
    return {
        "REPORT": f"/reports/{report['report_id']}", "INCIDENT": f"/incidents/{incident['incident_id']}",
        "PAIR": f"/dyads/{pair['left']}/{pair['right']}", "BRIEF": f"/brief?left={pair['left']}&right={pair['right']}",
    }  # fmt: skip


def main() -> None:
    """Takes the pictures that are asked for, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8600")
    parser.add_argument("--only", nargs="*", help="names of pictures")
    given = parser.parse_args()
    known = places(given.url)
    chromium = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, path, ready, (width, height), scheme in PICTURES:
            if given.only and name not in given.only:
                continue
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            page = context.new_page()
            page.set_default_timeout(300_000)
            page.goto(given.url + known.get(path, path))
            page.wait_for_selector(ready)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=IMAGES / f"{name}.png")
            context.close()
            print(name)
        browser.close()


if __name__ == "__main__":
    main()
