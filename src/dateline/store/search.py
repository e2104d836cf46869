"""Events by a filter: as rows, one by one, or counted by what they have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.store.database import Store
from dateline.store.filter_sql import condition_of, order_of
from dateline.store.filters import load_filters, parse_filter, unknown
from dateline.store.flat import COLUMNS
from dateline.store.rows import Row

_NAMES = ", ".join(f'"{name}"' for name in COLUMNS)


def find_events(store: Store, text: str = "", limit: int | None = None) -> list[Row]:
    """The events that the filter lets through, in its order, at most `limit` (the filter's own goes first)."""
    sql, parameters = _select(text, limit)
    return store.rows(sql, parameters)


def stream_events(store: Store, text: str = "", limit: int | None = None) -> Iterator[Row]:
    """The same, a thousand at a time in memory."""
    sql, parameters = _select(text, limit)
    return store.stream(sql, parameters)


def count_events(store: Store, text: str = "", by: Sequence[str] = (), limit: int | None = None) -> list[Row]:
    """How many events pass the filter, by the groups named, the largest first, with their dead and injured.

    `happenings` leaves out what one report tells twice. Dead and injured are sums of best values, of those.
    """
    found = parse_filter(text)
    condition = condition_of(found)
    groups = load_filters()["groups"]
    for name in by:
        if name not in groups:
            raise unknown("group", name, groups)
    lists = [name for name in by if isinstance(groups[name], list)]
    columns = [f'{_members(groups[name][0]) if name in lists else groups[name]} AS "by_{name}"' for name in by]
    inner = (
        f"SELECT {', '.join([*columns, 'repeated', 'killed_best', 'injured_best'])} "
        f"FROM flat_events WHERE {condition.sql}"
    )
    for name in lists:
        inner = f'SELECT * REPLACE (unnest("by_{name}") AS "by_{name}") FROM ({inner})'
    keys = [f'"by_{name}" AS "{name}"' for name in by]
    sums = (
        "count(*) AS events, count(*) FILTER (NOT repeated) AS happenings, "
        "sum(killed_best) FILTER (NOT repeated)::BIGINT AS killed, "
        "sum(injured_best) FILTER (NOT repeated)::BIGINT AS injured"
    )
    sql = f"SELECT {', '.join([*keys, sums])} FROM ({inner})"
    if by:
        order = ", ".join(f'"{name}"' for name in by)
        sql += f" GROUP BY ALL ORDER BY events DESC, {order}"
    most = found.limit if found.limit is not None else limit
    return store.rows(sql + (f" LIMIT {most}" if most is not None else ""), condition.parameters)


def explain_filter(text: str) -> str:
    """The SQL that a filter stands for, with its parameters below it."""
    sql, parameters = _select(text, None)
    return "\n".join([sql.replace(_NAMES, "*"), *(f"-- {value!r}" for value in parameters)])


def _members(column: str) -> str:
    """A list's members, each once; most lists have one, and to make these distinct costs as much as all else."""
    return f"CASE WHEN len({column}) < 2 THEN {column} ELSE list_distinct({column}) END"


def _select(text: str, limit: int | None) -> tuple[str, list[object]]:
    found = parse_filter(text)
    condition = condition_of(found)
    most = found.limit if found.limit is not None else limit
    sql = f"SELECT {_NAMES} FROM flat_events WHERE {condition.sql} ORDER BY {order_of(found)}"
    return sql + (f" LIMIT {int(most)}" if most is not None else ""), condition.parameters
