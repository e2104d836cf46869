from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.lexicon import load_actors
from dateline.records import Document, Event, Mention, Place, Report, Resolution, Sentence, Span, TimeRef, make_id
from dateline.resolve.actors import ResolveActors

RESOLVE = ResolveActors(load_actors())


def document(text: str, *mentions: tuple[str, str], published: str | None = "2024-01-19") -> Document:
    """One sentence per line; each mention is the first stretch with these words, with its label."""
    sentences, at = [], 0
    for index, line in enumerate(text.split("\n")):
        sentences.append(Sentence(index=index, span=Span(at, at + len(line)), tokens=()))
        at += len(line) + 1
    day = datetime.fromisoformat(published) if published else None
    made = []
    for words, label in mentions:
        start = text.index(words)
        made.append(
            Mention(
                mention_id=f"r:m{start}-{start + len(words)}",
                span=Span(start, start + len(words)),
                label=label,
                sentence=text.count("\n", 0, start),
            )
        )
    report = Report(report_id="r", source="-", text=text, published=day)
    return Document(report=report, sentences=tuple(sentences), mentions=tuple(made))


def resolve(text: str, words: str, label: str = "GROUP", published: str | None = "2024-01-19") -> Resolution:
    """The resolution of the one mention."""
    (found,) = RESOLVE(document(text, (words, label), published=published)).resolutions
    return found


@pytest.mark.parametrize(
    ("words", "label", "country", "sector"),
    [
        ("Iran", "COUNTRY", "IRN", "GOV"),
        ("Tehran", "PLACE", "IRN", "GOV"),
        ("Jaish al-Adl", "ORG", "IRN", "REB"),
        ("the Iranian foreign ministry", "OFFICE", "IRN", "GOV"),
        ("Chinese police", "GROUP", "CHN", "COP"),
        ("an Iranian intelligence official", "GROUP", "IRN", "SPY"),
        ("Pakistani troops", "GROUP", "PAK", "MIL"),
        ("three Iranian officials", "GROUP", "IRN", "GOV"),
        ("members of the Ku Klux Klan", "GROUP", "USA", "REB"),
        ("Lebanese militia Hezbollah", "ORG", "LBN", "REB"),
        ("Isis fighters", "GROUP", "INT", "REB"),
        ("the Obama administration", "OFFICE", "USA", "GOV"),
        ("a rebel commander", "GROUP", None, "REB"),
        ("hardline Sunni militants", "GROUP", None, "REB"),
        ("gunmen", "GROUP", None, "REB"),
        ("protesters", "GROUP", None, "CVL"),
        ("students", "GROUP", None, "EDU"),
        ("doctors", "GROUP", None, "MED"),
        ("prosecutors", "GROUP", None, "JUD"),
        ("opposition lawmakers", "GROUP", None, "OPP"),
        ("dozens of journalists", "GROUP", None, "JRN"),
        ("the UN special envoy for Syria", "PERSON", "IGO", "IGO"),
        ("Turkey’s president, Recep Tayyip Erdoğan", "PERSON", "TUR", "GOV"),
        ("Juan Pérez, a judge in Peru", "PERSON", "PER", "JUD"),
        ("Iran-backed militias in Iraq", "GROUP", "IRQ", "REB"),
        ("the government of Chad", "OFFICE", "TCD", "GOV"),
        ("US", "COUNTRY", "USA", "GOV"),
        ("two Americans", "GROUP", "USA", "CVL"),
        ("the Russians", "GROUP", "RUS", "GOV"),
        ("the Chinese ambassador in Paris", "GROUP", "CHN", "GOV"),
        ("Reuters", "ORG", "INT", "JRN"),
        ("a loyalist-backed court", "OFFICE", None, "JUD"),
        ("villagers", "GROUP", None, "CVL"),
        ("a British-Pakistani man", "GROUP", "GBR", "CVL"),
        ("the British-Pakistani", "OTHER", "GBR", "GOV"),
        ("Western leaders", "GROUP", "INT", "GOV"),
        ("Putin’s Syria envoy", "GROUP", "RUS", "GOV"),
        ("Islamic State suspect John Roe", "PERSON", None, "REB"),
    ],
)
def test_phrases(words: str, label: str, country: str | None, sector: str) -> None:
    found = resolve(words, words, label)
    assert (found.country, found.sectors[0]) == (country, sector)
    assert found.method
    assert 0 < found.score <= 1


