"""Of which countries a report speaks, and where: what lends one to 'the police' and 'the government'."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable

from dateline.lexicon.actors import ActorBase, split_words
from dateline.records import Document

_READ = 60_000  # characters; a report's countries show well before
_WEIGHTS = {
    "country": 1.0, "nationality": 1.0, "people": 1.0, "capital": 1.0,
    "person": 0.6, "actor": 0.5, "metonym": 0.8,
}  # fmt: skip
_BODIES = frozenset({"IGO", "INT"})
_TOWNS = frozenset({"town", "exact", "ADM1", "ADM2"})
_DOMAIN = re.compile(r"https?://[\w.-]+\.([a-z]{2})(?:[/:]|$)", re.IGNORECASE)
_HOME, _HOME_ALONE = 0.2, 0.2
_LEAD = 1  # sentences that set the scene
# How much each view of the report counts; tuned on the training part of the event corpus.
_OVERALL, _PLACES, _OPENING, _SENTENCE, _PREVIOUS, _SCENE = 1.0, 0.7, 0.2, 0.5, 0.4, 0.6


class ReportCountries:
    """How much the report speaks of each country, overall and around one sentence."""

    def __init__(self, document: Document, base: ActorBase) -> None:
        self._starts = [sentence.span.start for sentence in document.sentences]
        self._totals: dict[str, float] = defaultdict(float)
        self._near: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._place_codes: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self.home = _home(document, base)
        self._read_places(document)
        self._read_words(document, base)
        self.shares = _shares(self._totals)
        places = _total(self._place_codes.values())
        opening = _total(self._near[sentence] for sentence in range(_LEAD))
        self._standing: dict[str, float] = defaultdict(float)
        views = ((self.shares, _OVERALL), (_shares(places), _PLACES), (_shares(opening), _OPENING))
        for view, weight in views:
            for code, share in view.items():
                self._standing[code] += weight * share

    def _sentence_at(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def _read_words(self, document: Document, base: ActorBase) -> None:
        text = document.report.text[:_READ]
        words = split_words(text)
        for one in base.find(words):
            if text[max(0, words[one.start].start - 1)] == "(" and any("JRN" in s.sectors for s in one.senses):
                continue  # the agency in a dateline
            where = self._towns.get(words[one.start].start)
            if where and all(s.kind in ("country", "capital") and s.country != where for s in one.senses):
                continue  # a town that bears a country's name
            codes = {
                sense.country: _WEIGHTS[sense.kind] for sense in one.senses
                if sense.country and sense.kind in _WEIGHTS and not sense.local
                and sense.country not in _BODIES
            }  # fmt: skip
            sentence = self._sentence_at(words[one.start].start)
            for code, weight in codes.items():
                self._totals[code] += weight / len(codes)
                self._near[sentence][code] += weight / len(codes)

    def _read_places(self, document: Document) -> None:
        self._towns: dict[int, str] = {}  # where towns begin, with their country
        where = {mention.mention_id: mention for mention in document.mentions}
        for one in document.resolutions:
            mention = where.get(one.mention_id)
            if one.kind == "place" and one.country and mention is not None:
                if one.place is not None and one.place.precision in _TOWNS:
                    self._towns[mention.span.start] = one.country
                self._totals[one.country] += one.score
                self._near[mention.sentence][one.country] += one.score
                self._place_codes[mention.sentence][one.country] += one.score

    def around(self, sentence: int, scene: str | None = None) -> tuple[str, float] | None:
        """The likeliest country for an unmarked party in that sentence, with a score from 0 to 1.

        `scene`: the country where the event takes place that the party has part in.
        """
        if not self._standing:
            return (self.home, _HOME_ALONE) if self.home is not None else None
        scores = defaultdict(float, self._standing)
        for near, weight in (
            (self._near.get(sentence), _SENTENCE), (self._near.get(sentence - 1), _PREVIOUS),
            ({scene: 1.0} if scene else None, _SCENE), ({self.home: 1.0} if self.home else None, _HOME),
        ):  # fmt: skip
            for code, share in _shares(near or {}).items():
                scores[code] += weight * share
        code = max(scores, key=lambda c: (scores[c], c))
        return code, round(0.65 * scores[code] / sum(scores.values()), 3)


def _home(document: Document, base: ActorBase) -> str | None:
    """The country of the publisher, a known medium or one whose address ends in a country's letters."""
    report = document.report
    senses = base.look_up(report.publisher) if report.publisher else ()
    for sense in senses:
        if "JRN" in sense.sectors and sense.country not in (*_BODIES, None):
            return sense.country
    domain = _DOMAIN.match(report.url or "")
    code = domain[1].upper() if domain is not None else ""
    return base.countries.by_two_letters.get("GB" if code == "UK" else code)


def _total(views: Iterable[dict[str, float]]) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
    for view in views:
        for code, count in view.items():
            total[code] += count
    return total


def _shares(counts: dict[str, float]) -> dict[str, float]:
    total = sum(counts.values())
    return {code: count / total for code, count in counts.items()} if total else {}
