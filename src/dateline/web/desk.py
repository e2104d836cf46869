"""What the routes work with: the store, what was answered before, and the coder."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.responses import Response

from dateline.errors import DocumentError
from dateline.records import Document
from dateline.run import code_report
from dateline.store import Store
from dateline.store.shared import SharedStore
from dateline.web.answers import CSV, JSON, Answers, encode, wanted
from dateline.web.jobs import Jobs
from dateline.web.problems import Refusal
from dateline.web.relink import Relink
from dateline.web.studies import SECONDS, Studies
from dateline.web.tables import table

_WAITING = 4  # texts that may wait for the coder


@dataclass(slots=True)
class Coder:
    """Codes one text at a time in this process; a few may wait."""

    _turn: threading.Lock = field(default_factory=threading.Lock)
    _places: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(_WAITING))

    def code(self, text: str, title: str | None, published: date | None) -> Document:
        """The document of a text; raises Refusal where it cannot be coded, or too many wait."""
        if not self._places.acquire(blocking=False):
            raise Refusal(503, "too many texts wait to be coded", {"Retry-After": "3"})
        try:
            with self._turn:
                return code_report(text, title=title, published=published)
        except DocumentError as error:
            raise Refusal(422, f"the text cannot be coded: {error}") from error
        finally:
            self._places.release()

    def warm(self) -> None:
        """Loads models and lexicons ahead of the first text."""
        with self._turn:
            code_report("Iran said on Monday that two soldiers were killed in Pakistan.")


@dataclass(slots=True)
class Desk:
    """One desk over one store."""

    shared: SharedStore
    name: str
    token_required: bool = False
    answers: Answers = field(default_factory=Answers)
    coder: Coder = field(default_factory=Coder)
    studies: Studies = field(default_factory=Studies)
    relink: Relink = field(init=False)
    jobs: Jobs = field(init=False)

    def __post_init__(self) -> None:
        self.relink = Relink(self.shared)
        self.jobs = Jobs(self.shared, self.relink.soon)

    def close(self) -> None:
        """Ends jobs and lets the store go."""
        self.jobs.close()
        self.relink.close()
        self.shared.close()

    def relink_soon(self) -> None:
        """Links what was written, once it is quiet."""
        self.relink.soon()

    def answer(
        self, request: Request, make: Callable[[Store], dict[str, Any]], columns: Sequence[str] = ()
    ) -> Response:
        """What `make` reads from the store, as JSON with a tag; 304 where nothing changed since.

        Args:
            columns: of a list, which is also told as CSV to who asks for it.
        """
        return self.answers.answer(request, self.shared.version, self._maker(request, make, columns, None))

    def study(
        self, request: Request, make: Callable[[Store], dict[str, Any]], columns: Sequence[str] = ()
    ) -> Response:
        """The same for what takes seconds: one at a time, and those who ask the same wait for one answer."""
        made = self._maker(request, make, columns, SECONDS)
        return self.answers.answer(request, self.shared.version, made, self.studies.turn())

    def _maker(
        self, request: Request, make: Callable[[Store], dict[str, Any]], columns: Sequence[str], seconds: float | None
    ) -> Callable[[], tuple[bytes, str]]:
        kind = wanted(request, (JSON, CSV)) if columns else JSON

        def made() -> tuple[bytes, str]:
            with self.shared.reading(seconds) as store:
                told = make(store)
            return (encode(told), JSON) if kind == JSON else (table(told["items"], columns), CSV)

        return made

    @contextmanager
    def writing(self) -> Iterator[Store]:
        """The store, for writing; raises Refusal in read-only mode."""
        self.must_write()
        with self.shared.writing() as store:
            yield store

    def must_write(self) -> None:
        """Raises Refusal in read-only mode."""
        if self.shared.read_only:
            raise Refusal(403, "the desk is read-only")


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(_desk)]
