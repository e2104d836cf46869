"""Do the response model's intervals hold? Known processes are simulated, fitted, and their parameters looked for.

    python benchmarks/coverage.py [--processes 40]

Two marks that excite themselves and each other; every process is fitted for both. Prints how often the intervals of
90 % hold the truth, by kind of parameter and in all: 85 to 95 of 100 are wanted.
"""

from __future__ import annotations

import argparse

import numpy as np

from dateline.analyse.hawkes import Times, fit_answer, intervals, simulate_times

BASE, GAIN, DECAY, SPAN = (0.2, 0.15), ((0.3, 0.2), (0.35, 0.15)), (0.8, 1.5), 1200.0
NAMES = ("base", "gain of mark 0", "gain of mark 1", "decay")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1000)
    arguments = parser.parse_args()
    held = []
    for seed in range(arguments.seed, arguments.seed + arguments.processes):
        times, marks = simulate_times(BASE, GAIN, DECAY, SPAN, np.random.default_rng(seed))
        for answer in (0, 1):
            observed = Times(times=times, marks=marks, size=2, answer=answer, span=SPAN)
            low, high = intervals(observed, fit_answer(observed))
            truth = np.array([BASE[answer], *GAIN[answer], DECAY[answer]])
            held.append((low <= truth) & (truth <= high))
    table = np.array(held)
    for name, share in zip(NAMES, table.mean(axis=0), strict=True):
        print(f"{name:<16} {share:.1%} of {len(table)}")
    print(f"{'all':<16} {table.mean():.1%} of {table.size}")


if __name__ == "__main__":
    main()
