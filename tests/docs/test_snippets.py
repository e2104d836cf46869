"""What README and the guide show is run: Python blocks as programs, console lines as commands."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGES = (
    "README.md",
    "docs/getting-started.md",
    "docs/python.md",
    "docs/store.md",
    "docs/query.md",
    "docs/exchange.md",
    "docs/linking.md",
    "docs/outlook.md",
    "docs/assumptions.md",
    "docs/commands.md",
)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def blocks(page: str, language: str) -> str:
    text = (ROOT / page).read_text("utf-8")
    return "\n".join(body for name, body in BLOCK.findall(text) if name == language)


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


def run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "python")])
def test_python_runs(page: str, workplace: Path) -> None:
    (workplace / "snippet.py").write_text(blocks(page, "python"), "utf-8")
    done = run(["snippet.py"], workplace)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "console")])
def test_commands_run(page: str, workplace: Path) -> None:
    for line in blocks(page, "console").splitlines():
        words = shlex.split(line.removeprefix("$ "), comments=True)
        if not line.startswith("$ ") or words[0] != "dateline":
            continue
        done = run(["-m", "dateline", *words[1:]], workplace)
        assert done.returncode == 0, f"{line}\n{done.stderr}"


def test_the_brief_in_readme_is_what_the_command_prints(workplace: Path) -> None:
    done = run(["-m", "dateline", "read", "examples/reports/iran-pakistan-exchange.txt"], workplace)
    assert blocks("README.md", "text").strip() in done.stdout


@pytest.mark.parametrize("script", sorted((ROOT / "examples").glob("*.py")), ids=lambda path: path.name)
def test_examples_run(script: Path, workplace: Path) -> None:
    done = run([str(workplace / "examples" / script.name)], workplace)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize(
    "report", sorted((ROOT / "examples" / "reports").iterdir()), ids=lambda path: path.name
)
def test_example_reports_give_events_with_their_day(report: Path) -> None:
    import dateline

    for result in dateline.code_reports(dateline.read_reports(report)):
        assert isinstance(result, dateline.Document)
        assert result.report.published is not None, "its date is found"
        assert len(result.events) >= 4


@pytest.mark.parametrize("page", [*PAGES, "CONTRIBUTING.md"])
def test_links_lead_somewhere(page: str) -> None:
    for target in LINK.findall((ROOT / page).read_text("utf-8")):
        assert ((ROOT / page).parent / target).exists(), target


def test_every_command_is_in_the_guide() -> None:
    from dateline.cli.app import app

    guide = (ROOT / "docs" / "commands.md").read_text("utf-8")
    names = [command.name for command in app.registered_commands] + [
        group.name for group in app.registered_groups
    ]
    for name in names:
        assert f"## dateline {name}" in guide
