"""One open store used by many threads: each reader has a snapshot of its own, and one writes at a time."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from dateline.errors import StoreError
from dateline.store.database import Store

LOG = logging.getLogger(__name__)
_TICK = 0.5
_MEMORY = "1GB"  # of all questions together


class BusyStore(StoreError):
    """A question took longer than it may."""


class SharedStore:
    """Hands out connections to one store. `version` grows with every write: what was read before it may be stale.

    From then on the database reads no other file of the machine, whatever it is asked.
    """

    def __init__(self, store: Store, *, read_only: bool, seconds: float = 20.0) -> None:
        self.store = store
        self.read_only = read_only
        self.version = 0
        self._seconds = seconds
        self._writer = threading.RLock()
        self._guard = threading.Lock()
        self._running: dict[int, tuple[float, Store]] = {}
        self._closed = threading.Event()
        store.rows(f"SET memory_limit = '{_MEMORY}'")
        store.rows("SET enable_external_access = false")
        threading.Thread(target=self._watch, name="dateline-watch", daemon=True).start()

    @contextmanager
    def reading(self, seconds: float | None = None) -> Iterator[Store]:
        """A store as it is at this moment: all questions of the block see the same rows.

        Raises BusyStore where a question takes longer than the time that it has.
        """
        with self._guard:
            store = self.store.beside()
            self._running[id(store)] = (time.monotonic() + (seconds or self._seconds), store)
        try:
            store.rows("BEGIN TRANSACTION READ ONLY")
            yield store
        except StoreError as error:
            message = str(error).lower()
            if "interrupt" in message:
                raise BusyStore("the question took too long: ask for less") from error
            if "out of memory" in message:
                raise BusyStore("too much is asked at once: try again, or ask for less") from error
            raise
        finally:
            with self._guard:
                del self._running[id(store)]
            store.close()

    @contextmanager
    def writing(self) -> Iterator[Store]:
        """The store for the one who writes; others wait. Raises StoreError where it was opened for reading only."""
        if self.read_only:
            raise StoreError("the store is open for reading only")
        with self._writer:
            with self._guard:
                store = self.store.beside()
            try:
                yield store
            finally:
                store.close()
                self.version += 1  # after the last commit: a reader may not take old rows for new ones

    def close(self) -> None:
        """Lets the file go, once nobody writes."""
        self._closed.set()
        with self._writer:
            self.store.close()

    def _watch(self) -> None:
        while not self._closed.wait(_TICK):
            now = time.monotonic()
            with self._guard:
                late = [store for end, store in self._running.values() if end < now]
                for store in late:
                    try:
                        store.interrupt()
                    except duckdb.Error as error:  # it ended meanwhile
                        LOG.debug("interrupting: %s", error)
