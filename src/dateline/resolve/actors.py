"""Which known parties mentions stand for, or at least of which country and sectors they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dateline.lexicon.actors import ActorBase, split_words
from dateline.lexicon.actors.grammar import load_phrase_grammar
from dateline.lexicon.countries import is_initials, name_key
from dateline.records import Document, Mention, Resolution, Span, make_id
from dateline.resolve.actor_context import ReportCountries
from dateline.resolve.actor_names import FuzzyNames
from dateline.resolve.actor_phrases import PhraseReader, Reading, Setting

_LONG = 300  # characters; a longer mention is read by its beginning
_HOPS = 4
_BESIDE = 120  # characters beside a name in which its office may stand
_LOOKS = 4  # other places of a name that are looked at
_LETTERS = 4
_ARTICLES = frozenset({"a", "an", "the", "one", "its", "his", "her", "then", "former"})
_NAME_BEFORE = re.compile(r"([A-Z][\w.'’-]{0,30}) $")
_UNKNOWN_PERSON = ("CVL",)


class ResolveActors:
    """Adds a resolution of kind 'actor' for each mention that can be a party.

    The country comes from the phrase, the known actor, an apposition, what the mention refers to, or else from the
    report's context; `method` says which.
    """

    def __init__(self, actors: ActorBase) -> None:
        self.base = actors
        self.reader = PhraseReader(actors, load_phrase_grammar())
        self.fuzzy = FuzzyNames(actors)

    def __call__(self, document: Document) -> Document:
        """The document with its actors' resolutions."""
        if not document.mentions:
            return document
        reading = _ReportReading(self, document)
        kept = tuple(one for one in document.resolutions if one.kind != "actor")
        return replace(document, resolutions=kept + tuple(reading.resolutions()))


