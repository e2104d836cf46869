"""A pair with its outlook, what-ifs, briefs, kept forecasts and the network: each figure opens its words."""

from __future__ import annotations

from typing import Any

import pytest
from tests.desk.conftest import Tab

SLOW = 120_000  # the first outlook of a store is worked out while one waits


@pytest.fixture
def rival(open_rivals: Any) -> Tab:
    tab: Tab = open_rivals()
    tab.page.set_default_timeout(SLOW)
    return tab


def test_a_week_a_rung_and_a_turn_open_their_words(rival: Tab) -> None:
    page = rival.go("/dyads/TCD/SDN", ".tension .point")
    assert page.locator(".turn").count() >= 2
    assert "exchange of strikes" in page.inner_text(".ladder .here")
    page.locator(".tension .point").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector(".evidence .quote mark")
    page.keyboard.press("Escape")
    for opener in (".rung:not(:disabled)", ".findings .link"):
        page.locator(opener).first.click()
        page.wait_for_selector(".evidence .quote mark")
        page.keyboard.press("Escape")
        page.wait_for_selector(".evidence", state="detached")


def test_the_outlook_has_baselines_fans_drivers_and_is_kept(rival: Tab) -> None:
    page = rival.go("/dyads/TCD/SDN", ".chances")
    assert page.locator(".chances .mark-usual").count() == 12
    assert page.locator(".fan-wide").count() == 2
    page.locator(".drivers .act-words").first.click()
    page.wait_for_selector(".evidence .quote mark")
    page.keyboard.press("Escape")
    page.wait_for_selector(".alike .act-words")
    page.get_by_role("button", name="Keep these forecasts").click()
    page.get_by_role("link", name="Kept").click()
    page.wait_for_selector(".kept-group")
    told = page.inner_text("main")
    assert "open" in told
    assert "came" in told
    assert page.locator(".best-score").count() >= 6


def test_a_what_if_stands_beside_none_and_in_the_address(rival: Tab) -> None:
    page = rival.go("/scenario?left=TCD&right=SDN&if=mediation&days=10&paths=200", ".measures")
    assert page.locator(".measures .move-from").count() == 5
    assert "multiplied by 0.5" in page.inner_text("main")
    page.locator("label:has-text('Seed') input").fill("9")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('main').innerText.includes('seed 9')")
    assert "seed=9" in page.url
    page.get_by_role("link", name="All assumptions").click()
    page.wait_for_selector(".assumptions h2")


def test_a_number_in_a_brief_opens_the_sentence_in_its_report(rival: Tab) -> None:
    page = rival.go("/brief?country=SDN", ".cite")
    page.locator(".cite").first.click()
    quoted = page.inner_text(".cited blockquote")
    assert len(quoted.split()) > 5
    page.locator(".cited a").click()
    page.wait_for_selector(".card.held")
    page = rival.go("/brief?country=SDN", ".cite")
    page.emulate_media(media="print")
    assert not page.is_visible(".bar")
    assert not page.is_visible(".form-row")
    assert page.is_visible(".sources li")
    page.emulate_media(media="screen")


def test_the_network_leads_to_words_and_through_time(rival: Tab) -> None:
    page = rival.go("/network", ".network-graph .node")
    page.locator(".node", has_text="Chad").first.click()
    assert "ties of chad" in page.inner_text(".network-side").lower()
    page.locator(".slide input").focus()
    page.keyboard.press("ArrowRight")
    assert "modularity" in page.inner_text(".slide")
    page.locator(".tie-list button").first.click()
    page.wait_for_selector(".evidence .quote mark")


def test_a_read_only_desk_shows_no_button_that_writes(rival: Tab) -> None:
    rival.page.route("**/api/info", lambda route: _read_only(route))
    page = rival.go("/dyads/TCD/SDN", ".chances")
    assert page.get_by_role("button", name="Keep these forecasts").count() == 0


def _read_only(route: Any) -> None:
    told = route.fetch()
    route.fulfill(response=told, json={**told.json(), "read_only": True})
