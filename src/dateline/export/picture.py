"""A document put in the order in which a person reads it: what every renderer of the room draws from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dateline.export.wording import clean, load_words, say_code, say_interval, say_type
from dateline.records import Claim, Count, Document, Event, Mention, Resolution, Span, TimeRef

TOLD_SLOTS = ("actor", "recipient", "place", "time")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One filled slot: the words, the name that they stand for, and how that was decided."""

    words: str
    span: Span
    mention_id: str
    name: str | None = None  # the fullest name, where the words are not it
    country: str | None = None
    sectors: tuple[str, ...] = ()
    place: Resolution | None = None

    @property
    def label(self) -> str:
        """The name to print: 'Jaish al-Adl (“the group”)' where the text has only a stand-in."""
        return self.words if self.name is None else f"{self.name} (“{self.words}”)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event with all its mentions in the report folded into one; `event` is the fullest of them."""

    event: Event
    mentions: tuple[Event, ...]
    words: str
    kind: str
    code: str
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    place: Party | None = None
    time: TimeRef | None = None
    day: str | None = None
    killed: Count | None = None
    injured: Count | None = None
    weapon: Span | None = None
    sources: tuple[Claim, ...] = ()
    empty: tuple[tuple[str, str], ...] = ()  # slots without a filler, each with the reason or ''

    @property
    def order(self) -> tuple[date, date, int]:
        """Sorts by the days, undated ones first, then by position in the text."""
        earliest = self.time.earliest if self.time else None
        latest = self.time.latest if self.time else None
        return latest or earliest or date.min, earliest or latest or date.min, -self.event.trigger.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A source with all that it says."""

    name: str
    kind: str
    count: int | None
    span: Span | None
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One place in a chain of cause and answer; `link` words tie it to the step before."""

    happening: Happening
    depth: int
    relation: str | None
    cue: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a report says, sorted: happened, background, ahead, voices, chain, and what stayed empty."""

    document: Document
    mentions: Mapping[str, Mention]
    happened: tuple[tuple[str | None, tuple[Happening, ...]], ...]
    background: tuple[Happening, ...]
    ahead: tuple[Happening, ...]
    outlooks: tuple[Claim, ...]
    voices: tuple[Voice, ...]
    chain: tuple[Step, ...]
    empty: tuple[tuple[str, str, int], ...]
    uncoded: tuple[tuple[str, int], ...]

    @property
    def happenings(self) -> tuple[Happening, ...]:
        """Every event, in the order of the page."""
        return (*(one for _, group in self.happened for one in group), *self.background, *self.ahead)

    def verb_of(self, claim: Claim) -> str:
        """How the claim's stance is said of its source: 'says', or 'say' where that is several."""
        table = load_words()[
            "stances_plural" if _are_many(self.document, self.mentions, claim) else "stances"
        ]
        return str(table.get(claim.stance, claim.stance))

    def source_of(self, claim: Claim) -> str:
        """The words that name the claim's source, or 'unnamed source'."""
        return _source_words(self.document, self.mentions, claim)


def draw(document: Document) -> Picture:
    """The picture of a document."""
    reader = _Reader(document)
    happenings = [reader.happening(group) for group in _merge(document)]
    story = [one for one in happenings if one.event.status == "current"]
    background = [one for one in happenings if one.event.status == "historical"]
    ahead = [one for one in happenings if one.event.status in ("future", "hypothetical")]
    return Picture(
        document=document,
        mentions=reader.mentions,
        happened=_by_day(story),
        background=tuple(sorted(background, key=lambda one: one.order, reverse=True)),
        ahead=tuple(sorted(ahead, key=lambda one: one.event.trigger)),
        outlooks=tuple(claim for claim in document.claims if claim.stance in ("predicts", "recommends")),
        voices=_voices(document, reader.mentions),
        chain=_chain(document, happenings),
        empty=_empty(happenings),
        uncoded=tuple(
            sorted(Counter(part.kind for part in document.report.parts if part.kind != "dateline").items())
        ),
    )


