"""The words of a phrase around its head, by the codebook's rules on spans; new mentions for them."""

from __future__ import annotations

from dateline.extract.tree import Tree
from dateline.lexicon.triggers import EventLexicon
from dateline.records import Mention, Span

BRANCHES_CUT = frozenset(
    {"relcl", "acl", "appos", "cc", "conj", "punct", "advcl", "preconj", "mark", "dep", "parataxis", "case"}
)
TAIL_PREPOSITIONS = frozenset({"of", "from", "for"})
LONGEST = 14
LONGEST_CHAIN = 5  # links of coreference that are followed


def phrase_span(tree: Tree, head: int) -> Span:
    """The phrase's span without relative clause or age; 'of', 'from' and 'for' tails are kept."""
    tokens: set[int] = {head}
    queue = [head]
    while queue:
        i = queue.pop()
        for child in tree.children[i]:
            dep = tree.dep(child)
            if (dep in BRANCHES_CUT and tree.tokens[child].text != "-") or abs(child - head) > LONGEST:
                continue
            if dep == "prep" and (tree.lemma(child) not in TAIL_PREPOSITIONS or i != head):
                continue
            tokens.add(child)
            queue.append(child)
    first, last = head, head
    while first - 1 in tokens:
        first -= 1
    while last + 1 in tokens:
        last += 1
    while first < head and (
        tree.tokens[first].pos in ("PUNCT", "CCONJ", "ADV", "SCONJ") or tree.dep(first) in ("predet", "neg")
    ):
        first += 1
    return tree.span(first, last)


class Mentions:
    """A document's mentions by head word, growing with those that the events need."""

    def __init__(
        self, report_id: str, mentions: tuple[Mention, ...], lexicon: EventLexicon, text: str
    ) -> None:
        self.report_id = report_id
        self.text = text
        self.lexicon = lexicon
        self.by_id = {mention.mention_id: mention for mention in mentions}
        self.by_sentence: dict[int, list[Mention]] = {}
        for mention in mentions:
            self.by_sentence.setdefault(mention.sentence, []).append(mention)
        self.new: list[Mention] = []

    def at(self, tree: Tree, head: int) -> Mention:
        """The mention headed by the token, an old one or a new one."""
        word = tree.tokens[head].span
        sentence = tree.sentence.index
        for mention in self.by_sentence.get(sentence, ()):
            if mention.head == word:
                return mention
        covering = [
            m
            for m in self.by_sentence.get(sentence, ())
            if m.head is None and m.span.covers(word) and m.span.end == word.end
        ]
        if covering:
            return max(covering, key=lambda m: m.span.end - m.span.start)
        names = [
            m
            for m in self.by_sentence.get(sentence, ())
            if m.span.covers(word) and tree.tokens[head].pos == "PROPN"
        ]
        if names:
            return min(names, key=lambda m: m.span.end - m.span.start)
        return self._add(tree, head, phrase_span(tree, head))

    def over(self, tree: Tree, span: Span) -> Mention:
        """The mention that best covers a span of the model's, an old one or a new one."""
        best, most = None, 0.0
        for mention in self.by_sentence.get(tree.sentence.index, ()):
            shared = min(mention.span.end, span.end) - max(mention.span.start, span.start)
            rate = shared / max(mention.span.end - mention.span.start, span.end - span.start)
            if rate > most:
                best, most = mention, rate
        if best is not None and most >= 0.5:
            return best
        head = tree.head_of(span)
        for mention in self.by_sentence.get(tree.sentence.index, ()):
            if head is not None and mention.head == tree.tokens[head].span and mention.span.covers(span):
                return mention  # the model marked the last word of a phrase: 'soil' of 'Iranian soil'
        return self._add(tree, head if head is not None else 0, span)

    def fullest_beside(self, mention: Mention) -> Mention:
        """For a pronoun the longest mention of the same party in its sentence; else the mention itself."""
        if mention.label != "PRONOUN" or mention.refers_to is None:
            return mention
        party = self._root(mention)
        beside = [
            one
            for one in self.by_sentence.get(mention.sentence, ())
            if one.label != "PRONOUN" and self._root(one) == party
        ]
        return max(beside, key=lambda one: (one.span.end - one.span.start, -one.span.start), default=mention)

    def _root(self, mention: Mention) -> str:
        for _ in range(LONGEST_CHAIN):
            above = self.by_id.get(mention.refers_to or "")
            if above is None:
                break
            mention = above
        return mention.mention_id

    def _add(self, tree: Tree, head: int, span: Span) -> Mention:
        mention_id = f"{self.report_id}:m{span.start}-{span.end}"
        if mention_id in self.by_id:
            return self.by_id[mention_id]
        mention = Mention(
            mention_id=mention_id,
            span=span,
            label=self._label(tree, head),
            sentence=tree.sentence.index,
            head=tree.tokens[head].span,
            method="event slot",
        )
        self.by_id[mention_id] = mention
        self.by_sentence.setdefault(tree.sentence.index, []).append(mention)
        self.new.append(mention)
        return mention

    def _label(self, tree: Tree, head: int) -> str:
        token = tree.tokens[head]
        if token.pos == "PRON":
            return "PRONOUN"
        if token.pos == "ADJ":
            return "NORP"
        if token.pos == "PROPN":
            return "ORG"
        lemma = token.lemma.lower()
        if lemma in self.lexicon.lists["place_nouns"]:
            return "PLACE"
        if lemma in self.lexicon.classes["government"] or lemma in self.lexicon.classes["official"]:
            return "OFFICE"
        return (
            "GROUP"
            if lemma in self.lexicon.classes["person"] or lemma in self.lexicon.classes["armed"]
            else "OTHER"
        )
