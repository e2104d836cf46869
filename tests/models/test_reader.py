import numpy as np
import pytest

from dateline.errors import ResourceError
from dateline.models.labels import Labels, distance_bucket
from dateline.models.reader import load_reader, typed_spans
from dateline.models.windows import (
    LOWER,
    TITLE,
    UPPER,
    YEAR_FUTURE,
    YEAR_LAST,
    YEAR_OLDER,
    YEAR_SAME,
    YEAR_UNKNOWN,
    Passage,
    make_windows,
    pad,
    word_shape,
)
from dateline.records import Span


class FakeEncoding:
    def __init__(self, text: str) -> None:
        self.ids, self.word_ids, self.offsets = [], [], []
        start = 0
        for number, word in enumerate(text.split(" ")):
            for piece in range(0, len(word), 4):
                self.ids.append(1000 + number)
                self.word_ids.append(number)
                self.offsets.append((start + piece, start + min(piece + 4, len(word))))
            start += len(word) + 1


class FakeTokenizer:
    def encode_batch(self, texts: list[str], add_special_tokens: bool) -> list[FakeEncoding]:
        assert not add_special_tokens
        return [FakeEncoding(text) for text in texts]


def test_windows_hold_whole_sentences_and_their_words() -> None:
    text = "Gunmen attacked Kerman. Police fled again."
    passage = Passage(text, (Span(0, 23), Span(24, 42)), 2024)
    windows = list(make_windows(FakeTokenizer(), passage, size=8))
    assert [[span.of(text) for span in window.words] for window in windows] == [
        ["Gunmen", "attacked", "Kerman."], ["Police", "fled", "again."],
    ]  # fmt: skip
    assert [window.sentence for window in windows] == [[0, 0, 0], [1, 1, 1]]
    assert windows[0].first == [1, 3, 5]
    assert windows[0].pieces[0] == 101
    assert windows[0].pieces[-1] == 102
    rows, _, mask = pad(windows)
    assert len(rows[0]) == len(rows[1]) == len(mask[1])


def test_a_long_sentence_is_cut_at_a_word() -> None:
    text = "aaaa " * 10 + "bbbb"
    windows = list(make_windows(FakeTokenizer(), Passage(text, (Span(0, len(text)),)), size=4))
    assert [len(window.words) for window in windows] == [4, 4, 3]
    assert all(set(window.sentence) == {0} for window in windows)


@pytest.mark.parametrize(
    ("word", "year", "shape"),
    [("attack", 2024, LOWER), ("Iran", 2024, TITLE), ("UN", 2024, UPPER), ("2020", 2024, YEAR_OLDER),
     ("2023", 2024, YEAR_LAST), ("2024", 2024, YEAR_SAME), ("2030", 2024, YEAR_FUTURE), ("2020", None, YEAR_UNKNOWN)],
)  # fmt: skip
def test_word_shapes(word: str, year: int | None, shape: int) -> None:
    assert word_shape(word, year) == shape


def test_spans_are_read_from_probabilities() -> None:
    chances = np.array([
        [0.1, 0.8, 0.1, 0.0, 0.0],  # begins the first kind
        [0.2, 0.1, 0.7, 0.0, 0.0],  # goes on
        [0.2, 0.0, 0.0, 0.7, 0.1],  # begins the second kind
        [0.9, 0.1, 0.0, 0.0, 0.0],  # outside
        [0.3, 0.0, 0.1, 0.0, 0.6],  # inside without a beginning
    ], dtype=np.float32)  # fmt: skip
    found = list(typed_spans(chances, [0] * 5, 0.5))
    assert [(start, end, kind) for start, end, kind, _ in found] == [(0, 2, 0), (2, 3, 1), (4, 5, 1)]
    assert found[0][3] == pytest.approx(0.85)
    assert [(start, end) for start, end, *_ in typed_spans(chances, [0, 1, 1, 1, 1], 0.5)][:2] == [(0, 1), (1, 2)]


def test_distance_buckets_grow_with_distance() -> None:
    assert [distance_bucket(gap) for gap in (-99, -1, 0, 1, 2, 99)] == [0, 6, 7, 8, 9, 14]
    assert sorted(map(distance_bucket, range(-40, 41))) == list(map(distance_bucket, range(-40, 41)))


def test_heads_are_as_wide_as_their_labels() -> None:
    heads = Labels(("A", "B"), ("m",), ("P",)).heads()
    assert heads["trigger"] == 5
    assert heads["mode"] == 1
    assert heads["slot_word"] == heads["slot_trigger"]


def test_a_missing_or_damaged_reader_is_an_error(tmp_path) -> None:
    with pytest.raises(ResourceError, match="no reader"):
        load_reader(tmp_path)
    (tmp_path / "manifest.json").write_text('{"files": {"model.onnx": "0"}}')
    (tmp_path / "model.onnx").write_bytes(b"x")
    with pytest.raises(ResourceError, match=r"model\.onnx"):
        load_reader(tmp_path)
