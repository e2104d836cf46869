"""How long every analysis takes over a store, such as the million events that benchmarks/store.py makes.

    python benchmarks/analyses.py --store /tmp/million.duckdb [--most 5]

Seconds by the clock and of processor time (all threads together); each analysis starts from the store. The dyads are
the busiest one, one in the middle and a quiet one. What takes more than `--most` seconds of the clock and of the
processor is marked.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from dateline.analyse.ask import ask_named
from dateline.analyse.briefing import brief_dyad, brief_happenings
from dateline.analyse.mediators import rank_mediators
from dateline.analyse.networks import edge_events, load_network
from dateline.analyse.next_acts import foretell_acts
from dateline.analyse.outlook import make_outlook
from dateline.analyse.panel import last_day, load_panel
from dateline.analyse.parties import parse_dyad
from dateline.analyse.scenario import find_intervention, run_scenario
from dateline.analyse.state import load_state
from dateline.store import Store, open_store


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--most", type=float, default=5.0, help="seconds")
    parser.add_argument("--only", default="", help="analyses with these words in their name")
    arguments = parser.parse_args()
    with open_store(arguments.store, read_only=True) as store:
        count = store.rows("SELECT count(*) AS n FROM flat_events")[0]["n"]
        print(f"{count:,} events")
        for name, run in analyses(store).items():
            if arguments.only in name:
                started, used = time.perf_counter(), time.process_time()
                told = run()
                wall, used = time.perf_counter() - started, time.process_time() - used
                late = "  TOO LONG" if min(wall, used) > arguments.most else ""
                print(f"{name:<32} {wall:6.2f} s  {used:6.2f} s of processor  {told}{late}", flush=True)


def analyses(store: Store) -> dict[str, Callable[[], str]]:
    """Each analysis by name; it gives a word on what came out."""
    pairs = ask_named(store, "pairs", [500])
    day = last_day(store)
    found: dict[str, Callable[[], str]] = {"panel of all dyads": lambda: f"{len(load_panel(store).dyads)} dyads"}
    for name, row in (("busiest", pairs[0]), ("middle", pairs[len(pairs) // 4]), ("quiet", pairs[-1])):
        dyad = parse_dyad([f"{row['one']}-{row['other']}"])
        found |= {
            f"dyad, {name}": lambda dyad=dyad: f"{len(load_state(store, dyad).acts):,} acts",
            f"outlook, {name}": lambda dyad=dyad: f"{len(make_outlook(store, dyad).forecasts)} forecasts",
            f"scenario, {name}": lambda dyad=dyad: str(len(run_scenario(
                make_outlook(store, dyad, tests=()), find_intervention("mediation"), paths=2000).measures)),
            f"mediators, {name}": lambda dyad=dyad: f"{len(rank_mediators(store, dyad))} mediators",
            f"brief of a dyad, {name}": lambda dyad=dyad: f"{brief_dyad(store, dyad).reports} reports",
            f"acts of a tie, {name}": lambda row=row: f"{len(edge_events(store, row['one'], row['other']))} shown",
        }  # fmt: skip
    country = pairs[0]["one"]
    found |= {
        "network of countries": lambda: f"{len(load_network(store).ties)} ties",
        "network of groups, weekly": lambda: f"{len(load_network(store, level='group', span='week').frames)} weeks",
        "network under a filter": lambda: f"{len(load_network(store, 'type:ASSAULT killed>=1').ties)} ties",
        "who does what next": lambda: f"{len(foretell_acts(store).acts)} acts",
        "brief of a country": lambda: f"{brief_happenings(store, title='x', country=country).reports} reports",
        "brief of a day": lambda: str(brief_happenings(store, title="x", since=day, until=day, by_report=True).reports),
    }
    return found


if __name__ == "__main__":
    main()
