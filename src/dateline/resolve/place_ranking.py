"""Which of the places of a name is meant: a linear model over the place itself and the places around it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import cos, log10, radians

import numpy as np

from dateline.lexicon import Candidate
from dateline.resolve.place_names import PlaceName

FEATURES = (
    "population", "country", "ADM1", "ADM2", "region", "capital", "alias", "country_named", "adjective_named",
    "adm1_named", "contained", "not_contained", "same_sentence", "proximity", "country_share", "adm1_share",
    "dateline_country", "dateline_near", "publisher_country", "division_word", "town_word", "seat",
    "adm1_possible", "country_possible", "publisher_named", "metropolis",
)  # fmt: skip
INDEX = {name: number for number, name in enumerate(FEATURES)}
_LIMIT = 24
_ROUNDS = 3
_REACH_KM = 150.0
_METROPOLIS = 1_000_000
_MOST_NAMES = 150


@dataclass
class Group:
    """All occurrences of one name, with what the text around them says of each candidate."""

    text: str
    candidates: tuple[Candidate, ...]
    occurrences: list[int] = field(default_factory=list)
    containers: list[Group] = field(default_factory=list)
    neighbours: set[str] = field(default_factory=set)  # names of its sentences
    division_word: bool = False
    town_word: bool = False
    matrix: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))
    scores: np.ndarray = field(default_factory=lambda: np.zeros(0))

    @property
    def best(self) -> int:
        """The candidate in front."""
        return int(np.argmax(self.scores))

    @property
    def odds(self) -> np.ndarray:
        """The candidates' probabilities."""
        raised = np.exp(self.scores - self.scores.max())
        return np.asarray(raised / raised.sum())


@dataclass(frozen=True)
class Setting:
    """What is known of the report beside its text."""

    dateline: str | None = None  # the key of the name in the dateline
    publisher_country: str | None = None
    publisher: str = ""  # its name or address, folded, without spaces


def rank(
    names: Sequence[PlaceName],
    containers: Sequence[int | None],
    cues: Sequence[str],
    setting: Setting,
    weights: np.ndarray,
) -> list[Group]:
    """The group of each name, scored; `containers[i]` is the name that holds it by its wording."""
    groups = group_names(names, containers, cues)
    order = list(dict.fromkeys(id(group) for group in groups))
    unique = {id(group): group for group in groups}
    ranked = [unique[key] for key in order][:_MOST_NAMES]
    fill_features(ranked, setting, weights)
    return groups


def group_key(text: str) -> str:
    """What names of one group share: 'MOSUL' is 'Mosul', but 'US' is not 'us'."""
    return text.casefold() if len(text) > 4 else text


def group_names(
    names: Sequence[PlaceName], containers: Sequence[int | None], cues: Sequence[str]
) -> list[Group]:
    """One group for each distinct name that is not told apart by its container."""
    found: dict[tuple[str, str | None, bool], Group] = {}
    sentences: dict[int, set[str]] = defaultdict(set)
    container_of: dict[str, str] = {}
    texts = [group_key(name.text) for name in names]
    for text, name, container in zip(texts, names, containers, strict=True):
        sentences[name.sentence].add(text)
        if container is not None:
            container_of.setdefault(text, texts[container])
    groups = []
    for number, (text, name) in enumerate(zip(texts, names, strict=True)):
        container = containers[number]
        within = texts[container] if container is not None else container_of.get(text)
        group = found.setdefault(
            (text, within, cues[number] == "division"), Group(text, name.candidates[:_LIMIT])
        )
        group.occurrences.append(number)
        group.neighbours |= sentences[name.sentence] - {text}
        group.division_word |= cues[number] == "division"
        group.town_word |= cues[number] == "town"
        groups.append(group)
    for number, container in enumerate(containers):
        if container is not None:
            groups[number].containers.append(groups[container])
    return groups


def fill_features(groups: Sequence[Group], setting: Setting, weights: np.ndarray) -> None:
    """Scores every group's candidates, in rounds: each round sees where the others stood after the last."""
    if not groups:
        return
    for group in groups:
        group.matrix = np.array([_own(candidate, group) for candidate in group.candidates])
        group.scores = group.matrix @ weights
    named = _Named(groups)
    for group in groups:
        for row, candidate in enumerate(group.candidates):
            _context(group.matrix[row], candidate, group, named, setting)
        group.scores = group.matrix @ weights
    surroundings = _Surroundings(groups, setting)
    for _ in range(_ROUNDS):
        surroundings.look()
        for group in groups:
            group.scores = group.matrix @ weights


