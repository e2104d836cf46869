from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.build import river

from dateline.errors import StoreError
from dateline.store import Store, count_events, find_events, open_store, stream_events
from dateline.store.filters import Group, Term, Words, filter_fields, load_filters, parse_filter
from dateline.store.flat import COLUMNS, flat_of
from dateline.store.words import folded, text_bits, word_bits


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.duckdb") as opened:
        opened.save([river()], "v1")
        yield opened


def types(store: Store, text: str) -> list[str]:
    return [row["event_type"] for row in find_events(store, text)]


def test_terms_quotes_and_groups_are_read() -> None:
    found = parse_filter(
        'actor:IRN,"Islamic State" killed>=5 -status:future (missil* OR "air strike") NOT x sort:-killed limit:3'
    )
    assert found.condition == Group("and", (
        Term("actor", ":", ("IRN", "Islamic State")), Term("killed", ">=", ("5",)),
        Group("not", (Term("status", ":", ("future",)),)),
        Group("or", (Group("and", (Words("missil", True),)), Group("and", (Words("air strike"),)))),
        Group("not", (Words("x"),)),
    ))  # fmt: skip
    assert (found.sorts, found.limit) == ((("killed", True),), 3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("actr:IRN", "no field 'actr': did you mean 'actor'"),
        ("killed>=many", "killed: 'many' is no number"),
        ("killed:nan", "'nan' is no number"),
        ("since:yesterday", "'yesterday' is no day, month or year"),
        ("date:2024-02-30", "'2024-02-30' is no day"),
        ("type>ASSAULT", "type has no order"),
        ("sort:size", "no order 'size'"),
        ("limit:x", "'x' is no number"),
        ("negated:maybe", "neither yes nor no"),
        ("near:1,2", "near wants latitude"),
        ("box:9,1,2,3", "box wants south"),
        ("has:money", "no value of has: 'money'"),
        ("(a", "a parenthesis is not closed"),
        ("a)", "a parenthesis too many"),
        ('"a', "a quote is not closed"),
        ("NOT", "nothing stands after NOT"),
        ("(" * 200, "too many parentheses"),
        ("a " * 6000, "more than 10,000 characters"),
    ],
)
def test_what_is_wrong_is_said(store: Store, text: str, message: str) -> None:
    with pytest.raises(StoreError, match=f"filter: .*{message}".replace("(", r"\(")):
        find_events(store, text)


@given(st.text(max_size=60))
def test_any_text_is_a_filter_or_an_error(text: str) -> None:
    try:
        parse_filter(text)
    except StoreError as error:
        message = str(error)
    else:
        return
    assert message.startswith("filter: ")


def test_rows_say_what_the_document_says(store: Store) -> None:
    rows = {row["event_id"]: row for row in find_events(store)}
    assert list(next(iter(rows.values()))) == list(COLUMNS)
    assert rows == {row["event_id"]: row for row in store.rows(f"SELECT {', '.join(COLUMNS)} FROM flat_events")}
    shelled = next(row for row in rows.values() if row["words"] == "shelled")
    assert shelled["actor_words"] == ["Marovian forces"]
    assert shelled["place_country"] == "MRV"
    assert shelled["killed_best"] == 9
    assert shelled["latest"] == date(2021, 3, 11)
    assert shelled["quad_class"] == 4
    assert shelled["text"] in river().report.text
    assert set(next(iter(flat_of([river()])))) == set(COLUMNS)


@pytest.mark.parametrize(
    "text",
    [
        "type:ASSAULT killed>=5 status:current", "type:assault,protest killed:9", "killed:5..10 killed:..9 killed<=9",
        "actor:Marovian", "actor:marov*", "party:kelva type:ASSAULT", "country:MRV", "place:Kelva", "place:MRV",
        "since:2021-03-11 until:2021-03 killed>0", "date:2021-03-11 killed>0", "date:2021 killed>=1",
        "date:2021-03-01..2021-03-20 killed>0", "shelled", "SHELLED town", '"border town"', "shell*",
        "title:river OR shelled",
        "NOT killed<9 has:killed", "has:date has:actor has:killed", "quad:4 score<=-9 killed>1", "mode:heavy-weapons",
        "(type:AID OR type:ASSAULT) killed>8", "confidence>=0 has:killed", "negated:no has:killed",
        "repeated:no has:killed",
    ],
)  # fmt: skip
def test_filters_find_the_shelling(store: Store, text: str) -> None:
    assert "shelled" in {row["words"] for row in find_events(store, text)}


