"""Chains and stories of a store's incidents: made anew as a whole, since each new incident can move them."""

from __future__ import annotations

from dateline.lexicon.incidents import LinkRules
from dateline.link.chains import find_chains
from dateline.link.stories import find_stories
from dateline.records import Card, Incident, from_json
from dateline.store.database import Store
from dateline.store.lists import insert


def thread_stories(store: Store, rules: LinkRules) -> None:
    """Writes the chains and stories of all incidents."""
    incidents = [
        from_json(row["body"], Incident) for row in store.rows("SELECT body FROM incidents ORDER BY incident_id")
    ]
    causes = [
        from_json(row["body"], Card) for row in store.rows("SELECT body FROM cards WHERE has_cause ORDER BY event_id")
    ]
    chains = find_chains(incidents, {card.event_id: card for card in causes}, rules)
    headlines = {
        row["report_id"]: row["title"]
        for row in store.rows("SELECT report_id, title FROM reports WHERE title IS NOT NULL ORDER BY ALL")
    }
    stories = find_stories(incidents, chains, headlines, rules)
    with store.transaction():
        store.rows("UPDATE meta SET value = 'fresh' WHERE key = 'stories'")
        for table in ("chains", "stories", "story_incidents"):
            store.rows(f"DELETE FROM {table}")
        insert(
            store,
            "chains",
            [
                {
                    "left_incident": one.left, "right_incident": one.right, "method": one.method, "score": one.score,
                    "reason": one.reason, "events": one.events,
                }
                for one in chains
            ],
        )  # fmt: skip
        insert(
            store,
            "stories",
            [
                {
                    "story_id": one.story_id, "title": one.title, "title_from": one.title_from, "first_day": one.first,
                    "last_day": one.last, "reports": len(one.reports),
                }
                for one in stories
            ],
        )  # fmt: skip
        insert(
            store,
            "story_incidents",
            [{"story_id": one.story_id, "incident_id": name} for one in stories for name in one.incidents],
        )
