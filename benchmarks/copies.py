"""Near duplicates: 2,000 edited copies made from real reports, found among them; and the time for 100,000.

    python benchmarks/copies.py PATH [--copies 2000] [--reports 100000] [--workers 2]

PATH is a JSONL file (plain or gzip) with a field `text`. Each copy is edited in one to four ways: cut at the end or
in the middle, a changed headline, a new lead (made of other reports' words), changed numbers, words replaced here and
there, a paragraph of another report put in (at most a fifth of the copy). As traps, reports are made that share only
a long quotation with another.
Two reports are truly copies where they come of one original; pairs of originals that are copies of each other in the
file itself are listed apart, to be looked at, and count neither way.

The time is taken on reports made of the same ones by swapping their content words for others, one tenth of them copies.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path

from dateline.link.copies import find_copies_of
from dateline.link.editions import group_reports
from dateline.link.sketches import Hashes, sketch_of, word_runs

SENTENCE = re.compile(r"(?<=[.!?])\s+")
NUMBER = re.compile(r"\d+")


def load(path: Path) -> list[str]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def edited(text: str, others: list[str], chance: random.Random) -> tuple[str, str]:
    """A copy of the text with one to four kinds of edits, and their names."""
    sentences = SENTENCE.split(text)
    kinds = chance.sample(("cut", "headline", "lead", "numbers", "words", "paragraph"), chance.randint(1, 4))
    if "cut" in kinds:
        keep = max(3, round(len(sentences) * chance.uniform(0.35, 0.85)))
        if chance.random() < 0.5:
            sentences = sentences[:keep]
        else:
            start = chance.randrange(len(sentences) - keep + 1) if len(sentences) > keep else 0
            sentences = sentences[: start // 2] + sentences[start // 2 + len(sentences) - keep :]
    if "lead" in kinds:
        sentences[0] = " ".join(scrambled(chance.choice(others), chance).split()[: chance.randint(20, 45)]) + "."
    if "headline" in kinds:
        sentences.insert(0, " ".join(scrambled(chance.choice(others), chance).split()[:9]) + "\n\n")
    if "paragraph" in kinds:
        donor = chance.choice(others).split()
        size = min(len(donor), 80, sum(len(sentence.split()) for sentence in sentences) // 4)
        at = chance.randrange(len(donor) - size + 1)
        place = chance.randrange(len(sentences))
        sentences.insert(place, " ".join(donor[at : at + size]))
    told = " ".join(sentences)
    if "numbers" in kinds:
        told = NUMBER.sub(lambda found: str(int(found[0][:9]) + chance.randint(1, 30)), told)
    if "words" in kinds:
        words = told.split(" ")
        for at in chance.sample(range(len(words)), max(1, len(words) // 30)):
            words[at] = chance.choice(("reportedly", "local", "senior", "several", "state", "new"))
        told = " ".join(words)
    return told, "+".join(sorted(kinds))


def scrambled(text: str, chance: random.Random) -> str:
    words = text.split()[:200]
    chance.shuffle(words)
    return " ".join(words)


def trap(text: str, other: str, chance: random.Random) -> str:
    """The report with a quotation from the other of up to a fifth of its words."""
    words, donor = text.split(" "), other.split(" ")
    size = min(len(donor), round(len(words) * chance.uniform(0.1, 0.2)))
    at, start = chance.randrange(len(words)), chance.randrange(len(donor) - size + 1)
    return " ".join(words[:at] + donor[start : start + size] + words[at:])


def score(texts: list[str], copies: int, seed: int = 1) -> None:
    chance = random.Random(seed)
    usable = [i for i, text in enumerate(texts) if len(text.split()) >= 60]
    held_back = set(chance.sample(usable, len(usable) // 5))  # originals of traps, which stand in the pool too
    donors = [texts[i] for i in usable]
    pool: dict[str, str] = {f"o{i:06}": text for i, text in enumerate(texts)}
    origin = {name: int(name[1:]) for name in pool}
    kinds: dict[str, str] = {}
    sources = [i for i in usable if i not in held_back]
    for number in range(copies):
        at = chance.choice(sources)
        name = f"x{number:06}"
        pool[name], kinds[name] = edited(texts[at], donors, chance)
        origin[name] = at
    for number, at in enumerate(sorted(held_back)):
        name = f"z{number:06}"
        # A trap replaces its own original, so that it shares nothing but the quotation with anything.
        pool[f"o{at:06}"] = trap(texts[at], texts[chance.choice(sources)], chance)
        kinds[name] = "trap"
    names = sorted(pool)
    began = time.perf_counter()
    sketches = [sketch_of(word_runs(pool[name])) for name in names]
    found = find_copies_of(names, sketches, lambda i: pool[names[i]])
    families = group_reports((copy.left, copy.right) for copy in found)
    seconds = time.perf_counter() - began

    originals = sorted(
        (copy for copy in found if copy.left[0] == copy.right[0] == "o"), key=lambda copy: (copy.right, copy.left)
    )
    same = {}
    for group in group_reports((copy.left, copy.right) for copy in originals):
        same.update({int(name[1:]): int(group[0][1:]) for name in group})
    root = {name: same.get(at, at) for name, at in origin.items()}
    family = {name: number for number, members in enumerate(families) for name in members}
    right = wrong = 0
    bad = []
    for members in families:
        for a, b in combinations(members, 2):
            if a[0] == b[0] == "o":
                continue
            if root[a] == root[b]:
                right += 1
            else:
                wrong += 1
                bad.append((a, b))
    made = [name for name in names if name[0] == "x"]
    hit = [name for name in made if name in family and family[name] == family.get(f"o{origin[name]:06}", -1)]
    missed = sorted(set(made) - set(hit))
    print(f"{len(names):,} reports, {len(made):,} copies, {len(held_back)} traps: {seconds:.1f} s on one core")
    print(f"precision of pairs  {right / max(1, right + wrong):.4f}  ({wrong} of {right + wrong})")
    print(f"recall of copies    {len(hit) / len(made):.4f}  ({len(missed)} missed)")
    for name in missed[:8]:
        print(f"  missed {kinds[name]}: {len(pool[name].split())} words of {len(texts[origin[name]].split())}")
    for a, b in bad[:8]:
        print(f"  wrong {a} {b}: {kinds.get(a)} {kinds.get(b)}")
    print(f"pairs of originals found to be copies of each other: {len(originals)}")
    for copy in originals[:400:8]:
        print(f"  {copy.right} {copy.left} {copy.kind} {copy.of_left:.2f} {copy.of_right:.2f}")


def invented(texts: list[str], count: int, seed: int = 2) -> list[str]:
    """So many reports with real lengths and function words, a tenth of them edited copies."""
    chance = random.Random(seed)
    words = sorted({word for text in texts for word in text.split() if len(word) > 3})
    originals: list[str] = []
    fresh = count - count // 10
    generation = 0
    while len(originals) < fresh:
        generation += 1
        shift = chance.randrange(1, len(words))
        swapped = dict(zip(words, words[shift:] + words[:shift], strict=True))
        for text in texts[: fresh - len(originals)]:
            originals.append(" ".join(swapped.get(word, word) for word in text.split(" ")))
    donors = chance.sample(originals, 500)
    return originals + [edited(chance.choice(originals), donors, chance)[0] for _ in range(count - fresh)]


def sketches_of(texts: list[str]) -> list[Hashes]:
    return [sketch_of(word_runs(text)) for text in texts]


def clock(texts: list[str], count: int, workers: int) -> None:
    reports = invented(texts, count)
    names = [f"r{i:07}" for i in range(len(reports))]
    print(f"{len(reports):,} invented reports of {sum(map(len, reports)) // len(reports):,} characters on average")
    began = time.perf_counter()
    chunks = [reports[i : i + 2_000] for i in range(0, len(reports), 2_000)]
    if workers > 1:
        with get_context("fork").Pool(workers) as pool:
            sketches = [one for chunk in pool.imap(sketches_of, chunks) for one in chunk]
    else:
        sketches = [one for chunk in chunks for one in sketches_of(chunk)]
    sketched = time.perf_counter()
    found = find_copies_of(names, sketches, lambda i: reports[i])
    families = group_reports((copy.left, copy.right) for copy in found)
    ended = time.perf_counter()
    print(f"fingerprints {sketched - began:.1f} s, copies {ended - sketched:.1f} s: {ended - began:.1f} s in all")
    print(f"{len(found):,} copies in {len(families):,} families")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--copies", type=int, default=2_000)
    parser.add_argument("--reports", type=int, default=100_000, help="0 leaves the clock out")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    texts = load(given.path)
    score(texts, given.copies)
    if given.reports:
        clock(texts, given.reports, given.workers)


if __name__ == "__main__":
    main()
