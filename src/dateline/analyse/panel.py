"""Many dyads at once: daily counts of acts by side and class, from a store or from a set of dated facts."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from dateline.analyse.acts import Act
from dateline.analyse.ask import ask_named
from dateline.analyse.ladder import Ladder, load_ladder, rungs_of_steps
from dateline.errors import ReadError
from dateline.lexicon.countries import load_countries
from dateline.store import Store

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Fact = tuple[str, str, date, str]  # who, to whom, when, event type
_EPOCH = date(1970, 1, 1)
_LONGEST = 4000  # days that a panel reaches back
_HOME = re.compile(r"\(([^()]+)\)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Acts of many dyads: `counts` [dyad, day, side, class], `steps` the highest single step [dyad, day, side]."""

    dyads: tuple[tuple[str, str], ...]
    start: date
    counts: Floats
    steps: Ints
    ladder: Ladder

    @property
    def length(self) -> int:
        """How many days it has."""
        return int(self.counts.shape[1])

    def tail(self, days: int) -> Panel:
        """The panel's last days, at most so many."""
        cut = max(self.length - days, 0)
        start = self.start + timedelta(days=cut)
        return replace(self, start=start, counts=self.counts[:, cut:], steps=self.steps[:, cut:])

    def index(self, one: str, other: str) -> int | None:
        """The number of a dyad, in the order of names that the panel has."""
        key = (min(one, other), max(one, other))
        return self.dyads.index(key) if key in self.dyads else None

    def totals(self) -> Floats:
        """Counts of both sides together [dyad, day, class]."""
        total: Floats = self.counts.sum(axis=2)
        return total

    def rungs(self) -> Ints:
        """The rung of every dyad on every day [dyad, day]."""
        return rungs_of_steps(self.ladder, self.steps)


def make_panel(
    facts: Iterable[Fact], ladder: Ladder | None = None, *, limit: int = 200, start: date | None = None,
    end: date | None = None,
) -> Panel:  # fmt: skip
    """The panel of the `limit` busiest dyads from `start` to `end` (by default, of all facts)."""
    groups: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    for a, b, day, event_type in facts:
        groups[a, b, event_type].add((day - _EPOCH).days)
    return _panel_of(
        {key: np.array(sorted(days), dtype=np.int64) for key, days in groups.items()}, ladder or load_ladder(),
        limit, start, end,
    )  # fmt: skip


def _panel_of(
    groups: Mapping[tuple[str, str, str], Ints], ladder: Ladder, limit: int, start: date | None, end: date | None
) -> Panel:
    """The panel of days since 1970 by actor, recipient and type."""
    known = {key: days for key, days in groups.items() if ladder.class_of(key[2]) is not None and len(days)}
    last = (end - _EPOCH).days if end else max((int(days.max()) for days in known.values()), default=0)
    known = {key: kept for key, days in known.items() if len(kept := days[days <= last])}
    first = min((int(days.min()) for days in known.values()), default=last)
    first = (start - _EPOCH).days if start else max(min(first, last), last - _LONGEST)
    known = {key: days[days >= first] for key, days in known.items()}
    tally: Counter[tuple[str, str]] = Counter()
    for (a, b, _), days in known.items():
        tally[min(a, b), max(a, b)] += len(days)
    busiest = sorted(((pair, acts) for pair, acts in tally.items() if acts), key=lambda item: (-item[1], item[0]))
    dyads = tuple(sorted(pair for pair, _ in busiest[:limit]))
    number = {pair: place for place, pair in enumerate(dyads)}
    counts = np.zeros((len(dyads), last - first + 1, 2, len(ladder.classes)))
    steps = np.zeros(counts.shape[:3], dtype=np.int64)
    for (a, b, event_type), days in known.items():
        place, kind = number.get((min(a, b), max(a, b))), ladder.class_of(event_type)
        if place is not None and kind is not None:
            side, at = int(a > b), days - first
            counts[place, at, side, kind] += 1
            steps[place, at, side] = np.maximum(steps[place, at, side], ladder.step_of(event_type))
    return Panel(dyads=dyads, start=_EPOCH + timedelta(days=first), counts=counts, steps=steps, ladder=ladder)


def load_panel(store: Store, ladder: Ladder | None = None, *, limit: int = 200, until: date | None = None) -> Panel:
    """The panel of a store, up to `until`, or to the day of its last report."""
    ladder = ladder or load_ladder()
    last = until or last_day(store)
    rows = ask_named(store, "panel", [set(ladder.not_the_state), last])
    groups = {(row["a"], row["b"], row["event_type"]): np.array(sorted(row["days"]), dtype=np.int64) for row in rows}
    return _panel_of(groups, ladder, limit, None, last)


def last_day(store: Store) -> date | None:
    """The day of the store's last report."""
    day: date | None = store.rows("SELECT CAST(max(published) AS DATE) AS day FROM reports")[0]["day"]
    return day


def dyad_counts(acts: Sequence[Act], ladder: Ladder, start: date, end: date) -> Floats:
    """Daily counts of one dyad's acts [day, side, class]; acts of both sides count for each."""
    counts = np.zeros(((end - start).days + 1, 2, len(ladder.classes)))
    for act in acts:
        kind = ladder.class_of(act.event_type)
        if act.day is not None and kind is not None and start <= act.day <= end:
            for side in (0, 1) if act.side == "both" else (0 if act.side == "ab" else 1,):
                counts[(act.day - start).days, side, kind] += 1
    return counts


@lru_cache(maxsize=1)
def _cameo_roots() -> dict[str, str]:
    rows: dict[str, str] = yaml.safe_load(files("dateline.analyse").joinpath("cameo_roots.yaml").read_text("utf-8"))
    return rows


def read_facts(folder: Path, parts: Sequence[str] = ("train", "valid")) -> Iterator[Fact]:
    """Facts between countries from a folder with entities, relations (with CAMEO codes) and dated parts, as JSON lines.

    An entity stands for the country that its name is or ends with in parentheses; others are left out.
    """
    countries = load_countries()
    homes: dict[int, str] = {}
    for row in _read_lines(folder, "entities"):
        named = _HOME.search(row["name"])
        found = countries.find(named[1] if named else row["name"])
        if found is not None:
            homes[row["id"]] = found.code
    types = {row["id"]: _cameo_roots().get(str(row["cameo"])[:2]) for row in _read_lines(folder, "relations")}
    for part in parts:
        for row in _read_lines(folder, part):
            a, b, event_type = homes.get(row["s"]), homes.get(row["o"]), types.get(row["r"])
            if a and b and a != b and event_type:
                yield a, b, date.fromisoformat(row["date"]), event_type


def _read_lines(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    path = next((one for ending in ("jsonl", "jsonl.gz") if (one := folder / f"{name}.{ending}").is_file()), None)
    if path is None:
        raise ReadError(f"{folder}: no {name}.jsonl")
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
