"""A desk over the example reports, and a real browser before it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.desk.rivalry import write_rivalry

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "reports"
EXCHANGE = EXAMPLES / "iran-pakistan-exchange.txt"
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
EVIL = (
    """<img src=x onerror="document.title='broken'"> & \u202eevil\u202c """
    """<script>alert(1)</script> </style>"""
)
HOSTILE = {
    "title": f"{EVIL} attack", "publisher": EVIL, "author": EVIL, "url": "javascript:alert(1)", "date": "2024-03-03",
    "text": (
        "KABUL, March 3, 2024 - Gunmen attacked a convoy in Kabul on Sunday \U0001f600, killing three soldiers.\n\n"
        f"{EVIL} Police arrested two \U0001f468\u200d\U0001f469\u200d\U0001f467 suspects on Monday, the interior "
        "ministry said."
    ),
}  # fmt: skip

WICKED = (
    "Gunmen attack a convoy near Kabul <script>alert(1)</script>\n\n"
    "KABUL, March 3, 2024 - Gunmen attacked a convoy in Kabul on Sunday, <script>alert(1)</script> killing three "
    "soldiers <b onclick=alert(1)>of the army</b>."
)

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.importorskip("dateline.web.app", reason="the web server is not there")
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def built_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the example reports and a hostile one, coded and linked."""
    if ready := os.environ.get("DATELINE_DESK_STORE"):  # made before: saves half a minute while one writes tests
        return Path(ready)
    folder = tmp_path_factory.mktemp("desk")
    sources = folder / "reports"
    shutil.copytree(EXAMPLES, sources)
    (sources / "hostile.jsonl").write_text(json.dumps(HOSTILE), encoding="utf-8")
    (sources / "wicked.txt").write_text(WICKED, encoding="utf-8")
    store = folder / "desk.duckdb"
    _dateline("code", str(sources), "--store", str(store))
    _dateline("link", "--store", str(store))
    return store


def _dateline(*words: str) -> None:
    command = [sys.executable, "-m", "dateline", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=_env())
    assert done.returncode == 0, done.stderr


def _env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "OMP_NUM_THREADS": "1"}


class Desk:
    """A running server over a copy of the store."""

    def __init__(self, store: Path, *options: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dateline", "serve", "--store", str(store), "--port", str(port), *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_env(),
        )  # fmt: skip
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"{self.url}/api/info", timeout=5):
                    return
            except OSError:
                assert self.process.poll() is None, "the server ended"
                time.sleep(0.2)
        self.close()
        raise AssertionError("the server does not answer")

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(20)


@pytest.fixture(scope="session")
def desk(built_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    copy = tmp_path_factory.mktemp("served") / "desk.duckdb"
    shutil.copy(built_store, copy)
    running = Desk(copy)
    yield running
    running.close()


@pytest.fixture(scope="session")
def rivals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk over a year and a half of two neighbours, with forecasts that were kept on the way."""
    store = tmp_path_factory.mktemp("rivals") / "rivals.duckdb"
    if ready := os.environ.get("DATELINE_RIVALS_STORE"):
        shutil.copy(ready, store)
    else:
        write_rivalry(reports := store.with_name("rivalry.jsonl"))
        _dateline("code", str(reports), "--store", str(store))
        _dateline("link", "--store", str(store))
        for day in ("2023-06-01", "2023-10-01"):
            words = ("outlook", "show", "TCD-SDN", "--today", day, "--save", "--paths", "200")
            _dateline(*words, "--store", str(store))
    running = Desk(store)
    yield running
    running.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        launched = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


class Tab:
    """A page that writes down what goes wrong in it, and whom it asks."""

    def __init__(self, page: Any, url: str) -> None:
        self.page = page
        self.url = url
        page.set_default_timeout(20_000)
        self.wrong: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda told: self.wrong.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))

    def go(self, path: str, ready: str = "main") -> Any:
        self.page.goto(self.url + path)
        self.page.wait_for_selector(ready)
        self.page.wait_for_load_state("networkidle")
        return self.page

    def check(self) -> None:
        assert self.wrong == []
        assert [one for one in self.asked if not one.startswith((self.url, "data:", "blob:"))] == []


@pytest.fixture
def open_tab(browser: Any, desk: Desk) -> Iterator[Any]:
    """Opens a tab of a size and colour scheme; at the end, nothing may have gone wrong or out in any of them."""
    yield from _tabs(browser, desk)


@pytest.fixture
def open_rivals(browser: Any, rivals: Desk) -> Iterator[Any]:
    """The same before the desk of two neighbours."""
    yield from _tabs(browser, rivals)


def _tabs(browser: Any, desk: Desk) -> Iterator[Any]:
    tabs: list[Tab] = []
    contexts = []

    def make(width: int = 1440, height: int = 900, **options: Any) -> Tab:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        tabs.append(Tab(context.new_page(), desk.url))
        return tabs[-1]

    yield make
    for tab in tabs:
        tab.check()
    for context in contexts:
        context.close()


@pytest.fixture
def tab(open_tab: Any) -> Tab:
    return open_tab()


def find_report(desk_url: str, words: str) -> str:
    """The id of the report whose title has these words."""
    with urllib.request.urlopen(f"{desk_url}/api/reports?limit=100") as answer:
        items = json.load(answer)["items"]
    return next(one["report_id"] for one in items if words in (one["title"] or ""))
