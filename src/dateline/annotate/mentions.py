"""Mentions of parties and places."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from dateline.annotate.phrases import Phrases
from dateline.lexicon.countries import Countries, load_countries
from dateline.lexicon.party_nouns import PartyNouns, load_party_nouns
from dateline.records import Document, Mention, Sentence, Span, Tag, Token

_OF_MODEL = {
    "PERSON": "PERSON", "PER": "PERSON", "ORG": "ORG", "LOC": "PLACE", "NORP": "NORP", "FAC": "FACILITY",
    "GPE": "PLACE",
}  # fmt: skip
_ARGUMENT = frozenset({
    "nsubj", "nsubjpass", "dobj", "pobj", "agent", "conj", "appos", "attr", "ROOT", "dative", "poss",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    first: int
    last: int
    head: int
    label: str


class FindMentions:
    """Adds mentions: noun phrases that name or stand for a party or place, and the names nested in them.

    `actors` and `gazetteer` may be None. A gazetteer's `is_name(text)` tells places from other names.
    """

    def __init__(self, actors: Any = None, gazetteer: Any = None) -> None:
        self.actors = actors
        self.gazetteer = gazetteer
        self._nouns = load_party_nouns()
        self._countries = load_countries()

    def __call__(self, document: Document) -> Document:
        """The document with its mentions, in the order of the text."""
        tags = sorted((tag for tag in document.tags if tag.layer == "mention"), key=lambda tag: tag.span)
        starts = [tag.span.start for tag in tags]
        mentions: dict[Span, Mention] = {}
        names = _names(document)
        for sentence in document.sentences:
            if sentence.part != "body" or not sentence.tokens:
                continue
            low, high = bisect_left(starts, sentence.span.start), bisect_left(starts, sentence.span.end)
            reading = _Reading(sentence, tags[low:high], self._nouns, self._countries, self.gazetteer, names)
            for found in reading.all():
                mention = _mention(document.report.report_id, sentence, found)
                mentions.setdefault(mention.span, mention)
        return replace(document, mentions=tuple(mentions[span] for span in sorted(mentions)))


def _names(document: Document) -> frozenset[str]:
    """Words that the body writes with a capital inside sentences, and never small."""
    capital: set[str] = set()
    small: set[str] = set()
    for sentence in document.sentences:
        if sentence.part == "body":
            for i, token in enumerate(sentence.tokens):
                if token.text[:1].islower():
                    small.add(token.text)
                elif i and token.pos in ("NOUN", "PROPN") and token.text[:1].isupper():
                    capital.add(token.text)
    return frozenset(word for word in capital if word.lower() not in small)


def _mention(report_id: str, sentence: Sentence, found: _Found) -> Mention:
    tokens = sentence.tokens
    span = Span(tokens[found.first].span.start, tokens[found.last - 1].span.end)
    return Mention(
        mention_id=f"{report_id}:m{span.start}-{span.end}",
        span=span,
        label=found.label,
        sentence=sentence.index,
        head=tokens[found.head].span,
    )


class _Reading:
    """One sentence as it is searched for mentions."""

    def __init__(
        self,
        sentence: Sentence,
        tags: list[Tag],
        nouns: PartyNouns,
        countries: Countries,
        gazetteer: Any,
        names: frozenset[str],
    ) -> None:
        self.tokens = sentence.tokens
        self.tags = tags
        self.nouns = nouns
        self.countries = countries
        self.gazetteer = gazetteer
        self.names = names
        self.phrases = Phrases(sentence, nouns)
        self.tagged = {token_at: tag for tag in tags for token_at in self._covered(tag.span)}

    def _covered(self, span: Span) -> list[int]:
        return [i for i, token in enumerate(self.tokens) if span.covers(token.span)]

    def all(self) -> Iterator[_Found]:
        """Every mention; a span may come twice, the first one counts."""
        for i, token in enumerate(self.tokens):
            if token.pos in ("PRON", "DET"):
                yield from self._pronoun(i, token)
            elif token.pos in ("NOUN", "PROPN"):
                yield from self._noun(i, token)
            elif token.pos in ("ADJ", "NUM", "VERB", "X", "ADV"):
                yield from self._other(i, token)
        yield from self._of_model()

    def _pronoun(self, i: int, token: Token) -> Iterator[_Found]:
        word = token.text.lower()
        if word in self.nouns.pronouns and token.dep != "expl":
            yield _Found(i, i + 1, i, "PRONOUN")
        elif word in self.nouns.quantities and token.dep in _ARGUMENT:
            first, last = self.phrases.of(i)
            yield _Found(min(first, i), last, i, "GROUP")

    def _other(self, i: int, token: Token) -> Iterator[_Found]:
        if self._is_nationality(token):
            yield _Found(i, i + 1, i, "NORP")
        if token.text.lower() in self.nouns.pronouns:
            yield _Found(i, i + 1, i, "PRONOUN")
        elif token.dep in ("nsubj", "nsubjpass", "dobj", "pobj") and token.pos in ("ADJ", "NUM"):
            if token.pos == "NUM" and len(token.text) == 4 and token.text.isdigit():
                return
            word = token.text.lower()
            if token.pos == "NUM" or self.nouns.label.get(word) == "GROUP" or word in self.nouns.quantities:
                first, last = self.phrases.of(i)
                yield _Found(first, last, i, "GROUP")

    def _noun(self, i: int, token: Token) -> Iterator[_Found]:
        if token.text.lower() in self.nouns.never:
            return
        if token.dep in ("compound", "amod", "nmod") and self.tokens[token.head].pos in ("NOUN", "PROPN"):
            yield from self._nested(i, token)
            return
        first, last = self.phrases.of(i)
        label = self._label(i, token, first, last)
        if label is None:
            return
        yield _Found(first, last, i, label)
        if label == "PLACE" and self._is_part(first, i) and self.countries.find(token.text):
            yield _Found(i, i + 1, i, "COUNTRY")
        if label == "PERSON":
            yield from self._title(first, i)
        if last > i + 1:
            yield from self._shorter(first, i, label)

    def _shorter(self, first: int, head: int, label: str) -> Iterator[_Found]:
        """The phrase without its complement, which another party may be."""
        yield _Found(first, head + 1, head, label)

    def _title(self, first: int, head: int) -> Iterator[_Found]:
        """The office that opens a person's phrase: 'Iranian foreign minister' before the name."""
        for at in range(head - 1, first - 1, -1):
            if self.nouns.label.get(self.tokens[at].lemma.lower()) == "OFFICE":
                yield _Found(first, at + 1, at, "OFFICE")
                if at + 1 < head + 1:
                    yield _Found(at + 1, head + 1, head, "PERSON")
                return

    def _nested(self, i: int, token: Token) -> Iterator[_Found]:
        if self._is_nationality(token):
            yield _Found(i, i + 1, i, "NORP")
        elif token.pos == "PROPN":
            following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
            if following is not None and following.pos == "PROPN" and following.dep == "compound":
                return  # only the last name of a run heads it
            first = i
            while first > 0 and self.tokens[first - 1].pos == "PROPN" and self.tokens[first - 1].head == i:
                first -= 1
            name = self._text(first, i + 1)
            if self.countries.find(name):
                yield _Found(first, i + 1, i, "COUNTRY")
            elif self.tokens[token.head].pos == "NOUN" or self._is_place(name):
                yield _Found(first, i + 1, i, self._name_label(i, token, first, i + 1))
        elif self.nouns.label.get(token.lemma.lower()) and token.dep == "compound":
            head = self.tokens[token.head]
            label = self.nouns.label[token.lemma.lower()]
            plain = self.nouns.label.get(head.lemma.lower()) is None
            if plain or head.pos == "PROPN" or label in ("ORG", "OFFICE"):
                first = self.phrases.of(i)[0]
                yield _Found(first, i + 1, i, label)

    def _label(self, i: int, token: Token, first: int, last: int) -> str | None:
        tag = self.tagged.get(i)
        if token.pos == "NOUN":
            known = self.nouns.label.get(token.lemma.lower()) or self.nouns.label.get(token.text.lower())
            if known is None and self._is_nationality(token):
                return "NORP"
            if known is None and "-" in token.text:
                known = self.nouns.label.get(token.lemma.lower().rpartition("-")[2])
            if known is None and tag is not None:
                return _OF_MODEL.get(tag.label)
            if known is None and token.text in self.names:
                return self._name_label(i, token, first, last)
            return known
        return self._name_label(i, token, first, last)

    def _name_label(self, i: int, token: Token, first: int, last: int) -> str:
        tag = self.tagged.get(i)
        name = self._text(first, i + 1)
        run = self._text(self._run_start(i), i + 1)
        if self.countries.find(name) or self.countries.find(run) or self.countries.find(token.text):
            return "PLACE" if self._is_part(first, i) else "COUNTRY"
        if self._is_nationality(token):
            return "NORP"
        if tag is not None and tag.label in _OF_MODEL:
            return "PLACE" if self._is_where(token, run) else _OF_MODEL[tag.label]
        known = self.nouns.label.get(token.text.lower()) or self.nouns.label.get(token.lemma.lower())
        if known is not None and token.text.lower() != "may":
            return known
        if any(self.tokens[at].text.lower().strip(".") in self.nouns.titles for at in range(first, i)):
            return "PERSON"
        governor = self.tokens[token.head]
        if self._is_place(run) and not (token.dep == "nsubj" and governor.lemma in self.nouns.speech):
            return "PLACE"
        if token.text.isupper() and len(token.text) > 1:
            return "ORG"
        if token.dep == "pobj" and governor.lemma.lower() in self.nouns.where - {"to", "from", "on", "over"}:
            return "PLACE"
        return "PERSON" if self._looks_personal(i) else "ORG" if token.tag == "NNPS" else "OTHER"

    def _is_where(self, token: Token, name: str) -> bool:
        """Whether something happens in the name, which is a place's: the model may take that for a person."""
        inside = token.dep == "pobj" and self.tokens[token.head].lemma.lower() == "in"
        return inside and self._is_place(name)

    def _is_part(self, first: int, head: int) -> bool:
        """Whether a country's name stands for a part of it: 'southwest Pakistan'."""
        return any(self.tokens[at].text.lower() in self.nouns.directions for at in range(first, head))

    def _looks_personal(self, i: int) -> bool:
        size = i + 1 - self._run_start(i)
        token = self.tokens[i]
        subject = token.dep in ("nsubj", "nsubjpass") and self.tokens[token.head].lemma in self.nouns.speech
        has_article = any(self.tokens[child].dep == "det" for child in self.phrases.children[i])
        return not has_article and (2 <= size <= 4 or subject)

    def _run_start(self, i: int) -> int:
        first = i
        while first > 0 and self.tokens[first - 1].pos == "PROPN" and i - first < 6:
            first -= 1
        return first

    def _text(self, first: int, last: int) -> str:
        tokens = self.tokens[first:last]
        parts = [tokens[0].text] if tokens else []
        for before, token in pairwise(tokens):
            parts.append((" " if token.span.start > before.span.end else "") + token.text)
        return "".join(parts)

    def _is_nationality(self, token: Token) -> bool:
        return self.countries.find_nationality(token.text) is not None

    def _is_place(self, name: str) -> bool:
        return self.gazetteer is not None and self.gazetteer.is_name(name) is not None

    def _of_model(self) -> Iterator[_Found]:
        for tag in self.tags:
            label = _OF_MODEL.get(tag.label)
            covered = self._covered(tag.span)
            if label is None or not covered or tag.score < 0.5:
                continue
            head = next((i for i in reversed(covered) if self.tokens[i].head not in covered), covered[-1])
            name = tag.span.of("") or self._text(covered[0], covered[-1] + 1)
            yield _Found(covered[0], covered[-1] + 1, head, "COUNTRY" if self.countries.find(name) else label)
