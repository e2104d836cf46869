"""Results as rows: everything heavy is done here, so that coding processes can do it before handing over."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import msgspec

from dateline import __version__
from dateline.records import (
    Claim,
    Count,
    Document,
    Event,
    Link,
    Quarantined,
    Report,
    Resolution,
    Span,
    to_json,
)
from dateline.store.flat import flat_rows

Row = dict[str, Any]

_ROWS = 10_000  # of one statement
_BYTES = 8_000_000

# A report's rows live in these tables; recoding it replaces them.
REPORT_TABLES = (
    "reports", "documents", "parts", "sentences", "mentions", "times", "resolutions", "events",
    "event_parties",
    "bindings", "claims", "links", "flat_events",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PackedBatch:
    """The rows of a batch: JSON arrays by table, with the ids and counts that the writer needs.

    A table may have several arrays, so that one monstrous report does not become one monstrous statement.
    """

    tables: dict[str, list[bytes]]
    report_ids: tuple[str, ...]
    coded: int
    empty: int
    quarantined: int
    causes: tuple[tuple[str, str], ...]  # stage and error of each one set aside


def pack_batch(results: Iterable[Document | Quarantined], manifest_id: str) -> PackedBatch:
    """The rows of the results, each report once (the first of equals stands)."""
    tables: dict[str, list[Row]] = {}
    seen: dict[str, None] = {}
    coded = empty = 0
    causes: list[tuple[str, str]] = []
    for result in results:
        report_id = result.report.report_id
        if report_id in seen:
            continue
        seen[report_id] = None
        if isinstance(result, Quarantined):
            causes.append((result.stage, result.error))
            tables.setdefault("quarantined", []).append(_quarantined(result, manifest_id))
            continue
        try:
            rows_by_table = list(_document(result, manifest_id))
        except UnicodeEncodeError as error:  # lone surrogates, in a report that was not made by a reader
            refused = _refuse(result.report, error)
            causes.append((refused.stage, refused.error))
            tables.setdefault("quarantined", []).append(_quarantined(refused, manifest_id))
            continue
        coded += 1
        empty += not result.events and not result.claims
        for table, rows in rows_by_table:
            tables.setdefault(table, []).extend(rows)
    return PackedBatch(
        tables={table: list(pack_rows(rows)) for table, rows in tables.items() if rows},
        report_ids=tuple(seen), coded=coded, empty=empty, quarantined=len(causes), causes=tuple(causes),
    )  # fmt: skip


def pack_rows(rows: Iterable[Row]) -> Iterator[bytes]:
    """The rows as JSON arrays of at most `_ROWS` rows, and less where rows are long."""
    held: list[bytes] = []
    size = 0
    for row in rows:
        held.append(msgspec.json.encode(row))
        size += len(held[-1])
        if len(held) >= _ROWS or size >= _BYTES:
            yield b"[" + b",".join(held) + b"]"
            held, size = [], 0
    if held:
        yield b"[" + b",".join(held) + b"]"


def pack(record: Document | Quarantined) -> str:
    """The record as base64 of zlib-packed JSON."""
    return base64.b64encode(zlib.compress(to_json(record), 3)).decode("ascii")


def unpack(body: bytes) -> bytes:
    """The JSON of a `body` column."""
    return zlib.decompress(body)


def _refuse(report: Report, error: UnicodeEncodeError) -> Quarantined:
    return Quarantined(
        report=replace(report, text=_plain(report.text), title=_plain(report.title or "") or None),
        stage="store", error=type(error).__name__, message=f"{error.reason} at {error.start}", traceback="",
        version=__version__, at=datetime.now(UTC),
    )  # fmt: skip


def _quarantined(record: Quarantined, manifest_id: str) -> Row:
    record = replace(record, message=_plain(record.message), traceback=_plain(record.traceback))
    return {
        "report_id": record.report.report_id, "source": record.report.source, "stage": record.stage,
        "error": record.error, "message": record.message, "traceback": record.traceback,
        "version": record.version, "failed_at": record.at, "manifest_id": manifest_id, "body": pack(record),
    }  # fmt: skip


def _plain(text: str) -> str:
    """Text of an error that any database can hold: no lone surrogates, no NULs."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


