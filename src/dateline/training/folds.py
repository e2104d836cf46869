"""`python -m dateline.training.folds relations|causality DATA FOLDER`: the shipped architecture, cross-validated.

For each of five parts of the set a reader is trained on the other four, exported to int8 as it would be shipped, and
scored on the part that it has not seen. It begins from the bare encoder, or from a run (`--start`) that must not have
seen the set in any form. Relations also learn from the stories of one act and from the event corpus, whose events with
actor and recipient are relations too. The scores are of all parts together. A report's sentences stay in one part.
"""

from __future__ import annotations

import argparse
import json
import logging
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from dateline.evaluate.causality import CausalityScorer, gold_relations, is_causal, read_relations
from dateline.evaluate.plover_relations import RelationScorer, read_marks
from dateline.evaluate.rows import read_rows
from dateline.models import Passage, Reader, load_reader
from dateline.models.labels import ROOTS, Labels
from dateline.records import Document, Report, Span
from dateline.training.data import (
    Example,
    causal_examples,
    event_examples,
    relation_examples,
    story_examples,
)
from dateline.training.export import export_reader
from dateline.training.fit import Plan, fit, load_tokenizer
from dateline.training.restore import restore_labels
from dateline.training.silver import MENTION_LABELS

PARTS = 5
Rows = Sequence[dict[str, Any]]
FILES = {"relations": "plover_relations/train.jsonl", "causality": "causality/train.jsonl"}
EVENTS = ("event_corpus/train.jsonl", "event_corpus/written.jsonl")
BARE = Labels((), (), MENTION_LABELS, ROOTS)
PASSES = {"relations": {"relations": 7.0, "stories": 0.5, "events": 1.0}, "causality": {"causality": 4.0}}


def main() -> None:
    """Trains five readers, logs their scores and writes them to the folder."""
    parser = argparse.ArgumentParser(prog="python -m dateline.training.folds", description=__doc__)
    parser.add_argument("set", choices=sorted(FILES))
    parser.add_argument("data", type=Path, help="the folder of the data sets")
    parser.add_argument("folder", type=Path, help="for the readers of the five parts")
    parser.add_argument("--encoder", type=Path, required=True, help="a BERT or MPNet checkpoint in Hugging Face form")
    parser.add_argument("--tokenizer", type=Path, help="the tokenizer of BERT, uncased, where the encoder has another")
    parser.add_argument("--start", type=Path, help="the folder of a run that has not seen the set")
    parser.add_argument("--rate", type=float, default=Plan().rate)
    parser.add_argument("--bfloat", action="store_true", help="encoder in bfloat16")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--parts", type=int, default=PARTS, help="how many of the five parts to score")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    rows = list(read_rows(options.data / FILES[options.set]))
    scorer: Any = RelationScorer() if options.set == "relations" else CausalityScorer()
    for part in range(options.parts):
        seen = [row for row in rows if part_of(row) != part]
        reader = _train(seen, options, options.folder / f"{options.set}-{part}")
        score = score_relations if options.set == "relations" else score_causes
        score(scorer, reader, [row for row in rows if part_of(row) == part])
        logging.info("after part %d: %s", part, scorer.metrics())
    result = {"set": options.set, "parts": options.parts, "rows": len(rows), "metrics": scorer.metrics()}
    (options.folder / f"{options.set}.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")


def part_of(row: Mapping[str, Any]) -> int:
    """The part, 0 to 4, of a row: by its report, or by its sentence where the set names no report."""
    return zlib.crc32(str(row.get("doc_id") or row["sentence"]).encode()) % PARTS


def _train(rows: Rows, options: argparse.Namespace, folder: Path) -> Reader:
    tokenizer_file = options.tokenizer or options.encoder / "tokenizer.json"
    tokenizer, size = load_tokenizer(tokenizer_file), 128
    labels = replace(restore_labels(options.start / "reader"), roots=ROOTS) if options.start else BARE
    tasks: dict[str, list[Example]] = {}
    if options.set == "relations":
        tasks["relations"] = list(relation_examples(rows, tokenizer, size))
        stories = read_rows(options.data / "plover_synthetic/stories.jsonl.gz")
        tasks["stories"] = list(story_examples(list(stories), tokenizer, size))
        corpus = [row for name in EVENTS for row in read_rows(options.data / name)]
        tasks["events"] = [_pairs_only(one) for one in event_examples(corpus, tokenizer, labels, size) if one.roots]
    else:
        tasks["causality"] = list(causal_examples(rows, tokenizer, size))
    plan = replace(Plan(), passes=PASSES[options.set], rate=options.rate)
    start = options.start / "checkpoint.pt" if options.start else None
    network = fit(options.encoder, labels, tasks, plan, folder, "cpu", options.bfloat, start)
    export_reader(network, labels, tokenizer_file, folder / "reader", {})
    reader = load_reader(folder / "reader")
    assert reader is not None
    return reader


def _pairs_only(example: Example) -> Example:
    return Example(example.window, roots=example.roots)


def score_relations(scorer: RelationScorer, reader: Reader, rows: Rows) -> None:
    """Adds the rows' relations as the reader sees them."""
    for row in rows:
        text, source, target = read_marks(row["marked_sentence"])
        chances = reader.relate(text, source, target)
        scorer.add(row["root"], max(chances, key=lambda root: chances[root]), int(row["penta"]), row["id"], text)


def score_causes(scorer: CausalityScorer, reader: Reader, rows: Rows) -> None:
    """Adds the rows' causes as the reader marks them, without help of any word list."""
    for row in rows:
        text = row["text"]
        report = Report(report_id=row["id"], source=row["id"], text=text)
        document = Document(report=report, tags=tuple(reader.read([Passage(text, (Span(0, len(text)),))])[0]))
        found = read_relations(document.tags)
        said = is_causal(document, found)
        scorer.add(bool(row["causal"]), gold_relations(row), found if said else [], said, row["id"], text)


if __name__ == "__main__":
    main()
