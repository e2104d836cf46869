"""Stories: incidents that reports tell together, or that share parties and days; titled by their own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import log

from dateline.lexicon.incidents import LinkRules
from dateline.records import Chain, Incident, Story, make_id

_WORD = re.compile(r"[^\W\d_]{4,}")
_ROUNDS = 12
_NEIGHBOURS = 12  # incidents of one party that each is compared with
_LONG_TITLE = 110


def find_stories(
    incidents: Sequence[Incident], chains: Iterable[Chain], headlines: Mapping[str, str], rules: LinkRules
) -> list[Story]:
    """The stories of two or more incidents, by id. `headlines`: titles of reports by id, as far as they have one."""
    incidents = sorted(incidents, key=lambda one: one.incident_id)
    weights = _edges(incidents, chains, rules)
    by_id = {incident.incident_id: incident for incident in incidents}
    stories = []
    spread = Counter(word for title in headlines.values() for word in set(_words(title)))
    for members in _communities([one.incident_id for one in incidents], weights):
        if len(members) < 2:
            continue
        inside = [by_id[name] for name in members]
        title, title_from = _title(inside, headlines, spread)
        starts = [one.earliest or one.latest for one in inside]
        ends = [one.latest or one.earliest for one in inside]
        stories.append(
            Story(
                story_id=make_id("s", members[0]), title=title, title_from=title_from, incidents=tuple(members),
                reports=tuple(sorted({report for one in inside for report in one.reports})),
                first=min((day for day in starts if day is not None), default=None),
                last=max((day for day in ends if day is not None), default=None),
            )
        )  # fmt: skip
    return sorted(stories, key=lambda story: story.story_id)


def _edges(incidents: Sequence[Incident], chains: Iterable[Chain], rules: LinkRules) -> dict[tuple[str, str], float]:
    weights: dict[tuple[str, str], float] = {}

    def add(one: str, other: str, weight: float) -> None:
        if one != other:
            key = (min(one, other), max(one, other))
            weights[key] = weights.get(key, 0.0) + weight

    for chain in chains:
        add(chain.left, chain.right, 2.0 * chain.score)
    told: dict[str, list[str]] = {}
    for incident in incidents:
        for report in incident.reports:
            told.setdefault(report, []).append(incident.incident_id)
    for names in told.values():  # a report that tells of many ties them loosely
        for at, one in enumerate(names):
            for other in names[at + 1 : at + 1 + _NEIGHBOURS]:
                add(one, other, 2.0 / len(names))
    by_party: dict[tuple[str, str], list[Incident]] = {}
    for incident in incidents:
        parties = sorted({key for key in (*incident.actor_keys, *incident.recipient_keys) if key[0] == "="})[:4]
        for at, one in enumerate(parties):
            for other in parties[at + 1 :]:
                by_party.setdefault((one, other), []).append(incident)
    for group in by_party.values():
        ordered = sorted(group, key=lambda one: (one.latest or date.max, one.incident_id))
        for at, incident in enumerate(ordered):
            for later in ordered[at + 1 : at + 1 + _NEIGHBOURS]:
                if incident.latest and later.latest and (later.latest - incident.latest).days <= rules.story_days:
                    add(incident.incident_id, later.incident_id, 0.5)
    return weights


def _communities(names: Sequence[str], weights: Mapping[tuple[str, str], float]) -> list[list[str]]:
    """Communities by moving each node where it gains the most modularity, in the order of names (one Louvain level)."""
    near: dict[str, dict[str, float]] = {name: {} for name in names}
    for (one, other), weight in weights.items():
        near[one][other] = near[other][one] = weight
    strength = {name: sum(near[name].values()) for name in names}
    whole = sum(strength.values()) or 1.0
    home = {name: name for name in names}
    held = dict(strength)
    for _ in range(_ROUNDS):
        moved = False
        for name in names:
            here = home[name]
            held[here] -= strength[name]
            gains: dict[str, float] = {here: 0.0}
            for other, weight in near[name].items():
                gains[home[other]] = gains.get(home[other], 0.0) + weight
            best = min(
                gains, key=lambda group: (-(gains[group] - strength[name] * held[group] / whole), group != here, group)
            )
            held[best] += strength[name]
            if best != here:
                home[name], moved = best, True
        if not moved:
            break
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(home[name], []).append(name)
    return sorted(sorted(group) for group in groups.values())


def _words(title: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(title)]


def _title(incidents: Sequence[Incident], headlines: Mapping[str, str], spread: Counter[str]) -> tuple[str, str]:
    """The headline that has most of the story's weighty words; without headlines, the fullest incident's words."""
    reports = Counter(report for one in incidents for report in one.reports)
    titles = {name: headlines[name] for name in reports if headlines.get(name)}
    if titles:
        counts = Counter(word for title in titles.values() for word in set(_words(title)))
        total = len(headlines) + 1

        def value(name: str) -> float:
            words = set(_words(titles[name]))
            told = sum(counts[word] * log(total / (1 + spread[word]) + 1) for word in words)
            return float(reports[name] ** 0.5 * told / (4 + len(words)))

        name = min(titles, key=lambda one: (-value(one), one))
        return _clip(titles[name]), name
    fullest = min(incidents, key=lambda one: (-len(one.reports), -len(one.events), one.incident_id))
    return _clip(fullest.title), fullest.incident_id


def _clip(title: str) -> str:
    told = " ".join(title[: 4 * _LONG_TITLE].split())
    return told if len(told) <= _LONG_TITLE else told[: _LONG_TITLE - 1].rsplit(" ", 1)[0] + "…"
