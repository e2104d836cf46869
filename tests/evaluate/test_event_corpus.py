import json

import pytest

from dateline.errors import ReadError, SettingsError
from dateline.evaluate import evaluate_set
from dateline.evaluate.event_corpus import EventCorpusScorer, report_of
from dateline.records import Document, Event, Link, Mention, Resolution, Span

TEXT = "Rebels shelled Mora on Monday. The army hit back and talks ended."


def item(words: str, **more: object) -> dict:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words, **more}


def gold(name: str, words: str, kind: str, **more: object) -> dict:
    base = {"id": name, "sentence": 0, "trigger": item(words), "event_type": kind, "modes": [], "status": "current",
            "negated": False, "actors": [], "recipients": [], "place": None, "time": None, "reported_by": None,
            "caused_by": [], "same_as": None}  # fmt: skip
    return base | more


ROW = {"doc_id": "d", "title": None, "date": "2024-01-02", "text": TEXT, "events": [
    gold("e1", "shelled", "ASSAULT", modes=["heavy-weapons"], contexts=["military", "territory"],
         actors=[item("Rebels", country="CMR", sector="REB")], place=item("Mora")),
    gold("e2", "hit back", "ASSAULT", actors=[item("army", country="CMR", sector="MIL")], caused_by=["e1"]),
    gold("e3", "talks", "CONSULT", status="historical"),
]}  # fmt: skip


def found(name: str, words: str, kind: str, **more: object) -> Event:
    span = Span(TEXT.index(words), TEXT.index(words) + len(words))
    return Event(event_id=name, report_id="r", sentence=0, trigger=span, event_type=kind, **more)


def mention(words: str) -> Mention:
    start = TEXT.index(words)
    return Mention(mention_id=words, span=Span(start, start + len(words)), label="GROUP", sentence=0)


def metrics() -> dict[str, float]:
    document = Document(
        report=report_of(ROW),
        mentions=(mention("Rebels"), mention("The army")),
        resolutions=(
            Resolution(mention_id="Rebels", kind="actor", country="CMR", sectors=("REB",)),
            Resolution(mention_id="The army", kind="actor", country=None, sectors=("MIL",)),
        ),
        events=(
            found("f1", "shelled Mora", "ASSAULT", modes=("heavy-weapons", "drone"), contexts=("military",),
                  actors=("Rebels",)),
            found("f2", "hit", "ACCUSE", actors=("The army",)),
            found("f3", "ended", "REJECT"),
        ),
        links=(
            Link(left="f2", right="f1", relation="caused_by", score=0.9, method="cue"),
            Link(left="f3", right="f1", relation="caused_by", score=0.1, method="cue", judgement="unsure"),
        ),
    )
    scorer = EventCorpusScorer()
    scorer.add(ROW, document)
    assert sorted(miss["kind"] for miss in scorer.misses) == ["missed", "spurious", "type"]
    return scorer.metrics()


def test_scores_by_hand() -> None:
    scores = metrics()
    assert scores["trigger_f1"] == pytest.approx(2 / 3)  # 2 of 3 gold, 2 of 3 found
    assert scores["typed_trigger_f1"] == pytest.approx(1 / 3)
    assert scores["exact_trigger_f1"] == 0.0
    assert scores["mode_f1"] == pytest.approx(2 / 3)  # one right, one too many
    assert scores["context_f1"] == pytest.approx(2 / 3)  # one missed; events without a gold context do not count
    assert scores["status_accuracy"] == 1.0
    assert scores["actor_f1"] == 1.0
    assert scores["actor_exact_f1"] == 1.0  # a leading article apart
    assert scores["place_f1"] == 0.0
    assert scores["actor_country_accuracy"] == 0.5
    assert scores["actor_sector_accuracy"] == 1.0
    assert scores["cause_f1"] == 1.0  # the unsure link does not count
    assert scores["typed_f1_ASSAULT"] == pytest.approx(2 / 3)


def test_files_that_are_not_of_the_set_are_named(tmp_path) -> None:
    with pytest.raises(SettingsError, match="no set 'nothing'"):
        evaluate_set("nothing", tmp_path)
    path = tmp_path / "rows.jsonl"
    path.write_text("{\n")
    with pytest.raises(ReadError, match="line 1"):
        evaluate_set("event_corpus", path)
    path.write_text(json.dumps({"text": "x"}) + "\n")
    with pytest.raises(ReadError, match="not in the format of event_corpus"):
        evaluate_set("event_corpus", path)
