"""Events as flat rows: one row an event, with parties, place, time, toll and source resolved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dateline.link.days import event_days, same_events
from dateline.ontology import load_plover
from dateline.ontology.types import QUAD_CLASSES
from dateline.records import Count, Document, Event, Mention, Resolution
from dateline.store.words import LANES, folded, text_bits

Row = dict[str, Any]


def flat_rows(document: Document) -> list[Row]:
    """The rows of the document's events, in order."""
    flat = _Flat(document)
    return [flat.row(event) for event in document.events]


class _Flat:
    """Looks a document's ids up."""

    def __init__(self, document: Document) -> None:
        self.report = document.report
        self.sentences = {one.index: one for one in document.sentences}
        self.mentions = {one.mention_id: one for one in document.mentions}
        self.times = {one.time_id: one for one in document.times}
        self.claims = {one.claim_id: one for one in document.claims}
        self.actors = {one.mention_id: one for one in document.resolutions if one.kind == "actor"}
        self.places = {one.mention_id: one for one in document.resolutions if one.kind == "place"}
        self.first = same_events(document)
        self.days = event_days(document, self.first)
        self.title = folded(self.report.title or "")

    def row(self, event: Event) -> Row:
        plover = load_plover()
        known = plover.types.get(event.event_type)
        report, text = self.report, self.report.text
        sentence = self.sentences.get(event.sentence)
        words = sentence.span.of(text) if sentence else event.trigger.of(text)
        search = folded(words)[:-1] + self.title
        lanes = text_bits(search.split())
        return {
            "event_id": event.event_id, "report_id": event.report_id, "same_as": self.first[event.event_id],
            "repeated": self.first[event.event_id] != event.event_id,
            "sentence": event.sentence, "event_type": event.event_type, "modes": event.modes,
            "contexts": event.contexts, "status": event.status, "negated": event.negated,
            "quad_class": QUAD_CLASSES.index(known.quad_class) + 1 if known else None,
            "score": plover.score(event.event_type, event.modes) if known else None,
            "words": event.trigger.of(text), "trigger_start": event.trigger.start, "trigger_end": event.trigger.end,
            **self._parties("actor", event.actors), **self._parties("recipient", event.recipients),
            **self._place(event.place), **self._time(event), **self._source(event),
            **_count("killed", event.killed), **_count("injured", event.injured),
            "weapon": event.weapon.of(text) if event.weapon else None,
            "confidence": event.confidence, "method": event.method, "text": words, "title": report.title,
            "publisher": report.publisher, "url": report.url, "language": report.language,
            "published": report.published.date() if report.published else None,
            "search": search, **{f"lane{number}": lanes[number] for number in range(LANES)},
        }  # fmt: skip

    def _found(self, table: dict[str, Resolution], mention: Mention) -> Resolution | None:
        return table.get(mention.mention_id) or table.get(mention.refers_to or "")

    def _parties(self, role: str, ids: Iterable[str]) -> Row:
        columns: dict[str, list[str | None]] = {name: [] for name in ("words", "names", "ids", "countries", "sectors")}
        search: list[str] = []
        for mention in (self.mentions[one] for one in dict.fromkeys(ids) if one in self.mentions):
            found, place = self._found(self.actors, mention), self._found(self.places, mention)
            full = self.mentions.get(mention.refers_to or "", mention)
            words = mention.span.of(self.report.text)
            name = (found.name if found else None) or full.span.of(self.report.text)
            country = (found.country if found else None) or (place.country if place else None)
            sectors = found.sectors if found else ()
            columns["words"].append(words)
            columns["names"].append(name)
            columns["ids"].append(found.target if found else None)
            columns["countries"].append(country)
            columns["sectors"].append(" ".join(sectors))
            target = found.target if found and found.target else ""
            search += [folded(words), folded(name), folded(full.span.of(self.report.text)), folded(target)]
            search += [f" {code} " for code in (country, *sectors) if code]
        row: Row = {f"{role}_{name}": values for name, values in columns.items()}
        return row | {f"{role}_search": "|".join(dict.fromkeys(search))}

    def _place(self, mention_id: str | None) -> Row:
        mention = self.mentions.get(mention_id or "")
        if mention is None:
            return {"place_search": ""}
        found = self._found(self.places, mention)
        place = found.place if found else None
        words = mention.span.of(self.report.text)
        row: Row = {"place_words": words, "place_country": found.country if found else None}
        names = [words]
        if place is not None:
            row |= {
                "place_name": place.name, "place_id": place.place_id, "admin1": place.admin1, "admin2": place.admin2,
                "place_country": place.country or row["place_country"], "latitude": place.lat,
                "longitude": place.lon, "precision": place.precision, "feature": place.feature,
            }  # fmt: skip
            names += [name for name in (place.name, place.admin1, place.admin2) if name]
        search = [folded(name) for name in names]
        if row["place_country"]:
            search.append(f" {row['place_country']} ")
        return row | {"place_search": "|".join(dict.fromkeys(search))}

    def _time(self, event: Event) -> Row:
        time, days = self.times.get(event.time or ""), self.days[event.event_id]
        return {
            "time_words": time.span.of(self.report.text) if time and time.span else None,
            "earliest": days.earliest, "latest": days.latest, "date_basis": days.basis,
            "date_from": days.source if days.basis == "shared" else None,
        }  # fmt: skip

    def _source(self, event: Event) -> Row:
        claim = self.claims.get(event.reported_by or "")
        if claim is None:
            return {}
        words = claim.source_span.of(self.report.text) if claim.source_span else None
        return {"source_words": words, "source_kind": claim.source_kind, "certainty": claim.certainty}


def _count(name: str, count: Count | None) -> Row:
    return {f"{name}_{bound}": getattr(count, bound) for bound in ("low", "best", "high")} if count else {}


def flat_of(documents: Iterable[Document]) -> Iterator[Row]:
    """The rows of many documents with every column of the table, unknown values as None."""
    for document in documents:
        for row in flat_rows(document):
            yield {name: row.get(name) for name in COLUMNS}


COLUMNS = (
    "event_id", "report_id", "same_as", "repeated", "sentence", "event_type", "modes", "contexts", "quad_class",
    "score", "status", "negated", "words", "trigger_start", "trigger_end",
    "actor_words", "actor_names", "actor_ids", "actor_countries", "actor_sectors",
    "recipient_words", "recipient_names", "recipient_ids", "recipient_countries", "recipient_sectors",
    "place_words", "place_name", "place_id", "place_country", "admin1", "admin2", "latitude", "longitude",
    "precision", "feature", "time_words", "earliest", "latest", "date_basis", "date_from",
    "killed_low", "killed_best", "killed_high", "injured_low", "injured_best", "injured_high", "weapon",
    "source_words", "source_kind", "certainty", "confidence", "method", "text", "title", "publisher", "url",
    "language", "published",
)  # fmt: skip
"""The columns that are handed out; the others of the table serve filters only."""
