"""One self-contained page: the report with every coded word lit, beside everything found in it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape as escape_html
from importlib.resources import files

from dateline.export.brief import claim_content, headline_of, report_line, say_place, short_name
from dateline.export.picture import Happening, Party, Step, Voice, draw
from dateline.export.segments import Layer, Segment, cut
from dateline.export.wording import clean, load_words, plural, quad_class, quoted, say_count
from dateline.records import Claim, Count, Document, Span

_QUADS = {
    "material conflict": "mc", "verbal conflict": "vc", "verbal cooperation": "vp",
    "material cooperation": "mp",
}  # fmt: skip


def render_html(documents: Sequence[Document]) -> str:
    """The page of one or several documents. It loads nothing, and its policy forbids it to."""
    style, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    title = headline_of(documents[0].report) if documents else "No reports"
    body = "\n".join(_Page(document, index).render() for index, document in enumerate(documents))
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{_safe(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n"
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


@lru_cache(maxsize=2)
def _asset(name: str) -> str:
    return files("dateline.export").joinpath(name).read_text("utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _safe(text: str) -> str:
    """The text for HTML: escaped, and without characters that HTML forbids."""
    kept = "".join(
        char if char in "\n\t" or (ord(char) >= 32 and not 0xD800 <= ord(char) < 0xE000) else "\ufffd"
        for char in text
    )
    return escape_html(kept, quote=True)


class _Page:
    """One document on the page. Fields and words that belong together share a key."""

    def __init__(self, document: Document, index: int) -> None:
        self.picture = draw(document)
        self.document = document
        self.text = document.report.text
        self.index = index
        self.layers: dict[tuple[Span, tuple[str, ...]], Layer] = {}
        self.keys: dict[Span, str] = {}

    def render(self) -> str:
        """The document's section."""
        found = "\n".join(self._found())  # first: it says which words the text has to light
        report = self.document.report
        counts = (
            f"{plural(len(self.picture.happenings), 'event')} · {plural(len(self.document.claims), 'claim')}"
        )
        theme = (
            '<button class="theme" type="button" aria-label="Light or dark">◐</button>'
            if self.index == 0
            else ""
        )
        jump = _jump(self.index) if self.index == 0 else ""
        language = f' lang="{_safe(report.language)}"' if report.language else ""
        return (
            f'<section class="doc">\n<header class="top"><h1 dir="auto">{_safe(headline_of(report))}</h1>'
            f'<p>{_safe(" · ".join(report_line(report)))}</p><p class="counts">{counts}</p>{theme}</header>\n'
            f'<article class="text" id="t{self.index}" aria-label="Report"{language}>\n'
            f"{self._text()}</article>\n"
            f'<aside class="found" id="f{self.index}" aria-label="Findings" tabindex="-1">\n'
            f"{found}\n</aside>\n{jump}</section>"
        )

    # Fields

    def _key(self, span: Span, *styles: str) -> str:
        key = self.keys.setdefault(span, f"{self.index}.{len(self.keys)}")
        self.layers.setdefault((span, styles), Layer(span, key, styles))
        return key

    def _field(self, words: str, keys: Sequence[str], kind: str = "", note: str = "") -> str:
        if not keys:
            return f"<span>{_safe(words)}</span>"
        title = f' title="{_safe(note)}"' if note else ""
        name = f"f {kind}".strip()
        tied = " ".join(dict.fromkeys(keys))
        return f'<button type="button" class="{name}" data-k="{tied}"{title}>{_safe(words)}</button>'

    def _party(self, one: Happening, slot: str, party: Party) -> str:
        known = [known for known in (party.country, " ".join(party.sectors)) if known]
        how = [*known, self._how(one, slot, party.mention_id)]
        return self._field(
            party.label, [self._key(party.span, "par")], "", " · ".join(part for part in how if part)
        )

    def _how(self, one: Happening, slot: str, target: str) -> str:
        for event in one.mentions:
            for binding in event.bindings:
                if binding.slot == slot and binding.target == target:
                    return f"{binding.method} ({binding.score:.2f})"
        return ""

    def _triggers(self, one: Happening) -> list[str]:
        quad = _quad(one)
        keys = []
        for event in one.mentions:
            flags = ("negated",) if event.negated else ()
            keys.append(self._key(event.trigger, "tri", quad, event.status, *flags))
        return keys

    def _claim_keys(self, claim: Claim) -> list[str]:
        return [self._key(claim.cue, "cue"), *(self._key(span, "con") for span in claim.content)]

    def _source(self, claim: Claim) -> list[str]:
        return [self._key(claim.source_span, "src")] if claim.source_span is not None else []

    # The right-hand side

    def _found(self) -> Iterator[str]:
        picture = self.picture
        if not picture.happenings and not picture.voices:
            yield '<p class="quiet">No political, military, diplomatic, judicial or protest event found.</p>'
        if picture.happened:
            yield "<h2>What happened</h2>"
            for day, group in picture.happened:
                yield f"<h3>{_safe(day or 'Date not stated')}</h3>"
                yield from (self._card(one, dated=False) for one in group)
        if picture.background:
            yield "<h2>Background</h2>"
            yield from (self._card(one) for one in picture.background)
        if picture.chain:
            yield f'<h2>Cause and answer</h2>\n<div class="chain">{self._chain(picture.chain)}</div>'
        if picture.voices:
            yield "<h2>Who claims what</h2>"
            yield from (self._voice(voice) for voice in picture.voices)
        if picture.ahead or picture.outlooks:
            yield "<h2>What may come <small>said, planned or feared; not happened</small></h2>"
            yield from (self._card(one) for one in picture.ahead)
            yield from (self._outlook(claim) for claim in picture.outlooks)
        yield self._foot()

    def _card(self, one: Happening, dated: bool = True) -> str:
        event = one.event
        flags = " negated" if event.negated else ""
        facts = "".join(
            f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in self._facts(one, dated)
        )
        code = _safe(one.code) + (f" · {', '.join(event.contexts)}" if event.contexts else "")
        badge = self._badge(one)
        return (
            f'<article class="card {_quad(one)} {event.status}{flags}">'
            f'<p class="line">{self._line(one)}{badge}</p><dl class="facts">{facts}</dl>'
            f'<p class="code">{code}{self._sureness(one)}</p>{self._left_empty(one)}</article>'
        )

    def _line(self, one: Happening) -> str:
        arrow = '<span class="arrow" aria-hidden="true">→</span>'
        comma = '<span class="comma">, </span>'
        actors = comma.join(self._party(one, "actor", party) for party in one.actors)
        recipients = comma.join(self._party(one, "recipient", party) for party in one.recipients)
        return arrow.join(
            part for part in (actors, self._field(one.kind, self._triggers(one), "kind"), recipients) if part
        )

    def _badge(self, one: Happening) -> str:
        words = []
        if one.event.negated:
            words.append("did not happen")
        if one.event.status in ("future", "hypothetical", "historical"):
            words.append(str(load_words()["statuses"][one.event.status]))
        keys = [
            self._key(span, "cue")
            for span in (one.event.status_cue, one.event.negation_cue)
            if span is not None
        ]
        return "".join(
            f" {self._field(word, keys, 'badge', 'because of these words' if keys else '')}" for word in words
        )

    def _facts(self, one: Happening, dated: bool) -> Iterator[tuple[str, str]]:
        yield "words", self._field(quoted(one.words, 80), self._triggers(one))
        if one.place is not None:
            note = self._how(one, "place", one.place.mention_id)
            yield "where", self._field(say_place(one), [self._key(one.place.span, "pla")], "", note)
        if one.time is not None and one.time.span is not None:
            said = clean(one.time.span.of(self.text), 60)
            words = f"{one.day} (“{said}”)" if one.day and dated and one.day != said else f"“{said}”"
            yield (
                "when",
                self._field(
                    words, [self._key(one.time.span, "tim")], "", f"{one.time.value}, {one.time.basis}"
                ),
            )
        for name, count in (("killed", one.killed), ("injured", one.injured)):
            if count is not None:
                yield name, self._count(count)
        if one.weapon is not None:
            yield "with", self._field(clean(one.weapon.of(self.text), 60), [self._key(one.weapon, "num")])
        for claim in one.sources:
            yield (
                "according to",
                self._field(
                    self.picture.source_of(claim), self._source(claim) or [self._key(claim.cue, "cue")]
                ),
            )

    def _count(self, count: Count) -> str:
        return self._field(
            say_count(count), [self._key(count.span, "num")], "", f"between {count.low} and {count.high}"
        )

    def _sureness(self, one: Happening) -> str:
        told = f" · told {len(one.mentions)} times" if len(one.mentions) > 1 else ""
        sure = f" · confidence {one.event.confidence:.2f}" if one.event.confidence < 1 else ""
        return told + sure

    def _left_empty(self, one: Happening) -> str:
        told = [f"{slot}: {reason}" for slot, reason in one.empty if reason]
        return f'<p class="empty">left empty – {_safe("; ".join(told))}</p>' if told else ""

    def _chain(self, steps: Sequence[Step]) -> str:
        out = ["<ul>"]
        depth = 0
        for number, step in enumerate(steps):
            if step.depth > depth:
                out.append("<ul>" * (step.depth - depth))
            elif number:
                out.append("</li>" + "</ul></li>" * (depth - step.depth))
            depth = step.depth
            out.append(f"<li>{self._step(step)}")
        return "".join(out) + "</li>" + "</ul></li>" * depth + "</ul>"

    def _step(self, step: Step) -> str:
        one = step.happening
        why = ""
        if step.depth:
            word = "answered by" if step.relation == "caused_by" else "then"
            cue = (
                f" {self._field(quoted(step.cue.of(self.text), 40), [self._key(step.cue, 'cue')], 'why')}"
                if step.cue
                else ""
            )
            why = f'<span class="why">{word}{cue}</span> '
        when = f" <time>{_safe(one.day)}</time>" if one.day else ""
        name = self._field(clean(short_name(one), 160), self._triggers(one))
        return f'{why}<span class="{_quad(one)}">{name}</span>{when}'

    def _voice(self, voice: Voice) -> str:
        notes = [str(load_words()["kinds"].get(voice.kind, voice.kind))] if voice.kind != "named" else []
        if voice.count and voice.count > 1:
            notes.append(f"{voice.count} sources")
        small = f"<small>{_safe(', '.join(notes))}</small>" if notes else ""
        keys = [key for claim in voice.claims for key in self._source(claim)]
        said = "".join(f"<li>{self._said(claim)}</li>" for claim in voice.claims)
        return f'<div class="voice"><p>{self._field(voice.name, keys)}{small}</p><ul>{said}</ul></div>'

    def _said(self, claim: Claim) -> str:
        sure = f" <i>({claim.certainty})</i>" if claim.certainty in ("probable", "possible") else ""
        content = self._field(claim_content(self.document, claim), self._claim_keys(claim))
        return f"<i>{_safe(self.picture.verb_of(claim))}</i> {content}{sure}"

    def _outlook(self, claim: Claim) -> str:
        source = self._field(self.picture.source_of(claim), self._source(claim))
        said = self._said(claim)
        return f'<div class="voice"><p>{source}</p><ul><li>{said}</li></ul></div>'

    def _foot(self) -> str:
        lines = []
        if self.picture.empty:
            slots = ", ".join(
                f"{slot} {count}× {reason}".strip() for slot, reason, count in self.picture.empty
            )
            lines.append(f"<p>Left empty: {_safe(slots)}.</p>")
        if self.picture.uncoded:
            parts = ", ".join(plural(count, kind) for kind, count in self.picture.uncoded)
            lines.append(f"<p>Kept, not coded: {_safe(parts)}.</p>")
        legend = "".join(f'<span class="{short}">{name}</span>' for name, short in _QUADS.items())
        return f'<div class="foot">{"".join(lines)}<p class="legend">{legend}</p></div>'

    # The left-hand side

    def _text(self) -> str:
        layers = list(self.layers.values())
        layers += [Layer(part.span, "", ("off", f"off-{part.kind}")) for part in self.document.report.parts]
        breaks = [i for i, char in enumerate(self.text) if char == "\n"]
        out = ["<p>"]
        seen: set[str] = set()
        for segment in cut(len(self.text), layers, [*breaks, *(i + 1 for i in breaks)]):
            if self.text[segment.span.start] == "\n":
                out.append("</p>\n<p>")
            else:
                out.append(self._segment(segment, seen))
        return "".join(out).replace("<p></p>\n", "") + "</p>\n"

    def _segment(self, segment: Segment, seen: set[str]) -> str:
        words = _safe(segment.span.of(self.text))
        if not segment.layers:
            return words
        styles = dict.fromkeys(style for layer in segment.layers for style in layer.styles)
        keys = dict.fromkeys(layer.key for layer in segment.layers if layer.key)
        if not keys:
            return f'<span class="{" ".join(styles)}">{words}</span>'
        reach = ""
        for layer in segment.starts:  # one stop for the Tab key per event, not one per piece
            if layer.styles[:1] == ("tri",) and layer.key not in seen:
                seen.add(layer.key)
                reach = ' tabindex="0" role="button"'
        return f'<span class="s {" ".join(styles)}" data-k="{" ".join(keys)}"{reach}>{words}</span>'


def _jump(index: int) -> str:
    """The two links that a phone shows at the foot of the screen."""
    links = f'<a href="#t{index}">Report</a><a href="#f{index}">Findings</a>'
    return f'<nav class="jump" aria-label="Parts of this page">{links}</nav>'


def _quad(one: Happening) -> str:
    return _QUADS.get(quad_class(one.event.event_type), "oo")
