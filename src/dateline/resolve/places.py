"""Which known places mentions stand for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dateline.lexicon import Candidate, Gazetteer
from dateline.lexicon.folding import fold
from dateline.records import Document, Mention, Place, Resolution, Sentence, Span
from dateline.resolve.place_names import PlaceName, find_place_names, name_at
from dateline.resolve.place_ranking import FEATURES, INDEX, Group, Setting, group_key, rank
from dateline.resolve.relative_places import FindRelativePlaces

_GAP_COMMA = re.compile(r",\s{1,2}|\s\(|,? in (?:the )?|, (?:the )?capital of (?:the )?|, a \w+ (?:in|of) ")
_LIST_GAP = re.compile(r",? and (?:the )?|, (?:and )?(?:the )?|,? or ")
_DIVISION = re.compile(
    r"\s(?:[Pp]rovince|[Gg]overnorate|[Oo]blast|[Rr]egion|[Ss]tate|[Dd]istrict|[Cc]ounty|[Pp]refecture)\b"
)
_OF_DIVISION = re.compile(r"(?:province|governorate|region|state|district) of $", re.IGNORECASE)
_OF_TOWN = re.compile(r"\b(?:city|town|village|port|suburb|settlement|capital)(?: of|,)? $", re.IGNORECASE)
_TOWN = re.compile(r"\s(?:[Cc]ity|[Tt]own|[Vv]illage)\b")
_DOMAIN = re.compile(r"^(?:https?://)?[\w.-]+\.([a-z]{2})(?:[/:]|$)", re.IGNORECASE)
_HOST = re.compile(r"^https?://([\w.-]+)", re.IGNORECASE)
_PART = re.compile(r"[^,()/\s](?:[^,()/]*[^,()/\s])?")
_LONGEST_DATELINE = 120
_PLACE_LABELS = frozenset({"COUNTRY", "PLACE", "FACILITY"})
_CLOSE_DEGREES = 0.5
_MOST_INSIDE = 300  # names of one sentence that are held against its mentions
_WELL_KNOWN = 300_000  # inhabitants: such a town is meant even where a list makes another country follow it
_HOLDERS = ("country", "ADM1", "ADM2")
_SPOKEN = frozenset({"nsubj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class _Placed:
    """A name with the place that was chosen for it."""

    name: PlaceName
    candidate: Candidate
    score: float
    method: str


class ResolvePlaces:
    """Adds to each place that is named in the report its gazetteer entry.

    Names that no mention covers exactly ('Kabul' in 'the police of Kabul') become mentions of their own.
    """

    def __init__(self, gazetteer: Gazetteer, weights: Mapping[str, float] | None = None) -> None:
        self.gazetteer = gazetteer
        table = gazetteer.place_weights if weights is None else weights
        self.weights = np.array([table[name] for name in FEATURES])
        self._relative = FindRelativePlaces(gazetteer)

    def __call__(self, document: Document) -> Document:
        """The document with its places: new resolutions, and mentions where they were missing."""
        if not document.sentences:
            return document
        names = find_place_names(document, self.gazetteer)
        placed = list(self.choose(document, names))
        book = _Book(document)
        sentences = {sentence.index: sentence for sentence in document.sentences}
        for item in placed:
            book.add_name(item, sentences[item.name.sentence])
        anchors = [(item.name, item.candidate, item.score) for item in placed]
        for relative in self._relative(document.report.text, anchors):
            book.add_relative(
                relative.span, relative.sentence, relative.place, relative.score, relative.method
            )
        book.add_unknown(placed)
        book.add_containing(placed)
        book.add_referring()
        return replace(
            document, mentions=tuple(book.mentions), resolutions=(*document.resolutions, *book.resolutions)
        )

    def locate(self, document: Document, spans: Sequence[Span]) -> list[Place | None]:
        """The place of each given span, which is taken for a place's name; None where nothing is known."""
        return [_settle(group)[0].place if group else None for group in self.groups_at(document, spans)]

    def groups_at(self, document: Document, spans: Sequence[Span]) -> list[Group | None]:
        """The ranked candidates of each given span, among the other names of the report."""
        given = [name for span in spans if (name := name_at(document, self.gazetteer, span))]
        others = [
            name for name in find_place_names(document, self.gazetteer)
            if not any(name.span.overlaps(span) for span in spans)
        ]  # fmt: skip
        names = sorted([*given, *others], key=lambda name: name.span)
        groups = {
            name.span: group for name, (group, _) in zip(names, self._ranked(document, names), strict=True)
        }
        return [groups.get(span) for span in spans]

    def _ranked(self, document: Document, names: Sequence[PlaceName]) -> list[tuple[Group, bool]]:
        """The group of each name, and whether the name has a container of its own."""
        text = document.report.text
        dateline = [
            name for name in self._dateline(document) if not any(n.span.overlaps(name.span) for n in names)
        ]
        every = sorted([*names, *dateline], key=lambda name: name.span)
        containers = _containers(text, every)
        cues = [_cue_word(text, name) for name in every]
        groups = rank(every, containers, cues, self._setting(document), self.weights)
        found = {
            name.span: (group, container is not None)
            for name, group, container in zip(every, groups, containers, strict=True)
        }
        return [found[name.span] for name in names]

    def _dateline(self, document: Document) -> list[PlaceName]:
        """The names in the dateline, which no sentence holds."""
        whole = document.report.dateline_place
        if whole is None:
            return []
        spans = [
            Span(whole.start + part.start(), whole.start + part.end())
            for part in _PART.finditer(whole.of(document.report.text)[:_LONGEST_DATELINE])
        ]
        return [name for span in spans if (name := name_at(document, self.gazetteer, span))]

    def choose(self, document: Document, names: Sequence[PlaceName]) -> Iterator[_Placed]:
        """The likeliest candidate of each name."""
        for name, (group, contained) in zip(names, self._ranked(document, names), strict=True):
            best, score, method = _settle(group)
            yield _Placed(name, best, round(score, 4), method or _method(name, best, group, contained))

    def _setting(self, document: Document) -> Setting:
        report = document.report
        domain = _DOMAIN.match(report.url or "")
        country = domain[1].upper() if domain else None
        country = "GB" if country == "UK" else country
        dateline = next((group_key(name.text) for name in self._dateline(document)), None)
        address = _HOST.search(report.url or "")
        publisher = fold(f"{report.publisher or ''} {address[1] if address else ''}").replace(" ", "")
        return Setting(dateline, self.gazetteer.iso3_of.get(country) if country else None, publisher)


