"""An attribution on its way to becoming a claim, and the spans that its words make up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dateline.extract.tree import Tree
from dateline.lexicon import Cue
from dateline.records import Span

_TRIMMED = frozenset(",;:.—–-…") | {"--", "...", "''", "``"}


@dataclass(slots=True)
class Draft:
    """One attribution found in a sentence; offsets are into the report's text."""

    sentence: int
    cue: Span
    head: int  # the cue's token
    lemma: str
    word: Cue | None
    content: list[Span]
    method: str
    source: Span | None = None
    source_head: Span | None = None  # the word that stands for the source; an antecedent for 'who'
    quoted: list[Span] = field(default_factory=list)
    score: float = 0.8
    stance: str | None = None  # where the construction, not the cue, decides it
    certainty: str | None = None
    beside: bool = False  # whether a coordinated source before this one has the same cue


def spans_of(tree: Tree, tokens: Iterable[int]) -> list[Span]:
    """The stretches of text that the tokens make up, without stray punctuation at their edges."""
    runs: list[list[int]] = []
    for i in sorted(set(tokens)):
        if runs and i == runs[-1][-1] + 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    found: list[Span] = []
    end = 0  # the token after the last stretch
    for run in runs:
        first, last = _trim(tree, run[0], run[-1])
        if first > last:
            continue
        if found and all(tree.tokens[i].text in _TRIMMED for i in range(end, first)):
            found[-1] = Span(found[-1].start, tree.tokens[last].span.end)
        else:
            found.append(tree.span(first, last))
        end = last + 1
    return found


def _trim(tree: Tree, first: int, last: int) -> tuple[int, int]:
    while first <= last and tree.tokens[first].text in _TRIMMED:
        first += 1
    while last >= first and tree.tokens[last].text in _TRIMMED:
        last -= 1
    return first, last
