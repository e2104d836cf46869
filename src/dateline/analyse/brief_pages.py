"""A brief as Markdown, as an HTML page that prints well and loads nothing, and as PDF."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from importlib.resources import files

from dateline.analyse.acts import Cite
from dateline.analyse.briefing import Brief, Statement
from dateline.analyse.wording import say_date
from dateline.errors import ExportError
from dateline.export.wording import clean

_MARKS = re.compile(r"([\\`*_\[\]<>#|])")
_HOW = (
    "Numbers in brackets lead to the sentences of reports at the end. Letters and figures such as C3 grade sources and "
    "credibility (A–F, 1–6). Likelihood is in words of ICD 203 with numbers; confidence is told apart from it."
)


def _numbers(brief: Brief) -> dict[tuple[str, int], int]:
    return {(cite.report_id, cite.sentence): number for number, cite in enumerate(brief.cites(), 1)}


def render_markdown(brief: Brief) -> str:
    """The brief as Markdown: every cited sentence is listed at the end under its number."""
    numbers = _numbers(brief)
    lines = [f"# {_plain(brief.title)}", "", f"*{_head(brief)} {_HOW}*"]
    for section in brief.sections:
        lines += ["", f"## {section.title}", ""]
        if section.note:
            lines += [f"*{_plain(section.note)}*", ""]
        lines += [f"- {_line(one, numbers)}" for one in section.statements]
    lines += ["", "## Sources", ""]
    lines += [f"{number}. {_plain(_where(cite))}: “{_plain(clean(cite.text, 400))}”" for number, cite in _listed(brief)]
    return "\n".join(lines) + "\n"


def _line(one: Statement, numbers: dict[tuple[str, int], int]) -> str:
    marks = "".join(f"[{numbers[cite.report_id, cite.sentence]}]" for cite in one.cites)
    grade = f" · {one.grade}" if one.grade else ""
    return f"{_plain(one.text)}{grade}" + (f" {marks}." if marks else ".")


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _head(brief: Brief) -> str:
    when = f"As of {say_date(brief.made)}, from" if brief.made else "From"
    return f"{when} {brief.reports} report{'s' * (brief.reports != 1)}."


def _listed(brief: Brief) -> Iterator[tuple[int, Cite]]:
    yield from enumerate(brief.cites(), 1)


def _where(cite: Cite) -> str:
    day = say_date(cite.published) if cite.published else "undated"
    title = f" {clean(cite.title, 120)}," if cite.title else ""
    publisher = "publisher not told" if cite.publisher == cite.report_id else clean(cite.publisher, 60)
    return f"{publisher},{title} {day}, {cite.report_id}, sentence {cite.sentence}"


@lru_cache(maxsize=1)
def _style() -> str:
    return files("dateline.analyse").joinpath("brief.css").read_text("utf-8")


def render_html(brief: Brief) -> str:
    """The brief as one page; its policy forbids it to load or run anything."""
    numbers = _numbers(brief)
    body = [f"<header><h1>{_safe(brief.title)}</h1><p class='how'>{_safe(_head(brief))} {_safe(_HOW)}</p></header>"]
    for section in brief.sections:
        body.append(f"<section><h2>{_safe(section.title)}</h2>")
        if section.note:
            body.append(f"<p class='note'>{_safe(section.note)}</p>")
        body.append("<ul>")
        body += [_item(one, numbers) for one in section.statements]
        body.append("</ul></section>")
    body.append("<section><h2>Sources</h2><ol class='sources'>")
    body += [
        f"<li id='s{number}'>{_safe(_where(cite))}: <q>{_safe(clean(cite.text, 400))}</q></li>"
        for number, cite in _listed(brief)
    ]
    body.append("</ol></section>")
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return (
        "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'>"
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{_safe(brief.title)}</title><style>{_style()}</style></head>\n<body><main>\n"
        + "\n".join(body)
        + "\n</main></body></html>\n"
    )


def _item(one: Statement, numbers: dict[tuple[str, int], int]) -> str:
    marks = "".join(
        f"<a href='#s{(number := numbers[cite.report_id, cite.sentence])}'>[{number}]</a>" for cite in one.cites
    )
    grade = f" <span class='grade'>{_safe(one.grade)}</span>" if one.grade else ""
    return f"<li class='{one.kind}'>{_safe(one.text)}{grade}{' ' + marks if marks else ''}.</li>"


def render_pdf(brief: Brief) -> bytes:
    """The brief as PDF, from the same sentences; raises ExportError where `dateline[pdf]` is not installed."""
    try:
        import typst
    except ImportError as error:
        raise ExportError("PDF needs an extra: pip install 'dateline[pdf]'") from error
    numbers = _numbers(brief)
    told = {
        "title": clean(brief.title), "head": f"{_head(brief)} {_HOW}",
        "sections": [
            {"title": section.title, "note": clean(section.note), "statements": [
                {"text": clean(one.text), "kind": one.kind, "grade": one.grade,
                 "cites": [numbers[cite.report_id, cite.sentence] for cite in one.cites]}
                for one in section.statements
            ]}
            for section in brief.sections
        ],
        "sources": [{"where": clean(_where(cite)), "text": clean(cite.text, 400)} for _, cite in _listed(brief)],
    }  # fmt: skip
    template = files("dateline.analyse").joinpath("brief.typ").read_bytes()
    try:
        page: bytes = typst.compile(template, sys_inputs={"brief": json.dumps(told)}, format="pdf")
    except RuntimeError as error:
        raise ExportError(f"the PDF could not be set: {error}") from error
    return page


def _safe(text: str) -> str:
    return escape(clean(text), quote=True)
