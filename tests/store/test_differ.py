from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.build import Build, river

from dateline.errors import StoreError
from dateline.store import open_store
from dateline.store.differ import compare_stores


def test_what_changed_is_told_by_field_and_type(tmp_path: Path) -> None:
    document = river()
    shelled = next(event for event in document.events if event.event_type == "ASSAULT")
    others = tuple(event for event in document.events if event != shelled)
    now = replace(document, events=(replace(shelled, event_type="COERCE", modes=(), negated=True), *others[:-1]))
    with open_store(tmp_path / "one.duckdb") as store:
        store.save([document, Build("Only here.").document()], "v1")
    with open_store(tmp_path / "two.duckdb") as store:
        store.save([now], "v2")
    found = compare_stores(tmp_path / "one.duckdb", tmp_path / "two.duckdb")
    assert (found.reports, found.only_left, found.only_right) == (1, 1, 0)
    assert found.lost == {others[-1].event_type: 1}
    assert found.found == {}
    assert (found.changed_events, found.same) == (1, len(others) - 1)
    assert found.types == {"ASSAULT → COERCE": 1}
    assert found.changed == {"event_type": 1, "modes": 1, "negated": 1}
    assert [one["what"] for one in found.examples] == ["changed", "lost"]
    assert found.examples[0]["fields"]["event_type"] == ("ASSAULT", "COERCE")
    back = compare_stores(tmp_path / "two.duckdb", tmp_path / "one.duckdb")
    assert (back.found, back.lost) == (found.lost, {})


def test_stores_that_agree_differ_in_nothing(tmp_path: Path) -> None:
    for name in ("one", "it's two"):
        with open_store(tmp_path / f"{name}.duckdb") as store:
            store.save([river()], "v1")
    found = compare_stores(tmp_path / "one.duckdb", tmp_path / "it's two.duckdb")
    assert (found.changed_events, found.lost, found.found, found.examples) == (0, {}, {}, [])
    with pytest.raises(StoreError, match="compared with itself"):
        compare_stores(tmp_path / "one.duckdb", tmp_path / "one.duckdb")
