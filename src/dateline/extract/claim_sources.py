"""Who a source is: its mention, its kind, and how many people it stands for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from dateline.extract.claim_draft import Draft
from dateline.extract.tree import Tree
from dateline.lexicon import Cues
from dateline.records import Mention, Span

MAX_STEPS = 5
_ANONYMITY = re.compile(
    r"\b(?:condition of anonymity|asked not to be (?:named|identified)|declined to be (?:named|identified)"
    r"|requested anonymity|not authori[sz]ed to speak)",
    re.IGNORECASE,
)
_LABEL_KINDS = {"PERSON": "named", "COUNTRY": "office", "OFFICE": "office", "ORG": "group", "GROUP": "group"}


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
        if _ANONYMITY.search(self.text, tree.sentence.span.start, tree.sentence.span.end):
            return "anonymous"
        full = self.antecedent(mention)
        if full is not None and mention.label == "PRONOUN":
            if full is mention:
                return "unknown"
            return self._kind_of_words(full.span.of(self.text), full.label, "")
        return self._kind_of_words(
            draft.source.of(self.text), mention.label, (draft.source_head or draft.source).of(self.text)
        )

    def _kind_of_words(self, phrase: str, label: str, head: str) -> str:
        words = re.findall(r"[^\W\d_][\w'.-]*", phrase)[:40]
        lower = [_singular(word.lower().strip(".'")) for word in words]
        kinds = {self.cues.source_kinds[word] for word in lower if word in self.cues.source_kinds}
        if self.cues.words["anonymous_marks"] & set(lower):
            return "anonymous"
        name = _is_name(_naming_words(words, head), self.cues)
        if "analyst" in kinds:
            return "analyst"
        head_kind = self.cues.source_kinds.get(_singular(head.lower()))
        if label == "PERSON" or (
            name and head[:1].isupper() and label not in _LABEL_KINDS and head_kind is None
        ):
            return "named"
        described = _singular(head.lower()) in self.cues.words["anonymous_plurals"]
        if described and not name:
            return "anonymous"
        if head_kind is not None:
            return head_kind
        if label in _LABEL_KINDS:
            return _LABEL_KINDS[label]
        for kind in ("media", "office", "witness", "group", "anonymous"):
            if kind in kinds:
                return kind
        return "named" if name else "unknown"

    def count_of(self, draft: Draft, tree: Tree) -> int | None:
        """How many people the source's words say it is; None where they do not."""
        if draft.source_head is None:
            return None
        for i, token in enumerate(tree.tokens):
            if token.span == draft.source_head:
                return self._stated(tree, i)
        return None

    def _stated(self, tree: Tree, i: int) -> int | None:
        for child in tree.with_dep(i, "nummod"):
            word = tree.tokens[child].text.lower().replace(",", "")
            if word.isdecimal() and len(word) < 7:
                return int(word)
            return self.cues.numbers.get(word)
        indefinite = any(
            tree.tokens[child].text.lower() in ("a", "an", "one", "another")
            for child in tree.with_dep(i, "det")
        )
        return 1 if indefinite and tree.tokens[i].tag == "NN" and tree.tokens[i].pos == "NOUN" else None


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


def _naming_words(words: list[str], head: str) -> list[str]:
    """The words that may hold a name: all, or those after a lower-case head ('a man, Ali Karimi')."""
    if head[:1].islower() and head in words:
        return words[words.index(head) + 1 :]
    return words


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
