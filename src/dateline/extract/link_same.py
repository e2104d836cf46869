"""Whether two mentions tell of the same event: weighed evidence of words, parties, place, time and tolls."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from math import exp, log

from dateline.extract.event_view import EventView
from dateline.records import Count, Link

WINDOW = 60  # earlier events that are compared
BARRED = -99.0  # a score that no mean makes up for
# Types under which one deed may be told: announced and done, asked and granted, fought over and seized.
KINDRED = frozenset(
    {
        frozenset({"ASSAULT", "COERCE"}), frozenset({"AGREE", "COOPERATE"}),
        frozenset({"CONCEDE", "RETREAT"}),
        frozenset({"CONCEDE", "AGREE"}), frozenset({"CONSULT", "AGREE"}), frozenset({"ACCUSE", "REJECT"}),
        frozenset({"MOBILIZE", "ASSAULT"}), frozenset({"PROTEST", "ASSAULT"}), frozenset({"SUPPORT", "AID"}),
    }
)  # fmt: skip


def is_comparable(left: EventView, right: EventView) -> bool:
    """Whether the types allow the two to be one event; what two countries did is two deeds."""
    if left.states and right.states and not left.states & right.states:
        return False
    one, other = left.event.event_type, right.event.event_type
    return one == other or frozenset({one, other}) in KINDRED


def pair_features(left: EventView, right: EventView) -> dict[str, float]:
    """The evidence on the pair, `left` the later mention, by name; what is absent speaks neither way."""
    a, b = left.event, right.event
    found = {"bias": 1.0}
    found["same type" if a.event_type == b.event_type else "kindred type"] = 1.0
    if a.event_type == b.event_type:
        found["type " + a.event_type] = 1.0
        found["rivals of the type"] = log(max(left.rivals, 1))
    found.update(dict.fromkeys(_of_words(left, right), 1.0))
    found.update(dict.fromkeys(_of_phrase(left, right), 1.0))
    for name, mine, theirs, my_states, their_states in (
        ("actor", left.actors, right.actors, left.states, right.states),
        ("recipient", left.recipients, right.recipients, left.hit_states, right.hit_states),
    ):  # fmt: skip
        found[f"{name} {_party(mine, theirs, my_states, their_states)}"] = 1.0
    if left.actors & right.recipients and left.recipients & right.actors:
        found["parties crossed"] = 1.0
    found["place " + _party(left.place, right.place, left.place_states, right.place_states)] = 1.0
    for name, agreed in (
        ("modes", _agree(frozenset(a.modes), frozenset(b.modes))),
        ("time", _times(left.time, right.time)),
        ("killed", _tolls(a.killed, b.killed)), ("injured", _tolls(a.injured, b.injured)),
    ):  # fmt: skip
        if agreed is not None:
            found[f"{name} {'agree' if agreed else 'differ'}"] = 1.0
    found["same status" if a.status == b.status else "status differs"] = 1.0
    if a.negated != b.negated:
        found["negation differs"] = 1.0
    found.update(_of_distance(a.sentence - b.sentence))
    if right.order == right.first_of_type:
        found["first of the type"] = 1.0
    return found


def _of_words(left: EventView, right: EventView) -> Iterator[str]:
    """How near the words of the two triggers are: the nearest kind alone."""
    if left.lemma == right.lemma:
        yield "same lemma"
        if left.noun and right.noun:
            yield "same noun"
    elif left.stem == right.stem:
        yield "same stem"
    elif left.kind is not None and left.kind == right.kind:
        yield "same class of words"
    elif left.words & right.words:
        yield "shared trigger word"
    else:
        yield "other words"
    if left.stem != right.stem and left.words & right.words:
        yield "shared word"
    if left.described & right.described:
        yield "described alike"
    elif left.described and right.described:
        yield "described otherwise"


def _of_phrase(left: EventView, right: EventView) -> Iterator[str]:
    """How the later mention is put: a definite noun points back, a new one does not."""
    if left.noun:
        yield left.article + " noun"
        if left.plural != right.plural and right.noun:
            yield "number differs"
        if not left.actors and not left.recipients:
            yield "bare " + left.article + " noun"
    else:
        yield "verb"
        if right.noun:
            yield "verb after noun"
    if left.another:
        yield "said to be another"
    if not left.noun and not left.actors and not left.recipients:
        yield "verb without parties"


def _party(
    mine: frozenset[str], theirs: frozenset[str], my_states: frozenset[str], their_states: frozenset[str]
) -> str:
    if not mine or not theirs:
        return "missing" if not mine else "new"
    if mine & theirs:
        return "shared"
    if my_states and their_states:
        return "of the same state" if my_states & their_states else "of another state"
    return "differs"


def _of_distance(sentences: int) -> dict[str, float]:
    if sentences == 0:
        return {"same sentence": 1.0}
    near = {"next sentence": 1.0} if sentences == 1 else {}
    return {**near, "distance": log(sentences + 1)}


def _agree(mine: frozenset[str], theirs: frozenset[str]) -> bool | None:
    return bool(mine & theirs) if mine and theirs else None


def _times(left: tuple[str, object, object] | None, right: tuple[str, object, object] | None) -> bool | None:
    if left is None or right is None:
        return None
    if left[0] == right[0]:
        return True
    (_, start, end), (_, other_start, other_end) = left, right
    if start is None or end is None or other_start is None or other_end is None:
        return None
    return bool(start <= other_end and other_start <= end)  # type: ignore[operator]


def _tolls(left: Count | None, right: Count | None) -> bool | None:
    if left is None or right is None:
        return None
    return left.low <= right.high and right.low <= left.high


def score_of(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The probability that the pair is one event."""
    total = sum(value * weights.get(name, 0.0) for name, value in features.items())
    return 1 / (1 + exp(-max(min(total, 30.0), -30.0)))


