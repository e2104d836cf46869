"""Places: names found, told apart, placed relative to others. One line of a text is one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.lexicon import load_gazetteer
from dateline.records import Document, Mention, Place, Report, Resolution, Sentence, Span, Tag, Token
from dateline.resolve.geometry import distance_km, shifted
from dateline.resolve.places import ResolvePlaces

GAZETTEER = load_gazetteer()
RESOLVE = ResolvePlaces(GAZETTEER)
_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|(?:St|Mr|Gen|Ga|Tex|Ala)\.|['’]s\b|\w+(?:['’](?!s\b)\w+)?|\S")


def read(text: str, subjects: Sequence[str] = (), **fields: object) -> Document:
    """A document with one unparsed sentence a line; words in `subjects` are marked as subjects."""
    sentences, start = [], 0
    for line in text.splitlines(keepends=True):
        tokens = tuple(
            Token(
                span=Span(start + found.start(), start + found.end()),
                text=found[0],
                lemma=found[0].lower(),
                pos="",
                tag="",
                dep="nsubj" if found[0] in subjects else "",
                head=0,
            )
            for found in _TOKEN.finditer(line)
        )
        span = Span(start, start + len(line))
        sentences.append(Sentence(index=len(sentences), span=span, tokens=tokens))
        start += len(line)
    report = Report(report_id="r-1", source="test", text=text, **fields)  # type: ignore[arg-type]
    return Document(report=report, sentences=tuple(sentences))


def resolve(document: Document) -> dict[str, Resolution]:
    """The resolution of each mention by its words, the first of those that are the same."""
    document = RESOLVE(document)
    spans = {mention.mention_id: mention.span for mention in document.mentions}
    found: dict[str, Resolution] = {}
    for resolution in document.resolutions:
        found.setdefault(spans[resolution.mention_id].of(document.report.text), resolution)
    return found


def place_of(found: dict[str, Resolution], words: str) -> Place:
    place = found[words].place
    assert place is not None
    return place


@pytest.mark.parametrize(
    ("text", "words", "country", "admin1"),
    [
        ("A flood hit Paris, Texas, at noon.", "Paris", "USA", "Texas"),
        ("A flood hit Paris at noon.", "Paris", "FRA", None),
        ("Fighting reached Kombolcha, Ethiopia.", "Kombolcha", "ETH", None),
        ("Crowds met in Bahir Dar, capital of Amhara.", "Bahir Dar", "ETH", None),
        ("Two men were held in Dublin, Ga., police said.", "Dublin", "USA", "Georgia"),
        ("Georgia and Russia traded fire near Gori.", "Georgia", "GEO", None),
        ("The storm hit Atlanta, Savannah and other parts of Georgia.", "Georgia", "USA", "Georgia"),
        ("Shells fell on Tripoli, Lebanon said.\nTroops left Beirut for Tripoli.", "Tripoli", "LBN", None),
        ("Shells fell on Tripoli.\nLibya blamed rivals from Benghazi.", "Tripoli", "LBY", None),
        ("Three villages in Kachin State were shelled, Myanmar's army said.", "Kachin State", "MMR", None),
        ("Police in Hyderabad, in Pakistan's Sindh province, fired shots.", "Hyderabad", "PAK", "Sindh"),
    ],
)
def test_the_place_is_told_by_its_company(text: str, words: str, country: str, admin1: str | None) -> None:
    place = place_of(resolve(read(text)), words)
    assert place.country == country
    if admin1:
        assert place.admin1 == admin1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Paris Hilton arrived late.", "Paris"),
        ("The talks were led by Michael Jordan.", "Jordan"),
        ("Officers praised Mr. Jackson.", "Jackson"),
        ("They live on Memphis Street.", "Memphis"),
        ("The US ambassador spoke.", "assad"),
        ("A vote is due in March.", "March"),
        ("He said reading is nice.", "reading"),
        ("Who told us that, the WHO asked.", "WHO"),
    ],
)
def test_what_only_looks_like_a_place_is_none(text: str, words: str) -> None:
    assert words not in resolve(read(text))


def test_a_surname_once_met_stays_a_persons() -> None:
    found = resolve(read("Michael Austin was charged on Monday.\nAustin denied it."))
    assert "Austin" not in found


@pytest.mark.parametrize(
    ("text", "words", "anchor", "method"),
    [
        ("Missiles hit southwest Pakistan.", "southwest Pakistan", "PAK", "relative-direction"),
        ("It fell 30 km north of Sirjan.", "30 km north of Sirjan", "IRN", "relative-distance"),
        ("Troops massed near the Iranian border.", "near the Iranian border", "IRN", "relative-border"),
        ("A ship burned off the coast of Yemen.", "off the coast of Yemen", "YEM", "relative-offshore"),
        ("It fell on the border between Iran and Iraq.", "the border between Iran and Iraq", "IRN", "relative-border"),
        ("Guards fled the Syrian-Turkish border.", "the Syrian-Turkish border", "SYR", "relative-border"),
        ("Iran's border with Iraq was shut.", "Iran's border with Iraq", "IRN", "relative-border"),
        ("It was shot down between Aleppo and Idlib.", "between Aleppo and Idlib", "SYR", "relative-between"),
        ("Clashes on the outskirts of Aleppo went on.", "on the outskirts of Aleppo", "SYR", "relative-near"),
    ],
)
def test_relative_places_keep_their_anchors_country(text: str, words: str, anchor: str, method: str) -> None:
    found = resolve(read(text))
    assert place_of(found, words).precision == "relative"
    assert (found[words].country, found[words].method) == (anchor, method)


def test_directions_and_distances_move_the_point() -> None:
    found = resolve(read("Missiles hit southwest Pakistan.\nIt fell 100 km north of Sirjan."))
    whole, part = place_of(found, "Pakistan"), place_of(found, "southwest Pakistan")
    assert part.lat is not None
    assert part.lon is not None
    assert whole.lat is not None
    assert whole.lon is not None
    assert part.lat < whole.lat
    assert part.lon < whole.lon
    town, moved = place_of(found, "Sirjan"), place_of(found, "100 km north of Sirjan")
    far = distance_km(town.lat or 0, town.lon or 0, moved.lat or 0, moved.lon or 0)
    assert far == pytest.approx(100, abs=1)


def test_a_capital_as_subject_is_its_government() -> None:
    document = read("Tehran condemned it.\nThe Kremlin denied it.\nA bomb fell on Tehran.", ["Kremlin"])
    first = document.sentences[0]
    tokens = (replace(first.tokens[0], dep="nsubj"), *first.tokens[1:])
    document = RESOLVE(replace(document, sentences=(replace(first, tokens=tokens), *document.sentences[1:])))
    methods = [(r.country, r.method) for r in document.resolutions]
    assert methods[:2] == [("IRN", "metonym"), ("RUS", "metonym")]
    assert methods[2][0] == "IRN"
    assert methods[2][1] != "metonym"


def test_demonyms_give_their_country() -> None:
    found = resolve(read("Three Iranian officials met Chechen fighters."))
    assert (found["Iranian"].country, found["Iranian"].method) == ("IRN", "demonym")
    assert found["Chechen"].country == "RUS"


def test_known_mentions_are_resolved_and_kept() -> None:
    text = "A market in Kabul was hit."
    mention = Mention(mention_id="r-1:m0-17", span=Span(0, 17), label="FACILITY", sentence=0)
    town = Mention(mention_id="r-1:m12-17", span=Span(12, 17), label="PLACE", sentence=0)
    document = RESOLVE(replace(read(text), mentions=(mention, town)))
    assert document.mentions == (mention, town)
    by_id = {resolution.mention_id: resolution for resolution in document.resolutions}
    assert by_id[town.mention_id].country == "AFG"
    assert (by_id[mention.mention_id].country, by_id[mention.mention_id].method) == ("AFG", "inside")


def test_what_refers_to_a_place_takes_it() -> None:
    text = "A bomb went off in Kabul.\nPolice closed the city."
    city = Mention(mention_id="c", span=Span(40, 48), label="PLACE", sentence=1, refers_to="k", score=0.5)
    kabul = Mention(mention_id="k", span=Span(19, 24), label="PLACE", sentence=0)
    found = resolve(replace(read(text), mentions=(city, kabul)))
    assert (found["the city"].country, found["the city"].method) == ("AFG", "coreference")
    assert found["the city"].score <= 0.5


def test_reports_without_capitals_still_name_places() -> None:
    text = "rain fell on mumbai and pune.\nthe most of it fell at night in the state of kerala."
    document = read(text)
    nouns = {"mumbai", "pune", "kerala", "rain", "most", "night", "state"}
    sentences = tuple(
        replace(s, tokens=tuple(replace(t, pos="NOUN" if t.text in nouns else "X") for t in s.tokens))
        for s in document.sentences
    )
    found = resolve(replace(document, sentences=sentences))
    assert {words: r.country for words, r in found.items()} == dict.fromkeys(
        ["mumbai", "pune", "kerala"], "IND"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The New York Times said so.", "New York"),
        ("A visit by Angela Merkel, Germany's chancellor, ended.", "Merkel"),
        ("A tour of West Nile fever wards.", "West Nile"),
        ("Maria Lopez Galicia won.", "Galicia"),
        ("In May the UN met.", "May"),
    ],
)
def test_papers_people_and_months_are_no_places(text: str, words: str) -> None:
    assert words not in resolve(read(text))


def test_the_models_reading_decides() -> None:
    text = "Jordan spoke first."
    tag = Tag(layer="mention", label="PERSON", span=Span(0, 6), score=0.9)
    assert "Jordan" in resolve(read(text))
    assert "Jordan" not in resolve(replace(read(text), tags=(tag,)))


def tagged(text: str, *tags: tuple[str, str]) -> Document:
    """The text with the model's readings of these words."""
    found = tuple(
        Tag(layer="mention", label=label, span=Span(text.index(words), text.index(words) + len(words)), score=0.99)
        for words, label in tags
    )
    return replace(read(text), tags=found)


