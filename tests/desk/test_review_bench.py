"""The review bench by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from tests.desk.conftest import Tab


@pytest.fixture
def bench(tab: Tab) -> Any:
    page = tab.go("/review", ".judge")
    page.fill(".as input", "ada")
    page.keyboard.press("Tab")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement.blur()")
    return page


def current(page: Any) -> str:
    return str(page.evaluate("document.querySelector('.queue-row[aria-current]').innerText"))


def count(page: Any) -> int:
    return int(page.evaluate("document.querySelectorAll('.queue-row').length"))


def wait_for_other(page: Any, old: str) -> None:
    now = "document.querySelector('.queue-row[aria-current]')"
    page.wait_for_function(f"old => {now} && {now}.innerText !== old", arg=old)


def test_accept_reject_and_undo(bench: Any) -> None:
    total = int(bench.inner_text(".queue > p").split()[0].replace(",", ""))
    bench.keyboard.press("a")
    bench.wait_for_function("() => document.querySelector('.queue > p').innerText.includes('1 done')")
    bench.wait_for_selector(".judge")
    bench.keyboard.press("x")
    bench.wait_for_function("() => document.querySelector('.queue > p').innerText.includes('2 done')")
    assert int(bench.inner_text(".queue > p").split()[0].replace(",", "")) == total - 2
    bench.keyboard.press("u")
    bench.wait_for_function("() => document.querySelector('.queue > p').innerText.includes('1 done')")
    bench.wait_for_load_state("networkidle")
    bench.get_by_role("button", name="Log", exact=True).click()
    bench.wait_for_selector(".plain-table tbody tr")
    log = bench.inner_text(".plain-table tbody")
    assert "accept" in log
    assert "taken back" in log
    assert "ada" in log


def test_set_right_by_keys(bench: Any) -> None:
    bench.keyboard.press("n")
    bench.keyboard.press("s")
    bench.keyboard.press("1")
    bench.wait_for_selector(".context-text.picking")
    bench.keyboard.press("ArrowLeft")
    bench.keyboard.press("Enter")
    bench.wait_for_selector(".context-text:not(.picking)")
    assert "Save as corrected" in bench.inner_text(".verdicts")
    bench.keyboard.press("r")
    bench.keyboard.type("the sentence says so")
    bench.keyboard.press("Enter")
    bench.keyboard.press("a")
    bench.wait_for_function("() => document.querySelector('.queue > p').innerText.includes('1 done')")
    bench.get_by_role("button", name="Log", exact=True).click()
    bench.wait_for_selector(".plain-table tbody tr")
    first = bench.inner_text(".plain-table tbody tr >> nth=0")
    for words in ("correct", "negated", "status", "actors", "the sentence says so"):
        assert words in first, first


def test_keys_move_along_the_queue_and_can_be_switched_off(bench: Any) -> None:
    old = current(bench)
    bench.keyboard.press("j")
    wait_for_other(bench, old)
    bench.keyboard.press("?")
    bench.locator(".help .tick").click()
    bench.keyboard.press("Escape")
    bench.wait_for_selector("dialog.help", state="detached")
    rows = count(bench)
    bench.keyboard.press("x")
    bench.wait_for_timeout(300)
    assert count(bench) == rows