class _ReportReading:
    """The readings of one report's mentions."""

    def __init__(self, stage: ResolveActors, document: Document) -> None:
        self.stage = stage
        self.document = document
        self.text = document.report.text
        self.countries = ReportCountries(document, stage.base)
        published = document.report.published
        self.day: date | None = published.date() if published else None
        self.setting = Setting(self.day, self.countries.shares)
        self.mentions = {mention.mention_id: mention for mention in document.mentions}
        self.places = {one.mention_id: one for one in document.resolutions if one.kind == "place"}
        self.place_spans = sorted(
            (self.mentions[one.mention_id].span, one.country)
            for one in self.places.values() if one.country and one.mention_id in self.mentions
        )  # fmt: skip
        self.surnames: dict[str, Reading] = {}
        self.cache: dict[str, Reading | None] = {}

    def resolutions(self) -> Iterator[Resolution]:
        """One resolution for each mention that stands for a party."""
        own = {mention.mention_id: self.read(mention) for mention in self.document.mentions}
        for mention in self.document.mentions:
            reading = self.follow(mention, own)
            if reading is not None and (reading.sectors or reading.country):
                yield self._finish(mention, reading)

    def _words(self, mention: Mention) -> str:
        return self.text[mention.span.start : min(mention.span.end, mention.span.start + _LONG)]

    # -- one mention by its own words

    def read(self, mention: Mention) -> Reading | None:
        """What the mention's own words, and the title or apposition beside it, say."""
        words = self._words(mention)
        if mention.label == "PRONOUN" or words.lower() in self.stage.reader.grammar.pronouns and not is_initials(words):
            return None
        if words not in self.cache:
            self.cache[words] = self.stage.reader.read(split_words(words), self.setting)
        reading = self.cache[words]
        if reading is None or not (reading.sectors and reading.strong):
            reading = self._by_other_means(mention, words, reading)
        if reading is not None and reading.sectors and mention.label in ("PERSON", "OTHER", "ORG"):
            self._remember(words, reading)
        return reading

    def _by_other_means(self, mention: Mention, words: str, reading: Reading | None) -> Reading | None:
        if mention.label in ("PERSON", "ORG", "OTHER") and words[:1].isupper():
            known = self.surnames.get(name_key(words).split(" ")[-1] if words else "")
            if known is not None and mention.label != "ORG" and reading is None:
                return replace(known, score=0.9 * known.score, method=f"surname of an earlier mention, {known.method}")
            beside = self._beside(mention.span.start, mention.span.end) or self._beside_elsewhere(words, mention)
            if beside is not None:
                return replace(beside, name=beside.name or words)
            if reading is None:
                fuzzy = self.stage.fuzzy.find(words, self.setting)
                if fuzzy is not None:
                    return fuzzy
        if reading is None and mention.label in ("PERSON", "OTHER") and words[:1].isupper():
            return Reading(name=words, sectors=_UNKNOWN_PERSON, score=0.3, method="unknown person")
        if reading is None and mention.label == "ORG":
            return Reading(name=words, sectors=("UNK",), score=0.3, method="unknown organisation")
        if reading is None and mention.label == "GROUP":
            return Reading(sectors=("CVL",), score=0.25, method="people without a role")
        place = self.places.get(mention.mention_id)
        if reading is None and place is not None and mention.label in ("PLACE", "FACILITY"):
            return Reading(name=place.name, country=place.country, sectors=("CVL",), score=0.25,
                           method="place for its people", own_country=bool(place.country))  # fmt: skip
        return reading

    def _beside_elsewhere(self, words: str, mention: Mention) -> Reading | None:
        """What stands beside the first other places where the name, or its last word, is given."""
        last = words.rsplit(" ", 1)[-1]
        if len(last) < _LETTERS:
            return None
        at = -1
        for _ in range(_LOOKS):
            at = self.text.find(last, at + 1)
            if at < 0:
                return None
            if mention.span.start <= at < mention.span.end:
                continue
            start = at
            while start > 0 and (lead := _NAME_BEFORE.search(self.text[max(0, start - 40) : start])) is not None:
                if self.stage.base.look_up(lead[1]):
                    break
                start -= len(lead[0])
            reading = self._beside(start, at + len(last))
            if reading is not None:
                return reading
        return None

    def _beside(self, start: int, end: int) -> Reading | None:
        """The office in front of a name, or the apposition behind it."""
        return self._apposition(end) or self._title(start)

    def _apposition(self, end: int) -> Reading | None:
        after = self.text[end : end + _BESIDE]
        if after[:2] not in (", ", " ("):
            return None
        stop = min((i for i in (after.find(c, 2) for c in ",.;)(\n") if i > 0), default=len(after))
        phrase = after[2:stop].removeprefix("who is ").removeprefix("who was ")
        first = phrase.split(" ", 1)[0]
        if not (first in _ARTICLES or first.endswith(("'s", "’s")) or first[:1].isupper()):
            return None
        reading = self.stage.reader.read(split_words(phrase), self.setting)
        if reading is None or not reading.sectors or reading.method in ("country name", "capital", "nationality"):
            return None
        return replace(reading, target=None, name=None, score=min(reading.score, 0.65),
                       method=f"apposition: {reading.method}")  # fmt: skip

    def _title(self, start: int) -> Reading | None:
        before = self.text[max(0, start - _BESIDE // 2) : start]
        words = split_words(before)
        if not words or before[-1:] != " " or before.rstrip()[-1:] in ",;:.)\"”":
            return None
        at = len(words)
        for one in reversed(list(self.stage.base.find(words))):
            if one.end != at or words[one.end - 1].cut and one.end != len(words):
                break
            at = one.start
        reading = self.stage.reader.read(words[at:], self.setting) if at < len(words) else None
        if reading is None or not reading.sectors or not reading.method.startswith("role"):
            return None
        return replace(reading, target=None, name=None, method=f"title: {reading.method}")

    def _remember(self, words: str, reading: Reading) -> None:
        if reading.method.startswith(("unknown", "role", "nationality", "country")):
            return
        name = (reading.name or words) if not reading.method.startswith("apposition") else words.split(",")[0]
        key = name_key(name).split(" ")[-1]
        if key:
            self.surnames.setdefault(key, reading)

    # -- what the mention refers to

    def follow(self, mention: Mention, own: dict[str, Reading | None]) -> Reading | None:
        """The mention's reading, completed or replaced by that of what it refers to."""
        mine = own[mention.mention_id]
        target, hops = mention.refers_to, 0
        theirs: Reading | None = None
        while target is not None and hops < _HOPS and target in self.mentions:
            theirs = own.get(target)
            if theirs is not None and theirs.sectors:
                break
            target, hops = self.mentions[target].refers_to, hops + 1
        if theirs is None:
            return mine
        if mine is None or mine.target is None and (not mine.strong or theirs.target is not None):
            base = theirs
        else:
            base = mine
        if base is theirs:
            return replace(theirs, score=theirs.score * mention.score * 0.95, method=f"refers to: {theirs.method}")
        if mine.country is None and theirs.country is not None:
            return replace(mine, country=theirs.country, own_country=True, method=f"{mine.method}, refers to")
        return mine

    # -- the country that is missing

    def _finish(self, mention: Mention, reading: Reading) -> Resolution:
        target, name = reading.target, reading.name
        if target is None and mention.label == "ORG" and name is None:
            name = mention.span.of(self.text)
        if target is None and mention.label == "ORG" and name:
            target = make_id("a", name_key(name))
        country, score, method = self._country(mention, reading)
        return Resolution(
            mention_id=mention.mention_id, kind="actor", target=target, name=name, country=country,
            sectors=reading.sectors, score=round(score, 3), method=method,
        )  # fmt: skip

    def _country(self, mention: Mention, reading: Reading) -> tuple[str | None, float, str]:
        if reading.country is not None:
            return reading.country, reading.score, reading.method
        if reading.sectors[:1] == ("IGO",):
            return "IGO", reading.score, reading.method
        for span, code in self.place_spans:
            if mention.span.covers(span):
                return code, reading.score, f"{reading.method}, place in the phrase"
        found = self.countries.around(mention.sentence)
        if found is None or self.stage.reader.is_several(split_words(self._words(mention))):
            return None, reading.score, reading.method
        code, sure = found
        return code, min(reading.score, sure), f"{reading.method}, report country"
