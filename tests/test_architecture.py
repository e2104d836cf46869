"""The house stands: rooms import only from floors below, without rings, and every name is documented."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

import dateline

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "dateline"

# From the ground up. Rooms of the floor of stages do not know each other.
FLOORS = (
    ("records", "errors", "log", "settings"),
    ("ontology", "lexicon", "models"),
    ("read", "annotate", "extract", "resolve", "link"),
    ("pipeline",),
    ("store",),
    ("analyse", "export", "evaluate"),
    ("run", "web", "cli", "training"),
    ("__main__",),
)
APART = FLOORS[2]
LEVEL = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}


def modules() -> dict[str, Path]:
    """Every module by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@lru_cache(maxsize=1)
def imports() -> dict[str, set[tuple[str, bool]]]:
    """For each module, the modules of ours that it imports, and whether that happens when it is loaded."""
    known = modules()
    found: dict[str, set[tuple[str, bool]]] = {}
    for name, path in known.items():
        tree = ast.parse(path.read_text("utf-8"))
        late = {child for node in ast.walk(tree) if _is_late(node) for child in ast.walk(node)}
        found[name] = set()
        for node in ast.walk(tree):
            for target in _targets(node, known):
                if target != name:
                    found[name].add((target, node not in late))
    return found


def _is_late(node: ast.AST) -> bool:
    if isinstance(node, ast.If):
        return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def _targets(node: ast.AST, known: dict[str, Path]) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names if alias.name in known]
    if isinstance(node, ast.ImportFrom) and node.module in known:
        inside = [f"{node.module}.{alias.name}" for alias in node.names]
        return [one if one in known else node.module for one in inside]
    return []


def room(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else None


def test_every_room_has_a_floor() -> None:
    rooms = {room(name) for name in modules()} - {None}
    assert rooms <= set(LEVEL), "give the new room a floor"


@pytest.mark.parametrize("module", sorted(modules()))
def test_imports_point_down(module: str) -> None:
    here = room(module)
    if here is None:
        return  # the public surface may name everything
    for target, _ in imports()[module]:
        there = room(target)
        if there in (None, here):
            continue
        assert LEVEL[there] <= LEVEL[here], f"{module} imports {target}, which lies on a higher floor"
        assert not (here in APART and there in APART), (
            f"{module} imports {target}: stages do not know each other"
        )
        assert there != "training" or module == "dateline.cli.train", f"{module} imports {target}: nobody does"


def test_no_rings() -> None:
    graph = {name: {target for target, loading in found if loading} for name, found in imports().items()}
    graph["dateline"] = set()  # its names load on first use
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " → ".join((*path[path.index(name) :], name))
        if name not in done:
            for target in graph[name]:
                visit(target, (*path, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_public_surface() -> None:
    assert len(dateline.__all__) == len(set(dateline.__all__))
    for name in dateline.__all__:
        assert getattr(dateline, name) is not None
    assert set(dateline._HOME_OF) | {"__version__"} == set(dateline.__all__)
    assert dir(dateline) == sorted(dateline.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        _ = dateline.nothing


def test_importing_loads_nothing_heavy() -> None:
    code = (
        "import sys, dateline, dateline.cli.app; "
        "print([name for name in ('spacy', 'duckdb', 'onnxruntime', 'numpy', 'yaml') if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


@pytest.mark.parametrize("module", sorted(modules()))
def test_public_names_are_documented(module: str) -> None:
    tree = ast.parse(modules()[module].read_text("utf-8"))
    assert ast.get_docstring(tree), "the module says what it is"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} says what comes back"


def test_no_relative_imports_and_no_prints_below_the_doors() -> None:
    for name, path in modules().items():
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            assert not (isinstance(node, ast.ImportFrom) and node.level), f"{name}: relative import"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                assert room(name) in ("cli", "training"), f"{name} prints"


def test_broad_excepts_say_why() -> None:
    for name, path in modules().items():
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if (
                re.match(r"\s*except( Exception| BaseException)?:", line)
                and "raise" not in path.read_text("utf-8").splitlines()[number]
            ):
                assert "noqa: BLE001 -" in line or room(name) == "store", f"{name}:{number}"


def test_pins_name_no_hosts() -> None:
    for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines():
        assert line.startswith("#") or re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.+!-]+", line), line
