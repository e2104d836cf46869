"""What is not sure enough for the user's settings is left out, or left empty with the reason."""

from __future__ import annotations

from dateline.pipeline import build_pipeline
from dateline.read.build import build_report
from dateline.read.draft import Draft, Options
from dateline.records import Document, Event, Report
from dateline.settings import Settings

TEXT = "Rebels shelled the town of Kara on Monday, and officials may have urged calm before the talks."


def events(**settings: float) -> tuple[Event, ...]:
    report = build_report(Draft(source="text", text=TEXT), Options())
    assert isinstance(report, Report)
    document = build_pipeline(Settings(**settings)).code(report)  # type: ignore[arg-type]
    assert isinstance(document, Document)
    return document.events


def test_events_below_the_bar_are_left_out() -> None:
    everything = events()
    bar = max(event.confidence for event in everything)
    sure = events(min_confidence=bar)
    assert {event.event_id for event in sure} == {one.event_id for one in everything if one.confidence >= bar}
    assert len(sure) < len(everything)


def test_slots_below_the_bar_stay_empty_and_say_why() -> None:
    assert any(event.actors for event in events())
    for event in events(min_slot_confidence=0.995):
        assert (event.actors, event.recipients, event.place, event.time) == ((), (), None, None)
    told = {(one.event_id, bound.slot) for one in events() for bound in one.bindings if bound.target}
    unsure = {
        (one.event_id, bound.slot)
        for one in events(min_slot_confidence=0.995)
        for bound in one.bindings
        if bound.method.startswith("unsure: ")
    }
    assert unsure == {pair for pair in told if pair[1] in ("actor", "recipient", "place", "time")} != set()
