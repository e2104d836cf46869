"""The brief as Markdown, for notes and pull requests."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dateline.export.brief import claim_content, headline_of, report_line, say_place, short_name, toll
from dateline.export.picture import Happening, Picture, draw
from dateline.export.wording import clean, load_words, quoted
from dateline.records import Document

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~])")


def render_markdown(document: Document) -> str:
    """The brief of a document as Markdown."""
    return "\n".join(_lines(draw(document))).rstrip() + "\n"


def escape(text: str) -> str:
    """The text with Markdown's own characters made harmless."""
    return _SPECIAL.sub(r"\\\1", text)


def _lines(picture: Picture) -> Iterator[str]:
    report = picture.document.report
    yield f"# {escape(headline_of(report))}"
    yield ""
    yield escape(" · ".join(report_line(report)))
    if not picture.happenings and not picture.voices:
        yield "\nNo political, military, diplomatic, judicial or protest event found."
    if picture.happened:
        yield "\n## What happened"
    for day, group in picture.happened:
        yield f"\n### {day or 'Date not stated'}\n"
        for one in group:
            yield _event(picture, one, day=False)
    for heading, group in (("Background", picture.background), ("What may come", picture.ahead)):
        if group:
            yield f"\n## {heading}\n"
            for one in group:
                yield _event(picture, one, day=True)
    if picture.chain:
        yield "\n## Cause and answer\n"
        for step in picture.chain:
            cue = f" {quoted(step.cue.of(report.text), 40)}" if step.cue else ""
            arrow = "" if step.depth == 0 else "→ " if step.relation == "caused_by" else "then "
            when = f" ({step.happening.day})" if step.happening.day else ""
            yield "  " * min(step.depth, 12) + f"- {arrow}{escape(short_name(step.happening) + when + cue)}"
    if picture.voices:
        yield "\n## Who claims what\n"
    words = load_words()
    for voice in picture.voices:
        yield f"- **{escape(voice.name)}** ({words['kinds'].get(voice.kind, voice.kind)})"
        for claim in voice.claims:
            sure = f" ({claim.certainty})" if claim.certainty in ("probable", "possible") else ""
            stance = picture.verb_of(claim)
            yield f"  - *{escape(stance)}* {escape(claim_content(picture.document, claim))}{sure}"


def _event(picture: Picture, one: Happening, *, day: bool) -> str:
    who = ", ".join(party.label for party in one.actors)
    whom = ", ".join(party.label for party in one.recipients)
    line = " → ".join(
        part
        for part in (
            f"**{escape(who)}**" if who else "",
            escape(one.kind),
            f"**{escape(whom)}**" if whom else "",
        )
        if part
    )
    details = [
        quoted(one.words, 70),
        f"in {say_place(one)}" if one.place else "",
        (one.day or "") if day else "",
        *toll(one),
    ]
    if one.weapon:
        details.append(f"with {clean(one.weapon.of(picture.document.report.text), 50)}")
    details += [f"according to {picture.source_of(claim)}" for claim in one.sources]
    if one.event.status in ("future", "hypothetical"):
        details.append(one.event.status)
    mark = "*did not happen:* " if one.event.negated else ""
    return f"- {mark}{line} `{one.code}`  \n  " + escape(" · ".join(part for part in details if part))
