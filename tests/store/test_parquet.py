from __future__ import annotations

from pathlib import Path

import pytest
from tests.build import Build, river
from tests.store.test_store import everything

from dateline.errors import StoreError
from dateline.store import find_events, open_store
from dateline.store.flat import COLUMNS
from dateline.store.parquet import TABLES, read_tables, write_events, write_tables

parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow reads the files back")


def test_events_are_read_back_by_arrow(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.duckdb") as store:
        store.save([river()], "v1")
        rows = find_events(store, "killed>=1 sort:-killed")
    with open_store(tmp_path / "s.duckdb", read_only=True) as store:
        assert write_events(store, tmp_path / "new" / "it's.parquet", "killed>=1 sort:-killed") == len(rows)
        assert write_events(store, tmp_path / "one.parquet", "limit:1") == 1
    table = parquet.read_table(tmp_path / "new" / "it's.parquet")
    assert table.column_names == list(COLUMNS)
    assert table.to_pylist() == rows


def test_a_store_goes_through_parquet_and_back(tmp_path: Path) -> None:
    with open_store(tmp_path / "one.duckdb") as store:
        store.save([river(), Build("Nothing at all.").document()], "v1")
        assert set(write_tables(store, tmp_path / "out")) == set(TABLES)
    assert parquet.read_table(tmp_path / "out" / "reports.parquet").num_rows == 2
    with open_store(tmp_path / "two.duckdb") as store:
        read_tables(store, tmp_path / "out")
        counts = read_tables(store, tmp_path / "out")
        assert counts["reports"] == 2
        assert store.document(river().report.report_id) == river()
    assert everything(tmp_path / "one.duckdb") == everything(tmp_path / "two.duckdb")


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.duckdb") as store:
        with pytest.raises(StoreError, match=r"no reports\.parquet"):
            read_tables(store, tmp_path)
        write_tables(store, tmp_path)
        store.rows(f"COPY (SELECT 1 AS x) TO '{tmp_path}/reports.parquet' (FORMAT parquet)")
        with pytest.raises(StoreError, match=r"of store version \?"):
            read_tables(store, tmp_path)
