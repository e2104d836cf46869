from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st
from tests.build import Build

from dateline.link.days import DAYS_BEFORE, SHARED_DAYS, Days, event_days, same_events, shared_days
from dateline.records import Document, TimeRef

TEXT = (
    "Rebels raided Kelva on Thursday. The raid killed two. The army shelled Ostrin in 2021. "
    "Talks will be held on Monday. The talks may fail. A raid shook Kelva years ago."
)
THURSDAY, MONDAY = date(2021, 3, 11), date(2021, 3, 15)


def days_of(document: Document) -> dict[str, tuple[date | None, date | None, str | None]]:
    found = event_days(document, same_events(document))
    return {
        event.trigger.of(document.report.text): (
            found[event.event_id].earliest, found[event.event_id].latest, found[event.event_id].basis,
        )
        for event in document.events
    }  # fmt: skip


def made(published: datetime | None = datetime(2021, 3, 12, tzinfo=UTC), **fields: object) -> Document:
    b = Build(TEXT, published=published)
    raid = b.event("raided", "ASSAULT", time=b.time("on Thursday", THURSDAY))
    again = b.event("raid killed", "ASSAULT", **fields)
    b.link(again, "same_as", raid)
    shelled = b.event("shelled", "ASSAULT", time=b.time("in 2021", date(2021, 1, 1), date(2021, 12, 31)))
    talks = b.event("Talks", "CONSULT", time=b.time("on Monday", MONDAY), status="future")
    b.link(b.event("talks", "CONSULT", status="hypothetical"), "same_as", talks)
    b.link(b.event("shook", "ASSAULT", status="historical"), "same_as", shelled)
    return b.document()


def test_days_are_stated_or_shared_by_what_tells_of_the_same() -> None:
    assert days_of(made()) == {
        "raided": (THURSDAY, THURSDAY, "stated"), "raid killed": (THURSDAY, THURSDAY, "shared"),
        "shelled": (date(2021, 1, 1), date(2021, 12, 31), "stated"), "Talks": (MONDAY, MONDAY, "stated"),
        "talks": (MONDAY, MONDAY, "shared"),
        "shook": (None, None, None),  # a year dates no other, and the past is not dated by publication
    }  # fmt: skip


def test_only_news_is_dated_by_publication() -> None:
    alone = replace(made(), links=())
    found = days_of(alone)
    assert found["raid killed"] == (date(2021, 3, 12 - DAYS_BEFORE), date(2021, 3, 12), "publication")
    assert found["talks"] == found["shook"] == (None, None, None)
    assert days_of(replace(made(published=None), links=()))["raid killed"] == (None, None, None)


def test_what_is_possible_has_not_the_day_of_what_happened() -> None:
    assert days_of(made(status="hypothetical"))["raid killed"] == (None, None, None)


def test_a_time_that_names_unknown_days_is_not_made_news() -> None:
    document = made()
    ago = TimeRef(time_id="t", span=None, timex_type="DATE", value="PAST_REF", sentence=0)
    event = next(one for one in document.events if one.trigger.of(TEXT) == "raid killed")
    vague = replace(
        document, links=(), times=(*document.times, ago),
        events=tuple(replace(one, time="t") if one is event else one for one in document.events),
    )  # fmt: skip
    assert days_of(vague)["raid killed"] == (None, None, None)
    night = replace(vague, times=(*document.times, replace(ago, timex_type="TIME", value="TNI")))
    assert days_of(night)["raid killed"][2] == "publication"


@given(st.lists(st.tuples(st.dates(date(2000, 1, 1), date(2000, 12, 31)), st.integers(0, 90)), max_size=6))
def test_what_is_shared_is_the_most_exact_of_what_is_told(told: list[tuple[date, int]]) -> None:
    stated = [
        Days(first, date.fromordinal(first.toordinal() + width), "stated", str(number))
        for number, (first, width) in enumerate(told)
    ]
    found = shared_days(stated)
    assert found == shared_days(stated[::-1])
    if not told or min(width for _, width in told) > SHARED_DAYS:
        assert found is None
        return
    assert found is not None
    assert found.earliest is not None
    assert found.latest is not None
    assert (found.latest - found.earliest).days == min(width for _, width in told)
    assert Days(found.earliest, found.latest, "stated", found.source) in stated
