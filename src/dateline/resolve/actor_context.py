"""Of which countries a report speaks, and where: what lends one to 'the police' and 'the government'."""

from __future__ import annotations

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
        self._read_words(document, base)
        self._read_places(document)
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
        where = {mention.mention_id: mention for mention in document.mentions}
        for one in document.resolutions:
            mention = where.get(one.mention_id)
            if one.kind == "place" and one.country and mention is not None:
                self._totals[one.country] += one.score
                self._near[mention.sentence][one.country] += one.score
                self._place_codes[mention.sentence][one.country] += one.score

    def around(self, sentence: int, scene: str | None = None) -> tuple[str, float] | None:
        """The likeliest country for an unmarked party in that sentence, with a score from 0 to 1.

        `scene`: the country where the event takes place that the party has part in.
        """
        if not self._standing:
            return None
        scores = defaultdict(float, self._standing)
        for near, weight in (
            (self._near.get(sentence), _SENTENCE), (self._near.get(sentence - 1), _PREVIOUS),
            ({scene: 1.0} if scene else None, _SCENE),
        ):  # fmt: skip
            for code, share in _shares(near or {}).items():
                scores[code] += weight * share
        code = max(scores, key=lambda c: (scores[c], c))
        return code, round(0.65 * scores[code] / sum(scores.values()), 3)


def _total(views: Iterable[dict[str, float]]) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
    for view in views:
        for code, count in view.items():
            total[code] += count
    return total


def _shares(counts: dict[str, float]) -> dict[str, float]:
    total = sum(counts.values())
    return {code: count / total for code, count in counts.items()} if total else {}
