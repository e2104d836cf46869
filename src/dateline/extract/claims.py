"""Claims: who says what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from dateline.extract.claim_clauses import find_clause_claims
from dateline.extract.claim_draft import Draft
from dateline.extract.claim_events import Attribute, events_inside
from dateline.extract.claim_fuse import AttributionTags, fuse, is_touched
from dateline.extract.claim_quotes import Quotations
from dateline.extract.claim_sources import Sources, find_anonymity
from dateline.extract.claim_stances import certainty_of, stance_of
from dateline.extract.claim_unsourced import find_unsourced_claims
from dateline.extract.tree import Tree
from dateline.lexicon import Cues
from dateline.records import Claim, Document, Span, Tag


class FindClaims:
    """Adds claims, the mentions of their sources, and to each event the claim that reports it.

    The attributions come from the parse (clauses, nouns, 'according to'), from quotation marks over the
    whole report, and from the model's tags where there are any. What the reporter himself forecasts or
    gives as a motive is a claim without source whose `method` begins with 'unsourced'.
    """

    def __init__(self, cues: Cues) -> None:
        self.cues = cues

    def __call__(self, document: Document) -> Document:
        """The document with its claims."""
        text = document.report.text
        trees = [Tree(sentence) if sentence.part == "body" else None for sentence in document.sentences]
        drafts = self.find_drafts(text, trees, document.tags)
        sources = Sources(document.report.report_id, text, document.mentions, self.cues)
        drafts = [part for draft in drafts for part in self._sourced(draft, trees[draft.sentence], sources)]
        claims = [self._claim(draft, trees, sources, document) for draft in drafts]
        unique = {claim.claim_id: (claim, draft) for claim, draft in zip(claims, drafts, strict=True)}
        pairs = sorted(unique.values(), key=lambda pair: (pair[0].cue, pair[0].claim_id))
        events = Attribute(trees, sources, document.tags)(document.events, pairs)
        mentions = tuple(
            sorted((*document.mentions, *sources.made.values()), key=lambda mention: mention.span)
        )
        return replace(
            document,
            claims=tuple(claim for claim, _ in pairs),
            events=events,
            mentions=mentions if sources.made else document.mentions,
        )

    def find_drafts(self, text: str, trees: Sequence[Tree | None], tags: Sequence[Tag] = ()) -> list[Draft]:
        """The attributions of the whole report, in text order."""
        quotations = Quotations(text, trees, self.cues)
        parsed = [tree for tree in trees if tree is not None]
        found = [draft for tree in parsed for draft in find_clause_claims(tree, self.cues)]
        found = quotations.attribute([draft for draft in found if not quotations.inside(draft.cue)])
        found = fuse(found, AttributionTags(tags), trees, self.cues) + quotations.speakers()
        taken: dict[int, list[Span]] = {}
        for draft in found:
            taken.setdefault(draft.sentence, []).extend(draft.content)
        for tree in parsed:
            for draft in find_unsourced_claims(tree, self.cues, taken.get(tree.sentence.index, ())):
                if not quotations.inside(draft.cue):
                    found.append(draft)
        hidden = sorted(find_anonymity(text, Span(0, len(text))))
        kept = [draft for draft in found if not is_touched(hidden, draft.cue)]
        return sorted(kept, key=lambda draft: (draft.cue, draft.method))

    def _sourced(self, draft: Draft, tree: Tree | None, sources: Sources) -> list[Draft]:
        return sources.by_source(draft, tree) if tree is not None else [draft]

    def _claim(
        self, draft: Draft, trees: Sequence[Tree | None], sources: Sources, document: Document
    ) -> Claim:
        tree = trees[draft.sentence]
        assert tree is not None
        mention = sources.mention_of(draft, tree)
        report_id = document.report.report_id
        content = tuple(sorted(draft.content))
        beside = f"+{draft.source.start}" if draft.beside and draft.source is not None else ""
        return Claim(
            claim_id=f"{report_id}:c{draft.cue.start}-{draft.cue.end}{beside}", report_id=report_id,
            sentence=draft.sentence,
            cue=draft.cue, content=content, source=mention.mention_id if mention is not None else None,
            source_span=draft.source, speech=_speech(draft),
            source_kind=sources.kind_of(draft, mention, tree),
            source_count=sources.count_of(draft, tree), stance=stance_of(draft, tree, self.cues),
            certainty=certainty_of(draft, tree, self.cues), events=events_inside(document.events, draft),
            score=draft.score, method=draft.method,
        )  # fmt: skip


def _speech(draft: Draft) -> Literal["direct", "indirect", "mixed"]:
    """Direct where quotations cover all content but punctuation, mixed where they cover some."""
    if not draft.quoted:
        return "indirect"
    whole = sum(span.end - span.start for span in draft.content)
    quoted = sum(
        max(0, min(span.end, quote.end) - max(span.start, quote.start))
        for span in draft.content
        for quote in draft.quoted
    )
    return "direct" if quoted >= whole - 3 else "mixed"
