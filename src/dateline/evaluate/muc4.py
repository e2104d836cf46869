"""CEAF-REE over MUC-4's role fillers, as GRIT scores them (Du, Rush and Cardie, EACL 2021).

Gold: for each report and role (perp_individual, perp_org, target, victim, weapon) the entities of all
its templates, optional ones too, each a set of accepted strings; entities that share a string are one.
Found: the parties of acts of force that the text does not negate and that happened (current or
historical), each party once, by the string of its mention. Actors are perp_individual when they are
people and perp_org when they are organisations or states; recipients are victim when they are people
and target when they are things; weapons are weapon. A found entity agrees with a gold one when each of
its strings is among the accepted ones, with case, spaces, quotation marks, a leading article or number
set aside; entities are paired one to one so that the most agree. `ceaf_ree_f1` pools all roles;
`ceaf_ree_<role>_f1` is one role's.

Not scored: which template an entity belongs to, incident types, dates, places, counts and the other set
fills.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dateline.records import Document, Event, Mention, Part, Report, Span, make_id

ROLES = ("perp_individual", "perp_org", "target", "victim", "weapon")
Entity = frozenset[str]
Entities = dict[str, list[Entity]]

_PEOPLE = frozenset(("PERSON", "GROUP", "OFFICE", "PRONOUN", "NORP"))
_LEADING = re.compile(
    r"^(?:the|a|an|some|several|at least|about|over|more than"
    r"|two|three|four|five|six|seven|eight|nine|ten|\d+)\s+"
)


@dataclass(slots=True)
class Muc4Scorer:
    """Collects counts report by report; `misses` holds what was wrong, for reading."""

    gold: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ROLES, 0))
    found: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ROLES, 0))
    hits: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ROLES, 0))
    misses: list[dict[str, Any]] = field(default_factory=list)

    def add(self, gold: Entities, found: Entities, doc_id: str = "") -> None:
        """Counts one report."""
        for role in ROLES:
            wanted, given = gold.get(role, []), found.get(role, [])
            pairs = align(wanted, given)
            self.gold[role] += len(wanted)
            self.found[role] += len(given)
            self.hits[role] += len(pairs)
            paired_gold, paired_found = {i for i, _ in pairs}, {j for _, j in pairs}
            for kind, items, paired in (("missed", wanted, paired_gold), ("spurious", given, paired_found)):
                self.misses += [
                    {"doc_id": doc_id, "kind": kind, "role": role, "text": " / ".join(sorted(item))}
                    for i, item in enumerate(items)
                    if i not in paired
                ]

    def metrics(self) -> dict[str, float]:
        """The scores by name."""
        hits, gold, found = (sum(counts.values()) for counts in (self.hits, self.gold, self.found))
        scores = {
            "ceaf_ree_f1": _f1(hits, gold, found),
            "ceaf_ree_precision": hits / found if found else 0.0,
            "ceaf_ree_recall": hits / gold if gold else 0.0,
        }
        return scores | {
            f"ceaf_ree_{role}_f1": _f1(self.hits[role], self.gold[role], self.found[role]) for role in ROLES
        }


def score_muc4(rows: Iterable[Mapping[str, Any]], code: Callable[[Report], Document]) -> Muc4Scorer:
    """The scorer after reading every row; `code` is the whole path."""
    scorer = Muc4Scorer()
    for row in rows:
        scorer.add(gold_entities(row), found_entities(code(report_of(row))), row["doc_id"])
    return scorer


def report_of(row: Mapping[str, Any]) -> Report:
    """The row's text as a report: the wire's header is its dateline and gives the date."""
    day = (row.get("dateline") or {}).get("date")
    start = row.get("body_start") or 0
    return Report(
        report_id=make_id("r", row["doc_id"], row["text"]),
        source=row["doc_id"],
        text=row["text"],
        language="en",
        published=datetime.fromisoformat(day) if day else None,
        published_basis="dateline" if day else None,
        parts=(Part(kind="dateline", span=Span(0, start)),) if start else (),
    )


def gold_entities(row: Mapping[str, Any]) -> Entities:
    """The entities of each role over all templates of one report."""
    return {
        role: _merge(
            frozenset(normalise(string) for string in entity["strings"])
            for template in row["templates"]
            for entity in template.get(role) or ()
        )
        for role in ROLES
    }


def found_entities(document: Document) -> Entities:
    """The parties and weapons of the acts of force that the report says happened."""
    mentions = {mention.mention_id: mention for mention in document.mentions}
    text = document.report.text
    strings: dict[str, dict[str, set[str]]] = {role: {} for role in ROLES}
    for event in document.events:
        if not _is_force(event):
            continue
        for ids, people, others in (
            (event.actors, "perp_individual", "perp_org"),
            (event.recipients, "victim", "target"),
        ):
            for mention_id in ids:
                mention = mentions.get(mention_id)
                if mention is not None:
                    party = _party(mention, mentions)
                    role = people if party.label in _PEOPLE else others
                    strings[role].setdefault(party.mention_id, set()).add(normalise(party.span.of(text)))
        if event.weapon is not None:
            weapon = normalise(event.weapon.of(text))
            strings["weapon"].setdefault(weapon, set()).add(weapon)
    return {role: _merge(frozenset(found) for found in parties.values()) for role, parties in strings.items()}


def _is_force(event: Event) -> bool:
    return event.event_type == "ASSAULT" and not event.negated and event.status in ("current", "historical")


def _party(mention: Mention, mentions: Mapping[str, Mention]) -> Mention:
    """The mention itself, or what its pronoun stands for."""
    target = mentions.get(mention.refers_to or "")
    return target if mention.label == "PRONOUN" and target is not None else mention


def normalise(string: str) -> str:
    """The string in lower case without quotation marks, leading article or number, and spare spaces."""
    plain = " ".join(re.sub(r"[\"“”‘’`']", " ", string.lower()).split()).strip(" .,;:()[]")
    while (shorter := _LEADING.sub("", plain)) != plain:
        plain = shorter
    return plain


def _merge(entities: Iterable[Entity]) -> list[Entity]:
    """The entities with those that share a string joined, in order."""
    merged: list[Entity] = []
    for entity in entities:
        if not entity:
            continue
        apart = [other for other in merged if not other & entity]
        joined = entity.union(*(other for other in merged if other & entity))
        merged = [*apart, joined]
    return merged


def align(gold: Sequence[Entity], found: Sequence[Entity]) -> list[tuple[int, int]]:
    """The largest one-to-one pairing of found entities with gold ones that hold all their strings."""
    partner: dict[int, int] = {}  # gold → found

    def place(j: int, seen: set[int]) -> bool:
        for i, accepted in enumerate(gold):
            if i not in seen and found[j] <= accepted:
                seen.add(i)
                if i not in partner or place(partner[i], seen):
                    partner[i] = j
                    return True
        return False

    for j in range(len(found)):
        place(j, set())
    return sorted(partner.items())


def _f1(hits: int, gold: int, found: int) -> float:
    return 2 * hits / (gold + found) if gold + found else 0.0
