"""The peers' own tests: sentences with the CAMEO records that a dictionary coder should give.

Our events become CAMEO codes by `cameo.tsv`. Most sentences name made-up countries that stand only in the
suites' own dictionaries, so records are compared on the event code alone, one code for each actor and
recipient pair: `record_exact` wants the whole set of a sentence's codes right, `root_exact` only their first
two digits; `none_right` is the share of the sentences without any event that are left without one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from dateline.errors import ResourceError
from dateline.records import Document, Event, Report, make_id


@dataclass(slots=True)
class PeerScorer:
    """Collects sentences; `misses` holds what was wrong, for reading."""

    exact: list[bool] = field(default_factory=list)
    roots: list[bool] = field(default_factory=list)
    empty: list[bool] = field(default_factory=list)
    misses: list[dict[str, Any]] = field(default_factory=list)

    def add(self, gold: Iterable[str], found: Iterable[str], row_id: str = "", text: str = "") -> None:
        """Counts one sentence's codes."""
        wanted, got = set(gold), set(found)
        self.exact.append(wanted == got)
        self.roots.append({code[:2] for code in wanted} == {code[:2] for code in got})
        if not wanted:
            self.empty.append(not got)
        if wanted != got:
            self.misses.append({"doc_id": row_id, "gold": sorted(wanted), "found": sorted(got), "text": text})

    def metrics(self) -> dict[str, float]:
        """The scores by name."""
        return {
            "record_exact": _share(self.exact),
            "root_exact": _share(self.roots),
            "none_right": _share(self.empty),
        }


def _share(right: list[bool]) -> float:
    return sum(right) / len(right) if right else 0.0


@cache
def load_cameo() -> tuple[tuple[str, str, str, str], ...]:
    """The rows of the table: type, mode, word, code; raises `ResourceError` where one is malformed."""
    rows = []
    for line in files("dateline.evaluate").joinpath("cameo.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            cells = line.split("\t")
            if len(cells) != 4 or not cells[3].isdigit():
                raise ResourceError(f"cameo.tsv: {line!r}")
            rows.append((cells[0], cells[1], cells[2], cells[3]))
    return tuple(rows)


def cameo_code(event_type: str, modes: tuple[str, ...], words: set[str]) -> str:
    """The CAMEO code of an event with these modes and trigger words.

    >>> cameo_code("COERCE", ("arrest",), {"arrested"})
    '173'
    """
    for name, mode, word, code in load_cameo():
        if name == event_type and mode in ("-", *modes) and (word == "-" or word in words):
            return code
    return "010"


def codes_of(document: Document) -> set[str]:
    """The codes of the document's events that happened or are announced."""
    return {
        cameo_code(event.event_type, event.modes, _words(document, event))
        for event in document.events
        if event.status != "hypothetical" and not event.negated and event.actors
    }


def _words(document: Document, event: Event) -> set[str]:
    tokens = [
        token
        for sentence in document.sentences
        if sentence.index == event.sentence
        for token in sentence.tokens
        if token.span.overlaps(event.trigger)
    ]
    return {word for token in tokens for word in (token.lemma.lower(), token.text.lower())}


def score_coder_peer_tests(
    rows: Iterable[Mapping[str, Any]], code: Callable[[Report], Document]
) -> PeerScorer:
    """The scorer after reading every row; `code` is the whole path."""
    scorer = PeerScorer()
    for row in rows:
        report = Report(report_id=make_id("r", str(row["id"])), source=str(row["suite"]), text=row["text"])
        scorer.add(
            (one["code"] for one in row["expected"]), codes_of(code(report)), str(row["id"]), row["text"]
        )
    return scorer
