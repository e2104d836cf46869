"""The report view and the paste: everything in sight, words and cards tied both ways, by pointer and by key."""

from __future__ import annotations

from typing import Any

import pytest
from tests.desk.conftest import EXCHANGE, Tab, find_report

LOW = "node => node.getBoundingClientRect().bottom"
TOLD = (
    "launched a missile strike", "retaliated", "bombings", "recalled its ambassador", "condemned",
    "given Pakistan evidence", "urged Islamabad", "mediation", "1980s", "Islamic State", "Three Iranian officials",
    "Gregory Brew", "senior security official",
)  # fmt: skip


@pytest.fixture
def report(tab: Tab) -> Any:
    return tab.go(f"/reports/{find_report(tab.url, 'Iran and Pakistan')}", ".card")


def test_a_paste_is_coded_at_once_and_all_of_it_is_in_sight(tab: Tab) -> None:
    page = tab.go("/code", "#pasted")
    page.evaluate("fetch('/api/info')")  # the coder is warm once the page is
    page.wait_for_timeout(2500)
    page.evaluate(
        """text => { const area = document.querySelector('#pasted'); area.focus();
        area.dispatchEvent(new ClipboardEvent('paste')); area.value = text;
        area.dispatchEvent(new Event('input', {bubbles: true})); window.begun = performance.now(); }""",
        EXCHANGE.read_text("utf-8"),
    )
    page.wait_for_selector(".card")
    assert page.evaluate("performance.now() - window.begun") < 10_000  # 2,000 where nothing else runs
    page.wait_for_selector(".text .s.tri")
    assert max(page.evaluate(f"[...document.querySelectorAll('.card, .voice')].map({LOW})")) <= 900
    told = page.inner_text(".rail")
    for words in TOLD:
        assert words in told, words


def test_background_and_possible_events_look_otherwise(report: Any) -> None:
    def border(kind: str) -> Any:
        style = f"getComputedStyle(document.querySelector('.card.{kind}'))"
        return report.evaluate(f"{style}.borderLeftStyle + {style}.borderLeftWidth")

    assert len({border("current"), border("historical"), border("hypothetical")}) == 3
    assert "before the story" in report.inner_text(".rail")
    assert report.locator(".text .off-headline").count() == 1
    assert report.locator(".arc").count() >= 1


def test_a_card_lights_its_words_and_words_light_their_card(report: Any) -> None:
    report.locator(".card", has_text="recalled its ambassador").locator(".sure").hover()
    lit = report.evaluate("[...document.querySelectorAll('.text .s.tri.lit')].map(node => node.textContent).join('')")
    assert lit.startswith("recalled its ambassador")
    report.locator(".text .s.tri", has_text="condemned").hover()
    assert "condemned" in report.inner_text(".card.near")


def test_arrow_keys_lead_along_cards_and_across_to_the_words(report: Any) -> None:
    report.locator(".card .stop").first.focus()
    report.keyboard.press("ArrowDown")
    second = report.evaluate("document.activeElement.closest('.card').dataset.id")
    assert second == report.evaluate("document.querySelectorAll('.card')[1].dataset.id")
    report.keyboard.press("ArrowLeft")
    assert report.evaluate("document.activeElement.matches('.text .s.tri')")
    report.keyboard.press("ArrowRight")
    assert report.evaluate("document.activeElement.closest('.card').dataset.id") == second


def test_why_says_how_and_what_was_left_empty_and_the_address_keeps_it(report: Any, open_tab: Any) -> None:
    report.locator(".card", has_text="mediation").locator(".stop").first.click()
    told = report.inner_text(".why")
    assert "left empty" in told
    assert "CONSULT" in told
    other = open_tab()
    page = other.go(report.url.removeprefix(other.url), ".why")
    assert "CONSULT" in page.inner_text(".why")


def test_layers_can_be_switched_off(report: Any) -> None:
    report.click(".layer-events")
    report.wait_for_function("() => getComputedStyle(document.querySelector('.text .s.tri')).boxShadow === 'none'")


def test_hostile_text_stays_text(tab: Tab) -> None:
    page = tab.go(f"/reports/{find_report(tab.url, '<img')}", ".card")
    assert page.locator("#desk img, #desk .text script, #desk style, #desk a[href^=javascript]").count() == 0
    assert page.title().startswith("<img src=x onerror=")
    assert "\u202e" not in page.inner_text("#desk")
    words = page.evaluate("[...document.querySelectorAll('.text .s.tri')].map(node => node.textContent)")
    assert "arrested" in words, words  # offsets count code points, past the emoji
    page = tab.go(f"/reports/{find_report(tab.url, 'Gunmen attack a convoy')}", ".card")
    assert "<script>alert(1)</script>" in page.inner_text(".text")
    assert page.locator("#desk img, #desk script, #desk style, #desk b[onclick]").count() == 0
    others = {"/reports": ".rows li", "/?q=title:attack&see=title:attack": ".quote", "/review?q=title:attack": ".judge"}
    for path, ready in others.items():
        page = tab.go(path, ready)
        assert page.locator("#desk img, #desk script, #desk style").count() == 0