def _own(candidate: Candidate, group: Group) -> list[float]:
    row = [0.0] * len(FEATURES)
    row[INDEX["population"]] = log10(candidate.population + 30) / 3
    row[INDEX["alias"]] = float(candidate.match == "alias")
    kind = "region" if candidate.kind in ("region", "site") else candidate.kind
    if kind in INDEX:
        row[INDEX[kind]] = 1.0
    row[INDEX["metropolis"]] = float(
        candidate.kind == "town" and candidate.match == "name" and candidate.population >= _METROPOLIS
    )
    row[INDEX["capital"]] = float(candidate.place.feature == "P/PPLC")
    division = candidate.kind in ("ADM1", "ADM2")
    row[INDEX["division_word"]] = float(group.division_word and division)
    row[INDEX["town_word"]] = float(group.town_word and candidate.kind == "town")
    row[INDEX["seat"]] = float(candidate.kind == "ADM1" and _has_seat(candidate, group))
    return row


def _has_seat(candidate: Candidate, group: Group) -> bool:
    """Whether a large town of the division bears its name: bare, the name then mostly means the town."""
    place = candidate.place
    return any(
        other.kind == "town"
        and other.place.country == place.country
        and other.place.admin1 == place.admin1
        and other.population * 10 >= candidate.population
        for other in group.candidates
    )


