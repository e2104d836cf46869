from __future__ import annotations

import csv
import json
from io import StringIO

from tests.build import Build, river

from dateline.export import render


def test_csv_has_a_row_per_event() -> None:
    rows = list(csv.DictReader(StringIO(render(river(), "csv"))))
    assert len(rows) == len(river().events)
    first, second = rows[:2]
    assert (first["actors"], first["actor_countries"], first["actor_sectors"]) == (
        "Marovian forces",
        "MRV",
        "MIL",
    )
    assert (first["killed_best"], first["place_name"], first["earliest"]) == ("9", "Kelva", "2021-03-11")
    assert first["reported_by"] == "two local officials"
    assert second["same_as"] == first["event_id"]
    assert second["actors"] == "", "a later mention keeps its own empty slots"


def test_csv_cells_are_no_formulas() -> None:
    build = Build("=HYPERLINK(1) attacked Freedonia.")
    build.event("attacked", "ASSAULT", actors=(build.mention("=HYPERLINK(1)"),))
    row = next(csv.DictReader(StringIO(render(build.document(), "csv"))))
    assert row["actors"] == "'=HYPERLINK(1)"


def test_json_ties_every_field_to_its_words() -> None:
    document = river()
    (tree,) = json.loads(render(document, "json"))
    assert json.loads(render(document, "jsonl")) == tree
    text = tree["report"]["text"]

    def check(node: object) -> int:
        if isinstance(node, list):
            return sum(map(check, node))
        if not isinstance(node, dict):
            return 0
        if "words" in node:
            assert text[node["start"] : node["end"]] == node["words"]
        return ("words" in node) + sum(map(check, node.values()))

    assert check(tree) > 30
    assert tree["events"][1]["empty"] == {"actor": "nominal without agent", "place": "", "time": ""}
    assert tree["events"][0]["quad_class"] == "material conflict"
