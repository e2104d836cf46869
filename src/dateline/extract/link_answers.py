"""What an answer that was given answers, in the sentences before: 'Chad retaliated'.

Nouns ('fears of reprisals') and answers that may come ('must answer') mostly look back at nothing that is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.extract.event_view import EventView
from dateline.extract.link_cause import CauseFound
from dateline.extract.tree import Tree
from dateline.lexicon import Causes

SENTENCES = 3  # how far back an answer looks
ANSWERED = 0.65  # how sure such a link is
TOLD = ("current", "historical")


def find_answered(
    views: Sequence[EventView], trees: Mapping[int, Tree], causes: Causes, known: Sequence[CauseFound]
) -> list[CauseFound]:
    """For each answer without a cause the nearest earlier deed of another party; the last answered is not answered."""
    having = {found.effect.event_id for found in known}
    found: list[CauseFound] = []
    for at, view in enumerate(views):
        tree = trees.get(view.event.sentence)
        if tree is None or view.noun or view.event.status not in TOLD or view.event.event_id in having:
            continue
        word = next((i for i in tree.inside(view.event.trigger) if tree.lemma(i) in causes.answering), None)
        if word is None:
            continue
        cause = next((one for one in reversed(views[:at]) if _is_answered(view, one, causes)), None)
        if cause is not None:
            cue = tree.tokens[word].span
            found.append(CauseFound(view.event, cause.event, ANSWERED, f"answer: {tree.lemma(word)}", cue))
    return found


def _is_answered(answer: EventView, deed: EventView, causes: Causes) -> bool:
    distance = answer.event.sentence - deed.event.sentence
    return (
        distance <= SENTENCES
        and deed.event.event_type in causes.answered_types
        and deed.event.status in TOLD
        and not deed.event.negated
        and not answer.actors & deed.actors
        and not answer.states & deed.states
    )
