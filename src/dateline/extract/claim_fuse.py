"""The model's attribution tags brought together with what the parse and the quotation marks show."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from dateline.extract.claim_clauses import is_impersonal, source_of
from dateline.extract.claim_draft import Draft, spans_of
from dateline.extract.tree import Tree
from dateline.lexicon import Cues
from dateline.records import Span, Tag

MIN_SCORE = 0.5  # of a tag that may make or mend an attribution
MIN_KEPT = 0.5  # of an attribution once its tags are weighed
MIN_MADE = 0.6  # of one that only tags show: the mean of its parts
REACH = 250  # characters between a cue and the content or source that belong to it
_OPENING = frozenset({"DET", "ADP", "SCONJ", "PART", "CCONJ", "PUNCT"})
_MODIFIERS = frozenset({"det", "amod", "compound", "nummod", "poss"})
_EMPTY = frozenset({"DET", "ADP", "SCONJ", "PART", "CCONJ", "ADV", "PRON"})  # of these alone no cue is made
_LINKING = _OPENING - {"DET"}
CERTAIN_METHODS = frozenset({"according to", "responsibility", "hearsay"})
UNTAGGED = 0.2  # what is left of a draft's score where the model sees neither cue, source nor content


class AttributionTags:
    """The attribution tags of one report, by role and in order."""

    def __init__(self, tags: Sequence[Tag]) -> None:
        chosen = sorted(
            (tag for tag in tags if tag.layer == "attribution" and tag.score >= MIN_SCORE),
            key=lambda tag: tag.span,
        )
        self.by_role = {
            role: [tag for tag in chosen if tag.label == role] for role in ("source", "cue", "content")
        }
        self._starts = {role: [tag.span.start for tag in found] for role, found in self.by_role.items()}
        self._longest = max((tag.span.end - tag.span.start for tag in chosen), default=0)

    def __bool__(self) -> bool:
        return bool(self.by_role["cue"] or self.by_role["content"])

    def near(self, role: str, span: Span, reach: int = 0) -> list[Tag]:
        """The tags of the role that overlap the span, widened by `reach` characters on both sides."""
        starts, start, end = self._starts[role], span.start - reach, span.end + reach
        first, last = bisect_left(starts, start - self._longest), bisect_left(starts, end)
        return [tag for tag in self.by_role[role][first:last] if tag.span.end > start]

    def best(self, role: str, span: Span) -> float:
        """The highest score of the role's tags that overlap the span; 0.0 where there are none."""
        return max((tag.score for tag in self.near(role, span)), default=0.0)

    def share(self, role: str, spans: Sequence[Span]) -> float:
        """How much of the spans lies in the role's tags, each weighed by its score."""
        size = sum(span.end - span.start for span in spans)
        covered = sum(_overlap(span, tag.span) * tag.score for span in spans for tag in self.near(role, span))
        return covered / size if size else 0.0


def fuse(drafts: list[Draft], tags: AttributionTags, trees: Sequence[Tree | None], cues: Cues) -> list[Draft]:
    """The drafts that the tags bear out, mended by them, and what only tags show; all, where there are none."""
    if not tags:
        return drafts
    kept = []
    for draft in drafts:
        draft.score = _weigh(draft, tags)
        if draft.score >= MIN_KEPT:
            tree = trees[draft.sentence]
            _mend(draft, tags, tree)
            kept.append(draft)
    starts = [tree.sentence.span.start if tree is not None else -1 for tree in trees]
    taken = sorted(draft.cue for draft in kept)
    for tag in tags.by_role["cue"]:
        if is_touched(taken, tag.span):
            continue
        at = max(bisect_right(starts, tag.span.start) - 1, 0)
        tree = trees[at] if at < len(trees) else None
        made = _made_of(tag, tags, tree, cues) if tree is not None else None
        if made is not None and made.score >= MIN_MADE:
            kept.append(made)
    return kept


def is_touched(spans: Sequence[Span], span: Span) -> bool:
    """Whether one of the sorted spans, which are short and apart, overlaps the span."""
    at = bisect_left(spans, span)
    return any(other.overlaps(span) for other in spans[max(at - 3, 0) : at + 3])


def _weigh(draft: Draft, tags: AttributionTags) -> float:
    """The draft's score: raised by a tag on its cue; without one, lowered by what else is untagged."""
    cue = tags.best("cue", draft.cue)
    if cue:
        return round(1 - (1 - draft.score) * (1 - cue), 4)
    if draft.method in CERTAIN_METHODS:
        return draft.score
    source = tags.best("source", draft.source) if draft.source is not None else 0.0
    support = (tags.share("content", draft.content) + source) / 2
    return round(draft.score * (UNTAGGED + (1 - UNTAGGED) * support), 4)


def _overlap(left: Span, right: Span) -> int:
    return max(0, min(left.end, right.end) - max(left.start, right.start))


def _mend(draft: Draft, tags: AttributionTags, tree: Tree | None) -> None:
    """Takes the source from the tags where the draft has none, or one that they do not show."""
    if draft.method == "hearsay" or (draft.source is not None and tags.near("source", draft.source)):
        return
    tagged = _tagged_source(draft, tags, tree) or _shared(draft, tags, tree)
    if tagged is not None:
        _set_source(draft, tagged, tree)


