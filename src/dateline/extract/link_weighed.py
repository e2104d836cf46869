"""Which event of a sentence came of which other: weighed evidence of words, grammar, types and parties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from dateline.extract.event_view import EventView
from dateline.extract.link_cause import CauseFound, bind_events, find_causal_spans
from dateline.extract.link_same import score_of
from dateline.extract.tree import Tree
from dateline.lexicon import Causes
from dateline.records import Span, Tag

PLAIN = 0.8  # strength of a signal that is believed whatever the rest says, where it joins the two themselves
SAID = 0.6  # how sure such a link is
LONGEST_WAY = 7  # steps between two triggers in the parse
MOST_EVENTS = 40  # of one sentence
_LINKING = frozenset({"prep", "agent", "mark", "prt"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for `cause` having brought about `effect`, and the words that say so, if any do."""

    effect: EventView
    cause: EventView
    features: Mapping[str, float]
    signal: str
    cue: Span | None
    plain: bool = False  # whether a strong word stands right between the two


def weigh_causes(tree: Tree, views: Sequence[EventView], tags: Sequence[Tag], causes: Causes) -> Iterator[CauseFound]:
    """The pairs of a sentence's events of which one is likely to have come of the other; `tags`: of its causes.

    A pair counts for as much as both events are sure to be events: the threshold is of that product.
    """
    for one in find_evidence(tree, views, tags, causes):
        score = max(score_of(one.features, causes.weights), SAID if one.plain else 0.0)
        if score * one.effect.event.confidence * one.cause.event.confidence >= causes.threshold:
            yield CauseFound(one.effect.event, one.cause.event, round(score, 4), one.signal, one.cue)


def find_evidence(tree: Tree, views: Sequence[EventView], tags: Sequence[Tag], causes: Causes) -> Iterator[Evidence]:
    """The evidence on every ordered pair of a sentence's events."""
    heads: dict[int, EventView] = {}
    for view in views[:MOST_EVENTS]:
        head = tree.head_of(view.event.trigger)
        if head is not None:
            heads.setdefault(head, view)
    signals = _signals(tree, heads, causes)
    read = _read(tree, heads, tags)
    for effect, cause in permutations(heads, 2):
        words, strength, cue, direct = signals.get((effect, cause), ("", 0.0, None, False))
        way = _way(tree, effect, cause)
        if "prep(since)" in way.down or _is_purpose(tree, cause):
            continue  # 'the first raid since the war' tells a time, 'entered to attack' what was meant to come
        features = {
            "bias": 1.0, **_of_way(tree, effect, cause, way), **_of_types(heads[effect], heads[cause]),
            **_of_parties(heads[effect], heads[cause]),
        }  # fmt: skip
        relation = _relation(way)
        features[f"{heads[effect].event.event_type} {relation}"] = 1.0
        if words:
            features[f"signal by {words.split(':')[0]}"] = strength
            features[f"signal {words}"] = 1.0
        elif (cause, effect) in signals:
            features["signal the other way"] = 1.0
        if (effect, cause) in read:
            features["marked by the reader"] = read[effect, cause]
        if any(step != effect and step != cause and step in heads for step in way.tokens):
            features["another event between"] = 1.0
        if cue is None and way.cue is None and relation == "over":
            cue = tree.tokens[effect].span  # 'condemned the raid'
        plain = direct and strength >= PLAIN
        yield Evidence(heads[effect], heads[cause], features, words or "weighed pair", cue or way.cue, plain)


def _is_purpose(tree: Tree, verb: int) -> bool:
    return tree.dep(verb) == "advcl" and any(tree.tokens[child].tag == "TO" for child in tree.children[verb])


def _signals(
    tree: Tree, heads: Mapping[int, EventView], causes: Causes
) -> dict[tuple[int, int], tuple[str, float, Span | None, bool]]:
    """(effect, cause) → the strongest words that signal it: strength, place, and whether they join the two heads."""
    found: dict[tuple[int, int], tuple[str, float, Span | None, bool]] = {}
    for span in find_causal_spans(tree, causes):
        pair = bind_events(tree, span, heads)
        if pair is not None and span.kind not in ("purpose", "result"):
            words = f"{span.kind}: {span.words}"
            if pair not in found or found[pair][1] < span.strength:
                found[pair] = (words, span.strength, span.signal, pair == (span.effect_head, span.cause_head))
    return found


