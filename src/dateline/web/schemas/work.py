"""Texts and files that are handed in to be coded."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field

from dateline.web.schemas.base import Shape, Words, _plain

MOST_TEXT = 200_000


class TextIn(Shape):
    """A text to be coded; it is kept only where `save` says so."""

    text: Annotated[str, BeforeValidator(_plain), Field(min_length=1, max_length=MOST_TEXT)]
    title: Words | None = None
    published: date | None = None
    save: bool = False
