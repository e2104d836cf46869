"""Every error that dateline raises on purpose.

DatelineError
├── SettingsError      a value in the settings is wrong: stop, say which
├── ResourceError      an ontology, lexicon or model file is missing, malformed or fails its checksum: stop
├── ReadError          a source cannot be opened or understood: stop that source, go on with the next
├── DocumentError      this report cannot be coded: quarantine it, go on
├── StoreError         the database refused: stop
└── ExportError        the target cannot be written: stop
"""

from __future__ import annotations


class DatelineError(Exception):
    """The root of every error raised on purpose."""


class SettingsError(DatelineError):
    """A value in the settings is wrong."""


class ResourceError(DatelineError):
    """A file that the package needs is missing, malformed or not the one its manifest names."""


class ReadError(DatelineError):
    """A source cannot be opened or understood; the message names the source and the cause."""


class DocumentError(DatelineError):
    """A report cannot be coded; it goes to quarantine with the stage and the cause."""


class StoreError(DatelineError):
    """The database refused."""


class ExportError(DatelineError):
    """A target cannot be written."""
