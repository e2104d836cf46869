"""Which known parties mentions stand for, or at least of which country and sectors they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dateline.lexicon.actors import ActorBase, Term, split_words
from dateline.lexicon.actors.grammar import load_phrase_grammar
from dateline.lexicon.countries import is_initials, name_key
from dateline.records import Document, Mention, Resolution, Span, make_id
from dateline.resolve.actor_beside import NameSurroundings
from dateline.resolve.actor_context import ReportCountries
from dateline.resolve.actor_deeds import Deeds
from dateline.resolve.actor_names import FuzzyNames
from dateline.resolve.actor_phrases import PhraseReader, staff_sectors
from dateline.resolve.actor_senses import LAND_METHODS, Reading, Setting

_LONG = 300  # characters; a longer mention is read by its beginning
_HOPS = 4
_DESCRIBED = ("ORG", "OFFICE", "GROUP", "OTHER")
_COMPLEMENT = re.compile(r"(?: of(?: the)?(?: [A-Z][\w'’-]*){1,4})?")
_HYPHENED = re.compile(r"-[A-Z]\w{1,30}")
_BEHIND = re.compile(r" (of|in)(?: the)?(?: (?:northern|southern|eastern|western|central))? ")
_ONE_COUNTRY = 0.7  # of what a report says of countries: from there on 'both sides' are of that one
_YEAR = 366
_LISTED = 6
_LONGEST_OFFICE = 3  # words
_TITLES = ("OFFICE", "ORG", "OTHER", "GROUP")  # what the title of a name, cut off from it, is taken for
_NAMED = ("PERSON", "ORG", "OTHER")
_BY_LABEL = {
    "PERSON": Reading(sectors=("CVL",), score=0.3, method="unknown person"),
    "OTHER": Reading(sectors=("CVL",), score=0.25, method="unknown name"),
    "ORG": Reading(sectors=("UNK",), score=0.3, method="unknown organisation"),
    "GROUP": Reading(sectors=("CVL",), score=0.25, method="people without a role"),
}
# A party of an event of which nothing is known but that it acts or is acted on.
_COUNTED = Reading(sectors=("CVL",), score=0.25, method="people without a role")
_UNKNOWN = Reading(sectors=("UNK",), score=0.2, method="unknown party")
_SOMEBODY = Reading(sectors=("CVL",), score=0.2, method="unknown party")
_WORD_BEFORE = re.compile(r"\b(\w{1,10}) \Z")
_OWNER_BEFORE = re.compile(r"([A-Z][\w.]{1,20}(?: [A-Z][\w.]{1,20}){0,2})['’] ?s \Z")
_FIRST_NATION = re.compile(r"\b(?:[Tt]he|[Aa]n?) ([A-Z]\w{2,20})[-\u2010\u2011]\Z")
_PERSON_ENDS = re.compile(r"[,.;:)]| who\b|\Z")
_NEXT_WORD = re.compile(r"[-\u2010\u2011 ](\w{1,20})")
_NOT_REMEMBERED = ("unknown", "role", "nationality", "country")


class ResolveActors:
    """Adds a resolution of kind 'actor' for each mention that can be a party.

    The country comes from the phrase, the known actor, an apposition, what the mention refers to, or else
    from the report's context; `method` says which.
    """

    def __init__(self, actors: ActorBase) -> None:
        self.reader = PhraseReader(actors, load_phrase_grammar())
        self.fuzzy = FuzzyNames(actors)

    def __call__(self, document: Document) -> Document:
        """The document with its actors' resolutions."""
        if not document.mentions:
            return document
        kept = tuple(one for one in document.resolutions if one.kind != "actor")
        found = tuple(_ReportReading(self.reader, self.fuzzy, document).resolutions())
        return replace(document, resolutions=kept + found)


