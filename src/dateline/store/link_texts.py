"""Copies among a store's reports, and the families that they make."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import msgspec
import numpy as np

from dateline.link.copies import find_copies_of
from dateline.link.editions import find_families, group_reports
from dateline.link.sketches import told_text
from dateline.records import Copy, Family, to_builtins
from dateline.store.database import Store
from dateline.store.link_events import loosen
from dateline.store.lists import ask, ask_column, insert, note
from dateline.store.rows import Row


def compare_texts(store: Store) -> None:
    """Finds copies among reports of which at least one was not compared, and makes touched families anew."""
    rows = ask(store, "SELECT report_id, prints, compared FROM sketches ORDER BY report_id")
    new = [i for i, row in enumerate(rows) if not row["compared"]]
    stale = bool(ask(store, "SELECT 1 FROM meta WHERE key = 'families' AND value = 'stale'"))
    if not new and not stale:
        return
    names = [row["report_id"] for row in rows]
    sketches = [np.frombuffer(row["prints"], dtype="<u8") for row in rows]
    texts = _Texts(store)
    found = find_copies_of(names, sketches, lambda i: texts[names[i]], new) if new else []
    with store.transaction():
        insert(store, "copies", [to_builtins(_renamed(copy)) for copy in found])
        ask(store, "UPDATE sketches SET compared = true WHERE NOT compared")
        _renew_families(store, texts)
        note(store, "families", "fresh")


def _renamed(copy: Copy) -> Row:
    return {
        "left_report": copy.left, "right_report": copy.right, "kind": copy.kind, "of_left": copy.of_left,
        "of_right": copy.of_right, "shared": copy.shared,
    }  # fmt: skip


class _Texts:
    """What reports tell, by id, the latest few hundred kept."""

    def __init__(self, store: Store) -> None:
        self._read = lru_cache(maxsize=500)(lambda name: told_text(store.document(name).report))

    def __getitem__(self, name: str) -> str:
        return self._read(name)


def _renew_families(store: Store, texts: _Texts) -> None:
    copies = [
        Copy(
            left=row["left_report"], right=row["right_report"], kind=row["kind"], of_left=row["of_left"],
            of_right=row["of_right"], shared=row["shared"],
        )
        for row in ask(store, "SELECT * FROM copies")
    ]  # fmt: skip
    groups = {tuple(group) for group in group_reports((copy.left, copy.right) for copy in copies)}
    held: dict[str, list[str]] = {}
    for row in ask(store, "SELECT family_id, report_id FROM editions"):
        held.setdefault(row["family_id"], []).append(row["report_id"])
    before = {tuple(sorted(names)): family_id for family_id, names in held.items()}
    for group in sorted(set(before) - groups):
        ask(store, "DELETE FROM editions WHERE family_id = ?", [before[group]])
    touched = {name for group in set(before) ^ groups for name in group}
    for group in sorted(groups - set(before)):
        members = set(group)
        published = {
            row["report_id"]: row["published"]
            for row in ask(store, "SELECT report_id, published FROM reports WHERE report_id IN names(?)", [list(group)])
        }
        inside = [copy for copy in copies if copy.left in members]
        for family in find_families(inside, {name: texts[name] for name in group}, published):
            insert(store, "editions", list(_edition_rows(family)))
    events = ask_column(store, "SELECT event_id FROM cards WHERE report_id IN names(?)", [sorted(touched)])
    loosen(store, events)


def _edition_rows(family: Family) -> Iterator[Row]:
    for position, edition in enumerate(family.editions):
        yield {
            "family_id": family.family_id, "report_id": edition.report_id, "position": position, "kind": edition.kind,
            "changes": msgspec.json.encode(edition.changes).decode("utf-8"),
        }  # fmt: skip
