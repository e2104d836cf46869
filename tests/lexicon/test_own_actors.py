"""Parties of the user's own: read from YAML, made from PETRARCH's dictionaries, put before the shipped ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dateline.errors import ReadError, SettingsError
from dateline.lexicon import load_actors
from dateline.lexicon.actors.petrarch import read_code, read_petrarch
from dateline.lexicon.actors.user import UserActor, read_user_actors, write_user_actors

CODES, SECTORS = ("KEN", "USA", "SOM"), ("GOV", "REB", "NGO", "MIL")
YAML = """
actors:
  - name: Rhomba Front
    country: KEN
    sectors: [REB]
    aliases: [RF, Front of Rhomba]
    from: 2019-03
  - {name: Jane Doe, country: KEN, sectors: GOV, kind: person, from: 2013, to: 2018-01-26}
"""
DICTIONARY = """# our own
JANE_M._DOE_     ; a minister
+MINISTER_DOE_
    [KENGOV 130409-180126]
    [KENELI >180126]

RHOMBA_FRONT_ [KENREB]
+RF_
UN_ [IGOUNO]
<!-- a line of another kind -->
POLICE_ {POLICEMEN_} [~COP]
NOWHERE_ [QQQ]
GHOST_
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "own.yaml"
    path.write_text(text, "utf-8")
    return path


def test_own_parties_are_known_by_all_their_names(tmp_path: Path) -> None:
    base = load_actors(write(tmp_path, YAML))
    for name in ("Rhomba Front", "Front of Rhomba", "RF"):
        sense = base.look_up(name)[0]
        assert (sense.name, sense.country, sense.sectors) == ("Rhomba Front", "KEN", ("REB",))
    assert sense.valid_from == date(2019, 3, 1)
    assert not load_actors().look_up("Rhomba Front"), "the shipped base stays as it is"
    person = base.surnames["doe"][0]
    assert person.valid_to == date(2018, 1, 26)
    assert person.actor_id in base.actors


def test_own_parties_come_before_the_shipped_ones(tmp_path: Path) -> None:
    base = load_actors(write(tmp_path, "- {name: Hezbollah, country: USA, sectors: [NGO]}"))
    assert [sense.country for sense in base.look_up("Hezbollah")][:2] == ["USA", "LBN"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("actors: 5", "a list of actors"),
        ("- {country: KEN}", "entry 1 has no name"),
        ("- {name: A, country: XX}", "no ISO 3166-1 alpha-3 code"),
        ("- {name: A, sectors: [ABC]}", "sector 'ABC'"),
        ("- {name: A, from: soon}", "'soon' is not a date"),
        ("- {name: A, from: 2019-13}", "2019-13"),
        ("- {name: A, colour: red}", "unknown field 'colour'"),
        ("- {name: A, kind: ship}", "kind 'ship'"),
        ("- {name: A, aliases: [1]}", "aliases are not a list of words"),
        ("a: [", "own.yaml"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match="actors: ") as caught:
        read_user_actors(write(tmp_path, text), CODES, SECTORS)
    assert said in str(caught.value)


def test_a_written_file_reads_back(tmp_path: Path) -> None:
    actors = [
        UserActor(name="A b", country="KEN", sectors=("REB",), aliases=("Č",), valid_from="2019-03"),
        UserActor(name="No country", kind="person", sectors=("GOV", "MIL")),
    ]
    path = tmp_path / "out.yaml"
    write_user_actors(actors, path)
    assert read_user_actors(path, CODES, SECTORS) == actors


def test_petrarch_dictionaries_give_parties_with_their_terms(tmp_path: Path) -> None:
    path = tmp_path / "actors.txt"
    path.write_text(DICTIONARY, "utf-8")
    imported = read_petrarch([path], CODES)
    found = [(one.name, one.country, one.sectors, one.valid_from, one.valid_to) for one in imported.actors]
    assert found == [
        ("Jane M. Doe", "KEN", ("GOV",), "2013-04-09", "2018-01-26"),
        ("Jane M. Doe", "KEN", ("GOV", "ELI"), "2018-01-26", ""),
        ("Rhomba Front", "KEN", ("REB",), "", ""),
        ("UN", "IGO", ("IGO",), "", ""),
    ]
    assert imported.actors[0].aliases == ("Minister Doe",)
    assert imported.actors[0].kind == "person"
    assert imported.left_out == {"agent": 1, "unknown code": 1, "no code": 1}


def test_missing_dictionaries_are_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"none\.txt"):
        read_petrarch([tmp_path / "none.txt"], CODES)


@pytest.mark.parametrize(
    ("code", "country", "sectors"),
    [
        ("USA", "USA", ("GOV",)), ("SOMREBSHB", "SOM", ("REB",)), ("IMGMUSALQ", "INT", ("REB",)),
        ("NGOHRI", "INT", ("NGO",)), ("KENCOPMIL", "KEN", ("COP", "MIL")),
    ],
)  # fmt: skip
def test_codes_are_read_by_triples(code: str, country: str, sectors: tuple[str, ...]) -> None:
    assert read_code(code, frozenset(CODES)) == (country, sectors)


def test_one_person_under_two_sources_is_one_party() -> None:
    base = load_actors()
    putin = {sense.actor_id for sense in base.surnames["putin"]}
    assert len(putin) == 1
    assert len({sense.actor_id for sense in base.surnames["bush"]}) == 3, "father, son and brother stay apart"
