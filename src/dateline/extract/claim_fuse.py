"""The model's attribution tags brought together with what the parse and the quotation marks show."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from dateline.extract.claim_clauses import source_of
from dateline.extract.claim_draft import Draft
from dateline.extract.tree import Tree
from dateline.lexicon import Cues
from dateline.records import Span, Tag

MIN_SCORE = 0.5  # of a tag that may make or mend an attribution
REACH = 250  # characters between a cue and the content or source that belong to it
WEAK_KINDS = frozenset({"judge", "think", "act"})
WEAK_METHODS = frozenset({"noun", "adjective", "view"})


class AttributionTags:
    """The attribution tags of one report, by role and in order."""

    def __init__(self, tags: Sequence[Tag]) -> None:
        chosen = sorted(
            (tag for tag in tags if tag.layer == "attribution" and tag.score >= MIN_SCORE),
            key=lambda tag: tag.span,
        )
        self.cues = [tag for tag in chosen if tag.label == "cue"]
        self.sources = [tag for tag in chosen if tag.label == "source"]
        self.contents = [tag for tag in chosen if tag.label == "content"]

    def __bool__(self) -> bool:
        return bool(self.cues or self.contents)


def fuse(drafts: list[Draft], tags: AttributionTags, trees: Sequence[Tree | None], cues: Cues) -> list[Draft]:
    """The drafts mended by tags, without weak ones that no tag supports, and with what only tags show."""
    if not tags:
        return drafts
    kept = [draft for draft in drafts if not _is_weak(draft) or _is_supported(draft, tags)]
    for draft in kept:
        _mend(draft, tags)
    starts = [tree.sentence.span.start if tree is not None else -1 for tree in trees]
    for tag in tags.cues:
        if any(draft.cue.overlaps(tag.span) for draft in kept):
            continue
        at = max(bisect_right(starts, tag.span.start) - 1, 0)
        tree = trees[at] if at < len(trees) else None
        made = _made_of(tag, tags, tree, kept, cues) if tree is not None else None
        if made is not None:
            kept.append(made)
    return kept


def _is_weak(draft: Draft) -> bool:
    return draft.method in WEAK_METHODS or (draft.word is not None and draft.word.kind in WEAK_KINDS)


def _is_supported(draft: Draft, tags: AttributionTags) -> bool:
    if any(tag.span.overlaps(draft.cue) for tag in tags.cues):
        return True
    covered = sum(_overlap(span, tag.span) for span in draft.content for tag in tags.contents)
    return covered * 2 > sum(span.end - span.start for span in draft.content)


def _overlap(left: Span, right: Span) -> int:
    return max(0, min(left.end, right.end) - max(left.start, right.start))


def _mend(draft: Draft, tags: AttributionTags) -> None:
    """Fills a missing source and scores the draft by its tags."""
    support = [tag.score for tag in tags.cues if tag.span.overlaps(draft.cue)]
    if support:
        draft.score = round(1 - (1 - draft.score) * (1 - max(support)), 4)
    if draft.source is None and draft.method not in ("hearsay",):
        source = _nearest(draft.cue, tags.sources, draft.content, tags.cues)
        if source is not None:
            draft.source = draft.source_head = source.span


def _nearest(cue: Span, candidates: Sequence[Tag], barred: Sequence[Span], cues: Sequence[Tag]) -> Tag | None:
    """The candidate nearest to the cue, with no other cue between and not inside the barred spans."""
    best: tuple[int, Tag] | None = None
    for tag in candidates:
        gap = max(tag.span.start - cue.end, cue.start - tag.span.end, 0)
        if gap > REACH or tag.span.overlaps(cue) or any(span.overlaps(tag.span) for span in barred):
            continue
        between = Span(min(tag.span.end, cue.end), max(tag.span.start, cue.start))
        if between.start < between.end and any(
            other.span.overlaps(between) for other in cues if other.span != cue
        ):
            continue
        if best is None or gap < best[0]:
            best = gap, tag
    return best[1] if best is not None else None


def _made_of(
    cue: Tag, tags: AttributionTags, tree: Tree, drafts: Sequence[Draft], cues: Cues
) -> Draft | None:
    """A draft around a tagged cue: the nearest tagged content, and a source from tags or parse."""
    taken = [span for draft in drafts for span in draft.content]
    free = [
        tag
        for tag in tags.contents
        if not any(_overlap(tag.span, span) * 2 > tag.span.end - tag.span.start for span in taken)
    ]
    content = _nearest(cue.span, free, (), tags.cues)
    if content is None:
        content = _nearest(cue.span, tags.contents, (), tags.cues)
    if content is None:
        return None
    head = tree.head_of(cue.span)
    head = 0 if head is None else head
    lemma = tree.lemma(head)
    draft = Draft(
        tree.sentence.index, cue.span, head, lemma, cues.verbs.get(lemma), [content.span], "model",
        score=round((cue.score + content.score) / 2, 4),
    )  # fmt: skip
    tagged = _nearest(cue.span, tags.sources, draft.content, tags.cues)
    if tagged is not None:
        inner = tree.head_of(tagged.span) if tree.sentence.span.covers(tagged.span) else None
        draft.source = tagged.span
        draft.source_head = tree.tokens[inner].span if inner is not None else tagged.span
    elif tree.is_verb(head):
        _parsed_source(draft, tree, head, cues)
    return draft


def _parsed_source(draft: Draft, tree: Tree, head: int, cues: Cues) -> None:
    found = source_of(tree, head, cues)
    if found is None:
        return
    span = tree.span(found[0][0], found[0][-1])
    if not any(content.overlaps(span) for content in draft.content):
        draft.source, draft.source_head = span, tree.tokens[found[1]].span
