"""The brief: a page for the terminal, in colour or in plain text."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dateline.export.picture import Happening, Picture, Step, Voice, draw
from dateline.export.wording import (
    clean,
    load_words,
    plural,
    quad_class,
    quoted,
    say_count,
    say_day,
)
from dateline.records import Claim, Document, Report

COLOURS = {
    "material conflict": "red",
    "verbal conflict": "dark_orange",
    "verbal cooperation": "dodger_blue1",
    "material cooperation": "green",
    "other": "default",
}


def render_brief(document: Document, *, width: int = 80, colour: bool = False) -> str:
    """The brief as text of at most `width` columns; with ANSI colours if asked for."""
    out = StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, color_system="256" if colour else None,
        highlight=False, emoji=False, markup=False, legacy_windows=False, _environ={},
    )  # fmt: skip
    console.print(brief(document))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def brief(document: Document) -> Group:
    """The brief as something that rich can print."""
    return Group(*_parts(draw(document)))


def _parts(picture: Picture) -> Iterator[RenderableType]:
    yield from _head(picture)
    if not picture.document.events and not picture.document.claims:
        yield Text("\nNo political, military, diplomatic, judicial or protest event found.", style="italic")
    if picture.happened:
        yield from _section("What happened")
        for index, (day, group) in enumerate(picture.happened):
            heading = Text(
                day or ("Date not stated" if len(picture.happened) > 1 else "Dates not stated"), style="bold"
            )
            yield Padding(heading, (1 if index else 0, 0, 0, 2))
            yield from (_entry(picture, one) for one in group)
    if picture.background:
        yield from _section("Background")
        yield from (_entry(picture, one, day=True, dim=True) for one in picture.background)
    if picture.chain:
        yield from _section("Cause and answer")
        yield from (_step(picture, step) for step in picture.chain)
    if picture.voices:
        yield from _section("Who claims what")
        for voice in picture.voices:
            yield from _voice(picture, voice)
    if picture.ahead or picture.outlooks:
        yield from _section("What may come", "said, planned or feared; not happened")
        yield from (_entry(picture, one, day=True, dim=True, mark="?") for one in picture.ahead)
        yield from (_outlook(picture, claim) for claim in picture.outlooks)
    yield from _foot(picture)


def _head(picture: Picture) -> Iterator[RenderableType]:
    report = picture.document.report
    yield Text(headline_of(report), style="bold")
    yield Text(" · ".join(report_line(report)), style="dim")


def headline_of(report: Report) -> str:
    """The report's title, else its first line of words."""
    if report.title:
        return clean(report.title, 300)
    lines = (clean(line, 160) for line in report.text[:2000].splitlines())
    return next((line for line in lines if line), "(empty report)")


def report_line(report: Report) -> list[str]:
    """Publisher, byline, place, date with how it is known, and id: the line under a headline."""
    basis = load_words()["basis"]
    when = "date unknown"
    if report.published is not None:
        when = say_day(report.published.date())
        if report.published_basis:
            when += f" ({basis.get(report.published_basis, report.published_basis)})"
    place = report.dateline_place.of(report.text) if report.dateline_place else None
    known = (report.publisher or report.url or report.source, report.byline, place)
    return [*(clean(one, 80) for one in known if one), when, report.report_id]


def _section(title: str, note: str = "") -> Iterator[RenderableType]:
    yield Text("")
    name = Text(title, style="bold")
    if note:
        name.append(f" ({note})", style="dim not bold")
    yield Rule(name, align="left", style="dim", characters="─")


def _hang(mark: Text, body: RenderableType, indent: int = 2) -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=max(1, mark.cell_len), no_wrap=True)
    grid.add_column()
    grid.add_row(mark, body)
    return Padding(grid, (0, 0, 0, indent))


def _entry(
    picture: Picture, one: Happening, *, day: bool = False, dim: bool = False, mark: str = "●"
) -> RenderableType:
    colour = COLOURS[quad_class(one.event.event_type)]
    if one.event.negated:
        mark = "✗"
    details = Text(style="dim" if dim else "")
    details.append(" · ".join(_details(picture, one, day)))
    return _hang(Text(mark, style=colour), Group(headline(one, colour, dim), details))


def headline(one: Happening, colour: str, dim: bool = False) -> Text:
    """Who → what → whom on a line."""
    name = "" if dim else "bold"
    line = Text()
    if one.event.negated:
        line.append("Did not happen: ", style="italic")
    if one.actors:
        line.append(", ".join(party.label for party in one.actors), style=name)
        line.append(" → ", style="dim")
    line.append(one.kind, style=colour)
    if one.recipients:
        line.append(" → ", style="dim")
        line.append(", ".join(party.label for party in one.recipients), style=name)
    line.append(f"  {one.code}", style="dim")
    return line


