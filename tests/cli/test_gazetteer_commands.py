"""`dateline gazetteer`: what a name may mean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dateline.cli.app import app
from dateline.errors import ReadError

RUN = CliRunner()


def said(*words: str) -> str:
    done = RUN.invoke(app, ["gazetteer", *words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_find_lists_the_places_of_a_name() -> None:
    lines = said("find", "Tripoli", "--limit", "3").splitlines()
    assert len(lines) == 3
    assert {"LBY", "LBN"} <= {word.strip("(),") for line in lines for word in line.split()}
    told = [json.loads(line) for line in said("find", "Tripoli", "--json").splitlines()]
    assert told[0]["country"] == "LBY"


def test_find_takes_adjectives_and_other_spellings() -> None:
    assert "KEN" in said("find", "Kenyan")
    assert "Ghāziābād" in said("find", "Ghaziabbad")
    assert "no place known" in said("find", "Zzyzx Qwertlyk")


def test_update_names_what_it_cannot_read(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"none\.txt"):
        said("update", str(tmp_path / "none.txt"), "--out", str(tmp_path / "out.bin"))
