"""Markdown: one file, one report; the marks are taken off, headings are remembered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from dateline.read.addresses import address_of_name
from dateline.read.decode import decode
from dateline.read.draft import Draft, Failure, Options
from dateline.read.rows import draft_of_row
from dateline.read.sources import Source

_FRONT = re.compile(r"\s{0,10}---\s?\n(.{0,20000}?)\n(?:---|\.\.\.)\s?(?:\n|$)", re.DOTALL)
_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.{1,400}?)\s*#*\s*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*$")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_RULE = re.compile(r" {0,3}(?:[-*_]\s?){3,}$")
_INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"!\[([^\[\]]{0,300})\]\([^()\s]{0,2000}(?:\s\"[^\"]{0,300}\")?\)"), ""),
    (re.compile(r"\[([^\[\]]{1,500})\]\([^()\s]{0,2000}(?:\s\"[^\"]{0,300}\")?\)"), r"\1"),
    (re.compile(r"\[([^\[\]]{1,500})\]\[[^\[\]]{0,80}\]"), r"\1"),
    (re.compile(r"<(https?://[^<>\s]{1,2000})>"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,2000}?\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])([*_])(?=\S)([^*_\n]{1,2000}?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"`([^`\n]{1,500})`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])"), r"\1"),
)


def read_markdown(source: Source, options: Options) -> Iterator[Draft | Failure]:
    """The file as one draft; a YAML front matter gives title, date and the like."""
    text = decode(source.read())
    front: dict[str, Any] = {}
    if match := _FRONT.match(text):
        front, text = _front_matter(match.group(1)), text[match.end() :]
    body, headings, title = _strip(text)
    yield draft_of_row(
        {**front, "text": body, "title": front.get("title") or title}, source.name, options,
        url=address_of_name(source.file_name), headings=headings,
    )  # fmt: skip


def _front_matter(text: str) -> dict[str, Any]:
    """The front matter's values; one that is no YAML mapping, or holds aliases, says nothing."""
    if re.search(r"(?m)[&*]\w", text):
        return {}
    try:
        found = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return {str(key): value for key, value in found.items()} if isinstance(found, dict) else {}


def _strip(text: str) -> tuple[str, tuple[tuple[int, int], ...], str | None]:
    lines: list[str] = []
    headings: list[tuple[int, int]] = []
    title: str | None = None
    at, fenced = 0, False
    for line in text.strip("\n").split("\n"):
        heading = None if fenced else _HEADING.match(line)
        if _FENCE.match(line):
            fenced, line = not fenced, ""
        elif lines and lines[-1].strip() and not fenced and len(line) > 2 and _UNDERLINE.match(line):
            heading_start = at - len(lines[-1]) - 1
            headings.append((heading_start, at - 1))
            title = title or (lines[-1] if line.strip().startswith("=") else None)
            line = ""
        elif not fenced and _RULE.match(line):
            line = ""
        elif not fenced:
            line = _inline(heading.group(2) if heading else re.sub(r"^ {0,3}(?:> ?)+", "", line))
        if heading and line:
            headings.append((at, at + len(line)))
            title = title or (line if heading.group(1) == "#" else None)
        lines.append(line)
        at += len(line) + 1
    return "\n".join(lines), tuple(headings), title


def _inline(line: str) -> str:
    if len(line) > 100_000:
        return line
    for pattern, replacement in _INLINE:
        line = pattern.sub(replacement, line)
    return line.rstrip()
