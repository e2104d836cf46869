"""An event as a card: what is compared of it across reports, worked out once from its document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from dateline.lexicon.incidents import LinkRules
from dateline.lexicon.same_words import load_same_words
from dateline.link.days import AHEAD, DAYS_BEFORE
from dateline.link.sketches import told_text
from dateline.records import (
    Card,
    Claim,
    Count,
    Document,
    Event,
    Mention,
    Resolution,
    Toll,
    Where,
)

MAX_EVENTS = 400  # of one report, that get a card
_MAX_WORDS = 24
_THEMES = 24
_LONGEST_REPORT = 20_000  # characters
_LONGEST = 400  # characters of a sentence, that a card keeps
_WORD = re.compile(r"[^\W\d_]{3,}")
_NAME_WORDS = 6
_DESCRIBED = frozenset({"GROUP", "OFFICE", "OTHER"})
_ENDINGS = (
    "ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion", "ians", "ian", "ers", "ies", "ed", "er",
    "es", "s", "e", "y",
)  # fmt: skip
_STANCES = {"denies": "denies", "claims_responsibility": "claims", "suspects": "suspects"}


def stem_of(word: str) -> str:
    """A crude stem under which forms of one word meet."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@cache
def _class_of() -> Mapping[str, str]:
    return load_same_words().by_stem(stem_of)


def make_cards(document: Document, rules: LinkRules) -> list[Card]:
    """The cards of the document's events, in order of the text."""
    events = sorted(document.events, key=lambda event: (event.trigger, event.event_id))[:MAX_EVENTS]
    maker = _Maker(document, rules)
    return [maker.card(event) for event in events]


