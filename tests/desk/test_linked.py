"""Incidents, pairs, stories, reports and the state pages."""

from __future__ import annotations

from typing import Any

import pytest
from tests.desk.conftest import Tab


def test_incident_has_versions_sources_reasons_and_chain(tab: Tab) -> None:
    page = tab.go("/incidents?q=air%20strike", ".rows li")
    page.locator(".rows-link", has_text="air strike").first.click()
    page.wait_for_selector(".incident-head")
    told = page.inner_text("main").lower()
    for words in ("versions", "grade", "why these are one happening", "cause and answer"):
        assert words in told
    xs = page.evaluate("[...document.querySelectorAll('.chain-node g')].map(node => node.getBoundingClientRect().left)")
    assert len(set(xs)) > 1
    page.locator(".figure").first.click()
    page.wait_for_selector(".quote mark")


def test_pairs_lead_to_the_words_of_a_point(tab: Tab) -> None:
    page = tab.go("/dyads", ".dyads tbody tr")
    page.locator(".dyads a").first.click()
    page.wait_for_selector(".point")
    page.locator(".point").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".evidence .quote")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/stories", "Stories"),
        ("/reports", "Reports"),
        ("/feeds", "No feed is watched"),
        ("/quarantine", "Nothing was set aside"),
    ],
)
def test_other_pages_open(tab: Tab, path: str, words: str) -> None:
    page = tab.go(path)
    page.wait_for_selector("main h1")
    assert words in page.inner_text("main")


def test_views_keep_the_filter(tab: Tab) -> None:
    page = tab.go("/?q=party:IRN", ".row")
    page.locator(".views a", has_text="Reports").click()
    page.wait_for_selector(".rows li")
    assert "q=party:IRN" in page.url
    assert page.locator(".rows li").count() >= 1


def test_files_are_coded_with_their_progress(tab: Tab, tmp_path: Any) -> None:
    file = tmp_path / "more.txt"
    words = "OSLO, May 2, 2024 - Norway condemned Russia on Thursday for a cyber attack, its foreign ministry said."
    file.write_text(words, "utf-8")
    page = tab.go("/code", ".drop")
    page.set_input_files("input[type=file]", [str(file)])
    page.wait_for_selector(".progress a", timeout=90_000)
    assert "1 of 1" in page.inner_text(".progress") or "1 coded" in page.inner_text(".progress")
