from __future__ import annotations

from pathlib import Path

from dateline.run.manifest import find_manifest
from dateline.settings import Settings


def test_the_users_own_actors_and_their_contents_make_another_manifest(tmp_path: Path) -> None:
    own = tmp_path / "actors.yaml"
    own.write_text("- {name: Rhomba Front, country: TCD, sectors: [REB]}")
    first = find_manifest(Settings(actors=own)).manifest_id
    own.write_text("- {name: Rhomba Front, country: TCD, sectors: [OPP]}")
    second = find_manifest(Settings(actors=own)).manifest_id
    assert len({find_manifest().manifest_id, first, second}) == 3


def test_where_an_own_file_lies_and_plain_settings_do_not_matter(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "actors.yaml").write_text("- {name: Rhomba Front, country: TCD, sectors: [REB]}")
    one, other = (find_manifest(Settings(actors=tmp_path / folder / "actors.yaml")) for folder in ("a", "b"))
    assert one.manifest_id == other.manifest_id
    assert find_manifest(Settings(workers=1)).manifest_id == find_manifest().manifest_id


def test_an_own_gazetteer_and_thresholds_count(tmp_path: Path) -> None:
    own = tmp_path / "gazetteer.bin"
    own.write_bytes(b"places")
    ids = {
        find_manifest(settings).manifest_id
        for settings in (Settings(), Settings(gazetteer=own), Settings(min_confidence=0.4))
    }
    assert len(ids) == 3
