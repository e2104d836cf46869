"""Forecasts, motives and recommendations that the reporter gives himself: claims without a source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.extract.claim_clauses import make_draft
from dateline.extract.claim_draft import Draft
from dateline.extract.tree import Tree
from dateline.lexicon import Cues
from dateline.records import Span

_CLAUSES = frozenset({"ROOT", "conj", "advcl", "relcl", "ccomp", "parataxis"})


def find_unsourced_claims(tree: Tree, cues: Cues, taken: Sequence[Span]) -> Iterator[Draft]:
    """Each forecast ('could lead to'), motive ('aimed at') or advice outside the `taken` contents."""
    for i, token in enumerate(tree.tokens):
        draft = None
        if token.tag == "MD":
            draft = _forecast(tree, i, cues)
        elif token.pos == "NOUN" and cues.has("motive_nouns", token.lemma.lower()):
            draft = _motive_noun(tree, i)
        elif token.pos == "VERB" and cues.has("motive_verbs", token.lemma.lower()):
            draft = _motive_verb(tree, i)
        if draft is not None and draft.content and not any(span.covers(token.span) for span in taken):
            yield draft


def _forecast(tree: Tree, i: int, cues: Cues) -> Draft | None:
    verb, word = tree.head(i), tree.tokens[i].text.lower()
    if tree.dep(i) != "aux" or tree.dep(verb) not in _CLAUSES or _asks(tree):
        return None
    if word == "should" and tree.dep(verb) == "ROOT":
        return _unsourced(tree, i, tree.subtree(verb), "unsourced recommendation", "recommends", "probable")
    if not cues.has("forecast_modals", word) or tree.with_dep(verb, "auxpass"):
        return None
    perfect = any(tree.lemma(child) == "have" for child in tree.with_dep(verb, "aux"))
    if perfect or not cues.has("forecast_verbs", tree.lemma(verb)):
        return None
    return _unsourced(tree, i, tree.subtree(verb), "unsourced forecast", "predicts", "possible")


def _asks(tree: Tree) -> bool:
    return tree.tokens[-1].text == "?"


def _motive_noun(tree: Tree, i: int) -> Draft | None:
    """'The primary motivation was X': X explains."""
    verb = tree.head(i)
    if tree.dep(i) != "nsubj" or tree.lemma(verb) != "be":
        return None
    roots = tree.with_dep(verb, "attr", "ccomp", "xcomp", "acomp", "advcl")
    content = {token for root in roots for token in tree.subtree(root)}
    return _unsourced(tree, i, content, "unsourced motive", "explains", "probable") if content else None


def _motive_verb(tree: Tree, i: int) -> Draft | None:
    """'Aimed at X', 'meant to X' as a participle or passive of an act."""
    passive = tree.is_passive(i)
    participle = tree.dep(i) in ("acl", "advcl") and tree.tokens[i].tag == "VBN"
    active_aim = tree.lemma(i) == "aim" and tree.dep(i) in ("acl", "advcl", "relcl")
    if not (passive or participle or active_aim):
        return None
    content: set[int] = set()
    for child in tree.children[i]:
        if tree.dep(child) == "xcomp":
            content.update(tree.subtree(child))
        elif tree.dep(child) in ("prep", "agent") and tree.lemma(child) in ("at", "by", "for", "as"):
            content.update(
                token for target in tree.with_dep(child, "pobj", "pcomp") for token in tree.subtree(target)
            )
    return _unsourced(tree, i, content, "unsourced motive", "explains", "probable") if content else None


def _unsourced(
    tree: Tree, i: int, content: Sequence[int] | set[int], method: str, stance: str, certainty: str
) -> Draft:
    draft = make_draft(tree, i, tree.lemma(i), None, content, None, method, 0.5)
    draft.stance, draft.certainty = stance, certainty
    return draft