class _Maker:
    def __init__(self, document: Document, rules: LinkRules) -> None:
        self.document, self.small = document, rules.small
        self.text = document.report.text
        self.mentions = {mention.mention_id: mention for mention in document.mentions}
        self.times = {time.time_id: time for time in document.times}
        self.actors = _by_mention(document.resolutions, "actor")
        self.places = _by_mention(document.resolutions, "place")
        self.claims = {claim.claim_id: claim for claim in document.claims}
        self.sentences = {sentence.index: sentence for sentence in document.sentences}
        self.claims_of: dict[str, list[Claim]] = {}
        for claim in document.claims:
            for event_id in claim.events:
                self.claims_of.setdefault(event_id, []).append(claim)
        self.same: dict[str, list[tuple[str, float]]] = {}
        self.causes: dict[str, list[tuple[str, float, str]]] = {}
        for link in document.links:
            if link.judgement != "positive":
                continue
            if link.relation == "same_as":
                self.same.setdefault(link.left, []).append((link.right, link.score))
            elif link.relation == "caused_by":
                self.causes.setdefault(link.left, []).append((link.right, link.score, link.method))
        self.published = document.report.published.date() if document.report.published else None
        self.stems: dict[int, tuple[str, ...]] = {}
        self.classes = _class_of()
        self.capitals = self.text[:_LONGEST_REPORT] != self.text[:_LONGEST_REPORT].lower()
        self.themes = self._themes()

    def card(self, event: Event) -> Card:
        where = self._place(event)
        actors, actor_name = self._party(event.actors)
        recipients, recipient_name = self._party(event.recipients)
        earliest, latest, method = self._days(event)
        claim = self._claim(event)
        trigger = event.trigger.of(self.text)
        return Card(
            event_id=event.event_id, report_id=event.report_id, event_type=event.event_type, modes=event.modes,
            trigger=trigger, stem=self._trigger_stem(trigger), ahead=event.status in AHEAD,
            negated=event.negated, actors=actors, recipients=recipients, actor_name=actor_name,
            recipient_name=recipient_name, place=where, near=self._near(where, actors, recipients),
            earliest=earliest, latest=latest, date_method=method, killed=_toll(event.killed),
            injured=_toll(event.injured), words=self._words(event.sentence), themes=self.themes,
            sentence=self._sentence(event), published=self.published,
            publisher=self.document.report.publisher, source=self._source(claim),
            source_kind=claim.source_kind if claim is not None else "report",
            source_country=self._source_country(claim),
            stance=_STANCES.get(claim.stance, "asserts") if claim is not None else "asserts",
            same_as=tuple(self.same.get(event.event_id, ())), caused_by=tuple(self.causes.get(event.event_id, ())),
        )  # fmt: skip

    def _party(self, mention_ids: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
        """The keys of what the mentions stand for, and the words of the fullest one."""
        keys: set[str] = set()
        name: str | None = None
        for mention_id in mention_ids:
            for mention in self._chain(mention_id):
                told = mention.span.of(self.text)
                if mention.label != "PRONOUN":
                    name = name or " ".join(told.split())[:80]
                    keys.update("~" + stem_of(word) for word in self._names(mention, told))
                for resolution in self.actors.get(mention.mention_id, ()):
                    if resolution.target:
                        keys.add("=" + resolution.target)
                    if resolution.country and "unknown person" not in resolution.method:
                        keys.add("@" + resolution.country)
                        keys.update(f"@{resolution.country}/{sector}" for sector in resolution.sectors)
        return tuple(sorted(keys)), name

    def _names(self, mention: Mention, told: str) -> list[str]:
        """The words of a mention that can be a name: capitals, save one that opens a description ('Police in …')."""
        words = _WORD.findall(told)[:_NAME_WORDS]
        if self.capitals:
            opens = mention.label in _DESCRIBED
            words = [word for at, word in enumerate(words) if word[0].isupper() and not (opens and at == 0)]
        return [lower for word in words if (lower := word.lower()) not in self.small]

    def _chain(self, mention_id: str | None) -> Iterable[Mention]:
        seen: set[str] = set()
        while mention_id is not None and mention_id not in seen and mention_id in self.mentions:
            seen.add(mention_id)
            yield self.mentions[mention_id]
            mention_id = self.mentions[mention_id].refers_to

    def _place(self, event: Event) -> Where | None:
        for mention in self._chain(event.place):
            for resolution in self.places.get(mention.mention_id, ()):
                place = resolution.place
                if place is not None:
                    return Where(
                        place_id=place.place_id, name=place.name, country=place.country, admin1=place.admin1,
                        lat=place.lat, lon=place.lon, precision=place.precision,
                    )  # fmt: skip
        return None

    def _near(self, where: Where | None, actors: Sequence[str], recipients: Sequence[str]) -> tuple[str, ...]:
        if where is not None:
            return (where.country,) if where.country else ()
        return tuple(sorted({key[1:] for key in (*actors, *recipients) if key[0] == "@" and "/" not in key}))

    def _days(self, event: Event) -> tuple[date | None, date | None, str]:
        time = self.times.get(event.time or "")
        if time is not None and time.earliest is not None and time.latest is not None:
            return time.earliest, time.latest, "stated"
        if self.published is None:
            return None, None, "none"
        if event.status == "historical":
            return None, self.published, "published"
        if event.status in AHEAD:
            return self.published, None, "published"
        return self.published - timedelta(days=DAYS_BEFORE), self.published, "published"

    def _claim(self, event: Event) -> Claim | None:
        """The claim whose source answers for the event; a denial or a claim of responsibility goes before others."""
        about = self.claims_of.get(event.event_id, [])
        for stance in ("denies", "claims_responsibility"):
            for claim in about:
                if claim.stance == stance:
                    return claim
        if event.reported_by in self.claims:
            return self.claims[event.reported_by]
        return about[0] if about else None

    def _source(self, claim: Claim | None) -> str | None:
        if claim is None:
            return None
        for mention in self._chain(claim.source):
            if mention.label != "PRONOUN":
                return _clip(mention.span.of(self.text), 80)
        return _clip(claim.source_span.of(self.text), 80) if claim.source_span is not None else None

    def _source_country(self, claim: Claim | None) -> str | None:
        for mention in self._chain(claim.source if claim is not None else None):
            for resolution in self.actors.get(mention.mention_id, ()):
                if resolution.country and "report country" not in resolution.method:
                    return resolution.country
        return None

    def _trigger_stem(self, trigger: str) -> str:
        words = [word.lower() for word in _WORD.findall(trigger)]
        content = [word for word in words if word not in self.small]
        for word in content:
            if same := self.classes.get(word) or self.classes.get(stem_of(word)):
                return same
        return stem_of((content or words or [trigger.lower()])[0])

    def _words(self, index: int) -> tuple[str, ...]:
        if index not in self.stems:
            sentence = self.sentences.get(index)
            told = sentence.span.of(self.text)[: 4 * _LONGEST] if sentence is not None else ""
            words = dict.fromkeys(
                stem_of(word.lower()) for word in _WORD.findall(told) if word.lower() not in self.small
            )
            self.stems[index] = tuple(sorted(list(words)[:_MAX_WORDS]))
        return self.stems[index]

    def _themes(self) -> tuple[str, ...]:
        """The stems that the report uses most; of equals, names and then the earlier one."""
        counts: Counter[str] = Counter()
        for word in _WORD.findall(told_text(self.document.report)[:_LONGEST_REPORT]):
            if word.lower() not in self.small:
                counts[stem_of(word.lower())] += 1 + word[0].isupper()
        return tuple(sorted(stem for stem, _ in counts.most_common(_THEMES)))

    def _sentence(self, event: Event) -> str:
        sentence = self.sentences.get(event.sentence)
        return _clip((sentence.span if sentence is not None else event.trigger).of(self.text), _LONGEST)


def _by_mention(resolutions: Iterable[Resolution], kind: str) -> dict[str, list[Resolution]]:
    found: dict[str, list[Resolution]] = {}
    for resolution in resolutions:
        if resolution.kind == kind:
            found.setdefault(resolution.mention_id, []).append(resolution)
    return found


def _toll(count: Count | None) -> Toll | None:
    return Toll(low=count.low, best=count.best, high=count.high, approx=count.approx) if count is not None else None


def _clip(text: str, longest: int) -> str:
    told = " ".join(text[: 2 * longest].split())
    return told if len(told) <= longest else told[: longest - 1] + "…"
