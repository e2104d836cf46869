"""Why a name stands for whom it stands: every party that it can mean, and the one that is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dateline.lexicon.actors import ActorBase, Sense, Word, split_words
from dateline.lexicon.actors.grammar import load_phrase_grammar
from dateline.resolve.actor_names import FuzzyNames
from dateline.resolve.actor_phrases import PhraseReader
from dateline.resolve.actor_senses import Reading, Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """One party that the words can mean. `via`: exact name, alias, acronym, surname, fuzzy name, or the kind of word.

    `holds`: whether it is valid on the day; `taken`: whether it is the answer.
    """

    sense: Sense
    via: str
    holds: bool
    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a name or phrase is taken for, and what else it could be."""

    reading: Reading | None
    meanings: tuple[Meaning, ...]


def explain_actor(base: ActorBase, name: str, day: date | None = None, country: str | None = None) -> Answer:
    """The answer for a name or phrase on a day, in a report that speaks of `country` where one is given."""
    setting = Setting(day, {country: 1.0} if country else {})
    words = split_words(name)
    reader = PhraseReader(base, load_phrase_grammar())
    reading = reader.read(words, setting)
    found = [(sense, _via(sense)) for sense in base.look_up(name)]
    if not found and words:
        found = [(sense, "surname") for sense in base.surnames.get(words[-1].key, ())]
    if not found or reading is None:
        fuzzy = FuzzyNames(base).find(name, setting)
        reading = fuzzy if reading is None else reading
        known = [] if fuzzy is None or fuzzy.name is None else base.look_up(fuzzy.name)
        found += [(sense, "fuzzy name") for sense in known]
    reading, held = _in_office(reader, words, reading, day, country)
    found += [(sense, "office on the day") for sense in (base.look_up(held) if held is not None else ())]
    once = {(sense.actor_id, sense.name, sense.valid_from): (sense, via) for sense, via in reversed(found)}
    found = list(once.values())[::-1]
    target = reading.target if reading is not None else None
    same = [sense for sense, _ in found if sense.actor_id == target and target and sense.holds_on(day)]
    meanings = [
        Meaning(sense=sense, via=via, holds=sense.holds_on(day), taken=bool(same) and sense is same[0])
        for sense, via in found
    ]
    return Answer(reading=reading, meanings=tuple(meanings))


def _in_office(
    reader: PhraseReader, words: Sequence[Word], reading: Reading | None, day: date | None, country: str | None
) -> tuple[Reading | None, str | None]:
    """The reading, of who held the office that the words name on the day, and that person's name."""
    if reading is None or day is None or not reader.may_be_office(reading):
        return reading, None
    land = reading.country or country or ""
    held = reader.find_holder(reader.shape.trim(words), land, day)
    if held is None:
        return reading, None
    method = f"{reading.method}, office on the day"
    return replace(reading, target=held.actor_id, name=held.name, country=land, method=method), held.name


def _via(sense: Sense) -> str:
    if sense.kind in ("actor", "person"):
        return "acronym" if sense.initials else "alias" if sense.alias else "exact name"
    return sense.kind
