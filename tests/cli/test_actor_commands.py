"""`dateline actors`: whom a name means, and parties of the user's own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dateline.cli.app import app
from dateline.errors import SettingsError

RUN = CliRunner()


def said(*words: str) -> str:
    done = RUN.invoke(app, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_who_gives_answer_method_codes_and_alternatives() -> None:
    text = said("actors", "who", "Keir Starmer", "--on", "2023-05-01")
    assert "GBR (United Kingdom), COW 200, Gleditsch-Ward 200" in text
    assert "sectors   OPP" in text
    assert "→ Keir Starmer  GBR  OPP" in text
    assert "(not on that day)" in text


@pytest.mark.parametrize(
    ("words", "day", "name"),
    [
        ("the Iranian foreign minister", "2024-01-18", "Hossein Amir-Abdollahian"),
        ("UN secretary-general", "1999-01-01", "Kofi Annan"),
        ("prime minister of India", "1975-06-26", "Indira Gandhi"),
        ("Nasser", "1956-07-26", "Gamal Abdel Nasser"),
        ("Hitler", "2016-01-01", "Adolf Hitler"),
    ],
)
def test_who_knows_offices_and_leaders_of_the_day(words: str, day: str, name: str) -> None:
    assert said("actors", "who", words, "--on", day).startswith(name)


def test_who_takes_the_country_that_is_given_for_an_office() -> None:
    text = said("actors", "who", "the president", "--on", "2014-05-01", "--country", "USA")
    assert "→ Barack Obama  USA  GOV  office on the day" in text


def test_who_prints_json() -> None:
    told = json.loads(said("actors", "who", "Jaysh ul-Adl", "--json"))
    assert (told["answer"]["name"], told["answer"]["method"]) == ("Jaish al-Adl", "fuzzy name")
    assert [one["taken"] for one in told["meanings"]] == [True]
    assert json.loads(said("actors", "who", "Zzyzx Qwertlyk", "--json")) == {"answer": None, "meanings": []}


def test_who_reads_phrases_and_says_where_nobody_is_known() -> None:
    assert "IRN (Iran)" in said("actors", "who", "Iranian security official")
    assert "nobody known" in said("actors", "who", "Zzyzx Qwertlyk")


@pytest.mark.parametrize("words", [("--on", "soon"), ("--country", "Mars")])
def test_wrong_options_are_named(words: tuple[str, str]) -> None:
    with pytest.raises(SettingsError, match=words[0]):
        RUN.invoke(app, ["actors", "who", "Hezbollah", *words], catch_exceptions=False)


def test_imported_parties_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = tmp_path / "actors.txt", tmp_path / "own.yaml"
    source.write_text("RHOMBA_FRONT_\n+FRONT_OF_RHOMBA_\n\t[KENREB 190301-200101]\nPOLICE_ [~COP]\n", "utf-8")
    text = said("actors", "import", str(source), "--out", str(out))
    assert "1 terms of parties" in text
    assert "1 entries left out: agent" in text
    assert "Rhomba Front" in said("actors", "who", "Front of Rhomba", "--actors", str(out))
    monkeypatch.setenv("DATELINE_ACTORS", str(out))
    assert "KEN (Kenya)" in said("actors", "who", "Front of Rhomba", "--on", date(2019, 6, 1).isoformat())
    monkeypatch.delenv("DATELINE_ACTORS")
    assert "nobody known" in said("actors", "who", "Front of Rhomba")
