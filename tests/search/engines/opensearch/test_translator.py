"""What a query asks the cluster for, in a short notation; no cluster is asked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from whoosh.query import And, Every, Not, NullQuery, Or, Phrase, Term, TermRange

from search.engine import Filters
from search.engines.opensearch.layout.name_tables import NameTables, tables_from
from search.engines.opensearch.query.dsl import (
    any_of,
    every,
    everything,
    has,
    nothing,
    size,
    some,
    without,
)
from search.engines.opensearch.query.field_values import ValueClauses
from search.engines.opensearch.query.statement_facts import MOST_CASES, truth_assignments
from search.engines.opensearch.query.translator import Scope, Translator, Unit, field_clause, merged
from search.engines.printed_speakers import PrintedName
from search.engines.query_plan import Leaf, plan

ANNA = PrintedName("anna-berg", "Anna Berg", "Prime Minister", None, 3, date(2012, 5, 7), None)
TABLES = NameTables(
    voices=[
        ANNA,
        PrintedName("anna-berg", "A. Berg", None, "Prime Minister", 2, None, None),
        PrintedName(None, "Ivan Petrov", "Minister of Trade", None, 1, None, None),
    ],
    spoken={"p:anna-berg": 2, "n:ivan petrov": 1},
    roles={"prime minister": 2, "minister of trade": 1},
    printed={"place": {"Sund": 2, "SUND": 1, "Port Sund": 1}, "section": {}, "topic": {"Grain": 1}},
    langs=["en", "ru"],
    years=["2012"],
)
VALUES = ValueClauses(TABLES, {"anna-berg": ["Annushka"]})
TRANSLATOR = Translator(VALUES)


def shown(clause: dict[str, Any]) -> str:
    """A clause in a line: & and, | or, ! not, { } inside a turn or voice, * all, 0 none."""
    ((name, inner),) = clause.items()
    if name in ("match_all", "match_none"):
        return "*" if name == "match_all" else "0"
    if name == "exists":
        return f"{field(inner['field'])}:?"
    if name == "nested":
        return f"{{{inner['path'].split('.')[-1]} {shown(inner['query'])}}}"
    if name == "bool":
        parts = [
            *map(shown, inner.get("filter", [])),
            *(f"!{shown(one)}" for one in inner.get("must_not", [])),
        ]
        parts += [" | ".join(map(shown, inner["should"]))] if "should" in inner else []
        return f"({' & '.join(parts)})" if len(parts) > 1 or "should" in inner else parts[0]
    if name == "span_near":
        one, other = map(shown, inner["clauses"])
        return f"<{one} {inner['slop']} {other}>"
    ((where, what),) = inner.items()
    if name == "match_phrase":
        return f'{field(where)}:"{what}"'
    if name == "terms":
        return f"{field(where)}:({' '.join(what)})"
    if name == "range":
        return f"{where}:{what}".replace("'", "")
    return f"{field(where)}:{what}"


def field(name: str) -> str:
    return name.split(".")[-1] if name.startswith("voices.turns.") else name


def word(text: str) -> Term:
    return Term("text", text)


def by(value: str) -> Term:
    return Term("speaker", value)


def asked(tree: Any, unit: Unit = Unit.STATEMENT, scope: Scope | None = None) -> str:
    return shown(TRANSLATOR.holds(plan(tree), scope or Scope(()), unit))


NEAR = Phrase("text", ["a", "b", "c"], slop=3)
ANNAS = "(person:anna-berg | speaker:(a berg anna berg))"


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (word("peac"), "any:peac"),
        (Term("exact", "peace"), "any_exact:peace"),
        (Term("title", "peac"), "title:peac"),
        (Every(), "*"),
        (NullQuery, "0"),
        (And([]), "0"),
        (And([word("peac"), word("war")]), "(any:peac & any:war)"),
        (Or([word("peac"), word("war")]), "any:(peac war)"),
        (Or([word("peac"), Term("exact", "war")]), "(any:peac | any_exact:war)"),
        (And([word("peac"), Not(word("war"))]), "(any:peac & !any:war)"),
        (Not(Not(word("war"))), "!!any:war"),
        (
            Phrase("exact", ["will", "not"]),
            '(title_exact:"will not" | lead_exact:"will not" | '
            '{turns (label_exact:"will not" | exact:"will not")})',
        ),
        (Phrase("exact", ["not"]), "any_exact:not"),
        (Phrase("text", []), "0"),
        (
            And([by("=Ivan Petrov"), word("peac")]),
            "({turns speaker:ivan petrov} & {turns (speaker:ivan petrov & body:peac)})",
        ),
        (
            And([Not(by("=Ivan Petrov")), word("peac")]),
            "(title:peac | lead:peac | {turns (!speaker:ivan petrov & (label:peac | body:peac))})",
        ),
        (by("=Ivan Petrov"), "{turns speaker:ivan petrov}"),
        (by("anna-berg"), "{turns person:anna-berg}"),
        (Term("person", "annushka"), "{turns person:anna-berg}"),
        (by("nobody"), "0"),
        (And([by("nobody"), word("peac")]), "0"),
        (Term("role", "minister"), "{turns role:(minister of trade prime minister)}"),
        (Term("role", "=minister"), "0"),
        (Term("kind", "SPEECH"), "{turns kind:speech}"),
        (Term("kind", "song"), "0"),
        (Term("place", "sund"), "place:(port sund sund)"),
        (Term("place", "=Sund"), "place:sund"),
        (Term("year", "02012"), "0"),
        (Term("year", "2012"), "year:2012"),
        (Term("lang", "EN"), "lang:en"),
        (TermRange("date", "2012", None), "date:{gte: 2012}"),
        (
            TermRange("date", "2012", "2013", startexcl=True, endexcl=True),
            "date:{gt: 2012, lt: 2013}",
        ),
        (TermRange("date", None, None), "date:?"),
        (Or([by("=Ivan Petrov"), Term("lang", "ru")]), "({turns speaker:ivan petrov} | lang:ru)"),
    ],
    ids=str,
)
def test_a_tree_asks_statements(tree: Any, expected: str) -> None:
    assert asked(tree) == expected


@pytest.mark.parametrize(
    ("tree", "unit", "expected"),
    [
        (word("peac"), Unit.VOICE, "voices.any:peac"),
        (Phrase("text", ["a", "b"]), Unit.VOICE, '{turns body:"a b"}'),
        (
            And([by("=Ivan Petrov"), word("a"), word("b")]),
            Unit.VOICE,
            "({turns speaker:ivan petrov} & {turns (speaker:ivan petrov & body:a)}"
            " & {turns (speaker:ivan petrov & body:b)})",
        ),
    ],
    ids=str,
)
def test_a_tree_asks_parts_of_statements(tree: Any, unit: Unit, expected: str) -> None:
    assert asked(tree, unit, Scope((), only_turns=unit is Unit.VOICE)) == expected


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        (Leaf("text", ("a",)), "body:a"),
        (Leaf("text", ("a", "b", "a")), "body:(a b)"),
        (Leaf("text", ("a", "b"), 1), 'body:"a b"'),
        (Leaf("text", ("a", "b"), 2), "<body:a 1 body:b>"),
        (Leaf("text", ("a", "b", "c"), 3), "<body:a 2 <body:b 2 body:c>>"),  # to the right
        (Leaf("text", ("x" * 9_000,)), f"body:{'x' * 8_000}"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_leaf_asks_a_field(leaf: Leaf, expected: str) -> None:
    assert shown(field_clause(leaf, "voices.turns.body")) == expected


def test_filters_on_turns_make_a_scope_and_those_on_statements_a_clause() -> None:
    filters = Filters(
        {"speaker": ("=Ivan Petrov",), "kind": ("speech", "narrative"), "year": ("2012",)},
        since=date(2012, 1, 1),
    )
    chosen = VALUES.chosen_turns(filters)
    assert list(map(shown, chosen)) == ["speaker:ivan petrov", "(kind:speech | kind:narrative)"]
    assert list(map(shown, VALUES.chosen_turns(filters, but="speaker"))) == [
        "(kind:speech | kind:narrative)"
    ]
    assert shown(VALUES.filtered(filters)) == "(year:2012 & date:{gte: 2012-01-01})"
    assert shown(VALUES.filtered(filters, but="year")) == "date:{gte: 2012-01-01}"


def test_words_of_one_scope_are_asked_for_together() -> None:
    tree = plan(And([word("a"), word("b"), NEAR]))
    leaves = TRANSLATOR.positive_leaves(tree, Scope(()))
    assert [leaf.words for leaf, _ in merged(leaves)] == [("a", "b"), ("a", "b", "c")]


@pytest.mark.parametrize(
    ("tree", "count"),
    [
        (word("a"), 1),
        (Term("lang", "en"), 1),
        (And([word("a"), Term("lang", "en"), Term("year", "2012")]), 1),  # must hold, whatever else
        (Or([word("a"), Term("lang", "en")]), 2),
        (Or([word("a"), Or([Term("lang", "en"), Term("year", "2012")])]), 2),  # one fact of two
        (And([Or([word("a"), Term("lang", "en")]), Or([word("b"), Term("lang", "en")])]), 2),
        (And([Or([word("a"), Term("lang", "en")]), Or([word("b"), Term("year", "1")])]), 4),
    ],
    ids=str,
)
def test_each_case_of_the_facts_is_a_tree_without_them(tree: Any, count: int) -> None:
    found = truth_assignments(plan(tree))
    assert found is not None
    assert len(found) == count
    assert len({(one.true, one.false) for one in found}) == count


def test_too_many_scattered_facts_are_no_cases() -> None:
    sides = [Or([word(f"w{n}"), Term("year", str(n))]) for n in range(MOST_CASES.bit_length())]
    assert truth_assignments(plan(And(sides))) is None


def test_clauses_are_simplified_as_they_are_joined() -> None:
    one, other = {"term": {"a": 1}}, {"term": {"b": 1}}
    assert every([]) == everything()
    assert every([one, everything()]) == one
    assert every([one, nothing()]) == nothing()
    assert every([every([one, other]), one]) == {"bool": {"filter": [one, other]}}
    assert some([some([one, other]), one]) == some([one, other])
    assert some([]) == nothing()
    assert some([one, nothing()]) == one
    assert some([one, everything()]) == everything()
    assert without(everything()) == nothing()
    assert without(nothing()) == everything()


def test_the_size_of_a_query_is_never_less_than_a_cluster_counts() -> None:
    tree = And([word("a"), Phrase("exact", ["b", "c"]), Or([word(str(n)) for n in range(40)])])
    clause = TRANSLATOR.holds(plan(tree), Scope(()), Unit.STATEMENT)
    assert size(clause) == 1 + (1 + 1 + 1 + 2) + 16


def test_tables_are_the_same_after_they_were_kept() -> None:
    assert tables_from(TABLES.shape()) == TABLES


def test_people_come_with_forms_offices_and_how_often_they_speak() -> None:
    first, second = VALUES.people.rows
    assert (first.person, first.name, first.turns, first.statements) == (
        "anna-berg",
        "Anna Berg",
        5,
        2,
    )
    assert first.also == ("Annushka",)
    assert [(role.text, role.count) for role in first.roles] == [("Prime Minister", 3)]
    assert (second.person, second.name) == (None, "Ivan Petrov")


def test_a_name_of_strangers_and_of_a_known_person_chooses_the_strangers_turns_alone() -> None:
    voices = [ANNA, PrintedName(None, "ANNA BERG", None, None, 1, None, None)]
    mixed = ValueClauses(NameTables(voices, {}, {}, TABLES.printed, [], []), {})
    assert mixed.turns(by("=Anna Berg")) == every(
        [any_of("voices.turns.speaker", {"anna berg"}), without(has("voices.turns.person"))]
    )
