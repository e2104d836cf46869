"""Linking after writes: once, when things have been quiet for a while, all at one moment."""

from __future__ import annotations

import logging
import threading

from dateline.errors import DatelineError
from dateline.store import Store
from dateline.store.linking import link_store
from dateline.store.shared import SharedStore

LOG = logging.getLogger(__name__)
QUIET = 5.0


def is_linked(store: Store) -> bool:
    """Whether someone has linked this store before; one that nobody linked is left so."""
    return bool(store.rows("SELECT 1 FROM meta WHERE key = 'link_rules'"))


def link_at_once(store: Store) -> None:
    """Links what is new, in one transaction: a reader sees all of it, or none."""
    with store.transaction():
        link_store(store)


class Relink:
    """Links a shared store some seconds after the last word that it should."""

    def __init__(self, shared: SharedStore, seconds: float = QUIET) -> None:
        self._shared = shared
        self._seconds = seconds
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()
        self._closed = False

    def soon(self) -> None:
        """Asks for linking; asking again puts it off."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            if self._closed:
                return
            self._timer = threading.Timer(self._seconds, self._link)
            self._timer.daemon = True
            self._timer.start()

    def close(self) -> None:
        """Links no more."""
        with self._lock:
            self._closed = True
            if self._timer is not None:
                self._timer.cancel()

    def _link(self) -> None:
        try:
            with self._shared.writing() as store:
                if is_linked(store):
                    link_at_once(store)
        except DatelineError as error:
            LOG.warning("linking: %s", error)
