"""dateline reads news reports and says who did what to whom, where, when, according to whom.

    import dateline

    document = dateline.code_report("…the text of a report…")
    print(dateline.render(document))

Everything named in `__all__` loads when it is first used, so that `import dateline` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.errors import (
        DatelineError,
        DocumentError,
        ExportError,
        ReadError,
        ResourceError,
        SettingsError,
        StoreError,
    )
    from dateline.export import render
    from dateline.link.across import link_documents
    from dateline.read import read_reports
    from dateline.records import (
        Actor,
        Binding,
        Claim,
        Count,
        Document,
        Event,
        Link,
        Mention,
        Part,
        Place,
        Quarantined,
        Report,
        Resolution,
        Sentence,
        Span,
        Tag,
        TimeRef,
        Token,
    )
    from dateline.run import code_report, code_reports, code_sources
    from dateline.settings import Settings
    from dateline.store import Store, open_store

__version__ = "0.1.0"

_HOMES = {
    "dateline.errors": (
        "DatelineError", "DocumentError", "ExportError", "ReadError", "ResourceError", "SettingsError",
        "StoreError",
    ),
    "dateline.export": ("render",),
    "dateline.link.across": ("link_documents",),
    "dateline.read": ("read_reports",),
    "dateline.records": (
        "Actor", "Binding", "Claim", "Count", "Document", "Event", "Link", "Mention", "Part", "Place",
        "Quarantined",
        "Report", "Resolution", "Sentence", "Span", "Tag", "TimeRef", "Token",
    ),
    "dateline.run": ("code_report", "code_reports", "code_sources"),
    "dateline.settings": ("Settings",),
    "dateline.store": ("Store", "open_store"),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Actor", "Binding", "Claim", "Count", "DatelineError", "Document", "DocumentError", "Event",
    "ExportError", "Link",
    "Mention", "Part", "Place", "Quarantined", "ReadError", "Report", "Resolution", "ResourceError",
    "Sentence",
    "Settings", "SettingsError", "Span", "Store", "StoreError", "Tag", "TimeRef", "Token", "__version__",
    "code_report",
    "code_reports", "code_sources", "link_documents", "open_store", "read_reports", "render",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'dateline' has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