class _Reader:
    """Looks ids up."""

    def __init__(self, document: Document) -> None:
        self.text = document.report.text
        self.mentions: dict[str, Mention] = {mention.mention_id: mention for mention in document.mentions}
        self.times = {time.time_id: time for time in document.times}
        self.claims = {claim.claim_id: claim for claim in document.claims}
        self.actors = {one.mention_id: one for one in document.resolutions if one.kind == "actor"}
        self.places = {one.mention_id: one for one in document.resolutions if one.kind == "place"}

    def party(self, mention_id: str) -> Party | None:
        mention = self.mentions.get(mention_id)
        if mention is None:
            return None
        words = clean(mention.span.of(self.text), 90)
        full = self.mentions.get(mention.refers_to or "")
        found = self.actors.get(mention_id) or (self.actors.get(full.mention_id) if full else None)
        place = self.places.get(mention_id) or (self.places.get(full.mention_id) if full else None)
        name = clean(full.span.of(self.text), 60) if full else None
        return Party(
            words=words, span=mention.span, mention_id=mention_id,
            name=name if name and name.casefold() != words.casefold() else None,
            country=found.country if found else None, sectors=found.sectors if found else (), place=place,
        )  # fmt: skip

    def parties(self, ids: Iterable[str]) -> tuple[Party, ...]:
        return tuple(party for party in map(self.party, dict.fromkeys(ids)) if party is not None)

    def happening(self, group: list[Event]) -> Happening:
        ranked = sorted(group, key=lambda event: (-_fullness(event), event.trigger))
        best = ranked[0]
        modes = tuple(
            dict.fromkeys(
                mode for event in ranked for mode in event.modes if event.event_type == best.event_type
            )
        )
        time = next((self.times[event.time] for event in ranked if event.time in self.times), None)
        place = next((party for event in ranked if event.place and (party := self.party(event.place))), None)
        sources = dict.fromkeys(event.reported_by for event in ranked if event.reported_by in self.claims)
        actors = self.parties(next((event.actors for event in ranked if event.actors), ()))
        recipients = self.parties(next((event.recipients for event in ranked if event.recipients), ()))
        filled = {"actor": actors, "recipient": recipients, "place": place, "time": time}
        return Happening(
            event=best,
            mentions=tuple(sorted(group, key=lambda event: event.trigger)),
            words=clean(best.trigger.of(self.text), 90),
            kind=say_type(best.event_type, modes),
            code=say_code(best.event_type, modes),
            actors=actors,
            recipients=recipients,
            place=place,
            time=time,
            day=say_interval(time.earliest, time.latest) if time else None,
            killed=next((event.killed for event in ranked if event.killed), None),
            injured=next((event.injured for event in ranked if event.injured), None),
            weapon=next((event.weapon for event in ranked if _names_weapon(event)), None),
            sources=tuple(self.claims[one] for one in sources if one),
            empty=_left_empty(group, filled),
        )


def _names_weapon(event: Event) -> bool:
    """Whether the weapon says more than the trigger does ('bombed' is its own weapon)."""
    return event.weapon is not None and not event.trigger.covers(event.weapon)


def _fullness(event: Event) -> int:
    filled = (
        event.actors,
        event.recipients,
        event.place,
        event.time,
        event.killed,
        event.injured,
        event.weapon,
    )
    return sum(bool(value) for value in filled) + (event.status == "current") + bool(event.modes)


def _merge(document: Document) -> list[list[Event]]:
    """The events in groups that `same_as` links join."""
    root = {event.event_id: event.event_id for event in document.events}

    def find(one: str) -> str:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for link in document.links:
        if (
            link.relation == "same_as"
            and link.judgement == "positive"
            and link.left in root
            and link.right in root
        ):
            root[find(link.left)] = find(link.right)
    groups: dict[str, list[Event]] = {}
    for event in document.events:
        groups.setdefault(find(event.event_id), []).append(event)
    return list(groups.values())


def _by_day(story: list[Happening]) -> tuple[tuple[str | None, tuple[Happening, ...]], ...]:
    """Story events under their days, newest first; those without a day come last, in the text's order."""
    groups: dict[str | None, list[Happening]] = {}
    for one in sorted(story, key=lambda one: one.order, reverse=True):
        groups.setdefault(one.day, []).append(one)
    undated = groups.pop(None, None)
    ordered: list[tuple[str | None, tuple[Happening, ...]]] = [
        (day, tuple(group)) for day, group in groups.items()
    ]
    if undated:
        ordered.append((None, tuple(undated)))
    return tuple(ordered)


def _source_words(document: Document, mentions: Mapping[str, Mention], claim: Claim) -> str:
    """The source as the text has it, with the full name where that is only a stand-in ('she')."""
    text = document.report.text
    found = mentions.get(claim.source or "")
    span = claim.source_span or (found.span if found else None)
    if span is None:
        return "unnamed source"
    words = clean(span.of(text), 90)
    full = mentions.get(found.refers_to or "") if found else None
    name = clean(full.span.of(text), 60) if full else words
    return words if name.casefold() == words.casefold() else f"{name} (“{words}”)"


