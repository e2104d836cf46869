"""Does the ladder rank disputes as reference data do? Acts simulated from each dispute's highest action.

    python benchmarks/ladder.py FOLDER     (mid_dyad_years.jsonl: one row a dyad, year and side)

Each side's highest action (`hiact`) of a year is put on the ladder as the PLOVER act that it is; the rung that both
make is compared with the hostility level (`hostlev`, 1 to 5) that the reference gives the dyad in that year.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from dateline.analyse.ladder import load_ladder, rung_on_days

# Actions of militarized disputes by number, as PLOVER types (and modes) of single acts.
ACTS = {
    1: ("THREATEN", ()), 2: ("THREATEN", ()), 3: ("THREATEN", ()), 4: ("THREATEN", ()), 5: ("THREATEN", ()),
    6: ("THREATEN", ()), 7: ("MOBILIZE", ()), 8: ("MOBILIZE", ()), 9: ("MOBILIZE", ()), 10: ("MOBILIZE", ()),
    11: ("MOBILIZE", ()), 12: ("MOBILIZE", ()), 13: ("COERCE", ("seize",)), 14: ("COERCE", ("seize",)),
    15: ("COERCE", ("seize",)), 16: ("ASSAULT", ()), 17: ("ASSAULT", ()), 18: ("ASSAULT", ()), 19: ("ASSAULT", ()),
    20: ("ASSAULT", ()), 21: ("ASSAULT", ()),
}  # fmt: skip
WAR = 20  # from here on: fighting day after day


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 1, ties sharing their mean."""
    order = np.argsort(values, kind="stable")
    found = np.empty(len(values))
    found[order] = np.arange(1, len(values) + 1)
    for value in np.unique(values):
        found[values == value] = found[values == value].mean()
    return found


def rung(actions: list[int]) -> int:
    """The rung that the highest actions of both sides make within a fortnight."""
    ladder = load_ladder()
    days, steps, sides = [], [], []
    for side, action in enumerate(actions[:2]):
        if action in ACTS:
            event_type, modes = ACTS[action]
            for day in range(7 if action >= WAR else 1):
                days.append(day)
                steps.append(ladder.step_of(event_type, modes))
                sides.append(side)
    arrays = (np.array(column, dtype=np.int64) for column in (days, steps, sides))
    return int(rung_on_days(ladder, *arrays, 14).max()) if days else 0


def main(folder: Path) -> None:
    """Prints the rank correlation and the mean rung by hostility level."""
    years: dict[tuple[int, int, int, int], list[dict[str, int]]] = defaultdict(list)
    with (folder / "mid_dyad_years.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            one, other = sorted((row["ccode1"], row["ccode2"]))
            years[row.get("dispnum", 0), one, other, row["year"]].append(row)
    pairs = [
        (rung([int(row.get("hiact1") or row.get("hiact") or 0) for row in rows]),
         max(int(row.get("hostlev1") or row.get("hostlev") or 0) for row in rows))
        for rows in years.values()
    ]  # fmt: skip
    rungs, levels = (np.array(column) for column in zip(*pairs, strict=True))
    kept = levels > 0
    rho = float(np.corrcoef(ranks(rungs[kept]), ranks(levels[kept]))[0, 1])
    print(f"{int(kept.sum()):,} dyad-years, Spearman's rank correlation {rho:.3f}")
    for level in np.unique(levels[kept]):
        inside = rungs[levels == level]
        print(f"hostility {level}: {len(inside):>5,} dyad-years, mean rung {inside.mean():.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
