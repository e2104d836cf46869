"""JSON-LD, FollowTheMoney and STIX: events as objects that point at each other, with ids made from content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

import msgspec

from dateline.export.codes import country
from dateline.export.delimited import Row
from dateline.export.plain import known, parties, write_lines
from dateline.export.wording import say_basis, say_code
from dateline.records import make_id

_NAMESPACE = "urn:dateline:"
_CONTEXT = {
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/", "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#", "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dateline": "urn:dateline:term:",
    "label": "rdfs:label", "eventType": {"@id": "sem:eventType"}, "actor": {"@id": "sem:hasActor", "@type": "@id"},
    "recipient": {"@id": "dateline:recipient", "@type": "@id"}, "place": {"@id": "sem:hasPlace", "@type": "@id"},
    "earliest": {"@id": "sem:hasEarliestBeginTimeStamp", "@type": "xsd:date"},
    "latest": {"@id": "sem:hasLatestEndTimeStamp", "@type": "xsd:date"},
    "accordingTo": {"@id": "sem:accordingTo", "@type": "@id"},
    "derivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"}, "text": "schema:text",
    "published": {"@id": "schema:datePublished", "@type": "xsd:date"},
}  # fmt: skip


def write_jsonld(rows: Iterable[Row], path: Path) -> int:
    """Writes one JSON-LD document: events, parties, places, authorities, claims and reports."""
    number = 0
    seen: set[str] = set()
    with path.open("wb") as file:
        file.write(b'{"@context":' + msgspec.json.encode(_CONTEXT) + b',\n"@graph":[')
        first = True
        for number, row in enumerate(rows, 1):  # noqa: B007 - asked for after the loop
            for node in _nodes(row):
                if node["@id"] not in seen:
                    seen.add(node["@id"])
                    file.write((b"\n" if first else b",\n") + msgspec.json.encode(node))
                    first = False
        file.write(b"\n]}\n")
    return number


def _iri(kind: str, *parts: str | None) -> str:
    return _NAMESPACE + kind + ":" + quote(make_id(kind[0], *parts), safe="-")


def _nodes(row: Row) -> Iterator[dict[str, Any]]:
    event = _NAMESPACE + "event:" + quote(row["event_id"], safe=":-")
    report = _NAMESPACE + "report:" + quote(row["report_id"], safe="-")
    ids: dict[str, list[str]] = {"actor": [], "recipient": []}
    for role, found in ids.items():
        for _, name, target, code, sectors in parties(row, role):
            found.append(_iri("actor", target or name, code))
            yield {"@id": found[-1], "@type": "sem:Actor", **known({
                "label": name, "dateline:country": code, "dateline:sector": sectors,
                "dateline:id": target})}  # fmt: skip
    place = _iri("place", row["place_id"] or row["place_words"]) if row["place_words"] else None
    if place:
        yield {"@id": place, "@type": "sem:Place", **known({
            "label": row["place_name"] or row["place_words"], "dateline:country": row["place_country"],
            "geo:lat": row["latitude"], "geo:long": row["longitude"]})}  # fmt: skip
    authority = _iri("source", row["report_id"], row["source_words"]) if row["source_words"] else None
    if authority:
        yield {"@id": authority, "@type": "sem:Authority", **known({
            "label": row["source_words"], "dateline:kind": row["source_kind"]})}  # fmt: skip
        yield {"@id": event + ":claim", "@type": "schema:Claim", "schema:about": {"@id": event},
               "schema:author": {"@id": authority}, "schema:appearance": {"@id": report},
               "text": row["text"]}  # fmt: skip
    yield {"@id": report, "@type": ["prov:Entity", "schema:NewsArticle"], **known({
        "label": row["title"], "published": row["published"], "schema:url": row["url"],
        "schema:publisher": row["publisher"]})}  # fmt: skip
    yield {"@id": event, "@type": ["sem:Event", "prov:Entity"], "derivedFrom": report, **known({
        "label": row["words"], "eventType": say_code(row["event_type"], tuple(row["modes"])), **ids, "place": place,
        "earliest": row["earliest"], "latest": row["latest"], "accordingTo": authority, "text": row["text"],
        "dateline:dateBasis": row["date_basis"],
        "dateline:status": row["status"], "dateline:negated": row["negated"], "dateline:killed": row["killed_best"],
        "dateline:injured": row["injured_best"], "dateline:confidence": row["confidence"]})}  # fmt: skip


def write_ftm(rows: Iterable[Row], path: Path) -> int:
    """Writes FollowTheMoney entities: an Event for each event, an entity for each party; gives the events."""
    number = 0

    def entities() -> Iterator[dict[str, Any]]:
        nonlocal number
        seen: set[str] = set()
        for number, row in enumerate(rows, 1):  # noqa: B007 - asked for after the loop
            for entity in _entities(row):
                if entity["id"] not in seen:
                    seen.add(entity["id"])
                    yield entity

    write_lines(entities(), path)
    return number


def _entities(row: Row) -> Iterator[dict[str, Any]]:
    involved = []
    for role in ("actor", "recipient"):
        for _, name, target, code, _ in parties(row, role):
            involved.append(make_id("dateline-actor", target or name, code))
            yield _entity(involved[-1], "LegalEntity", {"name": name, "country": _iso2(code)})
    yield _entity(make_id("dateline-event", row["event_id"]), "Event", {
        "name": _says(row), "summary": row["text"], "startDate": row["earliest"], "endDate": row["latest"],
        "notes": None if row["date_basis"] in (None, "stated") else f"days: {say_basis(row['date_basis'])}",
        "location": row["place_name"] or row["place_words"], "country": _iso2(row["place_country"]),
        "involved": list(dict.fromkeys(involved)), "sourceUrl": row["url"], "publisher": row["publisher"],
        "recordId": row["event_id"], "keywords": [row["event_type"], *row["modes"], *row["contexts"], row["status"]],
    })  # fmt: skip


def _entity(name: str, schema: str, properties: dict[str, Any]) -> dict[str, Any]:
    listed = {key: value if isinstance(value, list) else [str(value)] for key, value in known(properties).items()}
    return {"id": name, "schema": schema, "properties": listed}


def _iso2(code: str | None) -> str | None:
    found = country(code)
    return found.iso2.lower() if found and found.iso2 else None


def _says(row: Row) -> str:
    who, whom = ", ".join(row["actor_names"]) or "?", ", ".join(row["recipient_names"])
    denied = " (did not happen)" if row["negated"] else ""
    return f"{who}: {say_code(row['event_type'], tuple(row['modes']))}{f' → {whom}' if whom else ''}{denied}"


def write_stix(rows: Iterable[Row], path: Path) -> int:
    """Writes a STIX 2.1 bundle."""
    objects: dict[str, dict[str, Any]] = {}
    reports: dict[str, tuple[Row, list[str]]] = {}
    number = 0
    for number, row in enumerate(rows, 1):  # noqa: B007 - asked for after the loop
        made = list(_stix(row))
        objects.update((one["id"], one) for one in made)
        reports.setdefault(row["report_id"], (row, []))[1].extend(one["id"] for one in made)
    for row, ids in reports.values():
        one = _object(row, "report", row["report_id"], name=row["title"] or row["report_id"],
                      published=_moment(row), object_refs=list(dict.fromkeys(ids)),
                      **known({"external_references": _reference(row)}))  # fmt: skip
        objects[one["id"]] = one
    bundle: dict[str, Any] = {"type": "bundle", "id": _stix_id("bundle", *sorted(objects))}
    if objects:
        bundle["objects"] = list(objects.values())
    path.write_bytes(msgspec.json.encode(bundle) + b"\n")
    return number


def _stix(row: Row) -> Iterator[dict[str, Any]]:
    days = " to ".join(str(day) for day in dict.fromkeys((row["earliest"], row["latest"])) if day)
    facts = [row["text"], f"When: {days} ({say_basis(row['date_basis'])})" if days else "", f"Status: {row['status']}",
             f"Killed: {row['killed_best']}" if row["killed_best"] is not None else "",
             f"Injured: {row['injured_best']}" if row["injured_best"] is not None else ""]  # fmt: skip
    incident = _object(
        row, "incident", row["event_id"], name=_says(row), description="\n".join(one for one in facts if one),
        labels=[row["event_type"], *row["modes"], row["status"]], confidence=round(100 * row["confidence"]),
    )  # fmt: skip
    yield incident
    for role, relation in (("actor", "attributed-to"), ("recipient", "targets")):
        for _, name, target, code, sectors in parties(row, role):
            of = {"PER": "individual"}.get(sectors[0] if sectors else "", "group")
            identity = _object(row, "identity", target or name, code, stamped=False, name=name, identity_class=of)
            yield identity
            yield _relation(row, incident["id"], relation, identity["id"])
    if place := _stix_place(row):
        yield place
        yield _relation(row, incident["id"], "located-at", place["id"])


def _stix_place(row: Row) -> dict[str, Any] | None:
    """A location needs coordinates or a country (here by its two letters)."""
    code, point = _iso2(row["place_country"]), row["latitude"] is not None
    if not row["place_words"] or not (code or point):
        return None
    name = row["place_name"] or row["place_words"]
    more = {"latitude": float(row["latitude"]), "longitude": float(row["longitude"])} if point else {}
    return _object(row, "location", row["place_id"] or name, code, stamped=False, name=name, **more,
                   **known({"country": code.upper() if code else None,
                            "administrative_area": row["admin1"]}))  # fmt: skip


def _relation(row: Row, source: str, relation: str, target: str) -> dict[str, Any]:
    return _object(row, "relationship", source, relation, target, relationship_type=relation,
                   source_ref=source, target_ref=target)  # fmt: skip


def _object(row: Row, kind: str, *key: str | None, stamped: bool = True, **values: Any) -> dict[str, Any]:
    moment = _moment(row) if stamped else "1970-01-01T00:00:00.000Z"
    return {"type": kind, "spec_version": "2.1", "id": _stix_id(kind, *key), "created": moment, "modified": moment,
            **values}  # fmt: skip


def _stix_id(kind: str, *key: str | None) -> str:
    return f"{kind}--{uuid5(NAMESPACE_URL, _NAMESPACE + make_id(kind, *key))}"


def _moment(row: Row) -> str:
    return f"{row['published'] or '1970-01-01'}T00:00:00.000Z"


def _reference(row: Row) -> list[dict[str, Any]]:
    return [{"source_name": row["publisher"] or "report", "url": row["url"]}] if row["url"] else []