def _are_many(document: Document, mentions: Mapping[str, Mention], claim: Claim) -> bool:
    """Whether the source is several people: counted ('two officials'), or a plural by its head word."""
    if claim.source_count is not None:
        return claim.source_count > 1
    source = mentions.get(claim.source or "")
    head = source.head if source else None
    if head is None or not 0 <= claim.sentence < len(document.sentences):
        return False
    tokens = document.sentences[claim.sentence].tokens
    return any(token.span == head and token.tag in ("NNS", "NNPS") for token in tokens)


def _voices(document: Document, mentions: Mapping[str, Mention]) -> tuple[Voice, ...]:
    """Claims under their sources, in the order in which the sources first speak."""
    text = document.report.text
    groups: dict[str, list[Claim]] = {}
    for claim in document.claims:
        mention = mentions.get(claim.source or "")
        key = (
            (mention.refers_to or mention.mention_id)
            if mention
            else _source_words(document, mentions, claim).casefold()
        )
        groups.setdefault(key, []).append(claim)
    voices = []
    for key, claims in groups.items():
        full = mentions.get(key)
        name = clean(full.span.of(text), 90) if full else _source_words(document, mentions, claims[0])
        first = next((claim for claim in claims if claim.source_kind != "unknown"), claims[0])
        count = next((claim.source_count for claim in claims if claim.source_count), None)
        voices.append(
            Voice(
                name=name,
                kind=first.source_kind,
                count=count,
                span=claims[0].source_span or (full.span if full else None),
                claims=tuple(claims),
            )
        )
    return tuple(voices)


def _chain(document: Document, happenings: list[Happening]) -> tuple[Step, ...]:
    """Cause before effect: a forest over the merged events, each hung under its best cause."""
    owner = {event.event_id: index for index, one in enumerate(happenings) for event in one.mentions}
    best: dict[int, tuple[tuple[bool, float], int, str, Span | None]] = {}
    for link in document.links:
        left, right = owner.get(link.left), owner.get(link.right)
        licensed = link.relation == "caused_by" or (link.relation == "follows" and link.cue is not None)
        if left is None or right is None or left == right or not licensed or link.judgement != "positive":
            continue
        rank = (link.relation == "caused_by", link.score)
        if left not in best or rank > best[left][0]:
            best[left] = (rank, right, link.relation, link.cue)
    children: dict[int, list[int]] = {}
    for effect in sorted(best, key=lambda index: happenings[index].order):
        if not _reaches(best, best[effect][1], effect):
            children.setdefault(best[effect][1], []).append(effect)
        else:  # a ring of causes: cut it here
            del best[effect]
    steps: list[Step] = []
    roots = [index for index in children if index not in best]
    for start in sorted(roots, key=lambda index: happenings[index].order):
        stack = [(start, 0)]
        while stack:
            index, depth = stack.pop()
            _, _, relation, cue = best.get(index, ((False, 0.0), -1, None, None))
            steps.append(Step(happening=happenings[index], depth=depth, relation=relation, cue=cue))
            stack.extend((child, depth + 1) for child in reversed(children.get(index, [])))
    return tuple(steps)


def _reaches(
    best: dict[int, tuple[tuple[bool, float], int, str, Span | None]], start: int, goal: int
) -> bool:
    seen = set()
    while start in best and start not in seen:
        seen.add(start)
        start = best[start][1]
        if start == goal:
            return True
    return False


def _empty(happenings: list[Happening]) -> tuple[tuple[str, str, int], ...]:
    """Slots that stayed empty, with the reason and how often."""
    found = Counter(pair for one in happenings for pair in one.empty)
    ordered = sorted(found.items(), key=lambda item: (TOLD_SLOTS.index(item[0][0]), -item[1], item[0][1]))
    return tuple((slot, reason, count) for (slot, reason), count in ordered)


def _left_empty(group: list[Event], filled: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """The slots that no mention of an event fills, with the reason where one is given.

    Not every event has a recipient: that one is told only where a stage says why it is missing.
    """
    reasons = {
        binding.slot: binding.method
        for event in group
        for binding in event.bindings
        if binding.target is None and binding.span is None
    }
    return tuple(
        (slot, reasons.get(slot, ""))
        for slot in TOLD_SLOTS
        if not filled[slot] and (slot != "recipient" or slot in reasons)
    )
