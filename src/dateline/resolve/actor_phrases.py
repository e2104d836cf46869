"""What a phrase says of the party that it names: who, of which country, of which sectors."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date

from dateline.lexicon.actors import ActorBase, Found, Sense, Term, Word
from dateline.lexicon.actors.grammar import PhraseGrammar
from dateline.resolve.actor_senses import (
    LAND_METHODS,
    NAMES,
    Reading,
    Setting,
    choose,
    choose_name,
    find_surname,
    fits,
    has_kind,
    is_particled,
    read_name,
    read_partly,
    read_sense,
)
from dateline.resolve.actor_shapes import PhraseShape

_LAND = ("country", "nationality", "people", "capital")
_STATE_OR_VAGUE = frozenset({"MIL", "UNK", "NGO", "GOV"})
_OVERRIDING = frozenset({"REB", "CRM", "OPP"})
# Roles that take the sector of the body that they serve: an armed group's soldiers, a union's envoys.
_PEACEKEEPERS = ("MIL", "IGO")
_OWN_STAFF = {"REB": frozenset({"MIL", "REB", "CRM", "UNK"}), "IGO": frozenset({"GOV", "NGO", "UNK", "IGO"})}
_MAX_WORDS = 40
_MAX_DEPTH = 4


class PhraseReader:
    """Reads phrases with the base of actors and the phrase grammar."""

    def __init__(self, base: ActorBase, grammar: PhraseGrammar) -> None:
        self.base = base
        self.grammar = grammar
        self.shape = PhraseShape(base, grammar)

    def read(self, words: Sequence[Word], setting: Setting, depth: int = 0) -> Reading | None:
        """The reading of a noun phrase, or None where it has no known word."""
        definite = bool(words) and words[0].key == "the"
        words = self.shape.trim(words[:_MAX_WORDS])
        if not words or depth > _MAX_DEPTH:
            return None
        found = [one for one in self.base.find(words) if fits(one, setting)]
        if found and found[0].start == 0 and found[0].end == len(words):
            sense = choose(found[0].senses, setting, alone=True)
            if sense is not None:
                return read_sense(sense, setting, generic=has_kind(found[0], "role"), definite=definite)
        listed = self._lands_listed(words, found)
        if listed:
            rest = self.read(words[listed:], setting, depth + 1) if listed < len(words) else None
            sectors = rest.sectors if rest is not None and rest.sectors else ("GOV",)
            return Reading(sectors=sectors, score=0.6, method="several countries", strong=True, several=True)
        return self._read_parts(words, found, setting, depth)

    @staticmethod
    def may_be_office(reading: Reading) -> bool:
        """Whether the phrase may name an office: nobody by name, or a role in a known body ('UN secretary general')."""
        return reading.target is None or reading.method == "role and name"

    def find_holder(self, words: Sequence[Word], country: str, day: date) -> Term | None:
        """Who held the office that the words name, beside the country and nothing else, on the day."""
        if any(word.cut for word in words[1:]):
            return None
        lands = {
            i for one in self.base.find(words) if has_kind(one, *_LAND) and not has_kind(one, "role")
            for i in range(one.start, one.end)
        }  # fmt: skip
        office = " ".join(word.key for i, word in enumerate(words) if i not in lands)
        if lands and max(lands) == len(words) - 1:  # 'president of the' United States
            office = office.removesuffix(" the").removesuffix(" of")
        return self.base.holder(country, self.grammar.offices.get(office, office), day)

    def lands_of_office(self, office: str, day: date, named: Set[str]) -> set[str]:
        """The countries in which one of the `named` parties held the office on the day."""
        title = self.grammar.offices.get(office, office)
        return {
            country for (country, held), terms in self.base.terms.items() if held == title
            and any(term.actor_id in named and term.since <= day and (term.until is None or day <= term.until)
                    for term in terms)
        }  # fmt: skip

    def _lands_listed(self, words: Sequence[Word], found: Sequence[Found]) -> int:
        """Where a list of countries or nationalities that opens the phrase ends; 0 where there is none."""
        codes: set[str | None] = set()
        end, joined = 0, False
        for one in found:
            between = words[end : one.start]
            linked = [word.key for word in between] == ["and"]
            if not (linked or (not between and (end == 0 or words[end].cut))):
                break
            lands = [sense.country for sense in one.senses if sense.kind in ("country", "nationality")]
            if not lands:
                break
            codes.add(lands[0])
            joined = joined or linked
            end = one.end
        return end if joined and len(codes) > 1 else 0

    def _read_parts(
        self, words: Sequence[Word], found: list[Found], setting: Setting, depth: int
    ) -> Reading | None:
        end = self.shape.head_end(words, found)
        head = [one for one in found if one.end <= end]
        if end < len(words) and words[end].key == "of" and self.shape.is_quantity(words[:end]):
            counted = self._read_counted(words[end + 1 :], setting, depth)
            if counted is not None:
                return self._with_own_country(counted, words, head, setting)
        reading = self._read_head(words[:end], head, setting)
        if reading is None or (not reading.strong and reading.target is None):
            reading = self._complete(reading, words, found, end, setting, depth)
        if reading is not None and reading.country is None:
            country = self._complement_country(words, found, end, setting)
            if country is not None:
                reading = replace(reading, country=country, own_country=True)
        return reading

    def _read_counted(self, words: Sequence[Word], setting: Setting, depth: int) -> Reading | None:
        inner = self.read(words, setting, depth + 1)
        if inner is not None and inner.method in LAND_METHODS:
            return replace(inner, sectors=("CVL",), name=None, score=0.5, method="part of a people")
        return inner

    # -- the head

    def _read_head(self, words: Sequence[Word], head: list[Found], setting: Setting) -> Reading | None:
        role = next((one for one in reversed(head) if has_kind(one, "role")), None)
        names = [one for one in head if has_kind(one, *NAMES)]
        proper = [one for one in names if not has_kind(one, "role")] or names
        named = proper[-1] if proper else None
        if named is not None and (role is None or named.start >= role.start):
            sense = choose_name(named, setting)
            if sense is not None:
                generic = has_kind(named, "role")
                reading = read_name(sense, setting, generic=generic)
                reading = self._with_own_country(reading, words, head, setting)
                other = generic and reading.country != sense.country
                return replace(reading, target=None, name=None, method="role noun") if other else reading
        if role is not None:
            return self._read_role(words, head, role, named if named is not role else None, setting)
        return self._read_bare_name(words, head, setting) or self._read_land(words, head, setting)

    def _read_role(
        self, words: Sequence[Word], head: list[Found], role: Found, named: Found | None, setting: Setting
    ) -> Reading:
        sense = next(sense for sense in role.senses if sense.kind == "role")
        tail = words[role.end :]
        titled = bool(tail) and all(word.raw[:1].isupper() for word in tail)
        owner = None
        if named is not None and named.end <= role.start and not self.shape.is_disowned(words, named):
            owner = choose_name(named, setting)
        elif role.start and words[role.start - 1].raw[:1].isupper():
            unknown = not any(one.start < role.start <= one.end for one in head if one is not role)
            owner = find_surname(self.base, words[role.start - 1 : role.start], setting) if unknown else None
        if owner is not None:
            reading = _read_owned_role(sense, owner)
        else:
            reading = Reading(sectors=sense.sectors, strong=sense.strong, country=sense.country,
                              own_country=sense.country is not None, method="role noun")  # fmt: skip
        if reading.target is None or titled:
            before = [one for one in head if one.end <= role.start]
            reading = replace(self._modified(reading, words, before), target=None, name=None)
        reading = replace(reading, score=0.75 if reading.strong else 0.45)
        if reading.country in ("INT", "IGO", None):
            reading = self._with_own_country(replace(reading, own_country=False), words, head, setting)
        return self._read_titled(reading, tail, setting) if titled else reading

    def _read_titled(self, reading: Reading, tail: Sequence[Word], setting: Setting) -> Reading:
        """A name after a role: 'foreign minister Jane Doe'."""
        if len(tail) == 1 or is_particled(self.base, tail):
            person = find_surname(self.base, tail, setting)
            if person is not None:
                return read_partly(person, "title and surname", 0.8)
        if reading.country == "INT" and reading.sectors[:1] in (("REB",), ("CRM",)):
            reading = replace(reading, country=None, own_country=False)  # the group's men are of some country
        name = " ".join(dict.fromkeys(word.raw for word in tail))
        return replace(reading, name=name, method="title and name")

    def _modified(self, reading: Reading, words: Sequence[Word], before: list[Found]) -> Reading:
        """The role's reading with the sector that the nearest word before it gives: 'rebel commander'."""
        for one in reversed(before):
            modifier = next(
                (s for s in one.senses if s.kind == "modifier" or (s.kind == "role" and s.strong)), None
            )
            if modifier is None or self.shape.is_disowned(words, one):
                continue
            overrides = (
                modifier.kind == "modifier"
                and modifier.sectors[0] in _OVERRIDING
                and reading.sectors[0] in _STATE_OR_VAGUE
            )
            if overrides or not reading.strong:
                return replace(reading, sectors=modifier.sectors, strong=True)
            break
        return reading

    def _read_bare_name(self, words: Sequence[Word], head: list[Found], setting: Setting) -> Reading | None:
        """A known person by surname: 'Mr Putin', "Turkey's Erdoğan"."""
        last = head[-1] if head else None
        tail = [word for word in words[last.end if last else 0 :] if word.key not in self.grammar.titles]
        if not tail or not all(word.raw[:1].isupper() for word in tail):
            return None
        person = find_surname(self.base, tail, setting)
        if person is None:
            return None
        nation = last is not None and any(sense.country == person.country for sense in last.senses)
        if len(tail) == 1 or nation or is_particled(self.base, tail):
            return read_partly(person, "surname", 0.7)
        return None

    def _read_land(self, words: Sequence[Word], head: list[Found], setting: Setting) -> Reading | None:
        if not head:
            return None
        ends = head[-1].end == len(words)
        last = head[-2] if _is_second(words, head[-1], head) else head[-1]
        sense = choose(last.senses, setting) if ends else None
        if sense is not None and sense.kind in _LAND:
            return read_sense(sense, setting)
        if sense is not None and sense.kind == "modifier":
            reading = Reading(sectors=sense.sectors, score=0.4, method="modifier")
        else:
            reading = Reading(method="words of nationality", score=0.3)
        reading = self._with_own_country(reading, words, head, setting)
        return reading if reading.country or reading.sectors else None

    # -- countries

    def _with_own_country(
        self, reading: Reading, words: Sequence[Word], head: list[Found], setting: Setting
    ) -> Reading:
        if reading.own_country:
            return reading
        owned = [one for one in reversed(head) if not self.shape.is_disowned(words, one)]
        sender = self._sender(words, setting) if self.shape.is_abroad(words) else None
        if sender is not None:
            return replace(reading, country=sender.country, own_country=True)
        owned = [one for one in owned if not _is_second(words, one, head)]
        for one in owned:
            for sense in one.senses:
                if sense.kind in _LAND:
                    return replace(reading, country=sense.country, own_country=True)
        for one in owned:
            name = choose_name(one, setting)
            if name is not None and reading.country is None:
                return replace(reading, country=name.country, own_country=True)
        return reading

    def _sender(self, words: Sequence[Word], setting: Setting) -> Sense | None:
        """The known person whose envoy somebody is: of 'Trump' in "Trump's Syria envoy"."""
        at = next((i for i, word in enumerate(words) if word.possessive), None)
        return find_surname(self.base, words[: at + 1], setting) if at is not None else None

    def _complement_country(
        self, words: Sequence[Word], found: list[Found], end: int, setting: Setting
    ) -> str | None:
        abroad = self.shape.is_abroad(words[:end])
        for start, stop in self.shape.complements(words, found, end):
            key = words[start].key
            joined = key in self.grammar.country_connectors or words[start].cut
            if not joined or (abroad and key not in ("of", "from")):
                continue
            skip = 1 if key in self.grammar.connectors else 0
            for one in self.base.find(words[start + skip : stop]):
                for sense in one.senses:
                    if sense.kind not in ("role", "modifier") and fits(one, setting) and sense.country:
                        return sense.country
        return None

    # -- complements and appositions

    def _complete(
        self, reading: Reading | None, words: Sequence[Word], found: list[Found], end: int, setting: Setting,
        depth: int,
    ) -> Reading | None:  # fmt: skip
        """The reading with what its complement or apposition adds: 'leader of Hezbollah', 'Doe, a judge'."""
        for start, _ in self.shape.complements(words, found, end):
            first = words[start]
            apposed = first.cut and first.key not in self.grammar.connectors
            if not apposed and (reading is None or first.key not in self.grammar.member_connectors):
                continue
            inner = self.read(words[start if apposed else start + 1 :], setting, depth + 1)
            if inner is None:
                continue
            if apposed and inner.sectors and inner.method not in ("country name", "capital"):
                return _read_apposed(reading, inner)
            if reading is not None:
                of_land = first.key in self.grammar.country_connectors and inner.method == "surname"
                known = inner.strong and inner.method not in LAND_METHODS and not of_land
                return _read_member(reading, inner) if known else reading
        return reading


