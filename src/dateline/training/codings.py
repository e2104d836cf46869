"""Hand codings kept apart from their texts: which words of which public text they stand on.

The repository holds the records alone (`data/codings/*.jsonl`: doc_id, checksum, date, events by offset). The texts are
those of the data sets that a user has; here each is put together in the one way that the offsets count on.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dateline.evaluate.plover_relations import is_learned, read_marks
from dateline.evaluate.rows import read_rows

LOG = logging.getLogger(__name__)
_MUC_BREAK = re.compile(r"(?<=[.?!])\s+(?=[A-Z\"\[(])")
_MUC_ABBREVIATION = re.compile(
    r"\b(MR|MRS|DR|GEN|COL|LT|CAPT|MAJ|SGT|ST|GOV|SEN|NO|JAN|FEB|AUG|SEPT|OCT|NOV|DEC|[A-Z])\.$"
)


def rams_sentences(row: Mapping[str, Any]) -> list[str]:
    """The sentences of a RAMS window, its tokens joined again."""
    joined = [_untokenized(" ".join(tokens)) for tokens in row["sentences"]]
    return [sentence for sentence in joined if sentence]


def _untokenized(text: str) -> str:
    text = re.sub(r" ([.,;:!?%\)\]’”])", r"\1", text)
    text = re.sub(r"([\(\[“$£€]) ", r"\1", text)
    text = re.sub(r" ('s|n't|'re|'ve|'ll|'d|'m|’s|n’t)\b", r"\1", text)
    text = re.sub(r" (’|\') ", r"\1 ", text)
    text = re.sub(r'" ([^"]*) "', r'"\1"', text)
    text = re.sub(r"(\w) - (\w)", r"\1-\2", text)
    text = re.sub(r"`` ?", '"', text)
    text = re.sub(r" ?''", '"', text)
    return re.sub(r"\s+", " ", text).strip()


def muc_sentences(row: Mapping[str, Any]) -> list[str]:
    """The first sentences of a MUC-4 report's body, 1,500 characters or a little more."""
    text = re.sub(r"\s+", " ", row["text"][row["body_start"] :]).strip()
    sentences: list[str] = []
    for piece in _MUC_BREAK.split(text):
        if sentences and _MUC_ABBREVIATION.search(sentences[-1]):
            sentences[-1] += " " + piece
        else:
            sentences.append(piece)
    return _until(sentences, 1500)


def ecb_sentences(row: Mapping[str, Any]) -> list[str]:
    """The first nine proper sentences of an ECB+ report, 1,300 characters or a little more."""
    pieces = [row["text"][sentence["start"] : sentence["end"]] for sentence in row["sentences"]]
    clean = [re.sub(r"\s+", " ", text).strip().replace("``", '"').replace("''", '"') for text in pieces]
    return _until([text for text in clean if len(text) >= 25 and not text.startswith("http")], 1300)[:9]


