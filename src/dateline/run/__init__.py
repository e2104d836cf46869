"""The pipeline over one report, or over many with processes and a store."""

from __future__ import annotations

from dateline.run.manifest import Manifest, find_manifest
from dateline.run.many import Tally, code_sources, count_reports, retry_quarantined
from dateline.run.single import code_report, code_reports, shared_pipeline

__all__ = [
    "Manifest", "Tally", "code_report", "code_reports", "code_sources", "count_reports", "find_manifest",
    "retry_quarantined", "shared_pipeline",
]  # fmt: skip