def _read(tree: Tree, heads: Mapping[int, EventView], tags: Sequence[Tag]) -> dict[tuple[int, int], float]:
    """(effect, cause) → how sure the reader is of a cause, for events in the stretches that it marks."""
    sure = max((tag.score for tag in tags if tag.label == "yes"), default=0.0)
    inside = {
        name: [head for head in heads for tag in tags if tag.label == name and tag.span.covers(tree.tokens[head].span)]
        for name in ("effect", "cause")
    }
    return {(effect, cause): sure for effect in inside["effect"] for cause in inside["cause"]}


@dataclass(frozen=True, slots=True)
class _Way:
    """The steps in the parse from the effect up, then down to the cause."""

    up: tuple[str, ...]
    down: tuple[str, ...]
    tokens: tuple[int, ...]
    words: tuple[str, ...]  # linking words on the way down, lemmas
    cue: Span | None


def _way(tree: Tree, effect: int, cause: int) -> _Way:
    above_effect, above_cause = [effect, *tree.ancestors(effect)], [cause, *tree.ancestors(cause)]
    meet = next((token for token in above_effect if token in set(above_cause)), None)
    if meet is None:
        return _Way(("apart",), (), (), (), None)
    rising = above_effect[: above_effect.index(meet)]
    falling = above_cause[: above_cause.index(meet)][::-1]
    linking = [token for token in falling if tree.dep(token) in _LINKING]
    for token in falling:
        linking += [mark for mark in tree.with_dep(token, "mark") if mark < token]
    return _Way(
        tuple(_step(tree, token) for token in rising), tuple(_step(tree, token) for token in falling),
        tuple(sorted({*rising, meet, *falling})), tuple(tree.lemma(token) for token in linking),
        tree.tokens[linking[0]].span if linking else None,
    )  # fmt: skip


def _step(tree: Tree, token: int) -> str:
    dep = tree.dep(token)
    return f"{dep}({tree.lemma(token)})" if dep in _LINKING else dep


def _relation(way: _Way) -> str:
    if way.up and way.down:
        return "beside"
    return "under" if way.up else "over"


def _of_way(tree: Tree, effect: int, cause: int, way: _Way) -> dict[str, float]:
    relation = _relation(way)
    found = {relation: 1.0, "effect first" if effect < cause else "cause first": 1.0}
    steps = len(way.up) + len(way.down)
    found["steps"] = float(min(steps, LONGEST_WAY))
    if steps <= LONGEST_WAY:
        found["way " + _told(way)] = 1.0
        found["way " + _told(way).replace("conj ", "")] = 1.0
    for word in dict.fromkeys(way.words):
        found[f"{relation} {word}"] = 1.0
    if relation == "over" and way.down:
        found[f"over by {way.down[0]}"] = 1.0
        found[f"{tree.lemma(effect)} over"] = 1.0
    if relation == "under" and way.up:
        found[f"under by {way.up[-1]}"] = 1.0
        found[f"under {tree.lemma(cause)}"] = 1.0
    return found


def _told(way: _Way) -> str:
    return " ".join([*way.up, "^", *way.down])


def _of_types(effect: EventView, cause: EventView) -> dict[str, float]:
    a, b = effect.event, cause.event
    return {
        f"{a.event_type} of anything": 1.0, f"anything of {b.event_type}": 1.0,
        f"{a.event_type} of {b.event_type}": 1.0,
        f"{a.status} of {b.status}": 1.0,
    }  # fmt: skip


def _of_parties(effect: EventView, cause: EventView) -> dict[str, float]:
    found: dict[str, float] = {}
    if effect.actors & cause.recipients:
        found["the struck one acts"] = 1.0
    if effect.recipients & cause.actors:
        found["the doer is answered"] = 1.0
    if effect.actors & cause.actors:
        found["one party does both"] = 1.0
    if effect.recipients & cause.recipients:
        found["one party undergoes both"] = 1.0
    return found
