"""The sectors of parties, from `sectors.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from dateline.errors import ResourceError


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """One sector. `kind`: state, armed, political, society, body; `coded_as`: the broader sector to code."""

    code: str
    name: str
    kind: str
    definition: str
    coded_as: str


@lru_cache(maxsize=1)
def load_sectors() -> dict[str, Sector]:
    """The sectors by code."""
    path = Path(__file__).parent / "sectors.yaml"
    try:
        rows = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        sectors = {
            code: Sector(code=code, **{"coded_as": code, **row}) for code, row in rows.items()
        }  # fmt: skip
    except (OSError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise ResourceError(f"{path.name}: {error}") from error
    unknown = {sector.coded_as for sector in sectors.values()} - set(sectors)
    if unknown:
        raise ResourceError(f"{path.name}: coded as unknown sectors {sorted(unknown)}")
    return sectors
