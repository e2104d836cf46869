"""What an outlook foretells of a dyad, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dateline.analyse.panel import Panel

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
HORIZONS = (7, 30, 90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A question: `kind` is event (yes or no) or count. `classes` are those counted; none for rungs."""

    name: str
    kind: str
    says: str
    classes: tuple[str, ...] = ()


TARGETS = (
    Target(name="force", kind="event", says="force is used", classes=("force",)),
    Target(name="talks", kind="event", says="they talk, promise or give way", classes=("talks",)),
    Target(name="rung_up", kind="event", says="they stand on a higher rung than now at some time"),
    Target(name="rung_down", kind="event", says="they stand on a lower rung than now at the end"),
    Target(name="hostile", kind="count", says="acts against each other", classes=("words", "pressure", "force")),
    Target(name="friendly", kind="count", says="acts with or for each other", classes=("talks", "help")),
)


def find_target(name: str) -> Target:
    """The target of that name."""
    return next(one for one in TARGETS if one.name == name)


class Truth:
    """What came after each day of a panel: a table [dyad, day] for a target and a horizon.

    The value at `day` is of the `horizon` days after it. Where the panel ends before, it is -1.
    """

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self.totals = panel.totals()
        self.rungs = panel.rungs()

    def of(self, target: Target, horizon: int) -> Ints:
        """The table: 0 or 1 for events, the number for counts."""
        days = self.panel.length
        found = np.full((len(self.panel.dyads), days), -1, dtype=np.int64)
        last = days - horizon
        if last <= 0:
            return found
        if target.classes:
            kinds = [list(self.panel.ladder.classes).index(name) for name in target.classes]
            daily = self.totals[:, :, kinds].sum(axis=2)
            sums = np.concatenate([np.zeros((len(daily), 1)), np.cumsum(daily, axis=1)], axis=1)
            ahead = sums[:, horizon + 1 : days + 1] - sums[:, 1 : last + 1]
            found[:, :last] = ahead > 0 if target.kind == "event" else ahead
        elif target.name == "rung_down":
            found[:, :last] = self.rungs[:, horizon:] < self.rungs[:, :last]
        else:
            windows = np.lib.stride_tricks.sliding_window_view(self.rungs[:, 1:], horizon, axis=1).max(axis=2)
            found[:, :last] = windows[:, :last] > self.rungs[:, :last]
        return found
