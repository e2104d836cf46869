"""Accuracy of country and sector given gold party spans: python benchmarks/actors.py PATH [--errors N]"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import perf_counter

from dateline.annotate.sentences import FindSentences
from dateline.lexicon import load_actors, load_gazetteer
from dateline.models import load_parser
from dateline.records import Document, Mention, Report, Span
from dateline.resolve.actors import ResolveActors
from dateline.resolve.places import ResolvePlaces

PRONOUNS = {
    "he", "she", "it", "they", "him", "her", "them", "we", "us", "i", "you", "his", "its", "their", "our",
    "who",
}  # fmt: skip
LAND = ("country name", "nationality", "capital")


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("path")
    arguments.add_argument("--errors", type=int, default=0)
    arguments.add_argument("--field", default="")
    options = arguments.parse_args()
    resolve, places = ResolveActors(load_actors()), ResolvePlaces(load_gazetteer())
    sentences = FindSentences(load_parser())
    right, total, seconds, misses, methods = Counter(), 0, 0.0, [], Counter()
    rows = [json.loads(line) for line in Path(options.path).read_text(encoding="utf-8").splitlines()]
    for row in rows:
        document, golds = gold_document(row, sentences)
        document = places(document)
        begin = perf_counter()
        document = resolve(document)
        seconds += perf_counter() - begin
        by_id = {one.mention_id: one for one in document.resolutions if one.kind == "actor"}
        for mention_id, gold in golds:
            found = by_id.get(mention_id)
            total += 1
            country, sector = (found.country, found.sectors[:1]) if found else (None, ())
            ok_country = country == gold["country"]
            accepted = {gold["sector"]}
            if gold["sector"] == "MIL" and found and any(method in found.method for method in LAND):
                accepted.add("GOV")
            ok_sector = bool(sector) and sector[0] in accepted
            right["country"] += ok_country
            right["country_given"] += ok_country and gold["country"] is not None
            right["given"] += gold["country"] is not None
            right["sector"] += ok_sector
            right["both"] += ok_country and ok_sector
            methods[found.method.split(",")[0].split(":")[0] if found else "none", ok_country, ok_sector] += 1
            shown = {"country": not ok_country, "sector": not ok_sector}
            if shown.get(options.field, not (ok_country and ok_sector)):
                words = row["text"][gold["start"] : gold["end"]][:70]
                misses.append((words, gold["country"], gold["sector"], gold.get("refers_to"),
                               country, "/".join(sector), found.method if found else "-", row["doc_id"][:30]))
    print(json.dumps({"path": options.path, "parties": total, "country": round(right["country"] / total, 4),
                      "country_where_given": round(right["country_given"] / right["given"], 4),
                      "sector": round(right["sector"] / total, 4), "both": round(right["both"] / total, 4),
                      "ms_per_report": round(1000 * seconds / len(rows), 2)}))
    if options.errors:
        table = Counter()
        wrong = Counter()
        for (method, c, s), n in methods.items():
            table[method] += n
            wrong[method, "c"] += 0 if c else n
            wrong[method, "s"] += 0 if s else n
        for method, n in table.most_common(30):
            bad = f"country wrong {wrong[method, 'c']:4} sector wrong {wrong[method, 's']:4}"
            print(f"{method:45} {n:5} {bad}")
        random.seed(3)
        for miss in random.sample(misses, min(options.errors, len(misses))):
            print(*miss, sep=" | ")


def gold_document(row, sentences):
    day = datetime.fromisoformat((row["date"] + "-01-01")[:10]) if row["date"] else None
    report = Report(report_id=row["doc_id"], source="-", text=row["text"], title=row["title"], published=day)
    document = sentences(Document(report=report))
    starts = [s.span for s in document.sentences]
    mentions, golds = {}, []

    def add(start, end, label, refers_to=None):
        mention_id = f"{row['doc_id']}:m{start}-{end}"
        index = next((i for i, s in enumerate(starts) if s.end > start), max(len(starts) - 1, 0))
        known = mentions.get(mention_id)
        if known is None or (refers_to and not known.refers_to):
            mentions[mention_id] = Mention(mention_id=mention_id, span=Span(start, end), label=label,
                                           sentence=index, refers_to=refers_to)
        return mention_id

    for event in row["events"]:
        if event["place"]:
            add(event["place"]["start"], event["place"]["end"], "PLACE")
    for event in row["events"]:
        for gold in event["actors"] + event["recipients"]:
            target, words = None, row["text"][gold["start"] : gold["end"]]
            if gold.get("refers_to"):
                at = row["text"].find(gold["refers_to"])
                if at >= 0:
                    target = add(at, at + len(gold["refers_to"]), guess_label(gold["refers_to"]))
            mention_id = add(gold["start"], gold["end"], guess_label(words), target)
            golds.append((mention_id, gold))
    return replace(document, mentions=tuple(mentions.values())), golds


def guess_label(text):
    if text.lower() in PRONOUNS and text not in ("US", "IT", "WHO"):
        return "PRONOUN"
    words = text.split()
    articles = ("the", "a", "an", "two", "three", "some")
    if words[0][0].isupper() and words[0].lower() not in articles and len(words) <= 4:
        return "OTHER"
    return "GROUP" if words[-1][0].islower() else "OTHER"


if __name__ == "__main__":
    main()
