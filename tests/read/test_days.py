"""Dates in metadata and addresses."""

from __future__ import annotations

import pytest

from dateline.read.addresses import address_of_name
from dateline.read.days import parse_url_day, parse_when


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-01-18", "2024-01-18T00:00:00+00:00"),
        ("2024-01-18T09:30:00+05:00", "2024-01-18T09:30:00+05:00"),
        ("2024-01-18T09:30:00Z", "2024-01-18T09:30:00+00:00"),
        ("2024/1/18 9:30", "2024-01-18T09:30:00+00:00"),
        ("20240118", "2024-01-18T00:00:00+00:00"),
        ("20240118T093000Z", "2024-01-18T09:30:00+00:00"),
        ("Thu, 18 Jan 2024 09:30:00 +0500", "2024-01-18T09:30:00+05:00"),
        ("January 18, 2024 9:30 p.m.", "2024-01-18T21:30:00+00:00"),
        ("Thursday 18th January 2024", "2024-01-18T00:00:00+00:00"),
        ("Jan. 18, 2024", "2024-01-18T00:00:00+00:00"),
        (1705570200, "2024-01-18T09:30:00+00:00"),
        (1705570200000, "2024-01-18T09:30:00+00:00"),
        ("03/04/2024", None),
        ("January 2024", None),
        ("2024", None),
        ("31 February 2024", None),
        ("0001-01-01T00:00:00Z", None),
        ("yesterday", None),
        (2024, None),
        (True, None),
        (float("nan"), None),
        (10**400, None),
        (None, None),
        ([], None),
    ],
)
def test_parse_when(value, expected):
    found = parse_when(value)
    assert (found.isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/world/2024/01/18/strike.html", "2024-01-18"),
        ("https://a.example/2024/jan/18/strike", "2024-01-18"),
        ("https://a.example/news/2024-01-18-strike", "2024-01-18"),
        ("https://a.example/news/20240118/strike", "2024-01-18"),
        ("https://a.example/2024/01/strike", None),
        ("https://a.example/2024/13/40/strike", None),
        ("https://a.example/article/120240118", None),
        ("https://a.example/20948348/strike", None),
    ],
)
def test_parse_url_day(url, expected):
    found = parse_url_day(url)
    assert (found.date().isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "https___www.example.com_world_2024_01_18_iran.html",
            "https://www.example.com/world/2024/01/18/iran.html",
        ),
        ("www.example.com%2F2024%2F01%2F18%2Fx_y.html", "https://www.example.com/2024/01/18/x_y.html"),
        ("http%3A%2F%2Fexample.org%2Fa.txt", "http://example.org/a"),
        ("example.co.uk_news_2024_01_18_x.html.gz", "https://example.co.uk/news/2024/01/18/x.html"),
        ("report.txt", None),
        ("u.s._strikes_2024.txt", None),
        ("notes.md", None),
        ("my.report_v2.txt", None),
    ],
)
def test_address_of_name(name, expected):
    assert address_of_name(name) == expected
