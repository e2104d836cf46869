"""Whether an event happened, is background, announced or only possible, or denied; with the cue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log
from typing import Any

from dateline.extract.tree import MAX_STEPS, Tree
from dateline.extract.triggers import Trigger
from dateline.models.labels import STATUSES
from dateline.records import Span, Tag, TimeRef
from dateline.records.events import Status

OLD = timedelta(days=35)
UNTOLD = 0.02  # the chance of a status that the model does not tell
RULE = 1.5  # log odds that a cue adds to the status that it shows
SHY = 0.3  # log odds that the model is short of for what is background (both chosen on reports kept apart)
BESIDE = 0.2  # how much the other events of the sentence weigh against the event's own chances
SAID_NOW = frozenset({"AGREE", "CONCEDE", "THREATEN", "REJECT", "ACCUSE", "REQUEST"})  # the words are the act
SAID_BY_NOT = frozenset({"REJECT", "ACCUSE", "REQUEST"})  # of which a verb in the negative may tell
SAID_MODALS = frozenset({"will", "would", "should", "must", "'ll", "’ll", "wo", "shall"})
ANNOUNCING = frozenset({"announce", "confirm", "announcement", "declare", "order", "promise", "pledge"})
CARRIERS = frozenset(
    {
        "be",
        "take",
        "happen",
        "follow",
        "occur",
        "begin",
        "start",
        "continue",
        "end",
        "launch",
        "hold",
        "conduct",
        "carry",
        "stage",
        "make",
        "impose",
        "resume",
        "lead",
        "have",
        "do",
        "give",
        "come",
        "mount",
        "go",
        "join",
        "attend",
        "sign",
        "face",
        "need",
        "necessary",
        "order",
        "open",
        "send",
        "provide",
        "reach",
        "deploy",
    }
)


@dataclass(frozen=True, slots=True)
class StatusReading:
    """The status that the words show, with their cue, and the log chances of all with the model's word; or None."""

    shown: Status
    cue: Span | None
    chances: Mapping[Status, float] | None

    def beside(self, others: Sequence[StatusReading]) -> tuple[Status, Span | None]:
        """The status and the cue that speaks for it; a sentence's events tend to share one."""
        if self.chances is None:
            return self.shown, self.cue
        known = [other.chances for other in others if other.chances is not None]
        chances = {
            status: own + BESIDE * sum(other[status] for other in known) / max(1, len(known))
            for status, own in self.chances.items()
        }
        best = max(chances, key=lambda status: chances[status])
        return best, self.cue if best == self.shown else None


