"""Many read while one writes: no error, and no answer of two moments."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.build import river

from dateline.records import Document
from dateline.store import Store, open_store
from dateline.store.linking import link_store
from dateline.store.shared import SharedStore
from dateline.web.lists import events_page
from dateline.web.relink import link_at_once
from dateline.web.routes.incidents import view_incident

READERS = 4
REPORTS = 5


def copy_of(number: int) -> Document:
    """The same report under another id."""
    document = river()
    old, new = document.report.report_id, f"r-{number:016x}"

    def renamed(value: Any) -> Any:
        if isinstance(value, str):
            return value.replace(old, new)
        if isinstance(value, tuple):
            return tuple(renamed(one) for one in value)
        if hasattr(value, "__dataclass_fields__"):
            return replace(value, **{name: renamed(getattr(value, name)) for name in value.__dataclass_fields__})
        return value

    made: Document = renamed(document)
    return made


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[SharedStore]:
    with open_store(tmp_path / "s.duckdb") as store:
        store.save([copy_of(0)], "v1")
        link_store(store)
    made = SharedStore(open_store(tmp_path / "s.duckdb"), read_only=False)
    yield made
    made.close()


def whole(store: Store) -> None:
    """What must hold at every moment: each report has all its events, each incident all that it names."""
    told = events_page(store, "", None, None, 500)
    reports = store.rows("SELECT count(*) AS n FROM reports")[0]["n"]
    assert told["total"] == len(told["items"]) == reports * len(river().events)
    for row in store.rows("SELECT incident_id FROM incidents ORDER BY ALL LIMIT 3"):
        view = view_incident(store, row["incident_id"])
        assert len(view["events"]) == view["incident"]["events"]
    loose = store.rows("SELECT count(*) AS n FROM chains ANTI JOIN incidents ON left_incident = incident_id")
    assert loose[0]["n"] == 0


def test_readers_see_one_moment(shared: SharedStore) -> None:
    wrong: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                with shared.reading() as store:
                    whole(store)
                time.sleep(0.05)
        except BaseException as error:
            wrong.append(error)
            raise

    threads = [threading.Thread(target=read) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    for number in range(1, REPORTS):
        with shared.writing() as store:
            store.save([copy_of(number)], "v1")
            link_at_once(store)
    done.set()
    for thread in threads:
        thread.join(60)
    assert wrong == []
    with shared.reading() as store:
        assert store.rows("SELECT count(*) AS n FROM reports")[0]["n"] == REPORTS
        whole(store)


def test_a_failed_write_leaves_nothing(shared: SharedStore) -> None:
    def fail() -> None:
        with shared.writing() as store, store.transaction():
            store.save([copy_of(1)], "v1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with shared.reading() as store:
        assert store.rows("SELECT count(*) AS n FROM reports")[0]["n"] == 1
        whole(store)
