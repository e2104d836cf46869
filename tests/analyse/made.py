"""Small stores of invented reports: one sentence an act, one report a day and publisher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.build import Build

from dateline.analyse.acts import Act, Cite, Side
from dateline.analyse.ladder import load_ladder
from dateline.ontology import load_plover
from dateline.ontology.types import QUAD_CLASSES
from dateline.records import Document
from dateline.store import open_store

START = date(2024, 1, 1)
VERBS = {
    "ASSAULT": "shelled", "ACCUSE": "condemned", "THREATEN": "threatened", "SANCTION": "expelled envoys of",
    "MOBILIZE": "moved tanks towards", "CONSULT": "held talks with", "AID": "sent grain to", "RETREAT": "withdrew from",
    "REJECT": "refused to hear", "COOPERATE": "traded with", "SUPPORT": "praised", "AGREE": "promised to meet",
}  # fmt: skip
NAMES = {"IRN": "Iran", "PAK": "Pakistan", "CHN": "China", "TUR": "Turkey", "OMN": "Oman"}


def told(
    acts: Sequence[tuple[int, str, str, str]], publisher: str = "Lowland Wire", modes: dict[str, str] | None = None
) -> list[Document]:
    """A report for each day (counted from 1 January 2024) with a sentence for each (day, actor, type, recipient)."""
    by_day: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for day, actor, event_type, recipient in acts:
        by_day[day].append((actor, event_type, recipient))
    return [_report(START + timedelta(days=day), rows, publisher, modes or {}) for day, rows in sorted(by_day.items())]


def _report(day: date, rows: Sequence[tuple[str, str, str]], publisher: str, modes: dict[str, str]) -> Document:
    sentences = [f"{NAMES[actor]} {VERBS[kind]} {NAMES[hit]} on {day:%d %B} " for actor, kind, hit in rows]
    text = ". ".join(f"{sentence}(item {number})" for number, sentence in enumerate(sentences)) + "."
    b = Build(
        f"{text} {publisher}", title=f"{publisher} of {day}", publisher=publisher, source=f"{publisher}-{day}.txt",
        published=datetime(day.year, day.month, day.day, tzinfo=UTC), published_basis="given", language="en",
    )  # fmt: skip
    seen: dict[str, int] = defaultdict(int)
    for actor, kind, hit in rows:
        ids = []
        for code in (actor, hit):
            ids.append(b.mention(NAMES[code], "COUNTRY", nth=seen[NAMES[code]]))
            seen[NAMES[code]] += 1
            b.actor(ids[-1], code, "GOV")
        words = f"on {day:%d %B}"
        when = b.time(words, day, nth=seen[words])
        seen[words] += 1
        extra = (modes[kind],) if kind in modes else ()
        b.event(VERBS[kind], kind, *extra, nth=seen[VERBS[kind]], actors=(ids[0],), recipients=(ids[1],), time=when)
        seen[VERBS[kind]] += 1
    return b.document()


def store_of(path: Path, *documents: Sequence[Document]) -> Path:
    """A store with these documents."""
    with open_store(path) as opened:
        opened.save([one for some in documents for one in some], "v1")
    return path


def act(day: int, side: Side, event_type: str, *modes: str, publisher: str = "p") -> Act:
    """An act on the day, counted from 1 January 2024."""
    plover, when = load_plover(), START + timedelta(days=day)
    name = f"r-{publisher}{day}:e{event_type}{side}"
    cite = Cite(
        report_id=f"r-{publisher}{day}", sentence=0, event_id=name, text="…", publisher=publisher, published=when
    )
    return Act(
        act_id=name, side=side, day=when, day_method="stated", event_type=event_type, modes=modes,
        quad=QUAD_CLASSES.index(plover.types[event_type].quad_class) + 1, score=plover.score(event_type, modes),
        step=load_ladder().step_of(event_type, modes), basis="named", actor="a", target="b", words=event_type.lower(),
        cites=(cite,),
    )  # fmt: skip


CRISIS = [
    (0, "IRN", "ACCUSE", "PAK"), (2, "PAK", "THREATEN", "IRN"), (10, "IRN", "ASSAULT", "PAK"),
    (11, "PAK", "SANCTION", "IRN"),
    (12, "PAK", "ASSAULT", "IRN"), (12, "IRN", "ACCUSE", "PAK"), (20, "CHN", "CONSULT", "IRN"),
    (20, "CHN", "CONSULT", "PAK"),
    (22, "IRN", "CONSULT", "PAK"), (25, "PAK", "AID", "IRN"), (26, "TUR", "ASSAULT", "PAK"), (27, "TUR", "AID", "IRN"),
]  # fmt: skip