class FindStatus:
    """Reads status and negation with their cues."""

    def __init__(self, cues: Mapping[str, Any]) -> None:
        self.sets = {name: frozenset(words) for name, words in cues.items()}
        self.phrases = {name: [tuple(str(p).split()) for p in words] for name, words in cues.items()}

    def status(
        self,
        tree: Tree,
        trigger: Trigger,
        time: TimeRef | None,
        published: date | None,
        tags: Sequence[Tag] = (),
    ) -> StatusReading:
        """What the words say, and what the model does; `tags` are the model's for this trigger."""
        found, cue = self._by_rule(tree, trigger, time, published)
        if not tags:
            return StatusReading(found, cue, None)
        odds: dict[Status, float] = dict.fromkeys(STATUSES, log(UNTOLD))  # type: ignore[arg-type]
        odds |= {tag.label: log(max(tag.score, UNTOLD)) for tag in tags}  # type: ignore[misc]
        if found != "current":
            odds[found] += RULE
        odds["historical"] += SHY
        total = log(sum(map(exp, odds.values())))
        return StatusReading(found, cue, {label: value - total for label, value in odds.items()})

    def _by_rule(
        self, tree: Tree, trigger: Trigger, time: TimeRef | None, published: date | None
    ) -> tuple[Status, Span | None]:
        governed = self._governed(tree, trigger)
        if governed is not None:
            return governed
        if time is not None and published is not None:
            if time.latest is not None and time.latest < published - OLD:
                return "historical", time.span
            if time.earliest is not None and time.earliest > published and not self._is_past(tree, trigger):
                return "future", time.span
        cue = self._phrase(tree, trigger)
        if cue is not None:
            return "historical", cue
        return "current", None

    def _is_past(self, tree: Tree, trigger: Trigger) -> bool:
        verb = trigger.light if trigger.light is not None else trigger.head
        return tree.tokens[verb].tag in ("VBD", "VBN")

    def _governed(self, tree: Tree, trigger: Trigger) -> tuple[Status, Span | None] | None:
        start = trigger.light if trigger.light is not None else trigger.head
        node = start
        for step in range(MAX_STEPS):
            own = self._auxiliary(tree, node, trigger, first=step == 0)
            if own is not None:
                return own
            for child in tree.children[node]:
                if step == 0 and child < node and tree.dep(child) in ("amod", "compound", "advmod"):
                    word = tree.lemma(child)
                    for name, status in (
                        ("adjectives_hypothetical", "hypothetical"),
                        ("adjectives_future", "future"),
                        ("adjectives_historical", "historical"),
                    ):
                        if word in self.sets[name] and not tree.is_verb(node):
                            return status, tree.tokens[child].span  # type: ignore[return-value]
                if tree.dep(child) == "mark" and tree.lemma(child) in ("if", "unless", "whether", "lest"):
                    return "hypothetical", tree.tokens[child].span
            above, dep = tree.head(node), tree.dep(node)
            if above == node:
                return None
            verdict = self._governor(tree, node, above, dep)
            if verdict is not None:
                return verdict
            if not self._passes_up(tree, node, above, dep):
                return None
            node = above
        return None

    def _passes_up(self, tree: Tree, node: int, above: int, dep: str) -> bool:
        """Whether what is said of the word above holds for the word below."""
        if dep == "xcomp" or (dep == "conj" and tree.tokens[node].tag in ("VB", "NN", "NNS", "VBG")):
            return True
        if dep in ("dobj", "nsubjpass", "nsubj", "attr"):
            return tree.is_verb(above) and tree.lemma(above) in CARRIERS
        if dep in ("acl", "advcl", "ccomp"):
            return tree.tokens[node].tag == "VB" and not self._is_finite(tree, node)
        if dep in ("pobj", "pcomp", "prep"):
            return tree.tokens[above].pos == "ADP" or tree.lemma(above) in CARRIERS
        return dep in ("aux", "auxpass", "amod", "compound")

    def _is_finite(self, tree: Tree, node: int) -> bool:
        return tree.tokens[node].tag in ("VBD", "VBZ", "VBP") or any(
            tree.lemma(k) != "to" for k in tree.with_dep(node, "aux")
        )

    def _auxiliary(
        self, tree: Tree, node: int, trigger: Trigger, *, first: bool
    ) -> tuple[Status, Span | None] | None:
        if not tree.is_verb(node):
            return None
        for child in tree.with_dep(node, "aux"):
            word = tree.tokens[child].text.lower()
            perfect = any(tree.lemma(k) == "have" for k in tree.with_dep(node, "aux"))
            if first and trigger.event_type in SAID_NOW and trigger.span.covers(tree.tokens[child].span):
                continue
            if first and trigger.event_type in SAID_NOW and word in SAID_MODALS:
                continue
            if word == "would" and self._is_announced(tree, node):
                return "future", tree.tokens[child].span
            if word in self.sets["modal_future"]:
                return "future", tree.tokens[child].span
            if word in self.sets["modal_hypothetical"] and not (perfect and word in ("must",)):
                if word == "should" and trigger.event_type == "REQUEST":
                    continue
                return "hypothetical", tree.tokens[child].span
        if tree.dep(node) == "conj" and tree.tokens[node].tag == "VB" and not tree.with_dep(node, "aux"):
            return self._auxiliary(tree, tree.head(node), trigger, first=False)
        return None

    def _is_announced(self, tree: Tree, node: int) -> bool:
        return tree.dep(node) in ("ccomp", "acl") and tree.lemma(tree.head(node)) in ANNOUNCING

    def _governor(self, tree: Tree, node: int, above: int, dep: str) -> tuple[Status, Span | None] | None:
        infinitive = tree.tokens[node].tag == "VB" and any(
            tree.lemma(k) == "to" for k in tree.with_dep(node, "aux")
        )
        word, span = tree.lemma(above), tree.tokens[above].span
        if dep == "conj" and tree.tokens[node].tag == "VB":
            return None
        if (dep in ("xcomp", "acl", "ccomp") and (infinitive or tree.tokens[node].tag == "VB")) or (
            dep in ("pcomp",) and self._above_preposition(tree, above) in self.sets["governs_hypothetical"]
        ):
            if dep == "pcomp":
                word = self._above_preposition(tree, above)
            if word in self.sets["completed_after_all"]:
                return None
            if word in self.sets["governs_future"]:
                return "future", span
            if word in self.sets["governs_hypothetical"] or dep in ("xcomp", "acl"):
                return "hypothetical", span
        if dep == "ccomp" and tree.tokens[node].tag == "VB" and word in self.sets["governs_hypothetical"]:
            return "hypothetical", span
        if dep == "advcl" and infinitive:
            return "hypothetical", span
        if dep in ("dobj", "pobj", "nsubjpass", "attr") and not tree.is_verb(node):
            verb = above if tree.is_verb(above) else tree.head(above)
            name = tree.lemma(verb)
            if (
                name
                in (
                    "urge",
                    "demand",
                    "seek",
                    "want",
                    "threaten",
                    "propose",
                    "plan",
                    "consider",
                    "avoid",
                    "prevent",
                    "request",
                    "avert",
                    "plot",
                    "suggest",
                    "fear",
                    "risk",
                    "call",
                    "discuss",
                    "foil",
                    "thwart",
                    "warn",
                    "deter",
                    "need",
                    "rule",
                )
                and dep != "nsubjpass"
            ):
                preposition = tree.lemma(above) if dep == "pobj" else ""
                if dep == "dobj" or preposition in ("for", "of", "against", "out"):
                    return ("future" if name == "plan" else "hypothetical"), tree.tokens[verb].span
            if dep == "pobj" and name in self.sets["nouns_hypothetical"] and tree.lemma(above) == "of":
                return "hypothetical", tree.tokens[verb].span
        return None

    def _above_preposition(self, tree: Tree, preposition: int) -> str:
        return tree.lemma(tree.head(preposition))

    def _phrase(self, tree: Tree, trigger: Trigger) -> Span | None:
        """A phrase of background in the trigger's clause."""
        clause = tree.clause(trigger.head)
        words = tree.subtree(clause, stop=frozenset({"ccomp", "relcl"}))
        lemmas = [tree.tokens[i].text.lower() for i in words]
        for phrase in self.phrases["historical_phrases"]:
            size = len(phrase)
            for k in range(len(lemmas) - size + 1):
                if (
                    lemmas[k] == phrase[0]
                    and tuple(lemmas[k : k + size]) == phrase
                    and words[k + size - 1] - words[k] == size - 1
                ):
                    return tree.span(words[k], words[k + size - 1])
        return None

    def negation(self, tree: Tree, trigger: Trigger, *, named: bool = True) -> Span | None:
        """The words that say it did not happen, or None.

        `named`: whether the trigger's own word names its type. Where it does not, a 'not' is what makes it one:
        'would not take part' is a refusal that did happen.
        """
        for node in (trigger.head, trigger.light):
            if node is None:
                continue
            own = self._not(tree, node)
            if own is not None and (named or trigger.event_type not in SAID_BY_NOT):
                return tree.tokens[own].span
            governor = self._negating(tree, trigger, node)
            if governor is not None:
                return tree.tokens[governor].span
        return None

    def _not(self, tree: Tree, node: int) -> int | None:
        """The 'not' or 'no' of the word itself; one before another subject belongs to another clause."""
        for child in tree.children[node]:
            if tree.dep(child) == "det" and tree.lemma(child) == "no":
                return child
            if tree.dep(child) == "neg" and not any(
                child < subject < node and tree.tokens[subject].tag == "PRP"
                for subject in tree.with_dep(node, "nsubj", "nsubjpass")
            ):
                return child
        return None

    def _negating(self, tree: Tree, trigger: Trigger, node: int) -> int | None:
        """The word above that says that it came to nothing: 'failed to reach', 'without firing', 'is unlikely to'."""
        above, dep = tree.head(node), tree.dep(node)
        if above == node or trigger.event_type == "REJECT":
            return None
        if dep in ("pcomp", "pobj"):
            preposition = tree.lemma(above)
            if preposition == "without":
                return above
            if preposition not in ("from", "of", "in"):
                return None
            above = tree.head(above)
            word = tree.lemma(above)
            if preposition == "in":
                return self._not(tree, tree.head(above)) if word in self.sets["wishes"] else None
            return above if word in self.sets["negating_verbs"] and self._is_told(tree, above) else None
        if dep not in ("xcomp", "dobj", "ccomp", "nsubj"):
            return None
        for said in tree.with_dep(above, "acomp"):
            if tree.lemma(said) in self.sets["negating_adjectives"]:
                return said
        word = tree.lemma(above)
        if word in self.sets["negating_adjectives"] and dep in ("xcomp", "ccomp"):
            return above
        if word in self.sets["wishes"] and dep == "xcomp":
            return self._not(tree, above)
        if word not in self.sets["negating_verbs"] or dep in ("nsubj", "ccomp") or not self._is_told(tree, above):
            return None
        return None if dep == "dobj" and tree.with_dep(above, "dative") else above

    def _is_told(self, tree: Tree, verb: int) -> bool:
        """Whether the verb tells what was done: 'to prevent a raid' leaves open whether one comes."""
        return tree.tokens[verb].tag not in ("VB", "VBP") or not tree.with_dep(verb, "aux")
