"""Attributions within one sentence, by its parse: words of saying, 'according to', hearsay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.extract.claim_draft import Draft, spans_of
from dateline.extract.tree import RELATIVE_TAGS, SUBJECTS, Tree
from dateline.lexicon import Cue, Cues
from dateline.records import Span

_NO_CONTENT = frozenset({"prep", "agent"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
RAISING = frozenset({"seem", "appear"})  # their subject is a part of the content
_PARENTHETIC = frozenset({"parataxis", "intj"})


def find_clause_claims(tree: Tree, cues: Cues) -> Iterator[Draft]:
    """Each attribution that the sentence's parse shows, in text order."""
    for i, token in enumerate(tree.tokens):
        draft = None
        if token.pos == "VERB":
            lemma = token.lemma.lower()
            if lemma == "accord":
                draft = _according(tree, i)
            else:
                if cues.has("responsibility_verbs", lemma):
                    draft = _responsibility(tree, i, cues)
                if draft is None and (cue := cues.verbs.get(lemma)) is not None:
                    draft = _of_verb(tree, i, cue, cues)
        elif token.pos == "NOUN":
            word = token.lemma.lower()
            if (cue := cues.nouns.get(word)) is not None:
                draft = _of_noun(tree, i, cue)
            if draft is None and (cues.has("view_nouns", word) or cues.has("surveys", word)):
                draft = _in_view(tree, i, cues)
        elif token.pos == "ADJ" and (cue := cues.adjectives.get(token.lemma.lower())) is not None:
            draft = _of_adjective(tree, i, cue)
        elif token.pos == "ADV" and token.text.lower() in cues.hearsay:
            draft = _hearsay(tree, i, cues)
        elif token.dep == "prep" and token.text.lower() == "according":
            draft = _according(tree, i)
        if draft is not None and draft.content:
            yield draft


def is_impersonal(tree: Tree, i: int) -> bool:
    """Whether the cue at token `i` leaves its source out: 'seems', or a passive without 'by'."""
    if not tree.is_verb(i):
        return False
    return tree.lemma(i) in RAISING or (
        tree.is_passive(i) and not any(name == "by" for name, _, _ in tree.prepositions(i))
    )


def source_of(tree: Tree, i: int, cues: Cues) -> tuple[list[int], int] | None:
    """The tokens of the source of verb `i` and the one that stands for it; None where the text has none."""
    if tree.lemma(i) in RAISING:
        return None
    if tree.is_passive(i):
        for name, _, target in tree.prepositions(i):
            if name == "by":
                return noun_phrase(tree, target, i), target
        return None
    for child in tree.children[i]:
        if tree.dep(child) in SUBJECTS and tree.tokens[child].tag in RELATIVE_TAGS:
            antecedent = tree.antecedent(i)
            return [child], child if antecedent is None else antecedent
    found = tree.subject(i)
    if found is None:
        found_token = _inverted(tree, i)
        return None if found_token is None else (noun_phrase(tree, found_token, i), found_token)
    token = found.token
    if tree.lemma(token) in cues.words["documents"] and found.method == "participle":
        above = tree.head(token)
        issuer = tree.subject(above) if tree.is_verb(above) and not tree.is_passive(above) else None
        token = issuer.token if issuer is not None else token
    if tree.tokens[token].pos not in _NOMINAL and tree.tokens[token].tag not in ("DT", "JJ", "PRP$", "JJS"):
        return None
    return noun_phrase(tree, token, i), token


def _inverted(tree: Tree, i: int) -> int | None:
    """The noun right after a verb of saying that follows its content: '…, said the minister'."""
    if i == 0 or tree.tokens[i - 1].pos != "PUNCT":
        return None
    for child in tree.children[i]:
        if (
            child > i
            and tree.dep(child) in ("dobj", "npadvmod", "attr", "oprd", "dep")
            and tree.is_nominal(child)
        ):
            return child
    return None


def noun_phrase(tree: Tree, head: int, without: int) -> list[int]:
    """The tokens under a noun, cut where the branch of `without` or a clause begins."""
    barred = {without}
    found, queue = [head], [head]
    while queue and len(found) < 60:
        for child in tree.children[queue.pop()]:
            if child in barred or tree.dep(child) in ("parataxis", "advcl", "ccomp"):
                continue
            if tree.dep(child) == "relcl" and without in tree.subtree(child):
                continue
            found.append(child)
            queue.append(child)
    found.sort()
    return _run_with(found, head)


def _run_with(tokens: list[int], head: int) -> list[int]:
    """The unbroken run of tokens in which `head` lies."""
    at = tokens.index(head)
    first = last = at
    while first > 0 and tokens[first - 1] == tokens[first] - 1:
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1] == tokens[last] + 1:
        last += 1
    return tokens[first : last + 1]


