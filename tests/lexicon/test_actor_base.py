from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from dateline.lexicon import actors, load_actors, load_countries
from dateline.lexicon.actors import split_words
from dateline.lexicon.actors.base import read_day
from dateline.ontology.sectors import load_sectors

BASE = load_actors()
TABLES = Path(actors.__file__).parent
CODES = {country.code for country in load_countries().all} | {"DDR", "IGO", "INT", ""}


def rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (TABLES / name).read_text(encoding="utf-8").splitlines()[1:]]


@pytest.mark.parametrize(
    "table",
    [
        "armed_groups.tsv",
        "criminal_groups.tsv",
        "organisations.tsv",
        "agencies.tsv",
        "media.tsv",
        "metonyms.tsv",
        "figures.tsv",
        "factbook.tsv",
    ],
)
def test_tables_hold_known_codes_and_ordered_days(table: str) -> None:
    sectors = load_sectors()
    for cells in rows(table):
        cells += [""] * (7 - len(cells))
        assert cells[1] in CODES, cells
        assert cells[2], cells
        assert set(cells[2].split()) <= set(sectors), cells
        since, until = read_day(cells[3]), read_day(cells[4], last=True)
        assert since is None or until is None or since <= until, cells


def test_sizes() -> None:
    assert len(rows("armed_groups.tsv")) >= 250
    assert len({cells[0] for cells in rows("figures.tsv")}) >= 400
    assert sum(len(cells[2].split("|")) for cells in rows("roles.tsv")) >= 500


def test_each_role_noun_stands_once() -> None:
    counts = Counter(word for cells in rows("roles.tsv") for word in cells[2].split("|"))
    assert [word for word, count in counts.items() if count > 1] == []
    assert {code for cells in rows("roles.tsv") for code in cells[0].split()} <= set(load_sectors())
    assert {cells[1] for cells in rows("roles.tsv")} == {"strong", "weak"}


@pytest.mark.parametrize(
    ("name", "country", "sector"),
    [
        ("Jaish al-Adl", "IRN", "REB"),
        ("Jaish-ul-Adl", "IRN", "REB"),
        ("Hizbollah", "LBN", "REB"),
        ("PKK", "TUR", "REB"),
        ("the Lord's Resistance Army", "UGA", "REB"),
        ("IRGC", "IRN", "MIL"),
        ("MSF", "INT", "NGO"),
        ("UNHCR", "IGO", "IGO"),
        ("Kremlin", "RUS", "GOV"),
        ("Scotland Yard", "GBR", "COP"),
        ("Xinhua", "CHN", "JRN"),
        ("Mossad", "ISR", "SPY"),
        ("Sendero Luminoso", "PER", "REB"),
        ("Qasem Soleimani", "IRN", "MIL"),
        ("Pentagon", "USA", "MIL"),
    ],
)
def test_known_names(name: str, country: str, sector: str) -> None:
    senses = [sense for sense in BASE.look_up(name) if sense.actor_id]
    assert senses
    assert senses[0].country == country
    assert senses[0].sectors[0] == sector
    assert BASE.actors[senses[0].actor_id or ""].country == country


def test_find_takes_the_longest_and_minds_commas() -> None:
    words = split_words("People’s Protection Units (YPG), White House, Islamic State-linked men in US")
    found = [" ".join(word.key for word in words[one.start : one.end]) for one in BASE.find(words)]
    assert found[:4] == ["people protection units", "ypg", "white house", "islamic state"]
    parted = split_words("the White, House")
    assert not any(sense.name == "White House" for one in BASE.find(parted) for sense in one.senses)


def test_initials_need_capitals() -> None:
    assert not list(BASE.find(split_words("he told us who is at risk")))
    assert [sense.country for one in BASE.find(split_words("the US")) for sense in one.senses][:1] == ["USA"]


def test_read_day() -> None:
    assert read_day("") is None
    assert read_day("1999") == date(1999, 1, 1)
    assert read_day("1999", last=True) == date(1999, 12, 31)
    assert read_day("2009-02") == date(2009, 2, 1)
    assert read_day("2009-02", last=True) == date(2009, 2, 28)


def test_words_keep_their_place() -> None:
    text = "Iran’s al-Quds Force, U.S. troops"
    for word in split_words(text):
        assert text[word.start : word.end] == word.raw
    assert [word.key for word in split_words(text)] == ["iran", "al", "quds", "force", "us", "troops"]
    assert split_words(text)[0].possessive
    assert split_words(text)[4].cut


def test_terms_of_office_make_one_party() -> None:
    senses = BASE.look_up("Donald Trump")
    assert len({sense.actor_id for sense in senses}) == 1
    assert len(senses) == 4
    party = BASE.actors[senses[0].actor_id or ""]
    assert party.valid_from == date(2015, 6, 1)
    assert party.valid_to is None
    assert set(party.sectors) == {"PTY", "GOV"}
