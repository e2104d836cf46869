from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as Xml

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analyse.made import CRISIS, store_of, told
from tests.build import Build
from typer.testing import CliRunner

from dateline.analyse.blocs import find_blocs, modularity
from dateline.analyse.brokers import brokerage
from dateline.analyse.network_files import network_csv, network_graphml
from dateline.analyse.networks import edge_events, load_network
from dateline.cli.app import app
from dateline.errors import SettingsError, StoreError
from dateline.store import find_events, open_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("network") / "s.duckdb"
    return store_of(path, told(CRISIS), told([(40, "CHN", "COOPERATE", "IRN"), (41, "OMN", "CONSULT", "PAK")]))


def test_ties_count_what_each_did_and_open_their_events(store: Path) -> None:
    with open_store(store, read_only=True) as opened:
        network = load_network(opened)
        tie = next(one for one in network.ties if (one.left, one.right) == ("IRN", "PAK"))
        rows = edge_events(opened, "PAK", "IRN")
        found = find_events(opened, tie.filter, 100)
    assert (tie.acts, tie.forth, tie.back, tie.quads) == (8, 4, 4, (1, 1, 3, 3))
    assert tie.first_day == date(2024, 1, 1)
    assert tie.conflict > tie.cooperation > 0
    assert tie.balance < 0
    assert {row["event_id"] for row in rows} == {row["event_id"] for row in found}
    assert [row["event_type"] for row in rows][:3] == ["AID", "ASSAULT", "ASSAULT"]
    assert all(row["words"] in row["text"] for row in rows)
    assert sum(one.acts for one in network.ties) == sum(one.acts for one in network.frames) == len(CRISIS) + 2


def test_filters_and_windows_narrow_the_network(store: Path) -> None:
    with open_store(store, read_only=True) as opened:
        talks = load_network(opened, "type:CONSULT OR type:AID")
        late = load_network(opened, since=date(2024, 2, 1))
        few = load_network(opened, parties=2)
        strong = load_network(opened, least=3)
        with pytest.raises(SettingsError, match="span"):
            load_network(opened, span="fortnight")  # type: ignore[arg-type]
        with pytest.raises(StoreError):
            load_network(opened, "nothing:here")
        assert load_network(opened, "type:YIELD killed>=5").nodes == ()
    assert {tie.conflict for tie in talks.ties} == {0}
    assert [(tie.left, tie.right) for tie in late.ties] == [("CHN", "IRN"), ("OMN", "PAK")]
    assert [frame.start for frame in late.frames] == [date(2024, 2, 1)]
    assert {node.party for node in few.nodes} == {"IRN", "PAK"}
    assert all(tie.acts >= 3 for tie in strong.ties)


def test_a_tie_opens_only_what_it_counts(tmp_path: Path) -> None:
    b = Build("Iran shelled Pakistan. Iran bombed Pakistan. Iran raided Pakistan. ", publisher="x")
    for number, verb in enumerate(("shelled", "bombed", "raided")):
        who, whom = b.mention("Iran", nth=number), b.mention("Pakistan", nth=number)
        b.actor(who, "IRN", "REB" if verb == "raided" else "GOV")
        b.actor(whom, "PAK", "MIL")
        b.event(verb, "ASSAULT", actors=(who,), recipients=(whom,), status="future" if verb == "bombed" else "current")
    with open_store(store_of(tmp_path / "s.duckdb", [b.document()]), read_only=True) as opened:
        assert [row["words"] for row in edge_events(opened, "IRN", "PAK")] == ["shelled"]
        groups = load_network(opened, level="group")
        assert load_network(opened).undated == 1
    assert [(tie.left, tie.right) for tie in groups.ties] == [("IRN/GOV", "PAK/MIL"), ("IRN/REB", "PAK/MIL")]
    assert groups.nodes[0].name.startswith("Pakistan (")


