"""Incidents as flat rows, for files: chosen by a filter over their events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files

from dateline.store.database import Store
from dateline.store.filter_sql import condition_of
from dateline.store.filters import parse_filter
from dateline.store.flat import COLUMNS
from dateline.store.lists import ask, batches
from dateline.store.rows import Row

INCIDENT_COLUMNS = (
    "incident_id", "title", "event_type", "modes", "status", "negated", "actor", "recipient", "actor_countries",
    "actor_sectors", "recipient_countries", "recipient_sectors", "place_name", "place_country", "admin1", "latitude",
    "longitude", "precision", "earliest", "latest", "date_basis", "killed_low", "killed_best", "killed_high",
    "injured_low", "injured_best", "injured_high", "events", "reports", "voices", "publishers", "source_countries",
    "disputed", "confirms", "denies", "claims", "grade", "cohesion", "pinned", "first_published", "last_published",
    "event_ids", "report_ids", "best_event",
)  # fmt: skip
_OWN = (
    "event_type", "modes", "status", "negated", "place_name", "place_country", "admin1", "latitude", "longitude",
    "precision", "earliest", "latest", "date_basis", "killed_low", "killed_best", "killed_high", "injured_low",
    "injured_best", "injured_high", "voices",
)  # fmt: skip
_PARTIES = ("actor", "recipient")
_BATCH = 1_000


def incidents_sql(text: str = "") -> tuple[str, list[object]]:
    """The SELECT, with its parameters, of the incidents that have an event which the filter lets through."""
    found = parse_filter(text)
    condition = condition_of(found)
    sql = files("dateline.store").joinpath("incidents.sql").read_text("utf-8")
    told = sql.format(
        condition=condition.sql,
        countries={role: _keys(role, "x[1] = '@' AND NOT contains(x, '/')", "x[2:]") for role in _PARTIES},
        sectors={role: _keys(role, "x[1] = '@' AND contains(x, '/')", "split_part(x, '/', 2)") for role in _PARTIES},
        names={name: f"json_extract_string(i.body, '$.{name}[*]')" for name in ("confirms", "denies", "claims")},
    )
    return told + (f" LIMIT {found.limit}" if found.limit is not None else ""), condition.parameters


def _keys(role: str, which: str, what: str) -> str:
    """SQL for what some of a party's keys name, each once; the keys are those of `records.linked.Card`."""
    return f"list_distinct(list_transform(list_filter(i.{role}_keys, x -> {which}), x -> {what}))"


def stream_incidents(store: Store, text: str = "") -> Iterator[Row]:
    """The rows one by one, with every one of `INCIDENT_COLUMNS`."""
    sql, parameters = incidents_sql(text)
    return store.stream(sql, parameters)


def as_events(store: Store, rows: Iterable[Row]) -> Iterator[Row]:
    """Incidents in the columns of events: each its fullest event's, with the incident's own values over them."""
    for batch in batches(rows, _BATCH):
        names = [row["best_event"] for row in batch]
        found = ask(store, f"SELECT {', '.join(COLUMNS)} FROM flat_events WHERE event_id IN names(?)", [names])
        best = {row["event_id"]: row for row in found}
        yield from (_as_event(row, best[row["best_event"]]) for row in batch)


def _as_event(row: Row, best: Row) -> Row:
    other = {} if row["place_name"] == best["place_name"] else dict.fromkeys(("place_words", "admin2", "feature"))
    return {
        **best, **other, **{name: row[name] for name in _OWN}, "event_id": row["incident_id"],
        "publisher": "; ".join(row["publishers"]) or None, "published": row["first_published"],
    }  # fmt: skip
