"""`dateline doctor` and `dateline version`: is everything here, and does it work?"""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Callable
from importlib.metadata import requires
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from dateline import __version__

_SENTENCE = (
    "Two gunmen attacked a police station in Nairobi on Monday, killing three officers, "
    "the interior ministry said."
)
_OLDEST = (3, 11)


def version_command() -> None:
    """Print the version."""
    print(f"dateline {__version__}")


def doctor_command(
    store: Annotated[
        Path | None,
        typer.Option("--store", help="Also check that this store can be written.", metavar="FILE"),
    ] = None,
) -> None:
    """Check the installation and code a sentence; exit code 2 where something is wrong."""
    checks: list[tuple[str, Callable[[], str]]] = [
        ("dateline", _check_version),
        ("python", _check_python),
        ("libraries", _check_libraries),
        ("ontology", _check_ontology),
        ("lexicon", _check_lexicon),
        ("models", _check_models),
        ("store", lambda: _check_store(store)),
        ("self-test", _check_coding),
    ]
    wrong = 0
    for name, check in checks:
        try:
            print(f"ok    {name:<10} {check()}", flush=True)
        except Exception as error:  # noqa: BLE001 - whatever is wrong, the other checks go on
            wrong += 1
            print(f"WRONG {name:<10} {type(error).__name__}: {' '.join(str(error).split())}", flush=True)
    if wrong:
        raise typer.Exit(2)


def _check_version() -> str:
    from dateline.run.manifest import find_manifest
    from dateline.settings import load_settings

    return f"{__version__}, manifest {find_manifest(load_settings()).manifest_id}"


def _check_python() -> str:
    if sys.version_info < _OLDEST:
        raise RuntimeError(f"{platform.python_version()}; 3.11 or later is needed")
    return f"{platform.python_version()} on {platform.system()} {platform.machine()}"


def _check_libraries() -> str:
    from dateline.run.manifest import library_version

    names = [line.partition(";")[0] for line in requires("dateline") or () if "extra ==" not in line]
    found = {}
    for line in names:
        name = line[: next((i for i, char in enumerate(line) if char in "<>=!~ ["), len(line))]
        found[name] = library_version(name)
    missing = [name for name, installed in found.items() if installed is None]
    if missing:
        raise RuntimeError(f"missing: {', '.join(missing)}")
    told = ("spacy", "onnxruntime", "duckdb")
    return f"{len(found)} present ({', '.join(f'{name} {found[name]}' for name in told if name in found)})"


def _check_ontology() -> str:
    from dateline.ontology import load_plover

    types = getattr(load_plover(), "types", None)
    return f"{len(types)} event types" if types is not None else "loaded"


def _check_lexicon() -> str:
    from dateline.lexicon import load_actors, load_cues, load_gazetteer

    start = time.monotonic()
    load_cues(), load_actors(), load_gazetteer()
    return f"cues, actors and gazetteer loaded in {time.monotonic() - start:.2f} s"


def _check_models() -> str:
    from dateline.models import load_parser, load_reader

    load_parser()
    reader = load_reader()
    return (
        "parser and reader"
        if reader is not None
        else "parser; the reader's weights are absent, rules work alone"
    )


def _check_store(path: Path | None) -> str:
    from dateline.store import open_store

    if path is not None:
        with open_store(path) as store:
            return f"{path}: {store.counts()['reports']:,} reports, writable"
    with TemporaryDirectory() as folder, open_store(Path(folder) / "check.duckdb") as store:
        store.counts()
    return "a new store can be made and written"


def _check_coding() -> str:
    from datetime import date

    from dateline.run import code_report

    start = time.monotonic()
    code_report("Rain fell.")
    built = time.monotonic() - start
    start = time.monotonic()
    document = code_report(_SENTENCE, published=date(2024, 1, 17))
    spent = (time.monotonic() - start) * 1000
    if not document.events:
        raise RuntimeError("no event found in the test sentence")
    found = f"{len(document.events)} events, {len(document.claims)} claims"
    return f"{found}; ready in {built:.1f} s, coded in {spent:.0f} ms"
