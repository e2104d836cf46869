"""The description of the API holds against whatever a machine can think of."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance
from tests.build import river
from tests.web.conftest import BASE

from dateline.records import Document
from dateline.store import open_store
from dateline.store.linking import link_store
from dateline.store.shared import SharedStore
from dateline.web.app import create_app
from dateline.web.desk import Coder, Desk
from dateline.web.security import Door

EXAMPLES = int(os.environ.get("DATELINE_EXAMPLES", "12"))
CHECKS = [not_a_server_error, response_schema_conformance, content_type_conformance]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path: Path = tmp_path_factory.mktemp("api") / "s.duckdb"
    with open_store(path) as store:
        store.save([river()], "v1")
        link_store(store)
    shared = SharedStore(open_store(path), read_only=False)
    desk = Desk(shared, "s.duckdb", coder=Fake())
    desk.jobs.start = lambda job: None  # type: ignore[method-assign]
    app = create_app(desk, Door(writes_per_second=1e6, writes_at_once=10**6, hosts=("localhost", "testserver")))
    yield schemathesis.openapi.from_asgi("/openapi.json", app)
    desk.close()


class Fake(Coder):
    """Finds the same in every text."""

    def code(self, text: str, title: str | None, published: date | None) -> Document:
        return river()


SPEC = create_app(cast(Any, None)).openapi()
OPERATIONS = sorted((path, method) for path, methods in SPEC["paths"].items() for method in methods)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_request_breaks_the_server(described: Any, path: str, method: str) -> None:
    operation = described[path][method.upper()]

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        case.call_and_validate(base_url=BASE, checks=CHECKS)

    ask()
