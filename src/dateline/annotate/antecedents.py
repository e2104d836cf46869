"""What a pronoun stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dateline.annotate.referents import Referent
from dateline.lexicon.coreference import CoreferenceWords

_MALE = frozenset({"he", "him", "his", "himself"})
_FEMALE = frozenset({"she", "her", "hers", "herself"})
_THING = frozenset({"it", "its", "itself"})
_MANY = frozenset({"they", "them", "their", "theirs", "themselves"})
_RELATIVE = frozenset({"who", "whom", "whose"})
FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
_SINGULAR_FIRST = frozenset({"i", "me", "my", "mine", "myself"})
_DEADLY = frozenset({"kill", "murder", "assassinate", "execute", "behead", "massacre"})
_WINDOW = 3  # sentences back
_PEOPLE = frozenset({"PERSON", "OFFICE", "GROUP", "OTHER"})
_BODIES = frozenset({"ORG", "COUNTRY", "OFFICE", "PLACE", "FACILITY", "OTHER"})


@dataclass(slots=True)
class Entity:
    """One party of the report, with its mentions so far."""

    referents: list[Referent] = field(default_factory=list)
    gender: str = ""
    plural: bool = False
    person: bool = False

    def add(self, referent: Referent) -> None:
        """Takes in one more mention."""
        self.referents.append(referent)
        self.gender = self.gender or referent.gender
        if referent.mention.label != "PRONOUN":
            self.plural = self.plural or referent.plural
            self.person = self.person or referent.mention.label == "PERSON"


@dataclass(frozen=True, slots=True)
class Choice:
    """The entity chosen for a mention, with reason and score."""

    entity: Entity
    method: str
    score: float


def choose(pronoun: Referent, recent: Sequence[tuple[Referent, Entity]]) -> Choice | None:
    """The entity that a pronoun of the third person, or a relative one, stands for."""
    word = pronoun.head.text.lower()
    if word in _RELATIVE:
        return _relative(pronoun, recent)
    best: tuple[float, Entity] | None = None
    second = 0.0
    for candidate, entity in _candidates(pronoun, recent):
        fit = _fit(word, candidate, entity)
        if fit <= 0 or _blocked(pronoun, candidate):
            continue
        score = fit * _salience(pronoun, candidate, entity)
        if best is None or score > best[0]:
            if best is not None and best[1] is not entity:
                second = best[0]
            best = (score, entity)
        elif best[1] is not entity:
            second = max(second, score)
    if best is None:
        return None
    margin = best[0] / (best[0] + second)
    return Choice(best[1], "pronoun", round(min(0.95, 0.4 + 0.5 * margin), 2))


def choose_speaker(
    pronoun: Referent, recent: Sequence[tuple[Referent, Entity]], words: CoreferenceWords
) -> Choice | None:
    """The entity that speaks where 'I' or 'we' stands: of the same sentence, the one before, or the next."""
    here = pronoun.sentence.index
    best: tuple[int, Entity, Referent] | None = None
    for candidate, entity in recent:
        gap = candidate.sentence.index - here
        verb = candidate.sentence.tokens[candidate.head.head]
        if candidate is pronoun or not -4 <= gap <= 1 or candidate.head.dep != "nsubj":
            continue
        if verb.lemma not in words.speech or candidate.head.text.lower() in FIRST_PERSON:
            continue
        if gap == 0 and candidate.clause == pronoun.clause:
            continue
        rank = 0 if gap == 0 else 2 * -gap if gap < 0 else 3
        if best is None or rank < best[0]:
            best = (rank, entity, candidate)
    if best is None:
        return None
    singular = pronoun.head.text.lower() in _SINGULAR_FIRST
    score = (0.85 if singular else 0.5) - 0.08 * best[0]
    return Choice(best[1], "speaker" if singular else "speaker-for", round(max(0.2, score), 2))


def _relative(pronoun: Referent, recent: Sequence[tuple[Referent, Entity]]) -> Choice | None:
    modified = None
    at = pronoun.at
    for _ in range(12):
        token = pronoun.sentence.tokens[at]
        if token.dep == "relcl":
            modified = token.head
            break
        if token.head == at:
            break
        at = token.head
    for candidate, entity in reversed(recent):
        if candidate.sentence.index != pronoun.sentence.index:
            break
        if modified is not None and candidate.at == modified:
            return Choice(entity, "relative", 0.95)
    for candidate, entity in reversed(recent):
        gap = pronoun.mention.span.start - candidate.mention.span.end
        if candidate.sentence.index != pronoun.sentence.index or gap > 3:
            break
        if gap >= 0 and candidate.mention.label in (*_PEOPLE, "ORG"):
            return Choice(entity, "relative", 0.7)
    return None


def _candidates(
    pronoun: Referent, recent: Sequence[tuple[Referent, Entity]]
) -> Iterator[tuple[Referent, Entity]]:
    for candidate, entity in reversed(recent):
        if pronoun.sentence.index - candidate.sentence.index > _WINDOW:
            return
        if candidate.mention.span.end <= pronoun.mention.span.start:
            yield candidate, entity


def _fit(word: str, candidate: Referent, entity: Entity) -> float:
    """How well a pronoun agrees with an entity, 0 where it does not."""
    label = candidate.mention.label
    if label == "PRONOUN":
        before = candidate.head.text.lower()
        same = any(word in group and before in group for group in (_MALE, _FEMALE, _THING, _MANY))
        return 1.0 if same else 0.0
    if label == "NORP" and candidate.head.pos == "ADJ":
        return 0.0
    if word in _MALE or word in _FEMALE:
        wrong = "female" if word in _MALE else "male"
        right = "male" if word in _MALE else "female"
        if entity.plural or entity.gender == wrong or label not in _PEOPLE:
            return 0.0
        if entity.gender == right:
            return 1.1
        return 1.0 if entity.person else 0.75 if label == "OFFICE" else 0.5 if label == "GROUP" else 0.3
    if word in _THING:
        if entity.plural or entity.person or entity.gender or label not in _BODIES:
            return 0.0
        return {"ORG": 1.0, "COUNTRY": 1.0, "OFFICE": 0.5, "PLACE": 0.5, "FACILITY": 0.6}.get(label, 0.4)
    if word in _MANY:
        if entity.plural:
            return {"GROUP": 1.0, "NORP": 0.8, "ORG": 0.9, "OFFICE": 0.9}.get(label, 0.5)
        return {"ORG": 0.55, "COUNTRY": 0.4, "GROUP": 0.35, "OFFICE": 0.2}.get(label, 0.0)
    return 0.0


def _blocked(pronoun: Referent, candidate: Referent) -> bool:
    """Whether the two cannot be one: arguments of one verb, or the pronoun owns the candidate."""
    if pronoun.sentence.index != candidate.sentence.index:
        return False
    if pronoun.head.text.lower().endswith(("self", "selves")):
        return not candidate.is_subject
    if pronoun.head.dep == "poss":
        return candidate.at == pronoun.head.head
    return candidate.clause == pronoun.clause and candidate.head.dep != "poss"


def _salience(pronoun: Referent, candidate: Referent, entity: Entity) -> float:
    gap = pronoun.sentence.index - candidate.sentence.index
    value = (1.0, 0.9, 0.55, 0.35)[gap]
    if candidate.is_subject:
        value *= 1.5
    elif candidate.head.dep in ("poss", "pobj", "compound", "conj"):
        value *= 0.75
    if candidate.is_subject and pronoun.is_subject:
        value *= 1.15
    if candidate.head.dep in ("dobj", "nsubjpass") and _is_deadly(candidate):
        value *= 0.4  # who was killed does nothing more
    value *= 1 + 0.05 * min(4, len(entity.referents) - 1)
    if gap == 0:
        distance = pronoun.at - candidate.at
        value *= 1.1 if distance < 12 else 1.0
    return value


def _is_deadly(candidate: Referent) -> bool:
    return candidate.sentence.tokens[candidate.head.head].lemma.lower() in _DEADLY