@pytest.mark.parametrize("label", ["PERSON", "ORG", "NORP"])
def test_a_lone_place_name_withstands_a_wrong_reading(label: str) -> None:
    assert "Kisumu" in resolve(tagged("Bondo, Kisumu and Wajir are in Kenya.", ("Kisumu", label)))


def test_a_longer_reading_of_a_person_holds_for_the_surname_everywhere() -> None:
    text = "Charlotte is far.\nMr Kimathi Mandera spoke.\nMandera left."
    found = resolve(tagged(text, ("Kimathi Mandera", "PERSON"), ("Mandera left", "PERSON")))
    assert "Mandera" not in found


def test_peers_in_a_list_do_not_contain_each_other() -> None:
    found = resolve(read("Cases rose in Georgia, Oklahoma, Pennsylvania and Ohio."))
    assert place_of(found, "Oklahoma").admin1 == "Oklahoma"
    assert place_of(resolve(read("He lives in Oklahoma, Pennsylvania.")), "Oklahoma").admin1 == "Pennsylvania"


def test_names_that_nobody_knows_take_the_place_that_they_are_put_in() -> None:
    found = resolve(tagged("A mill burned in Qwertlyk, Scotland.", ("Qwertlyk", "GPE")))
    assert place_of(found, "Qwertlyk").country == "GBR"
    assert found["Qwertlyk"].method == "containment: unknown name"
    assert "Qwertlyk" not in resolve(read("A mill burned in Qwertlyk, Scotland."))


