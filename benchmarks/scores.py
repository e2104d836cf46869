"""Scores every development set, as rows of docs/scoreboard.md: `python benchmarks/scores.py DATA [SET …]`.

What the shipped reader was trained on is left out of a file. With `--floors`, a figure below its floor in
`dateline/evaluate/floors.json` is an error.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dateline.evaluate import evaluate_set, load_floors
from dateline.evaluate.plover_relations import is_learned
from dateline.evaluate.rams import is_coded
from dateline.training.codings import coded_reports

CODINGS = Path(__file__).parent.parent / "data" / "codings"

FILES = {
    "event_corpus": ["event_corpus/dev.jsonl", "codings kept apart"],
    "attribution": ["attribution/dev.jsonl"],
    "causality": ["causality/train.jsonl"],
    "geoparsing": ["geoparsing/geovirus.jsonl", "geoparsing/lgl.jsonl"],
    "temporal": ["temporal/aquaint.jsonl", "temporal/wikiwars.jsonl"],
    "plover_relations": ["plover_relations/train.jsonl"],
    "coder_peer_tests": ["coder_peer_tests/records.jsonl"],
    "event_coref": ["event_coref/ecbplus_dev.jsonl"],
    "muc4": ["muc4/dev.jsonl"],
    "wikievents": ["wikievents/dev.jsonl"],
    "rams": ["rams/dev.jsonl"],
    "police_events": ["police_events/docs.jsonl.gz"],
    "acled_types": ["acled_types/dev.jsonl"],
    "news_html": ["news_html/pages.jsonl.gz"],
}

UNSEEN: dict[str, Callable[[dict[str, Any]], bool]] = {
    "plover_relations": lambda row: not is_learned(str(row["id"])),
    "rams": lambda row: not is_coded(str(row["doc_key"])),
}


def unseen(name: str, path: Path, folder: Path) -> Path:
    """The file, or one with the rows that the reader was not trained on, or with the codings kept apart."""
    if path.name == "codings kept apart":
        rows = coded_reports(CODINGS, path.parent, apart=True)
        (folder / "apart.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        return folder / "apart.jsonl"
    if name not in UNSEEN:
        return path
    left = folder / path.name.removesuffix(".gz")
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        left.write_text("".join(line for line in lines if UNSEEN[name](json.loads(line))), "utf-8")
    return left


def main() -> None:
    """Prints the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("sets", nargs="*")
    parser.add_argument("--floors", action="store_true", help="fail where a figure is below its floor")
    options = parser.parse_args()
    print("| set | file | documents | seconds | scores |\n|---|---|---:|---:|---|")
    floors, sunk = load_floors(), []
    with tempfile.TemporaryDirectory() as folder:
        for name in options.sets or FILES:
            for file in FILES[name]:
                found = evaluate_set(name, unseen(name, options.data / file, Path(folder)))
                scores = " · ".join(
                    f"{metric} {value:.3f}" for metric, value in found.metrics.items() if "typed_f1_" not in metric
                )
                print(f"| {name} | `{file}` | {found.documents} | {found.seconds:.0f} | {scores} |", flush=True)
                sunk += [
                    f"{file}: {metric} {found.metrics[metric]:.3f} is below its floor {floor:.3f}"
                    for metric, floor in floors.get(file, {}).items()
                    if found.metrics[metric] < floor
                ]
    if options.floors and sunk:
        sys.exit("\n".join(sunk))


if __name__ == "__main__":
    main()
