from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

REPORT = (
    "KELVA, 12 March 2021 - Marovian forces shelled the border town of Kelva on Thursday, killing nine "
    "people, "
    "two officials said.\n\nTressia condemned the attack.\n"
)


def dateline(
    *words: str | Path, given: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
    return subprocess.run(
        [sys.executable, "-m", "dateline", *map(str, words)], input=given, capture_output=True, text=True,
        encoding="utf-8", timeout=120, check=False, env={**clean, "PYTHONUTF8": "1", **environment},
    )  # fmt: skip


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, "utf-8")
    return path


def test_read_prints_a_brief(report: Path) -> None:
    done = dateline("read", report)
    assert done.returncode == 0, done.stderr
    assert "What happened" in done.stdout
    assert "Marovian forces → " in done.stdout
    assert "\x1b[" not in done.stdout, "no colour in a pipe"
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "\x1b[" in dateline("read", report, FORCE_COLOR="1").stdout
    assert "\x1b[" not in dateline("read", report, FORCE_COLOR="1", NO_COLOR="1").stdout


def test_read_takes_standard_input_and_a_date() -> None:
    done = dateline(
        "read",
        "-",
        "--published",
        "2024-01-18",
        "--format",
        "jsonl",
        given="Norland shelled Sorland on Monday.",
    )
    tree = json.loads(done.stdout)
    assert tree["report"]["published_basis"] == "given"
    assert tree["events"][0]["time"]["earliest"] == "2024-01-15"


def test_read_takes_several_files_and_names_fields(report: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"data": {"body": "Norland shelled Sorland."}}) + "\n")
    done = dateline("read", report, rows, "--field", "text=data.body", "--format", "json")
    assert [len(tree["events"]) > 0 for tree in json.loads(done.stdout)] == [True, True]


def test_read_writes_a_page(report: Path, tmp_path: Path) -> None:
    page = tmp_path / "new" / "page.html"
    done = dateline("read", report, "--format", "html", "-o", page)
    assert done.returncode == 0
    assert done.stdout == ""
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("read", "/none/such.txt"), "/none/such.txt: no such file"),
        (("read", ".", "--format", "pdf"), "--format: 'pdf' is none of brief, html"),
        (("read", ".", "--published", "soon"), "--published: 'soon' is not a date"),
        (("read", ".", "--field", "body"), "--field: 'body' is not NAME=PATH"),
        (("show", "r-1", "--store", "/none/s.duckdb"), "/none/s.duckdb: no such store"),
        (("code", "/none/such.txt", "--store", "/none/s.duckdb"), "/none/such.txt: no such file"),
    ],
)
def test_errors_are_one_line(words: tuple[str, ...], message: str) -> None:
    done = dateline(*words)
    assert done.returncode == 2
    assert done.stderr.startswith(f"dateline: {message}")
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


def test_debug_shows_the_traceback() -> None:
    assert "Traceback" in dateline("read", "/none/such.txt", "--debug").stderr


def test_an_unreadable_report_is_told_and_the_others_go_on(report: Path) -> None:
    (report.parent / "empty.txt").write_text("")
    done = dateline("read", report.parent)
    assert done.returncode == 3
    assert "empty.txt: read: Empty: no words in it" in done.stderr
    assert "What happened" in done.stdout
    assert dateline("read", report.parent / "empty.txt").returncode == 2


def test_code_show_and_quarantine(report: Path, tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    (tmp_path / "in").mkdir()
    report.rename(tmp_path / "in" / "report.txt")
    (tmp_path / "in" / "empty.txt").write_text("")
    done = dateline("code", tmp_path / "in", "--store", store, "--workers", "1")
    assert done.returncode == 3, "one of two is more than one per cent"
    assert "50.0% of the reports were set aside" in done.stderr
    assert done.stdout.split()[:2] == ["coded", "1"]
    assert "read: Empty" in done.stdout

    listed = dateline("quarantine", "list", "--store", store).stdout
    name = next(word for word in listed.split() if word.startswith("r-"))
    assert "read: Empty: no words in it" in dateline("quarantine", "show", name, "--store", store).stdout
    assert "1 could never be read" in dateline("quarantine", "retry", "--store", store).stdout
    assert dateline("quarantine", "show", "r-none", "--store", store).returncode == 2

    again = dateline("code", tmp_path / "in" / "report.txt", "--store", store, "--workers", "1")
    assert again.returncode == 0
    assert again.stdout.split()[:2] == ["coded", "0"]

    brief = dateline("read", tmp_path / "in" / "report.txt", "--format", "jsonl")
    name = json.loads(brief.stdout)["report"]["report_id"]
    assert dateline("show", name, "--store", store, "--format", "jsonl").stdout == brief.stdout
    assert "What happened" in dateline("show", name[:9], "--store", store).stdout


def test_doctor_finds_nothing_wrong() -> None:
    done = dateline("doctor")
    assert done.returncode == 0, done.stdout
    assert "WRONG" not in done.stdout
    assert "self-test" in done.stdout


def test_version_and_help_are_quick() -> None:
    start = time.monotonic()
    assert dateline("--help").returncode == 0
    assert time.monotonic() - start < 1.5, "0.1 s where the machine is idle"
    assert dateline("version").stdout.startswith("dateline 0.")


def test_every_command_has_help() -> None:
    for words in (
        ["read"],
        ["code"],
        ["show"],
        ["quarantine"],
        ["quarantine", "retry"],
        ["evaluate"],
        ["doctor"],
    ):
        assert "Usage: dateline" in dateline(*words, "--help").stdout


def test_a_closed_pipe_is_no_error(report: Path) -> None:
    command = f"'{sys.executable}' -m dateline read {' '.join([str(report)] * 3)} | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=120, check=True)
    assert "Traceback" not in done.stderr
