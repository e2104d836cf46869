from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.build import Build, river

from dateline.errors import ExportError
from dateline.export import RENDERERS, render, write
from dateline.export.picture import draw
from dateline.records import Document, Report

BRIEF = """\
Border town shelled as river talks collapse
Lowland Wire · Friday 12 March 2021 (from the dateline) · r-535de04de3b66ffe

What happened ──────────────────────────────────────────────────────────────────
  Thursday 11 March 2021
  ● Marovian forces → shelling or missile strike → nine people, the border town
    of Kelva  ASSAULT heavy-weapons
    “shelled” · in the border town of Kelva (Eastmark, MRV) · 9 killed · about
    20 injured · according to two local officials · told 2 times

  Wednesday 10 March 2021
  ● the Sund Front → attack → an army post  ASSAULT
    “raid”

  Date not stated
  ● Marovia → recall or withdrawal → Tressia  SANCTION withdraw
    “recalled its ambassador”
  ● Tressia → refusal  REJECT
    “denied”
  ✗ Did not happen: Tressia → aid → the Sund Front (“the group”)  AID
    “sheltered” · negated by “denied”

Background ─────────────────────────────────────────────────────────────────────
  ● bombing  ASSAULT explosives
    “a bomb” · in the Marovian capital · 2014 · 31 killed · cue “In 2014”

Cause and answer ───────────────────────────────────────────────────────────────
  ● attack, the Sund Front → an army post  Wednesday 10 March 2021
  └▶ shelling or missile strike, Marovian forces → nine people, the border town
     of Kelva  Thursday 11 March 2021  “in response to”
    └▶ recall or withdrawal, Marovia → Tressia

Who claims what ────────────────────────────────────────────────────────────────
  two local officials  not named, 2 sources
    – say “Marovian forces shelled the border town of Kelva”
  Ilse Brandt  analyst
    – says “Neither side wants a war,”
    – expects “talks could resume within weeks”  possible

What may come (said, planned or feared; not happened) ──────────────────────────
  ? talks  CONSULT
    “talks” · possible · cue “could”
  ? Ilse Brandt (“She”) expects “talks could resume within weeks”  possible

────────────────────────────────────────────────────────────────────────────────
7 events, 3 claims (8 mentions) · left empty: actor 2; place 5; time 4 · not
coded: 1 headline, 1 notice
"""


def test_brief_at_80_columns() -> None:
    assert render(river()) == BRIEF


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_brief_keeps_within_its_width(width: int) -> None:
    assert max(map(len, render(river(), width=width).splitlines())) <= width


def test_colour_only_when_asked_for() -> None:
    assert "\x1b[" not in render(river())
    assert "\x1b[" in render(river(), colour=True)


def test_nothing_found_is_said() -> None:
    empty = Document(report=Report(report_id="r-0", source="-", text="The weather was mild."))
    assert "No political" in render(empty)
    assert "No political" in render(empty, "markdown")
    assert "No political" in render(empty, "html")
    assert render(empty, "jsonl").startswith('{"report"')


def test_terminal_escapes_in_a_report_stay_harmless() -> None:
    build = Build("Ruritania \x1b[2Jattacked\x1b]0;owned\x07 Freedonia.", title="\x1b[31mAlert\u202e")
    build.event("\x1b[2Jattacked\x1b]0;owned\x07", "ASSAULT", actors=(build.mention("Ruritania \x1b[2J"),))
    for shape in ("brief", "markdown"):
        assert "\x1b" not in render(build.document(), shape)
        assert "\x07" not in render(build.document(), shape)
        assert "\u202e" not in render(build.document(), shape)


def test_rings_of_causes_do_not_hang() -> None:
    build = Build("They hit. We hit. You hit.")
    events = [build.event("hit", "ASSAULT", nth=n) for n in range(3)]
    for left, right in ((0, 1), (1, 2), (2, 0), (0, 0)):
        build.link(events[left], "caused_by", events[right])
    steps = draw(build.document()).chain
    assert 2 <= len(steps) <= 3


def test_dangling_ids_are_passed_over() -> None:
    document = river()
    bare = replace(document, mentions=(), times=(), claims=(), resolutions=())
    for shape in RENDERERS:
        assert render(bare, shape)


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=60), st.data())
def test_any_text_with_any_spans_renders(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    build = Build(text, title=data.draw(st.none() | st.text()))
    if text[start:end] and text.index(text[start:end]) >= 0:
        build.event(text[start:end], "ASSAULT", actors=(build.mention(text[start:end]),))
        build.claim(text[start:end], text[start:end])
    for shape in RENDERERS:
        assert render(build.document(), shape)


def test_unknown_shape_and_unwritable_target(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ExportError, match="choose one of brief"):
        render(river(), "pdf")
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="cannot write"):
        write("x", tmp_path / "file" / "below")
