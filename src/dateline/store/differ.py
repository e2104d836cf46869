"""What changed in the coding of the same reports between two stores: by field, by type, and by example."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dateline.errors import StoreError
from dateline.store.database import Store, open_store
from dateline.store.rows import Row

FIELDS = (
    "event_type", "modes", "contexts", "status", "negated", "actor_words", "actor_countries", "actor_sectors",
    "recipient_words", "recipient_countries", "recipient_sectors", "place_words", "place_id", "earliest", "latest",
    "killed_low", "killed_best", "killed_high", "injured_low", "injured_best", "injured_high", "weapon",
    "source_words", "source_kind", "certainty",
)  # fmt: skip
"""What is compared; scores and methods may differ where the coding does not."""


@dataclass(slots=True)
class Difference:
    """What two stores say differently of the reports that both have. `examples` are rows with what each says."""

    reports: int = 0
    only_left: int = 0
    only_right: int = 0
    same: int = 0
    lost: dict[str, int] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    changed_events: int = 0
    types: dict[str, int] = field(default_factory=dict)
    examples: list[Row] = field(default_factory=list)


def compare_stores(left: str | Path, right: str | Path, examples: int = 5) -> Difference:
    """The difference between two stores. Events are the same where their words are, at the same place of the text."""
    for path in (left, right):
        open_store(path, read_only=True).close()
    with open_store(left, read_only=True) as store:
        if Path(left).resolve() == Path(right).resolve():
            raise StoreError(f"{left}: compared with itself")
        quoted = str(right).replace("'", "''")
        store.rows(f"ATTACH '{quoted}' AS other (READ_ONLY)")
        return _compare(store, examples)


def _compare(store: Store, examples: int) -> Difference:
    home = store.rows("SELECT current_database() AS name")[0]["name"].replace('"', '""')
    both = f'(SELECT report_id FROM "{home}".main.reports SEMI JOIN other.main.reports USING (report_id))'
    left = f'(SELECT * FROM "{home}".main.flat_events SEMI JOIN {both} b USING (report_id))'
    right = f"(SELECT * FROM other.main.flat_events SEMI JOIN {both} b USING (report_id))"
    mine, others = f'"{home}".main.reports', "other.main.reports"
    found = Difference(
        reports=_one(store, f"SELECT count(*) AS n FROM {both}"),
        only_left=_one(store, f"SELECT count(*) AS n FROM {mine} ANTI JOIN {others} USING (report_id)"),
        only_right=_one(store, f"SELECT count(*) AS n FROM {others} ANTI JOIN {mine} USING (report_id)"),
        lost=_by_type(store, f"{left} ANTI JOIN {right} r USING (event_id)"),
        found=_by_type(store, f"{right} ANTI JOIN {left} l USING (event_id)"),
    )  # fmt: skip
    tests = {name: f'l."{name}" IS DISTINCT FROM r."{name}"' for name in FIELDS}
    joined = f"{left} l JOIN {right} r USING (event_id)"
    sums = ", ".join(f'count(*) FILTER ({test}) AS "{name}"' for name, test in tests.items())
    differs = " OR ".join(tests.values())
    counts = store.rows(f"SELECT count(*) AS events, count(*) FILTER ({differs}) AS changed, {sums} FROM {joined}")[0]
    found.changed_events = counts["changed"]
    found.same = counts["events"] - counts["changed"]
    found.changed = {name: counts[name] for name in FIELDS if counts[name]}
    found.types = {
        f"{row['was']} → {row['now']}": row["n"]
        for row in store.rows(
            f"SELECT l.event_type AS was, r.event_type AS now, count(*) AS n FROM {joined} "
            f"WHERE {tests['event_type']} GROUP BY ALL ORDER BY n DESC, was, now"
        )
    }
    found.examples = _examples(store, left, right, joined, differs, examples)
    return found


def _examples(store: Store, left: str, right: str, joined: str, differs: str, number: int) -> list[Row]:
    pairs = ", ".join(f'l."{name}" AS "was_{name}", r."{name}" AS "now_{name}"' for name in FIELDS)
    rows = store.rows(
        f"SELECT event_id, l.text AS text, l.words AS words, {pairs} FROM {joined} WHERE {differs} "
        f"ORDER BY hash(event_id) LIMIT {number}"
    )
    found = [
        {"event_id": row["event_id"], "text": row["text"], "words": row["words"], "what": "changed", "fields": {
            name: (row[f"was_{name}"], row[f"now_{name}"]) for name in FIELDS
            if row[f"was_{name}"] != row[f"now_{name}"]
        }}
        for row in rows
    ]  # fmt: skip
    for what, one, other in (("lost", left, right), ("found", right, left)):
        found += [
            {**row, "what": what, "fields": {}}
            for row in store.rows(
                f"SELECT event_id, text, words, event_type FROM {one} ANTI JOIN {other} o USING (event_id) "
                f"ORDER BY hash(event_id) LIMIT {number}"
            )
        ]
    return found


def _by_type(store: Store, events: str) -> dict[str, int]:
    rows = store.rows(f"SELECT event_type, count(*) AS n FROM {events} GROUP BY 1 ORDER BY n DESC, 1")
    return {row["event_type"]: row["n"] for row in rows}


def _one(store: Store, sql: str) -> Any:
    return store.rows(sql)[0]["n"]
