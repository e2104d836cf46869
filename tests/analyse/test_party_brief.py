from __future__ import annotations

import json
import re
import sys
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from tests.analyse.made import CRISIS, store_of, told
from tests.build import river
from tests.cli.test_commands import dateline

from dateline.analyse.brief_pages import render_html, render_markdown, render_pdf
from dateline.analyse.briefing import Brief, brief_dyad, brief_happenings, lines_of
from dateline.analyse.likelihood import likelihood_words
from dateline.analyse.parties import parse_dyad
from dateline.analyse.wording import inner_quotes
from dateline.errors import ExportError, StoreError
from dateline.store import Store, open_store
from dateline.store.linking import link_store


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("brief") / "s.duckdb"
    store_of(path, told(CRISIS), told(CRISIS[2:6], "Harbour Gazette"), [river()])
    with open_store(path) as store:
        link_store(store)
    return path


@pytest.fixture(scope="module")
def brief(path: Path) -> Brief:
    with open_store(path, read_only=True) as store:
        return brief_dyad(store, parse_dyad(["IRN-PAK"]), paths=200)


def follow(store: Store, brief: Brief) -> int:
    """Follows every citation of what is told as fact; gives how many sentences were followed."""
    followed = 0
    for _, one in lines_of(brief):
        if one.kind in ("fact", "said"):
            assert one.cites, f"no citation: {one.text}"
        for cite in one.cites:
            rows = store.rows(
                "SELECT substr(r.text, s.span_start + 1, s.span_end - s.span_start) AS text FROM sentences s "
                "JOIN reports r USING (report_id) WHERE s.report_id = ? AND s.sentence = ?",
                [cite.report_id, cite.sentence],
            )
            assert [row["text"] for row in rows] == [cite.text], "the sentence is there, in those words"
            table, key = ("claims", "claim_id") if one.kind == "said" else ("events", "event_id")
            found = store.rows(f"SELECT sentence FROM {table} WHERE {key} = ?", [cite.event_id])
            assert [row["sentence"] for row in found] == [cite.sentence], "and it holds the event or the claim"
        if one.kind in ("fact", "said") and (words := re.findall("“([^”…]+)”", one.text)):
            told = inner_quotes(" ".join(cite.text for cite in one.cites))
            assert all(word in told for word in words), f"quoted words are in the cited sentences: {one.text}"
            followed += 1
    return followed


def test_every_factual_sentence_is_followed_to_its_source(path: Path, brief: Brief) -> None:
    with open_store(path, read_only=True) as store:
        assert follow(store, brief) >= 8
        for one in (
            brief_happenings(store, title="China", country="CHN"),
            brief_happenings(store, title="Kelva", country="MRV"),
        ):
            assert follow(store, one) >= 1


def test_events_that_are_told_are_of_the_type_that_is_told(path: Path, brief: Brief) -> None:
    happened = next(section for section in brief.sections if section.title == "What happened")
    assert [one.text for one in happened.statements[2:3]] == [
        "On 11 January 2024, Iran used force against Pakistan (“shelled”)"
    ]
    assert len({cite.publisher for cite in happened.statements[2].cites}) == 2


def test_no_sentence_mixes_likelihood_and_confidence(brief: Brief) -> None:
    for _, one in lines_of(brief):
        likely = any(re.search(rf"\b{word}\b", one.text) for word in likelihood_words()) or " %" in one.text
        sure = re.search(r"\bconfidence\b", one.text, re.IGNORECASE)
        assert not (likely and sure), one.text
        assert (one.kind == "confidence") == bool(sure)
        assert not (likely and one.kind in ("fact", "judgement", "gap")), one.text


def test_markdown_ends_each_fact_in_numbers_that_are_listed(brief: Brief) -> None:
    page = render_markdown(brief)
    body, sources = page.split("\n## Sources\n")
    listed = {int(number) for number in re.findall(r"^(\d+)\. ", sources, re.MULTILINE)}
    used = {int(number) for number in re.findall(r"\[(\d+)\]", body)}
    assert used == listed
    happened = body.split("## What happened\n")[1].split("\n## ")[0]
    for line in happened.strip().splitlines():
        assert re.search(r"\[\d+\]\.$", line), line