def planted(seed: int, size: int = 24) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Three hidden blocs, friends mostly inside and foes mostly across."""
    random = np.random.default_rng(seed)
    blocs = np.arange(size) % 3
    same = blocs[:, None] == blocs[None, :]
    friendly = random.poisson(np.where(same, 3.0, 0.4)).astype(float)
    hostile = random.poisson(np.where(same, 0.2, 1.5)).astype(float)
    return np.triu(friendly, 1) + np.triu(friendly, 1).T, np.triu(hostile, 1) + np.triu(hostile, 1).T, blocs


@pytest.mark.parametrize("seed", range(5))
def test_blocs_that_were_planted_are_found(seed: int) -> None:
    friendly, hostile, blocs = planted(seed)
    found = find_blocs(friendly, hostile)
    assert len({(a, b) for a, b in zip(found, blocs, strict=True)}) == 3
    assert modularity(friendly, hostile, found) >= modularity(friendly, hostile, blocs) > 0.3


def test_common_foes_alone_make_no_bloc() -> None:
    hostile = np.zeros((4, 4))
    hostile[0, 1] = hostile[1, 0] = hostile[2, 3] = hostile[3, 2] = 1
    assert find_blocs(np.zeros((4, 4)), hostile).tolist() == [-1] * 4


@settings(deadline=None)
@given(st.integers(0, 999), st.integers(1, 12))
def test_blocs_hold_together_by_cooperation(seed: int, size: int) -> None:
    random = np.random.default_rng(seed)
    friendly, hostile = (np.triu(random.poisson(0.4, (size, size)), 1).astype(float) for _ in range(2))
    friendly, hostile = friendly + friendly.T, hostile + hostile.T
    found = find_blocs(friendly, hostile)
    for number, label in enumerate(found):
        assert label < 0 or friendly[number][found == label].any()
    assert set(found[found >= 0].tolist()) == set(range(int(found.max(initial=-1)) + 1))


def test_who_joins_two_blocs_is_the_broker() -> None:
    friendly = np.zeros((7, 7))
    for a, b in ((0, 1), (1, 2), (0, 2), (4, 5), (5, 6), (4, 6), (2, 3), (3, 4)):
        friendly[a, b] = friendly[b, a] = 1.0
    share = brokerage(friendly, np.array([0, 0, 0, -1, 1, 1, 1]))
    assert share[3] == pytest.approx(1.0)  # every way leads through it
    assert share[2] == pytest.approx(2 / 3)  # all but its own
    assert share[0] == share[1] == 0
    assert not brokerage(friendly, np.zeros(7, dtype=np.int64)).any()  # one bloc: nothing to be between


def test_equal_ways_share() -> None:
    friendly = np.zeros((4, 4))
    for a, b in ((0, 1), (0, 2), (1, 3), (2, 3)):
        friendly[a, b] = friendly[b, a] = 1.0
    assert brokerage(friendly, np.array([0, -1, -1, 1])).tolist() == [0, 0.5, 0.5, 0]


def test_files_hold_the_same_ties(store: Path) -> None:
    with open_store(store, read_only=True) as opened:
        network = load_network(opened)
    rows = list(csv.DictReader(io.StringIO(network_csv(network))))
    root = Xml.fromstring(network_graphml(network))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    edges = [(edge.get("source"), edge.get("target")) for edge in root.iter(f"{space}edge")]
    assert edges == [(tie.left, tie.right) for tie in network.ties]
    assert {node.get("id") for node in root.iter(f"{space}node")} == {node.party for node in network.nodes}
    keys = {key.get("id") for key in root.iter(f"{space}key")}
    assert {data.get("key") for data in root.iter(f"{space}data")} <= keys
    assert sum(int(row["acts"]) for row in rows if not row["start"]) == sum(tie.acts for tie in network.ties)
    assert len(rows) == len(network.ties) + sum(len(frame.ties) for frame in network.frames)


def test_the_command_prints_writes_and_opens_a_tie(store: Path, tmp_path: Path) -> None:
    def run(*words: str) -> str:
        result = CliRunner().invoke(app, ["network", "--store", str(store), *words], catch_exceptions=False)
        return result.output

    assert "Iran – Pakistan" in run()
    assert len(json.loads(run("--format", "json"))["parties"]) == 5
    assert "Iran shelled Pakistan" in run("--edge", "IRN-PAK")
    assert "China" not in run("type:ASSAULT", "--by", "week")
    run("--format", "graphml", "-o", str(tmp_path / "n.graphml"))
    assert Xml.parse(tmp_path / "n.graphml")