def cue_span(tree: Tree, i: int) -> Span:
    """The verb with its auxiliaries, negation and particle where they touch it."""
    first = last = i
    while (
        first > 0
        and tree.head(first - 1) == i
        and (
            tree.dep(first - 1) in ("aux", "auxpass", "neg")
            or (tree.dep(first - 1) == "advmod" and tree.dep(first - 2) in ("aux", "neg"))
        )
    ):
        first -= 1
    if i + 1 < len(tree) and tree.head(i + 1) == i and tree.dep(i + 1) == "prt":
        last = i + 1
    return tree.span(first, last)


def make_draft(
    tree: Tree, i: int, lemma: str, cue: Cue | None, content: Iterable[int],
    source: tuple[list[int], int] | None, method: str, score: float = 0.8,
) -> Draft:  # fmt: skip
    """The attribution with the cue at token `i`."""
    draft = Draft(
        tree.sentence.index, cue_span(tree, i), i, lemma, cue, spans_of(tree, content), method, score=score
    )
    if source is not None:
        spans = spans_of(tree, source[0])
        if spans:
            draft.source, draft.source_head = spans[0], tree.tokens[source[1]].span
    return draft


def _of_verb(tree: Tree, i: int, cue: Cue, cues: Cues) -> Draft | None:
    roots = _arguments(tree, i, cue)
    content: set[int] = set()
    for root in roots:
        content.update(tree.subtree(root))
    method = "clause"
    if not content and cue.quotes:
        content = _around(tree, i)
        method = "parenthesis"
    if not content:
        return None
    content -= set(_own_words(tree, i))
    source = source_of(tree, i, cues)
    if source is not None:
        content -= set(source[0])
    if not any(tree.tokens[k].pos not in ("PUNCT", "PART", "ADP", "DET") for k in content):
        return None
    return make_draft(tree, i, cue.lemma, cue, content, source, method)


def _responsibility(tree: Tree, i: int, cues: Cues) -> Draft | None:
    """'Claimed responsibility for X': X is what the source says it did."""
    for noun in tree.with_dep(i, "dobj", "nsubjpass"):
        if not cues.has("responsibility", tree.lemma(noun)):
            continue
        holders = [
            child for at in (noun, i) for child in tree.with_dep(at, "prep") if tree.lemma(child) == "for"
        ]
        targets = [target for child in holders for target in tree.with_dep(child, "pobj", "pcomp")]
        content = {token for target in targets for token in tree.subtree(target)} or {noun}
        source = source_of(tree, i, cues)
        draft = make_draft(
            tree, i, tree.lemma(i), cues.verbs.get(tree.lemma(i)), content, source, "responsibility", 0.95
        )
        draft.stance, draft.certainty = "claims_responsibility", "probable"
        if tree.with_dep(i, "neg") or any(tree.lemma(child) == "no" for child in tree.children[noun]):
            draft.stance = "denies"
        return draft
    return None


def _own_words(tree: Tree, i: int) -> list[int]:
    return [i, *tree.with_dep(i, "aux", "auxpass", "neg", "prt")]


def _arguments(tree: Tree, i: int, cue: Cue) -> list[int]:
    """The tokens that head the verb's content."""
    frames, found = cue.frames, []
    passive = tree.is_passive(i)
    infinitive = False
    for child in tree.children[i]:
        dep = tree.dep(child)
        if (dep == "ccomp" and "clause" in frames) or (dep == "xcomp" and "infinitive" in frames):
            found.append(child)
            infinitive = infinitive or dep == "xcomp"
        elif (
            (dep == "ccomp" and "infinitive" in frames and _has_to(tree, child))
            or (dep == "dobj" and "object" in frames)
            or (dep in ("oprd", "xcomp") and "complement" in frames)
        ):
            found.append(child)
    raising = cue.lemma in ("seem", "appear", "expect") and (infinitive or passive)
    if (passive and ("passive" in frames or "object" in frames or "complement" in frames)) or raising:
        found += tree.with_dep(i, "nsubjpass", "nsubj") if raising else tree.with_dep(i, "nsubjpass")
    for child in tree.with_dep(i, "prep"):
        if tree.lemma(child) in frames:
            found += [child] if found else tree.with_dep(child, "pobj", "pcomp")
    return found


def _has_to(tree: Tree, i: int) -> bool:
    return any(tree.tokens[child].tag == "TO" for child in tree.children[i])


def _around(tree: Tree, i: int) -> set[int]:
    """What surrounds a parenthetic verb of saying: 'X, he said, Y'; 'as he noted, Y'."""
    dep, above = tree.dep(i), tree.head(i)
    as_clause = dep == "advcl" and any(
        tree.dep(child) in ("mark", "advmod") and tree.tokens[child].text.lower() == "as"
        for child in tree.children[i]
    )
    if above == i or not (dep in _PARENTHETIC or as_clause):
        return set()
    return set(tree.subtree(above)) - set(tree.subtree(i))