def test_known_party_has_its_id_and_name() -> None:
    found = resolve("Jaysh al-Adl claimed it.", "Jaysh al-Adl", "ORG")
    assert found.target in load_actors().actors
    assert (found.name, found.method) == ("Jaish al-Adl", "alias")


def test_fuzzy_names_are_said_to_be_fuzzy() -> None:
    words = "Tehreek-e-Talibaan Pakistan"
    found = resolve(f"{words} said so in Pakistan.", words, "OTHER")
    assert (found.country, found.sectors, found.method) == ("PAK", ("REB",), "fuzzy name")


def test_sector_of_a_person_depends_on_the_day() -> None:
    before = resolve("Keir Starmer spoke.", "Keir Starmer", "PERSON", "2023-05-01")
    after = resolve("Keir Starmer spoke.", "Keir Starmer", "PERSON", "2025-05-01")
    assert (before.sectors[0], after.sectors[0]) == ("OPP", "GOV")


def test_report_lends_its_country_with_method_and_lower_score() -> None:
    found = resolve("Police in Kenya fired tear gas.\nThe police later left.", "The police")
    assert (found.country, found.sectors[0]) == ("KEN", "COP")
    assert found.method.endswith("report country")
    assert found.score < resolve("Kenyan police left.", "Kenyan police").score


def test_no_country_without_reason() -> None:
    assert resolve("The police left.", "The police").country is None
    assert resolve("Kenya and Uganda met. Both governments agreed.", "Both governments").country is None


def test_apposition_and_title_beside_a_name() -> None:
    text = "In Peru, Rosa Quispe, a prosecutor, spoke.\nQuispe left."
    found = RESOLVE(document(text, ("Rosa Quispe", "PERSON"))).resolutions[0]
    assert (found.sectors, found.country) == (("JUD",), "PER")
    later = resolve("Foreign minister Jane Doe of Kenya spoke.", "Jane Doe", "PERSON")
    assert later.sectors == ("GOV",)
    again = document(text, ("Rosa Quispe", "PERSON"))
    start = text.rindex("Quispe")
    second = Mention(mention_id="x", span=Span(start, start + 6), label="PERSON", sentence=1)
    both = RESOLVE(replace(again, mentions=(*again.mentions, second))).resolutions
    assert both[1].sectors == ("JUD",)


def test_pronouns_and_definite_phrases_follow_refers_to() -> None:
    text = "Hezbollah fired rockets.\nIt said the group would go on."
    made = document(text, ("Hezbollah", "ORG"), ("It", "PRONOUN"), ("the group", "GROUP"))
    first, *rest = made.mentions
    linked = replace(
        made, mentions=(first, *(replace(m, refers_to=first.mention_id, score=0.8) for m in rest))
    )
    found = RESOLVE(linked).resolutions
    assert [one.target for one in found] == [found[0].target] * 3
    assert all(one.method.startswith("refers to") and one.score < found[0].score for one in found[1:])


def test_unresolved_pronoun_has_no_resolution() -> None:
    assert RESOLVE(document("It said so.", ("It", "PRONOUN"))).resolutions == ()


def test_reference_rings_end() -> None:
    made = document("He and they spoke.", ("He", "PRONOUN"), ("they", "PRONOUN"))
    one, two = made.mentions
    ring = (replace(one, refers_to=two.mention_id), replace(two, refers_to=one.mention_id))
    assert RESOLVE(replace(made, mentions=ring)).resolutions == ()


def test_unknown_organisation_has_a_stable_local_id() -> None:
    found = resolve("Zorblax Quibbers met.", "Zorblax Quibbers", "ORG")
    assert found.target == make_id("a", "zorblax quibbers")
    assert found.sectors == ("UNK",)


