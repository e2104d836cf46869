"""Whether a sense of the trigger lexicon fits a token: its words, then its conditions on the words around."""

from __future__ import annotations

from dateline.extract.tree import Tree
from dateline.lexicon.triggers import Condition, EventLexicon, Sense

GAP = 3
PEOPLE = ("official", "armed", "dignitary", "government", "police", "fighter", "worker", "crowd")


def word_forms(lemma: str, text: str) -> tuple[str, ...]:
    """The forms under which lists may hold a word: lemma, as written, and without a plural's ending."""
    return (lemma, text, text[:-1]) if text.endswith("s") and len(text) > 3 else (lemma, text)


def matched_words(tree: Tree, sense: Sense, i: int) -> list[int] | None:
    """The tokens that the sense's words stand on when anchored at `i`, or None."""
    if sense.kind == "noun":
        return _backwards(tree, sense.words, i)
    if sense.kind == "verb" and len(sense.words) > 1:
        return _particles(tree, sense.words, i)
    return _forwards(tree, sense.words, i)


def is_word(tree: Tree, i: int, word: str) -> bool:
    """Whether the token bears the word, as lemma or as written."""
    token = tree.tokens[i]
    text = token.text.lower()
    return word in (token.lemma.lower(), text) or text == f"{word}s"


def _backwards(tree: Tree, words: tuple[str, ...], i: int) -> list[int] | None:
    start = i - len(words) + 1
    if start < 0 or not all(is_word(tree, start + k, word) for k, word in enumerate(words)):
        return None
    return list(range(start, i + 1))


def _particles(tree: Tree, words: tuple[str, ...], i: int) -> list[int] | None:
    found = [i]
    for word in words[1:]:
        place = next(
            (
                k
                for k in range(found[-1] + 1, min(len(tree), found[-1] + 2 + GAP))
                if is_word(tree, k, word) and (k == found[-1] + 1 or tree.head(k) == i)
            ),
            None,
        )
        if place is None:
            return None
        found.append(place)
    return found


def _forwards(tree: Tree, words: tuple[str, ...], i: int) -> list[int] | None:
    found, at, gap = [i], i, 0
    for word in words[1:]:
        if word == "*":
            gap = GAP
            continue
        place = next((k for k in range(at + 1, min(len(tree), at + 2 + gap)) if is_word(tree, k, word)), None)
        if place is None:
            return None
        found.append(place)
        at, gap = place, 0
    return found