def _document(document: Document, manifest_id: str) -> Iterator[tuple[str, list[Row]]]:
    report = document.report
    key, text = report.report_id, report.text
    yield "reports", [_report(report, manifest_id)]
    yield "documents", [{"report_id": key, "body": pack(document)}]
    yield "parts", [{"report_id": key, "kind": part.kind, **_span(part.span)} for part in report.parts]
    yield (
        "sentences",
        [
            {
                "report_id": key,
                "sentence": one.index,
                "part": one.part,
                **_span(one.span),
                "tokens": len(one.tokens),
            }
            for one in document.sentences
        ],
    )
    yield "mentions", [
        {"mention_id": one.mention_id, "report_id": key, "sentence": one.sentence, "label": one.label,
         "words": one.span.of(text), **_span(one.span), **_span(one.head, "head"), "refers_to": one.refers_to,
         "method": one.method, "score": one.score}
        for one in document.mentions
    ]  # fmt: skip
    yield "times", [
        {"time_id": one.time_id, "report_id": key, "sentence": one.sentence, "timex_type": one.timex_type,
         "value": one.value, "mod": one.mod, "words": _words(text, one.span), **_span(one.span),
         "earliest": one.earliest, "latest": one.latest, "basis": one.basis}
        for one in document.times
    ]  # fmt: skip
    yield "resolutions", [_resolution(key, one) for one in document.resolutions]
    yield "events", [_event(text, one) for one in document.events]
    yield "flat_events", flat_rows(document)
    yield (
        "event_parties",
        [
            {
                "event_id": one.event_id,
                "report_id": key,
                "role": role,
                "position": position,
                "mention_id": mention_id,
            }
            for one in document.events
            for role, ids in (("actor", one.actors), ("recipient", one.recipients))
            for position, mention_id in enumerate(ids)
        ],
    )
    yield "bindings", [
        {"event_id": one.event_id, "report_id": key, "slot": binding.slot, "target": binding.target,
         "method": binding.method, "score": binding.score, **_span(binding.span)}
        for one in document.events for binding in one.bindings
    ]  # fmt: skip
    yield "claims", [_claim(text, one) for one in document.claims]
    yield "links", [_link(key, text, one) for one in document.links]


def _report(report: Report, manifest_id: str) -> Row:
    return {
        "report_id": report.report_id, "source": report.source, "url": report.url,
        "publisher": report.publisher,
        "byline": report.byline, "title": report.title, "text": report.text, "language": report.language,
        "published": report.published, "published_basis": report.published_basis,
        "retrieved": report.retrieved,
        "licence": report.licence, **_span(report.dateline_place, "dateline"), "manifest_id": manifest_id,
    }  # fmt: skip


def _resolution(key: str, one: Resolution) -> Row:
    row: Row = {
        "report_id": key, "mention_id": one.mention_id, "kind": one.kind, "target": one.target,
        "name": one.name,
        "country": one.country, "sectors": one.sectors, "score": one.score, "method": one.method,
    }  # fmt: skip
    if (place := one.place) is not None:
        row |= {
            "place_id": place.place_id, "place_name": place.name, "admin1": place.admin1,
            "admin2": place.admin2,
            "latitude": place.lat, "longitude": place.lon, "precision": place.precision,
            "feature": place.feature,
        }  # fmt: skip
    return row


def _event(text: str, one: Event) -> Row:
    return {
        "event_id": one.event_id, "report_id": one.report_id, "sentence": one.sentence,
        "event_type": one.event_type,
        "modes": one.modes, "contexts": one.contexts, "words": one.trigger.of(text),
        **_span(one.trigger, "trigger"),
        "place": one.place, "time": one.time, "status": one.status,
        "status_cue": _words(text, one.status_cue),
        "negated": one.negated, "negation_cue": _words(text, one.negation_cue),
        **_count("killed", one.killed),
        **_count("injured", one.injured), "weapon": _words(text, one.weapon), "reported_by": one.reported_by,
        "confidence": one.confidence, "method": one.method,
    }  # fmt: skip


def _claim(text: str, one: Claim) -> Row:
    return {
        "claim_id": one.claim_id, "report_id": one.report_id, "sentence": one.sentence, "source": one.source,
        "source_words": _words(text, one.source_span), **_span(one.source_span, "source"),
        "cue": one.cue.of(text),
        **_span(one.cue, "cue"), "content": " … ".join(span.of(text) for span in one.content),
        "content_spans": [_span(span) for span in one.content], "speech": one.speech,
        "source_kind": one.source_kind, "source_count": one.source_count, "stance": one.stance,
        "certainty": one.certainty, "events": one.events, "score": one.score, "method": one.method,
    }  # fmt: skip


def _link(key: str, text: str, one: Link) -> Row:
    return {
        "report_id": key, "left_event": one.left, "right_event": one.right, "relation": one.relation,
        "judgement": one.judgement, "cue": _words(text, one.cue), "score": one.score, "method": one.method,
    }  # fmt: skip


def _words(text: str, span: Span | None) -> str | None:
    return span.of(text) if span is not None else None


def _span(span: Span | None, name: str = "span") -> Row:
    return {} if span is None else {f"{name}_start": span.start, f"{name}_end": span.end}


def _count(name: str, count: Count | None) -> Row:
    if count is None:
        return {}
    return {
        f"{name}_low": count.low,
        f"{name}_best": count.best,
        f"{name}_high": count.high,
        f"{name}_approx": count.approx,
    }