def test_place_inside_the_phrase_gives_the_country() -> None:
    made = document("Goma residents fled.", ("Goma residents", "GROUP"), ("Goma", "PLACE"))
    goma = Resolution(
        mention_id=made.mentions[1].mention_id,
        kind="place",
        country="COD",
        score=0.9,
        place=Place(place_id="p", name="Goma"),
        method="exact",
    )
    found = RESOLVE(replace(made, resolutions=(goma,))).resolutions
    people = next(
        one for one in found if one.kind == "actor" and one.mention_id == made.mentions[0].mention_id
    )
    assert people.country == "COD"
    assert goma in found


def test_surname_of_a_known_person_needs_the_report() -> None:
    assert resolve("Syria's Assad spoke in Syria.", "Assad", "PERSON").country == "SYR"
    assert resolve("De Mistura met them.", "De Mistura", "PERSON").sectors == ("IGO",)


def test_a_nationality_cut_at_the_hyphen_is_of_the_first_country() -> None:
    assert resolve("The British-Pakistani, who fled, spoke.", "Pakistani", "NORP").country == "GBR"
    assert resolve("The Saudi-Iranian talks failed.", "Iranian", "NORP").country == "IRN"


def test_a_name_cut_at_the_hyphen_is_read_whole() -> None:
    text = "Turkey urged the government of Bashar al-Assad to yield in Syria."
    assert resolve(text, "government of Bashar al").country == "SYR"


def test_a_party_of_several_countries_does_not_take_the_reports() -> None:
    text = "Kenya spoke. African troops left Kenya. Foreign leaders met in Kenya."
    assert resolve(text, "African troops").country is None
    assert resolve(text, "Foreign leaders").country is None


def test_the_town_that_bears_a_countrys_name_is_meant() -> None:
    made = document("Lebanon police left Lebanon.", ("Lebanon police", "GROUP"), ("Lebanon", "PLACE"))
    town = Place(place_id="p", name="Lebanon", country="USA", precision="town")
    place = Resolution(mention_id=made.mentions[1].mention_id, kind="place", country="USA", score=0.9, place=town)
    found = RESOLVE(replace(made, resolutions=(place,))).resolutions
    assert next(one for one in found if one.kind == "actor").country == "USA"


def test_what_a_party_is_about_is_not_its_country() -> None:
    text = "In Oslo, Norway set up a committee on Kenya."
    made = document(text, ("committee on Kenya", "ORG"), ("Kenya", "PLACE"), ("Oslo", "PLACE"))
    places = tuple(
        Resolution(mention_id=one.mention_id, kind="place", country=code, place=Place(place_id=code, name=code))
        for one, code in zip(made.mentions[1:], ("KEN", "NOR"), strict=True)
    )
    found = RESOLVE(replace(made, resolutions=places)).resolutions
    assert next(one for one in found if one.kind == "actor").country == "NOR"


def test_the_holder_whom_the_report_names_gives_the_office_its_country() -> None:
    text = "Britain and London greeted Barack Obama.\nBritain said the president would stay in Britain."
    made = document(text, ("Barack Obama", "PERSON"), ("the president", "OFFICE"), published="2016-04-22")
    assert [one.country for one in RESOLVE(made).resolutions] == ["USA", "USA"]


@pytest.mark.parametrize(
    ("publisher", "url", "country"),
    [("The Hindu", None, "IND"), (None, "https://news.example.ke/1", "KEN"), ("Reuters", None, None)],
)
def test_the_publisher_lends_its_country_at_last(publisher: str | None, url: str | None, country: str | None) -> None:
    made = document("The police fired at a crowd.", ("The police", "GROUP"))
    found = RESOLVE(replace(made, report=replace(made.report, publisher=publisher, url=url))).resolutions[0]
    assert (found.country, found.score <= 0.2) == (country, country is not None)


def test_the_agency_in_a_dateline_is_no_country() -> None:
    assert resolve("(AFP) - The police fired.", "The police").country is None