class _Book:
    """The mentions and resolutions of a document, growing."""

    def __init__(self, document: Document) -> None:
        self.report_id = document.report.report_id
        self.mentions = list(document.mentions)
        self.resolutions: list[Resolution] = []
        self.by_span = {mention.span: mention for mention in document.mentions}
        self.done: set[str] = set()
        self.text = document.report.text
        self.unknown = sorted(
            tag.span for tag in document.tags
            if tag.layer == "mention" and tag.label in ("GPE", "LOC") and tag.score >= 0.5
        )  # fmt: skip

    def add_name(self, item: _Placed, sentence: Sentence) -> None:
        """A name with its place."""
        label = {"country": "COUNTRY", "site": "FACILITY"}.get(item.candidate.kind, "PLACE")
        label = "NORP" if item.name.kind == "adjective" else label
        mention = self._mention(item.name.span, item.name.sentence, label)
        method = item.method
        if _speaks(item, sentence):
            method = "metonym"
        self._resolve(mention, item.candidate.place, item.score, method)

    def add_relative(self, span: Span, sentence: int, place: Place, score: float, method: str) -> None:
        """A phrase that places something by an anchor."""
        self._resolve(self._mention(span, sentence, "PLACE"), place, score, method)

    def add_unknown(self, placed: Sequence[_Placed]) -> None:
        """Names that the model reads as places and nobody knows take the place that the words put them in."""
        after = {item.name.span.start: item for item in placed if _may_hold(item.name)}
        taken = sorted(item.name.span for item in placed)
        for span in self.unknown:
            at = bisect_right(taken, span)
            if any(one.overlaps(span) for one in taken[max(0, at - 1) : at + 1]) or at >= len(taken):
                continue
            gap = self.text[span.end : taken[at].start]
            holder = after.get(taken[at].start)
            if holder is not None and len(gap) < 25 and _GAP_COMMA.fullmatch(gap) and not gap.startswith(" ("):
                mention = self._mention(span, holder.name.sentence, "PLACE")
                score = round(holder.score * 0.8, 4)
                self._resolve(mention, holder.candidate.place, score, "containment: unknown name")

    def add_containing(self, placed: Sequence[_Placed]) -> None:
        """Mentions that hold a name without being one take the place of the smallest name inside."""
        inside: dict[int, list[_Placed]] = {}
        for item in placed:
            if item.name.kind == "name" and len(inside.get(item.name.sentence, ())) < _MOST_INSIDE:
                inside.setdefault(item.name.sentence, []).append(item)
        for mention in list(self.mentions):
            if mention.label not in _PLACE_LABELS or mention.mention_id in self.done:
                continue
            held = [item for item in inside.get(mention.sentence, ()) if mention.span.covers(item.name.span)]
            if held:
                smallest = max(held, key=lambda item: (_fineness(item.candidate), item.name.span.start))
                self._resolve(mention, smallest.candidate.place, round(smallest.score * 0.9, 4), "inside")

    def add_referring(self) -> None:
        """Mentions of places that stand for an earlier one ('the city') take its place."""
        places = {r.mention_id: r for r in self.resolutions}
        for mention in self.mentions:
            meant = places.get(mention.refers_to or "")
            if mention.label in _PLACE_LABELS and mention.mention_id not in self.done and meant is not None:
                assert meant.place is not None
                self._resolve(mention, meant.place, round(meant.score * mention.score, 4), "coreference")

    def _mention(self, span: Span, sentence: int, label: str) -> Mention:
        found = self.by_span.get(span) or self._with_article(span)
        if found is None:
            mention_id = f"{self.report_id}:m{span.start}-{span.end}"
            found = Mention(
                mention_id=mention_id, span=span, label=label, sentence=sentence, method="gazetteer"
            )
            self.by_span[span] = found
            self.mentions.append(found)
        return found

    def _with_article(self, span: Span) -> Mention | None:
        start = span.start - 4
        if start >= 0 and self.text[start : span.start].lower() == "the ":
            return self.by_span.get(Span(start, span.end))
        return None

    def _resolve(self, mention: Mention, place: Place, score: float, method: str) -> None:
        if mention.mention_id in self.done:
            return
        self.done.add(mention.mention_id)
        self.resolutions.append(Resolution(
            mention_id=mention.mention_id, kind="place", target=place.place_id, name=place.name,
            country=place.country, place=place, score=score, method=method,
        ))  # fmt: skip


