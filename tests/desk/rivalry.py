"""Made-up reports of two neighbours over a year and a half: words, shells, talks, and shells again."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

PUBLISHERS = ("Sahel Courier", "Lake Chad Post", "Wadi Herald")
_PLACES = ("Adre", "Abeche", "Geneina", "Tine", "Bahai")
_SAYS = {
    "accuse": "{a} accused {b} on {day} of sheltering rebels near {place}, its foreign ministry said.",
    "reject": "{a} rejected a demand by {b} on {day} to close its camps near {place}.",
    "threat": "{a} threatened {b} on {day} with military action over raids near {place}.",
    "sanction": "{a} expelled two diplomats of {b} on {day} after a raid near {place}.",
    "mobilise": "{a} moved hundreds of troops to its border with {b} near {place} on {day}, its army said.",
    "shell": "The army of {a} shelled positions of the army of {b} near {place} on {day}, killing {n} soldiers.",
    "strike": "{a} launched an air strike on an army base of {b} near {place} on {day}, killing {n} people.",
    "talks": "{a} and {b} held talks on {day} about the border near {place}, mediators from Qatar said.",
    "agree": "{a} and {b} signed an agreement on {day} to open the border crossing at {place}.",
    "withdraw": "{a} withdrew its troops from the border with {b} near {place} on {day}.",
    "aid": "{a} delivered food aid to {b} for refugees near {place} on {day}.",
}  # fmt: skip
_PHASES = (
    (0, ("accuse", "reject", "talks", "accuse"), 12),
    (120, ("accuse", "threat", "mobilise", "sanction"), 8),
    (190, ("shell", "strike", "shell", "accuse", "shell"), 4),
    (250, ("talks", "agree", "withdraw", "aid"), 11),
    (370, ("accuse", "threat", "talks"), 13),
    (430, ("shell", "accuse", "shell", "threat", "strike"), 5),
)
_START, _LAST = date(2022, 11, 7), 490


def write_rivalry(path: Path) -> int:
    """Writes the reports as JSON lines; gives how many there are."""
    rows = []
    for number, (first, acts, every) in enumerate(_PHASES):
        end = _PHASES[number + 1][0] if number + 1 < len(_PHASES) else _LAST
        for turn, offset in enumerate(range(first, end, every)):
            rows += _reports(acts[turn % len(acts)], turn + number, _START + timedelta(days=offset))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return len(rows)


def _reports(act: str, turn: int, day: date) -> list[dict[str, str]]:
    """What one publisher, or for force two, tell of an act on the day after it."""
    one, other = ("Sudan", "Chad") if turn % 3 else ("Chad", "Sudan")
    place, told = _PLACES[turn % len(_PLACES)], f"{day:%A}"
    sentence = _SAYS[act].format(a=one, b=other, day=told, place=place, n=2 + turn % 9)
    printed = day + timedelta(days=1)
    tellers = (0, 1) if act in ("shell", "strike") else (turn % 3,)
    return [
        {
            "title": f"{one} and {other}: {act} near {place}", "publisher": PUBLISHERS[number],
            "date": printed.isoformat(),
            "text": f"N'DJAMENA, {printed:%B} {printed.day}, {printed.year} - {sentence}"
            + (" Officials gave no further details." if number else ""),
        }
        for number in tellers
    ]  # fmt: skip
