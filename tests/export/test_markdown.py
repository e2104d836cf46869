from __future__ import annotations

from tests.build import Build, river

from dateline.export import render


def test_markdown_has_the_sections_of_the_brief() -> None:
    page = render(river(), "markdown")
    headings = [line for line in page.splitlines() if line.startswith("## ")]
    assert headings == [
        "## What happened",
        "## Background",
        "## What may come",
        "## Cause and answer",
        "## Who claims what",
    ]
    assert (
        "**Marovian forces** → shelling or missile strike → **nine people, the border town of Kelva**" in page
    )


def test_markdown_escapes_the_report() -> None:
    build = Build("[x](javascript:1) *attacked* <b>us</b>.", title="# <script>")
    build.event("*attacked*", "ASSAULT", actors=(build.mention("[x](javascript:1)"),))
    page = render(build.document(), "markdown")
    assert "<script>" not in page.replace("\\<script\\>", "")
    assert r"\[x\](javascript:1)" in page