def test_the_united_nations_chief_is_who_holds_the_office() -> None:
    found = resolve("The UN secretary general spoke.", "The UN secretary general", published="1999-01-01")
    assert (found.name, found.country) == ("Kofi Annan", "IGO")


def test_surnames_of_long_ago_are_not_taken() -> None:
    assert resolve("In the US, Truman sued US firms.", "Truman", "PERSON").target is None
    assert resolve("In the US, Truman spoke.", "Truman", "PERSON", "1950-06-27").country == "USA"


def test_running_twice_changes_nothing() -> None:
    once = RESOLVE(document("Kenyan police met US.", ("Kenyan police", "GROUP"), ("US", "COUNTRY")))
    assert RESOLVE(once) == once


LABELS = ["PERSON", "ORG", "COUNTRY", "PLACE", "NORP", "GROUP", "OFFICE", "PRONOUN", "FACILITY", "OTHER"]


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=300), st.sampled_from(LABELS), st.data())
def test_any_text_is_survived(text: str, label: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    mention = Mention(mention_id="m", span=Span(start, end), label=label, sentence=0)
    made = Document(
        report=Report(report_id="r", source="-", text=text),
        sentences=(Sentence(index=0, span=Span(0, len(text)), tokens=()),),
        mentions=(mention,),
    )
    for one in RESOLVE(made).resolutions:
        assert one.sectors or one.country
        assert 0 <= one.score <= 1


def test_a_very_long_line_is_read_quickly() -> None:
    text = "the police of the government of " * 40_000
    mention = Mention(mention_id="m", span=Span(0, len(text)), label="GROUP", sentence=0)
    made = Document(
        report=Report(report_id="r", source="-", text=text),
        sentences=(Sentence(index=0, span=Span(0, len(text)), tokens=()),),
        mentions=(mention,),
    )
    assert RESOLVE(made).resolutions[0].sectors == ("COP",)


@pytest.mark.parametrize(("words", "sector"), [("nine", "CVL"), ("wrangling", "CVL")])
def test_says_something_of_every_party_of_an_event(words: str, sector: str) -> None:
    read = document("The quarrel hurt nine in the wrangling.", (words, "OTHER"))
    assert RESOLVE(read).resolutions == ()
    slot = Event(event_id="e", report_id="r", sentence=0, trigger=Span(12, 16), event_type="ASSAULT",
                 recipients=(read.mentions[0].mention_id,))  # fmt: skip
    (found,) = RESOLVE(replace(read, events=(slot,))).resolutions
    assert found.sectors == (sector,)
    assert found.target is None
    assert found.score < 0.3


def owned(text: str, words: str, owner: str, pronoun: str) -> Resolution:
    """The resolution of a phrase whose possessive pronoun refers to the owner."""
    made = document(text, (owner, "ORG"), (words, "GROUP"))
    start = text.index(pronoun)
    its = Mention(mention_id="p", span=Span(start, start + len(pronoun)), label="PRONOUN", sentence=0,
                  refers_to=made.mentions[0].mention_id)  # fmt: skip
    found = RESOLVE(replace(made, mentions=(*made.mentions, its))).resolutions
    return next(one for one in found if one.mention_id == made.mentions[1].mention_id)


def test_what_is_someones_takes_the_owners_country_and_an_armed_groups_men_its_sector() -> None:
    army = owned("Chile sent police and its army waited. Peru spoke. Peru left.", "its army", "Chile", "its")
    assert (army.country, army.sectors[0]) == ("CHL", "MIL")
    men = owned("Hezbollah said its fighters left Syria.", "its fighters", "Hezbollah", "its")
    assert (men.country, men.sectors) == ("LBN", ("REB",))
    other = owned("Chile met its neighbour.", "its neighbour", "Chile", "its")
    assert "owner" not in other.method


def test_the_complement_outside_the_mention_gives_the_country() -> None:
    text = "The government of the United Arab Emirates spoke. Yemen, Yemen and Yemen again."
    assert resolve(text, "The government", "OFFICE").country == "ARE"


def test_own_nationality_outweighs_what_a_mention_is_said_to_refer_to() -> None:
    text = "Islamic State fled. The Turkish state won."
    made = document(text, ("Islamic State", "ORG"), ("The Turkish state", "ORG"))
    second = replace(made.mentions[1], refers_to=made.mentions[0].mention_id)
    found = RESOLVE(replace(made, mentions=(made.mentions[0], second))).resolutions
    assert [one.country for one in found] == ["INT", "TUR"]


def test_two_offices_are_of_two_countries() -> None:
    assert resolve("Chile and Peru met. The two presidents spoke.", "The two presidents").country is None


@pytest.mark.parametrize(
    ("words", "country"),
    [("Norwegian, Cuban and Brazilian envoys", None), ("US and Peruvian police", None), ("Peruvian police", "PER")],
)
def test_who_is_of_several_countries_is_of_none(words: str, country: str | None) -> None:
    text = f"The talks in Peru failed. Peru blamed {words}. Peru was calm."
    assert resolve(text, words).country == country


def test_both_sides_of_a_country_at_war_with_itself_are_of_it() -> None:
    assert resolve("Yemen is at war. In Yemen both sides fired.", "both sides").country == "YEM"


def test_the_place_behind_a_party_gives_its_country() -> None:
    text = "Yemen spoke. Yemen left. The chief minister of Punjab met Yemen."
    made = document(text, ("The chief minister", "OFFICE"))
    start = made.report.text.index("Punjab")
    punjab = Mention(mention_id="p", span=Span(start, start + 6), label="PLACE", sentence=0)
    where = Place(place_id="x", name="Punjab", country="PAK", precision="ADM1")
    place = Resolution(mention_id="p", kind="place", country="PAK", place=where)
    found = RESOLVE(replace(made, mentions=(*made.mentions, punjab), resolutions=(place,))).resolutions
    assert found[1].country == "PAK"
    assert found[1].method.endswith("place behind")


@pytest.mark.parametrize(
    ("words", "published", "name"),
    [
        ("the Iranian president", "2012-05-01", "Mahmoud Ahmadinejad"),
        ("the Iranian president", "2015-05-01", "Hassan Rouhani"),
        ("Britain's foreign secretary", "2017-05-01", "Boris Johnson"),
        ("the Iranian vice president", "2015-05-01", None),
        ("the former Iranian president", "2015-05-01", None),
        ("the Iranian president's envoy", "2015-05-01", None),
        ("the Iranian president", None, None),
    ],
)
def test_an_office_stands_for_who_holds_it_on_the_day(words: str, published: str | None, name: str | None) -> None:
    found = resolve(f"In Iran and Britain {words} spoke.", words, "OFFICE", published)
    assert found.name == name
    assert found.method.endswith("office on the day") == (name is not None)


def test_the_day_of_a_past_event_counts_not_the_reports() -> None:
    read = document("In 2005 the Iranian president spoke. Iran is calm.", ("the Iranian president", "OFFICE"))
    when = TimeRef(time_id="t", span=Span(3, 7), timex_type="DATE", value="2010", sentence=0, basis="stated",
                   earliest=date(2010, 1, 1), latest=date(2010, 12, 31))  # fmt: skip
    event = Event(event_id="e", report_id="r", sentence=0, trigger=Span(30, 35), event_type="CONSULT", time="t",
                  actors=(read.mentions[0].mention_id,), status="historical")  # fmt: skip
    (past,) = RESOLVE(replace(read, times=(when,), events=(event,))).resolutions
    assert past.name == "Mahmoud Ahmadinejad"
    (now,) = RESOLVE(replace(read, times=(when,), events=(replace(event, status="current"),))).resolutions
    assert now.name == "Ebrahim Raisi"


@pytest.mark.parametrize("words", ["detainees", "two suspects", "Muslims", "immigrants", "every party", "the bomber"])
def test_gives_no_country_to_those_who_may_be_of_any(words: str) -> None:
    text = f"Kenya is at odds with {words}. Kenya said so in Nairobi."
    assert resolve(text, words).country is None


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Kenya spoke of police, and not for the first time.", "police", "KEN"),
        ("Kenya spoke of Muslims in Uganda.", "Muslims in Uganda", "UGA"),
        ("Kenya took in refugees fleeing from Somalia.", "refugees fleeing from Somalia", "SOM"),
        ("Kenya waited for Uganda’ s supreme court.", "supreme court", "UGA"),
        ("Kenya hailed the pope in Nairobi.", "pope", "VAT"),
        ("Kenya hailed police in New Jersey.", "New Jersey", "USA"),
    ],
)
def test_country_of_unmarked_parties(text: str, words: str, country: str) -> None:
    assert resolve(text, words).country == country


