"""The page: strict escaping, no outside references, and the way it behaves in a real browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.build import Build, river

from dateline.export import render

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


class Reader(HTMLParser):
    """Collects tags with attributes, and the text inside the article."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.article: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "article" and dict(attrs).get("class") == "text":
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.article.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def test_the_text_is_all_there() -> None:
    told = "".join(read(render(river(), "html")).article)
    assert " ".join(told.split()) == " ".join(river().report.text.split())


def test_every_field_has_words_in_the_text() -> None:
    page = read(render(river(), "html"))
    words = {key for tag, attrs in page.tags if tag == "span" for key in (attrs.get("data-k") or "").split()}
    fields = {
        key for tag, attrs in page.tags if tag == "button" for key in (attrs.get("data-k") or "").split()
    }
    assert len(fields) > 20
    assert fields == words


def test_nothing_comes_from_outside() -> None:
    page = render([river(), river()], "html")
    reader = read(page)
    assert not re.search(r"""(src|href|url\()\s*=?\s*["']?(https?:|//|data:)""", page)
    assert {
        tag for tag, attrs in reader.tags if "src" in attrs or tag in ("link", "iframe", "img", "object")
    } == set()
    assert all(not name.startswith("on") and name != "style" for _, attrs in reader.tags for name in attrs)
    policy = next(attrs["content"] for tag, attrs in reader.tags if attrs.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "\"'><img src=x onerror=alert(1)>",
        "</style></script>",
        "&lt;b&gt;",
        "\x00\x01",
    ],
)
def test_report_text_is_never_markup(evil: str) -> None:
    build = Build(
        f"A {evil} attacked B {evil}.", title=evil, publisher=evil, byline=evil, url=evil, language=evil
    )
    build.event(evil, "ASSAULT", actors=(build.mention(f"A {evil}"),), weapon=build.span(evil, 1))
    build.claim(evil, f"B {evil}", build.mention(evil))
    page = render(build.document(), "html")
    plain = [tag for tag, _ in read(render(Build("A").document(), "html")).tags]
    assert {tag for tag, _ in read(page).tags} <= {
        *plain,
        "span",
        "button",
        "h2",
        "h3",
        "dl",
        "dt",
        "dd",
        "ul",
        "li",
        "i",
        "small",
        "div",
        "article",
    }
    assert page.count("<script") == 1
    assert "\x00" not in page


@needs_browser
@pytest.mark.browser
class TestInABrowser:
    """Drives the page with events of its own and reads the outcome from the document."""

    def run(
        self, folder: Path, script: str, page: str | None = None, size: str = "1280,900"
    ) -> dict[str, object]:
        script = "addEventListener('load', () => { const out = {}; try { " + script + (
            " } catch (error) { out.error = String(error); }"
            " document.documentElement.dataset.out = JSON.stringify(out); });"
        )  # fmt: skip
        allowed = "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        page = page or render(river(), "html")
        page = page.replace("script-src '", f"script-src '{allowed}' '").replace(
            "</body>", f"<script>{script}</script></body>"
        )
        file = folder / "page.html"
        file.write_text(page, "utf-8")
        dom = subprocess.run(
            [
                str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage",
                f"--user-data-dir={folder / 'profile'}", f"--window-size={size}",
                "--virtual-time-budget=3000",
                "--dump-dom", file.as_uri(),
            ],
            capture_output=True, text=True, timeout=120, check=True,
        ).stdout  # fmt: skip
        found = re.search(r'data-out="([^"]*)"', dom)
        assert found, dom[:2000]
        out: dict[str, object] = json.loads(unescape(found[1]))
        assert "error" not in out, out
        return out

    def test_fields_light_their_words_and_words_their_fields(self, tmp_path: Path) -> None:
        out = self.run(
            tmp_path,
            """
            const all = (name) => [...document.querySelectorAll(name)];
            const words = () => all('.s.lit').map((n) => n.textContent).join('|');
            const fields = () => [...document.querySelectorAll('.f.lit')].map((n) => n.textContent);
            const over = (node) => node.dispatchEvent(new PointerEvent('pointerover',
                {bubbles: true, pointerType: 'mouse'}));
            const field = (text) => all('.card .f').find((n) => n.textContent === text);
            over(field('the Sund Front')); out.hovered = words();
            over(document.querySelector('h1')); out.left = words();
            over(field('shelling or missile strike')); out.both_mentions = words();
            over(document.querySelector('h1'));
            over(all('.s').find((n) => n.textContent === 'raid')); out.back = fields();
            out.near = document.querySelectorAll('.card.near').length;
            over(document.querySelector('h1'));
            field('about 20').focus(); out.focused = words();
            field('an army post').click(); out.clicked = words();
            over(document.querySelector('h1')); out.pinned = words();
            document.dispatchEvent(new KeyboardEvent('keydown',
            {key: 'Escape', bubbles: true})); out.escaped = words();
            """,
        )
        assert out == {
            "hovered": "the Sund Front",
            "left": "",
            "both_mentions": "shelled|shelling",
            "back": ["attack", "“raid”", "attack, the Sund Front → an army post"],
            "near": 1,
            "focused": "about 20",
            "clicked": "an army post",
            "pinned": "an army post",
            "escaped": "",
        }

    def test_words_scroll_into_view_and_enter_acts_on_them(self, tmp_path: Path) -> None:
        document = river()
        out = self.run(
            tmp_path,
            """
            document.querySelector('.found').style.maxHeight = '300px';
            const raid = [
                ...document.querySelectorAll('.s[tabindex]')].find((n) => n.textContent === 'talks');
            const panel = document.querySelector('.found');
            const before = panel.scrollTop;
            raid.focus();
            raid.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
            const card = document.querySelector('.f.lit').getBoundingClientRect();
            out.pressed = raid.getAttribute('aria-pressed');
            out.stops = document.querySelectorAll('.text [tabindex="0"]').length;
            """,
        )
        assert out == {"pressed": "true", "stops": len(document.events)}

    def test_phone_has_one_column_and_no_sideways_scroll(self, tmp_path: Path) -> None:
        out = self.run(
            tmp_path,
            """
            const text = document.querySelector('.text').getBoundingClientRect();
            const found = document.querySelector('.found').getBoundingClientRect();
            out.below = found.top >= text.bottom;
            out.sideways = document.documentElement.scrollWidth > innerWidth;
            out.jump = getComputedStyle(document.querySelector('.jump')).display;
            """,
            size="500,900",
        )
        assert out == {"below": True, "sideways": False, "jump": "flex"}

    def test_the_policy_stops_foreign_scripts(self, tmp_path: Path) -> None:
        page = render(river(), "html").replace("<body>", "<body><script>document.title = 'owned'</script>")
        out = self.run(tmp_path, "out.title = document.title;", page)
        assert out["title"] == "Border town shelled as river talks collapse"

    def test_light_and_dark(self, tmp_path: Path) -> None:
        out = self.run(
            tmp_path,
            """
            const paper = () => getComputedStyle(document.body).backgroundColor;
            const first = paper(); document.querySelector('.theme').click(); out.changed = paper() !== first;
            document.querySelector('.theme').click(); out.back = paper() === first;
            """,
        )
        assert out == {"changed": True, "back": True}
