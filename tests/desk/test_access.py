"""For everybody: axe-core, keyboard alone, 400 % zoom, dark, reduced motion, and a phone."""

from __future__ import annotations

from typing import Any

import pytest
from tests.desk.conftest import AXE, Tab, find_report

VIEWS = {
    "situation": ("/", ".row"), "report": ("REPORT", ".card"), "code": ("/code", "#pasted"),
    "incidents": ("/incidents", ".rows li"), "incident": ("INCIDENT", ".incident-head"),
    "dyads": ("/dyads", ".dyads tr"), "stories": ("/stories", "main h1"), "review": ("/review", ".judge"),
    "reports": ("/reports", ".rows li"), "feeds": ("/feeds", "main h1"), "evidence": ("/?see=type:ASSAULT", ".quote"),
    "pair": ("/dyads/IRN/PAK", ".chances"), "scenario": ("/scenario?left=IRN&right=PAK&paths=200", ".measures"),
    "brief": ("/brief?country=IRN", ".cite"), "network": ("/network", ".network-graph .node"),
    "outlook": ("/outlook", "main .nothing"), "assumptions": ("/assumptions", ".assumptions"),
    "quarantine": ("/quarantine", "main h1"),
}  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def open_view(tab: Tab, name: str) -> Any:
    path, ready = VIEWS[name]
    if path == "REPORT":
        path = f"/reports/{find_report(tab.url, 'Iran and Pakistan')}"
    if path == "INCIDENT":
        page = tab.go("/incidents?q=air%20strike", ".rows-link")
        path = page.get_attribute(".rows-link", "href")
    return tab.go(path, ready)


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm ci in web/)")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_tab: Any, scheme: str) -> None:
    tab = open_tab(color_scheme=scheme)
    axe = AXE.read_text("utf-8")
    found = {}
    for name in VIEWS:
        page = open_view(tab, name)
        page.evaluate(axe)
        told = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        serious = [
            (one["id"], [node["target"] for node in one["nodes"]][:4])
            for one in told["violations"]
            if one["impact"] in ("serious", "critical")
        ]
        if serious:
            found[name] = serious
    assert found == {}


@pytest.mark.parametrize(("width", "height"), [(320, 256), (390, 844)])
def test_small_screens_and_400_percent_zoom_need_no_scrolling_sideways(open_tab: Any, width: int, height: int) -> None:
    tab = open_tab(width, height)
    wide = {}
    for name in VIEWS:
        page = open_view(tab, name)
        if (over := page.evaluate("document.documentElement.scrollWidth")) > width:
            wide[name] = over
    assert wide == {}


def test_the_main_path_by_keyboard_alone(tab: Tab) -> None:
    page = tab.go("/", ".row")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_selector(".rows li")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.rows-link')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(".card")
    page.locator(".card .stop").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".why")
    page.keyboard.press("?")
    page.wait_for_selector("dialog.help")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.help", state="detached")


def test_dark_by_system_and_by_switch(open_tab: Any) -> None:
    def ground(page: Any) -> Any:
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    tab = open_tab(color_scheme="dark")
    page = tab.go("/feeds", "main h1")
    dark = ground(page)
    page.get_by_role("button", name="Switch to light").click()
    assert ground(page) != dark
    page.reload()
    page.wait_for_selector("main h1")
    assert ground(page) != dark


def test_reduced_motion_is_kept(open_tab: Any) -> None:
    page = open_view(open_tab(reduced_motion="reduce"), "report")
    assert page.evaluate("getComputedStyle(document.querySelector('.s')).transitionDuration") in ("0s", "1e-05s")


def test_focus_is_never_hidden_behind_the_bar(tab: Tab) -> None:
    page = tab.go("/reports", ".rows li")
    page.locator(".rows-link").last.focus()
    page.locator(".rows-link").first.focus()
    bar = page.evaluate("document.querySelector('.bar').getBoundingClientRect().bottom")
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= bar - 1
