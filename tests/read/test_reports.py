"""Sources of every kind, from bytes to reports."""

from __future__ import annotations

import doctest
import gzip
import importlib
import io
import json
import pkgutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dateline.read
from dateline.errors import ReadError, SettingsError
from dateline.read import read_reports
from dateline.records import Quarantined, Report, from_json, to_json

STORY = "Gunmen attacked a convoy near the northern border on Monday, killing four soldiers, the army said."


def reports(location: Path | str, **options: object) -> list[Report]:
    found = list(read_reports(location, **options))  # type: ignore[arg-type]
    assert all(isinstance(report, Report) for report in found), found
    return found  # type: ignore[return-value]


def refused(location: Path) -> list[Quarantined]:
    found = list(read_reports(location))
    assert all(isinstance(report, Quarantined) for report in found), found
    return found  # type: ignore[return-value]


@pytest.fixture
def write(tmp_path: Path):
    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


def test_text_says_where_and_when(write):
    text = f"Convoy attacked in the north\n\nBy Ann Poe\n\nNIAMEY, Niger, March 4, 2023 (Wire) – {STORY}\n"
    [report] = reports(write("a.txt", text))
    assert report.title == "Convoy attacked in the north"
    assert report.byline == "Ann Poe"
    assert report.dateline_place is not None
    assert report.dateline_place.of(report.text) == "NIAMEY, Niger"
    assert (report.published, report.published_basis) == (datetime(2023, 3, 4, tzinfo=UTC), "dateline")
    assert report.language == "en"
    kinds = [(part.kind, part.span.of(report.text)) for part in report.parts]
    assert kinds == [
        ("headline", "Convoy attacked in the north"),
        ("byline", "By Ann Poe"),
        ("dateline", "NIAMEY, Niger, March 4, 2023 (Wire) –"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (f"Published: 5 May 2021\n\n{STORY}", "a.txt", ("2021-05-05", "metadata")),
        (f"QUITO, May 3 (Wire) - {STORY}", "www.example.com_2021_05_04_x.txt", ("2021-05-03", "dateline")),
        (f"QUITO, Dec 31 (Wire) - {STORY}", "www.example.com_2021_01_01_x.txt", ("2020-12-31", "dateline")),
        (f"QUITO, May 3 (Wire) - {STORY}", "a.txt", ("2022-02-02", "given")),
        (STORY, "https___www.example.com_2021_05_04_x.txt", ("2021-05-04", "url")),
        (STORY, "a.txt", ("2022-02-02", "given")),
    ],
)
def test_publication_date_in_order_of_trust(write, text, name, expected):
    [report] = reports(write(name, text), published=datetime(2022, 2, 2, tzinfo=UTC))
    assert report.published is not None
    assert (report.published.date().isoformat(), report.published_basis) == expected


def test_unknown_date_stays_unknown(write):
    [report] = reports(write("a.txt", STORY))
    assert (report.published, report.published_basis) == (None, None)


def test_html_story_without_title_in_the_text(write):
    page = f"""<html lang="en-GB"><head><title>Convoy attacked | The Paper</title>
    <meta property="og:site_name" content="The Paper">
    <link rel="canonical" href="https://paper.example/2023/03/04/convoy">
    <script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Convoy attacked",
    "datePublished": "2023-03-04T22:30:00-05:00", "author": [{{"name": "Ann Poe"}}]}}</script></head>
    <body><nav><a href="/">Home</a></nav><article><p>{STORY}</p><h2>Calls for calm</h2>
    <p>{STORY.replace("Monday", "Tuesday")} The governor asked people to stay at home.</p></article></body></html>"""
    [report] = reports(write("page.html", page))
    assert report.title == "Convoy attacked"
    assert report.text.startswith(STORY)
    assert "Home" not in report.text
    assert report.published == datetime.fromisoformat("2023-03-04T22:30:00-05:00")
    assert report.published.date().isoformat() == "2023-03-04"
    assert (report.byline, report.publisher, report.language) == ("Ann Poe", "The Paper", "en")
    assert report.url == "https://paper.example/2023/03/04/convoy"
    assert [part.span.of(report.text) for part in report.parts if part.kind == "heading"] == [
        "Calls for calm"
    ]


