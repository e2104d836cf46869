"""Who a source is: its mention, its kind, and how many people it stands for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dateline.extract.claim_draft import Draft
from dateline.extract.tree import Tree
from dateline.lexicon import Cues
from dateline.records import Mention, Span

MAX_STEPS = 5
_ANONYMITY = re.compile(
    r"\b(?:(?:speaks?|speaking|spoke|talked|talking) (?:\w+ )?on (?:the )?condition of anonymity"
    r"|condition of anonymity|request(?:ed|ing) anonymity|not authori[sz]ed to (?:speak|talk|comment)"
    r"|(?:ask|want|prefer|wish)(?:r?ed|r?ing) (?:that (?:he|she|they) )?not (?:to )?be (?:named|identified|quoted)"
    r"|(?:declin|refus)(?:ed|ing) to (?:be (?:named|identified|quoted)|give (?:his|her|their) (?:\w+ )?names?))",
    re.IGNORECASE,
)
_INDEFINITE = frozenset({"a", "an", "one", "another", "some", "any", "no"})
_FALLBACKS = ("media", "office", "witness", "group", "anonymous")
_LABEL_KINDS = {"PERSON": "named", "COUNTRY": "office", "OFFICE": "office", "ORG": "group", "GROUP": "group"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words that say who a source is."""

    words: list[str]
    head: str
    definite: bool = False
    apposed: bool = False  # a name follows the noun: 'the minister, Karim Osman'


