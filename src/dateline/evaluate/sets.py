"""The sets that can be scored, and one way to score a file of any of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.errors import ReadError, SettingsError
from dateline.evaluate.acled_types import score_acled_types
from dateline.evaluate.attribution import score_attribution
from dateline.evaluate.causality import score_causality
from dateline.evaluate.coder_peer_tests import score_coder_peer_tests
from dateline.evaluate.event_coref import score_event_coref
from dateline.evaluate.event_corpus import score_event_corpus
from dateline.evaluate.event_links import score_event_links
from dateline.evaluate.geoparsing import score_geoparsing
from dateline.evaluate.muc4 import score_muc4
from dateline.evaluate.news_html import score_news_html
from dateline.evaluate.plover_relations import score_plover_relations
from dateline.evaluate.police_events import score_police_events
from dateline.evaluate.rams import score_rams
from dateline.evaluate.rows import read_rows
from dateline.evaluate.temporal import score_temporal
from dateline.evaluate.tkg import score_tkg
from dateline.evaluate.wikievents import score_wikievents
from dateline.lexicon import load_causes, load_gazetteer
from dateline.models import load_reader
from dateline.pipeline import build_pipeline
from dateline.records import Document, Report
from dateline.settings import load_settings

Rows = Iterable[Mapping[str, Any]]
Code = Callable[[Report], Document]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of one file; `errors` are the worst misses, a line each."""

    documents: int
    seconds: float
    metrics: dict[str, float]
    errors: tuple[str, ...] = ()


def _score_relations(rows: Rows, code: Code) -> Any:
    reader = load_reader(load_settings().reader)
    return score_plover_relations(rows, code, reader.relate if reader is not None else None)


# Every scorer gives an object with `metrics()` and, where it lists them, `misses`; or the metrics themselves.
SETS: dict[str, Callable[[Rows, Code], Any]] = {
    "acled_types": score_acled_types,
    "attribution": score_attribution,
    "causality": lambda rows, code: score_causality(rows, code, load_causes()),
    "coder_peer_tests": score_coder_peer_tests,
    "event_coref": score_event_coref,
    "event_corpus": score_event_corpus,
    "event_links": score_event_links,
    "geoparsing": lambda rows, code: score_geoparsing(rows, code, load_gazetteer()),
    "muc4": score_muc4,
    "news_html": lambda rows, code: score_news_html(rows),
    "plover_relations": _score_relations,
    "police_events": score_police_events,
    "rams": score_rams,
    "temporal": score_temporal,
    "wikievents": score_wikievents,
}

# Sets without reports: a test file or folder and the folder of the past are all that a forecast needs.
FORECASTS: dict[str, Callable[[Path, Path | None], Any]] = {"tkg": score_tkg}


def evaluate_set(name: str, path: Path, errors: int = 0, history: Path | None = None) -> Evaluation:
    """The scores of the whole pipeline on a file of the set `name`, JSON lines, plain or gzip.

    `history` is the folder that a set of forecasts learns from. Raises SettingsError for an unknown set,
    ReadError for a file that cannot be read.
    """
    if name in FORECASTS:
        return _evaluate_forecasts(name, path, history)
    if name not in SETS:
        raise SettingsError(f"no set {name!r}; there are {', '.join([*SETS, *FORECASTS])}")
    pipeline = build_pipeline(load_settings())
    coded = 0

    def code(report: Report) -> Document:
        nonlocal coded
        coded += 1
        result = pipeline.code(report)
        return result if isinstance(result, Document) else Document(report=report)  # what fails finds nothing

    began = time.perf_counter()
    rows = list(read_rows(path))
    try:
        result = SETS[name](rows, code)
    except (KeyError, TypeError) as error:
        raise ReadError(f"{path}: not in the format of {name}: {error!r}") from error
    metrics = result if isinstance(result, dict) else result.metrics()
    misses = getattr(result, "misses", [])[:errors]
    lines = tuple(" | ".join(f"{key}: {value}" for key, value in miss.items()) for miss in misses)
    return Evaluation(max(coded, len(rows)), time.perf_counter() - began, metrics, lines)


def _evaluate_forecasts(name: str, path: Path, history: Path | None) -> Evaluation:
    began = time.perf_counter()
    try:
        result = FORECASTS[name](path, history)
    except (KeyError, TypeError, ValueError) as error:
        raise ReadError(f"{path}: not in the format of {name}: {error!r}") from error
    return Evaluation(result.questions, time.perf_counter() - began, result.metrics())
