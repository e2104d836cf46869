"""Cause and effect by the words that license them: spans within a sentence, and links between its events."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.extract.claim_draft import spans_of
from dateline.extract.tree import Tree
from dateline.lexicon import Causes
from dateline.records import Event, Span

MAX_PHRASE = 4


@dataclass(frozen=True, slots=True)
class CausalSpan:
    """One signalled relation in a sentence: tokens of cause and effect, their heads, the signal's words.

    `kind`: preposition, mark, verb, result (participle), purpose. `strength`: between events, from 0 to 1.
    """

    cause: tuple[int, ...]
    effect: tuple[int, ...]
    cause_head: int
    effect_head: int
    signal: Span | None
    kind: str
    words: str
    strength: float
    loose: bool = False  # the word alone is no signal: it takes two events to read it as one

    def spans(self, tree: Tree) -> tuple[Span, Span] | None:
        """Cause and effect as the longest stretch of each; None where one is empty."""
        cause, effect = spans_of(tree, self.cause), spans_of(tree, self.effect)
        if not cause or not effect:
            return None
        return max(cause, key=_length), max(effect, key=_length)


def find_causal_spans(tree: Tree, causes: Causes) -> list[CausalSpan]:
    """Every relation of cause, reason or purpose that a word of the sentence signals."""
    found: list[CausalSpan] = []
    words = [token.text.lower() for token in tree.tokens]
    for i, token in enumerate(tree.tokens):
        if token.dep in ("prep", "agent") or token.text.lower() in (
            "following",
            "owing",
            "due",
            "because",
            "amid",
        ):
            found += _prepositional(tree, i, words, causes)
        if token.dep in ("mark", "advmod") and token.pos in ("SCONJ", "ADV", "ADP"):
            found += _marked(tree, i, words, causes)
        if token.pos == "VERB":
            loose = tree.lemma(i) in causes.loose
            found += [replace(span, loose=loose) for span in _verbal(tree, i, causes)]
            found += _participial(tree, i, causes)
            found += _purposive(tree, i)
    return found


def _length(span: Span) -> int:
    return span.end - span.start


def phrase_at(words: list[str], i: int, phrases: Mapping[tuple[str, ...], float]) -> tuple[int, int, float] | None:
    """(first, last, strength) of the longest phrase that begins at word `i`; None if none."""
    for size in range(min(MAX_PHRASE, len(words) - i), 0, -1):
        strength = phrases.get(tuple(words[i : i + size]))
        if strength is not None:
            return i, i + size - 1, strength
    return None


def _prepositional(tree: Tree, i: int, words: list[str], causes: Causes) -> Iterator[CausalSpan]:
    """'X in response to Y': from the first preposition of the phrase."""
    phrase = phrase_at(words, i, causes.prepositions)
    if phrase is None:
        return
    first, last, strength = phrase
    target = _object_after(tree, first, last)
    if target is None:
        return
    governor = tree.head(first)
    if governor == first or tree.dep(first) in ("ROOT", "pobj", "pcomp"):
        return
    effect = _governing_clause(tree, governor, first)
    cause = tree.subtree(target)
    name = " ".join(words[first : last + 1])
    loose = name in causes.loose and tree.dep(target) != "pcomp"
    timed = tree.lemma(target) in causes.time_nouns or tree.tokens[target].pos == "NUM"
    if timed and strength < 0.95:
        return
    yield CausalSpan(
        tuple(cause),
        tuple(effect),
        target,
        governor,
        tree.span(first, last),
        "preposition",
        name,
        strength,
        loose,
    )


def _object_after(tree: Tree, first: int, last: int) -> int | None:
    """The object of a preposition chain: of its last word, else the first one below that stands after it."""
    for holder in dict.fromkeys((last, first)):
        for child in tree.children[holder]:
            if tree.dep(child) in ("pobj", "pcomp") and child > last:
                return child
    below = [
        k
        for k in tree.subtree(first)
        if k > last and tree.dep(k) in ("pobj", "pcomp") and first <= tree.head(k) <= last
    ]
    return below[0] if below else None


def _governing_clause(tree: Tree, governor: int, without: int) -> list[int]:
    """The tokens of the clause around the governor, without the branch that holds the cause."""
    clause = tree.clause(governor)
    branch = set(tree.subtree(without))
    apart = {"ccomp"} if clause != governor and tree.dep(governor) in ("ccomp",) else set()
    inside = [k for k in tree.subtree(clause, stop=frozenset({"parataxis", *apart})) if k not in branch]
    return _without_marks(tree, clause, inside)


def _without_marks(tree: Tree, clause: int, tokens: list[int]) -> list[int]:
    dropped = {
        child for child in tree.children[clause] if tree.dep(child) in ("mark", "cc", "punct") and child < clause
    }
    return [k for k in tokens if k not in dropped]


def _marked(tree: Tree, i: int, words: list[str], causes: Causes) -> Iterator[CausalSpan]:
    """'X because Y'."""
    clause = tree.head(i)
    start = i - 1 if i > 0 and (words[i - 1], words[i]) in causes.marks else i
    phrase = phrase_at(words, start, causes.marks)
    if phrase is None or tree.dep(clause) not in ("advcl", "pcomp", "ccomp") or clause == i:
        return
    if tree.dep(clause) == "ccomp" and words[i] not in ("because", "after", "as"):
        return
    first, last, strength = phrase
    governor = tree.head(clause)
    cause = [k for k in tree.subtree(clause) if not first <= k <= last]
    name = " ".join(words[first : last + 1])
    yield CausalSpan(
        tuple(cause), tuple(_governing_clause(tree, governor, clause)), clause, governor,
        tree.span(first, last), "mark", name, strength, name in causes.loose,
    )  # fmt: skip


def _verbal(tree: Tree, i: int, causes: Causes) -> Iterator[CausalSpan]:
    """'X led to Y', 'Y was sparked by X', 'Y came after X'."""
    lemma = tree.lemma(i)
    needs = causes.verbs.get(lemma)
    if needs is not None:
        yield from _causing(tree, i, needs)
    needs = causes.result_verbs.get(lemma)
    if needs is not None:
        yield from _resulting(tree, i, needs)


def _causing(tree: Tree, i: int, needs: frozenset[str]) -> Iterator[CausalSpan]:
    targets = _targets(tree, i, needs)
    signal = tree.span(i, max([i, *(k for k, _ in targets if k < len(tree) and k == i + 1)]))
    if tree.is_passive(i):
        subjects = tree.with_dep(i, "nsubjpass")
        agents = [target for name, _, target in tree.prepositions(i) if name == "by"]
        subject = subjects[0] if subjects else (tree.head(i) if tree.dep(i) == "acl" else None)
        if agents and subject is not None:
            effect = (
                [k for k in tree.subtree(subject) if k not in set(tree.subtree(i))]
                if not subjects
                else tree.subtree(subject)
            )
            yield CausalSpan(
                tuple(tree.subtree(agents[0])),
                tuple(effect),
                agents[0],
                subject,
                signal,
                "verb",
                tree.lemma(i),
                0.95,
            )
        return
    found = tree.subject(i)
    if found is None or not targets:
        return
    effect_head = targets[0][1]
    if tree.dep(i) == "advcl" or (tree.dep(i) == "conj" and not tree.with_dep(i, "nsubj")):
        governor = tree.head(i)
        cause = _governing_clause(tree, governor, i)
        cause_head = governor
    else:
        cause = [k for k in tree.subtree(found.token) if k not in set(tree.subtree(i)) or tree.head(found.token) == i]
        cause_head = found.token
    yield CausalSpan(
        tuple(cause),
        tuple(tree.subtree(effect_head)),
        cause_head,
        effect_head,
        signal,
        "verb",
        tree.lemma(i),
        0.9,
    )


def _targets(tree: Tree, i: int, needs: frozenset[str]) -> list[tuple[int, int]]:
    """(holder, argument) of what the verb brings about: an object, or what follows the word it needs."""
    if not needs:
        return [(i, child) for child in tree.with_dep(i, "dobj", "ccomp", "xcomp")]
    found = []
    for child in tree.children[i]:
        if tree.lemma(child) in needs and tree.dep(child) in ("prep", "prt", "dobj"):
            inner = tree.with_dep(child, "pobj", "pcomp") or tree.with_dep(i, "dobj")
            found += [(child, target) for target in inner if target != child]
    return found


def _resulting(tree: Tree, i: int, needs: frozenset[str]) -> Iterator[CausalSpan]:
    subject = tree.subject(i)
    effect = _governing_clause(tree, i, i) if subject is None else tree.subtree(subject.token)
    effect_head = i if subject is None else subject.token
    deed = tree.lemma(i) in ("retaliate", "respond", "react", "protest", "avenge", "answer")
    strength = 0.8
    if deed:
        effect, effect_head = [i], i
        if tree.dep(i) == "advcl":  # 'bombed the port to avenge the raid'
            effect, effect_head, strength = _governing_clause(tree, tree.head(i), i), tree.head(i), 0.9
    for child in tree.children[i]:
        target = None
        if tree.dep(child) == "dobj" and "object" in needs:
            target = child
        elif tree.dep(child) == "prep" and tree.lemma(child) in needs and tree.lemma(child) != "in":
            inner = tree.with_dep(child, "pobj", "pcomp")
            target = inner[0] if inner else None
        if target is not None:
            inside = set(tree.subtree(target))
            yield CausalSpan(
                tuple(sorted(inside)), tuple(k for k in effect if k not in inside), target, effect_head,
                tree.tokens[i].span, "verb", tree.lemma(i), strength,
            )  # fmt: skip


def _participial(tree: Tree, i: int, causes: Causes) -> Iterator[CausalSpan]:
    """'X, leaving Y'; 'X, demanding Y'."""
    token = tree.tokens[i]
    if token.tag != "VBG" or token.dep not in ("advcl", "acl", "xcomp", "conj", "dep"):
        return
    governor = tree.head(i)
    lemma = token.lemma.lower()
    if lemma in causes.result_participles and token.dep == "advcl":
        inner = tuple(tree.subtree(i))
        outer = tuple(_governing_clause(tree, governor, i))
        yield CausalSpan(outer, inner, governor, i, token.span, "result", lemma, 0.0)
    elif lemma in causes.purpose_participles:
        inner = tuple(tree.subtree(i))
        outer = tuple(_governing_clause(tree, governor, i))
        yield CausalSpan(inner, outer, i, governor, token.span, "purpose", lemma, 0.0)


def _purposive(tree: Tree, i: int) -> Iterator[CausalSpan]:
    """'X in order to Y', 'X to Y' as an adverbial."""
    to = [child for child in tree.children[i] if tree.tokens[child].tag == "TO"]
    if not to or tree.dep(i) != "advcl":
        return
    inner = [k for k in tree.subtree(i) if k >= to[0]]
    governor = tree.head(i)
    outer = tuple(_governing_clause(tree, governor, i))
    yield CausalSpan(tuple(inner), outer, i, governor, tree.tokens[to[0]].span, "purpose", "to", 0.0)


@dataclass(frozen=True, slots=True)
class CauseFound:
    """One event named as the cause of another."""

    effect: Event
    cause: Event
    score: float
    method: str
    cue: Span | None


def bind_events(tree: Tree, span: CausalSpan, heads: Collection[int]) -> tuple[int, int] | None:
    """Of the tokens in `heads` those that stand for effect and cause: each the one nearest to the head of its span."""
    cause = _nearest(tree, span.cause_head, frozenset(span.cause), heads)
    if cause is None:
        return None
    inside = frozenset(span.effect) | {span.effect_head}
    effect = _nearest(tree, span.effect_head, inside, heads)
    if effect is None or cause in (effect, span.effect_head):
        return None
    return effect, cause


def _nearest(tree: Tree, head: int, inside: frozenset[int], heads: Collection[int]) -> int | None:
    """The event at `head`, else the closest one above it in its clause, else the shallowest below."""
    if head in heads:
        return head
    for above in tree.ancestors(head):
        if above not in inside:
            break
        if above in heads:
            return above
        if tree.is_verb(above) and tree.dep(above) in ("advcl", "relcl", "ccomp", "ROOT"):
            break
    below = [(sum(1 for _ in tree.ancestors(k)), k) for k in heads if k in inside]
    return min(below)[1] if below else None


def find_opened_cause(
    tree: Tree, events: Sequence[Event], before: Sequence[Event], causes: Causes
) -> CauseFound | None:
    """The sentence that opens with 'In response, …': its first event answers the last sentence's main one."""
    words = [token.text.lower() for token in tree.tokens[:6]]
    if not events or not before:
        return None
    for size in range(min(MAX_PHRASE, len(words)), 0, -1):
        if tuple(words[:size]) in causes.openers:
            effect = min(events, key=lambda event: event.trigger)
            return CauseFound(
                effect, before[0], 0.75, "opener: " + " ".join(words[:size]), tree.span(0, size - 1)
            )  # fmt: skip
    return None