@pytest.mark.parametrize(("day", "name"), [("2010-01-02", "Pope Benedict XVI"), ("2016-01-02", "Pope Francis")])
def test_the_pope_is_who_holds_the_office(day: str, name: str) -> None:
    found = resolve("Italian papers quote the pope.", "the pope", "OFFICE", published=day)
    assert (found.name, found.country, found.sectors[0]) == (name, "VAT", "REL")


@pytest.mark.parametrize(("day", "sector"), [("2013-01-01", "LEG"), ("2016-03-01", "PTY"), ("2018-01-01", "LEG")])
def test_a_senator_is_a_candidate_while_he_runs(day: str, sector: str) -> None:
    assert resolve("Bernie Sanders spoke.", "Bernie Sanders", "PERSON", published=day).sectors[0] == sector


def test_the_article_or_title_of_a_name_stands_for_the_whole_name() -> None:
    read = document("Chad urged the former minister Barack Obama to act.", ("former minister", "OFFICE"),
                    ("former minister Barack Obama", "PERSON"))  # fmt: skip
    slot = Event(event_id="e", report_id="r", sentence=0, trigger=Span(5, 10), event_type="REQUEST",
                 recipients=(read.mentions[0].mention_id,))  # fmt: skip
    found = RESOLVE(replace(read, events=(slot,))).resolutions[0]
    assert (found.name, found.country) == ("Barack Obama", "USA")


