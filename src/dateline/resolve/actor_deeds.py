"""What parties are by what they do or what is done to them: the charged, the perpetrators, those who arrest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from dateline.lexicon.actors.grammar import PhraseGrammar
from dateline.lexicon.countries import name_key
from dateline.records import Document, Event, Mention
from dateline.resolve.actor_senses import Reading

_WORD = re.compile(r"\w+")
_HOPS = 6
_LONGEST = 1000  # characters of a sentence
_OFFENDERS = ("CRM",)
_NO_OFFICE = frozenset({"CVL", "UNK"})
_POLICE = ("COP", "GOV")
_GUESSED = ("unknown", "people without", "refers to: unknown", "earlier mention: title and name", "title and name")


class Deeds:
    """Who of a report's persons is charged with a crime or said to have committed one, and who arrests."""

    def __init__(self, document: Document, grammar: PhraseGrammar) -> None:
        self.grammar = grammar
        self.text = document.report.text
        self.mentions = {mention.mention_id: mention for mention in document.mentions}
        self.sentences = {sentence.index: sentence.span for sentence in document.sentences}
        self.charged: set[str] = set()
        self.attackers: set[str] = set()
        self.arresting: set[str] = set()
        for event in document.events:
            self._take(event)
        self.tries = bool(self.charged)

    def _take(self, event: Event) -> None:
        if not event.negated and event.status != "hypothetical":
            words = {word.lower() for word in _WORD.findall(event.trigger.of(self.text))}
            if event.event_type in ("ACCUSE", "SANCTION", "COERCE") and self._is_tried(event, words):
                self._enter(self.charged, event.recipients)
            elif not words.isdisjoint(self.grammar.pleading) and event.event_type != "REJECT":
                self._enter(self.charged, event.actors)
            elif event.event_type == "ASSAULT":
                self._enter(self.attackers, event.actors)
        if (event.event_type == "COERCE" and "arrest" in event.modes) or (
            event.event_type == "ACCUSE" and "investigate" in event.modes
        ):
            self.arresting.update(event.actors)

    def _is_tried(self, event: Event, words: set[str]) -> bool:
        """Whether the event is a verdict, or a charge of a violent crime."""
        if not words.isdisjoint(self.grammar.convicted):
            return True
        sentence = self.sentences.get(event.sentence)
        if sentence is None or words.isdisjoint(self.grammar.charged):
            return False
        around = {word.lower() for word in _WORD.findall(sentence.of(self.text)[:_LONGEST])}
        return not around.isdisjoint(self.grammar.violent)

    def _enter(self, group: set[str], mention_ids: Iterable[str]) -> None:
        for mention_id in mention_ids:
            mention = self.mentions.get(mention_id)
            if mention is not None:
                group.update(self._names_of(mention))

    def _names_of(self, mention: Mention) -> set[str]:
        """The ids of the mention and of those that it leads to, and the last name if it is a person's."""
        names = set()
        for _ in range(_HOPS):
            names.add(mention.mention_id)
            if mention.label == "PERSON":
                names.add(name_key(mention.span.of(self.text)).rsplit(" ", 1)[-1])
            if mention.refers_to is None or mention.refers_to not in self.mentions:
                break
            mention = self.mentions[mention.refers_to]
        return names

    def read(self, mention: Mention, reading: Reading) -> Reading:
        """The reading with the sector that the party's deeds give it, where it has no office."""
        sector = reading.sectors[:1]
        if mention.mention_id in self.arresting and sector == ("GOV",) and self._is(mention, "authorities"):
            return replace(reading, sectors=_POLICE)
        if reading.target is not None:
            return reading
        culprit = reading.unplaced or self._is(mention, *self.grammar.culprits)
        if self.tries and sector == ("REB",) and culprit and not reading.own_country:
            return replace(reading, sectors=_OFFENDERS)
        names = self._names_of(mention)
        if sector and sector[0] in _NO_OFFICE and not names.isdisjoint(self.charged):
            return replace(reading, sectors=_OFFENDERS, method=f"{reading.method}, charged")
        guessed = mention.label in ("PERSON", "PRONOUN") and reading.method.startswith(_GUESSED)
        if sector and sector[0] in _NO_OFFICE and guessed and not names.isdisjoint(self.attackers):
            return replace(reading, sectors=_OFFENDERS, method=f"{reading.method}, attacker")
        return reading

    def _is(self, mention: Mention, *nouns: str) -> bool:
        words = _WORD.findall(mention.span.of(self.text)[:300].lower())
        return any(noun in words for noun in nouns)
