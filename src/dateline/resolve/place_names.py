"""Which stretches of a report are names of places: gazetteer names in a place's company."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.lexicon import Candidate, Gazetteer
from dateline.records import Document, Sentence, Span, Token

_LONGEST = 6
_NAME_LIKE = frozenset({"PROPN", "NOUN", "ADJ"})
_MOST_TOKENS = 60_000
_BIG = 100_000
_SPACES = re.compile(r"\s+")
_NOT_PLACES = frozenset({"PERSON", "ORG", "NORP", "EVENT"})
_PLACES = frozenset({"GPE", "LOC", "FAC", "COUNTRY", "PLACE", "FACILITY"})


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name in the text with the places that it may stand for."""

    span: Span
    text: str
    sentence: int
    first: int  # tokens of the sentence, half-open
    last: int
    candidates: tuple[Candidate, ...]
    cue: str  # what speaks for a place: tag, preposition, container, known, bare
    kind: str = "name"  # or 'adjective', 'state' (abbreviated)


def find_place_names(document: Document, gazetteer: Gazetteer) -> list[PlaceName]:
    """The names of places in the report, in order, none overlapping another."""
    finder = _Finder(document, gazetteer)
    found = [name for sentence in document.sentences for name in finder.in_sentence(sentence)]
    sure = {name.text for name in found if name.cue != "bare"}
    return [
        name
        for name in found
        if name.cue != "bare"
        or name.text in sure
        or (_is_likely(name.candidates) and name.text not in finder.people)
    ]


def name_at(document: Document, gazetteer: Gazetteer, span: Span) -> PlaceName | None:
    """The given span as a name of a place, whatever its company; None where nothing is like it."""
    text = _SPACES.sub(" ", span.of(document.report.text)).strip()
    found, kind = tuple(gazetteer.candidates(text, limit=60)), "name"
    if (not found or text.endswith(".")) and (states := gazetteer.state(text)):
        found, kind = tuple(states), "state"
    if not found and (adjective := gazetteer.adjective(text)):
        found, kind = (adjective,), "adjective"
    if not found:
        found = tuple(gazetteer.similar(text))
    if not found:
        return None
    sentence = next((s for s in document.sentences if s.span.start <= span.start < s.span.end), None)
    return PlaceName(span, text, sentence.index if sentence else -1, -1, -1, found, "tag", kind)


