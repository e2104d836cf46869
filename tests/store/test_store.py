from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from tests.build import Build, river

from dateline.errors import StoreError
from dateline.records import Document, Quarantined, Report
from dateline.store import load_query, open_store, pack_batch, query_names
from dateline.store.rows import REPORT_TABLES


def aside(report: Report, message: str = "no words") -> Quarantined:
    return Quarantined(
        report=report, stage="events", error="ValueError", message=message, traceback="at line 1",
        version="0",
        at=datetime(2024, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return {
            table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in REPORT_TABLES
        }


def test_a_document_comes_back_as_it_was(tmp_path: Path) -> None:
    document = river()
    with open_store(tmp_path / "s.duckdb") as store:
        store.save([document], "v1")
        assert store.document(document.report.report_id) == document
        assert store.document(document.events[0].event_id) == document
        assert store.document(document.report.report_id[:8]) == document
        assert list(store.documents()) == [document]
        with pytest.raises(StoreError, match="no report 'r-none'"):
            store.document("r-none")


def test_rows_say_what_the_document_says(tmp_path: Path) -> None:
    document = river()
    with open_store(tmp_path / "s.duckdb") as store:
        store.save([document], "v1")
        counts = store.counts()
        for layer in ("sentences", "mentions", "times", "resolutions", "events", "claims", "links"):
            assert counts[layer] == len(getattr(document, layer)), layer
        assert counts["event_parties"] == sum(len(one.actors) + len(one.recipients) for one in document.events)
        assert counts["bindings"] == sum(len(one.bindings) for one in document.events)
        (wrong,) = store.rows(
            "SELECT count(*) AS n FROM mentions JOIN reports USING (report_id) "
            "WHERE substr(text, span_start + 1, span_end - span_start) <> words"
        )
        assert wrong["n"] == 0
        first = next(row for row in store.query("events") if row["words"] == "shelled")
        assert (first["actors"], first["recipients"]) == (
            ["Marovian forces"], ["nine people", "the border town of Kelva"])  # fmt: skip
        assert (first["killed"], first["place_country"], str(first["latest"])) == (9, "MRV", "2021-03-11")
        assert first["date_basis"] == "stated"
        (claim,) = store.rows("SELECT content_spans, events FROM claims WHERE stance = 'predicts'")
        assert claim["events"] == [document.events[-1].event_id]
        (content,) = claim["content_spans"]
        assert river().report.text[content["span_start"] : content["span_end"]] == "talks could resume within weeks"


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    one, two = tmp_path / "one.duckdb", tmp_path / "two.duckdb"
    with open_store(one) as store:
        store.save([river(), river()], "v1")
        store.save([river()], "v1")
    with open_store(two) as store:
        store.save([river()], "v1")
    assert everything(one) == everything(two)


def test_recoding_replaces_rows(tmp_path: Path) -> None:
    document = river()
    with open_store(tmp_path / "s.duckdb") as store:
        store.save([document], "v1")
        store.save([replace(document, events=document.events[:1], links=())], "v2")
        assert store.counts()["events"] == 1
        assert store.counts()["reports"] == 1
        assert store.known([document.report.report_id], "v1") == set()
        assert store.known([document.report.report_id, "r-x"], "v2") == {document.report.report_id}


def test_quarantine_gives_way_to_a_coded_report_and_back(tmp_path: Path) -> None:
    document = river()
    with open_store(tmp_path / "s.duckdb") as store:
        store.save([aside(document.report)], "v1")
        assert next(store.quarantined()) == aside(document.report)
        assert store.known([document.report.report_id], "v1") == {document.report.report_id}
        assert store.query("causes")[0]["reports"] == 1
        store.save([document], "v1")
        assert list(store.quarantined()) == []
        store.save([aside(document.report)], "v1")
        assert store.counts()["reports"] == store.counts()["events"] == 0


def test_a_batch_is_all_or_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.duckdb") as store:
        store.save([river()], "v1")
        before = store.counts()
        other = Build("Something else.").document()
        broken = pack_batch([other, replace(river(), events=())], "v2")
        broken.tables["claims"] = [b'[{"claim_id": null}]']
        with pytest.raises(StoreError, match="NOT NULL"):
            store.save_packed(broken)
        assert store.counts() == before
        store.save([other], "v2")
        assert store.counts()["reports"] == 2


def test_odd_texts_keep(tmp_path: Path) -> None:
    text = '"quoted" \\ back\tslash \u2028 𝔘𝔫𝔦 \'; DROP TABLE reports; -- שלום\x01'
    document = Build(text, title=text).document()
    with open_store(tmp_path / "s.duckdb") as store:
        store.save([document, aside(Build("x").report, "bad \ud800 \x00 message")], "v1")
        assert store.rows("SELECT text, title FROM reports") == [{"text": text, "title": text}]
        assert store.document(document.report.report_id) == document


def test_a_text_that_no_file_can_hold_is_set_aside(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.duckdb") as store:
        packed = store.save([Build("half \ud800 a pair").document(), river()], "v1")
        assert (packed.coded, packed.causes) == (1, (("store", "UnicodeEncodeError"),))
        assert store.counts()["reports"] == 1


def test_a_monstrous_report_fits(tmp_path: Path) -> None:
    document = river()
    mentions = tuple(replace(document.mentions[0], mention_id=f"m{number}") for number in range(25_000))
    with open_store(tmp_path / "s.duckdb") as store:
        packed = store.save([replace(document, mentions=mentions)], "v1")
        assert [len(packed.tables[table]) for table in ("mentions", "events")] == [3, 1]
        assert store.counts()["mentions"] == 25_000


def _hold(path: str, read_only: bool, ready: multiprocessing.Queue[bool]) -> None:
    with open_store(path, read_only=read_only):
        ready.put(True)
        time.sleep(60)


@contextmanager
def held(path: Path, *, read_only: bool) -> Iterator[int]:
    """Another process that has the store open; its id."""
    context = multiprocessing.get_context("spawn")
    ready: multiprocessing.Queue[bool] = context.Queue()
    holder = context.Process(target=_hold, args=(str(path), read_only, ready))
    holder.start()
    try:
        assert ready.get(timeout=30)
        yield holder.pid or 0
    finally:
        os.kill(holder.pid or 0, signal.SIGKILL)
        holder.join()


def test_while_one_writes_others_are_told_who(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    with held(path, read_only=False) as process:
        with pytest.raises(StoreError, match=rf"has it open \(PID {process}\): one can write, or any number read"):
            open_store(path)
        with pytest.raises(StoreError, match=rf"another process is writing it \(PID {process}\)"):
            open_store(path, read_only=True)
    open_store(path).close()


def test_many_read_and_a_writer_is_told_that_they_do(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    with open_store(path) as store:
        store.save([river()], "v1")
    with held(path, read_only=True) as process:
        with open_store(path, read_only=True) as store:
            assert store.counts()["reports"] == 1
        with pytest.raises(StoreError, match=rf"has it open \(PID {process}\)"):
            open_store(path)


def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such store"):
        open_store(tmp_path / "none.duckdb", read_only=True)
    (tmp_path / "text.duckdb").write_text("hello " * 1000)
    with pytest.raises(StoreError, match="not a DuckDB file"):
        open_store(tmp_path / "text.duckdb")
    with duckdb.connect(str(tmp_path / "other.duckdb")) as connection:
        connection.execute("CREATE TABLE t (x INTEGER)")
    with pytest.raises(StoreError, match="not a store of dateline"):
        open_store(tmp_path / "other.duckdb")


@pytest.mark.parametrize("name", query_names())
def test_every_named_query_runs(tmp_path: Path, name: str) -> None:
    assert load_query(name).startswith("-- "), "its first line says what comes back"
    with open_store(tmp_path / "s.duckdb") as store:
        store.save([river(), aside(Build("x").report)], "v1")
        assert len(store.query(name, limit=1)) <= 1


def test_names_of_queries_are_no_paths(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.duckdb") as store, pytest.raises(StoreError, match="choose one of"):
        store.query("../schema")


def test_every_table_of_reports_is_known(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.duckdb") as store:
        tables = {
            row["table_name"]
            for row in store.rows("SELECT DISTINCT table_name FROM duckdb_columns() WHERE column_name = 'report_id'")
        }
    assert {*REPORT_TABLES, "quarantined"} <= tables
    assert {field.name for field in fields(Document)} - {"report", "done", "tags"} <= tables
