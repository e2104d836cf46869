"""Adds a coder's batch to data/: `add_codings.py SET INPUT.json OUTPUT.json`, or SET `invented` for own texts.

INPUT: [{doc_id, title, date, sentences}]; OUTPUT: [{doc_id, events}] with records as words (data/codings/README.md).
A report that is there already is replaced.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from dateline.evaluate.rows import read_rows
from dateline.training.codings import SOURCES, with_offsets, without_text, write_jsonl

DATA = Path(__file__).parent.parent / "data"


def main(name: str, reports: str, codings: str) -> None:
    """Adds the batch and says how much is there now."""
    if name not in (*SOURCES, "invented"):
        sys.exit(f"{name}: no such set; known are {', '.join(SOURCES)} and invented")
    path = DATA / "invented" / "reports.jsonl" if name == "invented" else DATA / "codings" / f"{name}.jsonl"
    kept = {row["doc_id"]: row for row in read_rows(path)} if path.exists() else {}
    coded = {row["doc_id"]: row["events"] for row in json.loads(Path(codings).read_text("utf-8"))}
    for report in json.loads(Path(reports).read_text("utf-8")):
        if report["doc_id"] in coded:
            row = with_offsets(report, coded[report["doc_id"]])
            kept[row["doc_id"]] = row if name == "invented" else without_text(row)
    write_jsonl(path, [kept[key] for key in sorted(kept)])
    print(f"{path}: {len(kept)} reports, {sum(len(row['events']) for row in kept.values())} events")


if __name__ == "__main__":
    main(*sys.argv[1:])
