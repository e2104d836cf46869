"""How well a type of one's own is found from ten examples: modes of the codebook stand in for such types.

    python benchmarks/own_types.py DATA [--reader FOLDER] [--examples 10] [--draws 3]

For each mode with enough cases in the hand codings, ten sentences of training reports are its examples (drawn three
times), and its events in reports kept apart from training and in the event corpus's dev part are to be found. The
reader was trained on these modes, so figures for types that it has never met will be lower.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

from dateline.evaluate.rows import read_rows
from dateline.models import Passage, load_reader
from dateline.models.own_types import TypeEntry, fit_own_types
from dateline.records import Span
from dateline.training.codings import coded_reports

CODINGS = Path(__file__).parent.parent / "data" / "codings"


def cases(rows: list[dict[str, Any]]) -> dict[str, list[tuple[str, Span]]]:
    """(sentence, trigger within it) of every mode."""
    found = defaultdict(list)
    for row in rows:
        for event in row["events"]:
            start, end = row["sentences"][event["sentence"]]
            trigger = Span(event["trigger"]["start"] - start, event["trigger"]["end"] - start)
            for mode in event["modes"]:
                found[f"{event['event_type']} {mode}"].append((row["text"][start:end], trigger))
    return found


def marked(text: str, trigger: Span) -> str:
    plain = text.replace("[", "(").replace("]", ")")
    return f"{plain[: trigger.start]}[{plain[trigger.start : trigger.end]}]{plain[trigger.end :]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--reader", type=Path)
    parser.add_argument("--examples", type=int, default=10)
    parser.add_argument("--draws", type=int, default=3)
    parser.add_argument("--least", type=int, default=12, help="events to be found that a mode needs to be counted")
    options = parser.parse_args()
    reader = load_reader(options.reader)
    assert reader is not None
    known = cases(list(read_rows(options.data / "event_corpus/train.jsonl")))
    unseen = [*coded_reports(CODINGS, options.data, apart=True), *read_rows(options.data / "event_corpus/dev.jsonl")]
    wanted = cases(unseen)
    read = [
        (window, rows, row["events"]) for row in unseen
        for window, rows in reader.states(Passage(row["text"], tuple(Span(*span) for span in row["sentences"])))
    ]  # fmt: skip
    rng, total = random.Random(7), [0, 0, 0]
    for name in sorted(known):
        if len(known[name]) < options.examples or len(wanted.get(name, ())) < options.least:
            continue
        event_type, mode = name.split()
        counts = [0, 0, 0]
        for _ in range(options.draws):
            drawn = [marked(*one) for one in rng.sample(known[name], options.examples)]
            own = fit_own_types(
                [TypeEntry(name="own-type", type=event_type, definition=mode, examples=drawn)], reader.states
            )
            for window, rows, events in read:
                low, high = window.words[0].start, window.words[-1].end
                gold = [
                    Span(e["trigger"]["start"], e["trigger"]["end"]) for e in events
                    if e["event_type"] == event_type and mode in e["modes"] and low <= e["trigger"]["start"] < high
                ]  # fmt: skip
                tags = list(own.tags(window, rows))
                hits = sum(any(tag.span.overlaps(span) for tag in tags) for span in gold)
                right = sum(any(tag.span.overlaps(span) for span in gold) for tag in tags)
                counts = [counts[0] + hits, counts[1] + len(gold), counts[2] + len(tags) - right]
        recall, precision = counts[0] / max(1, counts[1]), counts[0] / max(1, counts[0] + counts[2])
        total = [a + b for a, b in zip(total, counts, strict=True)]
        print(f"{name:28} precision {precision:.2f}  recall {recall:.2f}  ({counts[1] // options.draws} events)")
    recall, precision = total[0] / max(1, total[1]), total[0] / max(1, total[0] + total[2])
    f1 = 2 * precision * recall / (precision + recall)
    print(f"all: precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")


if __name__ == "__main__":
    main()
