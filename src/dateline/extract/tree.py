"""A sentence's parse as a tree that answers who stands where: voice, subjects, objects, prepositions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dateline.records import Sentence, Span, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
RELATIVE_TAGS = frozenset({"WP", "WDT", "WP$"})
OBJECT_CONTROL_EXCEPT = frozenset({"promise", "vow", "threaten", "pledge", "offer", "swear"})
OBJECT_BLAMERS = frozenset(
    {
        "accuse",
        "blame",
        "suspect",
        "charge",
        "convict",
        "condemn",
        "criticize",
        "criticise",
        "arrest",
        "jail",
        "detain",
        "stop",
        "prevent",
        "bar",
        "ban",
        "prohibit",
        "keep",
        "dissuade",
        "discourage",
        "imprison",
        "sentence",
        "denounce",
        "indict",
        "try",
        "fault",
        "punish",
        "sanction",
        "praise",
        "thank",
        "hail",
        "slam",
        "castigate",
        "wanted",
    }
)
MAX_STEPS = 12


class Found(NamedTuple):
    """A token in a role, and the way that led to it."""

    token: int
    method: str


class Tree:
    """One sentence's tokens with their children; every question about the parse is put here."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens: tuple[Token, ...] = sentence.tokens
        self.children: list[list[int]] = [[] for _ in self.tokens]
        for i, token in enumerate(self.tokens):
            if token.head != i and 0 <= token.head < len(self.tokens):
                self.children[token.head].append(i)

    def __len__(self) -> int:
        return len(self.tokens)

    def lemma(self, i: int) -> str:
        """The token's lemma in lower case."""
        return self.tokens[i].lemma.lower()

    def dep(self, i: int) -> str:
        """The token's label."""
        return self.tokens[i].dep

    def head(self, i: int) -> int:
        """The token's head; the root's is itself."""
        return self.tokens[i].head

    def with_dep(self, i: int, *deps: str) -> list[int]:
        """The children of `i` that bear one of the labels."""
        return [child for child in self.children[i] if self.tokens[child].dep in deps]

    def is_verb(self, i: int) -> bool:
        """Whether the token is a verb or auxiliary."""
        return self.tokens[i].pos in ("VERB", "AUX")

    def is_nominal(self, i: int) -> bool:
        """Whether the token is a noun, name or pronoun."""
        return self.tokens[i].pos in ("NOUN", "PROPN", "PRON", "NUM")

    def ancestors(self, i: int) -> Iterator[int]:
        """The heads of `i` from the nearest up."""
        for _ in range(len(self.tokens)):
            above = self.tokens[i].head
            if above == i:
                return
            yield above
            i = above

    def conjuncts(self, i: int) -> list[int]:
        """`i` and what is coordinated after it."""
        found, queue = [i], [i]
        while queue and len(found) < 40:
            for child in self.children[queue.pop(0)]:
                if self.tokens[child].dep == "conj":
                    found.append(child)
                    queue.append(child)
        return found

    def prepositions(self, i: int) -> list[tuple[str, int, int]]:
        """(preposition, its token, its object) of each prepositional phrase on `i`, chains followed."""
        found: list[tuple[str, int, int]] = []
        for child in self.children[i]:
            if self.tokens[child].dep in ("prep", "agent", "dative") and self.tokens[child].pos in (
                "ADP",
                "SCONJ",
                "VERB",
                "PART",
                "ADV",
                "ADJ",
            ):
                self._objects_of(child, self.lemma(child), found)
        return found

    def _objects_of(self, preposition: int, name: str, found: list[tuple[str, int, int]]) -> None:
        for child in self.children[preposition]:
            if self.tokens[child].dep == "pobj":
                found.append((name, preposition, child))
            elif self.tokens[child].dep in ("prep", "conj") and self.tokens[child].pos in ("ADP", "SCONJ"):
                self._objects_of(child, self.lemma(child), found)

    def is_passive(self, i: int) -> bool:
        """Whether the verb is passive, by its auxiliaries or as a bare participle."""
        for _ in range(MAX_STEPS):
            labels = {self.tokens[child].dep for child in self.children[i]}
            if labels & {"auxpass", "nsubjpass", "csubjpass"}:
                return True
            if "nsubj" in labels or self.tokens[i].tag != "VBN":
                return False
            if "aux" in labels:
                return False
            if self.tokens[i].dep in ("acl", "advcl", "relcl", "amod", "oprd"):
                return True
            if self.tokens[i].dep != "conj":
                return self.tokens[i].dep in ("ROOT", "ccomp", "xcomp", "pcomp") and "dobj" not in labels
            if "dobj" in labels:
                return False
            i = self.tokens[i].head
        return False

    def subject(self, i: int) -> Found | None:
        """The surface subject of the verb `i`, own or controlled; None where there is none."""
        method = "subject"
        for _ in range(MAX_STEPS):
            own = self._own_subject(i)
            if own is not None:
                return Found(own.token, own.method if method == "subject" else method)
            step = self._step_up(i)
            if step is None:
                return None
            target, step_method, final = step
            if final:
                return Found(target, step_method if method == "subject" else method)
            method = step_method if method == "subject" else method
            i = target
        return None

    def _own_subject(self, i: int) -> Found | None:
        for child in self.children[i]:
            if self.tokens[child].dep in SUBJECTS:
                if self.tokens[child].tag in RELATIVE_TAGS:
                    antecedent = self.antecedent(i)
                    return Found(antecedent, "antecedent") if antecedent is not None else None
                return Found(child, "subject")
        return None

    def antecedent(self, i: int) -> int | None:
        """The noun that the relative clause of `i` hangs on."""
        for _ in range(MAX_STEPS):
            if self.tokens[i].dep == "relcl":
                return self.tokens[i].head
            if self.tokens[i].dep not in ("conj", "ccomp", "xcomp") or self.tokens[i].head == i:
                return None
            i = self.tokens[i].head
        return None

    def _step_up(self, i: int) -> tuple[int, str, bool] | None:
        """(token, method, whether it is the subject): where a clause without one takes it from."""
        dep, above = self.tokens[i].dep, self.tokens[i].head
        if above == i:
            return None
        if dep == "conj":
            return (above, "shared subject", False) if self.is_verb(above) else self._noun_subject(above)
        if dep in ("acomp", "attr") and self.is_verb(above):
            return above, "raising", False
        if dep in ("relcl",):
            return above, "antecedent", True
        if dep == "acl":
            return (
                (above, "participle", True)
                if self.tokens[i].tag in ("VBG", "VBN")
                else self._noun_subject(above)
            )
        if dep in ("xcomp", "ccomp"):
            return self._controller(i, above)
        if dep in ("advcl", "oprd", "dep", "prep"):
            return (above, "subject control", False) if self.is_verb(above) else self._noun_subject(above)
        if dep == "pcomp":
            return self._of_preposition(above)
        if dep in ("aux", "auxpass"):
            return above, "subject", False
        return None

    def _controller(self, i: int, above: int) -> tuple[int, str, bool] | None:
        if not self.is_verb(above):
            return self._noun_subject(above) if self.is_nominal(above) else (above, "raising", False)
        objects = [
            child for child in self.with_dep(above, "dobj", "dative") if self.tokens[child].pos != "ADP"
        ]
        if objects and self.dep(i) == "xcomp" and self.lemma(above) not in OBJECT_CONTROL_EXCEPT:
            return objects[0], "object control", True
        return above, "raising", False

    def _of_preposition(self, preposition: int) -> tuple[int, str, bool] | None:
        above = self.tokens[preposition].head
        if not self.is_verb(above):
            return self._noun_subject(above) if self.is_nominal(above) and above != preposition else None
        if self.lemma(above) in OBJECT_BLAMERS and self.lemma(preposition) in (
            "of",
            "for",
            "from",
            "with",
            "over",
        ):
            objects = self.with_dep(above, "dobj")
            if objects:
                return objects[0], "object control", True
        return above, "subject control", False

    def _noun_subject(self, noun: int) -> tuple[int, str, bool] | None:
        """The doer of a noun that governs an infinitive: 'Iran's decision to', 'a plan by X to'."""
        for child in self.children[noun]:
            if self.tokens[child].dep == "poss":
                return child, "possessor", True
        for name, _, target in self.prepositions(noun):
            if name in ("by", "from"):
                return target, "agent", True
        above = self.tokens[noun].head
        if self.tokens[noun].dep in ("dobj", "attr", "oprd") and self.is_verb(above):
            return above, "subject control", False
        if self.tokens[noun].dep == "pobj" and self.is_verb(self.tokens[above].head):
            return self.tokens[above].head, "subject control", False
        return None

    def objects(self, i: int) -> list[int]:
        """The direct objects of the verb, also that of a relative clause whose object is the antecedent."""
        found = [child for child in self.with_dep(i, "dobj") if self.tokens[child].tag not in RELATIVE_TAGS]
        if not found:
            found = self._shared_objects(i)
        relative = [child for child in self.with_dep(i, "dobj") if self.tokens[child].tag in RELATIVE_TAGS]
        if not found and (relative or self._gapped(i)):
            antecedent = self.antecedent(i)
            if antecedent is not None:
                found = [antecedent]
        return found

    def _shared_objects(self, i: int) -> list[int]:
        """The object of the next coordinated verb where nothing but a conjunction stands between."""
        for child in self.with_dep(i, "conj"):
            between = {self.tokens[k].pos for k in range(i + 1, child)}
            if self.is_verb(child) and between <= {"CCONJ", "AUX", "ADV"} and not self.is_passive(child):
                return self.with_dep(child, "dobj")
        return []

    def _gapped(self, i: int) -> bool:
        return self.tokens[i].dep == "relcl" and any(
            self.tokens[child].dep == "nsubj" and self.tokens[child].tag not in RELATIVE_TAGS
            for child in self.children[i]
        )

    def clause(self, i: int) -> int:
        """The verb that heads the clause of token `i`."""
        for _ in range(len(self.tokens)):
            if self.is_verb(i) and self.tokens[i].dep not in ("aux", "auxpass", "amod", "compound"):
                return i
            if self.tokens[i].head == i:
                return i
            i = self.tokens[i].head
        return i

    def subtree(self, i: int, *, stop: frozenset[str] = frozenset()) -> list[int]:
        """The tokens under `i`, without the branches whose label is in `stop`, in order."""
        found, queue = [i], [i]
        while queue:
            for child in self.children[queue.pop()]:
                if self.tokens[child].dep not in stop:
                    found.append(child)
                    queue.append(child)
        return sorted(found)

    def span(self, first: int, last: int) -> Span:
        """The text from token `first` to token `last`."""
        return Span(self.tokens[first].span.start, self.tokens[last].span.end)

    def inside(self, span: Span) -> list[int]:
        """The tokens that lie in the span."""
        return [
            i
            for i, token in enumerate(self.tokens)
            if span.start <= token.span.start and token.span.end <= span.end
        ]

    def head_of(self, span: Span) -> int | None:
        """The token of the span that governs the others: a verb first, else what hangs outside."""
        inside = [i for i, token in enumerate(self.tokens) if token.span.overlaps(span)]
        if not inside:
            return None
        members = set(inside)
        tops = [i for i in inside if self.tokens[i].head == i or self.tokens[i].head not in members]
        tops = [
            i for i in tops if self.tokens[i].pos not in ("PUNCT", "DET", "ADP", "PART", "CCONJ", "SPACE")
        ] or tops
        verbs = [i for i in tops if self.tokens[i].pos == "VERB"]
        nouns = [i for i in tops if self.tokens[i].pos in ("NOUN", "PROPN")]
        return (verbs or nouns or tops)[0]
