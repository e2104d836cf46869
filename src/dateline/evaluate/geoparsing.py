"""Scores of places against gold toponyms with coordinates.

Gold toponyms without coordinates (some of LGL) are left out everywhere. A place is right where its point lies
within 161 km (100 miles) of the gold point.

- `accuracy_161km`: from raw text, over all gold toponyms: some found place whose mention overlaps the gold
  span is right. A missed toponym is wrong.
- `accuracy_161km_gold_spans`: the gold spans are given, and one place is asked for each; none is wrong.
- `population_161km`, `population_161km_gold_spans`: the same with the field's floor in the resolver's stead:
  the most populous place of the name, countries first.
- `detection_precision`, `detection_recall`, `detection_f1`: found spans against gold ones that they overlap.
  Precision counts a toponym without coordinates as rightly found.
- `resolved_share`: gold toponyms that a found place overlaps; `accuracy_161km_resolved`: the right of these.
- `median_error_km`, `median_error_km_gold_spans`: over the toponyms that got a point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any

from dateline.lexicon import Gazetteer
from dateline.records import Document, Place, Report, Span, make_id
from dateline.resolve.geometry import distance_km
from dateline.resolve.places import ResolvePlaces

NEAR_KM = 161.0


@dataclass(frozen=True, slots=True)
class Toponym:
    """A gold place name; without coordinates where its annotators found no entry."""

    span: Span
    lat: float | None
    lon: float | None


@dataclass(slots=True)
class GeoparsingScorer:
    """Collects counts text by text; `misses` holds what was wrong, for reading."""

    gold: int = 0
    hits: dict[str, int] = field(default_factory=dict)
    resolved: int = 0
    found: int = 0
    found_gold: int = 0
    errors: list[float] = field(default_factory=list)
    errors_given: list[float] = field(default_factory=list)
    misses: list[dict[str, Any]] = field(default_factory=list)

    def add_found(
        self, text: str, gold: Sequence[Toponym], found: Sequence[tuple[Span, Place]], doc_id: str = "",
        metric: str = "accuracy_161km",
    ) -> None:  # fmt: skip
        """Counts one text's places that were found from the raw text."""
        known = [toponym for toponym in gold if toponym.lat is not None]
        main = metric == "accuracy_161km"
        for toponym in known:
            over = [(place, error_km(toponym, place)) for span, place in found if span.overlaps(toponym.span)]
            errors = [error for _, error in over if error is not None]
            right = bool(errors) and min(errors) <= NEAR_KM
            self._hit(metric, right)
            if main:
                self.resolved += bool(over)
                self.errors += [min(errors)] if errors else []
            if main and not right:
                self._note(doc_id, text, "wrong" if over else "missed", toponym, over[0][0] if over else None)
        if main:
            self.gold += len(known)
            spans = {span for span, _ in found}
            self.found += len(spans)
            self.found_gold += sum(any(span.overlaps(t.span) for t in gold) for span in spans)

    def add_given(
        self, text: str, gold: Sequence[Toponym], places: Sequence[Place | None], doc_id: str = "",
        metric: str = "accuracy_161km_gold_spans",
    ) -> None:  # fmt: skip
        """Counts one text's places that were asked for by span."""
        main = metric == "accuracy_161km_gold_spans"
        for toponym, place in zip(gold, places, strict=True):
            if toponym.lat is None:
                continue
            error = error_km(toponym, place) if place else None
            right = error is not None and error <= NEAR_KM
            self._hit(metric, right)
            if main and error is not None:
                self.errors_given.append(error)
            if main and not right:
                self._note(doc_id, text, "given", toponym, place)

    def _hit(self, metric: str, right: bool) -> None:
        self.hits[metric] = self.hits.get(metric, 0) + right

    def _note(self, doc_id: str, text: str, kind: str, gold: Toponym, found: Place | None) -> None:
        span = gold.span
        self.misses.append({
            "doc_id": doc_id, "kind": kind, "text": span.of(text),
            "context": " ".join(text[max(0, span.start - 50) : span.end + 50].split()),
            "gold": [gold.lat, gold.lon],
            "found": f"{found.name}, {found.admin1}, {found.country}" if found else None,
        })  # fmt: skip

    def metrics(self) -> dict[str, float]:
        """The scores by name."""
        scores = {name: count / self.gold if self.gold else 0.0 for name, count in self.hits.items()}
        recall = self.resolved / self.gold if self.gold else 0.0
        precision = self.found_gold / self.found if self.found else 0.0
        return scores | {
            "accuracy_161km_resolved": self.hits.get("accuracy_161km", 0) / self.resolved
            if self.resolved
            else 0.0,
            "resolved_share": recall,
            "detection_precision": precision,
            "detection_recall": recall,
            "detection_f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
            "median_error_km": median(self.errors) if self.errors else 0.0,
            "median_error_km_gold_spans": median(self.errors_given) if self.errors_given else 0.0,
        }


