"""Days as users write them."""

from __future__ import annotations

from datetime import date

from dateline.errors import SettingsError


def parse_date(text: str | None, option: str) -> date | None:
    """The day, or None where none was given; raises SettingsError that names the option."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"{option}: {text!r} is not a date such as 2024-01-18") from None
