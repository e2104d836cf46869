"""Whom an assault struck where the trigger's own slots do not say it: outcomes and participles."""

from __future__ import annotations

import re
from collections.abc import Container

from dateline.extract.tree import RELATIVE_TAGS, Found, Tree
from dateline.extract.triggers import OUTCOMES, Trigger

YEAR = re.compile(r"(?:1[5-9]|20)\d\ds?")
STRIKING = frozenset({"hit", "strike", "target", "attack", "bomb", "shell", "shoot"})


def victims_of(tree: Tree, trigger: Trigger) -> list[Found]:
    """The counted victims that a clause on the trigger tells of: 'shelled the port, killing six'."""
    nodes = [trigger.head] if trigger.light is None else [trigger.head, trigger.light]
    verbs = [
        v
        for node in nodes
        for v in tree.with_dep(node, "advcl", "relcl", "acl")
        if tree.lemma(v) in OUTCOMES
    ]
    found = []
    for verb in [v for first in verbs for v in tree.conjuncts(first) if tree.lemma(v) in OUTCOMES]:
        if not tree.is_passive(verb):
            found += [
                Found(k, "victim of the outcome")
                for o in tree.with_dep(verb, "dobj")
                for k in tree.conjuncts(o)
            ]
    return found[:4]


def struck_by(tree: Tree, trigger: Trigger, not_party: Container[str]) -> list[Found]:
    """Whom a participle on the trigger says it struck: 'retaliated, hitting a camp'."""
    if not tree.is_verb(trigger.head):
        return []
    return [
        found
        for verb in tree.with_dep(trigger.head, "advcl")
        if tree.tokens[verb].tag == "VBG" and tree.lemma(verb) in STRIKING
        for target in tree.objects(verb) or _named_so(tree, verb)
        if tree.lemma(target) not in not_party
        for found in listed(tree, target, "object of the participle")
    ]


def _named_so(tree: Tree, verb: int) -> list[int]:
    """The name that a party gives to the object: 'what it called militants', 'what it said were bases'."""
    for naming in tree.with_dep(verb, "ccomp", "pcomp"):
        for child in tree.with_dep(naming, "oprd", "attr", "dobj", "ccomp"):
            if tree.is_nominal(child) and tree.tokens[child].tag not in RELATIVE_TAGS:
                return [child]
            inner = [k for k in tree.with_dep(child, "attr", "nsubj") if tree.is_nominal(k)]
            if inner:
                return inner[:1]
    return []


def listed(tree: Tree, token: int, method: str) -> list[Found]:
    """The phrase of the token and those coordinated with it; a year names nobody."""
    return [
        Found(k, method)
        for k in tree.conjuncts(token)[:8]
        if (tree.is_nominal(k) or tree.tokens[k].pos == "ADJ") and not YEAR.fullmatch(tree.tokens[k].text)
    ]
