"""DuckDB: the schema, what is written, and named queries in `queries/*.sql`."""

from __future__ import annotations

from dateline.store.database import Store, load_query, open_store, query_names
from dateline.store.rows import PackedBatch, pack_batch
from dateline.store.search import count_events, find_events, stream_events
from dateline.store.versions import schema_version

__all__ = [
    "PackedBatch", "Store", "count_events", "find_events", "load_query", "open_store", "pack_batch", "query_names",
    "schema_version", "stream_events",
]  # fmt: skip