def _is_likely(candidates: Sequence[Candidate]) -> bool:
    return any(c.kind in ("country", "region") or c.population >= _BIG // 20 for c in candidates)


def _is_known(candidates: Sequence[Candidate]) -> bool:
    """Whether one of the places is prominent enough to be meant without more ado."""
    return any(
        c.kind in ("country", "region", "site")
        or (c.population >= _BIG and (c.match == "name" or c.population >= 4 * _BIG))
        for c in candidates
    )


class _Finder:
    def __init__(self, document: Document, gazetteer: Gazetteer) -> None:
        self.text = document.report.text
        self.gazetteer = gazetteer
        self.words = gazetteer.words
        self.labels = _labels(document)
        self.people: set[str] = set(_surnames(document, gazetteer))
        self.left = _MOST_TOKENS
        self.without_capitals = _has_no_capitals(document)

    def in_sentence(self, sentence: Sentence) -> Iterator[PlaceName]:
        tokens = sentence.tokens[: max(0, self.left)]
        self.left -= len(tokens)
        if self.without_capitals:
            yield from self._in_small_letters(sentence.index, tokens)
            return
        index, last_end = 0, -1
        while index < len(tokens):
            name = self._at(sentence, index, last_end)
            if name is None:
                index += 1
            else:
                yield name
                index = last_end = name.last

    def _in_small_letters(self, sentence: int, tokens: Sequence[Token]) -> Iterator[PlaceName]:
        """The well-known places of a report without capitals, where the parser reads a noun."""
        for number, token in enumerate(tokens):
            if token.pos not in _NAME_LIKE or len(token.text) < 4 or self.gazetteer.is_common(token.text):
                continue
            text = token.text.title()
            found = tuple(self.gazetteer.candidates(text, limit=60))
            if found and _is_known(found):
                yield PlaceName(token.span, text, sentence, number, number + 1, found, "known")
            elif token.pos != "NOUN" and (adjective := self.gazetteer.adjective(text)):
                yield PlaceName(
                    token.span, text, sentence, number, number + 1, (adjective,), "known", "adjective"
                )

    def _at(self, sentence: Sentence, first: int, last_end: int) -> PlaceName | None:
        """The longest acceptable name that begins at the token."""
        tokens = sentence.tokens
        if not _opens_name(tokens[first].text):
            return None
        after_comma = first >= 2 and last_end == first - 1 and tokens[first - 1].text == ","
        for last in self._ends(tokens, first):
            span = Span(tokens[first].span.start, tokens[last - 1].span.end)
            text = _SPACES.sub(" ", span.of(self.text)).strip()
            if not text.removeprefix("The ")[0].isalpha():
                continue
            found = tuple(self._state(text, span, after_comma))
            kind = "state" if found else "name"
            found = found or tuple(self.gazetteer.candidates(text, limit=60))
            if not found and last <= first + 2 and (adjective := self.gazetteer.adjective(text)):
                return PlaceName(span, text, sentence.index, first, last, (adjective,), "known", "adjective")
            if not found:
                continue
            cue = "container" if kind == "state" else self._cue(sentence, first, last, text, found, span)
            if cue is not None:
                return PlaceName(span, text, sentence.index, first, last, found, cue, kind)
        return self._respelt(sentence, first)

    def _respelt(self, sentence: Sentence, first: int) -> PlaceName | None:
        """What the model reads as a place and the gazetteer knows in another spelling only."""
        tokens = sentence.tokens
        start = tokens[first].span.start
        for span, label in self.labels.get(start // 64, ()):
            if span.start != start or label not in _PLACES:
                continue
            last = next((n for n in range(first, len(tokens)) if tokens[n].span.end >= span.end), first) + 1
            text = _SPACES.sub(" ", span.of(self.text))
            if self.gazetteer.candidates(text, 1) or self.gazetteer.is_common(text) or text.isupper():
                continue
            if found := tuple(self.gazetteer.similar(text)):
                return PlaceName(span, text, sentence.index, first, last, found, "tag")
        return None

    def _state(self, text: str, span: Span, after_comma: bool) -> list[Candidate]:
        """The state of an abbreviation: any after 'Town,', elsewhere those with two points ('S.C.')."""
        if self.text[span.end : span.end + 1] == "." and not text.endswith("."):
            text = text + "."
        return self.gazetteer.state(text) if after_comma or text.count(".") >= 2 else []

    def _ends(self, tokens: Sequence[Token], first: int) -> list[int]:
        ends = []
        for last in range(first + 1, min(first + _LONGEST, len(tokens)) + 1):
            word = tokens[last - 1].text
            if _opens_name(word) or word[0].isdigit():
                ends.append(last)
            elif word.lower() not in self.words.connectors and not (word in "-–" and _glued(tokens, last)):
                break
        return ends[::-1]

    def _cue(
        self, sentence: Sentence, first: int, last: int, text: str, found: tuple[Candidate, ...], span: Span
    ) -> str | None:
        """What makes the name a place here, or None where it is a person, a street or an ordinary word."""
        tokens, words = sentence.tokens, self.words
        before = tokens[first - 1].text if first else ""
        if {text, f"{before} {text}"} & words.never or self._is_press(tokens, first, last):
            return None
        if text[:4] == "The " and self.gazetteer.candidates(text[4:], 1) == list(found[:1]):
            return None
        after = tokens[last].text if last < len(tokens) else ""
        label = self._label(span, text)
        if after.rstrip(".") in words.streets or before in words.titles or (label == "PERSON"):
            self.people.add(text.split(" ")[-1])
            return None
        if _is_acronym(text, sentence) and not self.gazetteer.is_exact(text):
            return None
        placed = before.lower() in words.prepositions or after in words.heads or after.lower() in words.heads
        contained = after == "," and last + 1 < len(tokens) and self._is_container(tokens, last + 1)
        common = self.gazetteer.is_common(text)
        if label not in _PLACES and (
            self._follows_first_name(tokens, first, text)
            or (not contained and self._is_first_name(tokens, first, last, text))
        ):
            return None
        if label in _PLACES:
            part = not _is_known(found) and self._is_in_longer_tag(span) and self._in_longer_name(sentence, first, last)
            return None if part else "tag"
        if contained:
            return "container"
        if not _is_known(found) and self._in_longer_name(sentence, first, last):
            return None
        if text in self.people and not placed:
            return None
        kind_given = before == "of" and first > 1 and tokens[first - 2].text in words.heads
        if placed and (kind_given or not (common and before.lower() in words.weak_prepositions)):
            return "preposition"
        if common or label in _NOT_PLACES:
            return None
        if _is_known(found):
            return "known"
        return None if last < len(tokens) and tokens[last].lemma in words.sayings else "bare"

    def _follows_first_name(self, tokens: Sequence[Token], first: int, text: str) -> bool:
        """Whether the name is a surname: after a first name or an initial."""
        if not _glued(tokens, first):
            return False
        before = tokens[first - 1].text
        found = (
            self.gazetteer.is_given_name(before)
            or _is_initial(before)
            or self._is_second_surname(tokens, first)
        )
        if found:
            self.people.add(text.split(" ")[-1])
        return found

    def _is_second_surname(self, tokens: Sequence[Token], first: int) -> bool:
        """Whether a first name stands two words before: 'Maria Lopez Galicia'."""
        return (
            _glued(tokens, first - 1)
            and tokens[first - 1].text[0].isupper()
            and self.gazetteer.is_given_name(tokens[first - 2].text)
        )

    def _is_first_name(self, tokens: Sequence[Token], first: int, last: int, text: str) -> bool:
        """Whether the name is itself a person's first one: 'Paris Hilton'."""
        if last - first > 1 or not _glued(tokens, last) or not self.gazetteer.is_given_name(text):
            return False
        after = tokens[last].text
        known = (
            after in self.words.heads or after in self.words.institutions or self.gazetteer.adjective(after)
        )
        if known or not after[0].isupper():
            return False
        self.people.add(after)
        return True

    def _in_longer_name(self, sentence: Sentence, first: int, last: int) -> bool:
        """Whether capitalised words that are no place's company stand right before or after."""
        tokens = sentence.tokens
        if _glued(tokens, first):
            before = tokens[first - 1]
            named = first > 1 or before.pos == "PROPN"
            if before.text[0].isupper() and named and self._is_foreign(before.text, tokens[first].text):
                self.people.add(tokens[last - 1].text)
                return True
        if _glued(tokens, last):
            after = tokens[last].text
            return (
                after[0].isupper()
                and after not in self.words.heads
                and after not in self.words.institutions
                and self._is_foreign(after, tokens[last - 1].text)
            )
        return False

    def _is_in_longer_tag(self, span: Span) -> bool:
        """Whether the model reads the name as part of a longer place name: 'Port' in 'Port Lesk'."""
        return any(
            other.covers(span) and label in _PLACES and other.of(self.text).removeprefix("the ") != span.of(self.text)
            for other, label in self.labels.get(span.start // 64, ())
        )

    def _is_foreign(self, word: str, beside: str) -> bool:
        initials = word.isupper() and not beside.isupper()
        return not (
            word.lower() in self.words.prepositions or initials or word in self.words.titles
            or word == "The" or self.gazetteer.adjective(word) or self.gazetteer.candidates(word, 1)
        )  # fmt: skip

    def _is_press(self, tokens: Sequence[Token], first: int, last: int) -> bool:
        """Whether a paper or a team is named after the place: 'the New York Times'."""
        return _glued(tokens, last) and tokens[last].text in self.words.publications

    def _is_container(self, tokens: Sequence[Token], first: int) -> bool:
        for last in self._ends(tokens, first):
            text = _SPACES.sub(" ", self.text[tokens[first].span.start : tokens[last - 1].span.end])
            if self.gazetteer.state(text):
                return True
            if any(
                c.kind in ("country", "ADM1") and c.match == "name"
                for c in self.gazetteer.candidates(text, 5)
            ):
                return True
        return False

    def _label(self, span: Span, text: str) -> str | None:
        """What the model's readings say of the name: nothing where they call a whole name a person.

        A reading over more words has seen a first name or a title. Over the name alone it is a guess, which
        counts where the word is also a frequent name of people or ends another person's name in the report.
        """
        for other, label in self.labels.get(span.start // 64, ()):
            if other.covers(span):
                if label in _PLACES:
                    return label
                if label == "PERSON":
                    alone = other == span or other.of(self.text).startswith(("the ", "The "))
                    return label if not alone or self._may_be_person(text) else None
        return None

    def _may_be_person(self, text: str) -> bool:
        words = text.split(" ")
        return (
            words[-1] in self.people or self.gazetteer.is_given_name(words[0]) or self.gazetteer.is_common(text)
        )


def _surnames(document: Document, gazetteer: Gazetteer) -> Iterator[str]:
    """The last words of those whom the model reads as people and who are named in full."""
    for tag in document.tags:
        if tag.layer != "mention" or tag.label != "PERSON" or tag.score < 0.5:
            continue
        name = tag.span.of(document.report.text)
        first, _, rest = name.rpartition(" ")
        if first and (gazetteer.is_given_name(first.split(" ")[0]) or not gazetteer.candidates(name, 1)):
            yield rest


def _has_no_capitals(document: Document) -> bool:
    """Whether hardly any sentence of the report's beginning starts with a capital."""
    first = [sentence.tokens[0].text[0] for sentence in document.sentences[:30] if sentence.tokens]
    return len(first) >= 2 and sum(letter.islower() for letter in first) > 0.6 * len(first)


def _labels(document: Document) -> dict[int, list[tuple[Span, str]]]:
    """The model's readings of names, by stretch of text; labels made by rule know no more than this stage."""
    found: dict[int, list[tuple[Span, str]]] = {}
    pairs = [(tag.span, tag.label) for tag in document.tags if tag.layer == "mention" and tag.score >= 0.5]
    for span, label in pairs:
        for cell in range(span.start // 64, min(span.end // 64, span.start // 64 + 4) + 1):
            found.setdefault(cell, []).append((span, label))
    return found


def _glued(tokens: Sequence[Token], number: int) -> bool:
    """Whether the token and the one before it stand side by side, with at most a space between them."""
    if not 0 < number < len(tokens):
        return False
    return tokens[number - 1].span.end + 1 >= tokens[number].span.start


def _opens_name(word: str) -> bool:
    return (
        word[0].isupper()
        or word in ("al", "el", "ad", "ar", "as", "ash")
        or (word[:3] in ("al-", "el-") and word[3:4].isupper())
        or (word[1:2] in "'’" and word[2:3].isupper())
    )


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[1] == "." and word[0].isupper()


def _is_acronym(text: str, sentence: Sentence) -> bool:
    """Whether it is a short word in capitals in a sentence that is not all in capitals."""
    letters = text.removeprefix("The ").replace(".", "")
    return len(letters) <= 4 and letters.isupper() and any(t.text.islower() for t in sentence.tokens)
