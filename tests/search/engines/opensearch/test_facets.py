"""What is asked for facets, how answers are counted, and that parts come to the same counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from whoosh.query import And, Or, Term

from search.engine import FACETS, Filters, Search
from search.engines import open_engine
from search.engines.opensearch.layout.name_tables import NameTables
from search.engines.opensearch.query import facets
from search.engines.opensearch.query.facets import FacetRequest, FacetRequests, counted
from search.engines.opensearch.query.field_values import ValueClauses
from search.engines.opensearch.query.translator import Translator
from search.engines.printed_speakers import PrintedName
from search.engines.query_plan import plan
from search.errors import ClusterUnavailable
from search.query.parser import parse
from search.records import FacetValue

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.records import Statement
    from search.settings import Settings

ANNA = PrintedName("anna-berg", "Anna Berg", "Minister", None, 3, None, None)
IVAN = PrintedName(None, "Ivan Petrov", None, None, 1, None, None)
NAMESAKE = PrintedName(None, "ANNA BERG", None, None, 1, None, None)
PEACE = Term("text", "peac")
SCATTERED = And([Or([Term("text", f"w{n}"), Term("year", str(n))]) for n in range(7)])


def requests(facet: str, tree: Any = PEACE, *more: PrintedName, **chosen: tuple[str, ...]) -> Any:
    printed = {name: {"Sund": 2} for name in ("place", "section", "topic")}
    tables = NameTables([ANNA, IVAN, *more], {}, {}, printed, ["en"], ["2012", "2013"])
    values = ValueClauses(tables, {})
    made = FacetRequests(Translator(values), values, plan(tree), Filters(dict(chosen)))
    return list(made.requests(facet))


def test_a_facet_of_statements_is_one_aggregation() -> None:
    (one,) = requests("year")
    assert one.aggregation == {"terms": {"field": "year", "size": 3}}
    assert one.query == {"term": {"any": "peac"}}


def test_a_facet_leaves_its_own_filter_aside_and_keeps_the_others() -> None:
    (one,) = requests("year", PEACE, year=("2012",), lang=("en",))
    assert "year" not in str(one.query)
    assert {"term": {"lang": "en"}} in one.query["bool"]["filter"]


@pytest.mark.parametrize(
    ("tree", "cases"), [(PEACE, 1), (Or([PEACE, Term("year", "2012")]), 2), (SCATTERED, 0)]
)
def test_speakers_are_counted_by_voices_once_a_case(tree: Any, cases: int) -> None:
    found = [one for one in requests("speaker", tree) if one.choice is None]
    assert len(found) == cases
    assert all(one.aggregation["nested"] == {"path": "voices"} for one in found)


def test_each_choice_takes_a_search_where_there_are_too_many_cases() -> None:
    assert [one.choice for one in requests("speaker", SCATTERED)] == [
        "p:anna-berg",
        "n:ivan petrov",
    ]


def test_a_name_that_strangers_share_with_a_known_person_is_counted_with_the_others() -> None:
    assert [one.choice for one in requests("speaker", PEACE, NAMESAKE)] == [None]
    assert [one.choice for one in requests("role", PEACE, NAMESAKE)] == [None]


def test_what_is_no_facet_is_refused() -> None:
    with pytest.raises(ValueError, match="number is no facet"):
        requests("number")


def terms(other: int = 0, error: int = 0, **counts: int) -> Any:
    buckets = [{"key": key, "doc_count": count} for key, count in counts.items()]
    return {
        "sum_other_doc_count": other,
        "doc_count_error_upper_bound": error,
        "buckets": buckets,
    }


CHOICES = {key: (f"={key}", key.upper()) for key in ("a", "b", "c")}
ASKED = FacetRequest({}, {})


def test_counts_of_cases_add_up_and_the_most_frequent_come_first() -> None:
    voices = {"kept": {"counted": terms(b=2, c=4)}}
    alone = (FacetRequest({}, {}, choice="a"), {"doc_count": 0})
    assert counted([(ASKED, terms(b=3)), (ASKED, voices), alone], CHOICES) == (
        FacetValue("=b", "B", 5),
        FacetValue("=c", "C", 4),
    )


@pytest.mark.parametrize("rough", [terms(other=1, a=1), terms(error=1, a=1)])
def test_counts_that_are_not_exact_are_never_shown(rough: Any) -> None:
    with pytest.raises(ClusterUnavailable, match="only roughly"):
        counted([(ASKED, rough)], CHOICES)


def test_a_facet_with_more_choices_than_an_answer_takes_is_counted_in_parts(
    settings: Settings,
    publish: Callable[..., str],
    make_statement: Callable[..., Statement],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish(*(make_statement(n, "peace", place=f"Place {n % 7}") for n in range(1, 24)))
    engine = open_engine(settings)
    search = Search(parse("peace").tree, facets=FACETS)
    whole = engine.search(search).facets
    assert len(whole["place"]) == 7
    monkeypatch.setattr(facets, "_MOST_BUCKETS", 2)
    assert engine.search(search).facets == whole
    engine.close()
