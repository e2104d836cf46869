"""What analysts decided on events: it stands above scores, and outlives recoding and relinking."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import product
from typing import Literal

from dateline.errors import StoreError
from dateline.records import Ruling, make_id
from dateline.store.database import Store
from dateline.store.lists import ask
from dateline.store.rows import Row

_SPAN = re.compile(r"(.+):e(\d+)-(\d+)")


def load_rulings(store: Store) -> list[Ruling]:
    """The rulings on events that the store still has, by event ids.

    Where recoding moved an event's words a little, its ruling goes to the event of that report whose words overlap.
    """
    rows = ask(store, "SELECT * FROM rulings ORDER BY ruled_at, ruling_id")
    names = {name for row in rows for name in (row["left_event"], row["right_event"])}
    now = _present(store, names)
    found = []
    for row in rows:
        left, right = now.get(row["left_event"]), now.get(row["right_event"])
        if left and right and left != right:
            found.append(
                Ruling(
                    left=left, right=right, verdict=row["verdict"], kind=row["kind"], by=row["ruled_by"],
                    note=row["note"],
                )
            )  # fmt: skip
    return found


def _present(store: Store, names: set[str]) -> dict[str, str]:
    """The event that each name stands for today."""
    reports = sorted({name.partition(":")[0] for name in names})
    there: dict[str, list[str]] = {}
    for row in ask(store, "SELECT event_id, report_id FROM cards WHERE report_id IN names(?) ORDER BY ALL", [reports]):
        there.setdefault(row["report_id"], []).append(row["event_id"])
    found = {}
    for name in names:
        events = there.get(name.partition(":")[0], [])
        if name in events:
            found[name] = name
            continue
        overlapping = [event for event in events if _overlap(event, name) > 0]
        if overlapping:
            found[name] = max(overlapping, key=lambda event: (_overlap(event, name), event))
    return found


def _overlap(one: str, other: str) -> int:
    left, right = _SPAN.fullmatch(one), _SPAN.fullmatch(other)
    if left is None or right is None:
        return 0
    return min(int(left[3]), int(right[3])) - max(int(left[2]), int(right[2]))


def merge_incidents(store: Store, names: Sequence[str], by: str = "", note: str = "") -> list[str]:
    """Rules that the incidents are one; gives the ids of the rulings."""
    groups = [incident_events(store, name) for name in names]
    if len({tuple(group) for group in groups}) < 2:
        raise StoreError("merge: name two incidents or more")
    events = [event for group in groups for event in group]
    pairs = [(events[0], other) for other in events[1:]]  # all of them: a merged incident stays whole
    with store.transaction():
        for at, one in enumerate(groups):
            for other in groups[at + 1 :]:
                _lift(store, product(one, other), "different")
        return _rule(store, pairs, "same", "merge", by, note)


def split_incident(store: Store, name: str, events: Sequence[str], by: str = "", note: str = "") -> list[str]:
    """Rules that the events are not of the incident's others; gives the ids of the rulings."""
    inside = incident_events(store, name)
    foreign = sorted(set(events) - set(inside))
    if foreign:
        raise StoreError(f"split: {foreign[0]!r} is no event of incident {name!r}")
    rest = [event for event in inside if event not in set(events)]
    if not events or not rest:
        raise StoreError("split: name some of the incident's events, not all")
    with store.transaction():
        held = _lift(store, product(events, rest), "same") - set(events)
        if held:  # what a pin or a merge held together through the events that go stays together
            first, *others = sorted(held)
            _rule(store, [(first, other) for other in others], "same", "pin", by, note)
        return _rule(store, product(events, rest), "different", "split", by, note)


def pin_incident(store: Store, name: str, by: str = "", note: str = "") -> list[str]:
    """Rules that the incident's present events stay together, whatever later runs say; gives the rulings' ids."""
    events = incident_events(store, name)
    with store.transaction():
        return _rule(store, [(events[0], other) for other in events[1:]], "same", "pin", by, note)


def undo_ruling(store: Store, ruling_id: str) -> None:
    """Takes back the merging, splitting or pinning that the ruling came of; its id's beginning will do."""
    rows = ask(store, "SELECT * FROM rulings WHERE starts_with(ruling_id, ?)", [ruling_id or "?"])
    if len(rows) != 1:
        raise StoreError(f"{'several rulings begin' if rows else 'no ruling begins'} with {ruling_id!r}")
    act = [rows[0]["kind"], rows[0]["ruled_at"]]
    with store.transaction():
        _loosen(store, ask(store, "SELECT * FROM rulings WHERE kind = ? AND ruled_at = ?", act))
        ask(store, "DELETE FROM rulings WHERE kind = ? AND ruled_at = ?", act)


def incident_events(store: Store, name: str) -> list[str]:
    """The events of an incident, by its id or the beginning of that; raises StoreError where none or several fit."""
    rows = ask(
        store,
        "SELECT DISTINCT incident_id FROM cards WHERE starts_with(incident_id, ?) ORDER BY 1 LIMIT 2",
        [name or "?"],
    )
    if len(rows) != 1:
        raise StoreError(f"{'several incidents begin' if rows else 'no incident begins'} with {name!r}")
    found = ask(store, "SELECT event_id FROM cards WHERE incident_id = ? ORDER BY 1", [rows[0]["incident_id"]])
    return [row["event_id"] for row in found]


def _rule(
    store: Store, pairs: Iterable[tuple[str, str]], verdict: Literal["same", "different"], kind: str, by: str, note: str
) -> list[str]:
    moment = datetime.now(UTC)
    rows: list[Row] = []
    for one, other in pairs:
        left, right = max(one, other), min(one, other)
        rows.append({"ruling_id": make_id("j", left, right, verdict, kind), "left_event": left, "right_event": right})
    for row in rows:
        ask(store, "DELETE FROM rulings WHERE ruling_id = ?", [row["ruling_id"]])
        ask(
            store,
            "INSERT INTO rulings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [*row.values(), verdict, kind, by, note, moment],
        )
    _loosen(store, rows)
    return [row["ruling_id"] for row in rows]


def _lift(store: Store, pairs: Iterable[tuple[str, str]], verdict: str) -> set[str]:
    """Removes earlier rulings that say the opposite; gives the events that they named."""
    named: set[str] = set()
    wanted = {(max(pair), min(pair)) for pair in pairs}
    for row in ask(store, "SELECT ruling_id, left_event, right_event FROM rulings WHERE verdict = ?", [verdict]):
        if (row["left_event"], row["right_event"]) in wanted:
            named |= {row["left_event"], row["right_event"]}
            ask(store, "DELETE FROM rulings WHERE ruling_id = ?", [row["ruling_id"]])
    return named


def _loosen(store: Store, rows: Sequence[Row]) -> None:
    names = sorted({row[side] for row in rows for side in ("left_event", "right_event")})
    ask(
        store,
        "UPDATE cards SET incident_id = NULL WHERE incident_id IN "
        "(SELECT incident_id FROM cards WHERE event_id IN names(?) AND incident_id IS NOT NULL)",
        [names],
    )
