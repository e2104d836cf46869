"""The whole path on one screen, and the only place where a report's error is caught."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime

from dateline import __version__
from dateline.annotate.coreference import resolve_coreference
from dateline.annotate.mentions import FindMentions
from dateline.annotate.sentences import FindSentences
from dateline.annotate.tags import FindTags
from dateline.annotate.times import FindTimes
from dateline.errors import SettingsError
from dateline.extract.claims import FindClaims
from dateline.extract.events import FindEvents
from dateline.extract.links import FindLinks
from dateline.lexicon import load_actors, load_causes, load_cues, load_gazetteer, load_same_event
from dateline.lexicon.triggers import load_event_lexicon
from dateline.models import load_confidence, load_own_types, load_parser, load_reader
from dateline.ontology import load_plover
from dateline.read.languages import is_other_language
from dateline.records import Document, Quarantined, Report, StageRun
from dateline.resolve.actors import ResolveActors
from dateline.resolve.dates import resolve_dates
from dateline.resolve.places import ResolvePlaces
from dateline.resolve.slot_places import resolve_slot_places
from dateline.settings import Settings

LAYERS = frozenset(field.name for field in fields(Document)) - {"report", "done"}


@dataclass(frozen=True, slots=True)
class Stage:
    """A named callable `Document → Document` with the layers that it needs and adds.

    A callable that also has `many(documents) -> list[Document]` is given whole batches.
    """

    name: str
    run: Callable[[Document], Document]
    needs: tuple[str, ...]
    adds: tuple[str, ...]

    def many(self, documents: Sequence[Document]) -> list[Document]:
        """The documents with this stage's layers added, in the same order."""
        batched = getattr(self.run, "many", None)
        found = batched(documents) if batched is not None else [self.run(document) for document in documents]
        mark = StageRun(stage=self.name)
        return [replace(document, done=(*document.done, mark)) for document in found]


class Pipeline:
    """A checked chain of stages."""

    def __init__(self, *stages: Stage) -> None:
        self.stages = stages
        have: set[str] = set()
        for stage in stages:
            unknown = [layer for layer in (*stage.needs, *stage.adds) if layer not in LAYERS]
            missing = [layer for layer in stage.needs if layer not in have]
            if unknown or missing:
                raise SettingsError(f"stage {stage.name!r}: unknown layers {unknown}, needs {missing} first")
            have.update(stage.adds)

    def code(self, report: Report) -> Document | Quarantined:
        """The report's document, or the record of why it could not be coded."""
        return self.code_batch([report])[0]

    def code_batch(self, reports: Sequence[Report]) -> list[Document | Quarantined]:
        """One result for each report, in order; a failing report does not touch its neighbours."""
        results: list[Document | Quarantined] = [Document(report=report) for report in reports]
        foreign = {i for i, report in enumerate(reports) if is_other_language(report.text)}  # kept, without layers
        for stage in self.stages:
            alive = [
                (i, result) for i, result in enumerate(results) if isinstance(result, Document) and i not in foreign
            ]
            try:
                coded: Sequence[Document | Quarantined] = stage.many([document for _, document in alive])
            except Exception:  # noqa: BLE001 - a report of this batch broke the stage: find which, one by one
                coded = [_code_alone(stage, document) for _, document in alive]
            for (i, _), result in zip(alive, coded, strict=True):
                results[i] = result
        return results


def _code_alone(stage: Stage, document: Document) -> Document | Quarantined:
    try:
        return stage.many([document])[0]
    except Exception as error:  # noqa: BLE001 - whatever broke, the report is set aside with the cause
        return Quarantined(
            report=document.report, stage=stage.name, error=type(error).__name__, message=str(error),
            traceback=traceback.format_exc(limit=-8), version=__version__, at=datetime.now(UTC),
        )  # fmt: skip


def build_pipeline(settings: Settings | None = None) -> Pipeline:
    """The whole path, with its models and lexicons loaded."""
    settings = settings or Settings()
    reader = load_reader(settings.reader, threads=settings.threads)
    plover, cues = load_plover(), load_cues()
    if settings.event_types is not None:
        if reader is None:
            raise SettingsError(f"{settings.event_types}: event types of one's own need a reader")
        reader = replace(reader, own=load_own_types(settings.event_types, reader, tuple(plover.types)))
    actors, gazetteer = load_actors(settings.actors), load_gazetteer(settings.gazetteer)
    causes, same_event = load_causes(), load_same_event()
    least = (settings.min_confidence, settings.min_slot_confidence)
    find_events = FindEvents(plover, load_event_lexicon(), load_confidence(), least)
    layers = ("sentences", "tags", "mentions", "times", "resolutions")
    said = ("claims", "events", "mentions")
    return Pipeline(
        Stage("sentences", FindSentences(load_parser()), needs=(), adds=("sentences",)),
        Stage("tags", FindTags(reader), needs=("sentences",), adds=("tags",)),
        Stage("mentions", FindMentions(actors, gazetteer), needs=("sentences", "tags"), adds=("mentions",)),
        Stage("times", FindTimes(), needs=("sentences",), adds=("times",)),
        Stage("dates", resolve_dates, needs=("times",), adds=("times",)),
        Stage("coreference", resolve_coreference, needs=("mentions",), adds=("mentions",)),
        Stage("places", ResolvePlaces(gazetteer), needs=("mentions",), adds=("resolutions", "mentions")),
        Stage("events", find_events, needs=layers, adds=("events", "mentions")),
        Stage("claims", FindClaims(cues), needs=("mentions", "tags", "events"), adds=said),
        Stage("slot places", resolve_slot_places, needs=("events", "resolutions"), adds=("resolutions",)),
        Stage("actors", ResolveActors(actors), needs=("mentions", "events"), adds=("resolutions",)),
        Stage("links", FindLinks(causes, same_event), needs=("events", "claims"), adds=("links",)),
    )