def _details(picture: Picture, one: Happening, day: bool) -> Iterator[str]:
    text = picture.document.report.text
    yield quoted(one.words, 70)
    if one.place is not None:
        yield f"in {say_place(one)}"
    if day and one.day:
        yield one.day
    elif one.time is not None and one.time.span is not None and not one.day:
        yield clean(one.time.span.of(text), 40)
    yield from toll(one)
    if one.weapon is not None:
        yield f"with {clean(one.weapon.of(text), 50)}"
    for claim in one.sources:
        yield f"according to {picture.source_of(claim)}"
    if one.event.status in ("future", "hypothetical"):
        yield {"future": "planned", "hypothetical": "possible"}[one.event.status]
    if one.event.status_cue is not None and one.event.status != "current":
        yield f"cue {quoted(one.event.status_cue.of(text), 40)}"
    if one.event.negated and one.event.negation_cue is not None:
        yield f"negated by {quoted(one.event.negation_cue.of(text), 40)}"
    if len(one.mentions) > 1:
        yield f"told {len(one.mentions)} times"
    if one.event.confidence < 0.5:
        yield "unsure"


def say_place(one: Happening) -> str:
    """The place's words with the gazetteer's name and country, where they say more."""
    place = one.place
    if place is None:
        return ""
    known = place.place.place if place.place else None
    extra = [
        part for part in ((known.admin1, known.country) if known else ()) if part and part not in place.words
    ]
    if known and known.name.casefold() not in place.words.casefold():
        extra.insert(0, known.name)
    return place.words + (f" ({', '.join(dict.fromkeys(extra))})" if extra else "")


def toll(one: Happening) -> Iterator[str]:
    """'9 killed', 'about 20 injured'."""
    if one.killed is not None:
        yield f"{say_count(one.killed)} killed"
    if one.injured is not None:
        yield f"{say_count(one.injured)} injured"


def short_name(one: Happening) -> str:
    """The event in a few words, for a chain: 'air strike, Pakistan → Iran'."""
    who = ", ".join(party.name or party.words for party in one.actors)
    whom = ", ".join(party.name or party.words for party in one.recipients)
    parties = f"{who} → {whom}" if who and whom else who or (f"→ {whom}" if whom else "")
    return f"{one.kind}, {parties}" if parties else f"{one.kind} {quoted(one.words, 40)}"


def _step(picture: Picture, step: Step) -> RenderableType:
    one = step.happening
    line = Text(clean(short_name(one), 160), style=COLOURS[quad_class(one.event.event_type)])
    when = one.day or (
        clean(one.time.span.of(picture.document.report.text), 30) if one.time and one.time.span else None
    )
    if when:
        line.append(f"  {when}", style="dim")
    if step.cue is not None:
        line.append(f"  {quoted(step.cue.of(picture.document.report.text), 40)}", style="italic dim")
    if step.depth == 0:
        return _hang(Text("●", style="dim"), line)
    arrow = "└▶" if step.relation == "caused_by" else "└─ then"
    return _hang(Text(arrow, style="dim"), line, indent=2 + 2 * (min(step.depth, 12) - 1))


def _voice(picture: Picture, voice: Voice) -> Iterator[RenderableType]:
    name = Text(voice.name, style="bold")
    notes = []
    if voice.kind != "named":
        notes.append(load_words()["kinds"].get(voice.kind, voice.kind))
    if voice.count and voice.count > 1:
        notes.append(f"{voice.count} sources")
    if notes:
        name.append(f"  {', '.join(notes)}", style="dim")
    yield Padding(name, (0, 0, 0, 2))
    for claim in voice.claims:
        yield _hang(Text("–", style="dim"), _said(picture, claim), indent=4)


def _said(picture: Picture, claim: Claim) -> Text:
    line = Text(f"{picture.verb_of(claim)} ", style="italic")
    line.append(claim_content(picture.document, claim))
    if claim.certainty in ("probable", "possible"):
        line.append(f"  {claim.certainty}", style="dim italic")
    return line


def claim_content(document: Document, claim: Claim, limit: int = 180) -> str:
    """What the claim says, shortened, its pieces joined by dots."""
    return quoted(" … ".join(span.of(document.report.text) for span in claim.content), limit)


def _outlook(picture: Picture, claim: Claim) -> RenderableType:
    line = Text(f"{picture.source_of(claim)} ", style="bold")
    line.append_text(_said(picture, claim))
    return _hang(Text("?", style="dim"), line)


def _foot(picture: Picture) -> Iterator[RenderableType]:
    document = picture.document
    yield Text("")
    yield Rule(style="dim", characters="─")
    counts = f"{plural(len(picture.happenings), 'event')}, {plural(len(document.claims), 'claim')}"
    told = sum(len(one.mentions) for one in picture.happenings)
    if told > len(picture.happenings):
        counts += f" ({plural(told, 'mention')})"
    lines = [counts]
    if picture.empty:
        slots: dict[str, list[str]] = {}
        for slot, reason, count in picture.empty:
            slots.setdefault(slot, []).append(f"{count} {reason}".rstrip())
        lines.append(
            "left empty: " + "; ".join(f"{slot} {', '.join(reasons)}" for slot, reasons in slots.items())
        )
    if picture.uncoded:
        lines.append("not coded: " + ", ".join(plural(count, kind) for kind, count in picture.uncoded))
    yield Text(" · ".join(lines), style="dim")
