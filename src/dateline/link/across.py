"""The whole of linking in memory: documents in, families, incidents, chains and stories out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from dateline.lexicon.incidents import LinkRules, load_link_rules
from dateline.link.blocks import HOT, block_keys
from dateline.link.cards import make_cards
from dateline.link.chains import find_chains
from dateline.link.clusters import cluster_events, components
from dateline.link.copies import find_copies
from dateline.link.editions import find_families
from dateline.link.incidents import sum_up
from dateline.link.pairs import judge_pair
from dateline.link.sketches import told_text
from dateline.link.stories import find_stories
from dateline.link.voices import find_voices
from dateline.records import Card, Chain, Copy, Document, Family, Incident, Pair, Ruling, Story


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking found. Nothing in it depends on the order of the documents."""

    copies: tuple[Copy, ...]
    families: tuple[Family, ...]
    pairs: tuple[Pair, ...]
    incidents: tuple[Incident, ...]
    chains: tuple[Chain, ...]
    stories: tuple[Story, ...]


def link_documents(
    documents: Iterable[Document], rulings: Sequence[Ruling] = (), rules: LinkRules | None = None
) -> Linked:
    """Which documents are copies, which of their events are one happening, what led to what, and the stories."""
    rules = rules or load_link_rules()
    by_id = {document.report.report_id: document for document in documents}
    reports = {name: by_id[name].report for name in sorted(by_id)}
    texts = {name: told_text(report) for name, report in reports.items()}
    copies = find_copies(texts)
    families = find_families(copies, texts, {name: report.published for name, report in reports.items()})
    cards = {card.event_id: card for name in reports for card in make_cards(by_id[name], rules)}
    pairs = judge_all(cards, rules)
    voices = find_voices({name: report.publisher for name, report in reports.items()}, families)
    incidents = find_incidents(cards, pairs, voices, rulings, rules)
    chains = find_chains(incidents, cards, rules)
    headlines = {name: report.title for name, report in reports.items() if report.title}
    stories = find_stories(incidents, chains, headlines, rules)
    return Linked(tuple(copies), tuple(families), tuple(pairs), tuple(incidents), tuple(chains), tuple(stories))


def judge_all(cards: Mapping[str, Card], rules: LinkRules) -> list[Pair]:
    """The pairs worth keeping among all cards, by their ids."""
    blocks: dict[int, list[str]] = defaultdict(list)
    for name in sorted(cards):
        for key in block_keys(cards[name], rules):
            blocks[key].append(name)
    wanted = {pair for names in blocks.values() if 1 < len(names) <= HOT for pair in combinations(names, 2)}
    wanted |= {
        (min(card.event_id, other), max(card.event_id, other))
        for card in cards.values() for other, _ in card.same_as if other in cards
    }  # fmt: skip
    judged = (judge_pair(cards[one], cards[other], rules) for one, other in sorted(wanted))
    return [pair for pair in judged if pair is not None]


def find_incidents(
    cards: Mapping[str, Card],
    pairs: Sequence[Pair],
    voices: Mapping[str, str],
    rulings: Sequence[Ruling],
    rules: LinkRules,
) -> list[Incident]:
    """The incidents of the cards, one component of pairs after the other, by incident id."""
    edges = [(pair.left, pair.right) for pair in pairs if pair.score >= rules.threshold]
    edges += [(ruling.left, ruling.right) for ruling in rulings]
    found: list[Incident] = []
    group_of: dict[str, int] = {}
    groups = components(cards, edges)
    for number, group in enumerate(groups):
        group_of.update(dict.fromkeys(group, number))
    inside: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        if group_of[pair.left] == group_of[pair.right]:
            inside[group_of[pair.left]].append(pair)
    ruled: dict[int, list[Ruling]] = defaultdict(list)
    for ruling in rulings:
        if ruling.left in group_of and ruling.right in group_of:
            ruled[group_of[ruling.left]].append(ruling)
    for number, group in enumerate(groups):
        mine = {name: cards[name] for name in group}
        for members in cluster_events(mine, inside[number], ruled[number], rules):
            held = set(members)
            pinned = any(one.kind == "pin" and one.left in held and one.right in held for one in ruled[number])
            found.append(sum_up([mine[name] for name in members], inside[number], voices, rules, pinned))
    return sorted(found, key=lambda incident: incident.incident_id)
