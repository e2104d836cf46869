"""Who stands in which role of a trigger, read from the parse: tokens with the way that led to them."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.extract.tree import Found, Tree
from dateline.extract.triggers import Trigger
from dateline.extract.victims import YEAR, listed, struck_by, victims_of
from dateline.lexicon.triggers import EventLexicon

ACTOR_PREPOSITIONS = frozenset({"by"})
TARGETS: dict[str, tuple[str, ...]] = {
    "ASSAULT": ("on", "against", "at", "upon", "into", "of"),
    "COERCE": ("on", "against", "of", "from", "to"),
    "ACCUSE": ("against", "of", "into", "at", "with", "on", "about", "to"),
    "REQUEST": ("on", "upon", "to", "from"),
    "REJECT": ("of", "to", "from", "with"),
    "THREATEN": ("to", "against", "with"),
    "PROTEST": ("against",),
    "SANCTION": ("on", "against", "with", "to", "from", "of"),
    "MOBILIZE": ("against",),
    "SUPPORT": ("for", "to", "with", "of", "behind"),
    "AID": ("to", "for", "with"),
    "CONCEDE": ("to", "for", "on", "against", "with"),
    "RETREAT": ("to", "with", "of"),
    "AGREE": ("with", "to"),
    "CONSULT": (),
    "COOPERATE": ("with", "to"),
}
PEOPLE_ONLY = frozenset({"REJECT", "PROTEST", "AGREE", "CONCEDE"})
OBJECT_IS_TARGET_ONLY_VIA_PREPOSITION = frozenset({"MOBILIZE"})


@dataclass(slots=True)
class Roles:
    """The tokens found for actor and recipient, and why a side stayed empty."""

    actors: list[Found] = field(default_factory=list)
    recipients: list[Found] = field(default_factory=list)
    no_actor: str = "no noun phrase in the clause"
    no_recipient: str = "no noun phrase in the clause"


class FindParties:
    """Reads the roles of a trigger."""

    def __init__(self, lexicon: EventLexicon) -> None:
        self.lists = lexicon.lists
        self.classes = lexicon.classes
        self.nouns = lexicon.nouns

    def __call__(self, tree: Tree, trigger: Trigger) -> Roles:
        """The roles of the trigger."""
        reciprocal = self._is_reciprocal(tree, trigger)
        if tree.is_verb(trigger.head) and tree.tokens[trigger.head].pos != "NOUN":
            roles = self._verbal(tree, trigger, reciprocal)
        else:
            roles = self._nominal(tree, trigger, reciprocal)
        if trigger.event_type == "ASSAULT":
            roles.recipients += victims_of(tree, trigger) or (
                struck_by(tree, trigger, self.lists["not_party"]) if not roles.recipients else []
            )
        taken = {found.token for found in roles.actors}
        roles.recipients = [found for found in roles.recipients if found.token not in taken]
        return roles

    def _is_reciprocal(self, tree: Tree, trigger: Trigger) -> bool:
        return (
            trigger.event_type in self.lists["reciprocal_types"]
            or tree.lemma(trigger.head) in self.lists["reciprocal_words"]
        )

    def _verbal(self, tree: Tree, trigger: Trigger, reciprocal: bool) -> Roles:
        roles, verb = Roles(), trigger.head
        passive = tree.is_passive(verb)
        subject = tree.subject(verb)
        if tree.dep(verb) == "amod":
            subject, passive = Found(tree.head(verb), "modified noun"), tree.tokens[verb].tag == "VBN"
        if passive:
            for name, _, target in tree.prepositions(verb):
                if name == "by" and self.is_party(tree, target):
                    roles.actors += listed(tree, target, "agent")
            if not roles.actors:
                roles.no_actor = "passive without agent"
            if subject is not None:
                roles.recipients += self._receivers(tree, subject.token, subject.method, trigger)
        else:
            if subject is not None:
                roles.actors += self._doers(tree, subject.token, subject.method)
            for target in tree.objects(verb):
                if target > verb and not tree.tokens[target].span.overlaps(trigger.span):
                    roles.recipients += self._receivers(tree, target, "object", trigger)
                elif tree.tokens[target].span.overlaps(trigger.span) and target != verb:
                    roles.recipients += self._inner(tree, target, trigger) or self._named_inside(
                        tree, target, trigger
                    )
                elif target < verb:
                    roles.recipients += self._receivers(tree, target, "antecedent", trigger)
            for target in tree.with_dep(verb, "dative"):
                if tree.tokens[target].pos != "ADP":
                    roles.recipients[:0] = self._receivers(tree, target, "indirect object", trigger)
        self._prepositions(tree, verb, trigger, roles, reciprocal, passive=passive)
        if not roles.recipients and trigger.event_type in ("REQUEST", "THREATEN", "COERCE"):
            told = self._clause_subject(tree, verb)
            if trigger.event_type != "THREATEN" or not told or tree.tokens[told[0].token].pos != "PRON":
                roles.recipients += told  # 'warned that it would strike': who warns, not who is warned
        if (
            reciprocal
            and not passive
            and trigger.event_type != "COOPERATE"
            and tree.lemma(verb) in ("meet", "discuss")
        ):
            roles.actors += [found._replace(method="reciprocal") for found in roles.recipients]
            roles.recipients = []
        return roles

    def _inner(self, tree: Tree, noun: int, trigger: Trigger) -> list[Found]:
        """Receivers that hang on the object inside the trigger: 'recalled its ambassador to Paris'."""
        found: list[Found] = []
        for name, _, target in tree.prepositions(noun):
            if name in (
                *TARGETS.get(trigger.event_type, ()),
                "to",
                "from",
                "on",
                "against",
                "with",
            ) and self.is_party(tree, target):
                found += listed(tree, target, f"object's {name}")
        return found

    def _named_inside(self, tree: Tree, token: int, trigger: Trigger) -> list[Found]:
        """The object inside the trigger where it names a party itself: 'take on the militia'."""
        if trigger.event_type in OBJECT_IS_TARGET_ONLY_VIA_PREPOSITION:
            return []
        lemma = tree.lemma(token)
        named = (
            tree.tokens[token].pos == "PROPN"
            or lemma in self.classes["person"]
            or lemma in self.lists["place_nouns"]
        )
        return listed(tree, token, "object") if named and lemma not in self.nouns else []

    def _prepositions(
        self, tree: Tree, verb: int, trigger: Trigger, roles: Roles, reciprocal: bool, *, passive: bool
    ) -> None:
        wanted = TARGETS.get(trigger.event_type, ())
        for name, _, target in tree.prepositions(verb):
            if not self.is_party(tree, target):
                continue
            if (name == "with" and reciprocal) or name == "between":
                roles.actors += listed(tree, target, "reciprocal")
            elif (
                name in wanted
                and not roles.recipients
                and name not in ("of",)
                and not self.is_place(tree, target, name)
            ):
                roles.recipients += self._receivers(tree, target, f"preposition {name}", trigger)
            elif name == "from" and trigger.event_type in ("SANCTION",) and not roles.recipients:
                roles.recipients += listed(tree, target, "preposition from")

    def _clause_subject(self, tree: Tree, verb: int) -> list[Found]:
        for child in tree.with_dep(verb, "ccomp", "xcomp"):
            for subject in tree.with_dep(child, "nsubj", "nsubjpass"):
                if self.is_party(tree, subject):
                    return listed(tree, subject, "subject of the content")
        return []

    def _doers(self, tree: Tree, token: int, method: str) -> list[Found]:
        if self.is_party(tree, token) and tree.lemma(token) not in self.lists["instruments"]:
            return listed(tree, token, method)
        if tree.tokens[token].pos == "NOUN" and tree.lemma(token) in self.nouns:
            return self._noun_doers(tree, token)
        for child in tree.with_dep(token, "poss"):
            if self.is_party(tree, child):
                return listed(tree, child, "possessor")
        return []

    def _receivers(self, tree: Tree, token: int, method: str, trigger: Trigger) -> list[Found]:
        if trigger.event_type in OBJECT_IS_TARGET_ONLY_VIA_PREPOSITION and method in ("object", "subject"):
            return []
        if self._is_moved(tree, token, trigger):
            return []
        if trigger.event_type in PEOPLE_ONLY and not self._is_people(tree, token):
            inner = self._noun_doers(tree, token) if trigger.event_type == "REJECT" else []
            return [item._replace(method=f"{method}'s {item.method}") for item in inner]
        if self.is_party(tree, token) or (
            trigger.event_type in ("COERCE", "ASSAULT") and tree.lemma(token) not in self.lists["not_party"]
        ):
            return listed(tree, token, method)
        if trigger.event_type in ("ACCUSE", "SUPPORT", "REJECT", "CONCEDE", "SANCTION", "ASSAULT", "REQUEST"):
            inner = self._noun_doers(tree, token)
            if not inner:
                inner = [
                    Found(target, f"object's {name}")
                    for name, _, target in tree.prepositions(token)
                    if name in ("against", "on", "to", "with", "of", "from") and self.is_party(tree, target)
                ][:1]
            return [
                found._replace(method=f"{method}'s {found.method}") if "'s" not in found.method else found
                for found in inner
            ]
        return []

    def _is_moved(self, tree: Tree, token: int, trigger: Trigger) -> bool:
        """Whether the object is what one gives up or takes, and nobody's side: 'withdrew troops', 'seized the town'."""
        if trigger.event_type == "RETREAT":
            return tree.lemma(trigger.head) in self.lists["withdrawing_verbs"]
        return "seize" in trigger.modes and tree.lemma(token) in self.lists["place_nouns"]

    def _noun_doers(self, tree: Tree, noun: int) -> list[Found]:
        found: list[Found] = []
        for name, _, target in tree.prepositions(noun):
            if name in ACTOR_PREPOSITIONS and self.is_party(tree, target):
                found += listed(tree, target, "agent")
        if not found and tree.lemma(noun) not in self.lists["victim_nouns"]:
            for child in tree.with_dep(noun, "poss"):
                if self.is_party(tree, child):
                    found += listed(tree, child, "possessor")
        if not found:
            found += self._pair(tree, noun) or self._modifier_doers(tree, noun)
        return found

    def _pair(self, tree: Tree, noun: int) -> list[Found]:
        """Both names of a hyphenated pair before the noun: 'the Iran-Iraq war', 'Armenia–Azerbaijan talks'."""
        for child in tree.with_dep(noun, "compound", "nmod", "amod"):
            first = child - 2
            if (
                first >= 0
                and tree.tokens[child - 1].text in ("-", "–")
                and tree.tokens[child].text[:1].isupper()
                and tree.tokens[first].text[:1].isupper()
                and tree.lemma(noun) in self.lists["reciprocal_words"]
            ):
                return [Found(first, "reciprocal"), Found(child, "reciprocal")]
        return []

    def _modifier_doers(self, tree: Tree, noun: int) -> list[Found]:
        """Parties before the noun: 'Israeli strikes', 'police raid', 'US talks'; a town is a place."""
        if tree.lemma(noun) in self.lists["setting_nouns"]:
            return []
        found: list[Found] = []
        for child in tree.children[noun]:
            if (
                child < noun
                and tree.dep(child) in ("amod", "compound", "nmod")
                and self._is_doer_word(tree, child)
            ):
                found += [Found(k, "modifier") for k in tree.conjuncts(child) if k < noun]
        return found[:3]

    def _is_doer_word(self, tree: Tree, i: int) -> bool:
        token, lemma = tree.tokens[i], tree.lemma(i)
        if lemma in self.lists["group_words"]:
            return True
        if token.pos == "PROPN":
            letters = token.text.replace(".", "")
            return 2 <= len(letters) <= 5 and letters.isupper() and lemma not in self.lists["calendar"]
        return (
            token.pos == "ADJ"
            and token.text[:1].isupper()
            and (i > 0 or token.text.endswith(("n", "i", "h", "e")))
        )

    def _nominal(self, tree: Tree, trigger: Trigger, reciprocal: bool) -> Roles:
        roles, noun = Roles(), trigger.head
        victim = tree.lemma(noun) in self.lists["victim_nouns"]
        roles.actors += self._noun_doers(tree, noun)
        if victim:
            for child in tree.with_dep(noun, "poss"):
                if self.is_party(tree, child):
                    roles.recipients += listed(tree, child, "possessor")
        for name, _, target in tree.prepositions(noun):
            if not self.is_party(tree, target) and trigger.event_type not in ("ASSAULT", "COERCE"):
                continue
            if name in ("between", "among") or (name == "with" and reciprocal):
                roles.actors += listed(tree, target, "reciprocal")
            elif (
                name == "from"
                and trigger.event_type in ("ASSAULT", "REQUEST", "AID", "ACCUSE", "SUPPORT", "THREATEN")
                and not roles.actors
            ):
                roles.actors += listed(tree, target, "preposition from")
            elif (
                name == "of"
                and not victim
                and not roles.actors
                and trigger.event_type not in ("ACCUSE", "COERCE", "SANCTION")
            ):
                if self.is_party(tree, target):
                    roles.actors += listed(tree, target, "preposition of")
            elif (
                name in TARGETS.get(trigger.event_type, ())
                and not self.is_place(tree, target, name)
                and not roles.recipients
            ):
                roles.recipients += listed(tree, target, f"preposition {name}")
        self._carrier(tree, trigger, roles, reciprocal)
        if not roles.actors:
            roles.actors = self._own_act(tree, noun)
        return roles

    def _own_act(self, tree: Tree, noun: int) -> list[Found]:
        """The subject of the verb above the noun, where that verb does not speak of another's act."""
        above = tree.head(noun)
        if tree.dep(noun) == "pobj" and tree.lemma(above) in ("in", "with", "on", "of", "into", "to", "for"):
            if tree.lemma(tree.head(above)) not in self.lists["own_act_verbs"]:
                return []
            above = tree.head(above)
        elif tree.dep(noun) not in ("dobj", "attr") or tree.lemma(above) in self.lists["others_act_verbs"]:
            return []
        if not tree.is_verb(above) or tree.is_passive(above):
            return []
        subject = tree.subject(above)
        if subject is None or subject.token == noun:
            return []
        return [
            found._replace(method="subject of the verb above")
            for found in self._doers(tree, subject.token, subject.method)
        ]

    def _carrier(self, tree: Tree, trigger: Trigger, roles: Roles, reciprocal: bool) -> None:
        """Parties that the verb above the noun brings: 'launched a strike on', 'was killed in a strike'."""
        noun, verb = trigger.head, trigger.light
        if verb is None:
            self._outer(tree, trigger, roles)
            return
        passive = tree.is_passive(verb)
        undergoes = tree.lemma(verb) in self.lists["undergoing_verbs"]
        subject = tree.subject(verb)
        if passive:
            agents = [
                target
                for name, _, target in tree.prepositions(verb)
                if name == "by" and self.is_party(tree, target)
            ]
            roles.actors = [f for a in agents for f in listed(tree, a, "agent")] or roles.actors
            if not roles.actors:
                roles.no_actor = "passive without agent"
        elif subject is not None and subject.token != noun:
            doers = self._doers(tree, subject.token, subject.method)
            if undergoes:
                roles.recipients = roles.recipients or doers
            else:
                roles.actors = (
                    doers + [f for f in roles.actors if f.method == "reciprocal"] if doers else roles.actors
                )
        for name, _, target in tree.prepositions(verb):
            if tree.tokens[target].span.overlaps(trigger.span) or not self.is_party(tree, target):
                continue
            if name == "with" and reciprocal:
                roles.actors += listed(tree, target, "reciprocal")
            elif (
                name in TARGETS.get(trigger.event_type, ())
                and name != "of"
                and not roles.recipients
                and not self.is_place(tree, target, name)
            ):
                roles.recipients += listed(tree, target, f"preposition {name}")
        for target in tree.with_dep(verb, "dative"):
            if tree.tokens[target].pos != "ADP" and not roles.recipients:
                roles.recipients += listed(tree, target, "indirect object")

    def _outer(self, tree: Tree, trigger: Trigger, roles: Roles) -> None:
        """Victims of 'killed in a strike' and 'the strike killed', which are the noun's own recipients."""
        noun = trigger.head
        if trigger.event_type != "ASSAULT" or roles.recipients:
            return
        above = tree.head(noun)
        if tree.dep(noun) == "pobj":
            above = tree.head(above)
        if tree.is_verb(above) and tree.lemma(above) in (
            "kill",
            "wound",
            "injure",
            "die",
            "target",
            "hit",
            "destroy",
            "damage",
            "leave",
        ):
            if tree.is_passive(above) or tree.lemma(above) == "die":
                subject = tree.subject(above)
                heads = [subject.token] if subject else []
            else:
                heads = tree.objects(above)
            for head in heads:
                if head != noun and tree.lemma(head) not in self.lists["not_party"]:
                    roles.recipients += listed(tree, head, "victim of the verb")

    def _is_people(self, tree: Tree, token: int) -> bool:
        """Whether the token names or describes people or a state."""
        return (
            tree.tokens[token].pos in ("PROPN", "PRON") or tree.lemma(token) in self.classes["person"]
        ) and self.is_party(tree, token)

    def is_party(self, tree: Tree, token: int) -> bool:
        """Whether the token can head a phrase that names a party."""
        word = tree.tokens[token]
        if YEAR.fullmatch(word.text):
            return False
        if word.pos == "PROPN":
            return word.lemma.lower().rstrip(".") not in self.lists["calendar"]
        if word.pos == "PRON":
            return (
                word.tag in ("PRP", "PRP$", "WP") and word.lemma.lower() != "it"
            ) or word.lemma.lower() in ("all", "some", "many", "others", "it")
        if word.pos == "NOUN":
            lemma = word.lemma.lower()
            return lemma not in self.lists["not_party"] and (
                lemma in self.classes["person"]
                or lemma in self.classes["armed"]
                or lemma in self.classes["official"]
                or lemma in self.lists["group_words"]
                or lemma in self.classes["government"]
                or not _is_abstract(lemma)
            )
        return word.pos in ("NUM",) or (word.pos == "ADJ" and word.text[:1].isupper())

    def is_place(self, tree: Tree, token: int, preposition: str) -> bool:
        """Whether the phrase under the preposition is rather a place than a party."""
        return preposition in ("at", "in", "into") and (
            tree.lemma(token) in self.lists["place_nouns"]
            or (preposition == "in" and tree.tokens[token].pos == "PROPN")
        )


def _is_abstract(lemma: str) -> bool:
    return lemma.endswith(
        ("tion", "sion", "ness", "ment", "ity", "ism", "ance", "ence", "ship", "ing", "acy", "age", "ure")
    )