def test_other_spellings_are_found_where_the_model_reads_a_place() -> None:
    text = "A bridge fell in Ghaziabbad."
    assert found_method(tagged(text, ("Ghaziabbad", "GPE"))) == "ranked-fuzzy"
    assert found_method(read(text)) is None


def found_method(document: Document) -> str | None:
    return next((one.method for one in resolve(document).values()), None)


def test_a_town_of_another_country_does_not_beat_the_words_that_place_the_name() -> None:
    found = resolve(read("A car was stopped in Stroud, Ontario on Monday."))
    assert place_of(found, "Stroud").country == "CAN"


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Floods hit the province of Nyanza in Kenya.", "Nyanza", "KEN"),
        ("A train left for Tatarstan.", "Tatarstan", "RUS"),
        ("The envoy of the People's Republic of China spoke.", "People's Republic of China", "CHN"),
    ],
)
def test_former_and_long_names(text: str, words: str, country: str) -> None:
    assert place_of(resolve(read(text)), words).country == country


def test_the_dateline_decides_between_towns() -> None:
    text = "MANCHESTER, N.H. - \nPolice in Concord held two men."
    document = read(text, dateline_place=Span(0, 16))
    document = replace(document, sentences=document.sentences[1:])
    assert place_of(resolve(document), "Concord").admin1 == "New Hampshire"


