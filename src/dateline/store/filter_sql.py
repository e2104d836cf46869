"""A filter as SQL with parameters; nothing that a user wrote becomes part of the statement's text."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from dateline.errors import StoreError
from dateline.lexicon.countries import load_countries
from dateline.lexicon.folding import fold
from dateline.store.filters import Field, Filter, Group, Node, Term, Words, filter_fields, load_filters, unknown
from dateline.store.words import word_bits

_EARTH = 6371.0  # kilometres
_YES, _NO = ("yes", "true", "1"), ("no", "false", "0")


@dataclass(slots=True)
class Condition:
    """SQL with a `?` for each parameter."""

    sql: str
    parameters: list[object] = field(default_factory=list)


def condition_of(found: Filter) -> Condition:
    """The filter's condition, for a WHERE over `flat_events`; raises StoreError for a value that fits no field."""
    parameters: list[object] = []
    return Condition(_node(found.condition, parameters), parameters)


def order_of(found: Filter) -> str:
    """The filter's order, for an ORDER BY; unknown values last, and equals always in the same order."""
    columns = load_filters()["sorts"]
    keys = [f"{columns[name]} {'DESC' if falling else 'ASC'} NULLS LAST" for name, falling in found.sorts]
    return ", ".join([*keys, "event_id"])


def _node(node: Node, out: list[object]) -> str:
    if isinstance(node, Words):
        return _words(node, out)
    if isinstance(node, Term):
        known = filter_fields()[node.field]
        return _KINDS[known.kind](known, node, out)
    parts = [_node(part, out) for part in node.parts]
    if node.kind == "not":
        return f"NOT coalesce({parts[0]}, false)"
    return f"({(' OR ' if node.kind == 'or' else ' AND ').join(parts)})" if parts else "true"


def _words(node: Words, out: list[object]) -> str:
    key = fold(node.text)
    if not key:  # of a script that folding drops
        out.append(node.text.lower())
        return "contains(lower(text), ?)"
    whole = key.split()[:-1] if node.open_end else key.split()
    tests = []
    for lane, bits in map(word_bits, dict.fromkeys(whole)):
        tests.append(f"(lane{lane} & ?) = ?")
        out += [bits, bits]
    out.append(f" {key}" if node.open_end else f" {key} ")
    return f"({' AND '.join([*tests, 'contains(search, ?)'])})"


def _alternatives(values: tuple[str, ...], one: Callable[[str], str]) -> str:
    return f"({' OR '.join(one(value) for value in values)})"


def _no_order(known: Field, term: Term) -> None:
    if term.operator != ":":
        raise StoreError(f"filter: {known.name} has no order: write {known.name}:{term.values[0]}")


def _party(known: Field, term: Term, out: list[object]) -> str:
    """A code by the list of codes in capitals, else the folded words of names; countries' names by code too."""
    _no_order(known, term)

    def one(value: str) -> str:
        tests = []
        for column in known.columns:
            for key in _party_keys(value):
                out.append(key)
                tests.append(f"contains({column}_search, ?)")
        return f"({' OR '.join(tests)})"

    return _alternatives(term.values, one)


def _party_keys(value: str) -> list[str]:
    if len(value) == 3 and value.isupper():
        return [f" {value} "]
    country = load_countries().find(value)
    keys = [f" {country.code} "] if country else []
    if folded := fold(value.rstrip("*")):
        keys.append(f" {folded}" if value.endswith("*") else f" {folded} ")
    return keys or [value]


def _folded(known: Field, term: Term, out: list[object]) -> str:
    _no_order(known, term)

    def one(value: str) -> str:
        key = value if len(value) == 3 and value.isupper() else fold(value.rstrip("*"))
        out.append(f" {key}" if value.endswith("*") else f" {key} ")
        return f"contains({known.columns[0]}, ?)"

    return _alternatives(term.values, one)


def _country(known: Field, term: Term, out: list[object]) -> str:
    _no_order(known, term)

    def one(value: str) -> str:
        country = load_countries().find(value)
        out.append(country.code if country and not (len(value) == 3 and value.isupper()) else value.upper())
        return f"{known.columns[0]} = ?"

    return _alternatives(term.values, one)


def _choice(known: Field, term: Term, out: list[object]) -> str:
    _no_order(known, term)

    def one(value: str) -> str:
        out.append(value if known.name == "precision" else value.upper() if known.kind == "code" else value.lower())
        return f"{known.columns[0]} = ?"

    return _alternatives(term.values, one)


def _list(known: Field, term: Term, out: list[object]) -> str:
    _no_order(known, term)

    def one(value: str) -> str:
        out.append(value.lower())
        return f"list_contains({known.columns[0]}, ?)"

    return _alternatives(term.values, one)


def _text(known: Field, term: Term, out: list[object]) -> str:
    _no_order(known, term)

    def one(value: str) -> str:
        out.append(value.lower())
        return f"contains(lower({known.columns[0]}), ?)"

    return _alternatives(term.values, one)


def _key(known: Field, term: Term, out: list[object]) -> str:
    _no_order(known, term)

    def one(value: str) -> str:
        out.append(value)
        return f"starts_with({known.columns[0]}, ?)"

    return _alternatives(term.values, one)


