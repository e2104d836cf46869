"""A grade after the Admiralty code (NATO AJP-2.1), by a written rule; docs/linking.md states it in words.

The letter speaks of the sources, the figure of the news itself. dateline knows no source's record, so nothing is
graded A ("completely reliable"), and the letter says only what kind of source stands behind the reports.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.lexicon.incidents import LinkRules
from dateline.records import Card, Version


def grade(
    cards: Sequence[Card], versions: Sequence[Version], voices: Sequence[str], disputed: Sequence[str], rules: LinkRules
) -> tuple[str, str, str]:
    """The letter, the figure, and the reason in words."""
    letter, why_letter = _reliability(cards, versions, rules)
    figure, why_figure = _credibility(cards, versions, voices, disputed)
    return letter, figure, f"{why_letter}; {why_figure}"


def _reliability(cards: Sequence[Card], versions: Sequence[Version], rules: LinkRules) -> tuple[str, str]:
    telling = [version for version in versions if version.stance in ("asserts", "claims")]
    if not telling:
        return "F", "no source asserts it"
    kinds = {version.source_kind for version in telling}
    independent = {voice for version in telling for voice in version.voices}
    parties = {name.lower() for card in cards for name in (card.actor_name, card.recipient_name) if name}
    official = [version for version in telling if version.source_kind in rules.official]
    detached = [version for version in official if version.source.lower() not in parties]
    if detached and len(independent) > 1:
        return "B", "a named or official source that is no party, in reports of several independent sources"
    if official or ("report" in kinds and len(independent) > 1):
        return "C", "a named or official source, or several independent reports in their own name"
    if kinds & rules.described or "report" in kinds:
        return "D", "one report in its own name, or sources described but not named"
    if kinds & rules.weak:
        return "E", "anonymous or unknown sources only"
    return "F", "the sources cannot be judged"


def _credibility(
    cards: Sequence[Card], versions: Sequence[Version], voices: Sequence[str], disputed: Sequence[str]
) -> tuple[str, str]:
    if all(card.ahead for card in cards):
        return "6", "planned or possible, so it cannot be judged"
    told = {voice for version in versions if version.stance in ("asserts", "claims") for voice in version.voices}
    denied = {voice for version in versions if version.stance == "denies" for voice in version.voices}
    if not told:
        return ("5", "only denied") if denied else ("6", "suspected only, so it cannot be judged")
    if denied and len({v.source for v in versions if v.stance == "denies"}) >= len(
        {v.source for v in versions if v.stance in ("asserts", "claims")}
    ):
        return "4", "denied by as many sources as tell it"
    if denied:
        return "3", "told by more sources than deny it"
    if len(told) >= 3 and not disputed:
        return "1", "three or more independent sources agree"
    if len(told) >= 2:
        return "2", "two or more independent sources" + (f" that differ on {', '.join(disputed)}" if disputed else "")
    return "3", "one independent source, uncontradicted" if len(voices) == 1 else "one independent source tells it"
