"""The situation view: one filter for all, kept in the address, and the words behind every number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.desk.conftest import Tab


@pytest.fixture
def situation(tab: Tab) -> Any:
    page = tab.go("/", ".row")
    page.wait_for_selector(".cluster, .area")
    return page


def test_a_facet_filters_everything_and_stands_in_the_address(situation: Any) -> None:
    before = situation.inner_text(".sums")
    situation.locator(".facet-row", has_text="attack").first.click()
    situation.wait_for_function("old => document.querySelector('.sums').innerText !== old", arg=before)
    assert "q=type:ASSAULT" in situation.url
    rows = "[...document.querySelectorAll('.row .what')]"
    situation.wait_for_function(f"() => {rows}.length > 0 && {rows}.every(node => node.classList.contains('mc'))")
    situation.go_back()
    situation.wait_for_function("old => document.querySelector('.sums').innerText === old", arg=before)


def test_a_copied_address_gives_the_same_view(situation: Any, open_tab: Any) -> None:
    other = open_tab()
    days = "from=2024-01-01&to=2024-01-31"
    page = other.go(f"/?q=party:IRN&{days}&sort=-confidence&cols=date,type,words&view=table", ".row")
    assert page.input_value("#filter") == "party:IRN"
    assert page.input_value("input[type=date]") == "2024-01-01"
    assert page.locator("thead th").all_inner_texts() == ["Day", "What", "Words"]
    assert page.locator(".world").count() == 0
    assert "missile strike" in page.inner_text(".table-box")


def test_words_behind_a_spot_a_bar_and_a_row(situation: Any) -> None:
    situation.locator(".cluster, .area").first.dispatch_event("click")
    situation.wait_for_selector(".quote mark")
    assert "see=" in situation.url
    situation.keyboard.press("Escape")
    situation.wait_for_selector(".evidence", state="detached")
    situation.locator(".lane .bar").first.dispatch_event("click")
    situation.wait_for_selector(".quote mark")
    situation.keyboard.press("Escape")
    situation.locator(".row").first.click()
    situation.wait_for_selector(".quote .why")
    situation.locator(".quote a", has_text="In its report").click()
    situation.wait_for_selector(".card.held")


def test_days_dragged_over_become_the_filters(situation: Any) -> None:
    box = situation.locator(".brush svg.chart").bounding_box()
    situation.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 40)
    situation.mouse.down()
    situation.mouse.move(box["x"] + box["width"] - 4, box["y"] + 40, steps=4)
    situation.mouse.up()
    situation.wait_for_function("() => location.search.includes('from=')")
    situation.get_by_role("button", name="All time").click()
    situation.wait_for_function("() => !location.search.includes('from=')")


def test_areas_are_no_pins(situation: Any) -> None:
    assert situation.locator(".area").count() >= 1
    assert situation.locator(".area circle").count() == 0


def test_table_sorts_and_is_led_by_keys(situation: Any) -> None:
    with situation.expect_response(lambda answer: "/api/events" in answer.url and "sort=" in answer.url):
        situation.get_by_role("button", name="Killed", exact=True).click()
    situation.wait_for_selector("th[aria-sort=descending]")
    situation.wait_for_timeout(500)
    situation.locator(".row").first.focus()
    situation.keyboard.press("ArrowDown")
    situation.wait_for_function("() => document.activeElement.dataset.row === '1'")
    situation.keyboard.press("Enter")
    situation.wait_for_selector(".evidence")


def test_filter_box_hints_and_reports_what_is_wrong(situation: Any, tab: Tab) -> None:
    situation.keyboard.press("/")
    situation.keyboard.type("typ")
    situation.keyboard.press("ArrowDown")
    situation.keyboard.press("Enter")
    situation.keyboard.type("assau")
    situation.keyboard.press("ArrowDown")
    situation.keyboard.press("Enter")
    situation.keyboard.press("Enter")
    situation.wait_for_function("() => location.search.includes('q=type:ASSAULT')")
    situation.fill("#filter", "tipe:ASSAULT")
    situation.keyboard.press("Enter")
    situation.wait_for_selector(".trouble")
    tab.wrong.clear()  # the browser itself logs an answer of 400


def test_what_is_seen_can_be_taken_along(situation: Any) -> None:
    with situation.expect_download() as chart:
        situation.get_by_role("button", name="Save map as SVG").click()
    assert "<svg" in Path(chart.value.path()).read_text("utf-8")
    with situation.expect_download() as picture:
        situation.get_by_role("button", name="Save time as PNG").click()
    assert Path(picture.value.path()).read_bytes().startswith(b"\x89PNG")
    situation.locator("summary", has_text="Export").click()
    with situation.expect_download() as table:
        situation.get_by_role("button", name="CSV of these events").click()
    assert Path(table.value.path()).read_text("utf-8").startswith("event_id")
    situation.locator(".menu-body button", has_text="page of this view").focus()
    with situation.expect_download() as page:
        situation.get_by_role("button", name="A page of this view, on its own").click()
    text = Path(page.value.path()).read_text("utf-8")
    assert "default-src 'none'" in text
    assert "<script" not in text
    assert "Jaish al-Adl" in text