def _is_second(words: Sequence[Word], one: Found, head: Sequence[Found]) -> bool:
    """Whether the word is the second of a pair: who is 'British-Pakistani' is of Britain."""
    first = next((other for other in head if other.end == one.start), None)
    return first is not None and words[first.start].start == words[one.start].start and (
        has_kind(first, "nationality", "country") and has_kind(one, "nationality")
    )  # fmt: skip


def _read_owned_role(role: Sense, owner: Sense) -> Reading:
    """The reading of 'Hezbollah leader', 'Isis fighters', 'Obama administration'."""
    reading = Reading(country=owner.country, own_country=True, method="role and name")
    if owner.sectors[:1] == ("IGO",) and role.sectors[0] == "MIL":
        return replace(reading, sectors=_PEACEKEEPERS, strong=True)
    if owner.kind != "person" and staff_sectors(owner.sectors, role.sectors, strong=role.strong):
        return replace(reading, sectors=owner.sectors, target=owner.actor_id, name=owner.name, strong=True)
    return replace(reading, sectors=role.sectors, strong=role.strong)


def staff_sectors(owner: tuple[str, ...], role: tuple[str, ...], *, strong: bool) -> bool:
    """Whether those of that role whom a body of these sectors has count as the body itself: a group's fighters."""
    own = _OWN_STAFF.get(owner[0] if owner else "", frozenset())
    return bool(owner) and (not strong or role[:1] == () or role[0] in own)


def _read_apposed(reading: Reading | None, inner: Reading) -> Reading:
    own = reading is not None and reading.own_country
    return replace(
        inner, country=reading.country if reading is not None and own else inner.country,
        own_country=inner.own_country or own, score=min(inner.score, 0.7),
        method=f"apposition: {inner.method}",
    )  # fmt: skip


def _read_member(reading: Reading, inner: Reading) -> Reading:
    forces = reading.sectors[:1] == ("MIL",) and inner.sectors[:1] == ("GOV",)  # 'troops loyal to' a government
    return replace(
        reading, sectors=reading.sectors if forces else inner.sectors, strong=True, score=0.65,
        method=f"member of: {inner.method}",
        country=reading.country or inner.country, target=inner.target, name=inner.name,
        own_country=reading.own_country or inner.own_country,
    )  # fmt: skip