class Conditions:
    """Judges conditions against the parse, with the lexicon's noun classes."""

    def __init__(self, lexicon: EventLexicon) -> None:
        self.lexicon = lexicon
        self.light = lexicon.lists["light_verbs"]

    def hold(self, tree: Tree, sense: Sense, i: int) -> bool:
        """Whether all of the sense's conditions hold at token `i`."""
        passive = any(condition.key == "passive" for condition in sense.conditions)
        return all(self._holds(tree, condition, i, passive) for condition in sense.conditions)

    def _holds(self, tree: Tree, condition: Condition, i: int, passive: bool) -> bool:
        key, names = condition.key, condition.names
        if key == "obj":
            heads = logical_objects(tree, i)
            return bool(heads) if not names else self.any_in(tree, heads, names) == condition.wanted
        if key == "subj":
            heads = logical_objects(tree, i) if passive else logical_subjects(tree, i)
            return self.any_in(tree, heads, names) == condition.wanted
        if key == "mod":
            return self.any_in(tree, modifiers(tree, i), names) == condition.wanted
        if key == "poss":
            return self.any_in(tree, tree.with_dep(i, "poss"), names) == condition.wanted
        if key == "prep":
            return any(name in names for name, _, _ in tree.prepositions(i)) == condition.wanted
        if key.startswith("prep:") or key in ("of", "on", "for", "by", "over", "against", "with"):
            wanted = key.rpartition(":")[2]
            heads = [target for name, _, target in tree.prepositions(i) if name == wanted]
            return self.any_in(tree, heads, names) == condition.wanted
        return self._shape(tree, condition, i)

    def _shape(self, tree: Tree, condition: Condition, i: int) -> bool:
        key, names = condition.key, condition.names
        if key == "noobj":
            return not tree.objects(i)
        if key in ("passive", "active"):
            return tree.is_passive(i) == (key == "passive")
        if key == "inf":
            verbs = [
                child
                for child in tree.with_dep(i, "xcomp", "ccomp", "acl", "advcl")
                if _is_infinitive(tree, child)
            ]
            return bool(verbs) if not names else self.any_in(tree, verbs, names) == condition.wanted
        if key == "inf_or_of":
            return bool(tree.with_dep(i, "acl", "prep"))
        if key == "that":
            return bool(tree.with_dep(i, "ccomp", "acl")) == (names != ("no",))
        if key == "plural":
            return tree.tokens[i].tag in ("NNS", "NNPS")
        if key == "plural_or_peace":
            return tree.tokens[i].tag in ("NNS", "NNPS") or any(
                is_word(tree, k, "peace") for k in modifiers(tree, i)
            )
        if key == "purpose":
            return self.any_in(tree, tree.subtree(i), names)
        if key == "light":
            return self.is_anchored(tree, i)
        return True

    def is_anchored(self, tree: Tree, i: int) -> bool:
        """Whether the noun is tied to a party or stands under a light verb."""
        above = tree.head(i)
        if tree.dep(i) in ("dobj", "nsubjpass", "pobj") and tree.lemma(above) in self.light:
            return True
        if any(name in ("by", "against", "from", "on", "between") for name, _, _ in tree.prepositions(i)):
            return True
        return any(tree.dep(k) == "poss" or tree.tokens[k].pos == "PROPN" for k in tree.children[i])

    def any_in(self, tree: Tree, heads: list[int], names: tuple[str, ...]) -> bool:
        """Whether one of the tokens belongs to one of the classes."""
        return any(self.is_in(tree, head, name) for head in heads for name in names)

    def is_in(self, tree: Tree, i: int, name: str) -> bool:
        """Whether the token belongs to the class; `person` takes names and personal pronouns too."""
        token, words = tree.tokens[i], self.lexicon.classes.get(name, frozenset())
        if not words.isdisjoint(word_forms(token.lemma.lower(), token.text.lower())):
            return True
        if name == "person" and any(self.is_in(tree, i, other) for other in PEOPLE):
            return True
        return name == "person" and (
            token.pos == "PROPN" or (token.tag in ("PRP", "WP") and token.lemma.lower() != "it")
        )


def _is_infinitive(tree: Tree, i: int) -> bool:
    return tree.tokens[i].tag == "VB" or any(tree.tokens[k].lemma == "to" for k in tree.with_dep(i, "aux"))


def modifiers(tree: Tree, i: int) -> list[int]:
    """The words that stand before the noun and describe it, hyphenated parts too."""
    found = [
        k for k in tree.children[i] if k < i and tree.dep(k) in ("compound", "amod", "nmod", "nummod", "poss")
    ]
    return found + [
        k for m in found for k in tree.children[m] if tree.dep(k) in ("compound", "amod", "npadvmod", "nmod")
    ]


def logical_subjects(tree: Tree, i: int) -> list[int]:
    """The doers of the verb: its subject, or the agent of a passive."""
    if tree.is_passive(i):
        return [k for name, _, target in tree.prepositions(i) if name == "by" for k in tree.conjuncts(target)]
    subject = tree.subject(i)
    return tree.conjuncts(subject.token) if subject else []


def logical_objects(tree: Tree, i: int) -> list[int]:
    """What the verb is done to: its objects, or the subject of a passive."""
    if tree.is_passive(i):
        subject = tree.subject(i)
        heads = [subject.token] if subject else []
        if tree.dep(i) == "amod":
            heads = [tree.head(i)]
    else:
        heads = tree.objects(i)
    return [k for head in heads for k in tree.conjuncts(head)]
