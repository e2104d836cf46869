"""Events of a store judged in pairs and grouped to incidents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from dateline.lexicon.incidents import LinkRules
from dateline.link.across import find_incidents
from dateline.link.blocks import HOT
from dateline.link.pairs import judge_pair
from dateline.link.voices import find_voices
from dateline.records import Card, Edition, Family, Incident, Pair, Ruling, from_json, to_json
from dateline.store.database import Store
from dateline.store.dating import date_incidents
from dateline.store.lists import ask, ask_column, batches, insert, note
from dateline.store.rows import Row
from dateline.store.rulings import load_rulings

_PAIRS = 20_000  # judged at a time


def loosen(store: Store, events: Sequence[str]) -> None:
    """Marks all events of the incidents that hold any of these as to be grouped anew."""
    if events:
        ask(
            store,
            "UPDATE cards SET incident_id = NULL WHERE incident_id IN "
            "(SELECT incident_id FROM cards WHERE event_id IN names(?) AND incident_id IS NOT NULL)",
            [list(events)],
        )


def judge_events(store: Store, rules: LinkRules) -> None:
    """Scores every pair of events with a key in common of which at least one was not judged."""
    new = ask_column(store, "SELECT event_id FROM cards WHERE NOT judged ORDER BY event_id")
    if not new:
        return
    with store.transaction():
        _drop_heated(store)
        candidates = _candidates(store)
        load = _Cards(store)
        found: list[Row] = []
        for chunk in batches(candidates, _PAIRS):
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
    loosen(store, [name for row in gone for name in row.values()])


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


def group_events(store: Store, rules: LinkRules) -> None:
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
        date_incidents(store, [incident.incident_id for incident in incidents])
        note(store, "stories", "stale")


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
