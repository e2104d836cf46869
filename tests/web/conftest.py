"""A small store of hand-made documents, linked, and a client that asks its desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.build import river

from dateline.store import open_store
from dateline.store.linking import link_store
from dateline.store.shared import SharedStore
from dateline.web.app import create_app
from dateline.web.desk import Desk

BASE = "http://127.0.0.1:8600"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_store(tmp_path / "s.duckdb") as store:
        store.save([river()], "v1")
        link_store(store)
    shared = SharedStore(open_store(tmp_path / "s.duckdb"), read_only=False)
    made = Desk(shared, "s.duckdb")
    yield made
    made.close()


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    with TestClient(create_app(desk), base_url=BASE, raise_server_exceptions=False) as asked:
        yield asked