def _flag(known: Field, term: Term, out: list[object]) -> str:
    _no_order(known, term)
    value = term.values[0].lower()
    if value not in (*_YES, *_NO):
        raise StoreError(f"filter: {known.name}: {value!r} is neither yes nor no")
    return known.columns[0] if value in _YES else f"NOT {known.columns[0]}"


def _has(known: Field, term: Term, out: list[object]) -> str:
    _no_order(known, term)
    tests: dict[str, str] = load_filters()["has"]

    def one(value: str) -> str:
        if value.lower() not in tests:
            raise unknown("value of has:", value, tests)
        return tests[value.lower()]

    return _alternatives(term.values, one)


def _number(known: Field, term: Term, out: list[object]) -> str:
    column = known.columns[0]

    def one(value: str) -> str:
        if term.operator != ":":
            out.append(_figure(known, value))
            return f"{column} {term.operator} ?"
        low, dots, high = value.partition("..")
        if not dots:
            out.append(_figure(known, low))
            return f"{column} = ?"
        bounds = [(text, sign) for text, sign in ((low, ">="), (high, "<=")) if text]
        out.extend(_figure(known, text) for text, _ in bounds)
        return " AND ".join(f"{column} {sign} ?" for _, sign in bounds) or "true"

    return _alternatives(term.values, one)


def _figure(known: Field, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        raise StoreError(f"filter: {known.name}: {value!r} is no number") from None
    if not abs(number) < 1e15:  # nor a NaN
        raise StoreError(f"filter: {known.name}: {value!r} is no number")
    return number


def parse_days(text: str) -> tuple[date, date]:
    """The first and last day of a day, month or year; raises StoreError where it is none."""
    try:
        numbers = [int(part) for part in text.split("-")]
        if len(numbers) == 1:
            return date(numbers[0], 1, 1), date(numbers[0], 12, 31)
        if len(numbers) == 2:
            year, month = numbers
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        day = date(*numbers)
    except (ValueError, TypeError, OverflowError):
        raise StoreError(f"filter: {text!r} is no day, month or year such as 2024-01-18") from None
    return day, day


def _days(value: str) -> tuple[date, date]:
    first, dots, last = value.partition("..")
    low = parse_days(first)[0] if first else date.min
    return low, (parse_days(last)[1] if last else date.max) if dots else parse_days(first)[1]


def _date(known: Field, term: Term, out: list[object]) -> str:
    column = known.columns[0]

    def one(value: str) -> str:
        low, high = _days(value)
        if term.operator == ":":
            out.extend((low, high))
            return f"{column} BETWEEN ? AND ?"
        out.append(high if term.operator in ("<=", ">") else low)
        return f"{column} {term.operator} ?"

    return _alternatives(term.values, one)


def _interval(known: Field, term: Term, out: list[object]) -> str:
    """Whether the days that an event can have been on meet those asked for."""
    earliest, latest = known.columns

    def one(value: str) -> str:
        low, high = _days(value)
        if term.operator == ":":
            out.extend((high, low))
            return f"({earliest} <= ? AND {latest} >= ?)"
        out.append(high if term.operator in ("<=", ">") else low)
        return f"{latest if '>' in term.operator else earliest} {term.operator} ?"

    return _alternatives(term.values, one)


def _since(known: Field, term: Term, out: list[object]) -> str:
    _no_order(known, term)
    low, high = parse_days(term.values[0])
    out.append(low if known.kind == "since" else high)
    return f"{known.columns[0]} {'>=' if known.kind == 'since' else '<='} ?"


def _near(known: Field, term: Term, out: list[object]) -> str:
    values = [_figure(known, value.removesuffix("km")) for value in term.values]
    if len(values) != 3 or not abs(values[0]) <= 90 or values[2] < 0:
        raise StoreError("filter: near wants latitude, longitude and kilometres: near:26.97,64.09,100")
    latitude, longitude, distance = values
    out += [latitude, latitude, longitude, distance / (2 * _EARTH)]
    return (
        "asin(least(1, sqrt(pow(sin(radians(latitude - ?) / 2), 2) + cos(radians(?)) * cos(radians(latitude)) * "
        "pow(sin(radians(longitude - ?) / 2), 2)))) <= ?"
    )


def _box(known: Field, term: Term, out: list[object]) -> str:
    values = [_figure(known, value) for value in term.values]
    if len(values) != 4 or values[0] > values[2]:
        raise StoreError("filter: box wants south, west, north, east: box:24,60,38,75")
    south, west, north, east = values
    out += [south, north, west, east]
    across = "OR" if west > east else "AND"  # over the date line
    return f"(latitude BETWEEN ? AND ? AND (longitude >= ? {across} longitude <= ?))"


_KINDS: dict[str, Callable[[Field, Term, list[object]], str]] = {
    "party": _party, "folded": _folded, "country": _country, "choice": _choice, "code": _choice, "list": _list,
    "text": _text, "key": _key, "flag": _flag, "has": _has, "number": _number, "date": _date, "interval": _interval,
    "since": _since, "until": _since, "near": _near, "box": _box,
}  # fmt: skip

__all__ = ["Condition", "Group", "condition_of", "order_of", "parse_days"]
