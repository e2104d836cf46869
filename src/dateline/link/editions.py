"""Families of copies, and what each edition changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from rapidfuzz.distance import LCSseq

from dateline.link.sketches import MAX_WORDS
from dateline.records import Change, Copy, Edition, Family, Span, make_id

MAX_CHANGES = 60
_ALIGNED = 6_000  # words of a text that are aligned
_JOINED = 2  # equal words between two changes that are too few to part them
_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")
_FIGURE = re.compile(r"\d[\d.,]*")


def find_families(
    copies: Iterable[Copy], texts: Mapping[str, str], published: Mapping[str, datetime | None]
) -> list[Family]:
    """The families, each with its first edition and the changes of the others, by family id."""
    kinds = {(copy.left, copy.right): copy for copy in copies}
    families = []
    for members in group_reports(kinds):
        first = min(members, key=lambda name: _seniority(name, texts, published))
        rest = sorted(set(members) - {first}, key=lambda name: (_moment(published.get(name)), name))
        editions = [Edition(report_id=first, kind="first")]
        for name in rest:
            copy = kinds.get((max(first, name), min(first, name)))
            kind = copy.kind if copy is not None else "partial"
            editions.append(Edition(report_id=name, kind=kind, changes=find_changes(texts[first], texts[name])))
        families.append(Family(family_id=make_id("f", min(members)), editions=tuple(editions)))
    return sorted(families, key=lambda family: family.family_id)


def group_reports(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The connected groups of the pairs, each sorted, in order of their first names."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for left, right in pairs:
        left, right = sorted((root(left), root(right)))
        parent[right] = left
    groups: dict[str, list[str]] = {}
    for name in parent:
        groups.setdefault(root(name), []).append(name)
    return sorted(sorted(group) for group in groups.values())


def _moment(moment: datetime | None) -> str:
    return moment.isoformat() if moment is not None else "9999"


def _seniority(name: str, texts: Mapping[str, str], published: Mapping[str, datetime | None]) -> tuple[str, int, str]:
    return _moment(published.get(name)), -len(texts[name]), name


def find_changes(first: str, edition: str) -> tuple[Change, ...]:
    """What the edition has otherwise than the first, in order, at most `MAX_CHANGES`."""
    was, now = _words(first), _words(edition)
    codes = LCSseq.opcodes([word for word, _ in was], [word for word, _ in now])
    held: list[tuple[int, int, int, int]] = []
    for code in codes:
        if code.tag == "equal":
            continue
        here = (code.src_start, code.src_end, code.dest_start, code.dest_end)
        if held and here[0] - held[-1][1] <= _JOINED and here[2] - held[-1][3] <= _JOINED:
            here = (held[-1][0], here[1], held[-1][2], here[3])
            held.pop()
        held.append(here)
    changes = []
    for start, end, new_start, new_end in held[:MAX_CHANGES]:
        was_span, now_span = _span(was, start, end), _span(now, new_start, new_end)
        old, new = was_span.of(first), now_span.of(edition)
        changes.append(Change(kind=_kind(old, new), was=old, now=new, was_span=was_span, now_span=now_span))
    return tuple(changes)


def _words(text: str) -> list[tuple[str, Span]]:
    found = []
    for match in _WORD.finditer(text, 0, MAX_WORDS * 12):
        found.append((match[0].lower(), Span(*match.span())))
        if len(found) == _ALIGNED:
            break
    return found


def _span(words: Sequence[tuple[str, Span]], start: int, end: int) -> Span:
    if start == end:
        at = words[start - 1][1].end if start else 0
        return Span(at, at)
    return Span(words[start][1].start, words[end - 1][1].end)


def _kind(old: str, new: str) -> Literal["cut", "added", "number", "reworded"]:
    if not new:
        return "cut"
    if not old:
        return "added"
    same = _FIGURE.sub("0", old).lower().split() == _FIGURE.sub("0", new).lower().split()
    return "number" if same else "reworded"
