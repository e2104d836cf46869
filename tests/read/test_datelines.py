"""Datelines: text to place and day."""

from __future__ import annotations

import pytest

from dateline.read.datelines import find_dateline

FOUND = [
    ("ISLAMABAD – Troops moved", "ISLAMABAD –", "ISLAMABAD", (None, None, None)),
    ("BEIRUT/DAMASCUS (Reuters) - Troops moved", "BEIRUT/DAMASCUS (Reuters) -", "BEIRUT", (None, None, None)),
    ("PORT-AU-PRINCE, Haiti, March 4 — Gangs", "PORT-AU-PRINCE, Haiti, March 4 —", "PORT-AU-PRINCE, Haiti", (None, 3, 4)),  # noqa: E501
    ("NAIROBI, Kenya (AP) — Police", "NAIROBI, Kenya (AP) —", "NAIROBI, Kenya", (None, None, None)),
    ("U.N. HEADQUARTERS, 4 March 2024 (AFP) -- The", "U.N. HEADQUARTERS, 4 March 2024 (AFP) --", "U.N. HEADQUARTERS", (2024, 3, 4)),  # noqa: E501
    ("KHARTOUM (Wire), April 3 - The", "KHARTOUM (Wire), April 3 -", "KHARTOUM", (None, 4, 3)),
    ("N'DJAMENA, Feb. 3 (Xinhua) -- The", "N'DJAMENA, Feb. 3 (Xinhua) --", "N'DJAMENA", (None, 2, 3)),
    ("GENEVA, Switzerland, Monday — The", "GENEVA, Switzerland, Monday —", "GENEVA, Switzerland", (None, None, None)),
    ("Hong Kong (CNN) A muddled view", "Hong Kong (CNN)", "Hong Kong", (None, None, None)),
    ("San José, Costa Rica — A court", "San José, Costa Rica —", "San José, Costa Rica", (None, None, None)),
    ("NEW DELHI: The court", "NEW DELHI:", "NEW DELHI", (None, None, None)),
    ("Albany — A man was charged", "Albany —", "Albany", (None, None, None)),
    ("Islamabad: Police said", "Islamabad:", "Islamabad", (None, None, None)),
    ("(CNN) The president", "(CNN)", None, (None, None, None)),
    ("Dec 29 (Reuters) - The president", "Dec 29 (Reuters) -", None, (None, 12, 29)),
]  # fmt: skip
NOT_FOUND = [
    "UPDATE: The court said",
    "ISIS — also known as the group — said",
    "Ali Khan — a doctor by training — was shot",
    "IRAN STRIKES PAKISTAN - NINE KILLED",
    "On Tuesday, March 4 — the day of the vote — police",
    "The Health Organization (WHO) said",
    "Sen. Jane Poe (D-Ohio) said",
    "POLICE have arrested two men",
    "ISLAMABAD –",
    "Mehmet Khan — Police said he had fled",
    "Iran — The country that",
    "Question: What happened next?",
    "Albany — which lies on the river — was shelled",
    "",
]


@pytest.mark.parametrize(("text", "words", "place", "day"), FOUND)
def test_dateline(text, words, place, day):
    found = find_dateline(text, 0, len(text))
    assert found is not None
    assert found.span.of(text) == words
    assert (found.place.of(text) if found.place else None) == place
    assert (found.year, found.month, found.day) == day


@pytest.mark.parametrize("text", NOT_FOUND)
def test_no_dateline(text):
    assert find_dateline(text, 0, len(text)) is None