def score_geoparsing(
    rows: Iterable[Mapping[str, Any]], code: Callable[[Report], Document], gazetteer: Gazetteer
) -> GeoparsingScorer:
    """The scorer after reading every row; `code` need only go as far as places."""
    scorer, resolver = GeoparsingScorer(), ResolvePlaces(gazetteer)
    for row in rows:
        text, doc_id, gold = row["text"], row["doc_id"], gold_toponyms(row)
        document = code(report_of(row))
        found = found_places(document)
        scorer.add_found(text, gold, found, doc_id)
        most = [(span, place) for span, _ in found if (place := most_populous(gazetteer, span.of(text)))]
        scorer.add_found(text, gold, most, doc_id, "population_161km")
        spans = [toponym.span for toponym in gold]
        scorer.add_given(text, gold, resolver.locate(document, spans), doc_id)
        scorer.add_given(
            text,
            gold,
            [most_populous(gazetteer, span.of(text)) for span in spans],
            doc_id,
            "population_161km_gold_spans",
        )
    return scorer


def report_of(row: Mapping[str, Any]) -> Report:
    """The row's text as a report."""
    day = str(row.get("date") or "")[:10]
    published = datetime.fromisoformat(day) if len(day) == 10 else None
    return Report(
        report_id=make_id("r", row["doc_id"], row["text"]), source=row["doc_id"], text=row["text"],
        url=row.get("url"), title=row.get("title"), published=published,
        published_basis="given" if published else None,
    )  # fmt: skip


def gold_toponyms(row: Mapping[str, Any]) -> list[Toponym]:
    """The gold place names of one row."""
    return [Toponym(Span(t["start"], t["end"]), t.get("lat"), t.get("lon")) for t in row["toponyms"]]


def found_places(document: Document) -> list[tuple[Span, Place]]:
    """The mentions with a place, in order."""
    spans = {mention.mention_id: mention.span for mention in document.mentions}
    return sorted(
        (
            (spans[r.mention_id], r.place)
            for r in document.resolutions
            if r.kind == "place" and r.place is not None
        ),
        key=lambda pair: pair[0],
    )


def most_populous(gazetteer: Gazetteer, name: str) -> Place | None:
    """The place that the name stands for where nothing but population is known, countries first."""
    adjective = gazetteer.adjective(name)
    found = gazetteer.candidates(name, limit=60) or ([adjective] if adjective else [])
    if not found:
        return None
    return max(found, key=lambda c: (c.kind == "country", c.kind != "ADM2", c.population)).place


def error_km(toponym: Toponym, place: Place) -> float | None:
    """How far the place lies from the gold point, or None where it has no point."""
    if toponym.lat is None or toponym.lon is None or place.lat is None or place.lon is None:
        return None
    return distance_km(toponym.lat, toponym.lon, place.lat, place.lon)
