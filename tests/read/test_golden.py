"""Samples of every format, read from end to end. `DATELINE_UPDATE_GOLDEN=1` rewrites what is expected."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from dateline.read import READERS, read_reports
from dateline.records import Quarantined, Report, to_builtins

GOLDEN = Path(__file__).parents[1] / "golden" / "read"
SAMPLES = sorted(path for path in GOLDEN.glob("*/*") if not path.name.endswith(".expected.json"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.name[:20]}")
def test_golden(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample.parent)
    found = [outline(report) for report in read_reports(sample.name)]
    expected = sample.with_name(f"{sample.name}.expected.json")
    if os.environ.get("DATELINE_UPDATE_GOLDEN"):
        expected.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", "utf-8")
    assert found == json.loads(expected.read_text("utf-8"))


def outline(report: Report | Quarantined) -> dict[str, object]:
    """What a reviewer wants to see: every field that says something, and the words of each part."""
    if isinstance(report, Quarantined):
        kept = report.report
        cause = {"error": report.error, "message": report.message}
        return {"quarantined": kept.source, **cause, "text": kept.text}
    fields = {name: value for name, value in to_builtins(report).items() if value not in (None, [], ())}
    fields["parts"] = [f"{part.kind}: {part.span.of(report.text)}" for part in report.parts]
    if report.dateline_place:
        fields["dateline_place"] = report.dateline_place.of(report.text)
    return fields


def test_every_kind_of_reader_has_a_golden_sample():
    assert {path.parent.name for path in SAMPLES} == set(READERS)