def _containers(text: str, names: Sequence[PlaceName]) -> list[int | None]:
    """For each name the following one that contains it by its wording: 'Paris, Texas', 'Kerman in Iran'."""
    found: list[int | None] = []
    for number, name in enumerate(names):
        container = None
        if number + 1 < len(names) and names[number + 1].kind != "adjective":
            after = names[number + 1]
            gap = text[name.span.end : after.span.start]
            held = len(gap) < 25 and _GAP_COMMA.fullmatch(gap) and _may_hold(after) and name.text != after.text
            if held and not (gap.startswith(",") and _is_listed(text, names, number)):
                container = number + 1
        found.append(container)
    return found


def _is_listed(text: str, names: Sequence[PlaceName], number: int) -> bool:
    """Whether the name, the next and the one after are peers in a list: 'Ohio, Pennsylvania and Iowa'."""
    if number + 2 >= len(names):
        return False
    one, two, three = names[number : number + 3]
    gap = text[two.span.end : three.span.start]
    if len(gap) > 12 or not _LIST_GAP.fullmatch(gap):
        return False
    divisions = [{(c.kind, c.place.country) for c in name.candidates if c.kind == "ADM1"} for name in (one, two, three)]
    countries = [any(c.kind == "country" for c in name.candidates) for name in (one, two, three)]
    return bool(divisions[0] & divisions[1] & divisions[2]) or all(countries)


def _may_hold(name: PlaceName) -> bool:
    return any(
        c.kind in ("country", "ADM1", "ADM2") or (c.kind == "region" and c.size_km > 5)
        for c in name.candidates
    )


def _cue_word(text: str, name: PlaceName) -> str:
    before, after = (
        text[max(0, name.span.start - 20) : name.span.start],
        text[name.span.end : name.span.end + 14],
    )
    if _DIVISION.match(after) or _OF_DIVISION.search(before):
        return "division"
    return "town" if _TOWN.match(after) or _OF_TOWN.search(before) else ""


def _pick(group: Group) -> tuple[Candidate, float]:
    if not len(group.scores):
        return group.candidates[0], 0.5
    best = group.candidates[group.best]
    near = [_is_near(best, other) for other in group.candidates]
    return best, min(1.0, float(group.odds[near].sum()))


def _settle(group: Group) -> tuple[Candidate, float, str | None]:
    """The likeliest place of the name; its container where the gazetteer has only namesakes elsewhere."""
    best, score = _pick(group)
    if best.kind == "town" and best.population < _WELL_KNOWN and len(group.scores):
        row = group.matrix[group.best]
        elsewhere = not any(row[INDEX[name]] for name in ("country_named", "adjective_named", "contained"))
        outer = next((_pick(one)[0] for one in group.containers), None)
        if elsewhere and outer is not None and outer.kind in _HOLDERS and outer.place.country != best.place.country:
            return outer, 0.5, "containment: unknown inside"
    return best, score, None


def _is_near(best: Candidate, other: Candidate) -> bool:
    """Whether it makes little odds which of the two is meant: a city and its district."""
    a, b = best.place, other.place
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None or a.country != b.country:
        return best is other
    return abs(a.lat - b.lat) < _CLOSE_DEGREES and abs(a.lon - b.lon) < _CLOSE_DEGREES


def _method(name: PlaceName, best: Candidate, group: Group, contained: bool) -> str:
    if name.kind == "adjective":
        return "demonym"
    if name.kind == "state":
        return "abbreviation"
    if contained:
        return "containment"
    return "only" if len(group.candidates) == 1 else f"ranked-{best.match}"


def _speaks(item: _Placed, sentence: Sentence) -> bool:
    """Whether a capital or a seat of government stands as the subject: its government is meant."""
    if item.candidate.metonym is None and item.candidate.place.feature != "P/PPLC":
        return False
    token = sentence.tokens[item.name.last - 1]
    return token.dep in _SPOKEN


def _fineness(candidate: Candidate) -> int:
    order = {"region": 0, "country": 1, "ADM1": 2, "ADM2": 3, "town": 4, "site": 5}
    return order[candidate.kind]
