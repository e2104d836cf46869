"""Handlers for the log, set by the doors only."""

from __future__ import annotations

import logging


def configure_logging(verbose: bool = False) -> None:
    """Sends warnings (or, if verbose, everything) of dateline to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("dateline")
    logger.handlers[:] = [handler]
    logger.setLevel(logging.DEBUG if verbose else logging.WARNING)
