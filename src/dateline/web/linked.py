"""Incidents and stories in the shapes of `schemas.linked`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from dateline.export.wording import say_interval, say_type
from dateline.ontology import load_plover
from dateline.ontology.types import QUAD_CLASSES
from dateline.records import Card, Incident, Toll, TollPoint, Version, to_builtins
from dateline.store import Store
from dateline.store.incidents import load_cards, load_reasons
from dateline.store.lists import ask
from dateline.store.rows import Row
from dateline.web.places import radius_of
from dateline.web.reading import safe_url

Json = dict[str, Any]
_STEPS = 3  # from the incident along chains, either way
_MOST = 60  # incidents of a chain
_MOST_REASONS = 200
ROW_COLUMNS = (
    "incident_id, title, event_type, modes, ahead, actor, recipient, place_name, country, admin1, latitude, longitude, "
    "precision, earliest, latest, date_method, killed_low, killed_best, killed_high, injured_low, injured_best, "
    "injured_high, events, reports, voices, countries, disputed, reliability, credibility, cohesion, pinned"
)
STORY_COLUMNS = (
    "story_id, title, first_day, last_day, reports, "
    "(SELECT count(*) FROM story_incidents i WHERE i.story_id = stories.story_id) AS incidents"
)


def quad_of(event_type: str) -> int | None:
    """The quad class, 1 to 4, of a type; None for one that PLOVER lacks."""
    known = load_plover().types.get(event_type)
    return QUAD_CLASSES.index(known.quad_class) + 1 if known else None


def say_row(row: Row) -> Json:
    """A row of the table `incidents` as an `IncidentRow`."""
    same = (
        "incident_id", "title", "event_type", "modes", "ahead", "actor", "recipient", "earliest", "latest",
        "date_method", "events", "reports", "voices", "countries", "disputed", "cohesion", "pinned",
    )  # fmt: skip
    return {
        **{name: row[name] for name in same},
        "label": say_type(row["event_type"], tuple(row["modes"])), "quad": quad_of(row["event_type"]),
        "place": _where(row), "when": say_interval(row["earliest"], row["latest"]),
        "killed": _row_toll(row, "killed"), "injured": _row_toll(row, "injured"),
        "grade": f"{row['reliability']}{row['credibility']}",
    }  # fmt: skip


def _where(row: Row) -> Json | None:
    if row["place_name"] is None and row["country"] is None:
        return None
    precision = row["precision"] or "unknown"
    return {
        "place_id": None, "name": row["place_name"], "country": row["country"], "admin1": row["admin1"],
        "lat": row["latitude"], "lon": row["longitude"], "precision": precision, "radius_km": radius_of(precision),
    }  # fmt: skip


def _row_toll(row: Row, slot: str) -> Json | None:
    if row[f"{slot}_best"] is None:
        return None
    return {**{bound: row[f"{slot}_{bound}"] for bound in ("low", "best", "high")}, "approx": False}


def say_incident(store: Store, incident: Incident, row: Row) -> Json:
    """All that the store knows of an incident, as an `IncidentView`."""
    cards = load_cards(store, incident)
    chain, nodes = _chain(store, incident.incident_id)
    told = say_row(row)
    if incident.place is not None and told["place"] is not None:
        told["place"]["place_id"] = incident.place.place_id
    for slot in ("killed", "injured"):
        if (toll := getattr(incident, slot)) is not None:
            told[slot] = to_builtins(toll)
    return {
        "incident": told, "best": incident.best, "grade_reason": incident.grade_reason,
        "killed_history": [_step(point) for point in incident.killed_history],
        "injured_history": [_step(point) for point in incident.injured_history],
        "versions": [_version(one) for one in incident.versions], "confirms": incident.confirms,
        "denies": incident.denies, "claims": incident.claims,
        "events": _events(store, cards), "sources": _sources(store, cards),
        "reasons": [_reason(one) for one in load_reasons(store, incident)[:_MOST_REASONS]],
        "chain": chain, "chain_incidents": nodes,
        "stories": store.rows(
            f"SELECT {STORY_COLUMNS} FROM stories WHERE story_id IN "
            "(SELECT story_id FROM story_incidents WHERE incident_id = ?) ORDER BY story_id",
            [incident.incident_id],
        ),
    }  # fmt: skip


def _toll(toll: Toll | None) -> Json | None:
    return to_builtins(toll) if toll is not None else None


def _step(point: TollPoint) -> Json:
    report = point.event_id.partition(":")[0]
    return {"event_id": point.event_id, "report_id": report, "published": point.published, **to_builtins(point.toll)}


def _version(one: Version) -> Json:
    return {
        "source": one.source, "source_kind": one.source_kind, "stance": one.stance, "country": one.country,
        "voices": len(one.voices), "events": one.events, "killed": _toll(one.killed), "injured": _toll(one.injured),
    }  # fmt: skip


def _events(store: Store, cards: Sequence[Card]) -> list[Json]:
    titles = {
        row["report_id"]: row["title"]
        for row in ask(
            store, "SELECT report_id, title FROM reports WHERE report_id IN names(?)",
            [sorted({card.report_id for card in cards})],
        )
    }  # fmt: skip
    return [
        {
            "event_id": card.event_id, "report_id": card.report_id, "sentence": card.sentence,
            "trigger": card.trigger, "event_type": card.event_type, "modes": card.modes, "actor": card.actor_name,
            "recipient": card.recipient_name, "earliest": card.earliest, "latest": card.latest,
            "published": card.published, "publisher": card.publisher, "report_title": titles.get(card.report_id),
            "source": card.source, "source_kind": card.source_kind, "stance": card.stance, "negated": card.negated,
            "killed": _toll(card.killed), "injured": _toll(card.injured),
        }
        for card in sorted(cards, key=lambda card: (str(card.published or "9999"), card.event_id))
    ]  # fmt: skip


def _sources(store: Store, cards: Sequence[Card]) -> list[Json]:
    rows = ask(
        store,
        "SELECT r.report_id, r.title, r.publisher, r.published, r.url, e.family_id, e.kind AS edition FROM reports r "
        "LEFT JOIN editions e USING (report_id) WHERE report_id IN names(?) ORDER BY published NULLS LAST, report_id",
        [sorted({card.report_id for card in cards})],
    )
    counts: dict[str, int] = {}
    for card in cards:
        counts[card.report_id] = counts.get(card.report_id, 0) + 1
    return [{**row, "url": safe_url(row["url"]), "events": counts[row["report_id"]]} for row in rows]


def _reason(row: Row) -> Json:
    evidence = [{"name": str(name), "weight": weight} for name, weight in json.loads(row.get("evidence") or "[]")]
    return {
        "left": row["left_event"], "right": row["right_event"], "score": row.get("score"), "evidence": evidence,
        "ruled": row.get("kind"), "by": row.get("ruled_by"), "note": row.get("note"),
    }  # fmt: skip


def chains_among(store: Store, names: Sequence[str]) -> list[Json]:
    """What led to what among incidents; `left` the effect, `right` the cause."""
    rows = ask(
        store,
        "SELECT left_incident, right_incident, method, score, reason, events FROM chains "
        "WHERE left_incident IN names($1) AND right_incident IN names($1) ORDER BY 1, 2",
        [list(names)],
    )
    return [_link(row) for row in rows]


def _link(row: Row) -> Json:
    return {
        "left": row["left_incident"], "right": row["right_incident"], "relation": "caused_by",
        "method": row["method"], "score": row["score"], "reason": row["reason"], "events": row["events"],
    }  # fmt: skip


def _chain(store: Store, name: str) -> tuple[list[Json], list[Json]]:
    """The chains around an incident, some steps far, with the incidents that they join."""
    distance = {name: 0}
    edge = [name]
    for step in range(1, _STEPS + 1):
        rows = ask(
            store,
            "SELECT left_incident, right_incident FROM chains WHERE left_incident IN names($1) "
            "OR right_incident IN names($1) ORDER BY score DESC, 1, 2",
            [edge],
        )
        near = dict.fromkeys(one for row in rows for one in (row["left_incident"], row["right_incident"]))
        edge = [one for one in near if one not in distance][: _MOST - len(distance)]
        distance |= dict.fromkeys(edge, step)
        if not edge:
            break
    if len(distance) == 1:
        return [], []
    rows = ask(store, f"SELECT {ROW_COLUMNS} FROM incidents WHERE incident_id IN names(?)", [list(distance)])
    nodes = [
        {
            "incident_id": row["incident_id"], "title": row["title"], "event_type": row["event_type"],
            "quad": quad_of(row["event_type"]), "earliest": row["earliest"], "latest": row["latest"],
            "grade": f"{row['reliability']}{row['credibility']}", "distance": distance[row["incident_id"]],
        }
        for row in rows
    ]  # fmt: skip
    nodes.sort(key=lambda node: (str(node["earliest"] or node["latest"] or "9999"), node["incident_id"]))
    return chains_among(store, list(distance)), nodes
