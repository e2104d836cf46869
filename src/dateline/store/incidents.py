"""What linking left in a store: incidents, families of copies, stories."""

from __future__ import annotations

from typing import Any

from dateline.errors import StoreError
from dateline.records import Card, Change, Incident, from_json
from dateline.store.database import Store
from dateline.store.lists import ask
from dateline.store.rows import Row


def load_incident(store: Store, name: str) -> Incident:
    """The incident of an id, or of its beginning, or of one of its events' ids."""
    rows = ask(
        store,
        "SELECT body FROM incidents WHERE starts_with(incident_id, $1) OR incident_id IN "
        "(SELECT incident_id FROM cards WHERE event_id = $1) LIMIT 2",
        [name or "?"],
    )
    if len(rows) != 1:
        raise StoreError(f"{store.path}: {'several incidents begin' if rows else 'no incident begins'} with {name!r}")
    return from_json(rows[0]["body"], Incident)


def load_cards(store: Store, incident: Incident) -> list[Card]:
    """The cards of the incident's events, by id."""
    rows = ask(store, "SELECT body FROM cards WHERE event_id IN names(?) ORDER BY event_id", [list(incident.events)])
    return [from_json(row["body"], Card) for row in rows]


def load_reasons(store: Store, incident: Incident) -> list[Row]:
    """Why the events are one incident: pairs with score and evidence, the surest first, and what analysts ruled."""
    pairs = ask(
        store,
        "SELECT left_event, right_event, score, evidence FROM pairs WHERE left_event IN names($1) "
        "AND right_event IN names($1) ORDER BY score DESC, 1, 2",
        [list(incident.events)],
    )
    ruled = ask(
        store,
        "SELECT left_event, right_event, kind, ruled_by, note FROM rulings WHERE left_event IN names($1) "
        "OR right_event IN names($1) ORDER BY ruled_at, ruling_id",
        [list(incident.events)],
    )
    return [*ruled, *pairs]


def list_incidents(
    store: Store, *, event_type: str | None = None, country: str | None = None, least_reports: int = 1, limit: int = 20
) -> list[Row]:
    """Incidents, those that most independent sources tell first."""
    return ask(
        store,
        "SELECT * EXCLUDE (body, actor_keys, recipient_keys) FROM incidents WHERE ($1 IS NULL OR event_type = $1) "
        "AND ($2 IS NULL OR country = $2) AND reports >= $3 "
        "ORDER BY voices DESC, reports DESC, events DESC, latest DESC NULLS LAST, incident_id LIMIT $4",
        [event_type, country, least_reports, limit],
    )


def incident_chains(store: Store, incident: Incident) -> list[Row]:
    """What led to the incident and what it led to, with the other incident's title and days."""
    return ask(
        store,
        "SELECT 'because of' AS relation, i.incident_id, i.title, i.earliest, i.latest, c.method, c.score, c.reason "
        "FROM chains c JOIN incidents i ON i.incident_id = c.right_incident WHERE c.left_incident = $1 UNION ALL "
        "SELECT 'led to', i.incident_id, i.title, i.earliest, i.latest, c.method, c.score, c.reason "
        "FROM chains c JOIN incidents i ON i.incident_id = c.left_incident WHERE c.right_incident = $1 ORDER BY ALL",
        [incident.incident_id],
    )


def list_families(store: Store, limit: int = 20) -> list[Row]:
    """Families of copies with their number of reports and first edition, the largest first."""
    return ask(
        store,
        "SELECT family_id, count(*) AS reports, first(r.title ORDER BY position) AS title, "
        "first(report_id ORDER BY position) AS first_edition FROM editions JOIN reports r USING (report_id) "
        "GROUP BY family_id ORDER BY reports DESC, family_id LIMIT ?",
        [limit],
    )


def family_editions(store: Store, name: str) -> list[Row]:
    """The editions of a family (by its id, its beginning, or a report's id), the first one first, with changes."""
    rows = ask(
        store,
        "SELECT e.*, r.title, r.publisher, r.published, r.source FROM editions e JOIN reports r USING (report_id) "
        "WHERE family_id IN (SELECT family_id FROM editions WHERE starts_with(family_id, $1) "
        "OR starts_with(report_id, $1)) ORDER BY family_id, position",
        [name or "?"],
    )
    if len({row["family_id"] for row in rows}) != 1:
        raise StoreError(f"{store.path}: {'several families fit' if rows else 'no family fits'} {name!r}")
    for row in rows:
        row["changes"] = from_json(row["changes"], tuple[Change, ...])
    return rows


def list_stories(store: Store, limit: int = 20) -> list[Row]:
    """Stories with their days and number of incidents, those of most reports first."""
    return ask(
        store,
        "SELECT s.*, (SELECT count(*) FROM story_incidents i WHERE i.story_id = s.story_id) AS incidents "
        "FROM stories s "
        "ORDER BY reports DESC, incidents DESC, story_id LIMIT ?",
        [limit],
    )


def story_incidents(store: Store, name: str) -> tuple[Row, list[Row]]:
    """A story by its id or the beginning of that, and its incidents in order of days."""
    stories: list[dict[str, Any]] = ask(
        store, "SELECT * FROM stories WHERE starts_with(story_id, ?) LIMIT 2", [name or "?"]
    )
    if len(stories) != 1:
        raise StoreError(f"{store.path}: {'several stories begin' if stories else 'no story begins'} with {name!r}")
    incidents = ask(
        store,
        "SELECT i.* EXCLUDE (body) FROM story_incidents s JOIN incidents i USING (incident_id) WHERE story_id = ? "
        "ORDER BY coalesce(earliest, latest) NULLS LAST, incident_id",
        [stories[0]["story_id"]],
    )
    return stories[0], incidents
