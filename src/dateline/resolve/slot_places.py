"""The places of events whose words name none themselves: 'the city', 'a mosque', 'the whole of the Idlib region'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from dateline.records import Document, Mention, Place, Resolution, Span

_FINENESS = {"region": 0, "country": 1, "ADM1": 2, "ADM2": 3, "relative": 4, "town": 5, "exact": 6}
_COARSE = ("region", "country", "unknown")
_BACK, _OPENING = 3, 2  # sentences before the event's own, and at the report's beginning, that set its scene
_MOSTLY = 0.6
_INSIDE, _HERE, _ELSEWHERE = 0.9, 0.5, 0.35
_NO_SCENE = ("metonym", "demonym")
_SET = frozenset({"pobj", "appos", "conj", "dobj", "npadvmod", "ROOT"})  # what acts or owns is no scene


def resolve_slot_places(document: Document) -> Document:
    """The document with a place for every mention that fills an event's place slot, as far as the text goes.

    A phrase takes the finest place inside it, else the place of what it refers to, else the scene's: the
    nearest place of its sentence or of those before it. The method says which; the score is low for a scene's.
    A name that nobody knows gets no more than the country that the report is about.
    """
    resolved = {one.mention_id: one for one in document.resolutions if one.kind == "place"}
    wanted = {event.place for event in document.events if event.place} - resolved.keys()
    if not wanted or not resolved:
        return document
    scenes = _Scenes(document, resolved)
    mentions = {mention.mention_id: mention for mention in document.mentions}
    found = tuple(scenes.resolutions([mentions[one] for one in sorted(wanted) if one in mentions]))
    return replace(document, resolutions=(*document.resolutions, *found))


class _Scenes:
    """The places of a report by sentence."""

    def __init__(self, document: Document, resolved: dict[str, Resolution]) -> None:
        self.text = document.report.text
        self.resolved = resolved
        self.sentences = {sentence.index: sentence for sentence in document.sentences}
        self.by_sentence: dict[int, list[tuple[Span, Resolution]]] = {}
        self.shares: Counter[str | None] = Counter()
        for mention in document.mentions:
            one = resolved.get(mention.mention_id)
            if one is not None and one.place is not None:
                self.by_sentence.setdefault(mention.sentence, []).append((mention.span, one))
                self.shares[one.country] += 1
        self.settings: dict[int, list[tuple[Span, Resolution]]] = {}

    def resolutions(self, wanted: list[Mention]) -> Iterator[Resolution]:
        """The resolutions of these mentions, where there is one."""
        for mention in wanted:
            named = mention.label == "PLACE" and mention.span.of(self.text)[:1].isupper()
            scene = self._land if named else self._scene
            found = self._inside(mention) or self._referred(mention) or scene(mention)
            if found is not None:
                one, weight, method = found
                yield replace(
                    one, mention_id=mention.mention_id, score=round(one.score * weight, 4), method=method
                )

    def _inside(self, mention: Mention) -> tuple[Resolution, float, str] | None:
        land = mention.label == "PLACE"  # 'Iranian soil' lies in Iran; an 'Iranian base' may lie anywhere
        held = [
            (span, one) for span, one in self.by_sentence.get(mention.sentence, ())
            if mention.span.overlaps(span) and (land or one.method != "demonym")
        ]  # fmt: skip
        if not held:
            return None
        _, best = max(held, key=lambda pair: (_FINENESS.get(_precision(pair[1]), 0), -pair[0].start))
        return best, _INSIDE, "inside"

    def _referred(self, mention: Mention) -> tuple[Resolution, float, str] | None:
        one = self.resolved.get(mention.refers_to or "")
        return (one, mention.score, "coreference") if one is not None and one.place is not None else None

    def _scene(self, mention: Mention) -> tuple[Resolution, float, str] | None:
        """The place that the sentences up to the event's are likeliest to play in."""
        best: tuple[float, Resolution, str] | None = None
        for number in (*range(mention.sentence, mention.sentence - _BACK - 1, -1), *self._opening()):
            near = 0.8 ** abs(mention.sentence - number)
            for _, one in self._settings_of(number):
                worth = near * (0.2 + self.shares[one.country] / self.shares.total())
                worth *= 1.0 if one.country and _precision(one) not in _COARSE else 0.6
                if best is None or worth > best[0]:
                    where = "sentence" if number == mention.sentence else "report"
                    best = (worth, one, f"scene: {where}")
        if best is None:
            return self._country()
        return best[1], _HERE if best[2] == "scene: sentence" else _ELSEWHERE, best[2]

    def _land(self, mention: Mention) -> tuple[Resolution, float, str] | None:
        """The country of a named place that nobody knows: the one that the report is all about; no town of it."""
        top, count = self.shares.most_common(1)[0]
        for pairs in self.by_sentence.values() if top and count >= _MOSTLY * self.shares.total() else ():
            for _, one in pairs:
                if one.country == top and _precision(one) == "country":
                    return one, _ELSEWHERE, "unknown name: report country"
        return None

    def _country(self) -> tuple[Resolution, float, str] | None:
        """The country that the report speaks of most, where it names it or its people."""
        code = max(self.shares, key=lambda one: (self.shares[one], one or "")) if self.shares else None
        for pairs in self.by_sentence.values():
            for _, one in pairs:
                if one.country == code and code is not None and _precision(one) == "country":
                    return one, _ELSEWHERE, "scene: report country"
        return None

    def _opening(self) -> list[int]:
        return sorted(self.by_sentence)[:_OPENING]

    def _settings_of(self, number: int) -> list[tuple[Span, Resolution]]:
        """The places of a sentence that it gives as the scene of something."""
        if number not in self.settings:
            sentence = self.sentences.get(number)
            tokens = {token.span.end: token for token in sentence.tokens} if sentence is not None else {}
            self.settings[number] = [
                (span, one) for span, one in self.by_sentence.get(number, ())
                if one.method not in _NO_SCENE and (token := tokens.get(span.end)) is not None
                and token.dep in _SET
            ]  # fmt: skip
        return self.settings[number]


def _precision(one: Resolution) -> str:
    place: Place | None = one.place
    return place.precision if place is not None else "unknown"
