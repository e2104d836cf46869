from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.evaluate.event_clusters import (
    EventMention,
    cluster_mentions,
    group_documents,
    head_lemma_clusters,
)
from dateline.evaluate.event_coref import (
    assign,
    coreference_metrics,
    score_b3,
    score_ceafe,
    score_event_coref,
    score_muc,
)
from dateline.records import Document, Report


def clusters(*groups: str) -> list[frozenset[str]]:
    return [frozenset(group) for group in groups]


# The example of Bagga and Baldwin: a key of 5, 2 and 5 mentions; the response joins the two large ones.
KEY = clusters("12345", "67", "89ABC")
JOINED = clusters("12345", "6789ABC")


def test_muc_by_hand() -> None:
    score = score_muc(KEY, JOINED)
    assert score.recall == 1.0  # no key cluster is broken
    assert score.precision == pytest.approx(9 / 10)  # one of the response's ten links is wrong


def test_b3_by_hand() -> None:
    score = score_b3(KEY, JOINED)
    assert score.recall == 1.0
    assert score.precision == pytest.approx((5 + 2 * 2 / 7 + 5 * 5 / 7) / 12)


def test_ceafe_by_hand() -> None:
    score = score_ceafe(KEY, JOINED)
    # 12345 with itself: 1; the joined one with 89ABC: 2·5 / (5 + 7).
    assert score.recall == pytest.approx((1 + 10 / 12) / 3)
    assert score.precision == pytest.approx((1 + 10 / 12) / 2)


def test_singletons_have_no_muc_links_but_count_elsewhere() -> None:
    alone = clusters("a", "b")
    metrics = coreference_metrics(alone, alone)
    assert metrics["muc_f1"] == 0.0
    assert metrics["b3_f1"] == metrics["ceafe_f1"] == 1.0
    assert metrics["conll_f1"] == pytest.approx(2 / 3)


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_the_assignment_is_the_best_of_all(rows: int, columns: int, data: st.DataObject) -> None:
    values = data.draw(st.lists(st.integers(0, 9), min_size=rows * columns, max_size=rows * columns))
    gain = np.array(values, dtype=float).reshape(rows, columns)
    pairs = assign(gain)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == min(rows, columns)
    small, large = sorted(gain.shape)
    matrix = gain if rows <= columns else gain.T
    best = max(sum(matrix[i, j] for i, j in enumerate(order)) for order in permutations(range(large), small))
    assert sum(gain[i, j] for i, j in pairs) == pytest.approx(best)


def test_documents_of_one_happening_are_grouped() -> None:
    texts = {
        "a": "A tremor shook Porto Lindo and broke the old bridge there",
        "b": "The old bridge of Porto Lindo fell in the tremor",
        "c": "The singer Mara Venn opened the prize gala with a song",
        "d": "A song of Mara Venn at the gala won the singer a prize",
        "e": "Shares of a bank slid",
    }
    groups = group_documents(texts, 0.18)
    assert groups["a"] == groups["b"] != groups["c"] == groups["d"]
    assert groups["e"] not in (groups["a"], groups["c"])
    mentions = [
        EventMention("a1", "a", "shake", "shak"), EventMention("b1", "b", "shake", "shak"),
        EventMention("c1", "c", "shake", "shak"),
    ]  # fmt: skip
    assert set(cluster_mentions(mentions, texts)) == {frozenset({"a1", "b1"}), frozenset({"c1"})}
    assert head_lemma_clusters(mentions) == [frozenset({"a1", "b1", "c1"})]


def test_rows_are_scored_with_the_baseline_beside() -> None:
    def row(doc_id: str, clusters_of: list[str | None]) -> dict[str, object]:
        return {
            "doc_id": doc_id, "text": "raid raid march", "sentences": [{"start": 0, "end": 15}],
            "mentions": [
                {
                    "m_id": str(i), "kind": "event", "selected": True, "start": start, "end": start + 4,
                    "text": "raid", "cluster": cluster, "scope": "cross",
                }
                for i, (start, cluster) in enumerate(zip((0, 5), clusters_of, strict=True))
            ],
        }  # fmt: skip

    def code(report: Report) -> Document:
        return Document(report=report)

    metrics = score_event_coref([row("x", ["K", "K"]), row("y", ["K", None])], code)
    assert metrics["lemma_muc_f1"] == pytest.approx(2 * 1 * (2 / 3) / (1 + 2 / 3))
    assert set(metrics) >= {"conll_f1", "lemma_conll_f1"}