def _of_noun(tree: Tree, i: int, cue: Cue) -> Draft | None:
    content: set[int] = set()
    for child in tree.children[i]:
        dep = tree.dep(child)
        if dep in ("acl", "ccomp", "relcl") and (
            ("clause" in cue.frames and _has_that(tree, child))
            or ("infinitive" in cue.frames and dep == "acl" and _has_to(tree, child))
        ):
            content.update(tree.subtree(child))
        elif dep == "prep" and tree.lemma(child) in cue.frames:
            for target in tree.with_dep(child, "pobj", "pcomp"):
                content.update(tree.subtree(target))
    if not content:
        return None
    return make_draft(tree, i, cue.lemma, cue, content, _noun_source(tree, i), "noun", 0.6)


def _has_that(tree: Tree, i: int) -> bool:
    return any(
        tree.dep(child) == "mark" and tree.tokens[child].text.lower() == "that" for child in tree.children[i]
    )


def _noun_source(tree: Tree, i: int) -> tuple[list[int], int] | None:
    for child in tree.with_dep(i, "poss"):
        return noun_phrase(tree, child, i), child
    for name, _, target in tree.prepositions(i):
        if name in ("by", "from"):
            return noun_phrase(tree, target, i), target
    above = tree.head(i)
    if tree.dep(i) == "dobj" and tree.is_verb(above) and not tree.is_passive(above):
        subject = tree.subject(above)
        if subject is not None and tree.is_nominal(subject.token):
            return noun_phrase(tree, subject.token, i), subject.token
    return None


def _of_adjective(tree: Tree, i: int, cue: Cue) -> Draft | None:
    content: set[int] = set()
    for child in tree.children[i]:
        dep = tree.dep(child)
        if (dep == "ccomp" and "clause" in cue.frames) or (dep == "xcomp" and "infinitive" in cue.frames):
            content.update(tree.subtree(child))
        elif dep == "prep" and tree.lemma(child) in cue.frames:
            for target in tree.with_dep(child, "pobj", "pcomp"):
                content.update(tree.subtree(target))
    if not content:
        return None
    above = tree.head(i)
    subject = tree.subject(above) if tree.is_verb(above) else None
    source = None
    if subject is not None and tree.is_nominal(subject.token):
        source = noun_phrase(tree, subject.token, i), subject.token
    return make_draft(tree, i, cue.lemma, cue, content, source, "adjective", 0.5)


def _according(tree: Tree, i: int) -> Draft | None:
    """'According to X' at either end covers its sentence; in the middle, its clause."""
    targets = [
        target
        for child in tree.children[i]
        if tree.lemma(child) == "to"
        for target in tree.with_dep(child, "pobj", "pcomp")
    ]
    if not targets:
        return None
    phrase = set(tree.subtree(i))
    source = noun_phrase(tree, targets[0], i)
    words = [k for k, token in enumerate(tree.tokens) if token.pos != "PUNCT"]
    rest = set(range(len(tree))) - phrase
    if words[0] not in phrase and words[-1] not in phrase:
        rest = set(tree.subtree(tree.clause(tree.head(i)))) - phrase
    draft = make_draft(tree, i, "according to", None, rest, (source, targets[0]), "according to", 0.95)
    ends = [child for child in tree.children[i] if tree.lemma(child) == "to"]
    draft.cue = tree.span(i, ends[0])
    return draft


def _in_view(tree: Tree, i: int, cues: Cues) -> Draft | None:
    """'In X's view, …', 'in a poll, …': the clause is what X holds, or what the poll says."""
    preposition = tree.head(i)
    if tree.dep(i) != "pobj" or tree.tokens[preposition].text.lower() not in ("in", "by"):
        return None
    owners = tree.with_dep(i, "poss") or [target for name, _, target in tree.prepositions(i) if name == "of"]
    if cues.has("surveys", tree.lemma(i)):
        owners = [i]
    clause = tree.clause(preposition)
    if not owners or not tree.is_verb(clause):
        return None
    rest = set(tree.subtree(clause)) - set(tree.subtree(preposition))
    source = noun_phrase(tree, owners[0], i if owners[0] != i else preposition), owners[0]
    draft = make_draft(tree, i, tree.lemma(i), None, rest, source, "view", 0.7)
    if owners[0] == i:
        draft.cue = tree.tokens[preposition].span
    return draft


def _hearsay(tree: Tree, i: int, cues: Cues) -> Draft | None:
    """'Reportedly', 'allegedly': the clause, without a source."""
    clause = tree.clause(tree.head(i))
    rest = set(tree.subtree(clause)) - {i}
    word = tree.tokens[i].text.lower()
    draft = make_draft(tree, i, word, None, rest, None, "hearsay", 0.6)
    draft.certainty = cues.hearsay[word]
    return draft
