"""Documents out, in the shapes that people and other people's scripts expect; one module per shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from dateline.errors import ExportError
from dateline.records import Document

Renderer = Callable[[Sequence[Document], int, bool], str]


def _brief(documents: Sequence[Document], width: int, colour: bool) -> str:
    from dateline.export.brief import render_brief

    return "\n\n".join(render_brief(document, width=width, colour=colour) for document in documents)


def _html(documents: Sequence[Document], width: int, colour: bool) -> str:
    from dateline.export.html import render_html

    return render_html(documents)


def _markdown(documents: Sequence[Document], width: int, colour: bool) -> str:
    from dateline.export.markdown import render_markdown

    return "\n\n".join(render_markdown(document) for document in documents)


def _json(documents: Sequence[Document], width: int, colour: bool) -> str:
    from dateline.export.tables import render_json

    return render_json(documents)


def _jsonl(documents: Sequence[Document], width: int, colour: bool) -> str:
    from dateline.export.tables import render_jsonl

    return render_jsonl(documents)


def _csv(documents: Sequence[Document], width: int, colour: bool) -> str:
    from dateline.export.tables import render_csv

    return render_csv(documents)


# A new shape is a function here and a line in this table; each loads its own module when it is first used.
RENDERERS: dict[str, Renderer] = {
    "brief": _brief,
    "html": _html,
    "markdown": _markdown,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
}


def render(
    documents: Document | Sequence[Document], shape: str = "brief", *, width: int = 80, colour: bool = False
) -> str:
    """The documents as text in one of `RENDERERS`' shapes; raises ExportError for an unknown shape."""
    chosen = [documents] if isinstance(documents, Document) else list(documents)
    try:
        renderer = RENDERERS[shape]
    except KeyError:
        raise ExportError(f"unknown format {shape!r}: choose one of {', '.join(RENDERERS)}") from None
    return renderer(chosen, width, colour)


def write(text: str, target: Path) -> None:
    """Writes the text to a file, making its folder; raises ExportError naming the cause."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8", errors="replace")
    except OSError as error:
        raise ExportError(f"cannot write {target}: {error.strerror or error}") from error


__all__ = ["RENDERERS", "render", "write"]
