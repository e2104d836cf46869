"""Reports made by hand that tell of the same few happenings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.build import Build

from dateline.records import Document, Resolution


def told(
    text: str,
    trigger: str,
    day: int,
    publisher: str,
    *,
    actor: str | None = None,
    recipient: str | None = None,
    town: str | None = None,
    when: str | None = None,
    killed: tuple[str, int] | None = None,
    said_by: str | None = None,
    stance: str = "asserts",
    kind: str = "office",
    event_type: str = "ASSAULT",
    mode: str = "heavy-weapons",
    **fields: object,
) -> Document:
    """A report of one event, published on a day of March 2021; `when` is a phrase for the day before."""
    published = datetime(2021, 3, day, tzinfo=UTC)
    b = Build(text, publisher=publisher, published=published, title=fields.pop("title", None), language="en")
    slots: dict[str, object] = dict(fields)
    for slot, words in (("actors", actor), ("recipients", recipient)):
        if words:
            name = b.mention(words)
            party(b, name, words)
            slots[slot] = (name,)
    if town:
        name = b.mention(town, "PLACE")
        b.place(name, *TOWNS[town])
        slots["place"] = name
    if when:
        slots["time"] = b.time(when, (published - timedelta(days=1)).date())
    if killed:
        slots["killed"] = b.count(*killed)
    if said_by:
        source = b.mention(said_by, "OFFICE")
        claim = b.claim("said", trigger, source, source_kind=kind, stance=stance)
        slots["reported_by"] = claim
    event = b.event(trigger, event_type, mode, **slots)
    if said_by:
        b.claims[-1] = replace(b.claims[-1], events=(event,))
    return b.document()


TOWNS = {
    "Kelva": ("Kelva", "MRV", 48.2, 21.5, "Eastmark"),
    "Ostrin": ("Ostrin", "MRV", 49.9, 24.0, "Northmark"),
}
PARTIES = {
    "Marovian forces": ("a-mrv", "MRV", "MIL"),
    "the Sund Front": ("a-sund", "MRV", "REB"),
    "Tressia": ("a-tre", "TRE", "GOV"),
}


def party(b: Build, name: str, words: str) -> None:
    target, country, sector = PARTIES[words]
    b.resolutions.append(
        Resolution(
            mention_id=name, kind="actor", target=target, country=country, sectors=(sector,),
            score=0.9, method="lexicon"
        )
    )  # fmt: skip


def week() -> list[Document]:
    """A shelling as three papers tell it, one of them twice; a denial; another shelling; and an answer."""
    shelling: dict[str, str] = {
        "actor": "Marovian forces",
        "recipient": "the Sund Front",
        "town": "Kelva",
        "when": "on Thursday",
    }
    return [
        told("Marovian forces shelled the Sund Front in Kelva on Thursday, killing nine people, the governor said.",
             "shelled", 12, "Lowland Wire", killed=("killing nine", 9), said_by="the governor", **shelling),
        told("On Thursday Kelva was hit: Marovian forces shelled the Sund Front there on Thursday and left 12 dead.",
             "shelled", 13, "Hill Courier", killed=("12 dead", 12), **{**shelling, "when": None}),
        told("A shelling of the Sund Front in Kelva by Marovian forces on Thursday was condemned abroad.",
             "shelling", 12, "Port Gazette", **shelling),
        told("The army said it had not shelled the Sund Front in Kelva on Thursday. Marovian forces kept quiet.",
             "shelled", 12, "Lowland Wire", said_by="The army", stance="denies", negated=True, **shelling),
        told("Marovian forces shelled the Sund Front in Ostrin on Thursday, killing two people.",
             "shelled", 12, "Hill Courier", killed=("killing two", 2), **{**shelling, "town": "Ostrin"}),
        told("Fighters of the Sund Front attacked Marovian forces near Kelva on Sunday, a spokesman of the group said.",
             "attacked", 15, "Port Gazette", actor="the Sund Front", recipient="Marovian forces", town="Kelva",
             when="on Sunday", mode="firearms"),
    ]  # fmt: skip


FIRST_DAY = date(2021, 3, 11)