def test_markdown_marks_are_taken_off(write):
    text = f"---\ntitle: Convoy attacked\ndate: 2023-03-04\n---\n# Convoy attacked\n\n**{STORY[:6]}**{STORY[6:]}\n\n## Why\n\n> See [this](http://x.example/y).\n"  # noqa: E501
    [report] = reports(write("a.md", text))
    assert report.text == f"Convoy attacked\n\n{STORY}\n\nWhy\n\nSee this."
    assert report.published == datetime(2023, 3, 4, tzinfo=UTC)
    assert [part.kind for part in report.parts][:1] == ["headline"]


def test_json_lines_find_usual_names_and_mapped_ones(write):
    rows = [
        {
            "id": "x7",
            "headline": "One",
            "body": STORY,
            "pubDate": "Sat, 04 Mar 2023 10:00:00 GMT",
            "link": "http://a.example/1",
        },
        {"data": {"words": [STORY, STORY], "when": 1677888000}},
    ]
    path = write("rows.jsonl", "\n".join(map(json.dumps, rows)))
    first = next(read_reports(path))
    assert isinstance(first, Report)
    assert (first.title, first.url, first.source) == ("One", "http://a.example/1", f"{path}#x7")
    assert first.published == datetime(2023, 3, 4, 10, tzinfo=UTC)
    second = list(read_reports(path, fields={"text": "data.words", "published": "data.when"}))[1]
    assert isinstance(second, Report)
    assert second.text == f"{STORY}\n\n{STORY}"
    assert second.published == datetime(2023, 3, 4, tzinfo=UTC)


def test_json_lists_and_markup_in_values(write):
    [report] = reports(
        write("a.json", json.dumps({"articles": [{"content": f"<p>{STORY}</p><p>Next &amp; last.</p>"}]}))
    )
    assert report.text == f"{STORY}\n\nNext & last."


def test_broken_rows_do_not_touch_their_neighbours(write):
    path = write(
        "a.jsonl", f'{{"text": "{STORY}"}}\n{{"text": \n[3]\n{{"other": 1}}\n{{"text": "\\ud800 {STORY}"}}\n'
    )
    found = list(read_reports(path))
    assert [type(report).__name__ for report in found] == ["Report"] + ["Quarantined"] * 3 + ["Report"]
    assert {report.stage for report in found if isinstance(report, Quarantined)} == {"read"}
    assert "other" in found[3].message  # type: ignore[union-attr]
    assert found[4].text.startswith("\ufffd")  # type: ignore[union-attr]


def test_unknown_field_or_kind_is_a_settings_error(write):
    path = write("a.jsonl", "{}")
    with pytest.raises(SettingsError, match="headlines"):
        read_reports(path, fields={"headlines": "x"})
    with pytest.raises(SettingsError, match="docx"):
        read_reports(path, kind="docx")


RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The Wire</title><language>en-us</language><item><title>Convoy attacked</title><link>http://a.example/1</link>
<pubDate>Sat, 04 Mar 2023 10:00:00 GMT</pubDate><dc:creator>Ann Poe</dc:creator>
<description>&lt;p&gt;{STORY}&lt;/p&gt;</description></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Wire</title><entry>
<title>Convoy attacked</title><link rel="alternate" href="http://a.example/1"/><author><name>Ann Poe</name></author>
<published>2023-03-04T10:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{STORY}</p></div></content></entry></feed>"""


@pytest.mark.parametrize("feed", [RSS, ATOM])
def test_feeds(write, feed):
    [report] = reports(write("feed.xml", feed))
    assert report.text == STORY
    assert (report.title, report.byline, report.publisher) == ("Convoy attacked", "Ann Poe", "The Wire")
    assert (report.url, report.published) == ("http://a.example/1", datetime(2023, 3, 4, 10, tzinfo=UTC))


def test_feeds_with_entities_are_refused(write):
    bomb = '<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>'  # noqa: E501
    [found] = refused(write("feed.rss", bomb))
    assert "entities" in found.message


def test_gzip_folders_patterns_and_order(tmp_path, write):
    (tmp_path / "sub").mkdir()
    write("sub/b.txt.gz", gzip.compress(STORY.encode()))
    write("c.txt", STORY)
    write("a.jsonl.gz", gzip.compress(json.dumps({"text": STORY}).encode()))
    write(".hidden", "no")
    names = [Path(report.source).relative_to(tmp_path).as_posix() for report in reports(tmp_path)]
    assert names == ["a.jsonl.gz#1", "c.txt", "sub/b.txt.gz"]
    assert len(reports(f"{tmp_path}/**/*.txt*")) == 2


def test_standard_input_of_every_kind(monkeypatch):
    page = f"<!doctype html><html><body><article><p>{STORY}</p><p>{STORY}</p></article></body></html>"
    for data, kind in (
        (STORY, None),
        (json.dumps({"text": STORY}), None),
        (page, None),
        (RSS, None),
        (STORY, "text"),
    ):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
        [report] = reports("-", kind=kind)
        assert report.text.startswith(STORY)
        assert report.source.startswith("-")


def test_nothing_there_is_a_read_error(tmp_path):
    with pytest.raises(ReadError, match=r"nowhere\.txt"):
        list(read_reports(tmp_path / "nowhere.txt"))


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.txt", b"", "Empty"),
        ("a.html", b"<html><body></body></html>", "Empty"),
        ("a.txt", bytes(range(256)) * 20, "ReadError"),
        ("a.txt", b"word " * 300_000, "TooLong"),
        ("a.txt.gz", gzip.compress(b"a " * 11_000_000, 1), "ReadError"),
        ("a.txt.gz", gzip.compress(STORY.encode() * 90)[:80], "ReadError"),
        ("a.json", b"[" * 100_000, "ReadError"),
        ("a.xml", b"<note><to>you</to></note>", "ReadError"),
    ],
)
def test_what_cannot_be_read_is_set_aside_with_its_cause(write, name, data, error):
    [found] = refused(write(name, data))
    assert (found.stage, found.error) == ("read", error)
    assert found.message
    assert len(found.report.text) <= 20_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(write, encoding):
    text = f"{STORY} “Café” — said Müller."
    [report] = reports(write("a.txt", text.encode(encoding)))
    assert report.text == text


def test_truncated_utf8_and_controls(write):
    [report] = reports(write("a.txt", f"{STORY}\0 caf\x85 Zoë".encode() + "é".encode()[:1]))
    assert report.text == f"{STORY}  caf… Zoë\ufffd"


def test_the_same_text_has_the_same_id_wherever_it_lies(write):
    [one], [two] = reports(write("a.txt", STORY)), reports(write("b.txt", STORY))
    assert one.report_id == two.report_id
    assert one.report_id != reports(write("c.txt", STORY + " More."))[0].report_id


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace"))),
       name=st.sampled_from(["a.txt", "a.html", "a.json", "a.jsonl", "a.rss", "a.md", "a", "a.gz"]))  # fmt: skip
def test_any_bytes_come_to_reports_or_quarantine(tmp_path, data, name):
    path = tmp_path / name
    path.write_bytes(data)
    found = list(read_reports(path))
    assert found
    for report in found:
        assert from_json(to_json(report), type(report)) == report
        if isinstance(report, Report):
            assert_parts_fit(report)


def assert_parts_fit(report: Report) -> None:
    at = 0
    for part in report.parts:
        assert at <= part.span.start < part.span.end <= len(report.text)
        at = part.span.end


@pytest.mark.parametrize("module", [name for _, name, _ in pkgutil.iter_modules(dateline.read.__path__)])
def test_examples_in_docstrings(module):
    failed, _ = doctest.testmod(importlib.import_module(f"dateline.read.{module}"))
    assert not failed