def causal_sentences(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The first four sentences that the causality set has of a report."""
    return [_unspaced(row["text"]) for row in rows[:4]]


def _unspaced(text: str) -> str:
    text = re.sub(r" ([.,;:!?%)\]])", r"\1", text)
    text = re.sub(r"([(\[$£]) ", r"\1", text)
    text = re.sub(r" ('s|n't|'re|'ve|'ll)\b", r"\1", text)
    text = re.sub(r" - ", "-", text) if text.count(" - ") in (1, 2) else text
    return re.sub(r"\s+", " ", text).strip()


def story_sentences(row: Mapping[str, Any]) -> list[str]:
    """The first sentences of a story of plover_synthetic, 1,100 characters or a little more."""
    text = re.sub(r"\s+", " ", row["text"]).strip()
    return _until([piece for piece in re.split(r"(?<=[.?!\"”])\s+(?=[A-Z\"“])", text) if len(piece) > 20], 1100)


_NEWS_BREAK = re.compile(r"(?<=[.?!])[\"”’]? (?=[A-Z\"“‘(])")
_NEWS_ABBREVIATION = re.compile(
    r"(\b(Mr|Mrs|Ms|Dr|Gen|Col|Lt|Capt|Maj|Sgt|Gov|Sen|Rep|Rev|St|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec|vs|[A-Z])|U\. ?S)\.$"
)


def article_sentences(row: Mapping[str, Any]) -> list[str]:
    """The first sentences of an article, 2,000 characters or a little more."""
    return _until(_news_sentences(row["text"]), 2000)


def wikievents_sentences(row: Mapping[str, Any]) -> list[str]:
    """The first sentences of a WikiEvents report, 2,000 characters or a little more, its tokens joined again."""
    return _until(_news_sentences(_untokenized(" ".join(row["tokens"]))), 2000)


def _news_sentences(text: str) -> list[str]:
    sentences: list[str] = []
    text, at = re.sub(r"\s+", " ", text).strip(), 0
    for match in [*_NEWS_BREAK.finditer(text), None]:
        end = len(text) if match is None else match.end() - 1
        piece = text[at:end]
        if sentences and _NEWS_ABBREVIATION.search(sentences[-1]):
            sentences[-1] += " " + piece
        elif piece:
            sentences.append(piece)
        at = end + 1
    return sentences


def _until(sentences: list[str], characters: int) -> list[str]:
    kept: list[str] = []
    while len(kept) < len(sentences) and sum(map(len, kept)) <= characters:
        kept.append(sentences[len(kept)])
    return kept


def _single(path: str, key: str, prefix: str, split: Callable[[Mapping[str, Any]], list[str]]) -> Any:
    def read(data: Path) -> Iterator[tuple[str, list[str]]]:
        for row in read_rows(data / path):
            yield prefix + row[key], split(row)

    return read


def _grouped(data: Path) -> Iterator[tuple[str, list[str]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in read_rows(data / "causality/train.jsonl"):
        groups.setdefault(row["doc_id"], []).append(row)
    for name, rows in groups.items():
        yield "cnc-" + name, causal_sentences(rows)


def _relations(data: Path) -> Iterator[tuple[str, list[str]]]:
    for row in read_rows(data / "plover_relations/train.jsonl"):
        if is_learned(str(row["id"])):
            yield f"prel-{row['id']}", [read_marks(row["marked_sentence"])[0]]


SOURCES: dict[str, Callable[[Path], Iterator[tuple[str, list[str]]]]] = {
    "rams": _single("rams/dev.jsonl", "doc_key", "rams-", rams_sentences),
    "muc4": _single("muc4/train.jsonl.gz", "doc_id", "muc-", muc_sentences),
    "ecbplus": _single("event_coref/ecbplus_train.jsonl.gz", "doc_id", "ecb-", ecb_sentences),
    "causality": _grouped,
    "relations": _relations,
    "articles": _single("attribution/train.jsonl.gz", "doc_id", "polnear-", article_sentences),
    "wikievents": _single("wikievents/train.jsonl", "doc_id", "wikievents-", wikievents_sentences),
    "synthetic": _single("plover_synthetic/stories.jsonl.gz", "id", "", story_sentences),
}
LICENCES = {
    "rams": "none stated", "muc4": "none stated", "ecbplus": "CC BY 3.0", "causality": "CC0 1.0",
    "relations": "none stated", "synthetic": "none stated", "articles": "none stated", "wikievents": "none stated",
}  # of the texts; the codings are CC0


KEPT_APART = ("articles", "wikievents")  # sets of whole reports, one in eight of which is never trained on


def is_kept_apart(doc_id: str) -> bool:
    """Whether a report of `KEPT_APART` is one on which confidences are fitted."""
    return zlib.crc32(doc_id.encode()) % 8 == 0


def coded_reports(
    codings: Path, data: Path, *, licensed_only: bool = False, apart: bool = False
) -> Iterator[dict[str, Any]]:
    """The coded reports with their texts, in the event corpus's format; other texts are left out.

    `apart`: only those that are not to be trained on, instead of only those that are.
    """
    for name, read in SOURCES.items():
        path = codings / f"{name}.jsonl"
        if not path.exists() or (licensed_only and LICENCES[name] == "none stated"):
            continue
        rows = list(read_rows(path))
        coded = {row["doc_id"]: row for row in rows if (name in KEPT_APART and is_kept_apart(row["doc_id"])) == apart}
        for doc_id, sentences in read(data):
            if doc_id not in coded:
                continue
            row = {**coded.pop(doc_id), "text": " ".join(sentences), "sentences": bounds(sentences)}
            if row.pop("sha256") == checksum(row["text"]):
                yield row
            else:
                LOG.warning("%s: %s is another text than the one coded", path, doc_id)
        if coded:
            LOG.warning("%s: %d coded reports are not in %s", path, len(coded), data)


def bounds(sentences: Sequence[str]) -> list[list[int]]:
    """[start, end] of each sentence in the sentences joined by one space."""
    found, at = [], 0
    for sentence in sentences:
        found.append([at, at + len(sentence)])
        at += len(sentence) + 1
    return found


def checksum(text: str) -> str:
    """The first half of the text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def with_offsets(report: Mapping[str, Any], events: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A coder's records as a row of the event corpus: words become offsets, by whole words.

    `report`: doc_id, title, date, sentences; `events`: the records that a coder writes, whose words stand in sentence
    `s`. A trigger that stands twice in its sentence is taken in order; a party whose words are nowhere is dropped.
    """
    sentences = report["sentences"]
    starts = [start for start, _ in bounds(sentences)]
    text = " ".join(sentences)
    seen: dict[tuple[int, str], int] = {}
    rows = []
    for event in events:
        index = event["s"]
        base, sentence = starts[index], sentences[index]
        nth = seen.get((index, event["trigger"]), 0)
        seen[index, event["trigger"]] = nth + 1
        places = _places(sentence, event["trigger"])
        if not places:
            LOG.warning("%s %s: no trigger %r", report["doc_id"], event["id"], event["trigger"])
            continue

        def span(words: str, base: int = base, sentence: str = sentence) -> dict[str, int] | None:
            places = _places(sentence, words)
            if places:
                return {"start": base + places[0], "end": base + places[0] + len(words)}
            return None

        start = base + places[min(nth, len(places) - 1)]
        kind, modes = _codebook_type(event)
        row: dict[str, Any] = {
            "id": event["id"], "sentence": index, "trigger": {"start": start, "end": start + len(event["trigger"])},
            "event_type": kind, "modes": modes, "contexts": event.get("contexts") or [],
            "status": event["status"], "negated": bool(event.get("negated")),
        }  # fmt: skip
        for side in ("actors", "recipients"):
            parties = [(party, span(party["text"])) for party in event.get(side) or []]
            row[side] = [
                {**found, "country": party.get("country"), "sector": _SECTORS.get(party["sector"], party["sector"])}
                for party, found in parties
                if found is not None
            ]
        for slot, extra in (("place", "country"), ("time", "value")):
            value = event.get(slot)
            found = span(value["text"]) if value else None
            row[slot] = {**found, extra: value.get(extra)} if value and found is not None else None
        row["reported_by"] = span(event["reported_by"]) if event.get("reported_by") else None
        for key in ("killed", "injured"):
            row[key] = event.get(key)
        row["approx"], row["caused_by"] = bool(event.get("approx")), event.get("caused_by") or []
        row["same_as"] = event.get("same_as")
        rows.append(row)
    return {
        "doc_id": report["doc_id"], "title": report.get("title"), "date": report.get("date"), "text": text,
        "sentences": bounds(sentences), "events": rows,
    }  # fmt: skip


def _codebook_type(event: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The type and modes; where another set's type was kept, the coder's note names the codebook's."""
    note = event.get("note") or ""
    named = _TYPE.search(note.split("codebook", 1)[1]) if "codebook" in note else None
    if named is None or named[1] == event["type"]:
        return event["type"], event.get("modes") or []
    return named[1], [named[2]] if named[2] in _MODES else []


_TYPE = re.compile(r"\b([A-Z]{3,9})\b(?: ([a-z-]+))?")
_MODES = frozenset({"seize", "restrict", "cyber", "withdraw", "release", "ceasefire", "arrest", "expel", "change"})
_SECTORS = {"MED": "JRN", "HLH": "MED"}  # the coders' letters → PLOVER's own


def _places(sentence: str, words: str) -> list[int]:
    pattern = r"(?<!\w)" + re.escape(words) + r"(?!\w)"
    return [match.start() for match in re.finditer(pattern, sentence)] or (
        [sentence.index(words)] if words and words in sentence else []
    )


def without_text(row: Mapping[str, Any]) -> dict[str, Any]:
    """The coded report as it is kept beside no text: checksum and offsets."""
    return {
        "doc_id": row["doc_id"], "sha256": checksum(row["text"]), "title": None, "date": row["date"],
        "events": row["events"],
    }  # fmt: skip


def write_jsonl(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Writes one object a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows), "utf-8")
