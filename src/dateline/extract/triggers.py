"""Which words state events: the lexicon's senses and the model's readings, fused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.extract.senses import Conditions, matched_words, word_forms
from dateline.extract.tree import Tree
from dateline.extract.word_lists import PhraseFinder
from dateline.lexicon.triggers import EventLexicon, Sense
from dateline.records import Span, Tag

ALONE = 0.55  # weight from which the lexicon is believed without a model
BESIDE_MODEL = 0.8  # and from which it is believed against a model's silence
OUTCOMES = frozenset({"kill", "wound", "injure", "maim"})
NO_EDGE = frozenset({"PUNCT", "DET", "SPACE", "PART", "CCONJ"})  # with which no trigger opens or closes
CONTAINERS = {"xcomp": ("AGREE", "REJECT"), "dobj": ("REJECT",)}
KEPT = 0.5  # least probability of a model's trigger
SURE_OF_ODD = 0.97  # probability from which the model is believed on a word that is neither noun nor verb
TYPED = 0.6  # weight from which a sense's type is believed against the model's: it has seen few of the rare types


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger: its governing token, the light verb above it if any, its words, type and modes.

    `read`: the span under which the model's other tags know it, where that is not `span`. `own`: types of a user's.
    """

    head: int
    light: int | None
    span: Span
    event_type: str
    modes: tuple[str, ...]
    score: float
    method: str
    read: Span | None = None
    own: tuple[str, ...] = ()


