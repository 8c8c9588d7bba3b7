"""Names, offices, places and other values: what finds them, and how facets count them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from whoosh.query import And, Every, Not, Or, Phrase, Term, TermRange

from search.analysis.tokenizer import stem
from search.engine import FACETS, Filters, Search
from search.records import Evidence, Role, StatementId

if TYPE_CHECKING:
    from collections.abc import Callable

    from whoosh.query import Query

    from search.engine import SearchEngine
    from search.records import Statement, Turn

    Build = Callable[..., SearchEngine]
    MakeTurn = Callable[..., Turn]
    MakeStatement = Callable[..., Statement]


def numbers(engine: SearchEngine, tree: Query, filters: Filters | None = None) -> list[int]:
    hits = engine.search(Search(tree, filters or Filters()))
    return sorted(found.statement.number or 0 for found in hits.found)


def counts(engine: SearchEngine, name: str, tree: Query, **filters: tuple[str, ...]) -> list[str]:
    found = engine.search(Search(tree, Filters(filters), facets=(name,))).facets[name]
    return [f"{one.value} {one.label} {one.count}" for one in found]


@pytest.fixture
def speakers(build: Build, make_statement: MakeStatement, make_turn: MakeTurn) -> SearchEngine:
    """Anna Berg under four names in two languages; two strangers, one of them a namesake."""
    return build(
        make_statement(
            1,
            make_turn("Anna Berg", "One.", person="anna-berg", role="Prime Minister"),
            make_turn("Anna Berg", "Two.", person="anna-berg"),
            make_turn("A.Berg", "Three.", person="anna-berg"),
            make_turn("ANNA BERG", "Four."),
            date=date(2012, 5, 7),
        ),
        make_statement(
            2,
            make_turn("А.Берг", "Пять.", person="anna-berg", role="PRIME MINISTER"),
            make_turn("Ivan Petrov", "Six.", role="Minister of Trade"),
            lang="ru",
            date=date(2014, 1, 2),
        ),
        make_statement(3, make_turn("Boris Berg", "Seven.", person="boris-berg", role="Minister")),
        forms={"anna-berg": ["Annushka"]},
    )


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("berg", [1, 2, 3]),
        ("Anna Berg", [1, 2]),
        ("berg anna", [1, 2]),
        ("А. Берг", [1, 2]),
        ("берг", [1, 2]),
        ("annushka", [1, 2]),
        ("anna-berg", [1, 2]),
        ("boris-berg", [3]),
        ("=anna berg", [1]),
        ("=Ivan Petrov", [2]),
        ("=Berg", []),
        ("B. Berg", [3]),
        ("A.B. Berg", [1, 2]),
        ("Berg A. B.", [1, 2]),
        ("А.В. Берг", [1, 2]),
        ("C. Berg", []),
        ("I. I. Petrov", [2]),
        ("V. Petrov", []),
        ("petrov", [2]),
        ("petro", []),
        ("anna petrov", []),
        ("…", []),
        ("", []),
    ],
)
def test_a_speaker_is_found_by_the_words_of_any_form_or_by_id(
    speakers: SearchEngine, value: str, found: list[int]
) -> None:
    assert numbers(speakers, Term("speaker", value)) == found
    assert numbers(speakers, Every(), Filters({"speaker": (value,)})) == found


def test_all_that_names_somebody_is_told(speakers: SearchEngine) -> None:
    names = set(speakers.printed("speaker"))
    assert {"Anna Berg", "A.Berg", "ANNA BERG", "anna-berg", "boris-berg", "Annushka"} <= names
    assert set(speakers.printed("role")) >= {"Prime Minister", "Minister"}


def test_a_speaker_may_be_given_as_a_phrase(speakers: SearchEngine) -> None:
    assert numbers(speakers, Phrase("speaker", ["berg", "anna"])) == [1, 2]


def test_an_id_names_its_person_alone_and_a_stranger_has_none(speakers: SearchEngine) -> None:
    by_id = speakers.search(Search(Term("speaker", "anna-berg")))
    assert by_id.total.turns == 4
    by_name = speakers.search(Search(Term("speaker", "Anna Berg")))
    assert by_name.total.turns == 5  # the namesake without identity as well
    assert speakers.search(Search(Term("person", "anna berg"))).total.turns == 4
    assert speakers.search(Search(Term("person", "=anna-berg"))).total.turns == 4
    assert numbers(speakers, Term("person", "petrov")) == []


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("minister", [1, 2, 3]),
        ("prime minister", [1, 2]),
        ("minister prime", []),
        ("=prime minister", [1, 2]),
        ("=minister", [3]),
        ("of trade", [2]),
    ],
)
def test_an_office_is_found_by_words_side_by_side_or_whole(
    speakers: SearchEngine, value: str, found: list[int]
) -> None:
    assert numbers(speakers, Term("role", value)) == found


def test_an_inferred_office_is_found_like_a_printed_one(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    engine = build(
        make_statement(1, make_turn("Anna Berg", "Peace.", role_inferred="Prime Minister"))
    )
    assert numbers(engine, Term("role", "prime minister")) == [1]
    assert counts(engine, "role", Every()) == ["=Prime Minister Prime Minister 1"]


@pytest.fixture
def places(build: Build, make_statement: MakeStatement) -> SearchEngine:
    """Four statements without a turn."""
    return build(
        make_statement(
            1,
            place="Sund",
            date=date(2012, 5, 7),
            topics=("Grain", "Sea and grain"),
            sections=("News",),
        ),
        make_statement(2, place="SUND", date=date(2012, 12, 31), topics=("Sea",)),
        make_statement(3, place="Port Sund, Norland", date=date(2013, 1, 1), sections=("Trips",)),
        make_statement(4, lang="ru"),
    )


@pytest.mark.parametrize(
    ("tree", "found"),
    [
        (Term("place", "sund"), [1, 2, 3]),
        (Term("place", "=Sund"), [1, 2]),
        (Term("place", "sund norland"), [3]),
        (Term("place", "port norland"), []),
        (Term("topic", "grain"), [1]),
        (Term("topic", "=grain"), [1]),
        (Term("topic", "sea"), [1, 2]),
        (Term("section", "trips"), [3]),
        (Term("lang", "ru"), [4]),
        (Term("lang", "EN"), [1, 2, 3]),
        (Term("year", "2012"), [1, 2]),
        (Term("year", "99999999999999999999"), []),
        (Term("date", "2012-05-07"), [1]),
        (TermRange("date", "2012-05-07", "2012-12-31"), [1, 2]),
        (TermRange("date", "2012-05-07", "2012-12-31", startexcl=True, endexcl=True), []),
        (TermRange("date", "2012-05-08", None), [2, 3]),
        (TermRange("date", None, "2012-12-30"), [1]),
        (TermRange("date", None, None), [1, 2, 3]),
        (Not(TermRange("date", None, None)), [4]),
        (And([Term("place", "sund"), Not(Term("year", "2013"))]), [1, 2]),
        (Or([Term("lang", "ru"), Term("section", "news")]), [1, 4]),
    ],
)
def test_fields_of_statements(places: SearchEngine, tree: Query, found: list[int]) -> None:
    assert numbers(places, tree) == found


def test_values_of_one_filter_are_alternatives_and_filters_combine(places: SearchEngine) -> None:
    assert numbers(places, Every(), Filters({"year": ("2012", "2013")})) == [1, 2, 3]
    assert numbers(places, Every(), Filters({"year": ("2012",), "topic": ("grain",)})) == [1]
    assert numbers(places, Every(), Filters(since=date(2012, 5, 8))) == [2, 3]
    assert numbers(places, Every(), Filters(until=date(2012, 5, 7))) == [1]
    both = Filters({"place": ("sund",)}, date(2012, 5, 7), date(2012, 12, 31))
    assert numbers(places, Every(), both) == [1, 2]


def test_facets_count_alike_values_once_under_the_print_used_most(places: SearchEngine) -> None:
    assert counts(places, "place", Every()) == [
        "=SUND SUND 2",
        "=Port Sund, Norland Port Sund, Norland 1",
    ]
    assert counts(places, "year", Every()) == ["2012 2012 2", "2013 2013 1"]
    assert counts(places, "lang", Every()) == ["en en 3", "ru ru 1"]
    assert counts(places, "section", Every()) == ["=News News 1", "=Trips Trips 1"]


def test_the_speaker_facet_goes_by_person_else_by_the_name_printed(
    speakers: SearchEngine,
) -> None:
    assert counts(speakers, "speaker", Every()) == [
        "anna-berg Anna Berg 2",
        "=ANNA BERG ANNA BERG 1",
        "boris-berg Boris Berg 1",
        "=Ivan Petrov Ivan Petrov 1",
    ]


def test_a_facet_leaves_its_own_filter_aside_and_keeps_the_others(places: SearchEngine) -> None:
    assert counts(places, "year", Every(), year=("2013",)) == ["2012 2012 2", "2013 2013 1"]
    assert counts(places, "year", Every(), year=("2013",), topic=("sea",)) == ["2012 2012 2"]


def test_a_facet_value_counts_what_its_choice_alone_would_leave(
    speakers: SearchEngine, build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    peace, war = Term("text", stem("peace")), Term("text", stem("war"))
    engine = build(
        make_statement(1, make_turn("Anna Berg", "Peace."), make_turn("Ivan Petrov", "War.")),
        make_statement(2, make_turn("Anna Berg", "Peace and war."), place="Sund"),
        make_statement(3, make_turn("Ivan Petrov", "Peace."), title="War"),
    )
    for tree in (peace, And([peace, war]), And([peace, Not(war)]), Or([war, Every()])):
        for name, values in engine.search(Search(tree)).facets.items():
            for value in values:
                chosen = Search(tree, Filters({name: (value.value,)}))
                assert engine.search(chosen).total.statements == value.count, (tree, value)
    assert (
        counts(engine, "speaker", And([peace, Not(war)]))
        == [
            "=Ivan Petrov Ivan Petrov 1",
            "=Anna Berg Anna Berg 1",
        ][::-1]
    )


def test_facets_come_as_asked_for(places: SearchEngine) -> None:
    assert tuple(places.search(Search(Every())).facets) == FACETS
    assert dict(places.search(Search(Every(), facets=())).facets) == {}


def test_a_facet_lists_its_hundred_most_frequent_values(
    build: Build, make_statement: MakeStatement
) -> None:
    some = [make_statement(n, place=f"Town {n:03}") for n in range(1, 121)]
    engine = build(*some, make_statement(121, place="Town 119"))
    listed = engine.search(Search(Every())).facets["place"]
    assert len(listed) == 100
    assert (listed[0].label, listed[0].count) == ("Town 119", 2)
    assert [one.label for one in listed[1:3]] == ["Town 001", "Town 002"]


def test_speakers_come_with_their_forms_and_offices_over_time(speakers: SearchEngine) -> None:
    first, *others = speakers.speakers()
    assert (first.person, first.name) == ("anna-berg", "Anna Berg")
    assert first.forms == (("Anna Berg", 2), ("A.Berg", 1), ("А.Берг", 1))
    assert first.also == ("Annushka",)
    assert first.roles == (Role("PRIME MINISTER", date(2012, 5, 7), date(2014, 1, 2), 2),)
    assert (first.statements, first.turns) == (2, 4)
    assert [(row.person, row.name) for row in others] == [
        (None, "ANNA BERG"),
        ("boris-berg", "Boris Berg"),
        (None, "Ivan Petrov"),
    ]
    assert others[1].roles == (Role("Minister", None, None, 1),)


def test_publisher_and_evidence_of_a_table_are_kept_and_found(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    host = "president.veldoria.example"
    told = make_turn("Anna Berg", "One.", evidence=Evidence.TABLE, label=None)
    engine = build(
        make_statement(1, told, publisher=host), make_statement(2, make_turn("Anna Berg", "Two."))
    )
    assert [engine.statement(StatementId(f"en-{n}")).publisher for n in (1, 2)] == [host, None]
    assert engine.statement(StatementId("en-1")).turns[0].evidence is Evidence.TABLE
    assert numbers(engine, Every(), Filters({"evidence": ("table",)})) == [1]
    hits = engine.search(Search(Every(), Filters())).found
    assert {hit.statement.publisher for hit in hits} == {host, None}


def test_a_turn_is_of_one_speaker_a_person_or_a_stranger(speakers: SearchEngine) -> None:
    found = speakers.search(Search(Every(), facets=("speaker",))).facets["speaker"]
    turns = {
        one.value: speakers.search(Search(Term("speaker", one.value))).total.turns for one in found
    }
    assert turns == {"anna-berg": 4, "boris-berg": 1, "=ANNA BERG": 1, "=Ivan Petrov": 1}
    assert sum(turns.values()) == sum(row.turns for row in speakers.speakers())


def test_one_place_or_topic_is_one_value_in_both_languages(
    build: Build, make_statement: MakeStatement
) -> None:
    engine = build(
        make_statement(1, place="Moscow", topics=("Regions",), sections=("News",)),
        make_statement(2, place="Москва", topics=("Регионы", "Salt"), lang="ru"),
        make_statement(3, place="Москва, Кремль", sections=("Новости",), lang="ru"),
        make_statement(4, place="The Kremlin, Moscow", sections=("News",)),
    )
    assert counts(engine, "topic", Every()) == ["=Regions Regions 2", "=Salt Salt 1"]
    assert counts(engine, "section", Every()) == ["=News News 3"]
    assert [row.rpartition(" ")[2] for row in counts(engine, "place", Every())] == ["2", "2"]
    assert numbers(engine, Term("place", "=Москва")) == [1, 2]
    assert numbers(engine, Term("place", "moscow")) == [1, 2, 3, 4]
    assert numbers(engine, Term("topic", "регионы")) == [1, 2]
