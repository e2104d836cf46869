from dateline.annotate.tags import FindTags
from dateline.models import Passage
from dateline.records import Document, Report, Sentence, Span, Tag


class FakeReader:
    def __init__(self) -> None:
        self.seen: list[Passage] = []

    def read(self, passages):
        self.seen += passages
        return [[Tag(layer="trigger", label="ASSAULT", span=p.sentences[0], score=0.9)] for p in passages]


def document() -> Document:
    report = Report(report_id="r", source="-", text="Photo. They met.")
    sentences = (
        Sentence(index=0, span=Span(0, 6), tokens=(), part="caption"),
        Sentence(index=1, span=Span(7, 16), tokens=()),
    )
    return Document(report=report, sentences=sentences)


def test_only_the_story_is_read() -> None:
    reader = FakeReader()
    found = FindTags(reader)(document())
    assert reader.seen[0].sentences == (Span(7, 16),)
    assert reader.seen[0].year is None
    assert found.tags[0].span == Span(7, 16)


def test_without_a_model_nothing_is_added() -> None:
    assert FindTags(None)(document()).tags == ()
