"""What a phrase says of the party that it names: who, of which country, of which sectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dateline.lexicon.actors import ActorBase, Found, Sense, Word
from dateline.lexicon.actors.grammar import PhraseGrammar

_NAMES = frozenset({"actor", "person", "metonym"})
_ARMED = frozenset({"MIL", "UNK", "NGO", "GOV"})
_MAX_WORDS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a phrase stands for so far. `own_country`: the phrase or its known actor gives the country."""

    target: str | None = None
    name: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    score: float = 0.0
    method: str = ""
    own_country: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What the report lends to a reading: its day, and how much it speaks of each country (0 to 1)."""

    day: date | None
    weights: dict[str, float]


class PhraseReader:
    """Reads phrases with the base of actors and the phrase grammar."""

    def __init__(self, base: ActorBase, grammar: PhraseGrammar) -> None:
        self.base = base
        self.grammar = grammar

    def read(self, words: Sequence[Word], setting: Setting) -> Reading | None:
        """The reading of a noun phrase, or None where it has no known word."""
        definite = bool(words) and words[0].key == "the"
        words = self._trim(words[:_MAX_WORDS])
        if not words:
            return None
        found = [one for one in self.base.find(words) if self._fits(one, setting)]
        if found and found[0].start == 0 and found[0].end == len(words):
            whole = self._read_whole(found[0], setting, definite=definite)
            if whole is not None:
                return whole
        end = self._head_end(words, found, 0)
        return self._read_parts(words, found, end, setting)

    # -- cutting the phrase

    def _trim(self, words: Sequence[Word]) -> Sequence[Word]:
        start = 0
        while start < len(words) - 1 and words[start].key in self.grammar.determiners:
            if words[start].raw.isupper() and len(words[start].raw) > 1:
                break
            start += 1
        return words[start:]

    def _fits(self, one: Found, setting: Setting) -> bool:
        return not all(sense.local and not setting.weights.get(sense.country or "") for sense in one.senses)

    def _head_end(self, words: Sequence[Word], found: Sequence[Found], start: int) -> int:
        inside = {i for one in found for i in range(one.start + 1, one.end)}
        inside |= {one.start for one in found if one.end - one.start > 1}
        for i in range(start, len(words)):
            if i in inside:
                continue
            joins = words[i].key in self.grammar.connectors and "-" not in words[i].raw
            if i > start and (words[i].cut or joins):
                return i
        return len(words)

    # -- reading the parts

    def _read_whole(self, one: Found, setting: Setting, *, definite: bool = False) -> Reading | None:
        sense = self.choose(one.senses, setting, alone=True)
        if sense is None:
            return None
        if sense.kind in _NAMES:
            return self._of_name(sense, setting, generic=_has(one, "role"))
        if sense.kind in ("country", "capital"):
            method = "country name" if sense.kind == "country" else "capital"
            return Reading(name=sense.name, country=sense.country, sectors=sense.sectors, own_country=True,
                           score=0.9 if sense.kind == "country" else 0.75, method=method, strong=True)  # fmt: skip
        if sense.kind in ("nationality", "people"):
            people = sense.kind == "people"
            if people and definite:
                return Reading(country=sense.country, sectors=("GOV", "CVL"), score=0.55, own_country=True,
                               method="people for their state", strong=True)  # fmt: skip
            return Reading(country=sense.country, sectors=sense.sectors, score=0.8, own_country=True,
                           method="people" if people else "nationality", strong=not people)  # fmt: skip
        return Reading(sectors=sense.sectors, score=0.7 if sense.strong else 0.4, strong=sense.strong,
                       method="role noun")  # fmt: skip

    def _read_parts(
        self, words: Sequence[Word], found: list[Found], end: int, setting: Setting
    ) -> Reading | None:
        head = [one for one in found if one.end <= end]
        rest_words = words[end:]
        connector = rest_words[0].key if rest_words else ""
        if not any(_has(one, "role", *_NAMES) for one in head) or self._is_quantity(words[:end]):
            after = self._after_quantity(words, end, connector, setting)
            if after is not None:
                return self._with_own_country(after, words, head, setting)
        reading = self._read_head(words[:end], head, setting)
        if reading is None or (not reading.strong and reading.target is None):
            reading = self._complete(reading, words, end, setting)
        if reading is not None and reading.country is None:
            country = self._complement_country(words, end, setting)
            if country is not None:
                reading = replace(reading, country=country, own_country=True)
        return reading

    def _is_quantity(self, words: Sequence[Word]) -> bool:
        return bool(words) and all(
            word.key in self.grammar.quantities or word.key in self.grammar.determiners or word.key.isdigit()
            for word in words
        )

    def is_several(self, words: Sequence[Word]) -> bool:
        """Whether the phrase speaks of parties of more than one country: 'both sides', 'its allies'."""
        head = words[: self._head_end(words, list(self.base.find(words)), 0)]
        return bool(head) and (head[-1].key in self.grammar.several or head[0].key in ("both", "neither"))

    def _after_quantity(
        self, words: Sequence[Word], end: int, connector: str, setting: Setting
    ) -> Reading | None:
        if connector != "of" or not self._is_quantity(words[:end]):
            return None
        inner = self.read(words[end + 1 :], setting)
        if inner is not None and inner.method in ("country name", "capital", "nationality"):
            return replace(inner, sectors=("CVL",), name=None, score=0.5, method="part of a people")
        return inner

    def _read_head(
        self, words: Sequence[Word], head: list[Found], setting: Setting
    ) -> Reading | None:
        role = next((one for one in reversed(head) if _has(one, "role")), None)
        named = next((one for one in reversed(head) if _has(one, *_NAMES) and not _has(one, "role")), None)
        if named is None:
            named = next((one for one in reversed(head) if _has(one, *_NAMES)), None)
        if named is not None and (role is None or named.start >= role.start):
            sense = self.choose(tuple(s for s in named.senses if s.kind in _NAMES), setting)
            if sense is not None:
                reading = self._of_name(sense, setting, generic=_has(named, "role"))
                return self._with_own_country(reading, words, head, setting, only_generic=True)
        if role is not None:
            return self._of_role(words, head, role, named if named is not role else None, setting)
        return self._of_title_or_people(words, head, setting)

    def _of_name(self, sense: Sense, setting: Setting, *, generic: bool = False) -> Reading:
        ending = "acronym" if sense.initials else "alias" if sense.alias else "exact name"
        method = "metonym" if sense.kind == "metonym" else ending
        score = {"exact name": 0.95, "alias": 0.9, "acronym": 0.85, "metonym": 0.85}[method]
        if not sense.holds_on(setting.day):
            score -= 0.2
        if generic and sense.country not in ("IGO", "INT") and not setting.weights.get(sense.country or ""):
            return Reading(sectors=sense.sectors, score=0.6, method="role noun", strong=True)
        return Reading(target=sense.actor_id, name=sense.name, country=sense.country, sectors=sense.sectors,
                       score=score, method=method, own_country=not generic, strong=True)  # fmt: skip

    def _of_role(
        self, words: Sequence[Word], head: list[Found], role: Found, named: Found | None, setting: Setting
    ) -> Reading:
        sense = next(s for s in role.senses if s.kind == "role")
        sectors, strong, target, name, country = sense.sectors, sense.strong, None, None, None
        method = "role noun"
        before = [one for one in head if one.end <= role.start]
        if named is not None and named.end <= role.start and not self._is_disowned(words, named):
            owner = self.choose(tuple(s for s in named.senses if s.kind in _NAMES), setting)
            if owner is not None:
                country = owner.country
                method = "role and name"
                if owner.kind != "person" and (not strong or _rebels(owner, sectors)):
                    sectors, target, name, strong = owner.sectors, owner.actor_id, owner.name, True
        if target is None:
            sectors, strong = self._modified(words, before, sectors, strong)
        tail = words[role.end :]
        if tail and target is not None and all(word.raw[:1].isupper() for word in tail):
            target = name = None
        reading = Reading(target=target, name=name, country=country, sectors=sectors, own_country=bool(country),
                          score=0.75 if strong else 0.45, method=method, strong=strong)  # fmt: skip
        if country in ("INT", "IGO", None) or named is None:
            reading = self._with_own_country(replace(reading, own_country=False), words, head, setting)
        if tail and target is None:
            reading = self._titled(reading, tail, setting)
        return self._with_own_country(reading, words, head, setting)

    def _titled(self, reading: Reading, tail: Sequence[Word], setting: Setting) -> Reading:
        """A name after a role: 'foreign minister Jane Doe'."""
        if not all(word.raw[:1].isupper() for word in tail):
            return reading
        name = " ".join(dict.fromkeys(word.raw for word in tail))
        reading = replace(reading, name=name, method="title and name")
        person = self.surname(tail, setting) if len(tail) == 1 or self._is_particled(tail) else None
        if person is None:
            return reading
        return Reading(target=person.actor_id, name=person.name, country=person.country, own_country=True,
                       sectors=person.sectors, score=0.8, method="title and surname", strong=True)  # fmt: skip

    def _modified(
        self, words: Sequence[Word], before: list[Found], sectors: tuple[str, ...], strong: bool
    ) -> tuple[tuple[str, ...], bool]:
        for one in reversed(before):
            modifier = next(
                (s for s in one.senses if s.kind == "modifier" or (s.kind == "role" and s.strong)), None
            )
            if modifier is None or self._is_disowned(words, one):
                continue
            if not strong:
                return modifier.sectors, True
            if modifier.sectors[0] in ("REB", "CRM", "OPP") and sectors[0] in _ARMED and modifier.kind == "modifier":
                return modifier.sectors, True
            break
        return sectors, strong

    def _of_title_or_people(
        self, words: Sequence[Word], head: list[Found], setting: Setting
    ) -> Reading | None:
        last = head[-1] if head else None
        if words and (last is None or last.end < len(words)):
            tail = words[last.end :] if last else words
            tail = [word for word in tail if word.key not in self.grammar.titles]
            if tail and all(word.raw[:1].isupper() for word in tail):
                person = self.surname(tail, setting)
                nation = last is not None and person is not None and any(
                    sense.country == person.country for sense in last.senses
                )
                if person is not None and (len(tail) == 1 or nation or self._is_particled(tail)):
                    return Reading(target=person.actor_id, name=person.name, country=person.country, score=0.7,
                                   sectors=person.sectors, method="surname", own_country=True,
                                   strong=True)  # fmt: skip
        if last is None:
            return None
        if last.end == len(words):
            sense = self.choose(last.senses, setting)
            if sense is not None and sense.kind in ("country", "capital", "nationality", "people"):
                return self._read_whole(replace(last, senses=(sense,)), setting)
            if sense is not None and sense.kind == "modifier":
                reading = Reading(sectors=sense.sectors, score=0.4, method="modifier")
                return self._with_own_country(reading, words, head, setting)
        blank = Reading(method="words of nationality", score=0.3)
        reading = self._with_own_country(blank, words, head, setting)
        return reading if reading.country else None

    # -- countries

    def _with_own_country(
        self, reading: Reading, words: Sequence[Word], head: list[Found], setting: Setting,
        *, only_generic: bool = False,
    ) -> Reading:  # fmt: skip
        if reading.own_country or (only_generic and reading.target is None and reading.own_country):
            return reading
        for one in reversed(head):
            for sense in one.senses:
                if sense.kind in ("country", "nationality", "people", "capital") and not self._is_disowned(words, one):
                    return replace(reading, country=sense.country, own_country=True)
        for one in reversed(head):
            sense = self.choose(tuple(s for s in one.senses if s.kind in _NAMES), setting)
            if sense is not None and reading.country is None and not self._is_disowned(words, one):
                return replace(reading, country=sense.country, own_country=True)
        return reading

    def _is_disowned(self, words: Sequence[Word], one: Found) -> bool:
        after = words[one.end].key if one.end < len(words) else ""
        before = words[one.start - 1].key if one.start else ""
        return after in self.grammar.not_own or before in self.grammar.not_own_before

    def _complement_country(self, words: Sequence[Word], end: int, setting: Setting) -> str | None:
        abroad = not self.grammar.abroad.isdisjoint(word.key for word in words[:end])
        for start, stop in self._complements(words, end):
            if abroad and words[start].key != "of":
                continue
            if words[start].key in self.grammar.country_connectors or words[start].cut:
                skip = start if words[start].cut and words[start].key not in self.grammar.connectors else start + 1
                for one in self.base.find(words[skip:stop]):
                    for sense in one.senses:
                        if sense.kind not in ("role", "modifier") and self._fits(one, setting) and sense.country:
                            return sense.country
        return None

    def _complements(self, words: Sequence[Word], end: int) -> list[tuple[int, int]]:
        found = list(self.base.find(words))
        parts, start = [], end
        while start < len(words):
            stop = self._head_end(words, found, start + 1)
            parts.append((start, max(stop, start + 1)))
            start = max(stop, start + 1)
        return parts

    def _complete(
        self, reading: Reading | None, words: Sequence[Word], end: int, setting: Setting
    ) -> Reading | None:
        """The reading with what its complement or apposition adds: 'leader of Hezbollah', 'Doe, a judge'."""
        for start, stop in self._complements(words, end):
            first = words[start]
            apposed = first.cut and first.key not in self.grammar.connectors
            if not apposed and (reading is None or first.key not in self.grammar.member_connectors):
                continue
            inner = self.read(words[start if apposed else start + 1 :], setting)
            if inner is None:
                continue
            if apposed and inner.sectors and inner.method not in ("country name", "capital"):
                return replace(
                    inner, country=reading.country if reading and reading.own_country else inner.country,
                    own_country=inner.own_country or bool(reading and reading.own_country),
                    score=min(inner.score, 0.7), method=f"apposition: {inner.method}",
                )  # fmt: skip
            if reading is not None and inner.strong and inner.method not in ("country name", "capital", "nationality"):
                return replace(
                    reading, sectors=inner.sectors, strong=True, score=0.65, method=f"member of: {inner.method}",
                    country=reading.country or inner.country, target=inner.target, name=inner.name,
                    own_country=reading.own_country or inner.own_country,
                )  # fmt: skip
            if reading is not None:
                break
        return reading

    # -- choosing

    def _is_particled(self, tail: Sequence[Word]) -> bool:
        return len(tail) == 2 and f"{tail[0].key} {tail[1].key}" in self.base.surnames

    def surname(self, tail: Sequence[Word], setting: Setting) -> Sense | None:
        """The known person who goes by the last of these words in such a report."""
        key = f"{tail[0].key} {tail[1].key}" if self._is_particled(tail) else tail[-1].key
        return self.choose(self.base.surnames.get(key, ()), setting, need_weight=True)

    def choose(
        self, senses: Sequence[Sense], setting: Setting, *, alone: bool = False, need_weight: bool = False
    ) -> Sense | None:
        """The likeliest sense: of a country that the report speaks of, and valid on its day."""
        best: tuple[float, int] | None = None
        chosen = None
        names = {sense.name for sense in senses}
        for rank, sense in enumerate(senses):
            weight = setting.weights.get(sense.country or "", 0.0)
            if sense.local and not weight:
                continue
            if need_weight and not weight and sense.country not in ("IGO",) and len(names) > 1:
                continue
            value = weight + (1.0 if sense.holds_on(setting.day) else 0.0) + _ORDER[sense.kind]
            if sense.kind == "capital" and not alone:
                value -= 0.5
            if best is None or (value, -rank) > best:
                best, chosen = (value, -rank), sense
        return chosen


_ORDER = {
    "person": 2.0, "actor": 2.0, "metonym": 2.0, "country": 1.5, "nationality": 1.2, "capital": 1.0, "people": 0.9,
    "role": 0.5, "modifier": 0.0,
}  # fmt: skip

Choose = Callable[[Sequence[Sense], Setting], Sense | None]


def _has(one: Found, *kinds: str) -> bool:
    return any(sense.kind in kinds for sense in one.senses)


def _rebels(owner: Sense, sectors: tuple[str, ...]) -> bool:
    """Whether an armed group's own soldiers are meant, not a state's."""
    return owner.sectors[:1] == ("REB",) and sectors[0] in ("MIL", "REB", "CRM", "UNK")