class _ReportReading:
    """The readings of one report's mentions."""

    def __init__(self, reader: PhraseReader, fuzzy: FuzzyNames, document: Document) -> None:
        self.reader, self.fuzzy, self.document = reader, fuzzy, document
        self.text = document.report.text
        self.countries = ReportCountries(document, reader.base)
        published = document.report.published
        self.setting = Setting(published.date() if published else None, self.countries.shares)
        self.surroundings = NameSurroundings(reader, self.text, self.setting)
        self.mentions = {mention.mention_id: mention for mention in document.mentions}
        self.places = {one.mention_id: one for one in document.resolutions if one.kind == "place"}
        self.place_spans = sorted(
            (self.mentions[one.mention_id].span, one.country)
            for one in self.places.values() if one.country and one.mention_id in self.mentions
        )  # fmt: skip
        self.days = _past_days(document)
        self.place_starts = {span.start: code for span, code in self.place_spans}
        self.scenes = {
            party: self.places[event.place].country
            for event in document.events if event.place in self.places
            for party in (*event.actors, *event.recipients)
        }  # fmt: skip
        self.slots = {one for event in document.events for one in (*event.actors, *event.recipients)}
        self.possessives = {
            mention.span.start: mention for mention in document.mentions
            if mention.label == "PRONOUN" and self._words(mention).lower() in reader.grammar.possessives
        }  # fmt: skip
        self.starts: dict[int, list[Mention]] = {}
        for mention in document.mentions:
            self.starts.setdefault(mention.span.start, []).append(mention)
        self.deeds = Deeds(document, reader.grammar)
        self.surnames: dict[str, Reading] = {}
        self.named: set[str] = set()  # ids of the parties that the report names
        self.cache: dict[tuple[str, date | None, bool], Reading | None] = {}

    def resolutions(self) -> Iterator[Resolution]:
        """One resolution for each mention that stands for a party."""
        full = [one for one in self.document.mentions if one.label == "PERSON" and " " in self._words(one)]
        own = {one.mention_id: self.read(one) for one in full}  # first: surnames stand for them, before and after
        own |= {one.mention_id: self.read(one) for one in self.document.mentions if one.mention_id not in own}
        self.named = {reading.target for reading in own.values() if reading is not None and reading.target is not None}
        for mention in self.document.mentions:
            reading = self.follow(mention, own)
            if reading is None and mention.mention_id in self.slots:
                reading = self._unknown(mention)
            if reading is not None and (reading.sectors or reading.country):
                yield self._finish(mention, self.deeds.read(mention, reading))

    def _words(self, mention: Mention) -> str:
        return self.text[mention.span.start : min(mention.span.end, mention.span.start + _LONG)]

    # -- one mention by its own words

    def read(self, mention: Mention) -> Reading | None:
        """What the mention's own words, and the title or apposition beside it, say."""
        mention = self._whole(mention)
        words = self._words(mention)
        pronoun = words.lower() in self.reader.grammar.pronouns and not is_initials(words)
        if pronoun or mention.label == "PRONOUN":
            return None
        phrase = self._with_complement(mention, words)
        setting = self._setting_of(mention)
        key = (phrase, setting.day, self.text[max(0, mention.span.start - 4) : mention.span.start].lower() == "the ")
        if key not in self.cache:
            self.cache[key] = self._read_words(mention, words, phrase, setting)
        reading = self._placed(mention, self.cache[key])
        if reading is None and " and " in words:
            reading = self._read_list(words, setting)
        if reading is None or not (reading.sectors and reading.strong):
            reading = self._read_otherwise(mention, words, reading)
        if reading is not None and reading.sectors and mention.label in _NAMED:
            self._remember(words, reading)
        if reading is None or reading.country is not None or reading.sectors[:1] == ("OPP",):
            return reading
        before = _WORD_BEFORE.search(self.text, max(0, mention.span.start - 12), mention.span.start)
        anybodys = before is not None and before[1] in self.reader.grammar.anybodys
        unplaced = reading.unplaced or anybodys or self.reader.shape.is_unplaced(split_words(words))
        return replace(reading, unplaced=unplaced)

    def _whole(self, mention: Mention) -> Mention:
        """The mention that an event's party is only the beginning of: the article, or the title, of a name."""
        if mention.mention_id not in self.slots:
            return mention
        bare = self._words(mention).lower() in self.reader.grammar.determiners
        longer = [
            other for other in self.starts[mention.span.start]
            if other.span.end > mention.span.end and (bare or (other.label == "PERSON" and mention.label in _TITLES))
        ]  # fmt: skip
        return min(longer, key=lambda other: (other.label != "PERSON", other.span.end), default=mention)

    def _with_complement(self, mention: Mention, words: str) -> str:
        """The mention's words with the complement that was cut off it: 'government' of 'Bashar al-Assad'."""
        end = mention.span.start + len(words)
        if mention.label not in _DESCRIBED:
            return words
        if self.text[end : end + 1] == "-" and (rest := _HYPHENED.match(self.text, end)):  # 'of Bashar al' '-Assad'
            return words + rest[0]
        if self.text[end : end + 4] != " of ":
            return words
        return words + _COMPLEMENT.match(self.text, end)[0]  # type: ignore[index]  # it matches nothing, too

    def _setting_of(self, mention: Mention) -> Setting:
        """The report's setting, on the day of a past event that the mention has part in."""
        day = self.days.get(mention.mention_id)
        return replace(self.setting, day=day) if day is not None else self.setting

    def _placed(self, mention: Mention, reading: Reading | None) -> Reading | None:
        """The reading, of another country where the text around its word says so.

        A town may bear a country's name ('Lebanon police'), and the word may be the second of two nationalities.
        """
        if reading is None or not reading.own_country or reading.target is not None:
            return reading
        if reading.method == "nationality" and (first := self._first_of_two(mention)):
            return replace(reading, country=first)
        for span, code in self.place_spans:
            if mention.span.covers(span) and code != reading.country and self._is_land(span, reading.country):
                return replace(reading, country=code, method=f"{reading.method}, place in the phrase")
        return reading

    def _is_land(self, span: Span, country: str | None) -> bool:
        senses = self.reader.base.look_up(span.of(self.text))
        return any(sense.kind in ("country", "capital") and sense.country == country for sense in senses)

    def _read_words(self, mention: Mention, words: str, phrase: str, setting: Setting) -> Reading | None:
        at = mention.span.start
        article = "the " if self.text[max(0, at - 4) : at] in ("the ", "The ") else ""  # 'the Russians', the state
        reading = self.reader.read(split_words(article + words), setting)
        if phrase != words and (reading is None or not reading.own_country):
            longer = self.reader.read(split_words(phrase), setting)
            if longer is not None and longer.own_country and longer.sectors:
                reading = longer
        land = reading is not None and reading.method in LAND_METHODS
        if land and " " in words and mention.label in _NAMED:
            return self.fuzzy.find(words, setting) or reading
        return reading

    def _first_of_two(self, mention: Mention) -> str | None:
        """The country of the first of two nationalities of one person: 'the British-Pakistani', cut at the hyphen."""
        before = _FIRST_NATION.search(self.text, max(0, mention.span.start - 30), mention.span.start)
        if before is None or not _PERSON_ENDS.match(self.text, mention.span.end):
            return None
        senses = self.reader.base.look_up(before[1])
        return next((sense.country for sense in senses if sense.kind == "nationality"), None)

    def _read_list(self, words: str, setting: Setting) -> Reading | None:
        """The reading that all members of a list of names share: 'Doe and Roe'."""
        readings = [self.reader.read(split_words(part), setting) for part in words.split(" and ")[:_LISTED]]
        known = [one for one in readings if one is not None and one.sectors]
        if not known or len(known) < len(readings):
            return None
        first, same = known[0], len({one.country for one in known}) == 1
        return replace(first, target=None, name=None, country=first.country if same else None, several=not same,
                       method=f"list: {first.method}")  # fmt: skip

    def _read_otherwise(self, mention: Mention, words: str, reading: Reading | None) -> Reading | None:
        named = mention.label in _NAMED and words[:1].isupper()
        if named and reading is None and mention.label != "ORG":
            known = self.surnames.get(name_key(words).rsplit(" ", 1)[-1])
            if known is not None:
                return replace(known, score=0.9 * known.score, method=f"earlier mention: {known.method}")
        if named and (reading is None or not reading.sectors):
            beside = self.surroundings.read(mention.span.start, mention.span.start + len(words))
            if beside is not None:
                return replace(beside, name=words)
        if reading is not None and not reading.sectors and mention.label in ("GROUP", "PERSON"):
            return replace(reading, sectors=("CVL",), score=0.25, method="people without a role")
        if reading is not None:
            return reading
        fuzzy = self.fuzzy.find(words, self.setting) if named else None
        place = self.places.get(mention.mention_id)
        if fuzzy is None and place is not None:
            return _read_place(place)
        if fuzzy is None and mention.label in _BY_LABEL and (named or mention.label == "GROUP"):
            guess = _BY_LABEL[mention.label]
            return replace(guess, name=words) if named else guess
        return fuzzy

    def _remember(self, words: str, reading: Reading) -> None:
        if reading.method.startswith(_NOT_REMEMBERED):
            return
        apposed = reading.method.startswith("apposition")
        key = name_key(words.split(",")[0] if apposed else reading.name or words).rsplit(" ", 1)[-1]
        if key:
            self.surnames.setdefault(key, reading)

    def _unknown(self, mention: Mention) -> Reading | None:
        """What is said of an event's party whose words say nothing: a number of people, or just somebody."""
        if mention.label == "PRONOUN":
            return None
        words = self.reader.shape.trim(split_words(self._words(mention)))
        if self.reader.shape.is_quantity(words):
            return _COUNTED
        return _SOMEBODY if words and words[0].raw.islower() else _UNKNOWN

    # -- what the mention refers to

    def follow(self, mention: Mention, own: dict[str, Reading | None]) -> Reading | None:
        """The mention's reading, completed or replaced by that of what it refers to."""
        mine = self._owned(mention, own)
        theirs = self._meant(mention, own)
        if theirs is None or (mine is not None and mine.several) or _contradicts(mine, theirs):
            return mine
        if mine is None or (mine.target is None and (not mine.strong or theirs.target is not None)):
            score = theirs.score * mention.score * 0.95
            return replace(theirs, score=score, method=f"refers to: {theirs.method}")
        if mine.country is None and theirs.country is not None and not self._is_kind_of_country(mention):
            return replace(mine, country=theirs.country, own_country=True, method=f"{mine.method}, refers to")
        return mine

    def _is_kind_of_country(self, mention: Mention) -> bool:
        """Whether 'the government' was put with a country just for being named near: the report knows better."""
        meant = self.mentions.get(mention.refers_to or "")
        return mention.method == "kind" and meant is not None and meant.label == "COUNTRY"

    def _meant(self, mention: Mention, own: dict[str, Reading | None]) -> Reading | None:
        """The reading of the nearest mention that this one leads to and that says something."""
        theirs, target = None, mention.refers_to
        for _ in range(_HOPS):
            if target is None or target not in self.mentions:
                break
            theirs = own.get(target)
            if theirs is not None and theirs.sectors:
                break
            target = self.mentions[target].refers_to
        return theirs

    def _owned(self, mention: Mention, own: dict[str, Reading | None]) -> Reading | None:
        """The mention's reading with what the one behind its 'its' or 'their' lends it: 'its army'."""
        mine = own[mention.mention_id]
        pronoun = self.possessives.get(mention.span.start)
        if pronoun is None or pronoun is mention or (mine is not None and mine.country is not None):
            return mine
        if mine is None or mine.method.startswith("unknown"):  # 'our focus', 'their plan' for those whose it is
            owner = self._meant(pronoun, own) if mention.mention_id in self.slots else None
            return mine if owner is None else replace(owner, score=0.6 * owner.score, method=f"owner: {owner.method}")
        if any(word.key in self.reader.grammar.others for word in split_words(self._words(mention))):
            return mine
        owner = self._meant(pronoun, own)
        if owner is None or owner.country is None:
            return mine
        method = f"{mine.method}, owner: {owner.method.split(',')[0]}"
        if staff_sectors(owner.sectors, mine.sectors, strong=mine.strong):
            mine = replace(mine, sectors=owner.sectors, strong=True)
        return replace(mine, country=owner.country, own_country=True, method=method)

    # -- the record

    def _finish(self, mention: Mention, reading: Reading) -> Resolution:
        target, name = reading.target, reading.name
        if target is None and mention.label == "ORG" and self._is_own_name(mention, reading):
            name = name or self._words(mention)
            target = make_id("a", name_key(name))
        country, score, method = self._find_country(mention, reading)
        office = self.reader.may_be_office(reading) and (reading.own_country or reading.target is not None)
        holder = self._holder(mention, reading) if office else None
        if holder is not None:
            target, name, method = holder.actor_id, holder.name, f"{method}, office on the day"
        return Resolution(
            mention_id=mention.mention_id, kind="actor", target=target, name=name, country=country,
            sectors=reading.sectors, score=round(score, 3), method=method,
        )  # fmt: skip

    def _holder(self, mention: Mention, reading: Reading) -> Term | None:
        """Who held the office that the phrase names, and nothing but it, on the day: 'the Iranian president'."""
        day = self._setting_of(mention).day
        if day is None or reading.country is None or mention.span.end - mention.span.start > _LONG:
            return None
        words = self.reader.shape.trim(split_words(self._words(mention)))
        return self.reader.find_holder(words, reading.country, day)

    def _land_of_office(self, mention: Mention) -> str | None:
        """The country of 'the president', where the report names who holds that office, and nobody else who does."""
        day = self._setting_of(mention).day
        words = self.reader.shape.trim(split_words(self._words(mention)))
        if day is None or not words or len(words) > _LONGEST_OFFICE:
            return None
        office = " ".join(word.key for word in words)
        lands = self.reader.lands_of_office(office, day, self.named)
        return next(iter(lands)) if len(lands) == 1 else None

    def _place_behind(self, mention: Mention) -> str | None:
        """The country of the place that follows: 'the chief minister' of West Bengal, 'the government' in Oslo."""
        if mention.label not in _DESCRIBED or mention.span.end - mention.span.start > _LONG:
            return None
        lead = _BEHIND.match(self.text, mention.span.end)
        if lead is None or (lead[1] == "in" and self.reader.shape.is_abroad(split_words(self._words(mention)))):
            return None
        return self.place_starts.get(lead.end())

    def _owner_before(self, mention: Mention) -> str | None:
        """The country whose the party is by the words before it: "Peru's" supreme court."""
        before = _OWNER_BEFORE.search(self.text, max(0, mention.span.start - 50), mention.span.start)
        senses = self.reader.base.look_up(before[1]) if before is not None else ()
        return next((sense.country for sense in senses if sense.kind in ("country", "capital")), None)

    def _is_disowned(self, place: Span) -> bool:
        after = _NEXT_WORD.match(self.text, place.end)
        return after is not None and after[1] in self.reader.grammar.not_own

    def _is_aimed_at(self, mention: Mention, place: Span) -> bool:
        """Whether the place is what the party is about or bound for, not where it is: 'committee on Benghazi'."""
        before = [word.key for word in split_words(self.text[max(mention.span.start, place.start - 40) : place.start])]
        last = next((key for key in reversed(before) if key != "the"), "")
        return last in self.reader.grammar.aims

    def _is_own_name(self, mention: Mention, reading: Reading) -> bool:
        """Whether an organisation is named and not only described: 'Rhomba Front', not 'police'."""
        words = self._words(mention).removeprefix("the ").removeprefix("The ")
        return words[:1].isupper() and (" " in words or reading.method.startswith("unknown"))

    def _find_country(self, mention: Mention, reading: Reading) -> tuple[str | None, float, str]:
        if reading.country is not None or reading.several:
            return reading.country, reading.score, reading.method
        if reading.sectors[:1] == ("IGO",):
            return "IGO", reading.score, reading.method
        culprit = reading.unplaced and self.reader.shape.is_culprit(split_words(self._words(mention)))
        for span, code in self.place_spans if mention.label != "PERSON" and not culprit else ():
            if mention.span.covers(span) and not self._is_disowned(span) and not self._is_aimed_at(mention, span):
                return code, reading.score, f"{reading.method}, place in the phrase"
        code_behind = self._place_behind(mention) or self._owner_before(mention) if not culprit else None
        if code_behind is not None:
            return code_behind, reading.score, f"{reading.method}, place behind"
        if self.reader.shape.is_manifold(split_words(self._words(mention))):
            return None, reading.score, f"{reading.method}, of several countries"
        land = self._land_of_office(mention)
        if land is not None and reading.own_country is False:
            return land, min(reading.score, 0.7), f"{reading.method}, holder named in the report"
        found = self.countries.around(mention.sentence, self.scenes.get(mention.mention_id))
        if found is None or reading.unplaced:
            return None, reading.score, reading.method
        code, share = found
        several = self.reader.shape.is_several(split_words(self._words(mention)))
        if several and self.countries.shares.get(code, 0.0) < _ONE_COUNTRY:
            return None, reading.score, reading.method
        return code, min(reading.score, share), f"{reading.method}, report country"


