"""The app: routes, error documents, the page's files, and the door in front of all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

import anyio.to_thread
from fastapi import FastAPI, Request
from starlette.responses import Response

from dateline import __version__
from dateline.web.desk import Desk
from dateline.web.pages import Pages
from dateline.web.problems import add_handlers
from dateline.web.routes import (
    charts,
    code,
    events,
    incidents,
    info,
    keeping,
    network,
    reports,
    review,
    rulings,
    studies,
    uploads,
)
from dateline.web.security import Door, Guard

_ROUTERS = (
    info.router, reports.router, events.router, incidents.router, charts.router, studies.router, network.router,
    review.router, rulings.router, code.router, uploads.router, keeping.router,
)  # fmt: skip
_THREADS = 16  # requests that are worked on at once; more wait


def create_app(desk: Desk, door: Door | None = None, *, page: Path | None = None) -> FastAPI:
    """The app over a desk.

    Args:
        door: who is let in; the default lets in programs of this machine that call it by its name.
        page: a folder with the page's files, read anew whenever one is asked for; None: those of the package.
    """
    app = FastAPI(
        title="dateline desk", version=__version__, docs_url=None, redoc_url=None, openapi_url="/openapi.json",
        description="Events, incidents and reports of one dateline store.", lifespan=_lifespan,
    )  # fmt: skip
    app.state.desk = desk
    pages = Pages(page or Path(str(files("dateline.web"))) / "static", watched=page is not None)
    add_handlers(app)
    for router in _ROUTERS:
        app.include_router(router)

    @app.get("/{path:path}", include_in_schema=False)
    def get_page(request: Request) -> Response:
        """The page's files."""
        return pages.answer(request)

    app.add_middleware(Guard, door=door or Door())
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
    yield