def test_the_page_escapes_what_reports_say_and_loads_nothing(tmp_path: Path) -> None:
    from tests.build import Build

    b = Build("Iran shelled <script>alert(1)</script> Pakistan. ", publisher="<b>x</b>")
    who, whom = b.mention("Iran"), b.mention("<script>alert(1)</script> Pakistan")
    b.actor(who, "IRN", "GOV")
    b.actor(whom, "PAK", "GOV")
    b.event("shelled", "ASSAULT", actors=(who,), recipients=(whom,), time=b.time("Iran", date(2024, 1, 2)))
    with open_store(store_of(tmp_path / "s.duckdb", [b.document()]), read_only=True) as store:
        page = render_html(brief_happenings(store, title="x", country="IRN"))
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert "&lt;script&gt;" in page


def test_a_brief_needs_something_to_tell(path: Path) -> None:
    with open_store(path, read_only=True) as store, pytest.raises(StoreError, match="no act between Iran and Oman"):
        brief_dyad(store, parse_dyad(["IRN-OMN"]))


def test_commands(path: Path, tmp_path: Path) -> None:
    done = dateline("dyad", "IRN", "PAK", "--store", path, "--weekly")
    assert done.returncode == 0, done.stderr
    assert "exchange of strikes" in done.stdout
    done = dateline(
        "brief", "--dyad", "IRN-PAK", "--store", path, "--format", "html", "-o", tmp_path / "b.html", "--paths", "100"
    )
    assert done.returncode == 0, done.stderr
    assert "What is not known" in (tmp_path / "b.html").read_text("utf-8")
    rows = json.loads(dateline("brief", "--country", "Iran", "--store", path, "--format", "json").stdout)
    assert rows[0]["cites"]
    assert dateline("brief", "--today", "--store", path).stdout.startswith("# Reports of ")
    assert dateline("brief", "--store", path).stderr.startswith("dateline: give one of")
    done = dateline("outlook", "show", "IRN-PAK", "--store", path, "--today", "2024-01-14", "--save", "--paths", "100")
    assert "kept 18 new forecasts" in done.stdout, done.stderr
    assert "Brier" in dateline("outlook", "score", "--store", path, "--today", "2024-03-01").stdout
    done = dateline("scenario", "IRN-PAK", "--store", path, "--if", "strike", "--paths", "100")
    assert "China" in done.stdout, done.stderr


def test_the_pdf_holds_the_same_sentences_and_ends_them_in_links(path: Path, brief: Brief, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    pytest.importorskip("typst")
    with open_store(path, read_only=True) as store:
        briefs = [brief, brief_happenings(store, title='#read("/etc/hosts") *x* $y$', country="CHN")]
    for number, one in enumerate(briefs):
        file = tmp_path / f"{number}.pdf"
        file.write_bytes(render_pdf(one))
        assert file.read_bytes() == render_pdf(one), "the same brief is the same file"
        pages = pypdf.PdfReader(file).pages
        text = squeezed("".join(page.extract_text() for page in pages))
        links = sum(len(page.get("/Annots") or ()) for page in pages)
        assert squeezed(one.title) in text
        for _, statement in lines_of(one):
            assert squeezed(statement.text) in text, statement.text
        for cite in one.cites():
            assert squeezed(cite.text) in text
        assert links >= sum(len(statement.cites) for _, statement in lines_of(one)) > 0


def squeezed(text: str) -> str:
    """The text without blanks, hyphenation and ligatures, as pages break lines where they like."""
    return re.sub(r"\s|-|\u00ad", "", unicodedata.normalize("NFKC", text))


def test_each_kind_of_brief_is_written_as_pdf(path: Path, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    with open_store(path, read_only=True) as store:
        story = store.rows("SELECT story_id FROM stories LIMIT 1")[0]["story_id"]
    for number, what in enumerate((["--story", story], ["--country", "Iran"], ["--today"])):
        out = tmp_path / f"{number}.pdf"
        done = dateline("brief", *what, "--store", path, "--format", "pdf", "-o", out)
        assert done.returncode == 0, done.stderr
        assert out.read_bytes().startswith(b"%PDF-")
    assert "--out FILE" in dateline("brief", "--today", "--store", path, "--format", "pdf").stderr


def test_briefs_of_stories_and_days_are_followed_too(path: Path) -> None:
    with open_store(path, read_only=True) as store:
        for row in store.rows("SELECT story_id, title FROM stories"):
            assert follow(store, brief_happenings(store, title=row["title"], story=row["story_id"])) >= 1
        days = store.rows("SELECT DISTINCT published::DATE AS day FROM reports WHERE published IS NOT NULL ORDER BY 1")
        for row in days[:5]:
            told_of = brief_happenings(store, title="x", since=row["day"], until=row["day"], by_report=True)
            assert follow(store, told_of) >= 1


def test_without_the_extra_a_pdf_is_refused_in_one_line(brief: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ExportError, match=r"dateline\[pdf\]"):
        render_pdf(brief)
