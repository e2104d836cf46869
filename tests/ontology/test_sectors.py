from __future__ import annotations

from dateline.ontology.sectors import load_sectors


def test_plover_has_25_sectors_beside_igo_and_ngo() -> None:
    sectors = load_sectors()
    assert len(set(sectors) - {"IGO", "NGO"}) == 25
    assert all(sector.code == code and sector.definition for code, sector in sectors.items())


def test_broader_sectors_are_coded_as_themselves() -> None:
    sectors = load_sectors()
    assert sectors["REF"].coded_as == "CVL"
    assert sectors["UAF"].coded_as == "REB"
    assert all(sectors[sector.coded_as].coded_as == sector.coded_as for sector in sectors.values())
