"""Documents made by hand: words are found in the text, ids and spans follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from dateline.records import (
    Binding,
    Claim,
    Count,
    Document,
    Event,
    Link,
    Mention,
    Part,
    Place,
    Report,
    Resolution,
    Sentence,
    Span,
    TimeRef,
    Token,
    make_id,
)


class Build:
    """Grows one document; every method takes words of the text (`nth` picks a later occurrence)."""

    def __init__(self, text: str, **report: object) -> None:
        values: dict[str, object] = {"source": "test", "title": None, **report}
        self.report = Report(report_id=make_id("r", text), text=text, **values)  # type: ignore[arg-type]
        self.mentions: dict[str, Mention] = {}
        self.times: dict[str, TimeRef] = {}
        self.resolutions: list[Resolution] = []
        self.events: list[Event] = []
        self.claims: list[Claim] = []
        self.links: list[Link] = []

    def span(self, words: str, nth: int = 0) -> Span:
        start = -1
        for _ in range(nth + 1):
            start = self.report.text.index(words, start + 1)
        return Span(start, start + len(words))

    def mention(self, words: str, label: str = "ORG", nth: int = 0, refers_to: str | None = None) -> str:
        span = self.span(words, nth)
        name = f"{self.report.report_id}:m{span.start}-{span.end}"
        if name not in self.mentions:
            self.mentions[name] = Mention(
                mention_id=name, span=span, label=label, sentence=self.sentence(span), refers_to=refers_to
            )
        return name

    def time(self, words: str, earliest: date, latest: date | None = None, nth: int = 0) -> str:
        span = self.span(words, nth)
        name = f"{self.report.report_id}:t{span.start}-{span.end}"
        self.times[name] = TimeRef(
            time_id=name, span=span, timex_type="DATE", value=earliest.isoformat(),
            sentence=self.sentence(span),
            earliest=earliest, latest=latest or earliest, basis="relative",
        )  # fmt: skip
        return name

    def actor(self, mention_id: str, country: str, *sectors: str) -> None:
        self.resolutions.append(
            Resolution(
                mention_id=mention_id,
                kind="actor",
                country=country,
                sectors=sectors,
                score=0.9,
                method="lexicon",
            )
        )

    def place(
        self, mention_id: str, name: str, country: str, lat: float, lon: float, admin1: str | None = None
    ) -> None:
        where = Place(
            place_id=make_id("p", name),
            name=name,
            country=country,
            admin1=admin1,
            lat=lat,
            lon=lon,
            precision="town",
        )
        self.resolutions.append(
            Resolution(
                mention_id=mention_id,
                kind="place",
                target=where.place_id,
                name=name,
                country=country,
                place=where,
                score=0.8,
                method="gazetteer",
            )
        )

    def count(self, words: str, best: int, approx: bool = False) -> Count:
        return Count(low=best, best=best, high=best, approx=approx, span=self.span(words))

    def event(self, trigger: str, event_type: str, *modes: str, nth: int = 0, **fields: object) -> str:
        span = self.span(trigger, nth)
        name = f"{self.report.report_id}:e{span.start}-{span.end}"
        self.events.append(
            Event(
                event_id=name,
                report_id=self.report.report_id,
                sentence=self.sentence(span),
                trigger=span,
                event_type=event_type,
                modes=modes,
                **fields,
            )
        )  # type: ignore[arg-type]
        return name

    def claim(self, cue: str, content: str, source: str | None = None, nth: int = 0, **fields: object) -> str:
        span = self.span(cue, nth)
        name = f"{self.report.report_id}:c{span.start}-{span.end}"
        self.claims.append(
            Claim(
                claim_id=name,
                report_id=self.report.report_id,
                sentence=self.sentence(span),
                cue=span,
                content=(self.span(content),),
                source=source,
                source_span=self.mentions[source].span if source else None,
                **fields,
            )
        )  # type: ignore[arg-type]
        return name

    def link(self, left: str, relation: str, right: str, cue: str | None = None) -> None:
        self.links.append(
            Link(
                left=left,
                right=right,
                relation=relation,
                score=0.8,
                method="rule",  # type: ignore[arg-type]
                cue=self.span(cue) if cue else None,
            )
        )

    def part(self, kind: str, words: str) -> None:
        self.report = replace(self.report, parts=(*self.report.parts, Part(kind=kind, span=self.span(words))))

    def sentence(self, span: Span) -> int:
        return self.report.text[: span.start].count(". ")

    def document(self) -> Document:
        return Document(
            report=self.report, sentences=self._sentences(), mentions=tuple(self.mentions.values()),
            times=tuple(self.times.values()), resolutions=tuple(self.resolutions), events=tuple(self.events),
            claims=tuple(self.claims), links=tuple(self.links),
        )  # fmt: skip

    def _sentences(self) -> tuple[Sentence, ...]:
        found: list[Sentence] = []
        start = 0
        for piece in self.report.text.split(". "):
            end = min(start + len(piece) + 1, len(self.report.text))
            token = Token(
                span=Span(start, end), text=piece, lemma=piece, pos="X", tag="X", dep="ROOT", head=0
            )
            found.append(Sentence(index=len(found), span=Span(start, end), tokens=(token,)))
            start = end + 1
        return tuple(found)


RIVER_TEXT = (
    "Border town shelled as river talks collapse\n\n"
    "KELVA, 12 March 2021 - Marovian forces shelled the border town of Kelva on Thursday, killing nine "
    "people and wounding about 20, according to two local officials. "
    "The shelling came in response to a raid by the Sund Front, an armed group, on an army post a day "
    "earlier. Marovia recalled its ambassador from Tressia. "
    "Tressia denied that it sheltered the group. In 2014 a bomb in the Marovian capital killed 31 people. "
    "“Neither side wants a war,” said Ilse Brandt, an analyst at the Lowland Institute. She expects that "
    "talks could resume within weeks.\n\nSubscribe to our newsletter."
)


def river() -> Document:
    """A small invented report with one of everything in it."""
    b = Build(
        RIVER_TEXT, title="Border town shelled as river talks collapse", publisher="Lowland Wire",
        language="en",
        published=datetime(2021, 3, 12, tzinfo=UTC), published_basis="dateline", source="river.txt",
    )  # fmt: skip
    b.part("headline", "Border town shelled as river talks collapse")
    b.part("dateline", "KELVA, 12 March 2021 - ")
    b.part("notice", "Subscribe to our newsletter.")
    forces, town = b.mention("Marovian forces", "GROUP"), b.mention("the border town of Kelva", "PLACE")
    front, post = b.mention("the Sund Front"), b.mention("an army post", "FACILITY")
    group = b.mention("the group", "GROUP", refers_to=front)
    marovia, tressia = b.mention("Marovia", "COUNTRY", nth=2), b.mention("Tressia", "COUNTRY")
    capital = b.mention("the Marovian capital", "PLACE")
    officials = b.mention("two local officials", "GROUP")
    nine, brandt = b.mention("nine people", "GROUP"), b.mention("Ilse Brandt", "PERSON")
    she = b.mention("She", "PRONOUN", refers_to=brandt)
    b.actor(forces, "MRV", "MIL")
    b.actor(front, "MRV", "REB")
    b.actor(group, "MRV", "REB")
    b.place(town, "Kelva", "MRV", 48.2, 21.5, "Eastmark")
    thursday = b.time("on Thursday", date(2021, 3, 11))
    before = b.time("a day earlier", date(2021, 3, 10))
    old = b.time("In 2014", date(2014, 1, 1), date(2014, 12, 31))
    said = b.claim(
        "according to",
        "Marovian forces shelled the border town of Kelva",
        officials,
        source_kind="anonymous",
        source_count=2,
    )
    shelled = b.event(
        "shelled", "ASSAULT", "heavy-weapons", nth=1, actors=(forces,), recipients=(nine, town), place=town,
        time=thursday, killed=b.count("killing nine", 9), injured=b.count("about 20", 20, approx=True),
        reported_by=said,
    )  # fmt: skip
    again = b.event(
        "shelling",
        "ASSAULT",
        bindings=(Binding(slot="actor", target=None, method="nominal without agent", score=1.0),),
    )
    raid = b.event("raid", "ASSAULT", actors=(front,), recipients=(post,), time=before)
    recalled = b.event(
        "recalled its ambassador", "SANCTION", "withdraw", actors=(marovia,), recipients=(tressia,)
    )
    b.event("denied", "REJECT", actors=(b.mention("Tressia", "COUNTRY", nth=1),))
    b.event(
        "sheltered",
        "AID",
        actors=(tressia,),
        recipients=(group,),
        negated=True,
        negation_cue=b.span("denied"),
    )
    b.event(
        "a bomb",
        "ASSAULT",
        "explosives",
        place=capital,
        time=old,
        killed=b.count("31 people", 31),
        status="historical",
        status_cue=b.span("In 2014"),
    )
    ahead = b.event("talks", "CONSULT", nth=1, status="hypothetical", status_cue=b.span("could"))
    b.claim("said", "“Neither side wants a war,”", brandt, speech="direct", source_kind="analyst")
    b.claim(
        "expects",
        "talks could resume within weeks",
        she,
        source_kind="analyst",
        stance="predicts",
        certainty="possible",
        events=(ahead,),
    )
    b.link(again, "same_as", shelled)
    b.link(again, "caused_by", raid, "in response to")
    b.link(recalled, "caused_by", shelled)
    return b.document()
