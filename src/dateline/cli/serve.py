"""`dateline serve`: the desk in the browser."""

from __future__ import annotations

import os
import secrets
import signal
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.options import StoreFile
from dateline.errors import SettingsError


def serve_command(
    store: StoreFile,
    host: Annotated[str, typer.Option(help="Listen there; beyond this machine a token is asked for.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port.", min=1, max=65535)] = 8600,
    read_only: Annotated[bool, typer.Option("--read-only", help="Refuse every write; others may read too.")] = False,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="A name by which the server may be called.", metavar="HOST")
    ] = None,
    page: Annotated[Path | None, typer.Option(help="Serve the page from this folder, for its development.")] = None,
) -> None:
    """Open the desk: a page over the store, and its API (docs/desk-api.md)."""
    try:
        import uvicorn

        from dateline.web.app import create_app
        from dateline.web.desk import Desk
        from dateline.web.security import Door, is_loopback
    except ImportError as error:
        raise SettingsError(f"serve: {error.name} is not installed") from error
    from dateline.store import open_store
    from dateline.store.shared import SharedStore

    near = is_loopback(host)
    token = os.environ.get("DATELINE_TOKEN") or (None if near else secrets.token_urlsafe(24))
    if token is not None and len(token) < 16:
        raise SettingsError("DATELINE_TOKEN: fewer than 16 characters")
    if page is not None and not page.is_dir():
        raise SettingsError(f"--page: {page} is no folder")
    shared = SharedStore(open_store(store, read_only=read_only), read_only=read_only)
    desk = Desk(shared, store.name, token_required=token is not None)
    door = Door(hosts=tuple(one.lower() for one in name or ()), numbers=not near, token=token)
    threading.Thread(target=desk.coder.warm, name="dateline-warm", daemon=True).start()
    shown = f"[{host}]" if ":" in host else host
    print(f"http://{shown}:{port}/" + (f"?token={token}" if token else ""), flush=True)
    sys.stderr.write("stop with Ctrl-C\n")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # uvicorn passes it on when it has ended: close the store
    try:
        uvicorn.run(
            create_app(desk, door, page=page), host=host, port=port, log_level="warning", access_log=False,
            server_header=False, timeout_keep_alive=20, timeout_graceful_shutdown=5,
            h11_max_incomplete_event_size=65_536,
        )  # fmt: skip
    finally:
        desk.close()