class Sources:
    """The mentions of one report as sources; makes those that are missing."""

    def __init__(self, report_id: str, text: str, mentions: Sequence[Mention], cues: Cues) -> None:
        self.report_id, self.text, self.cues = report_id, text, cues
        self.by_id = {mention.mention_id: mention for mention in mentions}
        self.sorted = sorted(mentions, key=lambda mention: mention.span)
        self._starts = [mention.span.start for mention in self.sorted]
        self.made: dict[str, Mention] = {}

    def mention_of(self, draft: Draft, tree: Tree) -> Mention | None:
        """The mention whose head is the source's head, else the shortest that covers it, else a new one."""
        if draft.source is None or draft.source_head is None:
            return None
        head = draft.source_head
        at = bisect_right(self._starts, head.start)
        covering = [mention for mention in self.sorted[max(at - 40, 0) : at] if mention.span.covers(head)]
        exact = [mention for mention in covering if mention.head == head]
        if exact:
            return max(exact, key=lambda mention: mention.span.end - mention.span.start)
        near = [mention for mention in covering if _last_word(mention, self.text, head)]
        if near:
            return min(near, key=lambda mention: mention.span.end - mention.span.start)
        return self._make(draft, head, tree)

    def _make(self, draft: Draft, head: Span, tree: Tree) -> Mention:
        source = draft.source
        assert source is not None
        span = source if source.covers(head) else head
        mention_id = f"{self.report_id}:m{span.start}-{span.end}"
        known = self.by_id.get(mention_id) or self.made.get(mention_id)
        if known is not None:
            return known
        token = next((token for token in tree.tokens if token.span == head), None)
        made = Mention(
            mention_id=mention_id, span=span,
            label=self._label(token.pos if token else "", token.lemma if token else ""),
            sentence=draft.sentence, head=head, method="source of a claim", score=draft.score,
        )  # fmt: skip
        self.made[mention_id] = made
        return made

    def _label(self, pos: str, lemma: str) -> str:
        kind = self.cues.source_kinds.get(lemma.lower())
        if pos == "PRON":
            return "PRONOUN"
        if kind == "office":
            return "OFFICE"
        if pos == "NOUN" and kind in ("anonymous", "analyst", "witness", "group"):
            return "GROUP"
        return "ORG" if kind == "media" else "OTHER"

    def antecedent(self, mention: Mention | None) -> Mention | None:
        """The fullest mention that this one leads to."""
        for _ in range(MAX_STEPS):
            if mention is None or mention.refers_to is None or mention.refers_to not in self.by_id:
                return mention
            mention = self.by_id[mention.refers_to]
        return mention

    def kind_of(self, draft: Draft, mention: Mention | None, tree: Tree) -> str:
        """The kind of source: named, office, anonymous, analyst, witness, media, group or unknown."""
        if draft.source is None or mention is None:
            return "unknown"
        full = self.antecedent(mention)
        if full is not None and mention.label == "PRONOUN":
            if full is mention:
                return "unknown"
            words = _words(full.span.of(self.text))
            kind = self._kind_of(Phrase(words, words[-1] if words else ""), full.label)
        else:
            phrase = self._phrase(draft, tree)
            person = full is not None and full.label == "PERSON" and phrase.head[:1].isupper()
            kind = self._kind_of(phrase, "PERSON" if person else mention.label)
        if kind != "named" and next(find_anonymity(self.text, tree.sentence.span), None) is not None:
            return "anonymous"
        return kind

    def by_source(self, draft: Draft, tree: Tree) -> list[Draft]:
        """The draft, or one for each of its coordinated sources where they are of several kinds."""
        heads = _coordinated(draft, tree)
        if len(heads) < 2:
            return [draft]
        phrases = [_core(tree, head, set(heads)) for head in heads]
        kinds = {self._kind_of(phrase, "") for phrase in phrases} - {"unknown"}
        if len(kinds) < 2:
            return [draft]
        parts = []
        for head in heads:
            barred = {other for other in heads if other != head}
            tokens = [i for i in _without(tree, head, barred) if tree.tokens[i].pos not in ("CCONJ", "PUNCT")]
            span = tree.span(tokens[0], tokens[-1])
            parts.append(
                replace(draft, source=span, source_head=tree.tokens[head].span, beside=head != heads[0])
            )
        return parts

    def _phrase(self, draft: Draft, tree: Tree) -> Phrase:
        for i, token in enumerate(tree.tokens):
            if token.span == draft.source_head:
                return _core(tree, i, set(_coordinated(draft, tree)))
        words = _words(draft.source.of(self.text) if draft.source is not None else "")
        return Phrase(words, words[-1] if words else "")

    def _kind_of(self, phrase: Phrase, label: str) -> str:
        lower = [word.lower().strip(".'") for word in phrase.words]
        kinds = {kind for word in lower if (kind := self._kind_of_word(word)) is not None}
        if self.cues.words["anonymous_marks"] & set(lower):
            return "anonymous"
        head = phrase.head
        head_kind = self._kind_of_word(head.lower())
        named = label == "PERSON" or (
            head[:1].isupper()
            and head_kind is None
            and label not in _LABEL_KINDS
            and _is_name(phrase.words, self.cues)
        )
        if "analyst" in kinds and (head_kind in ("analyst", None) or named):
            return "analyst"
        if named or (phrase.apposed and head_kind not in ("media", "group")):
            return "named"
        word = _singular(head.lower())
        if word in self.cues.words["anonymous_plurals"] and not (
            phrase.definite and word in self.cues.words["titles"]
        ):
            return "anonymous"
        if head_kind is not None:
            return head_kind
        if label == "ORG" and "media" in kinds:
            return "media"
        if label in _LABEL_KINDS:
            return _LABEL_KINDS[label]
        return next((kind for kind in _FALLBACKS if kind in kinds), "unknown")

    def _kind_of_word(self, word: str) -> str | None:
        kinds = self.cues.source_kinds
        return kinds.get(word) or kinds.get(_singular(word))

    def count_of(self, draft: Draft, tree: Tree) -> int | None:
        """How many people the source's words say it is, all coordinated ones together; None where they do not."""
        counts = [_stated(tree, i, self.cues) for i in _coordinated(draft, tree)]
        known = [count for count in counts if count is not None]
        return sum(known) if known and len(known) == len(counts) else None


