"""What can be told of a mention by itself: its words, number, gender, and place in the clause."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.lexicon.coreference import CoreferenceWords
from dateline.lexicon.countries import Countries
from dateline.lexicon.folding import fold
from dateline.lexicon.party_nouns import PartyNouns
from dateline.records import Document, Mention, Sentence, Token

_NAMES = frozenset({"PERSON", "ORG", "COUNTRY", "PLACE", "FACILITY", "OTHER", "NORP", "OFFICE", "GROUP"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "agent"})


@dataclass(slots=True)
class Referent:
    """A mention with what decides its coreference."""

    mention: Mention
    sentence: Sentence
    at: int  # the head's index in the sentence
    words: tuple[str, ...]  # folded, without titles
    is_name: bool
    definite: bool
    plural: bool
    gender: str  # 'male', 'female', '' where unknown
    country: str | None  # ISO code of a country's name or nationality
    clause: int  # index of the verb that governs the head, or the root

    @property
    def head(self) -> Token:
        """The head word."""
        return self.sentence.tokens[self.at]

    @property
    def is_subject(self) -> bool:
        """Whether the mention is its clause's subject."""
        return self.head.dep in _SUBJECTS


def find_referents(
    document: Document, words: CoreferenceWords, nouns: PartyNouns, countries: Countries
) -> list[Referent]:
    """The referents of a document's mentions, in order; mentions without a head word are left out."""
    sentences = {sentence.index: sentence for sentence in document.sentences}
    heads: dict[int, dict[int, int]] = {}
    found = []
    for mention in document.mentions:
        sentence = sentences.get(mention.sentence)
        if sentence is None or mention.head is None:
            continue
        places = heads.get(sentence.index)
        if places is None:
            places = heads[sentence.index] = {t.span.start: i for i, t in enumerate(sentence.tokens)}
        at = places.get(mention.head.start)
        if at is not None:
            found.append(_referent(mention, sentence, at, words, nouns, countries, places))
    return found


def _referent(
    mention: Mention,
    sentence: Sentence,
    at: int,
    words: CoreferenceWords,
    nouns: PartyNouns,
    countries: Countries,
    places: dict[int, int],
) -> Referent:
    tokens = sentence.tokens
    head = tokens[at]
    first = places.get(mention.span.start, at)
    inner = [t for t in tokens[first:] if t.span.end <= mention.span.end]
    lower = [t.text.lower().strip(".") for t in inner]
    named = [fold(t.text) for t in inner if t.pos != "PUNCT"]
    while len(named) > 1 and named[0].strip(".") in nouns.titles and mention.label == "PERSON":
        named.pop(0)
    is_name = head.pos == "PROPN" and mention.label in _NAMES
    country = None
    if mention.label in ("COUNTRY", "NORP"):
        name = " ".join(t.text for t in inner)
        match = countries.find(name) or countries.find(head.text) or countries.find_nationality(head.text)
        country = match.code if match else None
    return Referent(
        mention=mention, sentence=sentence, at=at, words=tuple(filter(None, named)), is_name=is_name,
        definite=_is_definite(tokens, first), plural=_is_plural(head, words),
        gender=_gender(mention, head, lower, words), country=country, clause=_clause(tokens, at),
    )  # fmt: skip


def _is_definite(tokens: tuple[Token, ...], first: int) -> bool:
    before = {tokens[i].text.lower() for i in range(max(0, first - 1), first + 1)}
    return bool(before & {"the", "this", "that", "these", "those", "both"})


def _is_plural(head: Token, words: CoreferenceWords) -> bool:
    return head.tag in ("NNS", "NNPS") or not words.plural.isdisjoint((head.lemma.lower(), head.text.lower()))


def _gender(mention: Mention, head: Token, lower: list[str], words: CoreferenceWords) -> str:
    if mention.label not in ("PERSON", "OFFICE", "GROUP", "PRONOUN", "OTHER"):
        return ""
    keys = {*lower, head.lemma.lower()}
    if keys & words.female or (mention.label == "PERSON" and keys & words.female_names):
        return "female"
    return "male" if keys & words.male else ""


def _clause(tokens: tuple[Token, ...], at: int) -> int:
    for _ in range(40):
        above = tokens[at].head
        if above == at or tokens[above].pos in ("VERB", "AUX"):
            return above
        at = above
    return at
