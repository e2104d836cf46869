"""Linking a store: what is new is compared with its neighbourhood, and only what it touches is made anew."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

import msgspec
import numpy as np

from dateline.lexicon.incidents import LinkRules, load_link_rules
from dateline.link.across import find_incidents
from dateline.link.blocks import HOT, block_keys
from dateline.link.cards import make_cards
from dateline.link.copies import find_copies_of
from dateline.link.editions import find_families, group_reports
from dateline.link.pairs import judge_pair
from dateline.link.sketches import Hashes, sketch_of, told_text, word_runs
from dateline.link.voices import find_voices
from dateline.records import Card, Copy, Edition, Family, Incident, Pair, Ruling, from_json, to_builtins, to_json
from dateline.store.database import Store
from dateline.store.lists import ask, ask_column, insert
from dateline.store.rows import Row
from dateline.store.rulings import load_rulings
from dateline.store.threads import thread_stories

LINK_VERSION = "1"
_BATCH = 500  # reports
_PAIRS = 20_000
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
    _compare_texts(store)
    _judge_events(store, rules)
    _group_events(store, rules)
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
        _note(store, "link_rules", stamp)


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
        _loosen(store, events)
        relatives = ask_column(
            store,
            "SELECT report_id FROM editions WHERE family_id IN "
            "(SELECT family_id FROM editions WHERE report_id IN names(?))",
            [ids],
        )
        _loosen(store, ask_column(store, "SELECT event_id FROM cards WHERE report_id IN names(?)", [relatives]))
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
        _note(store, "families", "stale")
        _note(store, "stories", "stale")
    return len(ids)


def _loosen(store: Store, events: Sequence[str]) -> None:
    """Marks all events of the incidents that hold any of these as to be grouped anew."""
    if events:
        ask(
            store,
            "UPDATE cards SET incident_id = NULL WHERE incident_id IN "
            "(SELECT incident_id FROM cards WHERE event_id IN names(?) AND incident_id IS NOT NULL)",
            [list(events)],
        )


def _add_cards(store: Store, rules: LinkRules) -> int:
    """Fingerprints, cards and keys of reports that have none yet; gives how many."""
    waiting = ask(store, "SELECT report_id, manifest_id FROM reports ANTI JOIN sketches USING (report_id) ORDER BY ALL")
    for batch in _batches(waiting, _BATCH):
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
            _note(store, "stories", "stale")
    return len(waiting)


def _base64(prints: Hashes) -> str:
    return base64.b64encode(prints.astype("<u8").tobytes()).decode("ascii")


# Copies


def _compare_texts(store: Store) -> None:
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
        _note(store, "families", "fresh")


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
    _loosen(store, events)


def _edition_rows(family: Family) -> Iterator[Row]:
    for position, edition in enumerate(family.editions):
        yield {
            "family_id": family.family_id, "report_id": edition.report_id, "position": position, "kind": edition.kind,
            "changes": msgspec.json.encode(edition.changes).decode("utf-8"),
        }  # fmt: skip


# Events


def _judge_events(store: Store, rules: LinkRules) -> None:
    """Scores every pair of events with a key in common of which at least one was not judged."""
    new = ask_column(store, "SELECT event_id FROM cards WHERE NOT judged ORDER BY event_id")
    if not new:
        return
    with store.transaction():
        _drop_heated(store)
        candidates = _candidates(store)
        load = _Cards(store)
        found: list[Row] = []
        for chunk in _batches(candidates, _PAIRS):
            load.fetch({name for pair in chunk for name in pair})
            for one, other in chunk:
                pair = judge_pair(load[one], load[other], rules)
                if pair is not None:
                    evidence = json.dumps(pair.evidence, ensure_ascii=False)
                    found.append(
                        {
                            "left_event": pair.left, "right_event": pair.right, "score": pair.score,
                            "evidence": evidence,
                        }
                    )  # fmt: skip
        insert(store, "pairs", found)
        ask(store, "UPDATE cards SET judged = true WHERE NOT judged")


def _candidates(store: Store) -> list[tuple[str, str]]:
    """The pairs to judge: a key in common that is not hot, or joined by a report's own reading; not judged before."""
    rows = ask(
        store,
        "WITH fresh AS (SELECT event_id FROM cards WHERE NOT judged), "
        "near AS (SELECT DISTINCT key FROM card_keys SEMI JOIN fresh USING (event_id)), "
        "mild AS (SELECT key FROM card_keys SEMI JOIN near USING (key) GROUP BY key HAVING count(*) BETWEEN 2 AND $1) "
        "SELECT DISTINCT least(a.event_id, b.event_id) AS one, greatest(a.event_id, b.event_id) AS other "
        "FROM card_keys a SEMI JOIN fresh USING (event_id) "
        "JOIN card_keys b ON a.key = b.key AND a.event_id <> b.event_id "
        "SEMI JOIN mild ON mild.key = a.key "
        "UNION "
        "SELECT least(event_id, other), greatest(event_id, other) FROM (SELECT event_id, "
        "unnest(json_extract_string(body, '$.same_as[*][0]')) AS other FROM cards WHERE NOT judged) "
        "SEMI JOIN cards c ON c.event_id = other "
        "ORDER BY ALL",
        [HOT],
    )
    known = {
        (row["right_event"], row["left_event"]) for row in ask(
            store,
            "SELECT left_event, right_event FROM pairs "
            "WHERE left_event IN (SELECT event_id FROM cards WHERE NOT judged) "
            "OR right_event IN (SELECT event_id FROM cards WHERE NOT judged)"
        )
    }  # fmt: skip
    return [pair for row in rows if (pair := (row["one"], row["other"])) not in known]


