"""What a tree finds: operators act on the whole statement, conditions on turns narrow them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from whoosh.query import And, Every, Not, NullQuery, Or, Phrase, Term

from asked_words import word
from search.analysis.tokenizer import stem, stems, words
from search.engine import Filters, Search
from search.records import Evidence, Mark, MarkKind, Part, TurnKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from whoosh.query import Query

    from search.engine import SearchEngine
    from search.records import Statement, Turn

    Build = Callable[..., SearchEngine]
    MakeTurn = Callable[..., Turn]
    MakeStatement = Callable[..., Statement]


def exactly(text: str) -> Query:
    row = words(text)
    return Term("exact", row[0]) if len(row) == 1 else Phrase("exact", row)


def by(name: str) -> Query:
    return Term("speaker", name)


def numbers(engine: SearchEngine, tree: Query, **filters: tuple[str, ...]) -> list[int | None]:
    hits = engine.search(Search(tree, Filters(filters)))
    return sorted(found.statement.number or 0 for found in hits.found if not found.missing)


def turn_total(engine: SearchEngine, tree: Query, **filters: tuple[str, ...]) -> int:
    return engine.search(Search(tree, Filters(filters), facets=())).total.turns


@pytest.fixture
def talks(build: Build, make_statement: MakeStatement, make_turn: MakeTurn) -> SearchEngine:
    """Four statements of one conference.

    1: Berg speaks of peace, Petrov of war.   2: Berg speaks of peace and war.
    3: Petrov speaks of peace; "War" is in the title.   4: the editors write of peace.
    """
    return build(
        make_statement(
            1,
            make_turn("Anna Berg", "Peace is near.", role="Prime Minister"),
            make_turn("Ivan Petrov", "War is over.", role="President of Norland"),
        ),
        make_statement(
            2, make_turn("Anna Berg", "Peace ends a war.", role_inferred="Prime Minister")
        ),
        make_statement(3, make_turn("Ivan Petrov", "Peace to all."), title="War and what follows"),
        make_statement(4, make_turn(None, "A treaty of peace was signed.")),
    )


@pytest.mark.parametrize(
    ("tree", "found"),
    [
        (Every(), [1, 2, 3, 4]),
        (NullQuery, []),
        (word("peace"), [1, 2, 3, 4]),
        (And([word("peace"), word("war")]), [1, 2, 3]),
        (Or([word("war"), word("treaty")]), [1, 2, 3, 4]),
        (And([word("peace"), Not(word("war"))]), [4]),
        (Not(word("war")), [4]),
        (And([]), []),
        (Or([]), []),
    ],
)
def test_operators_act_on_the_whole_statement(
    talks: SearchEngine, tree: Query, found: list[int]
) -> None:
    assert numbers(talks, tree) == found


@pytest.mark.parametrize(
    ("tree", "found"),
    [
        (by("berg"), [1, 2]),
        (And([by("berg"), word("war")]), [2]),
        (And([by("petrov"), word("war")]), [1]),
        (And([by("petrov"), word("peace"), Not(word("war"))]), [3]),
        (And([by("berg"), Not(word("war"))]), [1]),
        (And([by("berg"), Or([word("war"), word("near")])]), [1, 2]),
        (And([by("berg"), And([word("peace"), word("war")])]), [2]),
        (And([by("berg"), by("petrov"), word("peace")]), []),
        (And([Term("role", "minister"), word("war")]), [2]),
        (And([Term("kind", "narrative"), word("peace")]), [4]),
        (And([Term("evidence", "none"), word("peace")]), [4]),
    ],
)
def test_a_positive_turn_field_restricts_every_word_of_its_bracket(
    talks: SearchEngine, tree: Query, found: list[int]
) -> None:
    assert numbers(talks, tree) == found


@pytest.mark.parametrize(
    ("tree", "found"),
    [
        (Or([And([by("berg"), word("war")]), And([by("petrov"), word("peace")])]), [2, 3]),
        (And([And([by("berg"), word("peace")]), word("war")]), [1, 2]),
        (And([Or([by("berg"), by("petrov")]), word("treaty")]), []),
        (And([Or([by("berg"), by("petrov")]), word("war")]), [1, 2]),
    ],
)
def test_each_bracket_and_each_side_of_an_or_has_its_own_scope(
    talks: SearchEngine, tree: Query, found: list[int]
) -> None:
    assert numbers(talks, tree) == found


@pytest.mark.parametrize(
    ("tree", "found"),
    [
        (And([Not(by("berg")), word("peace")]), [3, 4]),
        (And([Not(by("berg")), word("war")]), [1, 3]),  # 3: in its title, which nobody left out
        (And([Not(by("petrov")), word("war")]), [2, 3]),
        (Not(by("berg")), [1, 3, 4]),  # 1: Petrov's turn is left
        (And([Not(by("petrov")), word("petrov")]), []),  # the label goes with its turn
        (word("petrov"), [1, 3]),
    ],
)
def test_not_with_a_turn_field_leaves_those_turns_out(
    talks: SearchEngine, tree: Query, found: list[int]
) -> None:
    assert numbers(talks, tree) == found


def test_title_lead_and_labels_count_unless_a_speaker_is_asked_for(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    turn = make_turn("Anna Berg", "Good day.", label="Prime Minister Anna Berg")
    engine = build(make_statement(1, turn, title="On grain", lead="A visit to Sund"))
    for text in ("grain", "sund", "minister"):
        assert numbers(engine, word(text)) == [1], text
        assert numbers(engine, And([by("berg"), word(text)])) == [], text
        assert numbers(engine, word(text), speaker=("berg",)) == [], text
    everything = And([word("grain"), word("sund"), word("minister"), word("day")])
    assert numbers(engine, everything) == [1]
    assert engine.search(Search(everything)).found[0].matched_in == tuple(Part)


def test_a_title_asked_for_as_a_field_is_looked_at_whoever_speaks(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    engine = build(
        make_statement(1, make_turn("Anna Berg", "Peace."), title="Treaties signed"),
        make_statement(2, make_turn("Anna Berg", "Peace. A treaty."), title="Meeting"),
    )
    tree = And([by("berg"), word("peace"), Term("title", stem("treaty"))])
    assert numbers(engine, tree) == [1]
    assert turn_total(engine, tree) == 1
    assert turn_total(engine, Term("title", stem("treaty"))) == 0
    assert numbers(engine, Term("title_exact", "treaties")) == [1]
    assert numbers(engine, Phrase("title_exact", ["treaties", "signed"])) == [1]
    assert numbers(engine, And([by("berg"), Term("title_exact", "treaty")])) == []


def test_filters_restrict_words_as_fields_of_the_query_do(talks: SearchEngine) -> None:
    assert numbers(talks, word("war"), speaker=("berg",)) == [2]
    assert numbers(talks, word("war"), speaker=("berg", "petrov")) == [1, 2]
    assert numbers(talks, Not(word("war")), speaker=("petrov",)) == [3]
    assert numbers(talks, word("peace"), speaker=("berg",), role=("prime minister",)) == [1, 2]
    assert numbers(talks, word("peace"), speaker=("berg",), role=("president",)) == []
    assert numbers(talks, And([by("berg"), word("peace")]), speaker=("petrov",)) == []
    assert numbers(talks, Every(), kind=("narrative",)) == [4]


@pytest.mark.parametrize(
    ("tree", "filters", "total"),
    [
        (word("peace"), {}, 4),
        (And([word("peace"), word("war")]), {}, 4),  # 1: both turns; 2: one; 3: one, not the title
        (And([word("peace"), Not(word("war"))]), {}, 1),
        (And([by("berg"), word("peace")]), {}, 2),
        (word("peace"), {"speaker": ("berg",)}, 2),
        (by("berg"), {}, 2),
        (Every(), {"speaker": ("petrov",)}, 2),
        (And([Not(by("berg")), word("peace")]), {}, 2),
        (Not(by("berg")), {}, 3),
        (Not(word("war")), {}, 0),
        (Every(), {}, 0),
        (exactly("peace is"), {}, 1),
        (Or([word("over"), word("near")]), {}, 2),
    ],
)
def test_the_turn_total_counts_turns_in_scope_that_hold_a_positive_word(
    talks: SearchEngine, tree: Query, filters: dict[str, tuple[str, ...]], total: int
) -> None:
    assert turn_total(talks, tree, **filters) == total


PARAGRAPHS = ("We will", "not", "go. We will not stay", "at home.")


@pytest.mark.parametrize(
    ("tree", "holds"),
    [
        (exactly("will not"), True),  # over the border of two paragraphs
        (exactly("not will"), False),
        (exactly("not go we will not stay"), True),
        (exactly("stay home"), False),
        (exactly("stay at home"), False),  # something was left out between
        (Phrase("exact", ["stay", "home"], slop=2), False),
        (Phrase("exact", ["stay", "home"], slop=50), False),  # however near
        (Phrase("exact", ["go", "not"], slop=3), True),
        (Phrase("exact", ["go", "not"], slop=2), False),
        (Phrase("exact", ["not", "go"], slop=3), True),
        (exactly("Will"), True),
        (exactly("stays"), False),
        (word("stays"), True),
        (Phrase("text", stems("staying at")), False),
        (Phrase("text", stems("not staying")), True),
        (Phrase("text", [stem("stays")]), True),
        (Phrase("text", []), False),
        (Phrase("exact", ["not", "not"]), False),
        (Phrase("exact", ["not", "not"], slop=5), True),
    ],
)
def test_a_phrase_is_in_order_and_never_crosses_an_omission(
    build: Build,
    make_statement: MakeStatement,
    make_turn: MakeTurn,
    tree: Query,
    holds: bool,
) -> None:
    marks = (Mark(2, MarkKind.ABRIDGED, "<…>"), Mark(3, MarkKind.SCENE, "* * *"))
    turn = make_turn("Anna Berg", *PARAGRAPHS, marks=marks)
    assert numbers(build(make_statement(1, turn)), tree) == ([1] if holds else [])


def test_a_phrase_never_runs_from_one_place_into_another(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    engine = build(
        make_statement(
            1, make_turn("Anna Berg", "Good"), make_turn("Ivan Petrov", "day"), title="Good"
        )
    )
    assert numbers(engine, exactly("good day")) == []
    assert numbers(engine, exactly("berg ivan")) == []
    assert numbers(engine, exactly("anna berg")) == [1]
    assert numbers(engine, Phrase("exact", ["good", "day"], slop=9)) == []


def test_words_with_other_apostrophes_spaces_and_stress_are_the_same_word(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    engine = build(make_statement(1, make_turn("Анна Берг", "It’s\u00a0больши\u0301м счётом")))
    for text in ("it's", "большим", "счетом", "It's большим счётом"):
        assert numbers(engine, exactly(text)) == [1], text


def test_an_anonymous_voice_is_found_by_its_kind_and_label(
    build: Build, make_statement: MakeStatement, make_turn: MakeTurn
) -> None:
    question = make_turn(
        None, "And peace?", kind=TurnKind.ANONYMOUS, evidence=Evidence.LABEL, label="Question"
    )
    engine = build(make_statement(1, question, make_turn("Anna Berg", "Yes.")))
    assert numbers(engine, And([Term("kind", "anonymous"), word("peace")])) == [1]
    assert numbers(engine, word("question")) == [1]
    assert numbers(engine, And([by("question"), word("peace")])) == []
