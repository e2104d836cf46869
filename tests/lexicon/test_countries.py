from __future__ import annotations

import pytest

from dateline.lexicon.countries import load_countries, name_key

COUNTRIES = load_countries()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Burma", "MMR"),
        ("Myanmar", "MMR"),
        ("Ivory Coast", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("the UAE", "ARE"),
        ("DPRK", "PRK"),
        ("U.S.", "USA"),
        ("the U. S.", "USA"),
        ("US", "USA"),
        ("Zaire", "COD"),
        ("Niger", "NER"),
        ("Guinea", "GIN"),
        ("Guinea-Bissau", "GNB"),
        ("Dominica", "DMA"),
        ("Kosovo", "XKX"),
        ("Taiwan", "TWN"),
        ("Soviet Union", "SUN"),
        ("Yugoslavia", "YUG"),
        ("West Germany", "DEU"),
        ("Somaliland", "SOM"),
        ("Abkhazia", "GEO"),
        ("South Korea", "KOR"),
        ("Türkiye", "TUR"),
        ("Gaza", "PSE"),
    ],
)
def test_names_and_aliases(name: str, code: str) -> None:
    country = COUNTRIES.find(name)
    assert country is not None
    assert country.code == code


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Iranian", "IRN"),
        ("Pakistanis", "PAK"),
        ("Emirati", "ARE"),
        ("Dutch", "NLD"),
        ("Nigerien", "NER"),
        ("Nigerian", "NGA"),
        ("Congolese", "COD"),
        ("Burkinabè", "BFA"),
        ("Thai", "THA"),
        ("U.S.", "USA"),
        ("Basotho", "LSO"),
        ("Kosovar", "XKX"),
        ("Soviet", "SUN"),
        ("Turks", "TUR"),
        ("Argentinian", "ARG"),
    ],
)
def test_nationality_words(word: str, code: str) -> None:
    country = COUNTRIES.find_nationality(word)
    assert country is not None
    assert country.code == code


@pytest.mark.parametrize("word", ["us", "car", "", "the", "Atlantis", "\0", "🙂"])
def test_what_is_no_country(word: str) -> None:
    assert COUNTRIES.find(word) is None


def test_capitals_and_numbers() -> None:
    for capital, code, cow, gw in (
        ("Tehran", "IRN", 630, 630),
        ("Berlin", "DEU", 255, 260),
        ("Sana'a", "YEM", 679, 678),
    ):
        country = COUNTRIES.find_capital(capital)
        assert country is not None
        assert (country.code, country.cow, country.gw) == (code, cow, gw)
    assert COUNTRIES.by_cow[345].iso3 == "SRB"
    assert COUNTRIES.by_code["CSK"].valid_to == 1992


def test_codes_are_unique_and_well_formed() -> None:
    codes = [country.iso3 for country in COUNTRIES.all]
    assert len(codes) == len(set(codes)) >= 250
    assert all(len(code) == 3 and code.isupper() for code in codes)
    assert all(c.successor in COUNTRIES.by_code for c in COUNTRIES.all if c.successor)
    states = [country for country in COUNTRIES.all if country.status == "state"]
    assert all(c.cow and c.gw and c.capitals for c in states if c.iso3 != "VAT")


def test_name_key_joins_initials() -> None:
    assert name_key("the U. S.") == name_key("U.S.") == name_key("US") == "us"
    assert name_key("The") == "the"
