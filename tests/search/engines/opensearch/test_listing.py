"""Bodies of listings, hits read back, and pages however deep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from search.engine import Search, Sort
from search.engines import open_engine
from search.engines.opensearch.query import paging
from search.engines.opensearch.query.hits import found_in, missing_in
from search.engines.opensearch.query.listing import (
    Display,
    StatementListing,
    own,
)
from search.engines.opensearch.query.scoring import Ranking
from search.query.parser import parse
from search.records import Part, Statement, StatementId
from search.statement_json import statement_shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.settings import Settings

PEACE: Any = {"term": {"any": "peac"}}
WORTH: Any = {"constant_score": {"filter": PEACE, "boost": 1.0}}
HEAD = {"shape": statement_shape(Statement(StatementId("en-1"), "en", "Meeting", ()))}


def test_a_listing_without_display_or_ranking_asks_for_heads_by_date() -> None:
    body = StatementListing(PEACE).body(20, offset=40)
    assert body["query"] == {"bool": {"filter": [PEACE]}}
    assert [next(iter(one)) for one in body["sort"]] == ["day", "minute", "lang", "number", "id"]
    assert (body["size"], body["from"], body["_source"]) == (20, 40, ["head"])
    assert body["track_scores"] is False


@pytest.mark.parametrize(
    ("sort", "first"),
    [(Sort.RELEVANCE, "_score"), (Sort.NEWEST, "day"), (Sort.INDEXED, "indexed")],
)
def test_scores_order_a_ranked_listing_under_relevance_alone(sort: Sort, first: str) -> None:
    listing = StatementListing(PEACE, sort, ranking=Ranking((WORTH,)))
    body = listing.body(20)
    assert next(iter(body["sort"][0])) == first
    assert body["track_scores"] is True
    assert WORTH in body["query"]["bool"]["must"][0]["bool"]["should"]


def test_a_later_page_goes_on_behind_the_last_statement_and_asks_for_its_place_alone() -> None:
    body = StatementListing(PEACE).bare_body(10_000, [734_000, 600, "en", 7, "en-7"])
    assert body["search_after"] == [734_000, 600, "en", 7, "en-7"]
    assert body["_source"] is False
    assert "inner_hits" not in str(body)


def test_what_is_shown_is_named_and_filters_nothing_out() -> None:
    turns = own({"term": {"voices.turns.body": "peac"}})
    display = Display(turns, ((Part.TITLE, PEACE),), (PEACE,), turns_per_hit=3)
    shown = display.clause([WORTH])["bool"]
    assert shown["filter"] == [{"match_all": {}}]
    title, plain, inner = shown["should"]
    assert (title["bool"]["_name"], plain["bool"]["_name"]) == ("title", "plain-0")
    assert inner["nested"]["inner_hits"]["size"] == 3
    assert inner["nested"]["query"]["bool"]["should"] == [WORTH]


def test_named_clauses_say_where_a_statement_matches_and_what_it_lacks() -> None:
    hit = {
        "_id": "en-1",
        "_score": None,
        "_source": {"head": HEAD},
        "matched_queries": ["title", "plain-1"],
    }
    found = found_in(hit)
    assert (found.score, found.matched_in, found.turns) == (0.0, (Part.TITLE,), ())
    assert missing_in(hit, 3) == (0, 2)


def test_pages_are_the_same_however_deep_they_lie(
    settings: Settings,
    publish: Callable[..., str],
    make_statement: Callable[..., Statement],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish(*(make_statement(number, "peace") for number in range(1, 24)))
    engine = open_engine(settings)
    tree = parse("peace").tree

    def page(offset: int, limit: int) -> list[str]:
        found = engine.search(Search(tree, offset=offset, limit=limit, facets=())).found
        return [one.statement.id for one in found]

    everything = page(0, 100)
    assert len(everything) == 23
    monkeypatch.setattr(paging, "WINDOW", 5)  # as ten thousand would be
    monkeypatch.setattr(paging, "AT_ONCE", 2)
    for offset, limit in ((0, 4), (4, 4), (5, 5), (11, 7), (20, 9), (23, 5), (99, 5)):
        assert page(offset, limit) == everything[offset : offset + limit]
    assert list(engine.newest(7)) == everything[:7]
    engine.close()
