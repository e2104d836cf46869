"""Killed and injured that the text gives for an event: bounds, best figure and the words."""

from __future__ import annotations

import re

from dateline.extract.tree import Tree
from dateline.extract.triggers import Trigger
from dateline.records import Count

KILL = frozenset(
    {
        "kill",
        "murder",
        "slay",
        "massacre",
        "assassinate",
        "execute",
        "behead",
        "slaughter",
        "die",
        "shoot",
        "gun",
        "lynch",
        "perish",
        "hang",
    }
)
HURT = frozenset({"wound", "injure", "hurt", "maim"})
UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * (value + 2)
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    )
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
VAGUE = {
    "dozen": (12, 24, 99),
    "dozens": (24, 24, 99),
    "scores": (40, 40, 199),
    "hundreds": (200, 200, 999),
    "thousands": (2000, 2000, 9999),
    "several": (3, 3, 9),
    "few": (3, 3, 6),
}
LOWER = frozenset({"least", "over", "more", "than", "exceed"})
UPPER = frozenset({"most", "up", "under", "fewer", "less"})
ABOUT = frozenset(
    {"about", "around", "some", "nearly", "almost", "roughly", "approximately", "estimated", "close"}
)
LARGEST = 10_000_000


def number_of(words: list[str]) -> int | None:
    """The whole number that the words spell ('1,200', 'twenty-one'); None where they spell none."""
    total, current, seen = 0, 0, False
    for word in words:
        text = word.lower().replace(",", "")
        if text.isascii() and text.isdigit() and len(text) <= 8:
            current, seen = current + int(text), True
        elif text in UNITS or text in TENS:
            current, seen = current + UNITS.get(text, TENS.get(text, 0)), True
        elif text in SCALES:
            current, seen = max(current, 1) * SCALES[text], True
            if SCALES[text] >= 1000:
                total, current = total + current, 0
        elif (re.fullmatch(r"\d{1,4}\.\d", text) and not seen) or text not in ("-", "and"):
            return None
    return total + current if seen and total + current <= LARGEST else None


def find_counts(tree: Tree, trigger: Trigger) -> tuple[Count | None, Count | None]:
    """(killed, injured) of the trigger's event, from its own verb and from those that tell its outcome."""
    killed = injured = None
    for verb in _outcome_verbs(tree, trigger):
        lemma = tree.lemma(verb)
        if lemma in KILL and killed is None:
            killed = _verb_count(tree, verb)
        elif lemma in HURT and injured is None:
            injured = _verb_count(tree, verb)
        elif lemma == "leave":
            for child in tree.children[verb]:
                words = {tree.lemma(k) for k in tree.subtree(child)}
                if killed is None and words & {"dead"}:
                    killed = _first_count(tree, child) or _verb_count(tree, verb)
                if injured is None and words & HURT:
                    injured = _first_count(tree, child)
    return killed, injured


def _outcome_verbs(tree: Tree, trigger: Trigger) -> list[int]:
    nodes = [trigger.head, *([trigger.light] if trigger.light is not None else [])]
    found: list[int] = []
    for node in nodes:
        above = tree.head(node)
        if tree.dep(node) == "pobj":
            above = tree.head(above)
        candidates = [node, *tree.children[node], above, *tree.children[above]]
        for candidate in list(candidates):
            if tree.is_verb(candidate):
                candidates += tree.with_dep(
                    candidate, "advcl", "conj", "acl", "relcl", "dep", "xcomp", "ccomp"
                )
        for candidate in candidates:
            if candidate not in found and tree.lemma(candidate) in (*KILL, *HURT, "leave"):
                found.append(candidate)
                found += [k for k in tree.conjuncts(candidate) if k not in found]
    if trigger.event_type != "ASSAULT":
        return [verb for verb in found if verb == trigger.head or tree.head(verb) == trigger.head]
    return found[:8]


def _verb_count(tree: Tree, verb: int) -> Count | None:
    passive = tree.is_passive(verb) or tree.lemma(verb) in ("die", "perish")
    if passive:
        subject = tree.subject(verb)
        heads = [subject.token] if subject else []
    else:
        heads = tree.objects(verb)
    for head in heads:
        count = _noun_count(tree, head)
        if count is not None:
            return count
    return None


def _first_count(tree: Tree, node: int) -> Count | None:
    for k in tree.subtree(node):
        if tree.tokens[k].pos in ("NOUN", "NUM"):
            count = _noun_count(tree, k)
            if count is not None:
                return count
    return None


def _noun_count(tree: Tree, head: int) -> Count | None:
    token = tree.tokens[head]
    if token.pos == "NUM":
        return _count(tree, [head, *tree.subtree(head)])
    numbers = tree.with_dep(head, "nummod")
    if numbers:
        return _count(tree, tree.subtree(numbers[0]))
    word = token.text.lower()
    if word in VAGUE:
        low, best, high = VAGUE[word]
        return Count(low=low, best=best, high=high, approx=True, span=token.span)
    if (
        token.tag == "NN"
        and token.pos == "NOUN"
        and any(tree.lemma(k) in ("a", "an", "one") for k in tree.with_dep(head, "det"))
    ):
        if word in ("family", "group", "number", "crowd", "handful", "score"):
            return None
        return Count(low=1, best=1, high=1, approx=False, span=token.span)
    return None


def _count(tree: Tree, members: list[int]) -> Count | None:
    members = sorted(set(members))
    words = [(k, tree.tokens[k].text.lower()) for k in members]
    spelled = [
        (k, word)
        for k, word in words
        if word.replace(",", "").isdigit() or word in UNITS or word in TENS or word in SCALES
    ]
    if not spelled:
        return None
    span = tree.span(members[0], members[-1])
    others = {word for _, word in words}
    if "between" in others or "to" in others:
        ends = [number_of([word]) for _, word in spelled]
        known = [end for end in ends if end is not None]
        if len(known) == 2:
            return Count(low=min(known), best=min(known), high=max(known), approx=True, span=span)
    value = number_of([word for _, word in spelled])
    if value is None:
        return None
    return Count(low=value, best=value, high=value, approx=bool(others & (LOWER | UPPER | ABOUT)), span=span)
