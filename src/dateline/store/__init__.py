"""DuckDB: the schema, what is written, and named queries in `queries/*.sql`."""

from __future__ import annotations

from dateline.store.database import SCHEMA_VERSION, Store, load_query, open_store, query_names
from dateline.store.rows import PackedBatch, pack_batch

__all__ = ["SCHEMA_VERSION", "PackedBatch", "Store", "load_query", "open_store", "pack_batch", "query_names"]
