"""A gazetteer grown from GeoNames dumps: written tables, a small base of two places."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import numpy as np
import pytest

from dateline.errors import ReadError
from dateline.lexicon.gazetteer import Gazetteer
from dateline.lexicon.gazetteer_file import NO_PARENT, pack_keys, write_gazetteer
from dateline.lexicon.gazetteer_update import update_gazetteer
from dateline.lexicon.regions import load_regions

KENYA = {
    "iso2": "KE", "iso3": "KEN", "name": "Kenya", "capital": "Nairobi", "area": 580_000.0, "neighbours": [],
    "continent": "AF", "adjectives": ["Kenyan"], "nouns": [], "box": None, "capital_row": None,
}  # fmt: skip


def row(
    number: int, name: str, aliases: str = "", feature: str = "P\tPPL", country: str = "KE", people: int = 0
) -> str:
    return "\t".join([
        str(number), name, name, aliases, "1.5", "36.25", feature, country, "", "07", "071", "", "", str(people),
        "", "1200", "Africa/Nairobi", "2024-01-01",
    ])  # fmt: skip


DUMP = "\n".join([
    row(900, "Rhomba County", feature="A\tADM1"),
    row(901, "Qwertlyk", "Kwertlyk,Кв", people=4321),
    row(902, "Old Qwertlyk", feature="P\tPPLH"),
    row(800, "Mandera", people=99),
    row(903, "Zhivka", country="ZZ"),
    row(904, "A hill", feature="T\tHLL"),
    row(905, "Hamlet", people=3),
]) + "\n"  # fmt: skip


def small_base(folder: Path) -> Gazetteer:
    """Kenya, its county Rhomba and its town Mandera."""
    names = [b"Kenya", b"Rhomba", b"Mandera"]
    arrays = {
        "geonameid": np.array([192950, 900, 800], dtype=np.uint32),
        "kind": np.array([0, 1, 3], dtype=np.uint8), "country": np.zeros(3, dtype=np.uint8),
        "adm1": np.array([NO_PARENT, NO_PARENT, 1], dtype=np.uint16),
        "adm2": np.full(3, NO_PARENT, dtype=np.uint16),
        "lat": np.array([0, 1, 3.9], dtype=np.float32), "lon": np.array([38, 36, 41.8], dtype=np.float32),
        "population": np.array([50_000_000, 0, 30_000], dtype=np.uint32),
        "names": np.frombuffer(b"".join(names), dtype=np.uint8),
        "name_offsets": np.cumsum([0, *map(len, names)], dtype=np.uint32),
    }  # fmt: skip
    keys = [(b"kenya", [0]), (b"mandera", [2]), (b"rhomba", [1])]
    path = folder / "base.bin"
    write_gazetteer(path, [KENYA], {**arrays, **pack_keys(keys)})
    return Gazetteer(path, load_regions())


@pytest.mark.parametrize("suffix", [".txt", ".txt.gz", ".zip"])
def test_towns_of_a_dump_are_found_with_their_division(tmp_path: Path, suffix: str) -> None:
    dump, out = tmp_path / f"KE{suffix}", tmp_path / "out.bin"
    if suffix == ".zip":
        with zipfile.ZipFile(dump, "w") as archive:
            archive.writestr("readme.txt", "about")
            archive.writestr("KE.txt", DUMP)
    elif suffix.endswith(".gz"):
        dump.write_bytes(gzip.compress(DUMP.encode()))
    else:
        dump.write_text(DUMP, "utf-8")
    done = update_gazetteer(small_base(tmp_path), [dump], out, least=10)
    assert (done.added, done.renewed, done.left_out) == (1, 1, 0)
    grown = Gazetteer(out, load_regions())
    (found,) = grown.candidates("Qwertlyk")
    assert (found.place.country, found.place.admin1, found.population) == ("KEN", "Rhomba", 4321)
    assert (found.place.lat, found.place.lon) == (1.5, 36.25)
    assert grown.candidates("Kwertlyk")[0].match == "alias"
    (mandera,) = grown.candidates("Mandera")
    assert (mandera.population, mandera.place.lat) == (30_000, 1.5), "the larger count, the newer point"
    assert grown.candidates("Kenya")[0].kind == "country"
    for name in ("Old Qwertlyk", "Hamlet", "A hill", "Zhivka"):
        assert not [one for one in grown.candidates(name) if one.place.country == "KEN"]


def test_places_of_unknown_countries_are_counted(tmp_path: Path) -> None:
    dump = tmp_path / "KE.txt"
    dump.write_text(DUMP, "utf-8")
    done = update_gazetteer(small_base(tmp_path), [dump], tmp_path / "out.bin")
    assert (done.added, done.left_out) == (2, 1)


@pytest.mark.parametrize(
    ("text", "said"), [("1\ttwo\n", "line 1: 2 columns"), (DUMP.replace("901\t", "x\t", 1), "line 2: "), ("\x00", "1")]
)
def test_other_tables_are_refused(tmp_path: Path, text: str, said: str) -> None:
    dump = tmp_path / "KE.txt"
    dump.write_text(text, "utf-8")
    with pytest.raises(ReadError, match=said):
        update_gazetteer(small_base(tmp_path), [dump], tmp_path / "out.bin")


def test_missing_and_broken_files_are_named(tmp_path: Path) -> None:
    broken = tmp_path / "all.zip"
    broken.write_bytes(b"no archive")
    for path in (tmp_path / "none.txt", broken):
        with pytest.raises(ReadError, match=path.name):
            update_gazetteer(small_base(tmp_path), [path], tmp_path / "out.bin")