def _tagged_source(draft: Draft, tags: AttributionTags, tree: Tree | None) -> Tag | None:
    """The tagged source nearest to the cue in its sentence; of an impersonal cue, only its own subject."""
    if tree is None or not is_impersonal(tree, draft.head):
        return _nearest(draft.cue, "source", tags, draft.content, tree.sentence.span if tree is not None else None)
    for subject in tree.with_dep(draft.head, "nsubj", "nsubjpass"):
        span = tree.tokens[subject].span
        if not any(content.overlaps(span) for content in draft.content):
            return next(iter(tags.near("source", span)), None)
    return None


def _shared(draft: Draft, tags: AttributionTags, tree: Tree | None) -> Tag | None:
    """The last tagged source before the cue in its sentence: 'X said …, adding that …'."""
    if tree is None or is_impersonal(tree, draft.head):
        return None
    before = tags.near("source", Span(tree.sentence.span.start, draft.cue.start))
    outside = [tag for tag in before if not any(content.overlaps(tag.span) for content in draft.content)]
    return outside[-1] if outside else None


def _set_source(draft: Draft, tagged: Tag, tree: Tree | None) -> None:
    """Gives the draft the tagged source, from its first to its last full word; none, where there are no such."""
    inside = [] if tree is None else _touching(tree, tagged.span)
    if tree is None or not inside:
        draft.source = draft.source_head = tagged.span
        return
    while inside and tree.tokens[inside[-1]].pos in _OPENING:
        last = inside.pop()
        if not inside and tree.tokens[last].pos == "DET" and tree.is_nominal(tree.head(last)):
            inside = list(range(last, tree.head(last) + 1))  # 'the' of 'the army'
            break
    while inside and tree.tokens[inside[0]].pos in _LINKING:
        inside.pop(0)
    if not inside:
        return
    draft.source = tree.span(inside[0], inside[-1])
    head = tree.head_of(draft.source)
    draft.source_head = tree.tokens[head].span if head is not None else draft.source


def _nearest(
    cue: Span, role: str, tags: AttributionTags, barred: Sequence[Span] = (), within: Span | None = None
) -> Tag | None:
    """The role's tag nearest to the cue, with no other cue between and not inside the barred spans."""
    best: tuple[int, Tag] | None = None
    for tag in tags.near(role, cue, REACH):
        gap = max(tag.span.start - cue.end, cue.start - tag.span.end, 0)
        if tag.span.overlaps(cue) or any(span.overlaps(tag.span) for span in barred):
            continue
        if within is not None and not within.overlaps(tag.span):
            continue
        between = Span(min(tag.span.end, cue.end), max(tag.span.start, cue.start))
        if between.start < between.end and any(other.span != cue for other in tags.near("cue", between)):
            continue
        if best is None or gap < best[0]:
            best = gap, tag
    return best[1] if best is not None else None


def _made_of(cue: Tag, tags: AttributionTags, tree: Tree, cues: Cues) -> Draft | None:
    """A draft around a tagged cue: the nearest tagged content, and a source from tags or parse."""
    head, words = tree.head_of(cue.span), _touching(tree, cue.span)
    full = any(tree.tokens[i].pos not in _EMPTY or tree.lemma(i) == "accord" for i in words)
    if head is None or not full:
        return None
    ends = all(token.pos == "PUNCT" for token in tree.tokens[words[-1] + 1 :])
    content = _nearest(cue.span, "content", tags, within=None if ends else tree.sentence.span)
    if content is None or not any(tree.tokens[i].pos != "PUNCT" for i in _touching(tree, content.span)):
        return None
    lemma = tree.lemma(head)
    draft = Draft(
        tree.sentence.index, cue.span, head, lemma, cues.verbs.get(lemma),
        [_whole(content.span, cue.span, tree)], "model",
    )  # fmt: skip
    tagged = _tagged_source(draft, tags, tree)
    scores = [cue.score, content.score]
    if tagged is not None:
        scores.append(tagged.score)
        _set_source(draft, tagged, tree)
    elif not is_impersonal(tree, head):
        if tree.is_verb(head):
            _parsed_source(draft, tree, head, cues)
        shared = _shared(draft, tags, tree)
        if draft.source is None and shared is not None:
            _set_source(draft, shared, tree)
        scores.append(0.0 if draft.source is None else tags.best("source", draft.source) / 2)
    draft.score = round(sum(scores) / len(scores), 4)
    return draft


def _touching(tree: Tree, span: Span) -> list[int]:
    return [i for i, token in enumerate(tree.tokens) if token.span.overlaps(span)]


def _whole(content: Span, cue: Span, tree: Tree) -> Span:
    """The content with the phrase that it opens: 'the' stands for 'the same thing', 'for' for 'for peace'."""
    head = tree.head_of(content)
    if head is None or (tree.tokens[head].pos not in _OPENING and tree.dep(head) not in _MODIFIERS):
        return content
    top = tree.head(head) if tree.head(head) > head else head
    after = content.start > cue.start
    phrase = [i for i in tree.subtree(top) if (tree.tokens[i].span.start >= cue.end) == after]
    for span in spans_of(tree, phrase):
        if span.overlaps(content) and not span.overlaps(cue):
            return Span(min(span.start, content.start), max(span.end, content.end))
    return content


def _parsed_source(draft: Draft, tree: Tree, head: int, cues: Cues) -> None:
    found = source_of(tree, head, cues)
    if found is None:
        return
    span = tree.span(found[0][0], found[0][-1])
    if not any(content.overlaps(span) for content in draft.content):
        draft.source, draft.source_head = span, tree.tokens[found[1]].span
