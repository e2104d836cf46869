"""Which mentions stand for the same party."""

from __future__ import annotations

from dataclasses import replace

from dateline.annotate.antecedents import FIRST_PERSON, Choice, Entity, choose, choose_speaker
from dateline.annotate.referents import Referent, find_referents
from dateline.lexicon.coreference import CoreferenceWords, load_coreference_words
from dateline.lexicon.countries import Countries, load_countries
from dateline.lexicon.party_nouns import load_party_nouns
from dateline.records import Document, Mention

_RECENT = 150  # mentions that a pronoun or definite noun looks back on
_NAMESAKES = 20  # parties with one last name that are looked at
_HYPERNYM_WINDOW = 3
_SAME_PHRASE = frozenset({"OFFICE", "ORG", "FACILITY"})
_ANY_DETERMINER = frozenset({"ministry", "government", "police", "army", "parliament", "court"})


def resolve_coreference(document: Document) -> Document:
    """The document with `refers_to` on its mentions; a pronoun without antecedent has method 'unresolved'."""
    words, countries = load_coreference_words(), load_countries()
    referents = find_referents(document, words, load_party_nouns(), countries)
    chains = _Chains(words, countries)
    for referent in referents:
        chains.take(referent)
    for referent in referents:
        chains.take_first_person(referent)
    changed = chains.links()
    return replace(
        document, mentions=tuple(changed.get(mention.mention_id, mention) for mention in document.mentions)
    )


