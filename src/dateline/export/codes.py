"""What other sets call things: CAMEO and Goldstein's scale, codes of countries, precision as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from dateline.lexicon.countries import Country, load_countries

# Goldstein's values of CAMEO's root codes
_GOLDSTEIN = {
    "01": 0.0, "02": 3.0, "03": 4.0, "04": 1.0, "05": 3.5, "06": 6.0, "07": 7.0, "08": 5.0, "09": -2.0, "10": -5.0,
    "11": -2.0, "12": -4.0, "13": -6.0, "14": -6.5, "15": -7.2, "16": -4.0, "17": -7.0, "18": -9.0, "19": -10.0,
    "20": -10.0,
}  # fmt: skip
_PRECISION = {"exact": 1, "town": 1, "ADM2": 2, "relative": 2, "ADM1": 3, "country": 4, "region": 4}


@lru_cache(maxsize=1)
def load_cameo() -> dict[tuple[str, str], str]:
    """CAMEO codes by PLOVER's type and mode; '' is the type itself."""
    lines = files("dateline.export").joinpath("cameo.tsv").read_text("utf-8").splitlines()[1:]
    return {(kind, mode): code for kind, mode, code in (line.split("\t") for line in lines)}


def cameo_code(event_type: str, modes: Sequence[str]) -> str | None:
    """The CAMEO code of the first mode that has one, else of the type."""
    table = load_cameo()
    named = (table[event_type, mode] for mode in modes if (event_type, mode) in table)
    return next(named, table.get((event_type, "")))


def goldstein(cameo: str | None) -> float | None:
    """Goldstein's value of a code, by its root."""
    return None if cameo is None else _GOLDSTEIN.get(cameo[:2])


def gdelt_quad(cameo: str | None) -> int | None:
    """The quad class as GDELT counts it: roots 14 (protest) is verbal conflict there."""
    if cameo is None:
        return None
    root = int(cameo[:2])
    return 1 if root <= 5 else 2 if root <= 8 else 3 if root <= 14 else 4


def country(code: str | None) -> Country | None:
    """The country of an ISO 3166 code of three letters."""
    return load_countries().by_code.get(code or "")


def precision_number(precision: str | None) -> int | None:
    """1 town or better, 2 district or near a place, 3 province, 4 country."""
    return _PRECISION.get(precision or "")