@pytest.mark.parametrize(
    "text",
    [
        "killed>=10", "killed:10..", "type:AID", "actor:USA", "actor:Mar", "shell", '"town border"', "since:2022",
        "until:2020", "date:2020", "-shelled", "NOT shelled", "status:future", "negated:yes", "country:FRA",
        "near:0,0,10",
        "event:r-0", "published>=2022-01-01", "language:xx", "publisher:nobody", "source:nobody",
    ],
)  # fmt: skip
def test_filters_leave_the_shelling_out(store: Store, text: str) -> None:
    assert "shelled" not in {row["words"] for row in find_events(store, text)}


def test_order_limit_and_streams(store: Store) -> None:
    by_dead = find_events(store, "sort:-killed")
    assert by_dead[0]["killed_best"] == max(row["killed_best"] or 0 for row in by_dead)
    assert by_dead[-1]["killed_best"] is None, "what is unknown comes last"
    assert find_events(store, "sort:killed")[0]["killed_best"] == min(row["killed_best"] or 99 for row in by_dead)
    assert len(find_events(store, "", limit=1)) == len(find_events(store, "limit:1", limit=5)) == 1
    assert list(stream_events(store, "sort:-killed")) == by_dead


@pytest.mark.parametrize("name", [*load_filters()["sorts"]])
def test_every_order_sorts(store: Store, name: str) -> None:
    assert len(find_events(store, f"sort:{name}")) == len(find_events(store, f"sort:-{name}")) > 1


@pytest.mark.parametrize("name", [*load_filters()["groups"]])
def test_every_group_counts(store: Store, name: str) -> None:
    rows = count_events(store, "", [name])
    assert all(set(row) == {name, "events", "happenings", "killed", "injured"} for row in rows)
    assert rows == sorted(rows, key=lambda row: -row["events"])


def test_counts_of_pairs(store: Store) -> None:
    total = count_events(store)[0]
    assert total["events"] == len(river().events) >= total["happenings"]
    assert sum(row["events"] for row in count_events(store, "", ["type"])) == total["events"]
    assert {"recipient", "actor"} <= set(count_events(store, "", ["actor", "recipient"])[0])
    with pytest.raises(StoreError, match="no group 'tipe'"):
        count_events(store, "", ["tipe"])


def test_words_mark_their_bits() -> None:
    lanes = text_bits(folded("Iran’s missiles hit São Tomé").split())
    for word in ("irans", "missiles", "tome"):
        lane, bits = word_bits(word)
        assert lanes[lane] & bits == bits
        assert bits < 1 << 63


def test_questions_of_users_read_the_store_only(store: Store, tmp_path: Path) -> None:
    assert store.ask("SELECT count(*) AS n FROM reports") == [{"n": 1}]
    assert len(store.ask("SELECT * FROM mentions", limit=2)) == 2
    (tmp_path / "x.csv").write_text("a\n1\n")
    for sql in (f"SELECT * FROM '{tmp_path}/x.csv'", f"SELECT * FROM read_text('{tmp_path}/x.csv')"):
        with pytest.raises(StoreError):
            store.ask(sql)
    for sql in ("DROP TABLE reports", "SELECT 1; SELECT 2", f"ATTACH '{tmp_path}/y'", "SET threads = 1",
                f"COPY reports TO '{tmp_path}/z'", "INSTALL fts", ""):  # fmt: skip
        with pytest.raises(StoreError, match="only one SELECT"):
            store.ask(sql)


def test_the_guide_tells_every_field() -> None:
    guide = (Path(__file__).parent.parent.parent / "docs" / "query.md").read_text("utf-8")
    for name, field in filter_fields().items():
        assert f"| `{name}` | {field.says} |" in guide
    for name in (*load_filters()["sorts"], *load_filters()["groups"]):
        assert f"`{name}`" in guide
