"""What led to what between incidents: as reports state it, or inferred from an answer of the hit party within days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dateline.lexicon.incidents import LinkRules
from dateline.records import Card, Chain, Incident

_ANSWERS_OF_ONE = 3  # incidents that can be inferred to answer one
_MAX_SCORE = 0.6  # of an inference


def find_chains(incidents: Sequence[Incident], cards: Mapping[str, Card], rules: LinkRules) -> list[Chain]:
    """Cause-and-answer links: stated ones first, inferred ones where nothing is stated between the two."""
    stated = _stated(incidents, cards)
    known = {(chain.left, chain.right) for chain in stated}
    known |= {(right, left) for left, right in known}
    inferred = [chain for chain in _inferred(incidents, rules) if (chain.left, chain.right) not in known]
    return [*stated, *inferred]


def _stated(incidents: Sequence[Incident], cards: Mapping[str, Card]) -> list[Chain]:
    home = {event: incident.incident_id for incident in incidents for event in incident.events}
    best: dict[tuple[str, str], Chain] = {}
    for card in cards.values():
        for cause, score, method in card.caused_by:
            left, right = home.get(card.event_id), home.get(cause)
            if left is None or right is None or left == right:
                continue
            chain = Chain(
                left=left, right=right, method="stated", score=score, reason=method, events=(card.event_id, cause)
            )
            old = best.get((left, right))
            if old is None or (chain.score, chain.events) > (old.score, old.events):
                best[left, right] = chain
    kept = [
        chain for (left, right), chain in best.items()
        if (right, left) not in best or (chain.score, left) > (best[right, left].score, right)
    ]  # fmt: skip
    return sorted(kept, key=lambda chain: (chain.left, chain.right))


def _inferred(incidents: Sequence[Incident], rules: LinkRules) -> Iterable[Chain]:
    """The hit party's own act against the one who hit, within `answer_days`."""
    acts: dict[str, list[tuple[date, Incident]]] = {}
    for incident in incidents:
        if incident.event_type in rules.answers and not incident.ahead and incident.earliest and incident.latest:
            for key in _strong(incident.actor_keys):
                acts.setdefault(key, []).append((incident.latest, incident))
    for found in acts.values():
        found.sort(key=lambda one: (one[0], one[1].incident_id))
    for hit in sorted(incidents, key=lambda one: one.incident_id):
        if hit.event_type not in rules.hostile or hit.ahead or hit.earliest is None or hit.latest is None:
            continue
        yield from _answers(hit, acts, rules)


def _answers(hit: Incident, acts: Mapping[str, Sequence[tuple[date, Incident]]], rules: LinkRules) -> Iterable[Chain]:
    hitters, struck = _strong(hit.actor_keys), _strong(hit.recipient_keys)
    if not hitters or not struck or hitters & struck:
        return
    found: dict[str, tuple[int, Incident]] = {}
    for key in struck:
        for day, answer in acts.get(key, ()):
            assert hit.latest is not None
            gap = (day - hit.latest).days
            if 0 < gap <= rules.answer_days and _strong(answer.recipient_keys) & hitters:
                found[answer.incident_id] = (gap, answer)
    for gap, answer in sorted(found.values(), key=lambda one: (one[0], one[1].incident_id))[:_ANSWERS_OF_ONE]:
        score = round(_MAX_SCORE * (1 - (gap - 1) / (rules.answer_days + 2)), 3)
        yield Chain(
            left=answer.incident_id, right=hit.incident_id, method="inferred", score=score,
            reason=f"the party hit acts against the one who hit, {gap} day{'s' * (gap > 1)} later",
            events=(answer.best, hit.best),
        )  # fmt: skip


def _strong(keys: Iterable[str]) -> set[str]:
    """Keys that tell who it was: known parties, and a country's armed or governing sectors."""
    return {
        key for key in keys
        if key[0] == "=" or key.endswith(("/GOV", "/MIL", "/REB", "/COP", "/SPY", "/UAF", "/PAR"))
    }  # fmt: skip
