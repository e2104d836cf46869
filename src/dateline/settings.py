"""The settings: defaults, then `dateline.toml`, then environment (DATELINE_…), then flags."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dateline.errors import SettingsError


class Settings(BaseModel):
    """Every value that a user may set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    threads: int = Field(default=1, ge=1, le=64, description="threads of one model session")
    workers: int = Field(default=2, ge=1, le=64, description="processes of `dateline code`")
    batch: int = Field(default=16, ge=1, le=512, description="reports coded together")
    actors: Path | None = Field(default=None, description="a YAML file with parties of your own")
    reader: Path | None = Field(default=None, description="the folder of a reader made by `dateline train`")
    event_types: Path | None = Field(default=None, description="a YAML file with event types of your own")
    min_confidence: float = Field(default=0.0, ge=0, le=1, description="events less sure than this are left out")
    min_slot_confidence: float = Field(default=0.0, ge=0, le=1, description="slots less sure than this stay empty")
    gazetteer: Path | None = Field(default=None, description="a gazetteer made by `dateline gazetteer update`")


def load_settings(path: Path | None = None, **flags: object) -> Settings:
    """The settings in force; `flags` that are None are left out. Raises SettingsError naming the value."""
    values: dict[str, object] = {}
    path = path or Path("dateline.toml")
    if path.is_file():
        try:
            values.update(tomllib.loads(path.read_text("utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"{path}: {error}") from error
    for name in Settings.model_fields:
        if (value := os.environ.get(f"DATELINE_{name.upper()}")) is not None:
            values[name] = value
    values.update({name: value for name, value in flags.items() if value is not None})
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
