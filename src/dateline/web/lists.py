"""Lists of the store page by page, under the one filter that everything shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import Query

from dateline.store import Store
from dateline.store.aggregates import load_aggregate
from dateline.store.filter_sql import Condition, condition_of
from dateline.store.filters import MAX_LENGTH, Filter, has_words, load_filters, parse_filter, unknown
from dateline.store.flat import COLUMNS
from dateline.store.lists import ask
from dateline.store.paging import Key, order_by
from dateline.web.answers import make_cursor, read_cursor
from dateline.web.reading import safe_url

Json = dict[str, Any]
Q = Annotated[str, Query(max_length=MAX_LENGTH, description="A filter in the language of docs/query.md.")]
Cursor = Annotated[str | None, Query(max_length=4000, description="Where the page begins: `next` of the one before.")]
Limit = Annotated[int, Query(ge=1, le=500, description="At most so many.")]

_DATES, _NUMBERS = ("date", "published"), ("killed", "injured", "confidence", "score")
_QUEUE_KEYS = (Key("priority", True, float), Key("event_id"))
_NAMES = ", ".join(f'"{name}"' for name in COLUMNS)


def page(
    store: Store,
    *,
    select: str,
    where: str,
    parameters: Sequence[object],
    keys: Sequence[Key],
    mark: str,
    cursor: str | None,
    limit: int,
    total: str | None = None,
) -> Json:
    """One page of a list. `select` ends before its WHERE, and gives every key's column; `total` counts all rows."""
    condition, more = read_cursor(mark, cursor, keys) if cursor else ("true", [])
    rows = store.rows(
        f"{select} WHERE ({where}) AND {condition} ORDER BY {order_by(keys)} LIMIT {limit + 1}", [*parameters, *more]
    )
    following = None
    if len(rows) > limit:
        rows = rows[:limit]
        following = make_cursor(mark, [rows[-1][key.column] for key in keys])
    counted = None if cursor or total is None else store.rows(f"{total} WHERE {where}", list(parameters))
    return {"items": rows, "next": following, "total": next(iter(counted[0].values())) if counted else None}


def events_page(store: Store, q: str, sort: str | None, cursor: str | None, limit: int) -> Json:
    """One page of events in the filter's order."""
    found = sorted_filter(q, sort)
    condition = condition_of(found)
    if cursor is None and has_words(found):
        return _found_once(store, condition, event_keys(found), f"events {q} {sort}", limit)
    return page(
        store, select=f"SELECT {_NAMES} FROM flat_events", where=condition.sql, parameters=condition.parameters,
        keys=event_keys(found), mark=f"events {q} {sort}", cursor=cursor, limit=limit,
        total="SELECT count(*) FROM flat_events",
    )  # fmt: skip


def _found_once(store: Store, condition: Condition, keys: Sequence[Key], mark: str, limit: int) -> Json:
    """The first page and the number of all from one scan: to look for words in texts costs more than all else."""
    columns = ", ".join(dict.fromkeys(key.column for key in keys))
    rows = store.rows(
        f"WITH found AS MATERIALIZED (SELECT rowid AS place, {columns} FROM flat_events WHERE {condition.sql}), "
        f"first AS (SELECT place, (SELECT count(*) FROM found) AS total FROM found ORDER BY {order_by(keys)} "
        f"LIMIT {limit + 1}) SELECT {_NAMES}, total FROM flat_events JOIN first ON flat_events.rowid = first.place "
        f"ORDER BY {order_by(keys)}",
        condition.parameters,
    )
    total = rows[0]["total"] if rows else 0
    items = [{name: row[name] for name in COLUMNS} for row in rows[:limit]]
    following = make_cursor(mark, [items[-1][key.column] for key in keys]) if len(rows) > limit else None
    return {"items": items, "next": following, "total": total}


def sorted_filter(q: str, sort: str | None) -> Filter:
    """The filter, in another order where one is named (`-date,type`)."""
    found = parse_filter(q)
    if not sort:
        return found
    sorts = []
    for name in sort.split(","):
        plain = name.strip().lstrip("+-")
        if plain not in load_filters()["sorts"]:
            raise unknown("order", plain, load_filters()["sorts"])
        sorts.append((plain, name.strip().startswith("-")))
    return replace(found, sorts=tuple(sorts))


def event_keys(found: Filter) -> list[Key]:
    """The columns that order the filter's events."""
    columns = load_filters()["sorts"]
    kinds = {**dict.fromkeys(_DATES, date), **dict.fromkeys(_NUMBERS, float)}
    keys = [Key(columns[name], falling, kinds.get(name, str)) for name, falling in found.sorts]
    return [*keys, Key("event_id")]


def queue_page(store: Store, q: str, by: str | None, cursor: str | None, limit: int) -> Json:
    """One page of what an analyst should look at first."""
    condition = condition_of(parse_filter(q))
    told = page(
        store, select=f"SELECT * FROM ({load_aggregate('queue').format(columns=_NAMES, condition=condition.sql)})",
        where="true", parameters=[*condition.parameters, by, by], keys=_QUEUE_KEYS, mark=f"queue {q} {by}",
        cursor=cursor, limit=limit,
        total=f"SELECT count(*) FROM ({load_aggregate('queue').format(columns='event_id', condition=condition.sql)})",
    )  # fmt: skip
    incidents = {
        row["event_id"]: row["incident_id"]
        for row in ask(
            store, "SELECT event_id, incident_id FROM cards WHERE event_id IN names(?)",
            [[row["event_id"] for row in told["items"]]],
        )
    }  # fmt: skip
    for row in told["items"]:
        row["url"] = safe_url(row["url"])
        row["incident_id"] = incidents.get(row["event_id"])
    return told
