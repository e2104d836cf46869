"""What a source does with its content – asserts, denies, predicts – and how sure it is of it."""

from __future__ import annotations

from dateline.extract.claim_draft import Draft
from dateline.extract.tree import Tree
from dateline.lexicon import Cues

_ORDER = ("certain", "probable", "possible")
_OUGHT = frozenset({"should", "must", "ought"})
_WILL = frozenset({"will", "would", "shall", "'ll", "’ll"})
MAX_WORDS = 40  # of the content, that are looked at


def stance_of(draft: Draft, tree: Tree, cues: Cues) -> str:
    """The stance: that of the construction, else of the cue, else what the content's modals say."""
    if draft.stance is not None:
        return draft.stance
    stance = draft.word.stance if draft.word is not None else "asserts"
    if stance != "asserts":
        if stance == "denies" and tree.with_dep(draft.head, "neg"):
            return "asserts"  # 'did not deny'
        return stance
    if _gives_motive(draft, tree, cues):
        return "explains"
    modals = _modals(draft, tree)
    if modals & _OUGHT:
        return "recommends"
    if modals & (_WILL | cues.words["forecast_modals"]):
        return "predicts"
    return "asserts"


def certainty_of(draft: Draft, tree: Tree, cues: Cues) -> str:
    """The weakest of what the cue and the content's main clause say."""
    if draft.certainty is not None:
        return draft.certainty
    level = draft.word.certainty if draft.word is not None else "certain"
    for token in _main_words(draft, tree):
        word = cues.certainty.get(token)
        if word is not None and _ORDER.index(word) > _ORDER.index(level):
            level = word
    return level


def _gives_motive(draft: Draft, tree: Tree, cues: Cues) -> bool:
    """Whether the content's main clause says what the motive was, or what an act was aimed at."""
    for head in _content_heads(draft, tree):
        if cues.has("motive_verbs", tree.lemma(head)) and tree.is_passive(head):
            return True
        subjects = tree.with_dep(head, "nsubj") if tree.lemma(head) == "be" else []
        if any(cues.has("motive_nouns", tree.lemma(subject)) for subject in subjects):
            return True
    return False


def _content_heads(draft: Draft, tree: Tree) -> list[int]:
    inside = [
        i for i, token in enumerate(tree.tokens) if any(span.covers(token.span) for span in draft.content)
    ]
    members = set(inside)
    return [
        i
        for i in inside
        if (tree.head(i) not in members or tree.head(i) == i) and tree.tokens[i].pos in ("VERB", "AUX")
    ]


def _modals(draft: Draft, tree: Tree) -> set[str]:
    return {
        tree.tokens[child].text.lower()
        for head in _content_heads(draft, tree)
        for child in tree.with_dep(head, "aux")
        if tree.tokens[child].tag == "MD"
    }


def _main_words(draft: Draft, tree: Tree) -> list[str]:
    found = []
    for head in _content_heads(draft, tree):
        for child in [head, *tree.children[head]]:
            if tree.dep(child) in ("aux", "advmod", "acomp", "ROOT", "ccomp", "xcomp") or child == head:
                found.append(tree.tokens[child].text.lower())
    return found[:MAX_WORDS]
