"""Analyses that take seconds: one is worked out at a time, and the last outlooks are kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from dateline.analyse.outlook import Outlook, make_outlook
from dateline.analyse.parties import Party
from dateline.store import Store
from dateline.web.problems import Refusal

_WAITING = 8  # analyses that may wait for their turn: each holds a thread
_KEPT = 8
_PATHS = 1000
SECONDS = 300.0  # that one may take, waiting for the store included


class Studies:
    """Whose turn it is, and outlooks by the state of the store that they were made from."""

    def __init__(self) -> None:
        self._places = threading.BoundedSemaphore(_WAITING)
        self._lock = threading.RLock()
        self._outlooks: OrderedDict[tuple[object, ...], Outlook] = OrderedDict()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits until nobody else works; raises Refusal where too many wait."""
        if not self._places.acquire(blocking=False):
            raise Refusal(503, "too many analyses wait", {"Retry-After": "5"})
        try:
            with self._lock:
                yield
        finally:
            self._places.release()

    def outlook(self, store: Store, version: int, dyad: tuple[Party, Party], today: date | None) -> Outlook:
        """The outlook of two parties, made anew only where something was written since."""
        key = (version, dyad[0].key, dyad[1].key, today)
        with self._lock:
            found = self._outlooks.get(key) or make_outlook(store, dyad, today=today, paths=_PATHS)
            self._outlooks[key] = found
            while len(self._outlooks) > _KEPT:
                self._outlooks.popitem(last=False)
        return found
