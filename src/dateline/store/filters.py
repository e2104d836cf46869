"""The filter language: `actor:IRN type:ASSAULT since:2024-01-01 killed>=5 -status:future "air strike" sort:-date`.

Terms beside each other must all hold; `OR` between terms, `NOT` or `-` before one, parentheses around some.
Values with commas are alternatives; `1..5` is a range; quotes hold words together; words alone are looked
for in the sentence and the headline, and `missil*` finds what begins so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from dateline.errors import StoreError

MAX_LENGTH = 10_000
_DEPTH = 50
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<paren>[()])
    | (?P<term>-?[A-Za-z_]+\s?(?:>=|<=|[:=<>])\s?(?:"[^"]*"|[^\s"()]+)+)
    | (?P<quoted>-?"[^"]*")
    | (?P<word>[^\s"()]+)
    )""",
    re.VERBOSE,
)
_PARTS = re.compile(r"(-?)([A-Za-z_]+)\s?(>=|<=|[:=<>])\s?(.+)", re.DOTALL)
_VALUE = re.compile(r'(?:"[^"]*"|[^,"])+')


@dataclass(frozen=True, slots=True)
class Field:
    """What may stand before a colon."""

    name: str
    kind: str
    columns: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Term:
    """A field, how it is compared, and the alternatives that it is compared with."""

    field: str
    operator: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Words that have to stand together in the sentence or the headline; `open_end`: the last may go on."""

    text: str
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Several conditions: all of them, any of them, or, for 'not', none."""

    kind: str
    parts: tuple[Node, ...]


Node = Term | Words | Group


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that was read: its condition, the order of rows and their number."""

    condition: Group
    sorts: tuple[tuple[str, bool], ...] = (("date", True),)  # name, whether the largest come first
    limit: int | None = None


def has_words(found: Filter) -> bool:
    """Whether words are looked for in texts somewhere in the filter."""

    def within(node: Node) -> bool:
        return isinstance(node, Words) or (isinstance(node, Group) and any(within(part) for part in node.parts))

    return within(found.condition)


@lru_cache(maxsize=1)
def load_filters() -> dict[str, Any]:
    """The tables of `filters.yaml`."""
    text = files("dateline.store").joinpath("filters.yaml").read_text("utf-8")
    tables: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return tables


@lru_cache(maxsize=1)
def filter_fields() -> dict[str, Field]:
    """The fields by name."""
    return {
        name: Field(name, row["kind"], tuple(row["columns"]), row["says"])
        for name, row in load_filters()["fields"].items()
    }


def parse_filter(text: str) -> Filter:
    """The filter that a line says; raises StoreError that tells what is wrong with it, and where."""
    if len(text) > MAX_LENGTH:
        raise StoreError(f"filter: more than {MAX_LENGTH:,} characters")
    return _Reader(text).read()


def unknown(kind: str, name: str, known: Any) -> StoreError:
    """The error for a name that is none, with the nearest one that is."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), 1)
    hint = f"did you mean {near[0]!r}?" if near else f"choose one of {', '.join(known)}"
    return StoreError(f"filter: no {kind} {name!r}: {hint}")


@dataclass(slots=True)
class _Reader:
    """Reads a line term by term."""

    text: str
    at: int = 0
    found: Filter = field(default_factory=lambda: Filter(Group("and", ())))

    def read(self) -> Filter:
        condition = self._any(0)
        if self.at < len(self.text.rstrip()):
            raise self._wrong("a parenthesis too many")
        return replace(self.found, condition=condition)

    def _next(self) -> re.Match[str] | None:
        if not self.text[self.at :].strip():
            return None
        match = _TOKEN.match(self.text, self.at)
        if match is None:
            raise self._wrong("a quote is not closed")
        return match

    def _any(self, depth: int) -> Group:
        if depth > _DEPTH:
            raise self._wrong("too many parentheses")
        parts = [self._all(depth)]
        while (match := self._next()) and match["word"] == "OR":
            self.at = match.end()
            parts.append(self._all(depth))
        return parts[0] if len(parts) == 1 else Group("or", tuple(parts))

    def _all(self, depth: int) -> Group:
        parts: list[Node] = []
        while (match := self._next()) and match["word"] != "OR" and match["paren"] != ")":
            self.at = match.end()
            if (node := self._one(match, depth)) is not None:
                parts.append(node)
        return Group("and", tuple(parts))

    def _one(self, match: re.Match[str], depth: int) -> Node | None:
        if match["paren"]:
            inner = self._any(depth + 1)
            closing = self._next()
            if closing is None or closing["paren"] != ")":
                raise self._wrong("a parenthesis is not closed")
            self.at = closing.end()
            return inner
        if match["word"] in ("NOT", "-"):
            return self._not(depth)
        if match["word"] == "AND":
            return None
        if match["term"]:
            return self._term(match["term"])
        words = match["quoted"] or match["word"]
        negated = words.startswith("-")
        node = _words(words.removeprefix("-"))
        return Group("not", (node,)) if negated else node

    def _not(self, depth: int) -> Node:
        match = self._next()
        if match is None or match["word"] in ("OR", "AND") or match["paren"] == ")":
            raise self._wrong("nothing stands after NOT")
        self.at = match.end()
        node = self._one(match, depth + 1)
        if node is None:
            raise self._wrong("nothing that can be denied stands after NOT")
        return Group("not", (node,))

    def _term(self, text: str) -> Node | None:
        parts = _PARTS.fullmatch(text)
        if parts is None:
            raise self._wrong(f"{text!r} cannot be read")
        minus, name, operator, value = parts.groups()
        name = name.lower()
        values = tuple(_unquoted(one) for one in _VALUE.findall(value) if _unquoted(one))
        if not values:
            raise self._wrong(f"{name}: nothing to compare with")
        if name in ("sort", "limit"):
            self._direct(name, values)
            return None
        if name not in filter_fields():
            raise unknown("field", name, filter_fields())
        term = Term(name, ":" if operator == "=" else operator, values)
        return Group("not", (term,)) if minus else term

    def _direct(self, name: str, values: tuple[str, ...]) -> None:
        if name == "limit":
            if not values[0].isdecimal() or len(values[0]) > 9:
                raise self._wrong(f"limit: {values[0]!r} is no number")
            self.found = replace(self.found, limit=int(values[0]))
            return
        sorts = load_filters()["sorts"]
        for value in values:
            if value.lstrip("+-") not in sorts:
                raise unknown("order", value.lstrip("+-"), sorts)
        self.found = replace(self.found, sorts=tuple((value.lstrip("+-"), value.startswith("-")) for value in values))

    def _wrong(self, message: str) -> StoreError:
        return StoreError(f"filter: {message} (at character {min(self.at, len(self.text)) + 1})")


def _words(text: str) -> Words:
    text = _unquoted(text)
    return Words(text.rstrip("*"), open_end=text.endswith("*"))


def _unquoted(text: str) -> str:
    return text.replace('"', "").strip()