def find_anonymity(text: str, within: Span) -> Iterator[Span]:
    """The words that say that a source is not to be named: 'on condition of anonymity'."""
    for match in _ANONYMITY.finditer(text, within.start, within.end):
        yield Span(*match.span())


def _stated(tree: Tree, i: int, cues: Cues) -> int | None:
    token = tree.tokens[i]
    if token.tag == "NN" and token.pos == "NOUN":
        article = {tree.tokens[child].text.lower() for child in tree.with_dep(i, "det")}
        if article & _INDEFINITE:
            return 1
    for child in tree.with_dep(i, "nummod"):
        word = tree.tokens[child].text.lower().replace(",", "")
        if word.isdecimal() and len(word) < 7 and token.pos == "NOUN" and token.tag == "NNS":
            return int(word)
        return cues.numbers.get(word)
    return None


def _coordinated(draft: Draft, tree: Tree) -> list[int]:
    """The source's head and the nouns within the source that are coordinated with it."""
    for i, token in enumerate(tree.tokens):
        if token.span == draft.source_head:
            source = draft.source or token.span
            heads = tree.conjuncts(i)
            for child in tree.with_dep(i, "appos"):
                if token.tag == "NNS" and tree.tokens[child].tag == "NN":  # a list: 'officials, an aide and …'
                    heads += tree.conjuncts(child)
            inside = [k for k in heads if source.covers(tree.tokens[k].span) and tree.is_nominal(k)]
            return sorted({i, *inside})
    return []


def _without(tree: Tree, head: int, barred: set[int]) -> list[int]:
    """The tokens under `head` without the branches of `barred`, in order."""
    found, queue = [head], [head]
    while queue:
        for child in tree.children[queue.pop()]:
            if child not in barred:
                found.append(child)
                queue.append(child)
    return sorted(found)


def _core(tree: Tree, i: int, others: set[int]) -> Phrase:
    """The noun with its modifiers and appositions, without what hangs on it: 'officials [briefed by an analyst]'."""
    tokens, apposed = _near_words(tree, i), False
    for child in set(tree.with_dep(i, "appos")) - others:
        more = _near_words(tree, child)
        tokens += more
        names = [k for k in more if tree.tokens[k].pos == "PROPN"]
        apposed = apposed or (tree.tokens[child].pos == "PROPN" and len(names) > 1)
    words = [tree.tokens[k].text for k in tokens if tree.tokens[k].pos not in ("DET", "NUM", "PUNCT")]
    definite = bool(tree.with_dep(i, "poss")) or any(
        tree.tokens[child].text.lower() not in _INDEFINITE for child in tree.with_dep(i, "det")
    )
    return Phrase(words[:40], tree.tokens[i].text, definite, apposed and tree.tokens[i].pos == "NOUN")


def _near_words(tree: Tree, i: int) -> list[int]:
    near = tree.with_dep(i, "compound", "amod", "nmod", "poss", "det", "nummod", "flat")
    inner = [child for k in near for child in tree.with_dep(k, "compound", "amod", "nmod")]
    return sorted({i, *near, *inner})


def _words(phrase: str) -> list[str]:
    return re.findall(r"[^\W\d_][\w'.-]*", phrase)[:40]


def _last_word(mention: Mention, text: str, head: Span) -> bool:
    return mention.span.end <= head.end or mention.head is None or " of " not in mention.span.of(text)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("men") and len(word) > 4:
        return word[:-3] + "man"
    return (
        word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word
    )


def _is_name(words: Sequence[str], cues: Cues) -> bool:
    """Whether two capitalised words that are no office meet, or the phrase is one capitalised word."""
    capital = [
        word[0].isupper()
        and _singular(word.lower()) not in cues.source_kinds
        and word.lower() not in ("the", "a", "an")
        for word in words
    ]
    if len(words) == 1:
        return capital[0]
    return any(first and second for first, second in pairwise(capital))
