"""`dateline mcp`: the store for tools of language models."""

from __future__ import annotations

import io
import sys

from dateline.cli.options import StoreFile


def mcp_command(store: StoreFile) -> None:
    """Answer a language model's questions about a store, over standard input and output (Model Context Protocol)."""
    from dateline.store import open_store
    from dateline.store.shared import SharedStore
    from dateline.web.desk import Coder
    from dateline.web.mcp import Tools, serve_mcp

    shared = SharedStore(open_store(store, read_only=True), read_only=True)
    incoming = io.TextIOWrapper(sys.stdin.buffer, "utf-8", "replace", newline="\n")
    outgoing = io.TextIOWrapper(sys.stdout.buffer, "utf-8", "replace", newline="\n")
    try:
        serve_mcp(Tools(shared, Coder()), incoming, outgoing)
    except KeyboardInterrupt:
        pass
    finally:
        shared.close()
