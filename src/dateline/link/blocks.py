"""Which events are compared at all: those with a key in common.

A key is the type's group, a day, and two things that both events have: a party and the other, a place and a
party, a country and the trigger, a toll and a country … Each event has a few dozen keys whatever the number
of events, so a new report meets its neighbourhood only. A key that more than `HOT` events have says nothing and is
left out; that depends on the events alone, not on the order in which they came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import product

from dateline.lexicon.incidents import LinkRules
from dateline.link.pairs import FINE
from dateline.records import Card

HOT = 200
MAX_DAYS = 9  # of one event's interval; a wider one is found by year
_MAX_KEYS = 120


def block_keys(card: Card, rules: LinkRules) -> tuple[int, ...]:
    """The event's keys as 63-bit numbers, sorted."""
    group = f"{rules.groups.get(card.event_type, card.event_type)}{'?' if card.ahead else ''}"
    strong, weak = set(_strong(card)), set(_weak(card))
    keys = {f"{group}|{year}|{both}" for year in _years(card) for both in strong}
    keys |= {f"{group}|{day}|{both}" for day in _days(card) for both in strong | weak}
    return tuple(sorted(_number(key) for key in sorted(keys)[:_MAX_KEYS]))


def _number(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


def _days(card: Card) -> Iterable[str]:
    """The days that the event can have happened on, one more on each side; halves of weeks to keep keys few."""
    if card.earliest is None and card.latest is None:
        yield "w?"
        return
    if card.earliest is None or card.latest is None or (card.latest - card.earliest).days > MAX_DAYS:
        return
    first, last = card.earliest.toordinal() - 1, card.latest.toordinal() + 1
    yield from (f"w{number}" for number in range(first // 4, last // 4 + 1))


def _years(card: Card) -> Iterable[str]:
    bounds = [day for day in (card.earliest, card.latest) if day is not None]
    if bounds:
        yield from sorted(
            {f"y{(day + timedelta(days=shift)).year}" for day in bounds for shift in (-1, 1) if _safe(day)}
        )
    else:
        yield "y?"


def _safe(day: date) -> bool:
    return date.min < day < date.max


def _strong(card: Card) -> Iterable[str]:
    known = [f"a{key}" for key in card.actors if key[0] == "="]
    hit = [f"r{key}" for key in card.recipients if key[0] == "="]
    town = [f"p{card.place.place_id}"] if card.place is not None and card.place.precision in FINE else []
    toll = [f"k{card.killed.best}"] if card.killed is not None and card.killed.best > 2 else []
    yield from (f"{a}+{b}" for a, b in product(known, hit))
    yield from (f"{a}+{b}" for a, b in product(town, (*known, *hit, *toll)))
    yield from (f"{a}+{b}" for a, b in product(toll, (*known, *hit, *(f"n{one}" for one in card.near))))


def _weak(card: Card) -> Iterable[str]:
    actors = [f"a{key}" for key in card.actors if key[0] in "=~" or "/" in key][:6]
    recipients = [f"r{key}" for key in card.recipients if key[0] in "=~" or "/" in key][:6]
    word = f"s{card.stem}"
    yield from (f"{a}+{b}" for a, b in product(actors, recipients) if "/" not in a or "/" not in b or card.modes)
    yield from (f"{party}+{word}" for party in (*actors, *recipients))
    yield from (f"n{country}+{word}" for country in card.near)
    if card.place is not None and card.place.precision != "country":
        places = [f"p{card.place.place_id}"] + (
            [f"q{card.place.country}.{card.place.admin1}"] if card.place.admin1 else []
        )
        yield from (f"{place}+{other}" for place, other in product(places, (word, *actors[:4], *recipients[:4])))
        yield from (f"{place}+{card.event_type}.{mode}" for place, mode in product(places, card.modes))
