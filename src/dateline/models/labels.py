"""The label set of a reader model, and where each head lies in its output."""

from __future__ import annotations

from dataclasses import dataclass

ROLES = ("actor", "recipient", "place", "time", "source")
STATUSES = ("current", "historical", "future", "hypothetical")
ATTRIBUTION = ("source", "cue", "content")
CAUSAL = ("cause", "effect", "signal")
SLOT_WIDTH = 48  # dimensions of one slot score's two factors
ROOTS = (
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT", "REQUEST",
    "SANCTION", "SUPPORT", "THREATEN", "YIELD",
)  # what one party can be said to do to another; YIELD stands for RETREAT and CONCEDE
PAIR_WIDTH = 8  # dimensions of the part of a root's score in which source and target meet
DISTANCES = 15  # buckets of signed distance, in words, between a trigger and a slot's word


@dataclass(frozen=True, slots=True)
class Labels:
    """Names of the learned labels. Spans are read as O, B, I; typed ones as O, B-first, I-first, B-second …"""

    event_types: tuple[str, ...]
    modes: tuple[str, ...]
    mentions: tuple[str, ...]
    roots: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()

    def heads(self) -> dict[str, int]:
        """Width of each head of the token-wise output, in order."""
        slot = SLOT_WIDTH * 2 * len(ROLES)
        return {
            "trigger": 1 + 2 * len(self.event_types),
            "status": len(STATUSES),
            "negated": 1,
            "mode": len(self.modes),
            "mention": 1 + 2 * len(self.mentions),
            "attribution": 3 * len(ATTRIBUTION),
            "causal_span": 3 * len(CAUSAL),
            "causal": 1,
            "slot_trigger": slot,
            "slot_word": slot,
            "root_word": len(self.roots),
            "root_source": len(self.roots) * (1 + PAIR_WIDTH),
            "root_target": len(self.roots) * (1 + PAIR_WIDTH),
            "context": len(self.contexts),
        }


def distance_bucket(gap: int) -> int:
    """The bucket, 0 to 14, of a signed distance in words; exact near zero, coarse far off."""
    size = abs(gap)
    step = size if size <= 2 else 3 if size <= 4 else 4 if size <= 8 else 5 if size <= 14 else 6 if size <= 24 else 7
    return 7 + step if gap > 0 else 7 - step
