"""Scores that are kept for the same words are those that a fresh engine works out."""

from __future__ import annotations

import gc
from contextlib import closing
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

from search.answers.searcher import Searcher
from search.engine import Filters, Search, Sort
from search.engines import open_engine
from search.engines.whoosh.read.segment_words import AskedWords
from search.query.expansion import expand
from search.query.parser import parse
from search.query.request import Request

if TYPE_CHECKING:
    from search.engine import Hits, SearchEngine

QUERIES = (
    *("baran", "bator", "b*", "baran OR bator OR belin", "baran bator", '"baran bator"'),
    *('"bator baran"~4', "-bator baran", "the baran", "minister baran bator"),
    *("speaker:anna baran", "title:baran OR bator", "ba?or", "baran bator date:2012..2016"),
)
CHOICES = (
    *({}, {"limit": 5}, {"offset": 10, "limit": 10}, {"offset": 30, "limit": 200}),
    *({"sort": Sort.NEWEST}, {"filters": Filters({"speaker": ("=Anna Berg",)})}),
    *({"filters": Filters({"year": ("2014",)})}, {"turns_per_hit": 0}),
)


def searches(engine: SearchEngine) -> list[Search]:
    """Every query under every choice."""
    trees = [expand(parse(q).tree, engine.lexicon())[0] for q in QUERIES]
    plain = Search(trees[0], limit=20, turns_per_hit=2, facets=())
    return [replace(plain, tree=tree, **choice) for tree in trees for choice in CHOICES]  # type: ignore[arg-type]


def seen(hits: Hits) -> list[Any]:
    """The order, scores and turns of what was found."""
    found = [
        (one.statement.id, one.score, [turn.n for turn in one.turns], one.matched_in)
        for one in hits.found
    ]
    return [hits.total, found]


def test_searches_in_any_order_answer_as_if_each_were_the_first(built: Any) -> None:
    with closing(open_engine(built.settings)) as engine:
        asked = searches(engine)
        expected = [_alone(built, one) for one in asked]
        assert sum(len(found) for _, found in expected) > 1_000
        order = list(range(len(asked)))
        for seed in range(2):
            Random(seed).shuffle(order)
            for at in order:
                assert seen(engine.search(asked[at])) == expected[at], asked[at]


def _alone(built: Any, search: Search) -> list[Any]:
    with closing(open_engine(built.settings)) as engine:
        return seen(engine.search(search))


def test_what_is_kept_of_the_words_of_a_query_goes_with_the_query(built: Any) -> None:
    with closing(open_engine(built.settings)) as engine:
        for q in QUERIES:
            assert Searcher(engine).search(Request(q)).query == q
        gc.collect()
        assert not [one for one in gc.get_objects() if isinstance(one, AskedWords)]
