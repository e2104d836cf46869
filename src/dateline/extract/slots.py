"""Fills an event's slots from the parse, else from the model, and says for each how it came about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dateline.extract.parties import FindParties
from dateline.extract.phrases import Mentions
from dateline.extract.tree import Found, Tree
from dateline.extract.triggers import Trigger
from dateline.lexicon.triggers import EventLexicon
from dateline.records import Binding, Mention, Span, Tag, TimeRef

SURE = {
    "subject": 0.9,
    "agent": 0.95,
    "object": 0.85,
    "antecedent": 0.8,
    "shared subject": 0.8,
    "possessor": 0.85,
    "reciprocal": 0.85,
    "modifier": 0.7,
    "subject control": 0.7,
    "object control": 0.75,
    "raising": 0.75,
    "participle": 0.75,
}
FROM_MODEL = 0.5
PLACE_FROM_MODEL = 0.4
TIME_FROM_MODEL = 0.7  # for a time that does not stand in the trigger's own clause
PLACED = frozenset({"ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "CONSULT", "RETREAT", "AID"})
MODEL_FIRST = 0.7  # probability from which the model's parties are believed against the parse
LONGEST_BAN = 40  # words
EMPTY = frozenset({"DET", "ADP", "PUNCT", "CCONJ", "SCONJ", "PART", "AUX", "SPACE"})  # which name nothing by themselves
OTHER_CLAUSES = frozenset({"ccomp", "relcl", "advcl", "conj", "acl", "parataxis"})
PLACE_LABELS = frozenset({"COUNTRY", "PLACE", "FACILITY"})


@dataclass(slots=True)
class Filled:
    """The slots of one event."""

    actors: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    place: str | None = None
    time: TimeRef | None = None
    bindings: list[Binding] = field(default_factory=list)


class FillSlots:
    """Binds actor, recipient, place and time."""

    def __init__(self, lexicon: EventLexicon) -> None:
        self.parties = FindParties(lexicon)
        self.lists = lexicon.lists

    def __call__(
        self, tree: Tree, trigger: Trigger, mentions: Mentions, times: Sequence[TimeRef], tags: Sequence[Tag]
    ) -> Filled:
        """The slots; `tags` are the model's slot tags anchored on this trigger."""
        filled = Filled()
        tags = [tag for tag in tags if any(tree.tokens[i].pos not in EMPTY for i in tree.inside(tag.span))]
        roles = self.parties(tree, trigger)
        by_whom = any(item.method == "agent" for item in roles.actors)
        filled.actors = self._side(
            tree, "actor", roles.actors, roles.no_actor, mentions, tags, filled, certain=by_whom
        )
        done_to = by_whom and any(item.method == "participle" for item in roles.recipients)
        filled.recipients = self._side(  # 'the envoy shot by rebels': no reading is surer than the words' order
            tree, "recipient", roles.recipients, roles.no_recipient, mentions, tags, filled, certain=done_to
        )
        filled.recipients = [one for one in filled.recipients if one not in filled.actors]
        self._place(tree, trigger, mentions, tags, filled)
        self._time(tree, trigger, times, tags, filled)
        return filled

    def _side(
        self,
        tree: Tree,
        slot: str,
        found: list[Found],
        reason: str,
        mentions: Mentions,
        tags: Sequence[Tag],
        filled: Filled,
        certain: bool = False,
    ) -> list[str]:
        read = sorted(
            (tag for tag in tags if tag.label == slot and tag.score >= FROM_MODEL), key=lambda tag: tag.span
        )
        ids: list[str] = []
        sure = [tag for tag in read if tag.score >= MODEL_FIRST]
        if sure and not certain:
            read, found = sure, []
        if found:
            for item in found:
                mention = mentions.at(tree, item.token)
                if slot == "actor":
                    mention = mentions.fullest_beside(mention)
                if mention.mention_id not in ids:
                    ids.append(mention.mention_id)
                    score = SURE.get(item.method, 0.65)
                    filled.bindings.append(
                        Binding(
                            slot=slot,
                            target=mention.mention_id,
                            method=item.method,
                            score=score,
                            span=mention.span,
                        )
                    )
            return ids
        for tag in read:
            mention = mentions.over(tree, tag.span)
            if mention.mention_id not in ids:
                ids.append(mention.mention_id)
                filled.bindings.append(
                    Binding(
                        slot=slot,
                        target=mention.mention_id,
                        method="model",
                        score=tag.score,
                        span=mention.span,
                    )
                )
        if not ids:
            filled.bindings.append(Binding(slot=slot, target=None, method=reason, score=0.5))
        return ids

    def _place(
        self, tree: Tree, trigger: Trigger, mentions: Mentions, tags: Sequence[Tag], filled: Filled
    ) -> None:
        read = [tag for tag in tags if tag.label == "place" and tag.score >= PLACE_FROM_MODEL]
        found = self._place_token(tree, trigger) or self._clause_place(tree, trigger)
        if found is not None and self._is_believed(tree, trigger, found, read):
            score = 0.55 if found.method == "clause" else 0.75
            _place_at(filled, mentions.at(tree, found.token), found.method, score)
        elif read:
            best = max(read, key=lambda tag: tag.score)
            mention = mentions.over(tree, best.span)
            if mention.label != "PERSON":
                _place_at(filled, mention, "model", best.score)
        elif trigger.method == "lexicon" and self._target_place(tree, trigger, mentions, filled) is None:
            self._sentence_place(tree, trigger, mentions, filled)

    def _is_believed(self, tree: Tree, trigger: Trigger, found: Found, read: Sequence[Tag]) -> bool:
        """Whether the parse is believed: the model has read the trigger and not this as its place, or has not."""
        word = tree.tokens[found.token].span
        if any(tag.span.overlaps(word) for tag in read):
            return True
        if read or trigger.method == "lexicon":
            return not read
        return found.method != "clause" and trigger.event_type in PLACED

    def _target_place(self, tree: Tree, trigger: Trigger, mentions: Mentions, filled: Filled) -> str | None:
        """What was attacked, seized or marched through, where that is itself a place."""
        if trigger.event_type not in ("ASSAULT", "COERCE", "PROTEST", "RETREAT"):
            return None
        for one in filled.recipients:
            mention = mentions.by_id[one]
            head = tree.head_of(mention.head or mention.span)
            if head is not None and (
                mention.label in PLACE_LABELS or tree.lemma(head) in self.lists["place_nouns"]
            ):
                _place_at(filled, mention, "recipient", 0.6)
                return one
        return None

    def _clause_place(self, tree: Tree, trigger: Trigger) -> Found | None:
        """The nearest place after the trigger in its own clause, whatever noun it hangs on."""
        for node in tree.subtree(trigger.head, stop=OTHER_CLAUSES):
            if node < trigger.head or tree.dep(node) != "prep":
                continue
            for child in tree.with_dep(node, "pobj"):
                if tree.lemma(node) in self.lists["place_types_only"] and self._is_place(tree, child):
                    return Found(child, "clause")
        return None

    def _sentence_place(self, tree: Tree, trigger: Trigger, mentions: Mentions, filled: Filled) -> None:
        """The place that a clause above the trigger's own gives, with a low score."""
        for node in tree.ancestors(trigger.head):
            for name, _, target in tree.prepositions(node):
                if name in self.lists["place_types_only"] and self._is_place(tree, target):
                    _place_at(filled, mentions.at(tree, target), "sentence", 0.4)
                    return

    def _place_token(self, tree: Tree, trigger: Trigger) -> Found | None:
        nodes = [trigger.head, *([trigger.light] if trigger.light is not None else [])]
        above = tree.clause(trigger.head)
        if above not in nodes and tree.dep(trigger.head) in ("dobj", "nsubj", "nsubjpass", "pobj", "attr"):
            nodes.append(above)
        nodes += [k for node in nodes for k in tree.with_dep(node, "dobj")]
        for node in nodes:
            for name, _, target in tree.prepositions(node):
                if name in self.lists["place_types_only"] and self._is_place(tree, target):
                    return Found(target, f"preposition {name}")
        if (entered := self._entered(tree, trigger)) is not None:
            return Found(entered, "entry")
        for child in tree.with_dep(trigger.head, "compound", "nmod"):
            if (
                not self._is_dated(tree, child)
                and tree.tokens[child].pos == "PROPN"
                and not tree.is_verb(trigger.head)
                and trigger.event_type in ("ASSAULT", "PROTEST")
            ):
                return Found(child, "modifier")
        return None

    def _entered(self, tree: Tree, trigger: Trigger) -> int | None:
        """Where those may not go whom a ban keeps out: 'barred envoys from entering Chad'."""
        if trigger.event_type not in ("COERCE", "REJECT", "SANCTION"):
            return None
        for node in tree.subtree(trigger.head)[:LONGEST_BAN]:
            if tree.lemma(node) in self.lists["entry_verbs"]:
                return next((k for k in tree.with_dep(node, "dobj") if self._is_place(tree, k)), None)
        return None

    def _is_place(self, tree: Tree, token: int) -> bool:
        named = tree.tokens[token].pos == "PROPN" and tree.lemma(token).rstrip(".") not in self.lists["calendar"]
        return named or tree.lemma(token) in self.lists["place_nouns"]

    def _is_dated(self, tree: Tree, token: int) -> bool:
        """Whether a name before a noun is of the calendar, or has a word of it: 'the Bloody Sunday killings'."""
        return any(tree.lemma(k).rstrip(".") in self.lists["calendar"] for k in tree.subtree(token))

    def _time(
        self, tree: Tree, trigger: Trigger, times: Sequence[TimeRef], tags: Sequence[Tag], filled: Filled
    ) -> None:
        usable = [
            time
            for time in times
            if time.span is not None
            and time.timex_type in ("DATE", "TIME", "DURATION")
            and not self._is_yardstick(tree, trigger, time.span)
            and not self._is_measure(tree, trigger, time)
        ]
        best, method, score = self._antecedent_time(tree, trigger, usable), "antecedent", 0.85
        if best is None:
            best, method, score = self._clause_time(tree, trigger, usable), "clause", 0.8
        if best is None:
            read = [tag for tag in tags if tag.label == "time" and tag.score >= TIME_FROM_MODEL]
            best = next(
                (
                    time
                    for time in usable
                    for tag in read
                    if time.span is not None and time.span.overlaps(tag.span)
                ),
                None,
            )
            method = "model"
        if best is None:
            opening = [
                time
                for time in usable
                if time.span is not None and time.span.start - tree.sentence.span.start <= 12
            ]
            best, method, score = (opening[0], "sentence opening", 0.5) if opening else (None, "", 0.0)
        if method in ("clause", "sentence opening") and trigger.method != "lexicon":
            least = TIME_FROM_MODEL if method == "sentence opening" else 0.0
            told = [tag.span for tag in tags if tag.label == "time" and tag.score >= least]
            read_it = best is None or best.span is None or any(best.span.overlaps(s) for s in told)
            if not read_it and not self._is_own_time(tree, trigger, best):
                best = None  # the model read the trigger, and does not read this as its time
        if best is not None:
            filled.time = best
            filled.bindings.append(
                Binding(slot="time", target=best.time_id, method=method, score=score, span=best.span)
            )

    def _is_measure(self, tree: Tree, trigger: Trigger, time: TimeRef) -> bool:
        """Whether the time says how long ('sentenced to three years') or how far off ('the day before the raid')."""
        inside = tree.inside(time.span) if time.span is not None else []
        top = next((i for i in inside if tree.head(i) not in inside), None)
        if top is None:
            return False
        if time.timex_type == "DURATION" and tree.dep(tree.head(top)) == "prep":
            return tree.lemma(tree.head(top)) == "to"
        for node in (trigger.head, *tree.ancestors(trigger.head)):
            above = tree.head(node)
            if tree.lemma(above) in ("before", "after", "following") and tree.head(above) in inside:
                return True
            if tree.is_verb(node) or node in inside:
                return False
        return False

    def _is_own_time(self, tree: Tree, trigger: Trigger, time: TimeRef | None) -> bool:
        """Whether the time hangs on the trigger itself, with at most a preposition between: 'charged on Sunday'."""
        inside = tree.inside(time.span) if time is not None and time.span is not None else []
        top = next((i for i in inside if tree.head(i) not in inside), None)
        if top is None:
            return False
        above = tree.head(top)
        if tree.dep(above) == "prep":
            top, above = above, tree.head(above)
        return above == trigger.head and tree.is_verb(above) and tree.dep(top) in ("prep", "npadvmod")

    def _is_yardstick(self, tree: Tree, trigger: Trigger, span: Span) -> bool:
        """Whether the time only says since when there was no such thing: 'the first strike since 1988'."""
        inside = tree.inside(span)
        above = inside[0] if inside else 0
        for node in tree.ancestors(above):
            if tree.dep(node) in ("prep", "mark", "pcomp") and tree.lemma(node) == "since":
                return trigger.head not in tree.subtree(node) and any(
                    tree.lemma(i) in self.lists["superlatives"] or tree.tokens[i].tag in ("JJS", "RBS")
                    for i in range(max(0, node - 14), node)
                )
            if tree.is_verb(node):
                return False
        return False

    def _antecedent_time(self, tree: Tree, trigger: Trigger, times: Sequence[TimeRef]) -> TimeRef | None:
        """The time before a 'when' clause that the trigger heads or is in: 'on 3 January, when … killed'."""
        clause = tree.clause(trigger.head)
        when = [k for k in tree.with_dep(clause, "advmod") if tree.lemma(k) == "when"]
        if not when:
            return None
        before = tree.tokens[when[0]].span.start
        near = [time for time in times if time.span is not None and 0 <= before - time.span.end <= 2]
        return near[0] if near else None

    def _clause_time(self, tree: Tree, trigger: Trigger, times: Sequence[TimeRef]) -> TimeRef | None:
        start = trigger.light if trigger.light is not None else trigger.head
        nodes = [start]
        if not tree.is_verb(start):
            nodes.append(tree.clause(start))
        for node in nodes:
            inside = [tree.tokens[i].span for i in tree.subtree(node, stop=OTHER_CLAUSES)]
            near = [
                time
                for time in times
                if time.span is not None and any(time.span.overlaps(span) for span in inside)
            ]
            if near:
                return min(
                    near, key=lambda time: abs((time.span.start if time.span else 0) - trigger.span.start)
                )
        return None


def _place_at(filled: Filled, mention: Mention, method: str, score: float) -> None:
    filled.place = mention.mention_id
    filled.bindings.append(
        Binding(slot="place", target=mention.mention_id, method=method, score=score, span=mention.span)
    )
