from __future__ import annotations

import gzip
import io
from pathlib import Path

import duckdb
import pytest

from dateline.pipeline import Pipeline, Stage
from dateline.read import read_reports
from dateline.records import Document, Quarantined, Report

WORDS = "Marovian forces shelled the town on Thursday, officials said."


def read(path: Path, **options: object) -> list[Report | Quarantined]:
    return list(read_reports(path, **options))  # type: ignore[arg-type]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_csv_with_any_delimiter(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f'id{mark}Headline{mark}Body{mark}published\n7{mark}A title{mark}"{WORDS}\nMore {mark} ""words""."'
                    f"{mark}2024-01-18\n", "utf-8")  # fmt: skip
    (report,) = read(path)
    assert isinstance(report, Report)
    assert report.text == f'{WORDS}\nMore {mark} "words".'
    assert (report.title, report.source) == ("A title", f"{path}#7")
    assert report.published is not None


def test_csv_takes_named_fields_gzip_and_tells_of_rows_without_text(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv.gz"
    path.write_bytes(gzip.compress(f"a\tb\n{WORDS}\t1\n\t2\n".encode()))
    report, refused = read(path, fields={"text": "a"})
    assert isinstance(report, Report)
    assert isinstance(refused, Quarantined)
    assert refused.message == "no text under 'a'; the row has: a, b"


@pytest.mark.parametrize(("data", "error"), [(b"", "Empty"), (b"text\n", "Empty"), (b'text\n"never closed', "Empty")])
def test_csv_that_holds_nothing(tmp_path: Path, data: bytes, error: str) -> None:
    (tmp_path / "x.csv").write_bytes(data)
    found = read(tmp_path / "x.csv")
    assert len(found) == 1
    if not data.endswith(b"closed"):
        assert isinstance(found[0], Quarantined)
        assert found[0].error == error


def test_parquet_by_name_or_content(tmp_path: Path) -> None:
    for name in ("x.parquet", "odd [name]*"):
        path = tmp_path / name
        duckdb.execute(
            f"COPY (SELECT '{WORDS}' AS body, DATE '2024-01-18' AS date, 5 AS id) TO '{path}' (FORMAT parquet)"
        )
        (report,) = read_reports(path)
        assert isinstance(report, Report)
        assert report.text == WORDS
        assert report.published is not None
        assert report.published.date().isoformat() == "2024-01-18"
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 no")
    (broken,) = read(tmp_path / "broken.parquet")
    assert isinstance(broken, Quarantined)


def archive() -> bytes:
    pytest.importorskip("fastwarc", reason="FastWARC is not installed")
    page = f"<html><head><title>A title</title></head><body><article><p>{WORDS} {WORDS}</p></article></body></html>"
    out = io.BytesIO()
    for kind, status, body in (
        ("text/html", "200 OK", page),
        ("text/html", "404 Not Found", page),
        ("image/png", "200 OK", "x"),
    ):
        http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n{body}".encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example.org/2024/01/18/a\r\n"
            f"WARC-Record-ID: <urn:uuid:{len(http):032x}>\r\nWARC-Date: 2024-01-19T00:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        out.write(gzip.compress(head.encode() + http + b"\r\n\r\n"))
    return out.getvalue()


def test_pages_of_a_web_archive(tmp_path: Path) -> None:
    (tmp_path / "x.warc.gz").write_bytes(archive())
    (tmp_path / "x.warc").write_bytes(gzip.decompress(archive()))
    for name in ("x.warc.gz", "x.warc"):
        (report,) = read(tmp_path / name)
        assert isinstance(report, Report)
        assert WORDS in report.text
        assert (report.url, report.publisher) == ("https://news.example.org/2024/01/18/a", "news.example.org")
        assert report.published is not None
        assert report.published.date().isoformat() == "2024-01-18"
    (tmp_path / "broken.warc").write_bytes(b"nothing of the kind")
    assert isinstance(read(tmp_path / "broken.warc")[0], Quarantined)


def test_other_languages_are_kept_uncoded() -> None:
    french = (
        "Le ministre des affaires étrangères a déclaré mardi que son pays rappelait son ambassadeur après les frappes "
        "menées contre des camps de combattants, et que les négociations reprendraient la semaine prochaine."
    )
    coded = Pipeline(Stage("sentences", lambda document: document, needs=(), adds=("sentences",)))
    results = coded.code_batch(
        [Report(report_id=str(n), source="t", text=text) for n, text in enumerate((french, WORDS))]
    )
    assert [[run.stage for run in one.done] for one in results if isinstance(one, Document)] == [[], ["sentences"]]