def _drop_heated(store: Store) -> None:
    """Removes pairs that only a key had brought together which too many events have by now."""
    hot = ask_column(
        store,
        "SELECT key FROM card_keys JOIN cards USING (event_id) "
        "WHERE key IN (SELECT key FROM card_keys JOIN cards USING (event_id) WHERE NOT judged) GROUP BY key "
        "HAVING count(*) > $1 AND count(*) FILTER (judged) <= $1 AND count(*) FILTER (judged) > 1",
        [HOT],
    )
    if not hot:
        return
    gone = ask(
        store,
        "WITH members AS (SELECT DISTINCT event_id FROM card_keys WHERE key IN numbers($1)), "
        "mild AS (SELECT key FROM card_keys GROUP BY key HAVING count(*) BETWEEN 2 AND $2), "
        "near AS (SELECT key, event_id FROM card_keys SEMI JOIN members USING (event_id) SEMI JOIN mild USING (key)), "
        "meeting AS (SELECT DISTINCT a.event_id AS one, b.event_id AS other FROM near a JOIN near b USING (key)) "
        "SELECT left_event, right_event FROM pairs SEMI JOIN members m ON m.event_id = left_event "
        "SEMI JOIN members n ON n.event_id = right_event "
        "ANTI JOIN meeting ON one = left_event AND other = right_event "
        "WHERE evidence NOT LIKE '%told as one%' ORDER BY ALL",
        [hot, HOT],
    )
    for row in gone:
        ask(
            store, "DELETE FROM pairs WHERE left_event = ? AND right_event = ?", [row["left_event"], row["right_event"]]
        )
    _loosen(store, [name for row in gone for name in row.values()])


