"""The same index in a folder and on a cluster → whether both answer alike, query by query.

    python -m benchmarks.equality un|pages DATA_FOLDER PREFIX [COUNT [FROM]]

DATA_FOLDER holds the embedded index, PREFIX names the one of the cluster that
ONRECORD_OPENSEARCH_HOSTS names. COUNT searches (300 unless told, FROM the 0th) of all classes, with
filters and orders of all kinds: totals, ids of all hits, facets, months and the last page must be
equal for every one, the first ten in order where dates order them; under relevance it is told how
many are the same. Exits 1 where anything differs.
"""

from __future__ import annotations

import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmarks.queries import Corpus, cases
from benchmarks.usage import arguments
from search.engine import ALMOST_BELOW, FACETS, Filters, Search, Sort
from search.engines import open_engine
from search.engines.opensearch.engine import OpenSearchEngine
from search.engines.opensearch.query.paging import WINDOW
from search.engines.opensearch.query.search_listings import SearchListings
from search.engines.query_plan import plan
from search.query.expansion import expand
from search.query.parser import ExplicitAnd, parse
from search.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.engine import SearchEngine
    from search.records import Total

TOP: Final = 10
EVERYTHING: Final = 100_000_000

_FURTHER: Final = {
    Corpus.UN: """

speaker:USA
speaker:(USA OR RUS) nuclear
NOT speaker:USA nuclear
title:FRA peace
title:session
"will not" -war
(war OR peace) -speaker:GBR
kind:speech terrorism iraq
evidence:label cold war
year:1995 peace security
date:>=2020-01-01 pandemic vaccine
lang:en sovereignty
zzzz peace
peace qqqq wwww
speaker:CUB (blockade OR embargo) -terrorism
"peace and security"
wor*
s*
"nuclear weapons"~10 -year:1985
(year:1999 OR kosovo) speaker:YUG
prosperi~2
"united nations" speaker:CHN
speaker:IND kashmir pakistan
antarctica OR ozone
""",
    Corpus.PAGES: """

speaker:Putin
speaker:(Putin OR Medvedev) nuclear
NOT speaker:Putin nuclear
title:meeting peace
title:greetings
"will not" -war
(war OR peace) -speaker:Putin
kind:speech terrorism syria
kind:narrative meeting government
year:2014 sochi olympics
evidence:page peace
date:>=2020-01-01 pandemic vaccine
lang:en sovereignty
zzzz peace
peace qqqq wwww
role:president (gas OR oil) -terrorism
wor*
s*
role:"prime minister" economy budget
"gas transit"~10 -year:2009
place:sochi hockey
(place:sochi OR place:kazan) sport
topic:economy tax
section:"Transcripts" pension
(year:2012 OR duma) speaker:Medvedev
developm~2
speaker:Lavrov syria geneva
"vladimir putin" -kind:narrative
NOT kind:speech government
""",
}
"""One query a line; the first, empty, is everything."""

_FILTERS: Final = (
    Filters(),
    Filters({"year": ("2014", "1999")}),
    Filters({"kind": ("speech",)}),
    Filters(since=date(1990, 1, 1), until=date(2015, 6, 30)),
    Filters({"speaker": ("Putin", "USA")}),
    Filters({"lang": ("en",), "evidence": ("label",)}),
    Filters({"role": ("president",)}),
    Filters({"speaker": ("Medvedev", "RUS"), "year": ("2010", "2011", "1985")}),
)


class Outcome(NamedTuple):
    """What differs (nothing, when all is well), how many of the first agree, how long both took."""

    differs: Sequence[str]
    same_first: float | None
    milliseconds: tuple[float, float]


def further_queries(corpus: Corpus) -> list[str]:
    """Queries of kinds that the twelve classes lack; the first is everything."""
    return _FURTHER[corpus].split("\n")[1:-1]


def searches(corpus: Corpus, engine: SearchEngine) -> Iterator[tuple[str, Search]]:
    """Queries of all classes with searches: each bare, then under filters and in other orders."""
    lexicon = engine.lexicon()
    texts = [case.query for case in cases(corpus)] + further_queries(corpus)
    plain = ((text, Filters(), Sort.RELEVANCE) for text in texts)
    choices = cycle(
        (filters, sort) for filters in _FILTERS[1:] for sort in (Sort.NEWEST, Sort.RELEVANCE)
    )
    varied = ((text, *next(choices)) for text in cycle(texts))
    for text, filters, sort in (*plain, *islice(varied, 10 * len(texts))):
        parsed = parse(text)
        tree, _ = expand(parsed.tree, lexicon)
        offered = parsed.plain if not isinstance(parsed.tree, ExplicitAnd) else ()
        search = Search(tree, filters, sort, limit=TOP, plain=offered, required=parsed.required)
        yield text, replace(search, histogram=True)