def _past_days(document: Document) -> dict[str, date]:
    """The day of the past event, by the mentions that have part in it, where it is known to about a year."""
    times = {time.time_id: time for time in document.times}
    days: dict[str, date] = {}
    for event in document.events:
        time = times.get(event.time or "")
        if event.status != "historical" or time is None or time.earliest is None or time.latest is None:
            continue
        if (time.latest - time.earliest).days <= _YEAR:
            for mention_id in (*event.actors, *event.recipients):
                days.setdefault(mention_id, time.earliest + (time.latest - time.earliest) / 2)
    return days


def _contradicts(mine: Reading | None, theirs: Reading) -> bool:
    """Whether the mention's own words give it another country: 'the Turkish state' is not Islamic State."""
    if mine is None or not mine.own_country or not mine.sectors:
        return False
    return theirs.country is not None and theirs.country != mine.country


def _read_place(place: Resolution) -> Reading:
    """A place that stands where parties stand: a province for its authorities, a town for its people."""
    province = place.place is not None and place.place.precision == "ADM1"
    sectors = ("GOV",) if province else ("CVL",)
    whose = "province for its authorities" if province else "place for its people"
    return Reading(name=place.name, country=place.country, sectors=sectors, score=0.25, method=whose,
                   own_country=bool(place.country))  # fmt: skip
