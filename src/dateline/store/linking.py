"""Linking a store: what is new is compared with its neighbourhood, and only what it touches is made anew."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Any

from dateline.lexicon.incidents import LinkRules, load_link_rules
from dateline.link.blocks import HOT, block_keys
from dateline.link.cards import make_cards
from dateline.link.sketches import Hashes, sketch_of, told_text, word_runs
from dateline.records import to_json
from dateline.store.database import Store
from dateline.store.link_events import group_events, judge_events, loosen
from dateline.store.link_texts import compare_texts
from dateline.store.lists import ask, ask_column, batches, insert, note
from dateline.store.threads import thread_stories

LINK_VERSION = "1"
_BATCH = 500  # reports
_COMPUTED = (
    "sketches", "copies", "editions", "cards", "card_keys", "pairs", "incidents", "chains", "stories",
    "story_incidents",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LinkTally:
    """What a run of linking did, and what the store holds now."""

    new_reports: int
    gone_reports: int
    families: int
    copies: int
    incidents: int
    linked_incidents: int  # told by more than one report
    chains: int
    stories: int


def link_store(store: Store, rules: LinkRules | None = None) -> LinkTally:
    """Links everything that is not linked yet; gives the counts.

    Killed at any moment, the next call goes on. The result does not depend on how often it was called in between.
    """
    rules = rules or load_link_rules()
    _forget_other_rules(store, rules)
    gone = _forget_gone(store, rules)
    new = _add_cards(store, rules)
    compare_texts(store)
    judge_events(store, rules)
    group_events(store, rules)
    if ask(store, "SELECT 1 FROM meta WHERE key = 'stories' AND value = 'stale'"):
        thread_stories(store, rules)
    return _tally(store, new, gone)


def _tally(store: Store, new: int, gone: int) -> LinkTally:
    (row,) = ask(
        store,
        "SELECT (SELECT count(DISTINCT family_id) FROM editions) AS families, (SELECT count(*) FROM copies) AS copies, "
        "(SELECT count(*) FROM incidents) AS incidents, (SELECT count(*) FROM incidents WHERE reports > 1) AS linked, "
        "(SELECT count(*) FROM chains) AS chains, (SELECT count(*) FROM stories) AS stories",
    )
    return LinkTally(
        new, gone, row["families"], row["copies"], row["incidents"], row["linked"], row["chains"], row["stories"]
    )


def _forget_other_rules(store: Store, rules: LinkRules) -> None:
    """Other weights give other links: everything computed goes, what analysts ruled stays."""
    stamp = hashlib.sha256(repr((LINK_VERSION, HOT, _stable(rules))).encode()).hexdigest()[:16]
    if ask(store, "SELECT value FROM meta WHERE key = 'link_rules'") == [{"value": stamp}]:
        return
    with store.transaction():
        for table in _COMPUTED:
            ask(store, f"DELETE FROM {table}")
        note(store, "link_rules", stamp)


def _stable(rules: LinkRules) -> list[Any]:
    """The rules in one order: sets are printed in another order by each process."""
    told: list[Any] = []
    for name in rules.__slots__:
        value = getattr(rules, name)
        if isinstance(value, frozenset):
            value = sorted(value)
        elif hasattr(value, "items"):
            value = sorted(value.items())
        told.append((name, value))
    return told


def _forget_gone(store: Store, rules: LinkRules) -> int:
    """Removes what hangs on reports that are no longer there, or were coded anew; gives how many."""
    ids = ask_column(
        store,
        "SELECT report_id FROM sketches ANTI JOIN reports ON sketches.report_id = reports.report_id "
        "AND sketches.manifest_id = reports.manifest_id ORDER BY ALL",
    )
    if not ids:
        return 0
    with store.transaction():
        events = ask_column(store, "SELECT event_id FROM cards WHERE report_id IN names(?)", [ids])
        cooled = ask_column(
            store,
            "SELECT key FROM card_keys WHERE key IN (SELECT key FROM card_keys WHERE event_id IN names($1)) "
            "GROUP BY key HAVING count(*) > $2 AND count(*) FILTER (event_id NOT IN names($1)) <= $2",
            [events, HOT],
        )
        loosen(store, events)
        relatives = ask_column(
            store,
            "SELECT report_id FROM editions WHERE family_id IN "
            "(SELECT family_id FROM editions WHERE report_id IN names(?))",
            [ids],
        )
        loosen(store, ask_column(store, "SELECT event_id FROM cards WHERE report_id IN names(?)", [relatives]))
        for table in ("sketches", "cards"):
            ask(store, f"DELETE FROM {table} WHERE report_id IN names(?)", [ids])
        ask(store, "DELETE FROM card_keys WHERE event_id IN names(?)", [events])
        for table, one, other, names in (
            ("pairs", "left_event", "right_event", events), ("copies", "left_report", "right_report", ids)
        ):  # fmt: skip
            ask(store, f"DELETE FROM {table} WHERE {one} IN names($1) OR {other} IN names($1)", [names])
        if cooled:
            ask(
                store,
                "UPDATE cards SET judged = false WHERE event_id IN "
                "(SELECT event_id FROM card_keys WHERE key IN numbers(?))",
                [cooled],
            )
        note(store, "families", "stale")
        note(store, "stories", "stale")
    return len(ids)


def _add_cards(store: Store, rules: LinkRules) -> int:
    """Fingerprints, cards and keys of reports that have none yet; gives how many."""
    waiting = ask(store, "SELECT report_id, manifest_id FROM reports ANTI JOIN sketches USING (report_id) ORDER BY ALL")
    for batch in batches(waiting, _BATCH):
        sketches, rows, keys = [], [], []
        for row in batch:
            document = store.document(row["report_id"])
            prints = sketch_of(word_runs(told_text(document.report)))
            sketches.append({**row, "prints": _base64(prints), "compared": False})
            for card in make_cards(document, rules):
                rows.append(
                    {
                        "event_id": card.event_id, "report_id": card.report_id, "judged": False,
                        "has_cause": bool(card.caused_by), "body": to_json(card).decode("utf-8"),
                    }
                )  # fmt: skip
                keys += [{"key": key, "event_id": card.event_id} for key in block_keys(card, rules)]
        with store.transaction():
            insert(store, "sketches", sketches)
            insert(store, "cards", rows)
            insert(store, "card_keys", keys)
            note(store, "stories", "stale")
    return len(waiting)


def _base64(prints: Hashes) -> str:
    return base64.b64encode(prints.astype("<u8").tobytes()).decode("ascii")