class _Cards:
    """Cards by event id, fetched in bulk."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: dict[str, Card] = {}

    def fetch(self, names: Iterable[str]) -> None:
        """Loads those that are not held."""
        if len(self._held) > 200_000:
            self._held.clear()
        missing = sorted(set(names) - self._held.keys())
        if missing:
            for row in ask(self._store, "SELECT event_id, body FROM cards WHERE event_id IN names(?)", [missing]):
                self._held[row["event_id"]] = from_json(row["body"], Card)

    def __getitem__(self, name: str) -> Card:
        return self._held[name]

    def held(self) -> dict[str, Card]:
        """All that were fetched."""
        return self._held


def _group_events(store: Store, rules: LinkRules) -> None:
    """Makes the incidents of all loose events, and of all that are connected with them, anew."""
    loose = ask_column(store, "SELECT event_id FROM cards WHERE incident_id IS NULL ORDER BY event_id")
    stale = ask_column(
        store,
        "SELECT incident_id FROM incidents ANTI JOIN cards USING (incident_id)",
    )
    if not loose and not stale:
        return
    rulings = load_rulings(store)
    touched = _connected(store, loose, rulings, rules)
    load = _Cards(store)
    load.fetch(touched)
    cards = {name: load[name] for name in sorted(touched)}
    pairs = [
        Pair(left=row["left_event"], right=row["right_event"], score=row["score"], evidence=())
        for row in ask(
            store,
            "SELECT left_event, right_event, score FROM pairs WHERE left_event IN names($1) "
            "AND right_event IN names($1) ORDER BY ALL",
            [list(cards)],
        )
    ]
    voices = _voices(store, sorted({card.report_id for card in cards.values()}))
    inside = [ruling for ruling in rulings if ruling.left in cards and ruling.right in cards]
    incidents = find_incidents(cards, pairs, voices, inside, rules)
    with store.transaction():
        ask(
            store,
            "DELETE FROM incidents WHERE incident_id IN (SELECT incident_id FROM cards WHERE event_id IN names(?))",
            [list(cards)],
        )
        names = [(event, incident.incident_id) for incident in incidents for event in incident.events]
        ask(
            store,
            "UPDATE cards SET incident_id = found.home FROM "
            "(SELECT unnest(from_json($1::JSON, '[\"VARCHAR\"]')) AS name, "
            "unnest(from_json($2::JSON, '[\"VARCHAR\"]')) AS home) found WHERE event_id = found.name",
            [[event for event, _ in names], [home for _, home in names]],
        )
        ask(store, "DELETE FROM incidents WHERE incident_id IN names(?)", [[i.incident_id for i in incidents]])
        ask(
            store,
            "DELETE FROM incidents WHERE incident_id NOT IN "
            "(SELECT DISTINCT incident_id FROM cards WHERE incident_id IS NOT NULL)",
        )
        insert(store, "incidents", [_incident_row(incident) for incident in incidents])
        _note(store, "stories", "stale")


def _connected(store: Store, start: Sequence[str], rulings: Sequence[Ruling], rules: LinkRules) -> set[str]:
    """The events that scored pairs and rulings connect with the given ones."""
    ruled: dict[str, set[str]] = {}
    for ruling in rulings:
        ruled.setdefault(ruling.left, set()).add(ruling.right)
        ruled.setdefault(ruling.right, set()).add(ruling.left)
    touched, frontier = set(start), list(start)
    while frontier:
        near = set(
            ask_column(
                store,
                "SELECT right_event FROM pairs WHERE score >= $1 AND left_event IN names($2) "
                "UNION SELECT left_event FROM pairs WHERE score >= $1 AND right_event IN names($2) "
                "UNION SELECT event_id FROM cards WHERE incident_id IN "
                "(SELECT incident_id FROM cards WHERE event_id IN names($2))",
                [rules.threshold, frontier],
            )
        )
        near |= {other for name in frontier for other in ruled.get(name, ())}
        frontier = sorted(near - touched)
        touched |= near
    return touched


def _voices(store: Store, reports: Sequence[str]) -> dict[str, str]:
    """The independent source of each report, from families and publishers."""
    names = list(reports)
    families: dict[str, list[str]] = {}
    for row in ask(
        store,
        "SELECT family_id, report_id FROM editions WHERE family_id IN "
        "(SELECT family_id FROM editions WHERE report_id IN names(?)) ORDER BY ALL",
        [names],
    ):
        families.setdefault(row["family_id"], []).append(row["report_id"])
    members = sorted({*names, *(name for group in families.values() for name in group)})
    publishers = {
        row["report_id"]: row["publisher"]
        for row in ask(store, "SELECT report_id, publisher FROM reports WHERE report_id IN names(?)", [members])
    }
    made = [
        Family(family_id=name, editions=tuple(Edition(report_id=one, kind="first") for one in group))
        for name, group in families.items()
    ]
    return find_voices(publishers, made)


def _incident_row(incident: Incident) -> Row:
    row: Row = {
        name: getattr(incident, name)
        for name in (
            "incident_id", "title", "event_type", "modes", "ahead", "actor", "recipient", "actor_keys",
            "recipient_keys", "earliest", "latest", "date_method", "countries", "disputed", "reliability",
            "credibility", "cohesion", "pinned",
        )
    }  # fmt: skip
    row |= {name: len(getattr(incident, name)) for name in ("events", "reports", "voices")}
    if (place := incident.place) is not None:
        row |= {
            "place_name": place.name, "country": place.country, "admin1": place.admin1, "latitude": place.lat,
            "longitude": place.lon, "precision": place.precision,
        }  # fmt: skip
    for slot in ("killed", "injured"):
        toll = getattr(incident, slot)
        if toll is not None:
            row |= {f"{slot}_low": toll.low, f"{slot}_best": toll.best, f"{slot}_high": toll.high}
    return {**row, "body": to_json(incident).decode("utf-8")}


def _note(store: Store, key: str, value: str) -> None:
    ask(store, "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", [key, value])


def _batches(items: Sequence[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