def compare(one: SearchEngine, other: SearchEngine, search: Search) -> Outcome:
    """Put one search to both."""
    began = time.perf_counter()
    mine = one.search(search)
    between = time.perf_counter()
    theirs = other.search(search)
    took = ((between - began) * 1000, (time.perf_counter() - between) * 1000)
    differs = []
    if mine.total != theirs.total:
        differs.append(f"total {mine.total} {theirs.total}")
    if mine.months != theirs.months:
        differs.append("months")
    differs += [name for name in FACETS if mine.facets[name] != theirs.facets[name]]
    every = replace(
        search, sort=Sort.NEWEST, limit=EVERYTHING, turns_per_hit=0, facets=(), histogram=False
    )
    ids = [_ids(engine, every, mine.total) for engine in (one, other)]
    if ids[0] != ids[1]:
        differs.append(f"ids of {len(ids[0])} and {len(ids[1])}")
    last = replace(every, sort=Sort.OLDEST, limit=TOP, offset=max(len(ids[0]) - TOP, 0))
    ends = [[hit.statement.id for hit in engine.search(last).found] for engine in (one, other)]
    if ends[0] != ends[1]:
        differs.append(f"the last page, from {last.offset}")
    first, second = ([hit.statement.id for hit in found.found] for found in (mine, theirs))
    if search.sort is not Sort.RELEVANCE:
        return Outcome([*differs, *(["order"] if first != second else [])], None, took)
    alike = sum(a == b for a, b in zip(first, second, strict=False))
    return Outcome(differs, alike / len(first) if first else None, took)


def _ids(engine: SearchEngine, every: Search, total: Total) -> list[str]:
    """The ids of all hits in order.

    Of a cluster's engine they are asked for as its deep pages are: ten thousand places in the order
    at once, without what is shown of each, which would take minutes a search.
    """
    if total.statements < ALMOST_BELOW or not isinstance(engine, OpenSearchEngine):
        return [hit.statement.id for hit in engine.search(every).found]
    tree, scope = plan(every.tree), engine._scope(every.filters)
    listings = SearchListings(engine._translator, engine._scoring, every, scope)
    listing = listings.full(tree, engine._full(tree, scope, every.filters))
    found: list[str] = []
    after = None
    while True:
        body = listing.bare_body(WINDOW, after)
        hits = engine._cluster.search(engine._index, body)["hits"]["hits"]
        found += [hit["_id"] for hit in hits]
        if len(hits) < WINDOW:
            return found
        after = hits[-1]["sort"]


def main() -> None:
    """Compare, print, and tell by the exit code."""
    given = arguments(__doc__, 3, 5)
    corpus, data, prefix = Corpus(given[0]), Path(given[1]), given[2]
    count = int(given[3]) if len(given) > 3 else 300
    start = int(given[4]) if len(given) > 4 else 0
    wrong, first, milliseconds = 0, [], []
    with (
        closing(open_engine(read_settings({"data": data, "engine": "whoosh"}))) as embedded,
        closing(
            open_engine(read_settings({"engine": "opensearch", "opensearch_prefix": prefix}))
        ) as cluster,
    ):
        for text, search in islice(searches(corpus, embedded), start, start + count):
            found = compare(embedded, cluster, search)
            milliseconds.append(found.milliseconds)
            if found.same_first is not None:
                first.append(found.same_first)
                if found.same_first < 1:
                    print(f"first ten: {found.same_first:.0%} in place: {text} {search.filters}")
            if found.differs:
                wrong += 1
                print(f"DIFFERS in {', '.join(found.differs)}: {text} {search.filters}")
    print(f"{count} searches, {wrong} differ; under relevance {mean(first):.2%} of the first ten")
    mine, theirs = (sorted(one) for one in zip(*milliseconds, strict=True))
    print(f"p50 {mine[count // 2]:.1f} ms embedded, {theirs[count // 2]:.1f} ms on the cluster")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