def find_same_events(
    views: Sequence[EventView],
    weights: Mapping[str, float],
    threshold: float,
    apart: Collection[tuple[str, str]] = frozenset(),
) -> list[Link]:
    """A link from each event to the earlier mention of its cluster that it repeats most likely.

    A pair counts for as much as both events are sure to be events: `threshold` is of that product.
    `apart`: pairs of event ids, either way round, that are known to be two events: cause and effect.
    """
    scores = {
        (i, j): score_of(pair_features(views[i], views[j]), weights)
        for i in range(len(views))
        for j in range(max(0, i - WINDOW), i)
        if is_comparable(views[i], views[j])
    }
    for i, j in scores:
        ids = views[i].event.event_id, views[j].event.event_id
        if ids in apart or ids[::-1] in apart:
            scores[i, j] = BARRED
    sure = [view.event.confidence for view in views]
    weighed = {(i, j): score * sure[i] * sure[j] for (i, j), score in scores.items()}
    found: list[Link] = []
    for members in cluster_by_mean(len(views), weighed, threshold):
        for at, i in enumerate(members[1:], 1):
            j = max(members[:at], key=lambda j: (scores.get((i, j), 0.0), j))
            others = [scores.get((max(i, k), min(i, k)), 0.0) for k in members if k != i]
            score = sum(others) / len(others)
            found.append(
                Link(
                    left=views[i].event.event_id, right=views[j].event.event_id, relation="same_as",
                    score=round(score, 4), method="weighed pair",
                )
            )  # fmt: skip
    return sorted(found, key=lambda link: link.left)


def cluster_by_mean(size: int, scores: Mapping[tuple[int, int], float], threshold: float) -> list[list[int]]:
    """Clusters of 0…size−1: the two with the highest mean score are joined until none reaches the threshold.

    `scores`: of (later, earlier); a pair that is not in it counts as 0.
    """
    members = {i: [i] for i in range(size)}
    sums: dict[int, dict[int, float]] = {i: {} for i in range(size)}
    for (i, j), score in scores.items():
        sums[i][j] = sums[j][i] = score
    queue = [(-score, j, i) for (i, j), score in scores.items() if score >= threshold]
    heapify(queue)
    while queue:
        worth, a, b = heappop(queue)
        if a not in members or b not in members or worth != -_mean(sums, members, a, b):
            continue  # one of them has grown or gone since
        members[a] += members.pop(b)
        for other, total in sums.pop(b).items():
            del sums[other][b]
            if other != a:
                sums[a][other] = sums[other][a] = sums[a].get(other, 0.0) + total
        for other in sums[a]:
            mean = _mean(sums, members, a, other)
            if mean >= threshold:
                heappush(queue, (-mean, min(a, other), max(a, other)))
    return [sorted(group) for group in members.values()]


def _mean(sums: Mapping[int, Mapping[int, float]], members: Mapping[int, Sequence[int]], a: int, b: int) -> float:
    return sums[a].get(b, 0.0) / (len(members[a]) * len(members[b]))
