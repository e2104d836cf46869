"""A generated store of a million events: how long the dashboard's questions take, and adding to it.

    python benchmarks/store.py --events 1000000 --store /tmp/million.duckdb

Types, parties, places, days and words are spread as in news: few frequent ones and many rare ones.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from dateline.lexicon.countries import load_countries
from dateline.link.days import DAYS_BEFORE
from dateline.ontology import load_plover
from dateline.ontology.types import QUAD_CLASSES
from dateline.records import Document, Event, Report, Sentence, Span, make_id
from dateline.store import Store, count_events, find_events, open_store
from dateline.store.words import LANES, word_bits

CHUNK = 20_000
WORDS = 30_000
PER_REPORT = 6

QUESTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "latest": ("", ()),
    "the filter of the guide": (
        "actor:{a} recipient:{b} type:ASSAULT status:current since:2024-01-01 place:{place} killed>=5 sort:-date", ()),
    "an actor": ("actor:{a}", ()),
    "an actor by a word of its name": ("actor:{name}", ()),
    "a frequent word": ("{frequent}", ()),
    "a word": ("{word}", ()),
    "a rare word": ("{rare}", ()),
    "two words and a type": ("{frequent} {word} type:PROTEST", ()),
    "a phrase": ('"{word} {frequent}"', ()),
    "near a point": ("near:{lat},{lon},100 type:ASSAULT", ()),
    "a box, deadliest": ("box:20,40,40,80 killed>=1 sort:-killed", ()),
    "a month": ("date:2023-05 status:current negated:no", ()),
    "count by type": ("status:current negated:no", ("type",)),
    "count by month and type": ("status:current actor:{a}", ("month", "type")),
    "count by day": ("type:ASSAULT", ("day",)),
    "count by country": ("since:2023 type:ASSAULT,COERCE,PROTEST", ("country",)),
    "count of dyads": ("status:current negated:no", ("actor", "recipient")),
    "count of dyads and types of a year": ("date:2023 negated:no", ("actor", "recipient", "type")),
}  # fmt: skip


def skewed(random_: np.random.Generator, number: int, size: int, power: float = 3.0) -> Any:
    """Numbers below `number`, the small ones by far the most frequent."""
    return (random_.random(size) ** power * number).astype(int)


def vocabulary(chance: random.Random) -> list[str]:
    syllables = [a + b for a in "bdfgklmnprstv" for b in "aeiou"]
    return ["".join(chance.choice(syllables) for _ in range(chance.randint(1, 4))) + str(n % 7) for n in range(WORDS)]


def fill(store: Store, events: int) -> dict[str, str]:
    """Writes the events; gives values to ask for."""
    chance, random_ = random.Random(5), np.random.default_rng(5)
    words = vocabulary(chance)
    bits = [word_bits(word) for word in words]
    countries = [one.iso3 for one in load_countries().all if one.iso2][:200]
    chance.shuffle(countries)
    types = list(load_plover().types.values())
    chance.shuffle(types)
    places = [(words[n], countries[n % 60], chance.uniform(-35, 60), chance.uniform(-100, 140)) for n in range(5_000)]
    names = [" ".join(chance.sample(words[:9000], 2)) for _ in range(3_000)]
    first = date(2014, 1, 1)
    for start in range(0, events, CHUNK):
        size = min(CHUNK, events - start)
        picked = skewed(random_, WORDS, size * 24, 4.0).reshape(size, 24)
        kinds, where = skewed(random_, len(types), size, 1.6), skewed(random_, len(places), size)
        who, whom = skewed(random_, len(countries), size, 2.5), skewed(random_, len(countries), size, 2.5)
        named, days = skewed(random_, len(names), size), random_.integers(0, 4_000, size)
        luck, dead = random_.random((size, 4)), skewed(random_, 120, size, 6.0)
        rows = []
        for n in range(size):
            number = start + n
            report = f"r-{number // PER_REPORT:016x}"
            lanes = [0] * LANES
            for one in set(picked[n].tolist()):
                lane, mark = bits[one]
                lanes[lane] |= mark
            text = " ".join(words[one] for one in picked[n])
            kind, (place, country, lat, lon) = types[kinds[n]], places[where[n]]
            a, b, name = countries[who[n]], countries[whom[n]], names[named[n]]
            day = first + timedelta(days=int(days[n]))
            inferred = luck[n][1] < 0.5  # of the current ones, most
            rows.append({
                "event_id": f"{report}:e{n % 900}-{n % 900 + 7}", "report_id": report, "same_as": report,
                "repeated": bool(luck[n][0] < 0.2), "sentence": n % 30, "event_type": kind.name,
                "modes": list(kind.modes)[: n % 2], "contexts": [],
                "quad_class": QUAD_CLASSES.index(kind.quad_class) + 1,
                "score": kind.score,
                "status": "current" if luck[n][1] < 0.6 else "historical" if luck[n][1] < 0.85 else "future",
                "negated": bool(luck[n][2] < 0.03), "words": words[picked[n][3]], "trigger_start": 5, "trigger_end": 12,
                "actor_words": [name], "actor_names": [name], "actor_ids": [None], "actor_countries": [a],
                "actor_sectors": ["MIL"], "recipient_words": [b], "recipient_names": [b],
                "recipient_ids": [None],
                "recipient_countries": [b], "recipient_sectors": ["GOV"],
                "actor_search": f" {name} | {a} | MIL ", "recipient_search": f" {b.lower()} | {b} | GOV ",
                "place_words": place, "place_name": place, "place_id": f"g-{where[n]}", "place_country": country,
                "latitude": lat + float(luck[n][3]), "longitude": lon, "precision": "town",
                "place_search": f" {place} | {country} ",
                "earliest": day - timedelta(days=DAYS_BEFORE) if inferred else day, "latest": day,
                "date_basis": "publication" if inferred else "stated",
                "killed_best": int(dead[n]) if luck[n][0] > 0.85 else None,
                "confidence": round(float(luck[n][3]), 3), "method": "both", "text": text,
                "title": text[:60],
                "publisher": words[where[n] % 400], "language": "en", "published": day, "search": f" {text} ",
                **{f"lane{lane}": lanes[lane] for lane in range(LANES)},
            })  # fmt: skip
        store.write_rows("flat_events", rows)
    store.rows("CHECKPOINT")
    lat, lon = places[3][2], places[3][3]
    return {
        "a": countries[2], "b": countries[5], "place": places[2][1], "name": names[4].split()[0], "frequent": words[1],
        "word": words[300], "rare": words[20_000], "lat": f"{lat:.3f}", "lon": f"{lon:.3f}",
    }  # fmt: skip


def ask(store: Store, values: dict[str, str], times: int) -> None:
    every: list[float] = []
    for name, (text, by) in QUESTIONS.items():
        text = text.format(**values)
        took = []
        for _ in range(times):
            clock = time.perf_counter()
            rows = count_events(store, text, by, limit=200) if by else find_events(store, text, limit=50)
            took.append((time.perf_counter() - clock) * 1000)
        every += took
        print(f"{name:38s} median {statistics.median(took):6.0f} ms  worst {max(took):6.0f} ms  {len(rows):4d} rows")
    every.sort()
    print(f"{'all':38s} median {statistics.median(every):6.0f} ms  95% {every[int(len(every) * 0.95)]:6.0f} ms")


def document(number: int) -> Document:
    text = f"Report {number}. " + " ".join(f"Army {n} shelled town {number % 97}." for n in range(PER_REPORT))
    report = Report(report_id=make_id("r", text), source="made", text=text)
    sentences, events, at = [], [], text.index("Army")
    for n, part in enumerate(text[at:].split(". ")):
        sentences.append(Sentence(index=n, span=Span(at, at + len(part)), tokens=()))
        trigger = Span(at + part.index("shelled"), at + part.index("shelled") + 7)
        name = f"{report.report_id}:e{trigger.start}-{trigger.end}"
        events.append(
            Event(event_id=name, report_id=report.report_id, sentence=n, trigger=trigger, event_type="ASSAULT")
        )
        at += len(part) + 2
    return replace(Document(report=report), sentences=tuple(sentences), events=tuple(events))


def add(path: Path, offset: int) -> float:
    """Seconds to add 1,000 reports in batches of 16."""
    documents = [document(offset + number) for number in range(1_000)]
    with open_store(path) as store:
        clock = time.perf_counter()
        for start in range(0, 1_000, 16):
            store.save(documents[start : start + 16], "v")
        store.rows("CHECKPOINT")
        return time.perf_counter() - clock


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--store", type=Path, default=Path("out/million.duckdb"))
    parser.add_argument("--times", type=int, default=9)
    given = parser.parse_args()
    given.store.unlink(missing_ok=True)
    with open_store(given.store) as store:
        clock = time.perf_counter()
        values = fill(store, given.events)
        print(
            f"{given.events:,} events made in {time.perf_counter() - clock:.0f} s, {given.store.stat().st_size:,} bytes"
        )
    with open_store(given.store, read_only=True) as store:
        ask(store, values, given.times)
    empty = given.store.with_suffix(".empty.duckdb")
    empty.unlink(missing_ok=True)
    first, second = add(empty, 0), add(given.store, 0)
    print(
        f"1,000 reports added: {first:.2f} s to an empty store, {second:.2f} s to this one: {second / first:.2f} times"
    )
    empty.unlink()


if __name__ == "__main__":
    main()