class _Chains:
    """The report's parties as they build up in reading order."""

    def __init__(self, words: CoreferenceWords, countries: Countries) -> None:
        self.words = words
        self.countries = countries
        self.recent: list[tuple[Referent, Entity]] = []
        self.reasons: dict[str, tuple[str, float]] = {}
        self.entities: list[Entity] = []
        self.by_name: dict[tuple[str, ...], Entity] = {}
        self.by_last: dict[str, list[Entity]] = {}
        self.by_country: dict[str, Entity] = {}
        self.by_initials: dict[str, Entity] = {}
        self.by_head: dict[tuple[int, int], Entity] = {}
        self.by_noun: dict[str, list[tuple[Referent, Entity]]] = {}
        self.open: list[Referent] = []

    def take(self, referent: Referent) -> None:
        """Puts one mention with the party that it stands for, or makes a new party of it."""
        if referent.mention.label == "PRONOUN":
            if referent.head.text.lower() not in FIRST_PERSON:
                self._join(referent, choose(referent, self.recent[-_RECENT:]))
            return
        choice = self._nested(referent) or self._named(referent) or self._described(referent)
        self._join(referent, choice, start=True)

    def take_first_person(self, referent: Referent) -> None:
        """Puts 'I' and 'we' with the speaker; all others are in place by now."""
        if referent.mention.label == "PRONOUN" and referent.head.text.lower() in FIRST_PERSON:
            self._join(referent, self._speaker(referent))

    def _speaker(self, referent: Referent) -> Choice | None:
        at = referent.mention.span.start
        low = self._index(at) - 80
        return choose_speaker(referent, self.recent[max(0, low) : low + 140], self.words)

    def _index(self, start: int) -> int:
        low, high = 0, len(self.recent)
        while low < high:
            middle = (low + high) // 2
            if self.recent[middle][0].mention.span.start < start:
                low = middle + 1
            else:
                high = middle
        return low

    def _join(self, referent: Referent, choice: Choice | None, start: bool = False) -> None:
        mention_id = referent.mention.mention_id
        if choice is None:
            if not start:
                self.open.append(referent)
                return
            entity = Entity()
            self.entities.append(entity)
        else:
            entity = choice.entity
            self.reasons[mention_id] = (choice.method, choice.score)
        entity.add(referent)
        if referent.head.text.lower() not in FIRST_PERSON:
            self.recent.append((referent, entity))
        if referent.mention.label != "PRONOUN":
            self._remember(referent, entity)

    def _remember(self, referent: Referent, entity: Entity) -> None:
        self.by_head.setdefault((referent.sentence.index, referent.at), entity)
        if referent.country and referent.mention.label == "COUNTRY":
            self.by_country.setdefault(referent.country, entity)
        self.by_noun.setdefault(referent.head.lemma.lower(), []).append((referent, entity))
        if not referent.is_name or not referent.words:
            return
        self.by_name.setdefault(referent.words, entity)
        if referent.mention.label in ("PERSON", "OTHER"):
            others = self.by_last.setdefault(referent.words[-1], [])
            if entity not in others[-3:]:
                others.append(entity)
        initials = "".join(word[0] for word in referent.words if word not in self.words.small)
        if len(referent.words) > 1 and len(initials) > 1:
            self.by_initials.setdefault(initials, entity)

    def _nested(self, referent: Referent) -> Choice | None:
        """The party of a longer or shorter mention with the same head, or of the name that a title opens."""
        same = self.by_head.get((referent.sentence.index, referent.at))
        if same is not None:
            return Choice(same, "same-head-word", 1.0)
        head = referent.head
        above = self.by_head.get((referent.sentence.index, head.head)) if head.head != referent.at else None
        if above is None:
            return None
        if head.dep == "appos" and _agree(referent, above):
            return Choice(above, "appositive", 0.85)
        if head.dep in ("compound", "nmod") and referent.mention.label == "OFFICE" and above.person:
            return Choice(above, "title", 0.95)
        return None

    def _named(self, referent: Referent) -> Choice | None:
        if referent.country is not None:
            known = self.by_country.get(referent.country)
            if known is None:
                return None
            if referent.mention.label == "COUNTRY":
                return Choice(known, "same-country", 0.95)
            return Choice(known, "demonym", 0.7) if referent.head.tag in ("JJ", "NNP") else None
        if not referent.is_name or not referent.words:
            return None
        same = self.by_name.get(referent.words)
        if same is not None:
            return Choice(same, "same-name", 0.95)
        return self._surname(referent) or self._acronym(referent) or self._capital(referent)

    def _surname(self, referent: Referent) -> Choice | None:
        if referent.mention.label not in ("PERSON", "OTHER"):
            return None
        words = referent.words
        for entity in reversed(self.by_last.get(words[-1], [])[-_NAMESAKES:]):
            for other in entity.referents:
                long, short = sorted((other.words, words), key=len, reverse=True)
                if other.is_name and other.mention.label == "PERSON" and long[-len(short) :] == short:
                    if _clash(referent, entity):
                        continue
                    return Choice(entity, "surname", 0.9)
        return None

    def _acronym(self, referent: Referent) -> Choice | None:
        text = referent.head.text
        if len(referent.words) != 1 or len(text) < 2 or not text.isupper():
            return None
        before = referent.sentence.tokens[referent.at - 1].text if referent.at else ""
        if before in ("(", "-LRB-") and self.recent:
            last, entity = self.recent[-1]
            gap = referent.mention.span.start - last.mention.span.end
            if 0 <= gap <= 2 and last.is_name:
                return Choice(entity, "acronym-in-brackets", 0.95)
        known = self.by_initials.get(referent.words[0])
        return Choice(known, "acronym", 0.85) if known is not None else None

    def _capital(self, referent: Referent) -> Choice | None:
        """A capital that acts stands for its country's government."""
        if referent.mention.label not in ("PLACE", "ORG", "PERSON", "OTHER") or referent.head.dep not in (
            "nsubj", "agent",
        ):  # fmt: skip
            return None
        country = self.countries.find_capital(" ".join(referent.words)) if referent.words else None
        known = self.by_country.get(country.code) if country else None
        return Choice(known, "capital", 0.75) if known is not None else None

    def _described(self, referent: Referent) -> Choice | None:
        if referent.is_name or referent.country is not None:
            return None
        noun = referent.head.lemma.lower()
        if not (referent.definite or noun in _ANY_DETERMINER):
            return None
        if any(word in ("two", "three", "both") for word in referent.words):
            return None
        return self._same_noun(referent, noun) or self._hypernym(referent, noun)

    def _same_noun(self, referent: Referent, noun: str) -> Choice | None:
        modifiers = set(referent.words) - {"the", "this", "that", "these", "those"}
        for other, entity in reversed(self.by_noun.get(noun, [])[-12:]):
            gap = referent.sentence.index - other.sentence.index
            if other.plural != referent.plural or gap > 12 or (gap == 0 and other.clause == referent.clause):
                continue
            loose = referent.mention.label in _SAME_PHRASE and gap < 4 and len(other.words) > 1
            if modifiers <= set(other.words) or loose:
                return Choice(entity, "same-noun", 0.8 if gap < 5 else 0.6)
            if entity.person and set(other.words) <= modifiers and not _clash(referent, entity):
                return Choice(entity, "office", 0.6)
        return None

    def _hypernym(self, referent: Referent, noun: str) -> Choice | None:
        labels = self.words.hypernyms.get(noun)
        if labels is None or referent.plural or len(referent.words) > 2:
            return None
        best: tuple[float, Entity] | None = None
        for other, entity in reversed(self.recent[-60:]):
            gap = referent.sentence.index - other.sentence.index
            if gap > _HYPERNYM_WINDOW:
                break
            if not other.is_name or other.mention.label not in labels or _clash(referent, entity):
                continue
            if gap == 0 and (other.clause == referent.clause or other.at == referent.head.head):
                continue
            score = (1.0, 0.95, 0.6, 0.4)[gap] * (1.3 if other.is_subject else 1.0)
            if best is None or score > best[0]:
                best = (score, entity)
        return Choice(best[1], "kind", 0.5) if best is not None else None

    def links(self) -> dict[str, Mention]:
        """The mentions with their links, by id."""
        changed = {}
        for entity in self.entities:
            full = max(entity.referents, key=_fullness).mention
            for referent in entity.referents:
                mention = referent.mention
                if mention is full:
                    continue
                method, score = self.reasons.get(mention.mention_id, ("later-name", 0.8))
                changed[mention.mention_id] = replace(
                    mention, refers_to=full.mention_id, method=method, score=score
                )
        for referent in self.open:
            mention = referent.mention
            changed[mention.mention_id] = replace(mention, method="unresolved", score=0.0)
        return changed


def _fullness(referent: Referent) -> tuple[int, int, int]:
    label = referent.mention.label
    named = 2 if referent.is_name and label != "NORP" else 0 if label in ("PRONOUN", "NORP") else 1
    length = min(len(referent.words), 8) if named else 0
    person = label in ("PERSON", "COUNTRY")
    return (named + person, length, -referent.mention.span.start)


def _agree(referent: Referent, entity: Entity) -> bool:
    return referent.plural == entity.plural and not _clash(referent, entity)


def _clash(referent: Referent, entity: Entity) -> bool:
    genders = {referent.gender, entity.gender} - {""}
    return len(genders) > 1
