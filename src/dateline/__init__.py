"""dateline reads news reports and says who did what to whom, where, when, according to whom."""

from __future__ import annotations

__version__ = "0.1.0"
