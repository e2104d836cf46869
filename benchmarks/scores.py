"""Scores every development set, as rows of docs/scoreboard.md: `python benchmarks/scores.py DATA [SET …]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from dateline.evaluate import evaluate_set

FILES = {
    "event_corpus": ["event_corpus/dev.jsonl"],
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("sets", nargs="*")
    options = parser.parse_args()
    print("| set | file | documents | seconds | scores |\n|---|---|---:|---:|---|")
    for name in options.sets or FILES:
        for file in FILES[name]:
            found = evaluate_set(name, options.data / file)
            scores = " · ".join(
                f"{metric} {value:.3f}" for metric, value in found.metrics.items() if "typed_f1_" not in metric
            )
            print(f"| {name} | `{file}` | {found.documents} | {found.seconds:.0f} | {scores} |", flush=True)


if __name__ == "__main__":
    main()
