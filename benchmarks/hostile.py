"""Reads and codes thousands of hostile inputs and counts what became of them; nothing may crash.

    python benchmarks/hostile.py [--inputs 10000] [--seed 7] [--read-only] [--workers 2]

Every input is made from the seed and its number, written to a file, read with `read_reports`, and (unless
--read-only) coded. Workers are separate processes, so that a death inside a library is counted, not suffered.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from dateline.pipeline import Pipeline
from dateline.read import read_reports
from dateline.records import Document, Quarantined

CHUNK = 100
HUGE = 10_000_000
WORDS = (  # noqa: SIM905
    "The army said on Monday that its forces struck a base of the rebels near the border , killing nine soldiers . "
    "Officials denied the claim and the ministry recalled its ambassador after protests in the capital . "
    "“ We will answer , ” the president told reporters in Geneva , according to state media . U.S. aid Jan. 3 ( AP ) —"
).split()
SCRIPTS = (
    "قال الجيش إن قواته قصفت قاعدة ",
    "הצבא אמר כי כוחותיו תקפו ",
    "军方表示其部队袭击了边境附近的基地",
    "армия заявила ",
    "सेना ने कहा ",
    "🔥💥🚨",
    "👨‍👩‍👧‍👦🏳️‍🌈",
    "\u202eesrever\u202c ",
    "\u200b\u200d\ufeff",
    "é́́́́",
    "\U000e0041",
    "ﷺ",
    "𝕿𝖍𝖊 ",
    "ｗｉｄｅ ",
    "İıſß ",
    "\u2028",
    "\x85",
)
Input = tuple[str, bytes]


def words(random: random.Random, count: int) -> str:
    return " ".join(random.choice(WORDS) for _ in range(count))


def random_bytes(random: random.Random) -> Input:
    return random.choice(("a.txt", "a", "a.html", "a.json", "a.gz", "a.md", "a.rss")), random.randbytes(
        random.choice((1, 7, 100, 3_000, 60_000))
    )


def truncated_utf8(random: random.Random) -> Input:
    data = "".join(random.choice(SCRIPTS) + words(random, 5) + " " for _ in range(40)).encode()
    start, end = random.randrange(4), len(data) - random.randrange(60)
    return random.choice(("b.txt", "b.md", "b.html")), data[start:end]


def mixed_encodings(random: random.Random) -> Input:
    text = words(random, 60) + " café — “naïve” "
    encoding = random.choice(
        ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1", "utf-7", "cp037")
    )
    return "c.txt", text.encode(encoding, "replace") + random.choice((b"", b"\xff", text.encode()))


def scripts(random: random.Random) -> Input:
    text = "".join(random.choice((random.choice(SCRIPTS), words(random, 4) + " ")) for _ in range(120))
    return "d.txt", text.encode("utf-8", "replace")


def zalgo(random: random.Random) -> Input:
    marks = [chr(code) for code in range(0x300, 0x370)]
    text = "".join(
        letter + "".join(random.choices(marks, k=random.randrange(30))) for letter in words(random, 60)
    )
    return "e.txt", text.encode()


def nuls(random: random.Random) -> Input:
    text = list(words(random, 80))
    for _ in range(random.choice((1, 20, 400))):
        text.insert(random.randrange(len(text)), random.choice("\0\x01\x08\x1b\x7f"))
    return random.choice(("f.txt", "f.html", "f.jsonl")), "".join(text).encode()


def empty(random: random.Random) -> Input:
    name = random.choice(("g.txt", "g.html", "g.json", "g.jsonl", "g.rss", "g.md", "g", "g.txt.gz"))
    return name, random.choice(
        (b"", b"\n", b" \t\r\n" * 50, b"\xef\xbb\xbf", b"\0" * 90, b"...\n---\n***", b"<html></html>", b"{}")
    )


def deep_html(random: random.Random) -> Input:
    tag = random.choice(
        ("div", "span", "b", "table", "ul", "blockquote", "font", "article", "p", "a", "section")
    )
    depth = random.choice((50, 180, 300, 2_000, 30_000))
    closing = f"</{tag}>" * random.choice((0, depth, depth * 2))
    return "h.html", f"<html><body>{f'<{tag}>' * depth}{words(random, 80)}{closing}</body></html>".encode()


def broken_html(random: random.Random) -> Input:
    pieces = (
        "<p>", "</div>", "<", ">", "<!--", "-->", "<![CDATA[", "]]>", "<script>", "</script", "<style>", "&#x110000;", "&#0;", "&amp",  # noqa: E501
        "<p class='", '"', "<table><p><tr>", "<svg><p>", "<title>", "<meta charset=utf-7>", "<base href=//x>", "<iframe>", "<template>",  # noqa: E501
        "<time datetime=99999-99-99>", "<script type='application/ld+json'>{\"@type\":\"Article\",\"datePublished\":[", "<h1>", "</h1>", "\0",  # noqa: E501
        "<a href=http://[::1>", "<link rel=canonical href='http://[x'>", "<!DOCTYPE", "<?xml", "<p/>", "<plaintext>", "<frameset>",  # noqa: E501
    )  # fmt: skip
    body = "".join(
        random.choice(pieces) + words(random, random.randrange(12))
        for _ in range(random.choice((5, 60, 400)))
    )
    return random.choice(("i.html", "i")), ("<html>" + body).encode()


def many_tags(random: random.Random) -> Input:
    return "j.html", ("<html><body>" + "<p>a<b>b</p>" * random.choice((2_000, 20_000))).encode()


def nested_json(random: random.Random) -> Input:
    depth = random.choice((10, 500, 5_000, 200_000))
    opening, closing = random.choice((("[", "]"), ('{"a":', "}"), ('{"text":', "}"), ('[{"text":', "}]")))
    inner = random.choice(('"x"', "1", json.dumps(words(random, 20))))
    return random.choice(("k.json", "k.jsonl")), (
        opening * depth + inner + closing * random.choice((depth, 0))
    ).encode()


def odd_json(random: random.Random) -> Input:
    values = (
        "9" * 5_000, "-1e999", "1e-999", "null", "true", "[]", "{}", '"\\ud800 lone"', '"\\u0000"', '"\\ud83d\\ude00"', "NaN",  # noqa: E501
        "1e400", '["a", 1, null]', '{"name": {"name": []}}', json.dumps("9" * 200_000 + " were killed"), "-0", "123456789012345678901",  # noqa: E501
    )  # fmt: skip
    keys = ("text", "title", "date", "url", "id", "author", "language", "published", "source")
    row = ",".join(f'"{key}":{random.choice(values)}' for key in keys if random.random() < 0.7)
    text = json.dumps(words(random, 30))
    return random.choice(
        ("l.json", "l.jsonl")
    ), f'{{"text":{text},{row}}}\n{{"body":{text},{row}}}\nnot json\n[1,2]'.encode()


def bombs(random: random.Random) -> Input:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    laughs = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{entities}]><rss><channel><item><title>&l11;</title></item></channel></rss>'  # noqa: E501
    outside = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>'
    feed = "<rss><channel>" + "<item><title>x" * random.choice((3, 3_000)) + words(random, 30)
    packed = gzip.compress(b"a " * 15_000_000, 1)
    return random.choice((("m.xml", laughs.encode()), ("m.rss", outside.encode()), ("m.rss", feed.encode()), ("m.txt.gz", packed),  # noqa: E501
                          ("m.jsonl.gz", packed), ("m.txt.gz", packed[: len(packed) // 2])))  # fmt: skip


def numbers(random: random.Random) -> Input:
    kinds = ("9" * 4_000, "1,000,000,000,000", "99999999999999999999 people", "0x7f", "१२३", "½", "1e309 killed", "-5 soldiers", "²³", "Ⅻ",  # noqa: E501
             "on 99/99/9999", "31 February 2024", "in 0000", "the 1000000th century", "99:99", "10-2000000")  # fmt: skip  # noqa: E501
    text = " ".join(random.choice((random.choice(kinds), words(random, 3))) for _ in range(100))
    return "n.txt", text.encode()


def one_long_sentence(random: random.Random) -> Input:
    count = random.choice((1_000, 5_000, 20_000))
    unit = random.choice(
        (
            "killed and ",
            "“",
            "(",
            ", said ",
            "Ali ",
            "and the and the ",
            "not ",
            "U.S. ",
            "- ",
            "who said that ",
        )
    )
    return "o.txt", (unit * count).encode()


def many_lines(random: random.Random) -> Input:
    line = random.choice(
        (
            "By\n",
            "Share\n",
            "A\n\n",
            "ISLAMABAD –\n",
            "FILE - a\n",
            "Monday\n",
            "\n \n",
            "# x\n",
            "> > > x\n",
            "**a*_\n",
            "[[[[[[",
        )
    )
    return random.choice(("p.txt", "p.md")), (line * random.choice((100, 3_000)) + words(random, 20)).encode()


def mutated(random: random.Random) -> Input:
    data = bytearray((words(random, 12) + "\n\nISLAMABAD (Reuters) - " + words(random, 150)).encode())
    for _ in range(random.choice((1, 10, 100))):
        data[random.randrange(len(data))] = random.randrange(256)
    return random.choice(("q.txt", "q.md", "q.html", "https___www.example.com_2024_01_18_x.html")), bytes(
        data
    )


def huge_line(random: random.Random) -> Input:
    unit = random.choice(
        (
            b"a",
            b"killed ",
            b"<p>",
            b"{",
            b"[",
            "🔥".encode(),
            b"A. ",
            b"\xff",
            b"<div>",
            b'"',
            b"&amp;",
            b"*",
            b"\0",
        )
    )
    name = random.choice(("r.txt", "r.html", "r.jsonl", "r.json", "r.md", "r.rss", "r"))
    return name, unit * (HUGE // len(unit))


MAKERS: tuple[Callable[[random.Random], Input], ...] = (
    random_bytes, truncated_utf8, mixed_encodings, scripts, zalgo, nuls, empty, deep_html, broken_html, nested_json, odd_json, numbers,  # noqa: E501
    many_lines, mutated, random_bytes, truncated_utf8, scripts, nuls, empty, broken_html, mutated, mutated,
)  # fmt: skip
RARE = {97: huge_line, 241: many_tags, 53: bombs, 331: one_long_sentence}  # every so many inputs


def make_input(seed: int, number: int) -> Input:
    """The name and the bytes of an input."""
    chance = random.Random(f"{seed}/{number}")
    for every, maker in RARE.items():
        if number % every == 0 and (maker is not huge_line or number % (every * 5) == 0):
            return maker(chance)
    return MAKERS[number % len(MAKERS)](chance)


PIPELINE: Pipeline | None = None


def start(read_only: bool) -> None:
    """Loads the models of a worker process."""
    global PIPELINE
    if not read_only:
        from dateline.pipeline import build_pipeline

        PIPELINE = build_pipeline()


def run_chunk(seed: int, numbers: range) -> list[tuple[int, float, list[str]]]:
    """For each input, the seconds it took and what became of its reports."""
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            name, data = make_input(seed, number)
            path = Path(folder, name)
            path.write_bytes(data)
            began = time.perf_counter()
            try:
                fates = [fate(found) for found in read_reports(path)]
            except Exception as error:  # noqa: BLE001 - this is what is looked for
                fates = [f"CRASHED {type(error).__name__}: {str(error)[:80]}"]
            results.append((number, time.perf_counter() - began, fates or ["CRASHED nothing came of it"]))
            path.unlink()
    return results


def fate(found: object) -> str:
    """What became of a report, in a word or two."""
    if not isinstance(found, Quarantined) and PIPELINE is not None:
        found = PIPELINE.code(found)  # type: ignore[arg-type]
    if isinstance(found, Quarantined):
        cause = "" if found.stage == "read" else f" {found.message[:60]}"
        return f"quarantined in {found.stage}: {found.error}{cause}"
    if isinstance(found, Document):
        return "coded" if found.events else "coded, without events"
    return "read"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--read-only", action="store_true")
    options = parser.parse_args()
    chunks = [range(at, min(at + CHUNK, options.inputs)) for at in range(0, options.inputs, CHUNK)]
    began = time.perf_counter()
    results = []
    for numbers, found in run_all(chunks, options):
        results.extend(found)
        print(f"\r{numbers.stop}/{options.inputs}", end="", file=sys.stderr, flush=True)
    counts = Counter(fate for _, _, fates in results for fate in fates)
    print(f"\n{len(results):,} inputs, {counts.total():,} reports in {time.perf_counter() - began:.0f} s")
    for what, count in counts.most_common():
        print(f"{count:8,}  {what}")
    for number, seconds, fates in sorted(results, key=lambda result: -result[1])[:8]:
        print(
            f"slow: {seconds:6.2f} s  input {number} ({make_input(options.seed, number)[0]})  {fates[0][:60]}"
        )
    crashed = [(number, fates) for number, _, fates in results if any(f.startswith("CRASHED") for f in fates)]
    for number, fates in crashed[:20]:
        print(f"CRASHED: input {number} ({make_input(options.seed, number)[0]}) {fates}")
    return 1 if crashed else 0


def run_all(chunks: list[range], options: argparse.Namespace):  # type: ignore[no-untyped-def]
    """The chunks' results; a chunk that kills its process is run again input by input."""
    waiting = list(chunks)
    while waiting:
        with ProcessPoolExecutor(options.workers, initializer=start, initargs=(options.read_only,)) as pool:
            futures = {chunk: pool.submit(run_chunk, options.seed, chunk) for chunk in waiting}
            for chunk, future in futures.items():
                try:
                    result = future.result()
                except BrokenProcessPool:
                    break
                waiting.remove(chunk)
                yield chunk, result
            else:
                return
        chunk = waiting.pop(0)
        if len(chunk) > 1:
            waiting[:0] = [range(number, number + 1) for number in chunk]
        else:
            yield chunk, [(chunk.start, 0.0, ["CRASHED the process died"])]


if __name__ == "__main__":
    sys.exit(main())
