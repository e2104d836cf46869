"""Look-ups in the built gazetteer and its hand-kept part."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import ResourceError
from dateline.lexicon import load_gazetteer
from dateline.lexicon.folding import fold
from dateline.lexicon.gazetteer import Gazetteer
from dateline.lexicon.regions import load_regions

GAZETTEER = load_gazetteer()


@pytest.mark.parametrize(
    ("name", "kind", "country", "lat", "lon"),
    [
        ("Iran", "country", "IRN", 32, 53),
        ("U.S.", "country", "USA", 40, -98.5),
        ("the UK", "country", "GBR", 54, -2),
        ("Côte d’Ivoire", "country", "CIV", 8, -5),
        ("Texas", "ADM1", "USA", 31, -99),
        ("Sistan and Baluchestan", "ADM1", "IRN", 28, 60.8),
        ("Panjgur", "town", "PAK", 27, 64),
        ("Bahir Dar", "town", "ETH", 11.6, 37.4),
        ("Sana'a", "town", "YEM", 15.4, 44.2),
        ("Sanaa", "town", "YEM", 15.4, 44.2),
        ("São Paulo", "town", "BRA", -23.5, -46.6),
        ("Sao Paulo", "town", "BRA", -23.5, -46.6),
        ("Rapides Parish", "ADM2", "USA", 31, -92),
        ("Darfur", "region", "SDN", 13, 25),
        ("Gaza Strip", "region", "PSE", 31.4, 34.4),
        ("Red Sea", "region", None, 20, 38.5),
        ("Kremlin", "site", "RUS", 55.8, 37.6),
    ],
)
def test_the_place_is_among_the_first_of_its_name(
    name: str, kind: str, country: str | None, lat: float, lon: float
) -> None:
    found = [
        candidate
        for candidate in GAZETTEER.candidates(name, limit=6)
        if candidate.kind == kind and candidate.place.country == country
    ]
    assert found, name
    assert found[0].place.lat == pytest.approx(lat, abs=1.0)
    assert found[0].place.lon == pytest.approx(lon, abs=1.0)


@pytest.mark.parametrize("text", ["turkey", "us", "reading", "nice", "", "  ", "assad of", "ambassador"])
def test_what_is_not_written_as_a_name_is_none(text: str) -> None:
    assert GAZETTEER.candidates(text) == []
    assert GAZETTEER.is_name(text) is None


@pytest.mark.parametrize("text", ["Of", "Police", "March", "Hope", "Reading", "Most", "Friday"])
def test_common_words_are_no_names(text: str) -> None:
    assert GAZETTEER.is_name(text) is None


@pytest.mark.parametrize(
    ("text", "kind"), [("Iran", "country"), ("Mogadishu", "town"), ("Texas", "ADM1"), ("Sahel", "region")]
)
def test_is_name_gives_the_likeliest_kind(text: str, kind: str) -> None:
    assert GAZETTEER.is_name(text) == kind


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("Iranian", "IRN"),
        ("Afghans", "AFG"),
        ("South Korean", "KOR"),
        ("Chechens", "RUS"),
        ("Sudanese", "SDN"),
    ],
)
def test_adjectives_name_countries(word: str, country: str) -> None:
    found = GAZETTEER.adjective(word)
    assert found is not None
    assert (found.place.country, found.match) == (country, "adjective")


@pytest.mark.parametrize("word", ["Korean", "iranian", "Republican", ""])
def test_shared_or_other_adjectives_name_none(word: str) -> None:
    assert GAZETTEER.adjective(word) is None


def test_capitals_and_countries() -> None:
    capital = GAZETTEER.capital_of("PAK")
    assert capital is not None
    assert (capital.place.name, capital.place.feature) == ("Islamabad", "P/PPLC")
    assert GAZETTEER.country_place("PAK") is not None
    assert GAZETTEER.country_place("ZZZ") is None
    assert GAZETTEER.capital_of("ATA") is None


def test_every_country_has_a_point_but_two_without_any_town() -> None:
    without = [
        iso3
        for iso3 in GAZETTEER.countries
        if (place := GAZETTEER.country_place(iso3)) is None or place.place.lat is None
    ]
    assert len(without) <= 3


def test_states_are_known_by_abbreviation() -> None:
    assert [c.place.name for c in GAZETTEER.state("Tex.")] == ["Texas"]
    assert GAZETTEER.state("Xx.") == []


def test_a_misspelt_name_finds_its_like() -> None:
    assert GAZETTEER.candidates("Kandaharr") == []
    found = GAZETTEER.similar("Kandaharr")
    assert found
    assert found[0].match == "fuzzy"
    assert found[0].place.country == "AFG"


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.bin"
    with pytest.raises(ResourceError, match="cannot open"):
        Gazetteer(path, load_regions())
    path.write_bytes(b"something else")
    with pytest.raises(ResourceError, match="not a gazetteer"):
        Gazetteer(path, load_regions())


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_text_can_be_looked_up(text: str) -> None:
    for candidate in GAZETTEER.candidates(text, limit=3):
        assert candidate.place.name
    GAZETTEER.adjective(text)
    GAZETTEER.is_name(text)
    GAZETTEER.similar(text)


@given(st.text(max_size=60))
def test_folding_is_plain_and_idempotent(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    assert folded == fold(folded)


def test_loading_is_fast_and_small() -> None:
    code = (
        "import resource, time; start = time.perf_counter();"
        "from dateline.lexicon.gazetteer import load_gazetteer;"
        "imported = time.perf_counter(); before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "load_gazetteer().candidates('Kabul');"
        "print(time.perf_counter() - imported, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    seconds, kib = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert float(seconds) < 2.0  # 0.05 where nothing else runs
    assert int(kib) < 80_000