def test_a_list_of_names_has_what_its_members_share() -> None:
    found = resolve("Trump and Sanders spoke in Ohio.", "Trump and Sanders", "ORG", published="2016-05-02")
    assert (found.country, found.sectors[0]) == ("USA", "PTY")


def test_a_surname_is_of_the_full_name_that_follows() -> None:
    read = document("Clinton wades in: Britain must stay.\nHillary Clinton said so.", ("Clinton", "PERSON"),
                    ("Hillary Clinton", "PERSON"), published="2016-04-23")  # fmt: skip
    assert [one.country for one in RESOLVE(read).resolutions] == ["USA", "USA"]


@pytest.mark.parametrize(("words", "sector"), [("Russians", "GOV"), ("Palestinians", "GOV")])
def test_a_people_with_its_article_stands_for_its_state(words: str, sector: str) -> None:
    assert resolve(f"Chad urged the {words} to act.", words, "NORP").sectors[0] == sector


def test_what_is_theirs_stands_for_them() -> None:
    text = "Chad said that its focus lies elsewhere."
    read = document(text, ("its focus", "OTHER"), ("its", "PRONOUN"), ("Chad", "COUNTRY"))
    focus, its, chad = read.mentions
    mentions = (focus, replace(its, refers_to=chad.mention_id), chad)
    slot = Event(event_id="e", report_id="r", sentence=0, trigger=Span(5, 9), event_type="CONSULT",
                 actors=(focus.mention_id,))  # fmt: skip
    found = RESOLVE(replace(read, mentions=mentions, events=(slot,))).resolutions[0]
    assert (found.country, found.sectors[0]) == ("TCD", "GOV")


def test_forces_loyal_to_a_ruler_are_forces() -> None:
    assert resolve("Forces loyal to Assad advanced in Syria.", "Forces loyal to Assad").sectors[0] == "MIL"


@pytest.mark.parametrize("words", ["the President of the United States", "the US president"])
def test_an_office_of_a_country_is_who_holds_it(words: str) -> None:
    assert resolve(f"Chad met {words} there.", words, "OFFICE", published="2016-03-01").name == "Barack Obama"