def test_resolving_twice_gives_the_same() -> None:
    document = read("Shells hit Idlib and Aleppo in Syria, near the Turkish border.")
    assert RESOLVE(document) == RESOLVE(document)


def test_no_sentences_no_places() -> None:
    document = Document(report=Report(report_id="r", source="-", text=""))
    assert RESOLVE(document) is document


def test_given_spans_are_located() -> None:
    text = "The patrol left from Kandaharr for Herat."
    spans = [Span(21, 30), Span(35, 40), Span(0, 3)]
    kandahar, herat, nothing = RESOLVE.locate(read(text), spans)
    assert kandahar is not None
    assert herat is not None
    assert (kandahar.country, herat.country, nothing) == ("AFG", "AFG", None)


@given(st.text(alphabet=st.sampled_from(list("Paris Texas,.'’-\nKabul\x00é🙂ا NorthofUS")), max_size=120))
@settings(deadline=None, max_examples=60)
def test_any_text_is_survived_and_spans_are_true(text: str) -> None:
    document = RESOLVE(read(text))
    ids = [mention.mention_id for mention in document.mentions]
    assert len(ids) == len(set(ids))
    for resolution in document.resolutions:
        assert resolution.mention_id in ids
        assert 0 <= resolution.score <= 1
    for mention in document.mentions:
        assert text[mention.span.start : mention.span.end].strip()


@pytest.mark.parametrize(
    ("text", "words", "lat", "lon"),
    [
        ("Pakistan shelled a post near the Iranian border.", "near the Iranian border", 28.0, 61.5),
        ("A bomb fell on the border between Iran and Pakistan.", "the border between Iran and Pakistan", 28.0, 61.5),
        ("A jet fell between Aleppo and Idlib.", "between Aleppo and Idlib", 36.07, 36.9),
    ],
)
def test_relative_places_have_a_point_and_a_radius(text: str, words: str, lat: float, lon: float) -> None:
    place = place_of(resolve(read(text)), words)
    assert place.lat is not None
    assert place.lon is not None
    assert place.radius_km is not None
    assert distance_km(place.lat, place.lon, lat, lon) < min(place.radius_km, 400)


def test_capitals_between_which_something_is_are_no_place() -> None:
    assert "between Tehran and Islamabad" not in resolve(read("Talks between Tehran and Islamabad failed."))
    assert GAZETTEER.border("FRA", "KEN") is None
    assert GAZETTEER.border("IRN", "PAK") == GAZETTEER.border("PAK", "IRN")


@pytest.mark.parametrize("name", ["Port Lesk", "PORT LESK", "Karnava"])
def test_a_part_of_an_unknown_name_is_no_place(name: str) -> None:
    document = read(f"Police in {name} fired tear gas.")
    tag = Tag(layer="mention", label="GPE", span=Span(10, 10 + len(name)), score=0.9)
    assert not resolve(replace(document, tags=(tag,)))


def test_hyphened_names_are_known_by_their_parts() -> None:
    assert place_of(resolve(read("Police in Sistan-Baluchestan fled.")), "Sistan-Baluchestan").precision == "ADM1"


def test_a_container_after_very_many_names_is_survived() -> None:
    many = dict.fromkeys(c for n in RESOLVE.gazetteer.countries.values() for c in (n.name, n.capital) if c.isalpha())
    text = "".join(f"Troops left {name} at noon.\n" for name in many if name != "Ethiopia")
    found = resolve(read(f"Troops left Kombolcha.\n{text}Kombolcha, Ethiopia, fell."))
    assert place_of(found, "Kombolcha").country == "ETH"


def test_a_hundred_thousand_names_are_survived() -> None:
    document = RESOLVE(read("Kabul and Herat met Jackson in Paris " * 15_000))
    assert document.resolutions


@given(st.floats(-80, 80), st.floats(-179, 179), st.sampled_from(["n", "sw", "e", ""]), st.floats(1, 500))
def test_shifting_moves_by_the_distance(lat: float, lon: float, direction: str, km: float) -> None:
    there = shifted(lat, lon, direction, km)
    moved = distance_km(lat, lon, *there)
    assert moved == pytest.approx(km if direction else 0.0, rel=0.15, abs=1.0)
    assert -180 <= there[1] < 180.0001
