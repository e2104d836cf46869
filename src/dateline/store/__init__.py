"""The DuckDB store: schema, writing, named queries."""