class FindTriggers:
    """Finds a sentence's triggers."""

    def __init__(self, lexicon: EventLexicon) -> None:
        self.lexicon = lexicon
        self.conditions = Conditions(lexicon)
        self.light = lexicon.lists["light_verbs"]
        self.traps = PhraseFinder({"figurative": lexicon.lists["figurative_phrases"]})
        self.speech = PhraseFinder({"speech": lexicon.lists["no_event_phrases"]})

    def __call__(
        self, tree: Tree, tags: Sequence[Tag], has_model: bool, own: Sequence[Tag] = ()
    ) -> list[Trigger]:
        """The triggers in order; `tags` are the sentence's trigger tags, `own` those of a user's types."""
        words = self.from_lexicon(tree)
        found = [self._from_tag(tree, tag, words) for tag in tags if tag.score >= KEPT]
        kept = self._without_doubles(tree, [trigger for trigger in found if trigger is not None])
        least = BESIDE_MODEL if has_model else ALONE
        kept += [
            word
            for word in words
            if word.score >= least and not any(word.span.overlaps(k.span) for k in kept)
        ]
        kept = [
            trigger
            for trigger in kept
            if trigger.method != "lexicon"
            or not (self._is_promised(tree, trigger, kept) or self._is_outcome(tree, trigger, kept))
        ]
        for tag in own:
            kept = self._with_own(tree, kept, tag)
        return sorted(kept, key=lambda trigger: (trigger.span.start, trigger.span.end))

    def _with_own(self, tree: Tree, kept: list[Trigger], tag: Tag) -> list[Trigger]:
        """The triggers with a user's type: a mode of the one that stands there, or a trigger of its own."""
        event_type, name = tag.label.split()
        there = next((trigger for trigger in kept if trigger.span.overlaps(tag.span)), None)
        head = tree.head_of(tag.span)
        if there is not None:
            new = replace(there, event_type=event_type, own=tuple(dict.fromkeys((*there.own, name))))
            return [new if trigger is there else trigger for trigger in kept]
        if head is None or tree.tokens[head].pos not in ("VERB", "NOUN"):
            return kept
        light = None if tree.is_verb(head) else self._light_above(tree, head)
        return [*kept, Trigger(head, light, tag.span, event_type, (), tag.score, "examples", own=(name,))]

    def _without_doubles(self, tree: Tree, found: list[Trigger]) -> list[Trigger]:
        """One trigger for each governing word, the likelier; none inside a phrase that states no event."""
        barred = [span for _, span, _ in self.speech.find(tree)] if found else []
        best: dict[int, Trigger] = {}
        for trigger in sorted(found, key=lambda trigger: (-trigger.score, trigger.span.start)):
            if not any(trigger.span.overlaps(span) for span in barred):
                best.setdefault(trigger.head, trigger)
        return list(best.values())

    def _is_outcome(self, tree: Tree, trigger: Trigger, others: Sequence[Trigger]) -> bool:
        """Whether the trigger only tells how another assault ended: 'shelled the port, killing six'."""
        if tree.lemma(trigger.head) not in OUTCOMES:
            return False
        verb = trigger.head
        while tree.dep(verb) == "conj" and tree.lemma(tree.head(verb)) in OUTCOMES:
            verb = tree.head(verb)
        above = tree.head(verb)
        causes = {other.head for other in others if other.event_type == "ASSAULT" and other.head != verb}
        causes |= {
            other.light for other in others if other.event_type == "ASSAULT" and other.light is not None
        }
        if verb != trigger.head and tree.lemma(trigger.head) != "kill":
            return True
        if tree.dep(verb) in ("advcl", "relcl", "acl") and above in causes:
            return True
        return any(tree.dep(child) == "nsubj" and child in causes for child in tree.children[verb])

    def _is_promised(self, tree: Tree, trigger: Trigger, others: Sequence[Trigger]) -> bool:
        """Whether the trigger is the content of a promise or a refusal, which gets no record of its own."""
        verb = trigger.light if trigger.light is not None else trigger.head
        above, types = tree.head(verb), CONTAINERS.get(tree.dep(verb), ())
        return any(other.event_type in types and other.head == above for other in others)

    def _from_tag(self, tree: Tree, tag: Tag, words: list[Trigger]) -> Trigger | None:
        head = tree.head_of(tag.span)
        if head is None:
            return None
        if tree.tokens[head].pos == "ADV" and tree.is_verb(tree.head(head)):
            verb = tree.tokens[tree.head(head)].span
            moved = self._from_tag(tree, replace(tag, span=verb), words)
            return replace(moved, read=tag.span) if moved is not None else None
        full = [i for i, token in enumerate(tree.tokens)
                if token.span.overlaps(tag.span) and token.pos not in NO_EDGE]  # fmt: skip
        trimmed = tree.span(full[0], full[-1]) if full else tag.span
        if trimmed != tag.span:  # "' presence" and "described the" open or close on a word that states nothing
            moved = self._from_tag(tree, replace(tag, span=trimmed), words)
            return replace(moved, read=tag.span) if moved is not None else None
        light = None
        nouns = [
            k for k in tree.with_dep(head, "dobj", "nsubjpass") if tree.tokens[k].span.overlaps(tag.span)
        ]
        if (
            tree.is_verb(head)
            and nouns
            and (tree.lemma(head) in self.light and self._is_event_noun(tree, nouns[0]))
        ):
            head, light = nouns[0], head
        elif not tree.is_verb(head):
            light = self._light_above(tree, head)
        match = next((word for word in words if word.span.overlaps(tag.span)), None)
        if match is None:
            if tree.tokens[head].pos not in ("VERB", "NOUN") and tag.score < SURE_OF_ODD:
                return None
            return Trigger(head, light, tag.span, tag.label, (), tag.score, "model")
        if match.event_type != tag.label and match.score >= TYPED:
            return Trigger(head, light, tag.span, match.event_type, match.modes, tag.score * 0.9, "both")
        score = (
            1 - (1 - tag.score) * (1 - match.score / 2) if match.event_type == tag.label else tag.score * 0.9
        )
        modes = match.modes if match.event_type == tag.label else ()
        return Trigger(head, light, tag.span, tag.label, modes, min(score, 0.999), "both")

    def _is_event_noun(self, tree: Tree, i: int) -> bool:
        forms = word_forms(tree.lemma(i), tree.tokens[i].text.lower())
        return any(form in self.lexicon.nouns for form in forms)

    def from_lexicon(self, tree: Tree) -> list[Trigger]:
        """What the lexicon alone sees, without overlaps."""
        found: list[Trigger] = []
        for i in range(len(tree)):
            sense, words = self._sense(tree, i)
            if sense is not None:
                found.append(self._trigger(tree, i, sense, words))
        if found:
            traps = [span for _, span, _ in self.traps.find(tree)]
            found = [
                trigger for trigger in found if not any(self._reach(tree, trigger).overlaps(t) for t in traps)
            ]
        found.sort(key=lambda trigger: (-(trigger.span.end - trigger.span.start), trigger.span.start))
        kept: list[Trigger] = []
        for trigger in found:
            if not any(trigger.span.overlaps(other.span) for other in kept):
                kept.append(trigger)
        return sorted(kept, key=lambda trigger: trigger.span.start)

    def _reach(self, tree: Tree, trigger: Trigger) -> Span:
        """The trigger with its verb's object."""
        ends = [tree.tokens[k].span.end for k in tree.with_dep(trigger.head, "dobj") if k > trigger.head]
        return Span(trigger.span.start, max([trigger.span.end, *ends]))

    def _sense(self, tree: Tree, i: int) -> tuple[Sense | None, list[int]]:
        token = tree.tokens[i]
        if token.text in ("March", "Mar.") or self._is_epithet(tree, i):
            return None, []
        forms = dict.fromkeys(word_forms(tree.lemma(i), token.text.lower()))
        candidates: list[Sense] = [sense for form in forms for sense in self.lexicon.phrases.get(form, ())]
        if token.pos == "VERB" or token.tag.startswith("VB"):
            candidates += self.lexicon.verbs.get(tree.lemma(i), ())
        if token.pos in ("NOUN", "PROPN") and tree.dep(i) not in ("compound", "nmod"):
            candidates += next((self.lexicon.nouns[form] for form in forms if form in self.lexicon.nouns), ())
        for sense in candidates:
            words = matched_words(tree, sense, i)
            if words is not None and self.conditions.hold(tree, sense, i):
                return sense, words
        return None, []

    def _is_epithet(self, tree: Tree, i: int) -> bool:
        """Whether the word is the tail of a hyphenated epithet: 'US-backed', 'Saudi-led'."""
        return (
            i >= 2
            and tree.tokens[i].tag == "VBN"
            and tree.tokens[i - 1].text == "-"
            and tree.dep(i) == "amod"
        )

    def _trigger(self, tree: Tree, i: int, sense: Sense, words: list[int]) -> Trigger:
        first, last, light, head = words[0], words[-1], None, i
        if sense.kind == "noun" or not tree.is_verb(i):
            light = self._light_above(tree, i)
            if light is not None and light < i and i - light <= 6 and tree.dep(i) == "dobj":
                first = light
        elif sense.to_object:
            objects = [k for k in tree.with_dep(i, "dobj") if k > i and k - i <= 6]
            last = max([last, *objects])
        weight = sense.weight * (0.75 if tree.dep(i) == "amod" else 1.0)
        if sense.kind == "phrase" and tree.is_verb(i):
            nouns = [
                k for k in tree.with_dep(i, "dobj") if k in words and tree.lemma(k) in self.lexicon.nouns
            ]
            if nouns:
                light, head = i, nouns[0]
        return Trigger(head, light, tree.span(first, last), sense.event_type, sense.modes, weight, "lexicon")

    def _light_above(self, tree: Tree, noun: int) -> int | None:
        """The light verb that carries the noun as its object or passive subject."""
        above = tree.head(noun)
        if tree.dep(noun) == "pobj":
            preposition, above = above, tree.head(above)
            if not (tree.is_verb(above) and tree.lemma(preposition) in ("in", "to", "on", "under", "out")):
                return None
            return (
                above
                if tree.lemma(above) in ("engage", "take", "participate", "go", "come", "part", "enter")
                else None
            )
        if (
            tree.dep(noun) in ("dobj", "nsubjpass")
            and tree.is_verb(above)
            and tree.lemma(above) in self.light
        ):
            return above
        return None