class _Named:
    """Countries and divisions that the report names outright, and how often."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.countries: Counter[str] = Counter()
        self.adjectives: Counter[str] = Counter()
        self.divisions: Counter[tuple[str, str]] = Counter()
        self.by_group: dict[int, tuple[str, str, str | None]] = {}
        for group in groups:
            top = group.candidates[group.best]
            country = top.place.country
            if country is None:
                continue
            if top.match == "adjective":
                self.adjectives[country] += len(group.occurrences)
            elif top.kind == "country":
                self.countries[country] += len(group.occurrences)
            elif top.kind == "ADM1" and top.place.admin1:
                self.divisions[country, top.place.admin1] += len(group.occurrences)
            else:
                continue
            self.by_group[id(group)] = (group.text, country, top.place.admin1 if top.kind == "ADM1" else None)

    def without(self, group: Group) -> tuple[str, str, str | None]:
        """What the group itself counts for."""
        return self.by_group.get(id(group), ("", "", None))


def _context(row: np.ndarray, candidate: Candidate, group: Group, named: _Named, setting: Setting) -> None:
    country, admin1 = candidate.place.country, candidate.place.admin1
    _, own_country, own_admin1 = named.without(group)
    itself = own_country == country
    own = len(group.occurrences)
    if country is not None:
        times = named.countries[country] - (
            own if itself and own_admin1 is None and candidate.kind == "country" else 0
        )
        row[INDEX["country_named"]] = 1 - 0.5 ** max(times, 0)
        row[INDEX["adjective_named"]] = 1 - 0.5 ** named.adjectives[country]
        named_after = len(group.text) > 4 and group.text.replace(" ", "") in setting.publisher
        row[INDEX["publisher_named"]] = float(named_after and candidate.kind == "town")
        row[INDEX["publisher_country"]] = float(setting.publisher_country == country)
        if admin1 is not None:
            times = named.divisions[country, admin1] - (own if itself and own_admin1 == admin1 else 0)
            row[INDEX["adm1_named"]] = 1 - 0.5 ** max(times, 0)
        row[INDEX["same_sentence"]] = float(
            any(
                text in group.neighbours and where == country and (division is None or division == admin1)
                for key, (text, where, division) in named.by_group.items()
                if key != id(group)
            )
        )
    if group.containers:
        ranked = [outer for outer in group.containers if len(outer.scores)]  # the last of very many names are not
        inside = any(contains(outer.candidates[outer.best], candidate) for outer in ranked)
        row[INDEX["contained"]] = float(inside)
        row[INDEX["not_contained"]] = float(not inside)


def contains(outer: Candidate, inner: Candidate) -> bool:
    """Whether `inner` lies in `outer`, as far as the gazetteer says."""
    a, b = outer.place, inner.place
    if a.place_id == b.place_id:
        return False
    if outer.kind == "country":
        return a.country == b.country
    if outer.kind in ("ADM1", "ADM2") and a.country == b.country:
        return b.admin1 == a.admin1 if outer.kind == "ADM1" else b.admin2 == a.admin2
    if outer.size_km and a.lat is not None and b.lat is not None and a.lon is not None and b.lon is not None:
        return _flat_km(a.lat, a.lon, b.lat, b.lon) <= outer.size_km
    return False


def _flat_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    turn = abs(lon_a - lon_b)
    east = min(turn, 360 - turn) * cos(radians((lat_a + lat_b) / 2))
    return 111.2 * float((east * east + (lat_a - lat_b) ** 2) ** 0.5)


class _Surroundings:
    """All candidates of the report in one table, to be seen from where the names stand now."""

    def __init__(self, groups: Sequence[Group], setting: Setting) -> None:
        self.groups = groups
        candidates = [candidate for group in groups for candidate in group.candidates]
        self.starts = np.cumsum([0, *(len(group.candidates) for group in groups)])
        self.owner = np.repeat(np.arange(len(groups)), np.diff(self.starts))
        self.lat = np.array([np.nan if c.place.lat is None else c.place.lat for c in candidates])
        self.lon = np.array([np.nan if c.place.lon is None else c.place.lon for c in candidates])
        self.country = _numbered([c.place.country for c in candidates])
        self.division = _numbered(
            [(c.place.country, c.place.admin1) if c.place.admin1 else None for c in candidates]
        )
        self.local = np.array([c.kind not in ("country", "region") for c in candidates]) & ~np.isnan(self.lat)
        times = np.array([min(len(group.occurrences), 3) for group in groups])
        texts = _numbered([group.text for group in groups])
        self.others = np.sqrt(times) * (texts[None, :] != texts[:, None])  # [group, other]
        self.by_group = [{c.place.country for c in group.candidates if c.place.country} for group in groups]
        self._fill_possible(candidates)
        self.home = next((n for n, group in enumerate(groups) if group.text == setting.dateline), None)

    def _fill_possible(self, candidates: Sequence[Candidate]) -> None:
        """The features that ask what the other names could be, not what they are."""
        holders = Counter(country for found in self.by_group for country in found)
        divisions: dict[tuple[str, str], set[int]] = defaultdict(set)
        for owner, candidate in zip(self.owner, candidates, strict=True):
            if candidate.kind == "ADM1" and candidate.place.country and candidate.place.admin1:
                divisions[candidate.place.country, candidate.place.admin1].add(int(owner))
        most = max(len(self.groups) - 1, 1)
        for row, candidate in enumerate(candidates):
            number = int(self.owner[row])
            line = self.groups[number].matrix[row - self.starts[number]]
            country, admin1 = candidate.place.country, candidate.place.admin1
            line[INDEX["country_possible"]] = (holders[country] - 1) / most if country else 0.0
            if country and admin1:
                line[INDEX["adm1_possible"]] = float(
                    bool(divisions.get((country, admin1), set()) - {number})
                )

    def look(self) -> None:
        """Fills the features that depend on the other names' present places."""
        tops = self.starts[:-1] + np.array([group.best for group in self.groups])
        sure = np.array([float(group.odds.max()) for group in self.groups])
        weight = (self.others * sure)[self.owner]  # [candidate, other name]
        total = np.maximum(weight.sum(axis=1), 1.0)
        known = self.country[:, None] >= 0
        placed = self.division[:, None] >= 0
        same_country = (self.country[:, None] == self.country[tops]) & known
        same_division = (self.division[:, None] == self.division[tops]) & placed
        far = np.nan_to_num(self._far(tops), nan=20_000.0)
        near = np.exp(-far / _REACH_KM)
        columns = {
            "country_share": (weight * same_country).sum(axis=1) / total,
            "adm1_share": (weight * same_division).sum(axis=1) / total,
            "proximity": np.minimum((near * weight * self.local[tops]).sum(axis=1), 2.0),
        }
        if self.home is not None:
            elsewhere = self.owner != self.home
            columns["dateline_country"] = same_country[:, self.home] * elsewhere
            columns["dateline_near"] = near[:, self.home] * elsewhere
        for number, group in enumerate(self.groups):
            rows = slice(self.starts[number], self.starts[number + 1])
            for name, column in columns.items():
                group.matrix[:, INDEX[name]] = column[rows]

    def _far(self, tops: np.ndarray) -> np.ndarray:
        turn = np.abs(self.lon[:, None] - self.lon[tops])
        east = np.minimum(turn, 360 - turn) * np.cos(np.radians(self.lat))[:, None]
        return np.asarray(111.2 * np.hypot(east, self.lat[:, None] - self.lat[tops]))


def _numbered(keys: Sequence[object]) -> np.ndarray:
    """The same number for equal keys; -1 for None."""
    numbers: dict[object, int] = {}
    return np.array([-1 if key is None else numbers.setdefault(key, len(numbers)) for key in keys])
