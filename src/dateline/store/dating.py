"""Days that events of one incident share across reports: put into the flat rows, and taken back again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from dateline.link.days import AHEAD, SHARED_DAYS, Days, event_days, same_events
from dateline.store.database import Store
from dateline.store.lists import ask, ask_column, batches

_BATCH = 5_000
_WANTED = f"""
WITH held AS (
    SELECT f.event_id, f.report_id, f.published, f.earliest, f.latest, f.date_basis, f.date_from, c.incident_id,
        f.status IN {AHEAD!r} AS ahead, coalesce(o.same_as = f.same_as, false) AS by_report
    FROM flat_events f JOIN cards c USING (event_id) LEFT JOIN flat_events o ON o.event_id = f.date_from
    WHERE c.incident_id IN names($1)
), told AS (
    SELECT incident_id, ahead, earliest, latest, min(event_id) AS source, count(*) AS often
    FROM held WHERE date_basis = 'stated' AND latest - earliest <= {SHARED_DAYS} GROUP BY ALL
), best AS (
    SELECT * FROM told
    QUALIFY row_number() OVER (PARTITION BY incident_id, ahead ORDER BY latest - earliest, often DESC, earliest) = 1
)
SELECT h.event_id, h.report_id, b.earliest, b.latest, b.source
FROM held h LEFT JOIN best b ON b.incident_id = h.incident_id AND b.ahead = h.ahead
    AND (h.ahead OR h.published IS NULL OR b.earliest <= h.published)
WHERE h.date_basis IS DISTINCT FROM 'stated' AND NOT h.by_report
    AND (h.date_from IS DISTINCT FROM b.source
        OR (b.source IS NOT NULL AND (h.earliest, h.latest) IS DISTINCT FROM (b.earliest, b.latest)))
ORDER BY h.event_id
"""


def date_incidents(store: Store, incidents: Sequence[str]) -> None:
    """Dates events of these incidents that neither they nor their reports date, by the most exact of their others.

    An event that had its days from one that is no longer of its incident has again what its own report gives.
    """
    for batch in batches(incidents, _BATCH):
        rows = ask(store, _WANTED, [batch])
        found = {
            row["event_id"]: Days(row["earliest"], row["latest"], "shared", row["source"])
            for row in rows if row["source"] is not None
        }  # fmt: skip
        alone = [row for row in rows if row["source"] is None]
        for report_id in sorted({row["report_id"] for row in alone}):
            document = store.document(report_id)
            days = event_days(document, same_events(document))
            found |= {row["event_id"]: days[row["event_id"]] for row in alone if row["report_id"] == report_id}
        _update(store, found)


def _update(store: Store, found: Mapping[str, Days]) -> None:
    for names in batches(sorted(found), _BATCH):
        rows = [
            {
                "name": name, "first": days.earliest, "last": days.latest, "basis": days.basis,
                "source": days.source if days.basis == "shared" else None,
            }
            for name, days in ((one, found[one]) for one in names)
        ]  # fmt: skip
        ask(
            store,
            "UPDATE flat_events SET earliest = found.first, latest = found.last, date_basis = found.basis, "
            "date_from = found.source FROM (SELECT unnest(from_json($1::JSON, "
            '\'[{"name": "VARCHAR", "first": "DATE", "last": "DATE", "basis": "VARCHAR", "source": "VARCHAR"}]\'), '
            "max_depth := 2)) found WHERE event_id = found.name",
            [msgspec.json.encode(rows).decode("utf-8")],
        )


def date_all(store: Store) -> None:
    """The same for all incidents."""
    date_incidents(store, ask_column(store, "SELECT incident_id FROM incidents ORDER BY incident_id"))
