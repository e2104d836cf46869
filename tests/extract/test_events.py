"""Events from lexicon and parse alone, without a model, over sentences parsed as they run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.annotate.sentences import FindSentences
from dateline.extract.events import FindEvents
from dateline.lexicon.triggers import load_event_lexicon
from dateline.models import load_parser
from dateline.ontology import Marked, load_plover, parse_markup
from dateline.records import Document, Event, Report, Span, Tag, make_id

PLOVER = load_plover()
EXAMPLES = [(name, text) for name, kind in PLOVER.types.items() for text in kind.examples]
COUNTER_EXAMPLES = [(name, text) for name, kind in PLOVER.types.items() for text in kind.counter_examples]


@pytest.fixture(scope="module")
def parse():
    return FindSentences(load_parser())


@pytest.fixture(scope="module")
def find():
    return FindEvents(PLOVER, load_event_lexicon())


def document(parse, text: str) -> Document:
    return parse(Document(report=Report(report_id=make_id("r", text), source="-", text=text)))


def words(coded: Document, ids: tuple[str, ...]) -> list[str]:
    spans = {mention.mention_id: mention.span for mention in coded.mentions}
    return [spans[one].of(coded.report.text) for one in ids]


def code(parse, find, text: str) -> tuple[Document, list[Event]]:
    coded = find(document(parse, text))
    return coded, list(coded.events)


def fits(coded: Document, marked: Marked, name: str) -> bool:
    """Whether each marked trigger of the type is found, with every marked actor and recipient overlapped."""
    spans = {mention.mention_id: mention.span for mention in coded.mentions}
    own = [mark for mark in marked.marks if mark.label == name]
    found = [
        event
        for event in coded.events
        if event.event_type == name and any(event.trigger.overlaps(m.span) for m in own)
    ]
    if not found or any(mode not in found[0].modes for mark in own for mode in mark.modes):
        return False
    for role, ids in (("actor", found[0].actors), ("recipient", found[0].recipients)):
        for mark in marked.marks:
            if mark.label == role and not any(spans[one].overlaps(mark.span) for one in ids):
                return False
    return True


def test_most_examples_are_coded_as_marked(parse, find):
    missed = [
        text
        for name, text in EXAMPLES
        if not fits(find(document(parse, parse_markup(text).text)), parse_markup(text), name)
    ]
    assert len(missed) <= len(EXAMPLES) * 0.12, missed


def test_counter_examples_do_not_yield_their_type(parse, find):
    wrong = [
        text
        for name, text in COUNTER_EXAMPLES
        if any(event.event_type == name for event in find(document(parse, parse_markup(text).text)).events)
    ]
    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize(
    ("text", "event_type", "actors", "recipients"),
    [
        ("Malian troops attacked the rebels near Gao.", "ASSAULT", ["Malian troops"], ["the rebels"]),
        ("The rebels were attacked by Malian troops near Gao.", "ASSAULT", ["Malian troops"], ["The rebels"]),
        ("The convoy was ambushed near Gao.", "ASSAULT", [], ["The convoy"]),
        ("Police arrested and beat two students.", "COERCE", ["Police"], ["two students"]),
        (
            "The general who threatened to attack the port arrested the mayor.",
            "COERCE",
            ["The general"],
            ["the mayor"],
        ),
        ("Mali and Niger held talks in Lome.", "CONSULT", ["Mali", "Niger"], []),
        ("Chad withdrew its troops from the valley.", "RETREAT", ["Chad"], []),
        ("Denmark imposed sanctions on Belarus.", "SANCTION", ["Denmark"], ["Belarus"]),
        ("Lima had warned that it would attack if nothing was done.", "THREATEN", ["Lima"], []),
    ],
)
def test_slots(parse, find, text, event_type, actors, recipients):
    coded, events = code(parse, find, text)
    event = next(event for event in events if event.event_type == event_type)
    assert words(coded, event.actors) == actors
    assert words(coded, event.recipients) == recipients


def test_empty_slot_gives_the_reason(parse, find):
    _, (event, *_) = code(parse, find, "The convoy was ambushed near Gao.")
    binding = next(binding for binding in event.bindings if binding.slot == "actor")
    assert (binding.target, binding.method) == (None, "passive without agent")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Chad bombed the camp.", "current"),
        ("Chad might bomb the camp.", "hypothetical"),
        ("Chad will bomb the camp.", "future"),
        ("Chad announced that it would deploy troops.", "future"),
        ("If Chad attacks the camp, the talks end.", "hypothetical"),
    ],
)
def test_status(parse, find, text, status):
    _, events = code(parse, find, text)
    assert next(e for e in events if e.event_type in ("ASSAULT", "MOBILIZE")).status == status


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Chad did not attack the camp.", True),
        ("Chad never attacked the camp.", True),
        ("Chad attacked the camp.", False),
        ("Chad failed to attack the camp.", True),
        ("Troops left the town without attacking the camp.", True),
        ("Chad is unlikely to attack the camp.", True),
        ("The patrols were meant to prevent attacks on the camp.", False),
    ],
)
def test_negation_has_its_cue(parse, find, text, negated):
    _, (event, *_) = code(parse, find, text)
    assert event.negated is negated
    assert (event.negation_cue is not None) is negated


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Gunmen attacked the village, killing six people and wounding 21.", (6, False), (21, False)),
        ("At least 20 people were killed in the attack.", (20, True), None),
        ("The bombing killed dozens.", (24, True), None),
    ],
)
def test_counts(parse, find, text, killed, injured):
    _, events = code(parse, find, text)
    first = next((e.killed for e in events if e.killed), None)
    hurt = next((e.injured for e in events if e.injured), None)
    assert first is not None
    assert (first.best, first.approx) == killed
    assert (None if hurt is None else (hurt.best, hurt.approx)) == injured


@pytest.mark.parametrize(
    "text",
    [
        "The candidates traded barbs in a war of words.",
        "The ambassador recalled memories of his youth.",
        "Doctors are fighting cancer.",
        "The team launched an attack in the second half of the match.",
    ],
)
def test_figurative_uses_are_no_assault(parse, find, text):
    _, events = code(parse, find, text)
    assert not [
        event for event in events if event.event_type in ("ASSAULT", "SANCTION") and event.confidence > 0.85
    ]


def test_a_model_tag_decides_the_type(parse, find):
    text = "The storming of the depot surprised Lagos."
    start = text.index("storming")
    tag = Tag(layer="trigger", label="ASSAULT", span=Span(start, start + 8), score=0.8)
    plain = document(parse, text)
    coded = find(Document(report=plain.report, sentences=plain.sentences, tags=(tag,)))
    assert [(event.event_type, event.method) for event in coded.events] == [("ASSAULT", "model")]


def test_who_bears_a_weapon_is_none(parse, find):
    coded, (event, *_) = code(parse, find, "Gunmen attacked a market in Gao.")
    assert (event.weapon, event.modes) == (None, ("firearms",))
    coded, (event, *_) = code(parse, find, "Rebels attacked a market in Gao with rifles.")
    assert event.weapon is not None
    assert event.weapon.of(coded.report.text) == "rifles"


def test_a_tag_loses_marks_and_articles_at_its_edges(parse, find):
    text = "Lagos mourned the 'storming' of the depot."
    start = text.index("the")
    tag = Tag(layer="trigger", label="ASSAULT", span=Span(start, text.index(" of")), score=0.8)
    plain = document(parse, text)
    coded = find(Document(report=plain.report, sentences=plain.sentences, tags=(tag,)))
    assert [event.trigger.of(text) for event in coded.events] == ["storming"]


@pytest.mark.parametrize("text", ["", "\x00\x00", "😀 💥 قصف", "attack " * 3000, "(((((" * 200])
def test_hostile_text_is_survived_and_repeatable(parse, find, text):
    plain = document(parse, text)
    assert find(plain) == find(plain)


GOLDEN = Path(__file__).parents[1] / "golden" / "events"


def as_row(coded: Document, event: Event) -> dict[str, object]:
    text = coded.report.text
    return {
        "trigger": event.trigger.of(text),
        "event_type": event.event_type,
        "modes": list(event.modes),
        "actors": words(coded, event.actors),
        "recipients": words(coded, event.recipients),
        "place": words(coded, (event.place,))[0] if event.place else None,
        "status": event.status,
        "killed": event.killed.best if event.killed else None,
        "injured": event.injured.best if event.injured else None,
        "bindings": sorted(f"{one.slot}: {one.method}" for one in event.bindings),
    }


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.txt")), ids=lambda path: path.stem)
def test_golden(parse, find, path, request):
    coded, events = code(parse, find, path.read_text("utf-8"))
    rows = [as_row(coded, event) for event in events]
    wanted = path.with_suffix(".json")
    if request.config.getoption("--update-golden", default=False) or not wanted.exists():
        wanted.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert rows == json.loads(wanted.read_text("utf-8"))
